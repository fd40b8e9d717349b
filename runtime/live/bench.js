// @ts-check
/**
 * The cells of one page: the order in which they run, one namespace for all, and the page's own buttons.
 *
 * @typedef {import("./live-code.js").Words} Words
 */
import { Cell } from "./live-code.js";
import { approach, loading } from "./python.js";
import { keep, kept, link, linked, unlink } from "./reader-edits.js";
import { Reader } from "./reader.js";

const DONE = ["done", "edited"];

export class Bench {
  #bar;
  /** @type {Words} */ #words;
  #reader;
  #cells;
  #life = new AbortController();
  /** What stood in a cell when Run was pressed: what comes into it later, from a link say, doesn't run. @type {{cell: Cell, source: string}[]} */ #queue = [];
  #busy = false;
  /** Counts the resets of all: what was under way then says nothing any more. */
  #age = 0;
  /** The cells that have run since the namespace began. @type {Set<Cell>} */ #ran = new Set();

  /** @param {HTMLElement} bar */
  constructor(bar) {
    this.#bar = bar;
    this.#words = JSON.parse(bar.dataset.words ?? "{}");
    this.#reader = new Reader(bar.getAttribute("language") ?? "en");
    this.#reader.lost = () => this.#lost();
    const page = {
      words: this.#words,
      names: JSON.parse(bar.dataset.names ?? "[]"),
      run: (/** @type {Cell} */ cell) => this.#press(cell),
      stop: () => this.#stop(),
      edited: (/** @type {Cell} */ cell) => keep(cell.number, cell.own, cell.source) || this.#say(this.#words.unkept),
    };
    const found = /** @type {NodeListOf<HTMLElement>} */ ((bar.closest("article") ?? document).querySelectorAll("live-code"));
    this.#cells = [...found].map((root) => new Cell(root, page));
    const { signal } = this.#life;
    bar.addEventListener("click", (event) => this.#act(/** @type {Element} */ (event.target).closest("[data-act]")), { signal });
    for (const cell of this.#cells) {
      cell.root.addEventListener("pointerover", approach, { signal, once: true });
      cell.root.addEventListener("focusin", approach, { signal, once: true });
      const mine = kept(cell.number, cell.own);
      if (mine !== null) cell.put(mine, false);
    }
    loading.addEventListener("progress", () => this.#queue[0]?.cell.progress(loading), { signal });
    window.addEventListener("hashchange", () => this.#follow(), { signal });
    // Kept by the browser for Back, a page would keep the worker too.
    window.addEventListener("pagehide", () => this.#stop(), { signal });
    this.#follow();
    bar.dataset.ready = "";
  }

  end() {
    this.#life.abort();
    this.#queue = [];
    this.#reader.stop();
  }

  /** @param {Element | null} button */
  #act(button) {
    const act = button?.getAttribute("data-act");
    if (act === "run-all") this.#enqueue(this.#cells);
    if (act === "share") this.#share();
    if (act !== "reset-all") return;
    this.#age += 1;
    this.#stop();
    for (const cell of this.#cells) {
      cell.reset();
      cell.set("");
    }
    unlink();
    this.#say("");
  }

  /** A cell, after the page's own cells above that haven't run; what a reader or a link has put there runs only by its own button. @param {Cell} cell */
  #press(cell) {
    const above = this.#cells.slice(0, this.#cells.indexOf(cell));
    this.#enqueue([...above.filter((each) => !this.#ran.has(each) && !each.changed), cell]);
  }

  /** @param {Cell[]} cells */
  async #enqueue(cells) {
    for (const cell of cells) {
      const { source } = cell;
      const waiting = this.#queue.find((each) => each.cell === cell);
      if (waiting) waiting.source = source;
      else this.#queue.push({ cell, source });
      cell.foreign = false;
      cell.set("waiting");
    }
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      await this.#run(next.cell, next.source);
      if (this.#queue[0] === next) this.#queue.shift();
    }
    this.#busy = false;
  }

  /** @param {Cell} cell @param {string} source */
  async #run(cell, source) {
    const age = this.#age;
    cell.set("starting");
    let end;
    try {
      this.#reader.start().then(() => cell.state === "starting" && cell.set("running"), () => {});
      end = await this.#reader.run(cell.number, source, (piece) => cell.hear(piece));
    } catch (fault) {
      if (age !== this.#age) return;
      this.#drop("not-run");
      cell.set("not-run");
      cell.say(this.#words.broken.replace("{message}", `${/** @type {Error} */ (fault).message} `));
      return;
    }
    if (age !== this.#age) return;
    if (end === "done" || end === "failed") {
      this.#ran.add(cell);
      cell.set(end);
      if (cell.source !== source) cell.set("edited");
      if (end === "failed") this.#drop("not-run");
    } else {
      cell.set("stopped");
      if (end !== "stopped") cell.say(this.#words[end]);
    }
  }

  /** What waits behind a cell that didn't come to its end doesn't run. @param {"not-run"} state */
  #drop(state) {
    for (const { cell } of this.#queue.splice(1)) cell.set(state);
  }

  #stop() {
    this.#drop("not-run");
    this.#reader.stop();
  }

  /** The namespace is gone, and with it what every cell had made. */
  #lost() {
    this.#drop("not-run");
    for (const cell of this.#ran) if (DONE.includes(cell.state) || cell.state === "failed") cell.set("not-run");
    this.#ran.clear();
  }

  /** Code that came with the address: shown as such, and not run. */
  async #follow() {
    try {
      const sources = await linked();
      for (const cell of sources ? this.#cells : []) {
        const source = sources?.[cell.number];
        if (source !== undefined && source !== cell.source) cell.put(source, true);
      }
    } catch {
      this.#say(this.#words["gone-link"]);
    }
  }

  async #share() {
    const changed = this.#cells.filter((cell) => cell.changed).map((cell) => [cell.number, cell.source]);
    if (!changed.length) return this.#say(this.#words.nothing);
    const address = await link(Object.fromEntries(changed));
    if (!address) return this.#say(this.#words.long);
    window.history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      // Not allowed: the address bar has it.
    }
    this.#say(this.#words.copied);
  }

  /** @param {string} sentence */
  #say(sentence) {
    const place = this.#bar.querySelector(".cells-note");
    if (place) place.textContent = sentence;
  }
}
