// @ts-check
/**
 * A reader's changes to a page's code: kept in this browser over a reload, and put into a link. A link carries them behind the "#", which
 * is never sent to a host; what comes out of one is somebody else's text, and no more than a text.
 *
 * @typedef {Record<string, string>} Sources by the number of the cell
 */
const KEY = "cells:";
const MARK = "#cells=";
/** A link that mail and chat programs still carry whole. */
export const LONGEST_LINK = 6000;
const LONGEST_CODE = 200_000;

/** @returns {Record<string, {was: string, now: string}>} */
function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY + window.location.pathname) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

/** What was kept of a cell, unless the page's own code has changed since. @param {string} cell @param {string} was */
export function kept(cell, was) {
  const found = stored()[cell];
  return found?.was === was && typeof found.now === "string" ? found.now : null;
}

/** @param {string} cell @param {string} was the page's own code @param {string} now @returns {boolean} whether it is kept over a reload */
export function keep(cell, was, now) {
  const all = stored();
  if (was === now) delete all[cell];
  else all[cell] = { was, now };
  try {
    const place = KEY + window.location.pathname;
    if (Object.keys(all).length) localStorage.setItem(place, JSON.stringify(all));
    else localStorage.removeItem(place);
    return true;
  } catch {
    // Full or not allowed: the changes last as long as the page.
    return false;
  }
}

/** @param {Sources} sources @returns {Promise<string>} the address that carries them; "" if it would be too long */
export async function link(sources) {
  const packed = await through(new TextEncoder().encode(JSON.stringify(sources)), new CompressionStream("deflate-raw"), Infinity);
  const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  const address = window.location.href.split("#")[0] + MARK + letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return address.length > LONGEST_LINK ? "" : address;
}

/** The page's own address again: a reload brings the page's own code. */
export function unlink() {
  if (window.location.hash.startsWith(MARK)) window.history.replaceState(null, "", window.location.href.split("#")[0]);
}

/** What the address carries: null if nothing; throws if it can't be read. @returns {Promise<Sources | null>} */
export async function linked() {
  const { hash } = window.location;
  if (!hash.startsWith(MARK)) return null;
  if (hash.length > LONGEST_LINK) throw new Error("too long");
  const letters = hash.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/");
  const packed = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const all = JSON.parse(new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw"), LONGEST_CODE)));
  const entries = Object.entries(all).filter(([cell, source]) => /^\d{1,3}$/.test(cell) && typeof source === "string");
  return Object.fromEntries(entries);
}

/** @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} way @param {number} most */
async function through(bytes, way, most) {
  const chunks = [];
  let length = 0;
  const reader = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(way).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    length += step.value.length;
    if (length > most) throw new Error("too long");
    chunks.push(step.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
