// @ts-check
/**
 * Starts a worker in which Python runs: from the memory snapshot, or plainly if that fails. Every worker of the site is started here.
 *
 * @typedef {{worker: Worker, whole: () => Promise<void>}} Summoned   `whole`: sends the standard library after it, for what the snapshot lacks
 */
import { STILL, about, address, index, prefetch, stands, take, takeEach } from "./files.js";
import { PATIENCE } from "./messages.js";

const START = new URL("worker-start.js", import.meta.url);
const UNPACKER = new URL("unpacker.js", import.meta.url);
const SCRIPTS = ["pyodide.asm.js", "pyodide.js"];
const TOOLS = "unpack.js";
const BOTH = ["pyodide.asm.wasm", "pyodide-lock.json"];
const QUICK = [...BOTH, "snapshot"];
const PLAIN = [...BOTH, "python_stdlib.zip", "library.zip"];
const STDLIB = "python_stdlib.zip";

/** What a start will need, on its way before it is asked for. */
export function ready() {
  prefetch([...SCRIPTS, TOOLS, ...QUICK]);
}

/**
 * The snapshot is a private feature of Pyodide and four times faster; the plain start is what Pyodide promises.
 * @param {URL} script a classic script that calls `serve` (worker-start.js) @returns {Promise<Summoned>}
 */
export async function summon(script) {
  try {
    const worker = await boot(script, QUICK);
    /** @type {Promise<void> | null} */
    let sent = null;
    const whole = () => {
      sent ??= take(STDLIB).then((file) => supply(worker, STDLIB, file));
      // The next who asks tries again.
      sent.catch(() => (sent = null));
      return sent;
    };
    return { worker, whole };
  } catch (fault) {
    if (stands(fault)) throw fault;
    console.warn("Python did not start from its snapshot and starts plainly.", fault);
    return { worker: await boot(script, PLAIN), whole: async () => {} };
  }
}

/** @param {URL} script @param {string[]} names */
async function boot(script, names) {
  const [opening, helping] = [open(script), help()];
  for (const coming of [opening, helping]) coming.catch(() => {});
  try {
    // Each as it comes: the machine code is compiled while the snapshot is still under way.
    await takeEach(names, async (name, file) => {
      const { packed } = await about(name);
      const unpackedFile = packed ? await unpacked(await helping, name, file) : file;
      supply(await opening, name, unpackedFile);
    });
    const worker = await opening;
    await begun(worker, { kind: "start", index });
    return worker;
  } catch (fault) {
    opening.then((worker) => worker.terminate(), () => {});
    throw fault;
  } finally {
    helping.then((helper) => helper.terminate(), () => {});
  }
}

/** @param {Worker} worker @param {string} name @param {ArrayBuffer} file */
function supply(worker, name, file) {
  worker.postMessage({ kind: "supply", files: { [name]: file } }, [file]);
}

async function help() {
  const [tools, own] = await Promise.all([take(TOOLS), text(UNPACKER)]);
  return made(`${new TextDecoder().decode(tools)}\n${own}`);
}

/** @param {Worker} helper @param {string} name @param {ArrayBuffer} packed @returns {Promise<ArrayBuffer>} */
async function unpacked(helper, name, packed) {
  const { shared } = await about("snapshot");
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => reject(new Error(`${name} could not be unpacked: ${why}`));
    helper.addEventListener("message", ({ data }) => {
      if (data.name === name) data.file ? resolve(data.file.buffer) : fail(data.fault);
    });
    helper.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message);
    });
    helper.postMessage({ name, packed, shared }, [packed]);
  });
}

/** @param {Worker} worker @param {object} start */
async function begun(worker, start) {
  let timer = 0;
  try {
    await new Promise((resolve, reject) => {
      timer = window.setTimeout(() => reject(new Error("Python did not start in time")), PATIENCE);
      worker.onmessage = ({ data }) => (data.kind === "ready" ? resolve(undefined) : reject(new Error(data.message)));
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "the worker ended"));
      };
      worker.postMessage(start);
    });
  } finally {
    window.clearTimeout(timer);
    worker.onmessage = worker.onerror = null;
  }
}

/**
 * Only a worker from a `data:` URL obeys the page's Content Security Policy. Where it can, it imports Pyodide's scripts by address, once
 * they have been checked here, from the browser's cache; else (WebKit; no network) it gets them as text, which takes longer.
 * @param {URL} script
 */
async function open(script) {
  const scripts = Promise.all(SCRIPTS.map(take));
  scripts.catch(() => {});
  const after = (await Promise.all([START, script].map(text))).join("\n");
  // It comes to life while the scripts are still under way.
  const worker = made(`onmessage = ({ data }) => { importScripts(...data); begin(); };\nfunction begin() {\n${after}\n}`);
  try {
    const addresses = await Promise.all(SCRIPTS.map(address));
    await scripts;
    worker.postMessage(addresses);
    return await opened(worker);
  } catch {
    worker.terminate();
    const decoder = new TextDecoder();
    return opened(made([...(await scripts).map((each) => decoder.decode(each)), after].join("\n;\n")));
  }
}

/** @param {URL} url */
export async function text(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(STILL) });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.text();
}

/** @param {string} script */
export function made(script) {
  return new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`);
}

/** @param {Worker} worker @returns {Promise<Worker>} */
function opened(worker) {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error(event.message || "the worker's scripts did not load"));
    };
  });
}
