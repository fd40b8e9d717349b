// Makes the memory snapshot: node runtime/snapshot.mjs LIBRARY.zip SNAPSHOT
// Python with the library as snapshot.py leaves it, so that the browser starts from there.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";

const [library, target] = process.argv.slice(2);
// Python keeps the name of the program that started it: where this machine has its checkout is nobody's business.
process.argv[1] = "snapshot.mjs";
const PAGE = 1 << 16;

// The same input has to give the same bytes, since files are named by checksum: without this, hash seeds, clocks and this
// Node's own version would make a quarter of the memory differ. (Between Node 20 and 24 two bytes still do.)
const nodeCrypto = createRequire(import.meta.url)("node:crypto");
let counter = 0;
const fill = (view) => {
  const bytes = new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength);
  for (let at = 0; at < bytes.length; at += 32) {
    bytes.set(createHash("sha256").update(String(counter++)).digest().subarray(0, Math.min(32, bytes.length - at)), at);
  }
  return view;
};
nodeCrypto.randomFillSync = fill;
syncBuiltinESMExports();
globalThis.crypto.getRandomValues = fill;
const MOMENT = Date.UTC(2026, 0, 1);
globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length ? parts : [MOMENT]));
  }
  static now = () => MOMENT;
};
performance.now = () => 0;
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Node.js" } });

/** Fills what was freed with zeros: what stands there would be kept, packed and sent. */
function scrub(module) {
  const end = module._sbrk(0);
  const taken = [];
  for (let size = 1 << 16; size >= 16; size = size > 1024 ? size / 2 : size - 8) {
    for (;;) {
      const at = module._PyMem_RawMalloc(size);
      taken.push(at);
      module.HEAPU8.fill(0, at, at + module._malloc_usable_size(at));
      if (at + size > end) break;
    }
  }
  for (const at of taken) module._PyMem_RawFree(at);
}

try {
  const { loadPyodide } = await import("pyodide");
  const pyodide = await loadPyodide({ _makeSnapshot: true, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
  const site = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
  pyodide.unpackArchive(new Uint8Array(readFileSync(library)), "zip", { extractDir: site });
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
  const what = readFileSync(new URL("snapshot.py", import.meta.url), "utf8");
  const globals = pyodide.toPy({ __name__: "snapshot" });
  pyodide.runPython(what, { globals, filename: "snapshot.py" });
  globals.destroy();
  pyodide.runPython("import gc; gc.collect()");
  scrub(pyodide._module);
  const snapshot = pyodide.makeMemorySnapshot();
  // Memory grows in leaps; what no one has asked for yet a browser can add itself.
  const unused = pyodide._module.HEAP8.length - Math.ceil(pyodide._module._sbrk(0) / PAGE) * PAGE;
  writeFileSync(target, snapshot.subarray(0, snapshot.length - unused));
} catch (error) {
  // Left to itself, Node would print a megabyte of Pyodide's source before the message.
  console.error(String(error?.message ?? error).slice(-4000));
  process.exit(1);
}
