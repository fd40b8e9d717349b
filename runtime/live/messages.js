// @ts-check
/**
 * What the page and the worker say to each other, and what comes back from Python.
 *
 * @typedef {Record<string, string>} Texts                        field → text
 * @typedef {{name: string, language: string, defaults: Texts, form: Texts, share?: Texts}} Request
 *          with `share`, where the answer stands, what can be taken away of it is asked for
 * @typedef {object} Reply
 * @property {"ok" | "invalid"} state
 * @property {string} [html]        new content of the <output>, escaped by Python
 * @property {Texts} [parts]       long folded content by the key of its place, for the places that are open
 * @property {string} [announce]    one sentence for screen readers
 * @property {Texts} [errors]       plain text
 * @property {Texts} [notes]        plain text
 * @property {Texts} [own]          the chip's own value of every spec field
 * @property {Texts} [fields]       what every field should now hold
 * @property {Texts} [query]        what the URL has to carry
 * @property {object} [chart]       what a map is drawn from: its name and rows (live-map.js)
 *
 * @typedef {{kind: "ask", number: number, request: string}} Ask
 * @typedef {{kind: "reply", number: number, reply: string}} Answer
 * @typedef {{kind: "failed", number?: number, message: string}} Failed
 * @typedef {Answer | Failed} FromWorker
 */

/** What a calculator's element asks. @param {HTMLElement} element @param {Texts} form @returns {Request} */
export function requestOf(element, form) {
  const [name, language] = ["name", "language"].map((attribute) => element.getAttribute(attribute) ?? "");
  return { name, language, defaults: JSON.parse(element.dataset.defaults ?? "{}"), form };
}

/** No start and no answer takes this long unless something hangs; a slow network is not counted, files come before. */
export const PATIENCE = 60_000;

/** One worker and the numbered questions that are still open with it. */
export class Conversation {
  /** @type {Map<number, {resolve: (answer: any) => void, reject: (fault: Error) => void, timer: number}>} */
  #open = new Map();
  #number = 0;
  #worker;
  #ended = false;
  /** Whether a retry should begin with a fresh worker: this one ended, hung, or Python raised in it. */
  spoilt = false;

  /** @param {Worker} worker */
  constructor(worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(event.message || "the worker ended");
    };
    worker.onmessageerror = () => this.end("a message could not be read");
  }

  /** @param {Request} request @returns {Promise<Reply>} */
  async ask(request) {
    const number = ++this.#number;
    const reply = await this.#post({ kind: "ask", number, request: JSON.stringify(request) }, number);
    try {
      return JSON.parse(reply);
    } catch (fault) {
      this.spoilt = true;
      throw fault;
    }
  }

  /** @param {string} message */
  end(message) {
    this.spoilt = this.#ended = true;
    this.#worker.terminate();
    for (const number of [...this.#open.keys()]) this.#close(number).reject(new Error(message));
  }

  /** @param {Ask} message @param {number} number @returns {Promise<any>} */
  #post(message, number) {
    if (this.#ended) return Promise.reject(new Error("the worker has ended"));
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.end("no answer in time"), PATIENCE);
      this.#open.set(number, { resolve, reject, timer });
      this.#worker.postMessage(message);
    });
  }

  /** @param {number} number */
  #close(number) {
    const question = this.#open.get(number) ?? { resolve() {}, reject() {}, timer: 0 };
    window.clearTimeout(question.timer);
    this.#open.delete(number);
    return question;
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if (message.kind === "reply") this.#close(message.number).resolve(message.reply);
    if (message.kind === "failed") {
      this.spoilt = true;
      this.#close(message.number ?? 0).reject(new Error(message.message));
    }
  }
}
