// @ts-check
/**
 * `<live-calculator>`: prerendered HTML that answers. It carries texts between its form, the address and Python; it words
 * nothing and knows no rule.
 *
 * @typedef {import("./questions.js").Weight} Weight
 * @typedef {import("./form.js").Control} Control
 */
import { Fields, pasted } from "./form.js";
import { requestOf } from "./messages.js";
import { Parts } from "./parts.js";
import { approach, ask, loading, restart, sparing, start } from "./python.js";
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
      ready: () => this.#start(),
      send: (form) => ask(requestOf(this, form)),
      show: (reply, question) => this.#show(reply, question),
      fail: () => this.#status.state("broken"),
    });
    this.#path = window.location.pathname;
    // The story's panel stands before the page's own calculators, whose links must not change because of it.
    this.#prefix = document.querySelector(`${this.localName}:not(story-panel *)`) === this ? "" : `${this.id}.`;
    this.#seen = "{}";
    const specs = this.querySelector(".lc-specs");
    // On a phone the style sheet has shown them folded so far; from here on it's the reader who folds.
    if (specs && getComputedStyle(specs).getPropertyValue("--folded")) specs.removeAttribute("open");
    this.#listen();
    this.#follow();
    // A reader may have been quicker than this script.
    if (this.dataset.state === "static" && this.#fields.catchUp()) this.#want("typed", true);
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  #listen() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const wake = () => this.dataset.state === "static" && !sparing() && this.#want("none", false);
    for (const type of INTEREST) this.addEventListener(type, wake, { signal });
    this.addEventListener("pointerover", approach, { signal, once: true });
    for (const type of HANDLED) this.addEventListener(type, this, { signal });
    // Toggling doesn't bubble. Before the first answer what is folded is there as the page came with it, if it came with it.
    const opened = () => (this.dataset.state !== "static" || this.#parts.lacking()) && this.#want("none", false);
    this.#output.addEventListener("toggle", opened, { capture: true, signal });
    new Strip(this.#output, () => this.#fields.text("on"), (day, weight) => this.#choose(day, weight), signal);
    loading.addEventListener("progress", () => this.#status.progress(loading), { signal });
    address.follow((returned) => (!returned || this.dataset.state !== "static") && this.#follow(returned), signal);
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
    if (control.name === "paste") pasted(event, control, (text) => this.#want("commit", true, text));
    else if (event.type === "input") {
      this.#fields.touched(control);
      this.#want("typed", isChip);
    } else if (event.type === "change") this.#want("commit", isChip);
    else if (event.type === "focusout") {
      const answer = this.#questions.answer(this.#form());
      if (answer) this.#fields.show(answer, true);
    }
  }

  /** What the page chooses for the reader, as a change of the reader's own. @param {import("./messages.js").Texts} texts */
  choose(texts) {
    this.#fields.reset(texts);
    this.#want("commit", true);
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
    if (action === "today") this.#choose(today(), "commit");
    if (action === "reset") this.choose({});
    if (action === "paste") this.#want("commit", true, this.#fields.text("paste"));
    if (action === "copy-link") this.#status.copy(window.location.href);
    if (action === "share") this.#share();
    if (action === "retry") restart().then(() => this.#want("none", true));
  }

  /** What the form can't say is told at its fields, as of any other question. */
  async #share() {
    await this.#start();
    const shared = await import("./share.js").then(({ share }) => share(this, requestOf(this, this.#form()), this.#prefix)).catch(() => null);
    if (shared === false) this.#want("none", false);
    else this.#status.state(shared ? "ready" : "broken");
  }

  /** The address may have changed under us: the page has opened, Back, Forward, a link within the page. */
  /** @param {boolean} [again] though it's the address that was seen last */
  #follow(again) {
    if (window.location.pathname !== this.#path) return;
    address.settle();
    const query = address.read(this.#prefix);
    if (JSON.stringify(query) === this.#seen && !again) return;
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

  async #start() {
    if (!/^(ready|invalid)$/.test(this.dataset.state ?? "")) this.#status.state("loading");
    // That it failed, the question that follows will say.
    await start().catch(() => {});
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
    // What isn't shown, or no longer, has no place in the address.
    if (weight === "none" || !reply.query || !this.isConnected || this.closest("[hidden]")) return;
    address[weight](this.#prefix, reply.query);
    this.#seen = JSON.stringify(reply.query);
  }
}
