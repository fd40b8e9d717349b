"""The browser's runtime: the library as byte code, a memory snapshot, Pyodide, and Vega with the maps, named by their checksums.

`ensure` hands out a folder with `manifest.json`, `manifest.js` for pages, and the files they list. The folder is kept by a hash of all
it is made from, so it is built again (which needs Node) only after a change of calculators/ or runtime/.
"""

import hashlib
import importlib.metadata
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.exceptions import PluginError
from packaging.requirements import Requirement

from calculators.publish.digests import digest as digest_of
from calculators.publish.packing import pack, share
from calculators.publish.policy import integrity

log = logging.getLogger("mkdocs.plugins.calculators")

KEPT = 3
LONG_AGO = (1980, 1, 1, 0, 0, 0)
BUNDLED = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=warning")
BUNDLES = {
    "vega": ("vega-*", "d3-*", "internmap", "topojson-*"),
    "unpack": ("zstddec",),
    "chart": ("vega-*", "d3-*", "internmap", "topojson-*", "tslib", "json-stringify-pretty-compact"),
    "editor": ("@codemirror/*", "@lezer/*", "@marijn/*", "crelt", "style-mod", "w3c-keyname"),
}
"""What is bundled from runtime/*.mjs, and whose licences go into it."""
CLASSIC = {
    "unpack": ("--format=iife", "--global-name=packed"),
    "chart": ("--format=iife", "--global-name=charts"),
}
"""Which of them are no modules: a worker from a `data:` URL imports none."""
AT_BUILD = ("publish/", "data/claims/", "data/glossary/")
"""What only a build needs, and no reader's browser."""
PYODIDE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")


ANYWHERE = {"SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
"""What the tools find wherever they run: byte code carries a hash of its source and no date, and Python's memory one time zone."""


class AssetsError(PluginError):
    """The runtime could not be built; the message says what to do."""


def ensure(root: Path, cache: Path) -> Path:
    """The folder of the runtime that belongs to `root` as it is now, built if need be."""
    folder = cache / fingerprint(root)
    if not (folder / "manifest.json").is_file():
        started = time.perf_counter()
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="building-") as work:
            _build(root, Path(work), Path(work, "out"))
            if not folder.exists():
                Path(work, "out").rename(folder)
        log.info(
            "Built the browser's runtime in %.1f s: none was there for calculators/ and runtime/ as they are.",
            time.perf_counter() - started,
        )
    os.utime(folder)
    _prune(cache)
    return folder


def fingerprint(root: Path) -> str:
    """One name for all that goes into the runtime: sources, pinned versions, and this module."""
    digest = hashlib.sha256()
    for name in ("assets.py", "charts.py", "packing.py"):
        digest.update(Path(__file__).with_name(name).read_bytes())
    for path in inputs(root):
        digest.update(f"\n{path.relative_to(root).as_posix()}\n".encode())
        digest.update(digest_of(path))
    for name in (*dependencies(), "vl-convert-python", "zstandard"):
        digest.update(f"\n{name} {importlib.metadata.version(name)}".encode())
    digest.update(f"\npython {sys.version_info.major}.{sys.version_info.minor}".encode())
    return digest.hexdigest()[:16]


def inputs(root: Path) -> list[Path]:
    """The files of the project that the runtime is made from."""
    package = root / "calculators"
    library = (path for path in package.rglob("*") if not path.relative_to(package).as_posix().startswith(AT_BUILD))
    every = (*library, *(root / "runtime").iterdir())
    return sorted(path for path in every if path.is_file() and path.suffix != ".pyc")


def dependencies(name: str = "pint") -> list[str]:
    """The distributions that the library needs, from what is installed."""
    found = [name]
    for line in importlib.metadata.requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            found += dependencies(needed.name)
    return sorted(set(found))


