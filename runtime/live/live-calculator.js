// @ts-check
/**
 * `<live-calculator>`: prerendered HTML that answers. It carries texts between its form, the address and Python; it words
 * nothing and knows no rule.
 *
 * @typedef {import("./questions.js").Weight} Weight
 * @typedef {import("./form.js").Control} Control
 */
import { Fields } from "./form.js";
import { Parts } from "./parts.js";
import { approach, ask, loading, restart } from "./python.js";
import { Questions } from "./questions.js";
import { redraw } from "./redraw.js";
import { Status } from "./status.js";
import { Strip, today } from "./strip.js";
import * as address from "./url-state.js";

const INTEREST = ["pointerdown", "focusin", "keydown"];
/** How long a reader rests before what takes longer than a verdict is asked for. */
const REST = 300;
const HANDLED = ["input", "change", "click", "paste", "keydown", "submit", "focusout"];

export class LiveCalculator extends HTMLElement {
  #life = new AbortController();
  #path = "";
  #prefix = "";
  #seen = "{}";
  #resting = 0;
  /** @type {Map<string, boolean>} */ #opened = new Map();
  /** @type {Fields} */ #fields;
  /** @type {Status} */ #status;
  /** @type {Questions} */ #questions;
  /** @type {Parts} */ #parts;
  /** @type {HTMLOutputElement} */ #output;

