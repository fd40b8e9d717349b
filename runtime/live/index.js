// @ts-check
/**
 * What a page loads before its reader does anything: this, and the header's links. The elements come with the first touch, or at once
 * where the address says something that they show; what a reader does until they are there is done once they are.
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
  pointerdown: () => new Event("focusin", { bubbles: true }),
  focusin: () => new Event("focusin", { bubbles: true }),
  keydown: (event) => new KeyboardEvent("keydown", event),
  paste: () => new ClipboardEvent("paste", { bubbles: true }),
  input: () => new Event("input", { bubbles: true }),
  change: () => new Event("change", { bubbles: true }),
  click: () => new Event("click", { bubbles: true }),
};
const early = new AbortController();
/** What was touched, typed, chosen and pressed before anything listened. @type {[EventTarget, Event][]} */
const kept = [];
let touched = false;

/** Makes the elements that this page has and no page before had. @param {(name: string) => boolean} [which] */
async function define(which = () => true) {
  const wanted = ELEMENTS.filter(([name]) => which(name) && !customElements.get(name) && document.querySelector(name));
  const found = await Promise.all(wanted.map(([, load]) => load()));
  wanted.forEach(([name], number) => customElements.get(name) || customElements.define(name, found[number]));
}

async function touch() {
  if (touched) return;
  touched = true;
  await Promise.all([define(), import("./side-card.js")]);
  early.abort();
  for (const [target, event] of kept.splice(0)) target.dispatchEvent(event);
  // Instant navigation brings pages with other elements.
  /** @type {any} */ (window).document$?.subscribe(() => define());
}

/** @param {Event} event */
function keep(event) {
  const { target, type } = event;
  if (!(target instanceof Element)) return;
  const carded = type === "click" && target.closest("a[aria-details]");
  // A tap that comes before the cards would leave the page.
  if (carded && event instanceof MouseEvent && !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.push([carded, new MouseEvent("click", { bubbles: true, cancelable: true, detail: event.detail })]);
    touch();
  }
  const place = type === "click" ? target.closest("button") : target;
  if (place?.closest(ELEMENTS.map(([name]) => name).join())) kept.push([place, KEPT[type](event)]);
}

for (const type of Object.keys(KEPT)) window.addEventListener(type, keep, { capture: true, signal: early.signal });
for (const type of TOUCHES) window.addEventListener(type, touch, { capture: true, passive: true, signal: early.signal });
if (window.location.search || window.location.hash) touch();
// A list has to be filtered and sorted, and an explainer shows what its reader has written, before anybody touches them.
else define((name) => name === "live-table" || name === "live-cells");
