// @ts-check
/**
 * Long content that stands folded in an answer. It is asked for by the key of its place (`data-part`) only while a reader has it
 * open: making and parsing what nobody sees would take longer than all the rest.
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

  /** The keys of the open places, as a form's text. */
  open() {
    const open = [...this.#output.querySelectorAll("details[open] [data-part]")];
    return open.map((place) => place.getAttribute("data-part")).join(" ");
  }

  /** @param {Record<string, string>} parts @param {boolean} asMade whether the answer is the one that the page came with */
  show(parts, asMade) {
    for (const place of this.#output.querySelectorAll("[data-part]")) {
      const html = parts[place.getAttribute("data-part") ?? ""];
      if (html === undefined && asMade && !this.#touched.has(place)) continue;
      this.#touched.add(place);
      redraw(place, html ?? "", this.#opened);
    }
  }
}
