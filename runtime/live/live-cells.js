// @ts-check
/** `<live-cells>`: the bar of an explainer, and what makes the page's cells run as long as it stands there. */
import { Bench } from "./bench.js";

export class LiveCells extends HTMLElement {
  /** @type {Bench | null} */
  #bench = null;

  connectedCallback() {
    this.#bench ??= new Bench(this);
  }

  disconnectedCallback() {
    this.#bench?.end();
    this.#bench = null;
  }
}
