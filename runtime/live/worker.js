// @ts-check
/// <reference lib="webworker" />
/**
 * Python for the calculators. A classic script that fetches nothing: it runs in a worker from a `data:` URL, which has no
 * origin and so no network and no storage, and takes every file from the page. Pyodide's two scripts were loaded before it.
 */
"use strict";
{
  const scope = /** @type {any} */ (self);
  const STDLIB = "python_stdlib.zip";
  const TYPES = { wasm: "application/wasm", json: "application/json" };
  /** @type {Map<string, ArrayBuffer>} */
  const files = new Map();
  /** @type {any} */
  let python;
  /** @type {{render_json: (request: string) => string, rehearse: (request: string, turn: number) => boolean}} */
  let entry;
  let rehearsed = false;

  scope.fetch = async (/** @type {RequestInfo | URL} */ input) => {
    const address = new URL(input instanceof Request ? input.url : String(input));
    const name = address.pathname.split("/").pop() ?? "";
    const type = TYPES[/** @type {keyof typeof TYPES} */ (name.split(".").pop())] ?? "application/octet-stream";
    const file = files.get(name);
    files.delete(name);
    if (!file) throw new TypeError(`There is no file ${name} and no network here`);
    return new Response(file, { headers: { "content-type": type } });
  };

  // Where the machine code can't be set up, for want of memory say, Pyodide prints it and waits for ever.
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    try {
      return await instantiateStreaming(source, imports);
    } catch (fault) {
      scope.postMessage({ kind: "failed", message: String(fault) });
      throw fault;
    }
  };

  /** @param {Record<string, ArrayBuffer>} given */
  const start = async ({ snapshot, "library.zip": library, ...rest }, /** @type {string} */ index) => {
    for (const [name, file] of Object.entries(rest)) files.set(name, file);
    // Pyodide waits for the standard library even when it has a snapshot and can do without; the real one is supplied later.
    if (snapshot) files.set(STDLIB, new ArrayBuffer(0));
    python = await scope.loadPyodide({ indexURL: index, ...(snapshot && { _loadSnapshot: snapshot }) });
    if (library) {
      python.unpackArchive(library, "zip", { extractDir: python.runPython("import sysconfig; sysconfig.get_path('purelib')") });
      python.runPython("import importlib; importlib.invalidate_caches()");
    }
    // The snapshot holds the random state of the machine that made it, the same for every reader.
    python.runPython("import random; random.seed()");
    entry = python.pyimport("calculators.entry");
  };

  /** @param {Record<string, ArrayBuffer>} given */
  const supply = ({ [STDLIB]: library }) => {
    const path = python.runPython("import sys; next(path for path in sys.path if path.endswith('.zip'))");
    python.FS.writeFile(path, new Uint8Array(library));
  };

  const answer = (/** @type {{number: number, request: string}} */ { number, request }) => {
    scope.postMessage({ kind: "reply", number, reply: entry.render_json(request) });
    if (rehearsed) return;
    rehearsed = true;
    // One turn at a time: a reader's next question comes between two of them.
    let turn = 0;
    const next = () => entry.rehearse(request, turn++) && setTimeout(next);
    setTimeout(next, 100);
  };

  scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
    try {
      if (data.kind === "start") {
        await start(data.files, data.index);
        scope.postMessage({ kind: "ready" });
      }
      if (data.kind === "supply") supply(data.files);
      if (data.kind === "ask") answer(data);
    } catch (fault) {
      scope.postMessage({ kind: "failed", number: data.number, message: String(fault) });
    }
  };
  scope.postMessage({ kind: "open" });
}
