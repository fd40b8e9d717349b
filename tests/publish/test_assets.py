"""The browser's runtime: when it is built, what is in it, and that it answers as CPython does."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from calculators.publish import assets

ROOT = Path(__file__).resolve().parents[2]
DEFAULTS = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN"}


def request(language="en", **form):
    return {
        "name": "export_verdict",
        "language": language,
        "defaults": DEFAULTS,
        "form": {**DEFAULTS, **form},
    }


@pytest.fixture
def project(tmp_path):
    """A project in small, with what the fingerprint looks at."""
    for name in ("entry.py", "publish/plugin.py"):
        change(tmp_path / "calculators" / name, "")
    for name in ("snapshot.mjs", "live/index.js"):
        change(tmp_path / "runtime" / name, "")
    return tmp_path


def change(path, text="changed"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize("name", ["calculators/entry.py", "calculators/data/chips/new.toml", "runtime/snapshot.mjs"])
def test_a_change_of_library_or_runtime_asks_for_a_new_runtime(project, name):
    before = assets.fingerprint(project)
    change(project / name)

    assert assets.fingerprint(project) != before


@pytest.mark.parametrize(
    "name",
    [
        "calculators/publish/plugin.py",
        "calculators/__pycache__/entry.pyc",
        "runtime/live/index.js",
        "docs/en/index.md",
    ],
)
def test_a_change_elsewhere_does_not(project, name):
    before = assets.fingerprint(project)
    change(project / name)

    assert assets.fingerprint(project) == before


def test_what_is_in_the_cache_needs_no_node(project, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    folder = project / "cache" / assets.fingerprint(project)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")

    assert assets.ensure(project, project / "cache") == folder


def test_a_missing_node_is_said_in_plain_words(project, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)

    with pytest.raises(assets.AssetsError, match=r"needs Node: run `make setup`"):
        assets.ensure(project, project / "cache")
    assert list((project / "cache").iterdir()) == []


def test_old_runtimes_go(project, monkeypatch):
    monkeypatch.setattr(assets, "_build", lambda root, work, out: change(out / "manifest.json"))
    folders = []
    for number in range(5):
        change(project / "calculators" / "entry.py", str(number))
        folders.append(assets.ensure(project, project / "cache"))

    assert sorted(folders[-assets.KEPT :]) == sorted((project / "cache").iterdir())


def test_the_manifest_lists_what_is_there_by_checksum(runtime):
    files = json.loads((runtime / "manifest.json").read_text())["files"]

    listed = {"manifest.json", "manifest.js", *(file["url"] for file in files.values())}
    assert listed == {path.name for path in runtime.iterdir() if path.suffix != ".whl"}
    assert (runtime / "manifest.js").read_text() == f"export const files = {json.dumps(files, indent=1)};\n"
    for file in files.values():
        content = (runtime / file["url"]).read_bytes()
        assert file["bytes"] == len(content)
        assert file["integrity"] == f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"
        assert hashlib.sha256(content).hexdigest()[:12] in file["url"]


def test_the_library_is_byte_code_without_its_publishing_side(runtime):
    names = zipfile.ZipFile(next(runtime.glob("library.*.zip"))).namelist()

    assert "calculators/entry.pyc" in names
    assert "calculators/data/chips/nvidia-h20.toml" in names
    assert [name for name in names if name.endswith(".py") or "publish/" in name or "testsuite" in name] == []


def test_the_same_sources_give_the_same_files_on_another_machine(runtime, tmp_path, monkeypatch):
    for name, value in {"TZ": "Asia/Taipei", "LC_ALL": "C", "PYTHONHASHSEED": "4242"}.items():
        monkeypatch.setenv(name, value)
    again = assets.ensure(copied(tmp_path / "another" / "and-a-longer-one"), tmp_path / "runtime")

    assert (again / "manifest.json").read_text() == (runtime / "manifest.json").read_text()


@pytest.mark.parametrize("start", ["snapshot", "plain"])
def test_pyodide_answers_as_cpython_does(pyodide, start):
    from calculators import entry

    requests = [
        request(),
        request("zh-Hant"),
        request(chip="nvidia-h21"),
        request(fp8="3,35 TB/s", memory_bandwidth="4 Tb/s"),
        request(on="2021-01-01", to="XX"),
        request("zh-Hant", chip="", fp8="9**9**9"),
        request(paste="H20: 148 TFLOPS FP16, 96 GB, 4.0 TB/s, NVLink 900 GB/s"),
    ]

    assert pyodide(requests, start) == [entry.render_json(json.dumps(each)) for each in requests]


def copied(place):
    """The project's sources in another folder; what is installed for its runtime is shared."""
    left_out = shutil.ignore_patterns("node_modules", "__pycache__")
    for name in ("calculators", "docs", "runtime", "tests/regulations"):
        shutil.copytree(ROOT / name, place / name, symlinks=True, ignore=left_out)
    (place / "runtime" / "node_modules").symlink_to(ROOT / "runtime" / "node_modules")
    for name in ("mkdocs.yml", "mkdocs.zh-Hant.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, place)
    return place


def test_faulty_data_stop_the_build_before_any_page(tmp_path):
    copied(tmp_path)
    data = tmp_path / "calculators" / "data"
    change(
        data / "chips" / "nvidia-h20.toml",
        (data / "chips" / "nvidia-h20.toml").read_text().replace("TFLOPS", "TFLIPS"),
    )
    rule = next((data / "regulations").glob("*-oct-2023.toml"))
    change(rule, rule.read_text() + "\n[surprise]\n")

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "nvidia-h20.toml: fp8: value" in done.stderr.replace("specs.", "") and "TFLIPS" in done.stderr
    assert f"{rule.name}: surprise" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()
