// @ts-check
/**
 * Long content that stands in an answer. What stands folded is asked for by the key of its place (`data-part`) only while a reader
 * has it open: making and parsing what nobody sees would take longer than all the rest. What hangs on less than everything says on
 * what (`data-of`): it stays until it no longer fits, then dimmed until a reader rests and it can be asked for. What paper shows
 * though it is folded is asked for in a rest too, and put in its place when the page is printed.
 */
import { redraw } from "./redraw.js";

/** What print.css shows, folded or not. */
const ON_PAPER = "[data-part=steps], [data-part=figures]";
/** What came for paper alone: in its place, the next answer would have to take it away again. @type {WeakMap<Element, string>} */
const aside = new WeakMap();

/** The places whose content paper would lack. @param {Element} within a calculator or its output */
export function unprinted(within) {
  if (!within.closest(":has(> [data-print=verdict])")) return [];
  return [...within.querySelectorAll(ON_PAPER)].filter((place) => !place.firstChild && !aside.has(place));
}

window.addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll(ON_PAPER)) {
    const html = aside.get(place);
    if (html === undefined) continue;
    redraw(place, html, new Map());
    // There may be nothing to show.
    place.removeAttribute("data-folded");
  }
});

export class Parts {
  /** Places that no longer hold what the page came with. @type {WeakSet<Element>} */
  #touched = new WeakSet();
  #output;
  #opened;

  /** @param {Element} output @param {Map<string, boolean>} opened what the reader opened or closed, by `data-key` */
  constructor(output, opened) {
    this.#output = output;
    this.#opened = opened;
  }

  /** The keys of the open places that come with every answer, as a form's text. */
  open() {
    return keys([...this.#output.querySelectorAll("details[open] [data-part]:not([data-of])")]);
  }

  /** Whether a place stands open that the page came without. */
  lacking() {
    return this.#output.querySelector("details[open] > [data-part] > [data-later]") !== null;
  }

  /** The keys of the places in sight that no longer fit, and of those that paper would lack. */
  late() {
    const places = [...this.#output.querySelectorAll("[data-part][data-of]")];
    return keys([...places.filter((place) => !fits(place) && !isFolded(place)), ...unprinted(this.#output)]);
  }

  /** @param {Record<string, string>} parts @param {boolean} asMade whether the answer is the one that the page came with */
  show(parts, asMade) {
    for (const place of this.#output.querySelectorAll("[data-part]")) {
      const html = parts[place.getAttribute("data-part") ?? ""];
      if (place.hasAttribute("data-of")) {
        if (html !== undefined) redraw(place, html, this.#opened);
        place.firstElementChild?.toggleAttribute("data-stale", !fits(place));
        continue;
      }
      aside.delete(place);
      if (html !== undefined && !place.firstChild && place.matches(ON_PAPER) && isFolded(place)) {
        aside.set(place, html);
        continue;
      }
      if (html === undefined && (!place.firstChild || (asMade && !this.#touched.has(place)))) continue;
      this.#touched.add(place);
      redraw(place, html ?? "", this.#opened);
    }
  }
}

/** @param {Element} place */
const fits = (place) => place.firstElementChild?.getAttribute("data-of") === place.getAttribute("data-of");

/** @param {Element} place */
const isFolded = (place) => place.closest("details:not([open])") !== null;

/** @param {Element[]} places */
const keys = (places) => places.map((place) => place.getAttribute("data-part")).join(" ");
