// @ts-check
/**
 * One Python for all calculators of a tab. It lives in this module's variables, so it outlasts Material's instant navigation,
 * which swaps the page's content but keeps its scripts.
 *
 * @typedef {import("./messages.js").Request} Request
 * @typedef {import("./messages.js").Reply} Reply
 * @typedef {{url: string, bytes: number, packed: "gzip" | null}} File
 */
import { Conversation } from "./messages.js";

const MANIFEST = new URL("../runtime/manifest.json", import.meta.url);
const SCRIPTS = ["pyodide.asm.js", "pyodide.js"];
const BOTH = ["pyodide.asm.wasm", "pyodide-lock.json"];

/** Tells `progress` with real bytes, as they arrive. */
export const loading = new (class extends EventTarget {
  done = 0;
  all = 0;
  /** @param {number} done @param {number} all */
  count(done, all) {
    [this.done, this.all] = [done, all];
    this.dispatchEvent(new Event("progress"));
  }
})();

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

/** Makes the next `ask` start afresh, unless another calculator's retry has already done so. */
export async function restart() {
  const before = attempt;
  const conversation = await before?.catch(() => null);
  if (attempt !== before || (conversation && !conversation.spoilt)) return;
  conversation?.end("restarted");
  attempt = null;
}

/** The snapshot is a private feature of Pyodide and four times faster; the plain start is what Pyodide promises. */
async function begin() {
  const response = await fetch(MANIFEST);
  if (!response.ok) throw new Error(`${response.status} ${MANIFEST}`);
  /** @type {Record<string, File>} */
  const files = (await response.json()).files;
  try {
    const conversation = await boot(files, [...BOTH, "snapshot"]);
    supplyLater(conversation, files);
    return conversation;
  } catch (fault) {
    console.warn("Python did not start from its snapshot and starts plainly.", fault);
    return boot(files, [...BOTH, "python_stdlib.zip", "library.zip"]);
  }
}

/** @param {Record<string, File>} files @param {string[]} names */
async function boot(files, names) {
  const opening = open(files);
  opening.catch(() => {});
  try {
    const buffers = await download(files, names);
    const conversation = new Conversation(await opening);
    await conversation.start(new URL(".", MANIFEST).href, buffers);
    return conversation;
  } catch (fault) {
    opening.then((worker) => worker.terminate(), () => {});
    throw fault;
  }
}

/**
 * Only a worker from a `data:` URL obeys the page's Content Security Policy. Chromium and Firefox let it import our scripts by
 * address, so they load while the other files do; WebKit doesn't, and gets them as text.
 *
 * @param {Record<string, File>} files
 */
async function open(files) {
  const scripts = [...SCRIPTS.map((name) => new URL(files[name].url, MANIFEST)), new URL("worker.js", import.meta.url)];
  try {
    return await summon(`importScripts(${scripts.map((url) => JSON.stringify(url.href)).join()})`);
  } catch {
    const texts = scripts.map(async (url) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return response.text();
    });
    return summon((await Promise.all(texts)).join("\n;\n"));
  }
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

/** @param {Record<string, File>} files @param {string[]} names @returns {Promise<Record<string, ArrayBuffer>>} */
async function download(files, names) {
  const all = names.reduce((sum, name) => sum + files[name].bytes, 0);
  let done = 0;
  loading.count(0, all);
  const buffers = names.map((name) => get(files[name], (bytes) => loading.count((done += bytes), all)));
  return Object.fromEntries((await Promise.all(buffers)).map((buffer, at) => [names[at], buffer]));
}

/** @param {File} file @param {(bytes: number) => void} count */
async function get({ url, packed }, count) {
  const response = await fetch(new URL(url, MANIFEST));
  if (!response.ok || !response.body) throw new Error(`${response.status} ${url}`);
  /** @type {ReadableStream<any>} */
  let body = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, out) {
        count(chunk.byteLength);
        out.enqueue(chunk);
      },
    }),
  );
  if (packed) body = body.pipeThrough(new DecompressionStream(packed));
  return new Response(body).arrayBuffer();
}

/** The standard library is never waited for: it comes once Python runs, for whatever the snapshot turns out to lack. */
function supplyLater(/** @type {Conversation} */ conversation, /** @type {Record<string, File>} */ files) {
  const name = "python_stdlib.zip";
  get(files[name], () => {}).then((file) => conversation.supply({ [name]: file }), () => {});
}
