// @ts-check
/**
 * The runtime's files. Each is held against the checksum that the build wrote into the manifest before anything is made of it; one that
 * doesn't agree is asked for once more, past every cache, and then refused.
 *
 * @typedef {{url: string, bytes: number, packed: boolean, integrity: string, shared?: import("../unpack.mjs").Shared}} File
 */
const FOLDER = new URL("../runtime/", import.meta.url);
const MANIFEST = new URL("manifest.js", FOLDER);

/** Tells `progress` with real bytes, as they arrive. */
export const loading = new (class extends EventTarget {
  done = 0;
  all = 0;
  /** @param {number} done @param {number} all */
  count(done, all) {
    [this.done, this.all] = [done, all];
    this.dispatchEvent(new Event("progress"));
  }
})();

/** Where Python looks for its files, by name. */
export const index = FOLDER.href;

/** How long a file may stand still before it is given up: a slow line brings something now and then. */
export const STILL = 30_000;

/** @type {Promise<Record<string, File>> | null} */
let manifest = null;
/** What was asked for before it was needed. @type {Map<string, Promise<ArrayBuffer>>} */
const early = new Map();
/** What `loading` counts: the bytes of every file so far, by name. @type {Map<string, number>} */
const arrived = new Map();

/** @param {URL} url @returns {Promise<Record<string, File>>} */
function list(url) {
  const found = Promise.race([import(url.href).then((module) => module.files), late(url.href)]);
  found.catch(() => {});
  return found;
}

/** @param {string} what @returns {DOMException} */
const standstill = (what) => new DOMException(`${what} has come to a standstill`, "TimeoutError");

/** For what can't be ended. @param {string} what @returns {Promise<never>} */
function late(what) {
  return new Promise((_, reject) => setTimeout(() => reject(standstill(what)), STILL));
}

/** Whether a line stands still, so that another try would, too. @param {unknown} fault */
export const stands = (fault) => fault instanceof DOMException && fault.name === "TimeoutError";

/** The manifest, once somebody needs a file. */
function listed() {
  return (manifest ??= list(MANIFEST));
}

/** Reads the manifest afresh: a newer site may stand there by now, with other files. */
export function renew() {
  early.clear();
  const before = listed();
  manifest = list(new URL(`?again=${Date.now()}`, MANIFEST)).catch(() => before);
}

/** @param {string} name */
export async function about(name) {
  return (await listed())[name];
}

/** @param {string} name */
export async function address(name) {
  return new URL((await about(name)).url, FOLDER).href;
}

/** Starts fetching what will be taken later; that it fails is said when it is. @param {string[]} names */
export function prefetch(names) {
  for (const name of names) {
    if (early.has(name)) continue;
    const coming = load(name);
    coming.catch(() => early.delete(name));
    early.set(name, coming);
  }
}

/** One file for the caller to keep: a buffer can be given to a worker only once. @param {string} name */
export function take(name) {
  const coming = early.get(name) ?? load(name);
  early.delete(name);
  return coming;
}

/**
 * Several files, each given away as it comes, with `loading` told how far they are. A packed one is unpacked by who uses it.
 * @param {string[]} names @param {(name: string, file: ArrayBuffer) => Promise<void>} give
 */
export async function takeEach(names, give) {
  const files = await listed();
  const all = names.reduce((sum, name) => sum + files[name].bytes, 0);
  const tell = () => loading.count(names.reduce((sum, name) => sum + (arrived.get(name) ?? 0), 0), all);
  arrivals.addEventListener("progress", tell);
  tell();
  try {
    await Promise.all(names.map(async (name) => give(name, await take(name))));
  } finally {
    arrivals.removeEventListener("progress", tell);
  }
}

const arrivals = new EventTarget();

/** @param {string} name @param {number} bytes */
function arrive(name, bytes) {
  arrived.set(name, bytes);
  arrivals.dispatchEvent(new Event("progress"));
}

/** @param {string} name @returns {Promise<any>} */
export async function json(name) {
  return JSON.parse(new TextDecoder().decode(await take(name)));
}

/** How often a module didn't come: a browser may remember that of an address. */
let misses = 0;

/** A script of the runtime as a module: the preload puts it into the page's modules only if its checksum is right. @param {string} name */
export async function module(name) {
  const { url, integrity } = (await listed())[name];
  const { href } = new URL(url + (misses ? `?again=${misses}` : ""), FOLDER);
  const link = Object.assign(document.createElement("link"), { rel: "modulepreload", href, integrity });
  const loaded = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${url} did not load or is not what was built`));
    document.head.append(link);
  });
  try {
    await Promise.race([loaded, late(url)]);
  } catch (fault) {
    misses += 1;
    throw fault;
  } finally {
    link.remove();
  }
  return import(href);
}

/** @param {string} name */
async function load(name) {
  const file = (await listed())[name];
  try {
    return await fetched(name, file, "default");
  } catch (fault) {
    if (stands(fault)) throw fault;
    return fetched(name, file, "reload");
  }
}

/** @param {string} name @param {File} file @param {RequestCache} cache */
async function fetched(name, { url, bytes, integrity }, cache) {
  arrive(name, 0);
  const ending = new AbortController();
  let timer = 0;
  const moves = () => {
    clearTimeout(timer);
    if (crypto.subtle) timer = setTimeout(() => ending.abort(standstill(url)), STILL);
  };
  const whole = new Uint8Array(bytes);
  let at = 0;
  try {
    moves();
    // Without a secure context there is no digest: the browser checks then, and gives nothing out before the end.
    const response = await fetch(new URL(url, FOLDER), { cache, signal: ending.signal, ...(!crypto.subtle && { integrity }) });
    if (!response.ok || !response.body) throw new Error(`${response.status} ${url}`);
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      moves();
      whole.set(value, at);
      arrive(name, (at += value.byteLength));
    }
  } finally {
    clearTimeout(timer);
  }
  if (at !== bytes || (crypto.subtle && (await checksum(whole)) !== integrity)) throw new Error(`${url} is not what was built`);
  return whole.buffer;
}

/** @param {Uint8Array} content */
async function checksum(content) {
  const digest = await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (content));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
