// @ts-check
/**
 * Long content that stands in an answer. What stands folded is asked for by the key of its place (`data-part`) only while a reader
 * has it open: making and parsing what nobody sees would take longer than all the rest. What hangs on less than everything says on
 * what (`data-of`): it stays until it no longer fits, then dimmed until a reader rests and it can be asked for.
 */
import { redraw } from "./redraw.js";

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

  /** The keys of the places in sight that no longer fit. */
  late() {
    const places = [...this.#output.querySelectorAll("[data-part][data-of]")];
    return keys(places.filter((place) => !fits(place) && !place.closest("details:not([open])")));
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
      if (html === undefined && (!place.firstChild || (asMade && !this.#touched.has(place)))) continue;
      this.#touched.add(place);
      redraw(place, html ?? "", this.#opened);
    }
  }
}

/** @param {Element} place */
const fits = (place) => place.firstElementChild?.getAttribute("data-of") === place.getAttribute("data-of");

/** @param {Element[]} places */
const keys = (places) => places.map((place) => place.getAttribute("data-part")).join(" ");
