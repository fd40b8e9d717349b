// @ts-check
/**
 * Puts new HTML into an element by changing only what differs, so that focus, selection, scroll and opened details stay.
 * Elements with a `data-key` are recognised wherever they moved among their siblings; the others by their place.
 */

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
  const before = target.innerHTML;
  children(target, template.content);
  for (const details of target.querySelectorAll("details")) {
    const open = opened.get(key(details));
    if (open !== undefined && details.open !== open) details.open = open;
  }
  return target.innerHTML !== before;
}

/** @param {Node} old @param {Node} fresh */
function children(old, fresh) {
  const keyed = new Map([...old.childNodes].filter(key).map((node) => [key(node), node]));
  let place = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = key(next) ? keyed.get(key(next)) : place && !key(place) ? place : null;
    if (!match || match.nodeName !== next.nodeName) {
      old.insertBefore(next, place);
      continue;
    }
    keyed.delete(key(next));
    if (match === place) place = place.nextSibling;
    else old.insertBefore(match, place);
    patch(match, next);
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
}

/** @param {Node} old @param {Node} fresh */
function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (!(old instanceof Element && fresh instanceof Element)) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  children(old, fresh);
}
