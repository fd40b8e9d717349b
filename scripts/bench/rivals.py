"""What our pages are set against: plain Pyodide with the same library, and a worker that only sends back what it gets.

Plain is what a page would do without this project's runtime: the same Pyodide, pint and the library as ordinary wheels from the same
server, unpacked and imported when the reader first asks.
"""

import json
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Final

from calculators.publish.assets import PYODIDE, dependencies

from .builds import ROOT

PLAIN: Final = """<!doctype html><meta charset="utf-8"><title>Plain</title><button>Ask</button><output></output><script type="module">
const worker = new Worker('worker.js');
document.querySelector('button').onclick = () => worker.postMessage(JSON.stringify(
  {name: 'export_verdict', language: 'en', defaults: {}, form: {chip: 'nvidia-h100-sxm', on: '2023-12-01', to: 'CN'}}));
worker.onmessage = ({data}) => { document.querySelector('output').innerHTML = JSON.parse(data).html; };
</script>"""
PLAIN_WORKER: Final = """importScripts('pyodide.js');
let ready;
const start = async () => {
  const pyodide = await loadPyodide();
  for (const wheel of %s) pyodide.unpackArchive(await (await fetch(wheel)).arrayBuffer(), 'wheel');
  return pyodide.runPython('from calculators.entry import render_json; render_json');
};
onmessage = async ({data}) => { ready ??= start(); postMessage((await ready)(data)); };
"""
ECHO: Final = """<!doctype html><meta charset="utf-8"><title>Echo</title><input name="fp8"><output></output><script type="module">
const worker = new Worker('worker.js');
document.querySelector('input').oninput = ({target}) => worker.postMessage(target.value);
worker.onmessage = ({data}) => { document.querySelector('output').textContent = data; };
</script>"""
ECHO_WORKER: Final = "onmessage = ({data}) => postMessage(data);\n"
BLANK: Final = '<!doctype html><meta charset="utf-8"><title>Blank</title>'


def add(site: Path) -> None:
    """Put the pages `plain/`, `echo/` and `blank/` into a built site."""
    plain = _page(site / "plain", PLAIN)
    for name in (*PYODIDE, "pyodide-lock.json"):
        shutil.copy(ROOT / "runtime" / "node_modules" / "pyodide" / name, plain)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(plain)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for name in dependencies():
        with zipfile.ZipFile(plain / f"{name}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
            for path in metadata.files(name) or ():
                if not {"..", "__pycache__"} & set(path.parts):
                    wheel.writestr(path.as_posix(), path.read_binary())
    wheels = json.dumps(sorted(path.name for path in plain.glob("*.whl")))
    (plain / "worker.js").write_text(PLAIN_WORKER % wheels, "utf-8")
    (_page(site / "echo", ECHO) / "worker.js").write_text(ECHO_WORKER, "utf-8")
    _page(site / "blank", BLANK)


def _page(folder: Path, html: str) -> Path:
    folder.mkdir()
    (folder / "index.html").write_text(html, "utf-8")
    return folder
