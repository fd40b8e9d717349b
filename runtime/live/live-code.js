// @ts-check
/**
 * One cell of an explainer: the page's own code with what came of it at build, then the reader's. It knows its buttons, its state and
 * its output; in what order cells run is the page's business (live-cells.js).
 *
 * @typedef {Record<string, string>} Words
 * @typedef {{words: Words, names: string[], run: (cell: Cell) => void, stop: () => void, edited: (cell: Cell) => void}} Page
 * @typedef {"" | "waiting" | "starting" | "running" | "done" | "failed" | "stopped" | "not-run" | "edited"} State
 */
import { CodeEditor } from "./code-editor.js";
import { picture } from "./reader-chart.js";
import { show } from "./reader-output.js";

export class Cell {
  #page;
  #code;
  #block;
  #out;
  #built;
  /** @type {CodeEditor | null} */ #editor = null;
  /** @type {Record<string, HTMLButtonElement>} */ #buttons = {};
  /** @type {HTMLElement} */ #status;
  #note = document.createElement("p");
  /** How much of Python has come: seen, and not read out at every change. */
  #bytes = document.createElement("span");
  #fresh = false;
  /** @type {State} */ state = "";
  /** Whether its code came with the address and the reader hasn't run it yet. */
  foreign = false;

  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, page) {
    this.root = root;
    this.#page = page;
    this.number = root.getAttribute("cell") ?? "";
    this.#block = /** @type {HTMLElement} */ (root.querySelector(".highlight"));
    this.#code = /** @type {HTMLElement} */ (root.querySelector("code"));
    this.#out = /** @type {HTMLElement} */ (root.querySelector(".cell-out"));
    this.#built = [...this.#out.childNodes];
    this.own = (this.#code.textContent ?? "").replace(/\n$/, "");
    this.source = this.own;
    this.#furnish(/** @type {HTMLElement} */ (root.querySelector(".cell-bar")));
    this.#block.addEventListener("click", () => window.getSelection()?.isCollapsed && this.edit());
    this.#draw();
  }

  /** @param {HTMLElement} bar */
  #furnish(bar) {
    const acts = { run: () => this.#page.run(this), stop: () => this.#page.stop(), reset: () => this.reset(), edit: () => this.edit() };
    for (const [act, run] of Object.entries(acts)) {
      const button = /** @type {HTMLButtonElement} */ (bar.querySelector(`[data-act=${act}]`));
      button.onclick = run;
      this.#buttons[act] = button;
    }
    this.#status = /** @type {HTMLElement} */ (bar.querySelector("[role=status]"));
    this.#bytes.className = "numbers";
    this.#bytes.setAttribute("aria-hidden", "true");
    this.#status.after(" ", this.#bytes);
    this.#note.className = "cell-note";
    this.#note.textContent = this.#page.words["from-link"];
    bar.before(this.#note);
  }

  get changed() {
    return this.source !== this.own;
  }

  edit() {
    if (!this.#editor) {
      const label = `${this.#page.words["code-label"].replace("{cell}", this.number)} ${this.#page.words.escape}`;
      const change = (/** @type {string} */ text) => this.#typed(text);
      this.#editor = new CodeEditor({ text: this.source, label, names: this.#page.names, change, run: () => this.#page.run(this) });
      this.#block.hidden = true;
      this.#block.after(this.#editor.element);
    }
    this.#editor.focus();
    this.#draw();
  }

  /** @param {string} text */
  #typed(text) {
    if (text === this.source) return;
    this.source = text;
    if (this.state && !["waiting", "starting", "running"].includes(this.state)) this.state = "edited";
    this.#page.edited(this);
    this.#draw();
  }

  /** Other code than the page's, shown and not run. @param {string} source @param {boolean} foreign */
  put(source, foreign) {
    this.source = source;
    this.foreign = foreign && this.changed;
    if (this.changed) this.#code.textContent = source;
    this.#editor?.set(source);
    if (this.changed) this.set("edited");
    else this.#draw();
  }

  /** Back to the page's own code and output; what it did to the others' names stays until all are reset. */
  reset() {
    this.foreign = false;
    if (this.changed) {
      this.source = this.own;
      this.#code.textContent = this.own;
      this.#editor?.set(this.own);
      this.#page.edited(this);
    }
    this.#out.replaceChildren(...this.#built);
    delete this.#out.dataset.old;
    this.set(this.state ? "not-run" : "");
  }

  /** @param {State} state */
  set(state) {
    this.state = state;
    if (state === "starting" || state === "running") this.#fresh = true;
    // The output before stays in sight until there is another.
    if (state !== "") this.#out.toggleAttribute("data-old", state !== "done" && state !== "failed");
    if (state === "done" && this.#fresh) this.#clear();
    this.#draw();
  }

  /** @param {{done: number, all: number}} bytes */
  progress({ done, all }) {
    const [came, whole] = [done, all].map((bytes) => (bytes / 1e6).toFixed(1));
    this.#bytes.textContent = this.#page.words.bytes.replace("{done}", came).replace("{all}", whole);
  }

  #clear() {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#out.replaceChildren();
    this.#out.removeAttribute("data-old");
  }

  /** @param {string} piece */
  hear(piece) {
    this.#clear();
    const figures = /** @type {Element[]} */ (this.#built.filter((node) => node instanceof Element && node.matches("figure")));
    show(this.#out, piece, (figure, spec) => picture(figure, spec, figures, this.#page.words));
  }

  /** Our own words, under what there is. @param {string} sentence */
  say(sentence) {
    this.#clear();
    this.hear(JSON.stringify(["tree", ["p", { class: "hint" }, sentence]]));
  }

  #draw() {
    const busy = ["waiting", "starting", "running"].includes(this.state);
    this.root.dataset.state = this.state || "static";
    this.root.toggleAttribute("data-foreign", this.foreign);
    this.#note.hidden = !this.foreign;
    this.#bytes.hidden = this.state !== "starting";
    this.#buttons.stop.hidden = !busy;
    this.#buttons.run.hidden = busy;
    this.#buttons.reset.hidden = busy || (!this.changed && !this.state);
    this.#buttons.edit.hidden = Boolean(this.#editor);
    const said = this.state ? this.#page.words[`state-${this.state}`] : "";
    if (this.#status.textContent !== said) this.#status.textContent = said;
  }
}
