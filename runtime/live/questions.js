// @ts-check
/**
 * What one calculator asks Python: one question under way, the newest waiting, the ones between forgotten. An answer is shown
 * only if nothing newer was asked meanwhile.
 *
 * @typedef {import("./messages.js").Texts} Texts
 * @typedef {import("./messages.js").Reply} Reply
 * @typedef {"none" | "typed" | "commit"} Weight   what the answer does to the address: nothing, replace it, add to the history
 * @typedef {object} Way
 * @property {() => Promise<void>} ready   fulfilled once Python is there, or isn't
 * @property {(form: Texts) => Promise<Reply>} send
 * @property {(reply: Reply, question: Question) => void} show
 * @property {() => void} fail
 * @typedef {{form: Texts, weight: Weight, all: boolean, late?: boolean}} Question   `all`: the answer may write into the field in
 *   use, too; `late`: what was asked stands there already, and only parts of the answer are still wanted
 */

/** @type {Weight[]} */
const WEIGHTS = ["none", "typed", "commit"];

export class Questions {
  /** @type {Question | null} */
  #asking = null;
  /** @type {Question | null} */
  #waiting = null;
  /** @type {{form: Texts, reply: Reply} | null} */
  #last = null;
  #ready;
  #send;
  #show;
  #fail;

  /** @param {Way} way */
  constructor({ ready, send, show, fail }) {
    this.#ready = ready;
    this.#send = send;
    this.#show = show;
    this.#fail = fail;
  }

  /** The answer on the screen, if it answers this form, whatever parts came along. @param {Texts} form @returns {Reply | null} */
  answer(form) {
    return !this.#asking && this.#last && same(bare(this.#last.form), bare(form)) ? this.#last.reply : null;
  }

  /** @param {Question} question */
  want(question) {
    const known = this.#last?.form.open === question.form.open ? this.answer(question.form) : null;
    if (known) return this.#show(known, question);
    this.#waiting = heavier(question, this.#waiting);
    if (!this.#asking) this.#pump();
    else if (same(this.#asking.form, question.form)) {
      [this.#asking, this.#waiting] = [heavier(this.#waiting, this.#asking), null];
    }
  }

  async #pump() {
    while (this.#waiting) {
      [this.#asking, this.#waiting] = [this.#waiting, null];
      await this.#ready();
      // What was asked while Python started takes the place of what was asked first.
      if (this.#waiting) [this.#asking, this.#waiting] = [heavier(this.#waiting, this.#asking), null];
      const { form } = this.#asking;
      const reply = await this.#send(form).catch((fault) => console.error(fault));
      const asked = /** @type {Question} */ (this.#asking);
      const newer = /** @type {Question | null} */ (this.#waiting);
      this.#asking = null;
      this.#last = reply ? { form, reply } : null;
      if (reply && newer) this.#waiting = heavier(newer, asked);
      else if (reply) this.#show(reply, asked);
      else {
        this.#waiting = null;
        this.#fail();
      }
    }
  }
}

/** @param {Texts} one @param {Texts} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** @param {Texts} form */
const bare = ({ open, ...form }) => form;

/** @param {Question} question @param {Question | null} other @returns {Question} */
function heavier(question, other) {
  const weight = WEIGHTS[Math.max(WEIGHTS.indexOf(question.weight), WEIGHTS.indexOf(other?.weight ?? "none"))];
  const late = question.late && (!other || other.late);
  return { form: question.form, weight, all: question.all || Boolean(other?.all), late };
}
