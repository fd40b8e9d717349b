// Makes the memory snapshot: node runtime/snapshot.mjs LIBRARY.zip SNAPSHOT
// Python with the library imported, all data read and one verdict rendered in each language, so that the browser starts from there.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";

const [library, target] = process.argv.slice(2);

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

// The browser gets this memory and no files: whatever is imported or read only when it is needed has to be needed here,
// the suggestions for a misspelt name too.
const WARM_UP = `
import gc, json
from calculators import entry

form = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN"}
wrong = {"chip": "nvidia-h21", "on": "2025-13-01", "to": "CH N", "fp8": "3 TB/s", "reading-tf33": "used"}
opened = {**form, "open": "strip history steps figures", "reading-tf32": "used"}
pasted = {**form, "paste": "H20: 148 TFLOPS FP16, 96 GB, 4.0 TB/s"}
for language in ("en", "zh-Hant"):
    for state, given in (("ok", form), ("invalid", wrong), ("ok", pasted), ("ok", opened)):
        request = {"name": "export_verdict", "language": language, "defaults": form, "form": given}
        reply = json.loads(entry.render_json(json.dumps(request)))
        if reply["state"] != state:
            raise SystemExit(f"The warm-up wanted {state} in {language} and got: {reply}")
    for name in entry.calculators():
        reply = json.loads(entry.render_json(json.dumps({"name": name, "language": language, "defaults": {}, "form": {}})))
        if reply["state"] != "ok":
            raise SystemExit(f"The warm-up of {name} in {language} got: {reply}")
entry.rehearse(json.dumps({"name": "export_verdict", "language": "en", "form": form}), 0)
del form, wrong, pasted, opened, language, state, given, request, reply, name
gc.collect()
`;

try {
  const { loadPyodide } = await import("pyodide");
  const pyodide = await loadPyodide({ _makeSnapshot: true, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
  const site = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
  pyodide.unpackArchive(new Uint8Array(readFileSync(library)), "zip", { extractDir: site });
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
  pyodide.runPython(WARM_UP);
  writeFileSync(target, pyodide.makeMemorySnapshot());
} catch (error) {
  // Left to itself, Node would print a megabyte of Pyodide's source before the message.
  console.error(String(error?.message ?? error).slice(-4000));
  process.exit(1);
}
