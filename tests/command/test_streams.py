"""What leaves the command: UTF-8 under any locale, quiet behind a closed pipe and when interrupted, an honest code when a disk is full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from calculators import cli

COMMAND = [sys.executable, "-m", "calculators"]
BARE = {"PATH": os.environ["PATH"], "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "locale", [{"LANG": "C"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_output_is_utf_8_whatever_the_locale(locale: dict[str, str]) -> None:
    asked = ["assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN", "--language", "zh-Hant"]
    done = subprocess.run([*COMMAND, *asked], env=BARE | locale, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").startswith("輝達H20輸往中國，2025-06-01：◍ 須取得許可")

    wrong = subprocess.run([*COMMAND, "chips", "輝達晶片"], env=BARE | locale, capture_output=True, check=False)
    assert wrong.returncode == 2
    assert "No chip is called" in wrong.stderr.decode("utf-8")


@pytest.mark.parametrize("arguments", [["chips", "--json"], ["--help"], ["assess", "--help"], ["chips"]])
def test_a_closed_pipe_leaves_no_traceback(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([*COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "chips"], stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr.decode().startswith("The answer could not be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_an_interrupted_command_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from calculators.command import program

    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "run", interrupted)

    assert cli.main(["chips"]) == 130
    assert capsys.readouterr() == ("", "")


def test_the_module_and_the_command_are_the_same() -> None:
    asked = ["assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN"]
    outs = [
        subprocess.run([*start, *asked], capture_output=True, check=True).stdout
        for start in (COMMAND, [sys.executable, "-m", "calculators.cli"])
    ]
    assert outs[0] == outs[1]
    assert b"Licence required" in outs[0]


def test_importing_the_library_or_answering_imports_no_completion() -> None:
    code = "import sys; from calculators.cli import main; main(['chips', 'h20']); assert 'shtab' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
