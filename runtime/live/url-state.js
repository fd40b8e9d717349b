// @ts-check
/**
 * A calculator's state in the page's address. The first calculator of a page owns the bare names, any other puts its id before
 * them (`panel.chip=`). Nothing is kept in `history.state`: Material overwrites it.
 *
 * @typedef {import("./messages.js").Texts} Texts
 */

/** Names that Material's search puts into an address. */
const FOREIGN = new Set(["h", "q"]);

/** The query as of the last committed change: what typing replaces must still be there for Back. */
let committed = window.location.search;

/** @param {string} prefix @param {string} name */
const owns = (prefix, name) => (prefix ? name.startsWith(prefix) : !name.includes(".") && !FOREIGN.has(name));

/** @param {string} prefix @returns {Texts} */
export function read(prefix) {
  const all = [...new URLSearchParams(window.location.search)];
  return Object.fromEntries(all.filter(([name]) => owns(prefix, name)).map(([name, text]) => [name.slice(prefix.length), text]));
}

/** @param {string} prefix @param {Texts} query */
function search(prefix, query) {
  const others = [...new URLSearchParams(window.location.search)].filter(([name]) => !owns(prefix, name));
  const ours = Object.entries(query).map(([name, text]) => [prefix + name, text]);
  const text = String(new URLSearchParams([...ours, ...others]));
  return text && `?${text}`;
}

/** @param {"replaceState" | "pushState"} how @param {string} query */
function go(how, query) {
  const { pathname, hash } = window.location;
  try {
    window.history[how](null, "", pathname + query + hash);
  } catch {
    // Browsers refuse too many changes in a short time; the next change carries the whole state again.
  }
}

/** Changing the address takes longer than redrawing the verdict, so while a reader types it waits for a rest. */
const REST = 150;
let waiting = 0;

/** @param {string} prefix @param {Texts} query */
export function typed(prefix, query) {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    const next = search(prefix, query);
    if (next !== window.location.search) go("replaceState", next);
  }, REST);
}

/** @param {string} prefix @param {Texts} query */
export function commit(prefix, query) {
  window.clearTimeout(waiting);
  const next = search(prefix, query);
  if (next === committed) return typed(prefix, query);
  if (window.location.search !== committed) go("replaceState", committed);
  go("pushState", next);
  committed = next;
}

/** After Back, Forward or a link within the page: what is there now is what Back returns to. */
export function settle() {
  window.clearTimeout(waiting);
  committed = window.location.search;
}

/**
 * Tells of every way in which an address may change under us: Back, Forward, a link within the page, a page taken back.
 * @param {(returned?: boolean) => unknown} moved @param {AbortSignal} signal
 */
export function follow(moved, signal) {
  window.addEventListener("popstate", () => moved(), { signal });
  // WebKit empties a form after it has taken a page out of its back-forward cache, and tells no one.
  window.addEventListener("pageshow", ({ persisted }) => persisted && window.setTimeout(() => moved(true)), { signal });
  // Material tells of links within the page here, and nowhere else.
  const following = /** @type {any} */ (window).location$?.subscribe(() => moved());
  signal.addEventListener("abort", () => following?.unsubscribe());
}
