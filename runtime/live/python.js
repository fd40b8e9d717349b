// @ts-check
/**
 * One Python for all calculators of a tab. It lives in this module's variables, so it outlasts Material's instant navigation,
 * which swaps the page's content but keeps its scripts.
 *
 * @typedef {import("./messages.js").Request} Request
 * @typedef {import("./messages.js").Reply} Reply
 */
import { renew } from "./files.js";
import { Conversation } from "./messages.js";
import { ready, summon } from "./summon.js";

export { loading } from "./files.js";

const SCRIPT = new URL("worker.js", import.meta.url);

/** @type {Promise<Conversation> | null} */
let attempt = null;
/** Fetches what no answer needs so far, and a module imported one day may. @type {(() => Promise<void>) | null} */
let complete = null;

/** Starts Python once; every later call gets the same start. */
export function start() {
  attempt ??= summon(SCRIPT).then(({ worker, whole }) => {
    complete = whole;
    return new Conversation(worker);
  });
  attempt.catch(() => {});
  return attempt;
}

/** @param {Request} request @returns {Promise<Reply>} */
export async function ask(request) {
  const reply = await (await start()).ask(request);
  const rest = complete;
  complete = null;
  // The answer is drawn first.
  if (rest && !sparing()) setTimeout(() => rest().catch(() => {}));
  return reply;
}

/** Whether the reader saves data: then nothing comes before it is asked for. */
export const sparing = () => Boolean(/** @type {any} */ (navigator).connection?.saveData);

/** A reader comes near: the files may start on their way, the worker not yet. */
export function approach() {
  if (!attempt && !sparing()) ready();
}

/** Makes the next `ask` start afresh, unless another calculator's retry has already done so. */
export async function restart() {
  const before = attempt;
  const conversation = await before?.catch(() => null);
  if (attempt !== before || (conversation && !conversation.spoilt)) return;
  conversation?.end("restarted");
  renew();
  attempt = null;
}