def _build(root: Path, work: Path, out: Path) -> None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    modules = root / "runtime" / "node_modules"
    pyodide, esbuild = modules / "pyodide", modules / "esbuild" / "bin" / "esbuild"
    if node is None or not pyodide.is_dir() or not esbuild.is_file():
        raise AssetsError(
            "calculators/ or runtime/ has changed, so the browser's runtime must be built again, which needs"
            f" {'Node' if node is None else 'the packages in runtime/node_modules'}: run `make setup`."
        )
    out.mkdir()
    library, snapshot = work / "library.zip", work / "snapshot"
    python = (sys.executable, "-m")
    # Whatever was built once has passed this, so no page is ever rendered from faulty data.
    _run("The data can't be used", root, *python, "calculators.publish.check")
    _run("No wheel could be built", root, *python, "build", "--wheel", "--no-isolation", "--outdir", work)
    wheel = next(work.glob("*.whl"))
    _gather(wheel, library)
    # For readers who take an explainer home. Installers read its name, so it carries no checksum.
    shutil.copy(wheel, out)
    _run("The library could not be compiled", root, *python, "pyodide_cli", "py-compile", "--silent", library)
    _steady(library)
    _run("No snapshot could be made", root, node, "runtime/snapshot.mjs", library, snapshot)
    for name, groups in BUNDLES.items():
        bundle = work / f"{name}.js"
        options = (*BUNDLED, *CLASSIC.get(name, ()), f"--outfile={bundle}")
        _run(f"{bundle.name} could not be made", root, node, esbuild, f"runtime/{name}.mjs", *options)
        _credit(bundle, modules, groups)
    _run("The maps could not be compiled", root, *python, "calculators.publish.charts", work)

    lock = json.loads((pyodide / "pyodide-lock.json").read_text())
    # Nothing is ever installed from Pyodide's own list, so its 120 KB stay home.
    (work / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": {}}))
    difference, shared = share(snapshot.read_bytes(), (pyodide / "pyodide.asm.wasm").read_bytes())
    snapshot.write_bytes(difference)
    files = {name: _add(pyodide / name, out, packed=name.endswith(".wasm")) for name in PYODIDE}
    files["pyodide-lock.json"] = _add(work / "pyodide-lock.json", out)
    files["library.zip"] = _add(library, out)
    files["snapshot"] = {**_add(snapshot, out, packed=True), "shared": shared}
    files |= {
        path.name: _add(path, out)
        for path in sorted((*(work / f"{name}.js" for name in BUNDLES), *work.glob("maps.*.json")))
    }
    version = json.loads((pyodide / "package.json").read_text())["version"]
    manifest = {"python": version, "files": files}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1))
    # For pages: a module, so that checksums come with the site's own scripts and every other file is held against them.
    (out / "manifest.js").write_text(f"export const files = {json.dumps(files, indent=1)};\n")


def _gather(wheel: Path, target: Path) -> None:
    """The library without its publishing side, and what it depends on, in one archive."""
    with zipfile.ZipFile(target, "w") as library:
        with zipfile.ZipFile(wheel) as ours:
            for name in ours.namelist():
                inside = name.removeprefix("calculators/")
                if inside != name and not inside.startswith(AT_BUILD):
                    library.writestr(name, ours.read(name))
        for dependency in dependencies():
            for name, content in _installed(dependency):
                library.writestr(name, content)


def _installed(dependency: str) -> Iterator[tuple[str, bytes]]:
    for path in importlib.metadata.files(dependency) or ():
        unwanted = {"..", "__pycache__", "testsuite", "testing.py", "licenses"} & set(path.parts)
        if not unwanted and path.name not in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"):
            yield path.as_posix(), path.read_binary()


def _steady(archive: Path) -> None:
    """Pack again in one order, with one date: the same sources give the same bytes on every machine."""
    with zipfile.ZipFile(archive) as old:
        content = {name: old.read(name) for name in sorted(old.namelist())}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name, data in content.items():
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)


def _credit(bundle: Path, modules: Path, groups: Iterable[str]) -> None:
    """The licences of what went into the bundle, each text once, at its end."""
    every = (path for group in groups for path in sorted(modules.glob(f"{group}/LICENSE*")))
    texts = dict.fromkeys(path.read_text("utf-8").strip().replace("*/", "* /") for path in every)
    bundle.write_text(bundle.read_text("utf-8") + "".join(f"/*!\n{text}\n*/\n" for text in texts), "utf-8")


def _add(path: Path, out: Path, *, packed: bool = False) -> dict[str, object]:
    content = path.read_bytes()
    if packed:
        content = pack(content)
    # Not `.zst`: some hosts would announce that as an encoding, and a browser would unpack it or refuse it.
    name = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}{'.packed' * packed}"
    (out / name).write_bytes(content)
    about = {"url": name, "bytes": len(content), "packed": packed}
    return {**about, "integrity": integrity(content)}


def _run(failure: str, root: Path, *command: str | Path) -> None:
    environment = {**os.environ, **ANYWHERE}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetsError(f"{failure}:\n{(done.stdout + done.stderr)[-8000:].strip()}")


def _prune(cache: Path) -> None:
    whole = sorted(cache.glob("*/manifest.json"), key=lambda path: path.parent.stat().st_mtime, reverse=True)
    for manifest in whole[KEPT:]:
        shutil.rmtree(manifest.parent, ignore_errors=True)
