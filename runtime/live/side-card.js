// @ts-check
/**
 * Numbers and words that carry a claim, and terms of the glossary, are links; here each shows its card beside itself, on hover, focus
 * and tap. The cards stand at the end of the page's text as they were built, and a link names its own by `aria-details`. Nothing is
 * listened to but the document, which outlives the pages.
 */

const GAP = 6;
/** So long a pointer may be away, on its way from the link to the card. */
const PATIENCE = 250;
const LINK = "a:is(.claim, .term)[aria-details]";
const CARD = ".side-card";

/** @type {{ link: HTMLElement, card: HTMLElement, pinned: boolean } | null} */
let shown = null;
let leaving = 0;

/** @param {EventTarget | null} target @param {string} selector @returns {HTMLElement | null} */
const within = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/** @param {HTMLElement} link */
const cardOf = (link) => document.getElementById(link.getAttribute("aria-details") ?? "");

/** @param {HTMLElement} link */
function show(link, pinned = false) {
  window.clearTimeout(leaving);
  const card = cardOf(link);
  if (!card) return;
  if (shown?.link !== link) hide();
  shown = { link, card, pinned: pinned || shown?.pinned || false };
  for (const line of card.querySelectorAll("[data-key]")) {
    line.toggleAttribute("data-asked", line.getAttribute("data-key") === link.dataset.key);
  }
  card.hidden = false;
  link.setAttribute("aria-expanded", "true");
  place(link, card);
}

function hide() {
  window.clearTimeout(leaving);
  if (!shown) return;
  shown.card.hidden = true;
  shown.link.removeAttribute("aria-expanded");
  shown = null;
}

function leave() {
  window.clearTimeout(leaving);
  if (shown && !shown.pinned) leaving = window.setTimeout(hide, PATIENCE);
}

/**
 * Under the link or over it, wherever there is more room, and no larger than that room: the link itself is never covered.
 * @param {HTMLElement} link @param {HTMLElement} card
 */
function place(link, card) {
  card.style.maxHeight = "";
  const own = link.getBoundingClientRect();
  const top = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  const over = own.top - Math.max(0, top) - 2 * GAP;
  const under = window.innerHeight - own.bottom - 2 * GAP;
  const below = card.offsetHeight <= under || under >= over;
  card.style.maxHeight = `${Math.max(below ? under : over, 0)}px`;
  const origin = (card.offsetParent ?? document.documentElement).getBoundingClientRect();
  const y = below ? own.bottom + GAP : own.top - GAP - card.offsetHeight;
  const most = document.documentElement.clientWidth - card.offsetWidth - GAP;
  card.style.top = `${y - origin.top}px`;
  card.style.left = `${Math.max(GAP, Math.min(own.left, most)) - origin.left}px`;
}

/** @param {PointerEvent} event */
function point(event) {
  if (event.pointerType !== "mouse") return;
  const link = within(event.target, LINK);
  if (link) show(link);
  else if (within(event.target, CARD)) window.clearTimeout(leaving);
  else leave();
}

/** @param {FocusEvent} event */
function focus(event) {
  const link = within(event.target, LINK);
  if (link?.matches(":focus-visible")) show(link);
  else if (within(event.target, CARD)) window.clearTimeout(leaving);
  else if (!link) hide();
}

/** @param {MouseEvent} event */
function click(event) {
  const link = within(event.target, LINK);
  if (!link) {
    if (!within(event.target, CARD)) hide();
    return;
  }
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!cardOf(link)) return;
  // Material follows links by itself, further up.
  event.preventDefault();
  event.stopPropagation();
  if (shown?.link === link && shown.pinned) return hide();
  show(link, true);
  // The key that follows a link leads into the card.
  if (event.detail === 0) shown?.card.focus({ preventScroll: true });
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.key !== "Escape" || !shown) return;
  const { link, card } = shown;
  const inside = card.contains(document.activeElement);
  event.stopPropagation();
  hide();
  if (!inside) return;
  link.focus({ preventScroll: true });
  hide();
}

document.addEventListener("pointerover", point);
document.addEventListener("focusin", focus);
document.addEventListener("click", click, { capture: true });
document.addEventListener("keydown", press, { capture: true });
window.addEventListener("resize", () => shown && place(shown.link, shown.card));
// What was pointed at or focused before this came.
const waiting = document.querySelector(`${LINK}:is(:hover, :focus-visible)`);
if (waiting instanceof HTMLElement) show(waiting);
