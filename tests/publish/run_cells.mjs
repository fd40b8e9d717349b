// node run_cells.mjs RUNTIME: a JSON list of [language, [source, …]] comes in, for each the list of its cells' pieces goes out.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "../../runtime/node_modules/pyodide/pyodide.mjs";

const [runtime] = process.argv.slice(2);
const { files } = JSON.parse(readFileSync(join(runtime, "manifest.json"), "utf8"));

const RUN = `
def run(asked):
    import json
    from calculators.cells.session import Session

    every = []
    for language, sources in json.loads(asked):
        pieces = []
        session = Session(language, lambda kind, piece: pieces.append([kind, piece]))
        found = []
        for number, source in enumerate(sources, start=1):
            pieces.clear()
            ended = session.run(str(number), source)
            found.append([ended, list(pieces)])
        every.append(found)
    return json.dumps(every)
run
`;

try {
  const pyodide = await loadPyodide();
  const site = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
  const library = readFileSync(join(runtime, files["library.zip"].url));
  pyodide.unpackArchive(new Uint8Array(library), "zip", { extractDir: site });
  let asked = "";
  for await (const piece of process.stdin.setEncoding("utf8")) asked += piece;
  process.stdout.write(pyodide.runPython(RUN)(asked));
} catch (error) {
  console.error(String(error?.message ?? error).slice(-4000));
  process.exitCode = 1;
}