  connectedCallback() {
    const form = this.querySelector("form");
    const output = this.querySelector("output");
    if (!form || !output) return;
    this.#output = output;
    this.#fields = new Fields(this, form);
    this.#parts = new Parts(output, this.#opened);
    this.#status = new Status(this);
    this.#questions = new Questions({
      send: (texts) => this.#send(texts),
      show: (reply, question) => this.#show(reply, question),
      fail: () => this.#status.state("broken"),
    });
    this.#path = window.location.pathname;
    this.#prefix = document.querySelector(this.localName) === this ? "" : `${this.id}.`;
    this.#seen = "{}";
    const specs = this.querySelector(".lc-specs");
    // On a phone the style sheet has shown them folded so far; from here on it's the reader who folds.
    if (specs && getComputedStyle(specs).getPropertyValue("--folded")) specs.removeAttribute("open");
    this.#listen();
    this.#follow();
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  #listen() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    for (const type of INTEREST) this.addEventListener(type, () => this.#wake(), { signal });
    this.addEventListener("pointerover", approach, { signal, once: true });
    for (const type of HANDLED) this.addEventListener(type, this, { signal });
    // Toggling doesn't bubble. Before the first answer everything folded is there as the page came with it.
    const opened = () => this.dataset.state !== "static" && this.#want("none", false);
    this.#output.addEventListener("toggle", opened, { capture: true, signal });
    new Strip(this.#output, () => this.#fields.text("on"), (day, weight) => this.#choose(day, weight), signal);
    loading.addEventListener("progress", () => this.#status.progress(loading), { signal });
    window.addEventListener("popstate", () => this.#follow(), { signal });
    // Material tells of links within the page here, and nowhere else.
    const following = /** @type {any} */ (window).location$?.subscribe(() => this.#follow());
    signal.addEventListener("abort", () => following?.unsubscribe());
  }

  /** @param {Event} event */
  handleEvent(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.type === "submit") event.preventDefault();
    else if (event.type === "click") this.#click(target);
    else if (this.#fields.has(target)) this.#edit(event, /** @type {Control} */ (target));
  }

  /** @param {Event} event @param {Control} control */
  #edit(event, control) {
    const isChip = control.name === "chip";
    if (control.name === "paste") {
      if (event instanceof ClipboardEvent) {
        // A text field drops line breaks; the clipboard still has them.
        const text = event.clipboardData?.getData("text/plain") ?? "";
        const alone = control.value === "";
        window.setTimeout(() => this.#want("commit", true, alone ? text : control.value));
      }
      if (event instanceof KeyboardEvent && event.key === "Enter") this.#want("commit", true, control.value);
    } else if (event.type === "input") {
      this.#fields.touched(control);
      this.#want("typed", isChip);
    } else if (event.type === "change") {
      this.#want("commit", isChip);
    } else if (event.type === "focusout") {
      const answer = this.#questions.answer(this.#form());
      if (answer) this.#fields.show(answer, true);
    }
  }

  /** @param {string} day @param {Weight} weight */
  #choose(day, weight) {
    this.#fields.set("on", day);
    this.#want(weight, true);
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const details = target.closest("output summary")?.parentElement;
    // The click comes before the change it brings about.
    if (details instanceof HTMLDetailsElement && details.dataset.key) this.#opened.set(details.dataset.key, !details.open);
    const action = target.closest("button")?.dataset.action;
    if (action === "today") this.#fields.set("on", today());
    if (action === "reset") this.#fields.reset();
    if (action === "today" || action === "reset") this.#want("commit", true);
    if (action === "paste") this.#want("commit", true, this.#fields.text("paste"));
    if (action === "copy-link") this.#status.copy(window.location.href);
    if (action === "retry") restart().then(() => this.#want("none", true));
  }

  #wake() {
    if (this.dataset.state === "static") this.#want("none", false);
  }

  /** The address may have changed under us: the page has opened, Back, Forward, a link within the page. */
  #follow() {
    if (window.location.pathname !== this.#path) return;
    address.settle();
    const query = address.read(this.#prefix);
    if (JSON.stringify(query) === this.#seen) return;
    this.#seen = JSON.stringify(query);
    this.#fields.reset(query);
    this.#want("none", true);
  }

  /** @param {string} [paste] @returns {import("./messages.js").Texts} */
  #form(paste) {
    const open = this.#parts.open();
    return { ...this.#fields.read(paste), ...(open && { open }) };
  }

  /** @param {Weight} weight @param {boolean} all @param {string} [paste] */
  #want(weight, all, paste) {
    window.clearTimeout(this.#resting);
    this.#questions.want({ form: this.#form(paste), weight, all });
  }

  /** Asks for what no longer fits, once for each question. @param {import("./messages.js").Texts} answered */
  #rest(answered) {
    window.clearTimeout(this.#resting);
    const late = this.#parts.late();
    if (!late || answered.open?.endsWith(late)) return;
    const form = { ...this.#form(), open: `${this.#parts.open()} ${late}`.trim() };
    this.#resting = window.setTimeout(() => this.#questions.want({ form, weight: "none", all: false, late: true }), REST);
  }

  /** @param {import("./messages.js").Texts} form */
  async #send(form) {
    if (!/^(ready|invalid)$/.test(this.dataset.state ?? "")) this.#status.state("loading");
    const [name, language] = ["name", "language"].map((attribute) => this.getAttribute(attribute) ?? "");
    return ask({ name, language, defaults: JSON.parse(this.dataset.defaults ?? "{}"), form });
  }

  /** @param {import("./messages.js").Reply} reply @param {import("./questions.js").Question} question */
  #show(reply, { form, weight, all, late }) {
    const asMade = Object.keys(reply.query ?? {}).length === 0;
    if (late) return reply.parts && this.#parts.show(reply.parts, asMade);
    this.#fields.show(reply, all);
    const redrawn = reply.html !== undefined && redraw(this.#output, reply.html, this.#opened);
    if (reply.parts) this.#parts.show(reply.parts, asMade);
    this.#status.state(reply.state === "ok" ? "ready" : "invalid");
    if (reply.state === "ok") this.#rest(form);
    if (reply.announce) this.#status.announce(reply.announce, redrawn);
    if (reply.chart) this.dispatchEvent(new CustomEvent("answered", { detail: reply.chart }));
    if (weight === "none" || !reply.query || !this.isConnected) return;
    address[weight](this.#prefix, reply.query);
    this.#seen = JSON.stringify(reply.query);
  }
}
