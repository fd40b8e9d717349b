// @ts-check
/**
 * The worker that runs a reader's own code, one a page. It is ended by Stop, Reset all and leaving the page, and the next run begins with
 * a fresh one. Whatever it says is the reader's code speaking, so it is held to kind, number and size.
 *
 * @typedef {"done" | "failed" | "stopped" | "died" | "too-much"} End
 * @typedef {{number: number, hear: (piece: string) => void, pieces: number, length: number, resolve: (end: End) => void, looked: (needs: boolean) => void}} Run
 */
import { renew } from "./files.js";
import { PATIENCE } from "./messages.js";
import { summon } from "./summon.js";

const SCRIPT = new URL("reader-worker.js", import.meta.url);
/** More than any output is cut to (calculators/cells): only code that posts by itself gets there. */
const MOST_PIECES = 1000;
const MOST_LETTERS = 4_000_000;

export class Reader {
  #language;
  #number = 0;
  /** @type {Promise<import("./summon.js").Summoned> | null} */
  #starting = null;
  /** Whether the last start failed. */
  #missed = false;
  /** @type {Run | null} */
  #run = null;
  /** Called when everything that had run is gone. */
  lost = () => {};

  /** @param {string} language */
  constructor(language) {
    this.#language = language;
  }

  /** Begins to start Python, once. */
  start() {
    this.#starting ??= this.#begin();
    return this.#starting;
  }

  /**
   * Runs one cell; one at a time. Rejects only if Python doesn't start.
   * @param {string} cell @param {string} source @param {(piece: string) => void} hear @returns {Promise<End>}
   */
  async run(cell, source, hear) {
    const number = ++this.#number;
    const starting = this.start();
    const ended = new Promise((/** @type {(end: End) => void} */ resolve) => {
      this.#run = { number, hear, pieces: 0, length: 0, resolve, looked: () => {} };
    });
    const { worker, whole } = await starting;
    if (this.#starting !== starting || this.#run?.number !== number) return ended;
    const about = { number, language: this.#language, cell, source };
    const needs = new Promise((resolve) => this.#run && (this.#run.looked = resolve));
    // A worker that has ended tells nobody. It looks at once, or never.
    const silent = window.setTimeout(() => this.#run?.number === number && this.stop("died"), PATIENCE);
    Promise.race([needs, ended]).then(() => window.clearTimeout(silent));
    worker.postMessage({ kind: "look", ...about });
    // Some modules aren't in memory from the start; messages keep their order.
    Promise.race([needs, ended])
      .then((wait) => wait === true && whole().catch(() => {}))
      .then(() => this.#run?.number === number && worker.postMessage({ kind: "run", ...about }));
    return ended;
  }

  /** @param {End} [end] */
  stop(end = "stopped") {
    const starting = this.#starting;
    this.#starting = null;
    starting?.then(({ worker }) => worker.terminate(), () => {});
    this.#close(end);
    if (starting) this.lost();
  }

  #begin() {
    if (this.#missed) renew();
    this.#missed = false;
    const starting = summon(SCRIPT);
    starting.then(
      ({ worker, whole }) => {
        whole().catch(() => {});
        worker.onmessage = ({ data }) => this.#starting === starting && this.#hear(data);
        worker.onerror = (event) => {
          event.preventDefault();
          if (this.#starting === starting) this.stop("died");
        };
      },
      () => {
        if (this.#starting === starting) this.#starting = null;
        this.#missed = true;
        this.#close("stopped");
      },
    );
    return starting;
  }

  /** @param {any} message */
  #hear(message) {
    const run = this.#run;
    if (!run || message?.number !== run.number) return message?.kind === "failed" && this.stop("died");
    if (message.kind === "failed") this.stop("died");
    if (message.kind === "looked") run.looked(message.needs === true);
    if (message.kind === "done") this.#close(message.ok === true ? "done" : "failed");
    if (message.kind !== "piece" || typeof message.piece !== "string") return;
    run.pieces += 1;
    run.length += message.piece.length;
    if (run.pieces > MOST_PIECES || run.length > MOST_LETTERS) this.stop("too-much");
    else run.hear(message.piece);
  }

  /** @param {End} end */
  #close(end) {
    const run = this.#run;
    this.#run = null;
    run?.resolve(end);
  }
}
