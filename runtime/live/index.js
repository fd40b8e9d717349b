// @ts-check
/**
 * What a page loads before its reader does anything: this, and the header's links. The elements and the theme's script come with the first
 * touch, or at once where the address says something that they show; what a reader does until they are there is done once they are.
 */
import "./language-link.js";

/** In this order: the story's panel holds a calculator. @type {[string, () => Promise<CustomElementConstructor>][]} */
const ELEMENTS = [
  ["live-calculator", async () => (await import("./live-calculator.js")).LiveCalculator],
  ["live-cells", async () => (await import("./live-cells.js")).LiveCells],
  ["live-map", async () => (await import("./live-map.js")).LiveMap],
  ["live-offline", async () => (await import("./offline.js")).LiveOffline],
  ["live-table", async () => (await import("./live-table.js")).LiveTable],
  ["story-panel", async () => (await import("./story-panel.js")).StoryPanel],
];
const TOUCHES = ["pointermove", "pointerdown", "touchstart", "wheel", "scroll", "keydown", "focusin", "input", "change", "click"];
/** What is done again once somebody listens, and as which event. @type {Record<string, (event: any) => Event>} */
const KEPT = {
  pointerover: (event) => new PointerEvent("pointerover", event),
  pointerdown: (event) => new PointerEvent("pointerdown", event),
  pointerup: (event) => new PointerEvent("pointerup", event),
  focusin: () => new Event("focusin", { bubbles: true }),
  keydown: (event) => new KeyboardEvent("keydown", event),
  keyup: (event) => new KeyboardEvent("keyup", event),
  paste: () => new ClipboardEvent("paste", { bubbles: true }),
  input: () => new Event("input", { bubbles: true }),
  change: () => new Event("change", { bubbles: true }),
  click: () => new Event("click", { bubbles: true }),
};
/** They open the theme's search. */
export const SEARCH_KEYS = ["f", "s", "/"];
const NAMES = ELEMENTS.map(([name]) => name).join();
const early = new AbortController();
/** What was touched, typed, chosen and pressed before anything listened. @type {[EventTarget, Event][]} */
const kept = [];
/** The same for the theme: its switch of colours and the keys of its search. @type {[EventTarget, Event][]} */
const keptForTheme = [];
let touched = false;
let carded = false;
let themed = false;

/** Makes the elements that this page has and no page before had. @param {(name: string) => boolean} [which] */
async function define(which = () => true) {
  const wanted = ELEMENTS.filter(([name]) => which(name) && !customElements.get(name) && document.querySelector(name));
  const found = await Promise.all(wanted.map(([, load]) => load()));
  wanted.forEach(([name], number) => customElements.get(name) || customElements.define(name, found[number]));
  if (carded) again();
}

function again() {
  for (const [target, event] of kept.splice(0)) target.dispatchEvent(event);
}

/** Code that is wider than its box scrolls, and for that the keyboard has to reach it; the theme forgets it on the page that it came to late. */
function reach() {
  for (const code of document.querySelectorAll("pre > code")) {
    if (code.scrollWidth > code.clientWidth) code.setAttribute("tabindex", "0");
  }
}

/** @param {Event} [event] */
async function touch(event) {
  if (touched) return;
  touched = true;
  early.abort();
  reach();
  window.addEventListener("resize", reach);
  theme(event).catch((fault) => console.warn("The page does without search and its other comforts.", fault));
  try {
    await Promise.all([define(), import("./side-card.js")]);
    carded = true;
    again();
  } catch (fault) {
    excuse(fault);
  }
}

/** @param {Event} [event] */
async function theme(event) {
  await (await import("./theme-later.js")).bring(event);
  themed = true;
  for (const [target, each] of keptForTheme.splice(0)) target.dispatchEvent(each);
  // Instant navigation brings pages with other elements.
  /** @type {any} */ (window).document$?.subscribe(() => define().catch(excuse));
}

/** @param {Element} target @param {Event} event */
function forTheme(target, event) {
  const key = event instanceof KeyboardEvent && event.type === "keydown" && !(event.ctrlKey || event.metaKey) && SEARCH_KEYS.includes(event.key);
  if (key && !target.closest("input, textarea, select, [contenteditable]")) {
    // Else a browser's own search would open.
    event.preventDefault();
    return true;
  }
  return event.type === "change" && target.matches("[name=__palette]");
}

/**
 * A script didn't come. The browser remembers that it didn't, so only the page as a whole can be tried again.
 * @param {unknown} fault
 */
function excuse(fault) {
  console.warn("The page's scripts did not load.", fault);
  for (const hidden of document.querySelectorAll("[data-status] :is([data-message=broken], [data-action=retry])")) {
    hidden.removeAttribute("hidden");
  }
  for (const retry of document.querySelectorAll("[data-action=retry]")) retry.addEventListener("click", () => window.location.reload());
  for (const bar of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("live-cells"))) {
    const note = bar.querySelector(".cells-note");
    if (note) note.textContent = JSON.parse(bar.dataset.words ?? "{}")["not-loaded"];
  }
}

/** @param {Event} event */
function keep(event) {
  const { target, type } = event;
  if (!(target instanceof Element)) return;
  if (!themed && forTheme(target, event)) keptForTheme.push([target, KEPT[type](event)]);
  const card = type === "click" && !carded && target.closest("a[aria-details]");
  // A tap that comes before the cards would leave the page.
  if (card && event instanceof MouseEvent && !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.push([card, new MouseEvent("click", { bubbles: true, cancelable: true, detail: event.detail })]);
    touch();
  }
  const map = type === "click" && target.closest("live-map");
  const place = map || (type === "click" ? target.closest("button") : target);
  const element = place?.closest(NAMES);
  // One that is there already hears it by itself.
  if (!place || !element || customElements.get(element.localName)) return;
  kept.push([place, map ? new MouseEvent("click", /** @type {MouseEvent} */ (event)) : KEPT[type](event)]);
}

/** The theme shows its switch of colours and follows the system's once it is there. */
function colours() {
  const switches = document.querySelectorAll("[name=__palette]");
  /** @type {any} */
  let kept = null;
  try {
    kept = /** @type {any} */ (window).__md_get("__palette");
  } catch {
    // Storage is denied, and the first one holds.
  }
  switches[kept?.index ?? 0]?.nextElementSibling?.removeAttribute("hidden");
  if (switches.length) window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => touch(), { once: true });
}

colours();
/** Paper can't be followed: it gets the address that the page has when it is printed. */
window.addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-address]")) place.textContent = window.location.href;
});
for (const type of Object.keys(KEPT)) window.addEventListener(type, keep, { capture: true });
for (const type of TOUCHES) window.addEventListener(type, touch, { capture: true, passive: true, signal: early.signal });
// A reader may have begun before this was there.
if (window.location.search || window.location.hash || document.activeElement?.closest(NAMES)) touch();
// A list has to be filtered and sorted, and an explainer shows what its reader has written, before anybody touches them.
else define((name) => name === "live-table" || name === "live-cells").catch(excuse);
