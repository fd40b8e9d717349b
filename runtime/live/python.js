// @ts-check
/**
 * One Python for all calculators of a tab. It lives in this module's variables, so it outlasts Material's instant navigation,
 * which swaps the page's content but keeps its scripts.
 *
 * @typedef {import("./messages.js").Request} Request
 * @typedef {import("./messages.js").Reply} Reply
 */
import { address, index, prefetch, renew, take, takeAll } from "./files.js";
import { Conversation } from "./messages.js";

export { loading } from "./files.js";

const OWN = new URL("worker.js", import.meta.url);
const SCRIPTS = ["pyodide.asm.js", "pyodide.js"];
const BOTH = ["pyodide.asm.wasm", "pyodide-lock.json"];
const QUICK = [...BOTH, "snapshot"];
const PLAIN = [...BOTH, "python_stdlib.zip", "library.zip"];

/** @type {Promise<Conversation> | null} */
let attempt = null;

/** Starts Python once; every later call gets the same start. */
export function start() {
  attempt ??= begin();
  attempt.catch(() => {});
  return attempt;
}

/** @param {Request} request @returns {Promise<Reply>} */
export async function ask(request) {
  return (await start()).ask(request);
}

/** A reader comes near: the files may start on their way, the worker not yet. Those who save data are left alone. */
export function approach() {
  const { saveData } = /** @type {any} */ (navigator).connection ?? {};
  if (!attempt && !saveData) prefetch([...SCRIPTS, ...QUICK]);
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

/** The snapshot is a private feature of Pyodide and four times faster; the plain start is what Pyodide promises. */
async function begin() {
  try {
    const conversation = await boot(QUICK);
    supplyLater(conversation);
    return conversation;
  } catch (fault) {
    console.warn("Python did not start from its snapshot and starts plainly.", fault);
    return boot(PLAIN);
  }
}

/** @param {string[]} names */
async function boot(names) {
  const opening = open();
  opening.catch(() => {});
  try {
    const buffers = await takeAll(names);
    const conversation = new Conversation(await opening);
    await conversation.start(index, buffers);
    return conversation;
  } catch (fault) {
    opening.then((worker) => worker.terminate(), () => {});
    throw fault;
  }
}

/**
 * Only a worker from a `data:` URL obeys the page's Content Security Policy. Where it can, it imports Pyodide's scripts by address, once
 * they have been checked here, from the browser's cache; else (WebKit; no network) it gets them as text, which takes longer.
 */
async function open() {
  const [own, addresses, ...scripts] = await Promise.all([text(OWN), Promise.all(SCRIPTS.map(address)), ...SCRIPTS.map(take)]);
  try {
    return await summon(`importScripts(${addresses.map((url) => JSON.stringify(url)).join()});\n${own}`);
  } catch {
    const decoder = new TextDecoder();
    return summon([...scripts.map((script) => decoder.decode(script)), own].join("\n;\n"));
  }
}

/** @param {URL} url */
async function text(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.text();
}

/** @param {string} script @returns {Promise<Worker>} */
function summon(script) {
  const worker = new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`);
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error(event.message || "the worker's scripts did not load"));
    };
  });
}

/** The standard library is never waited for: it comes once Python runs, for whatever the snapshot turns out to lack. */
function supplyLater(/** @type {Conversation} */ conversation) {
  const name = "python_stdlib.zip";
  take(name).then((file) => conversation.supply({ [name]: file }), () => {});
}
