"""What is packed for the way into the browser comes out of it as it was; and what the snapshot must not carry."""

import gzip
import json
import subprocess
from pathlib import Path

import pint
import pytest
import zstandard

import calculators
from calculators import entry
from calculators.publish import packing

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "runtime" / "node_modules" / "pyodide" / "pyodide.asm.wasm"
UNPACK = """
import { readFileSync, writeFileSync } from "node:fs";
import { data, restore, unpack } from "%s/runtime/unpack.mjs";
const [snapshot, code, about, target] = process.argv.slice(1);
const shared = JSON.parse(about);
writeFileSync(target, restore(await unpack(readFileSync(snapshot)), data(new Uint8Array(readFileSync(code)), shared), shared));
"""


def test_the_data_segment_is_where_the_file_says():
    code = CODE.read_bytes()
    start, length = packing.data_segment(code)

    assert 3_000_000 < length < 4_000_000
    # What the interpreter says stands in it and nowhere else.
    said = b"Traceback (most recent call last)"
    assert said in code[start : start + length]
    assert said not in code[:start] + code[start + length :]


@pytest.mark.parametrize(
    "code", [b"\0asm\1\0\0\0", b"\0asm\1\0\0\0\x0b\x01\x02", b"\0asm\1\0\0\0\x0b\x05\x01\x01\x00\x00\x00"]
)
def test_machine_code_of_another_make_stops_the_build(code):
    with pytest.raises((ValueError, IndexError)):
        packing.data_segment(code)


def test_the_browser_gets_back_what_was_taken_out(node, tmp_path):
    code = CODE.read_bytes()
    start, length = packing.data_segment(code)
    # As a snapshot is: where memory begins, then memory with the machine code's data in it, a little changed.
    changed = bytearray(code[start : start + length])
    changed[7::1000] = bytes(len(changed[7::1000]))
    snapshot = b"snap" + (144).to_bytes(4, "little") + bytes(136 + packing.MEMORY) + bytes(changed) + b"heap" * 1001
    difference, shared = packing.share(snapshot, code)
    (tmp_path / "snapshot").write_bytes(packing.pack(difference))
    command = [node, "--input-type=module", "--eval", UNPACK % ROOT.as_uri(), tmp_path / "snapshot", CODE]
    subprocess.run([*command, json.dumps(shared), tmp_path / "again"], check=True, timeout=60)

    assert (tmp_path / "again").read_bytes() == snapshot
    assert difference.count(0) > length * 0.99


def test_the_runtime_is_within_its_budget(runtime):
    """The files fetched before the first verdict; scripts as a host that compresses text sends them."""
    files = json.loads((runtime / "manifest.json").read_text())["files"]
    binary = sum(files[name]["bytes"] for name in ("pyodide.asm.wasm", "snapshot"))
    text = [runtime / files[name]["url"] for name in ("pyodide.asm.js", "pyodide.js", "unpack.js", "pyodide-lock.json")]
    text += [
        runtime / "manifest.js",
        *(ROOT / "runtime" / "live" / name for name in ("worker-start.js", "unpacker.js", "worker.js")),
    ]

    assert binary + sum(len(gzip.compress(path.read_bytes(), 6)) for path in text) <= 7_000_000


def test_only_what_a_reader_calls_by_name_keeps_its_docstring(runtime):
    files = json.loads((runtime / "manifest.json").read_text())["files"]
    memory = zstandard.ZstdDecompressor().decompress((runtime / files["snapshot"]["url"]).read_bytes())

    assert calculators.assess.__doc__.splitlines()[0].encode() in memory
    for inside in (entry.render_json, pint.facets.plain.PlainQuantity.to):
        assert inside.__doc__.splitlines()[0].encode() not in memory
