// @ts-check
/**
 * Puts new HTML into an element by changing only what differs, so that focus, selection, scroll and opened details stay.
 * Elements with a `data-key` are recognised wherever they moved among their siblings; the others by their place.
 */

/** How an address within the site begins, seen from its language's home page. */
const HOME = "home:";

/** @param {Node | null} node */
const key = (node) => (node instanceof Element && node.getAttribute("data-key")) || "";

/**
 * @param {Element} target @param {string} html
 * @param {Map<string, boolean>} opened what the reader opened or closed, by `data-key`; wins over what the HTML says
 * @returns {boolean} whether anything differed
 */
export function redraw(target, html, opened) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const home = target.closest("[data-home]")?.getAttribute("data-home") ?? "";
  // What Python answers doesn't know on which page it will stand.
  for (const link of template.content.querySelectorAll(`[href^="${HOME}"]`)) {
    link.setAttribute("href", new URL(home + link.getAttribute("href")?.slice(HOME.length), document.baseURI).href);
  }
  const changed = children(target, template.content);
  for (const details of target.querySelectorAll("details")) {
    const open = opened.get(key(details));
    if (open !== undefined && details.open !== open) details.open = open;
  }
  return changed;
}

/** @param {Node} old @param {Node} fresh @returns {boolean} */
function children(old, fresh) {
  const wanted = new Set([...fresh.childNodes].map(key));
  // First of all, since what stands behind would be moved for them, and what is moved loses the focus.
  const gone = [...old.childNodes].filter((node) => key(node) && !wanted.has(key(node)));
  for (const node of gone) node.remove();
  const keyed = new Map([...old.childNodes].filter(key).map((node) => [key(node), node]));
  let place = old.firstChild;
  let changed = gone.length > 0;
  for (const next of [...fresh.childNodes]) {
    const match = key(next) ? keyed.get(key(next)) : place && !key(place) ? place : null;
    if (!match || match.nodeName !== next.nodeName) {
      old.insertBefore(next, place);
      changed = true;
      continue;
    }
    keyed.delete(key(next));
    if (match === place) place = place.nextSibling;
    else old.insertBefore(match, place);
    changed = patch(match, next) || changed;
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
    changed = true;
  }
  return changed;
}

/** @param {Node} old @param {Node} fresh @returns {boolean} */
function patch(old, fresh) {
  // A map draws itself, from numbers (live-map.js).
  if (old instanceof Element && old.hasAttribute("data-chart")) return false;
  if (old.isEqualNode(fresh)) return false;
  if (!(old instanceof Element && fresh instanceof Element)) {
    old.nodeValue = fresh.nodeValue;
    return true;
  }
  // Whether a box stands open is the reader's business: to close and open it again would be told as a toggle, and asked about.
  const names = new Set([...old.getAttributeNames(), ...fresh.getAttributeNames()]);
  if (old instanceof HTMLDetailsElement) names.delete("open");
  const differing = [...names].filter((name) => old.getAttribute(name) !== fresh.getAttribute(name));
  // The page came with the same address as seen from itself.
  const written = old instanceof HTMLAnchorElement && old.href === fresh.getAttribute("href") ? "href" : "";
  for (const name of differing) {
    const value = fresh.getAttribute(name);
    if (value === null) old.removeAttribute(name);
    else old.setAttribute(name, value);
  }
  // What stands in a folded part comes by another way (parts.js).
  const inner = !old.hasAttribute("data-part") && children(old, fresh);
  // That a part is folded is told to paper only, and the prerendered page doesn't say it.
  return inner || differing.some((name) => name !== "data-folded" && name !== written);
}
