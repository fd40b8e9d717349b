"""The completion scripts: parsed by the shells that are here, and asked by a real bash for chips, places and the rest."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from calculators.command.completion import SHELLS
from calculators.command.program import VERBS

Run = Callable[..., tuple[int, str, str]]

BASH = shutil.which("bash")
ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
$(complete -p calculators | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def script(run: Run, tmp_path: Path) -> Path:
    code, out, err = run("--print-completion", "bash")
    assert (code, err) == (0, "")
    path = tmp_path / "calculators.bash"
    path.write_text(out, "utf-8")
    return path


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script_that_knows_verbs_and_chips(shell: str, run: Run) -> None:
    code, out, err = run("--print-completion", shell)

    assert (code, err) == (0, "")
    for known in (*VERBS, "nvidia-h20", "oct-2023", "diffusion=printed", "apr-2024/NAC/notified"):
        assert known in out
    if path := shutil.which(shell):
        subprocess.run([path, "-n"], input=out.encode(), check=True)


@pytest.mark.skipif(BASH is None, reason="no bash here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["ass"], ["assess"]),
        (["assess", "nvidia-h20-"], ["nvidia-h20-141gb"]),
        (["assess", "nvidia-h20", "--to", "MO"], ["MO"]),
        (["assess", "nvidia-h20", "--headq"], ["--headquarters"]),
        (["assess", "--spec", "die_"], ["die_area="]),
        (["assess", "nvidia-h20", "--on", "2023-11"], ["2023-11-17"]),
        (["assess", "nvidia-h20", "--reading", "diff"], ["diffusion=enforced", "diffusion=printed"]),
        (["assess", "nvidia-h20", "--party", "act"], ["actor="]),
        (["regulations", "oct-"], ["oct-2022", "oct-2023"]),
        (["regulations", "--kind", "t"], ["tariff", "telling"]),
        (["chips", "--maker", "Hua"], ["Huawei"]),
        (["--print-completion", "z"], ["zsh"]),
        (["history", "--language", "z"], ["zh-Hant"]),
        (["screen", "--deli"], ["--delimiter"]),
        (["screen", "parts.csv", "--output", "READ"], ["README.md"]),
        (["screen", "READ"], ["README.md"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_bash_completes(typed: list[str], offered: list[str], script: Path) -> None:
    assert BASH
    done = subprocess.run(
        [BASH, "-c", ASK, "bash", str(script), "calculators", *typed], capture_output=True, text=True, check=True
    )
    assert (done.stdout.split(), done.stderr) == (offered, "")


def test_without_shtab_it_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    code, out, err = run("--print-completion", "bash")

    assert (code, out) == (1, "")
    assert "pip install 'calculators[completion]'" in err
    assert len(err.splitlines()) == 1
