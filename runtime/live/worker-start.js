// @ts-check
/// <reference lib="webworker" />
/**
 * Starts Python in a worker. A classic script that fetches nothing: it runs in a worker from a `data:` URL, which has no origin and so
 * no network and no storage, and takes every file from the page (summon.js). Pyodide's two scripts were loaded before it; the
 * worker's own script comes after it and calls `serve`.
 *
 * @typedef {(message: any) => void | Promise<void>} Handler
 */
"use strict";
{
  const scope = /** @type {any} */ (self);
  const CODE = "pyodide.asm.wasm";
  const STDLIB = "python_stdlib.zip";
  const WAYS_OUT = ["fetch", "importScripts", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "Worker", "FontFace", "close"];
  /** @type {Map<string, ArrayBuffer>} */
  const files = new Map();
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let compiled;
  /** @type {any} */
  let python;

  scope.fetch = async (/** @type {RequestInfo | URL} */ input) => {
    const name = new URL(input instanceof Request ? input.url : String(input)).pathname.split("/").pop() ?? "";
    const file = files.get(name);
    files.delete(name);
    if (!file) throw new TypeError(`There is no file ${name} and no network here`);
    // The machine code is being compiled already.
    return new Response(name === CODE ? null : file);
  };

  // Pyodide would begin to compile only here. And where the machine code can't be set up, for want of memory say, it prints it and waits for ever.
  WebAssembly.instantiateStreaming = async (_, imports) => {
    try {
      const module = await /** @type {Promise<WebAssembly.Module>} */ (compiled);
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    } catch (fault) {
      scope.postMessage({ kind: "failed", message: String(fault) });
      throw fault;
    }
  };

  /** @param {Record<string, ArrayBuffer>} given */
  const supply = (given) => {
    for (const [name, file] of Object.entries(given)) files.set(name, file);
    // The browser compiles on other threads while the rest is still under way.
    if (given[CODE]) compiled = WebAssembly.compile(given[CODE]);
    compiled?.catch(() => {});
    if (!python || !given[STDLIB]) return;
    const path = python.runPython("import sys; next(path for path in sys.path if path.endswith('.zip'))");
    python.FS.writeFile(path, new Uint8Array(given[STDLIB]));
  };

  /** @param {string} name */
  const taken = (name) => {
    const file = files.get(name);
    files.delete(name);
    return file;
  };

  const start = async (/** @type {string} */ index) => {
    const [snapshot, library] = [taken("snapshot"), taken("library.zip")];
    // Pyodide waits for the standard library even when it has a snapshot and can do without; the real one is supplied later.
    if (snapshot) files.set(STDLIB, new ArrayBuffer(0));
    python = await scope.loadPyodide({ indexURL: index, ...(snapshot && { _loadSnapshot: snapshot }) });
    if (library) {
      python.unpackArchive(library, "zip", { extractDir: python.runPython("import sysconfig; sysconfig.get_path('purelib')") });
      python.runPython("import importlib; importlib.invalidate_caches()");
    }
    // The snapshot holds the random state of the machine that made it, the same for every reader.
    python.runPython("import random; random.seed()");
  };

  /** The policy leaves a worker its own host. Python needs it no more, and a reader's code finds no way there. */
  const close = () => {
    for (let at = scope; at; at = Object.getPrototypeOf(at)) {
      for (const name of WAYS_OUT) if (at !== scope || name !== "fetch") Reflect.deleteProperty(at, name);
    }
  };

  /** Waits for the start and then for messages. @param {(python: any) => Handler | Promise<Handler>} setUp */
  scope.serve = (setUp) => {
    /** @type {Handler} */
    let handle;
    scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
      try {
        if (data.kind === "supply") supply(data.files);
        else if (data.kind === "start") {
          await start(data.index);
          close();
          handle = await setUp(python);
          scope.postMessage({ kind: "ready" });
        } else await handle(data);
      } catch (fault) {
        scope.postMessage({ kind: "failed", number: data.number, message: String(fault) });
      }
    };
    scope.postMessage({ kind: "open" });
  };
}
