// node ask.mjs RUNTIME snapshot|plain: a JSON list of requests comes in, a list of replies goes out.
// From the snapshot the standard library is withheld, so that a module imported only when it is needed shows up here.

import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPyodide } from "../../runtime/node_modules/pyodide/pyodide.mjs";
import { data, restore, unpack } from "../../runtime/unpack.mjs";

const [runtime, start] = process.argv.slice(2);
const { files } = JSON.parse(readFileSync(join(runtime, "manifest.json"), "utf8"));
const read = async (name) => {
  const content = readFileSync(join(runtime, files[name].url));
  return files[name].packed ? unpack(content) : new Uint8Array(content);
};

try {
  let pyodide;
  if (start === "snapshot") {
    const nothing = join(tmpdir(), `nothing-${process.pid}.zip`);
    writeFileSync(nothing, Buffer.from("504b0506".padEnd(44, "0"), "hex"));
    const { shared } = files.snapshot;
    const snapshot = restore(await read("snapshot"), data(await read("pyodide.asm.wasm"), shared), shared);
    pyodide = await loadPyodide({ _loadSnapshot: snapshot, stdLibURL: nothing });
  } else {
    pyodide = await loadPyodide();
    const site = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
    pyodide.unpackArchive(await read("library.zip"), "zip", { extractDir: site });
  }
  const render = pyodide.runPython("from calculators.entry import render_json; render_json");
  let asked = "";
  for await (const piece of process.stdin.setEncoding("utf8")) asked += piece;
  const requests = JSON.parse(asked);
  process.stdout.write(JSON.stringify(requests.map((request) => render(request))));
} catch (error) {
  console.error(String(error?.message ?? error).slice(-4000));
  process.exitCode = 1;
}
