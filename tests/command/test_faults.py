"""What can't be read: exit code 2, nothing on standard output, one line a fault with field, given, expected, nearest, example."""

from collections.abc import Callable

import pytest

Run = Callable[..., tuple[int, str, str]]

H20 = ["assess", "nvidia-h20", "--on", "2025-06-01", "--to", "CN"]
FAULTS = [
    (["asess", "nvidia-h20"], ["calculators: ", "asess", "Nearest: assess", "Example: calculators assess"]),
    (["nvidia-h20"], ["calculators: ", "nvidia-h20", "chips", "largest"]),
    (["--vers"], ["calculators: ", "--vers", "Nearest: --version"]),
    (["chips", "nvidia-h2o"], ["chip: ", "nvidia-h2o", "Nearest: nvidia-h20"]),
    (["chips", "--maker", "Nvida"], ["--maker: ", "Nvida", "Nearest: Nvidia"]),
    (["chips", "nvidia-h20", "--maker", "Huawei"], ["chip: ", "nvidia-h20"]),
    (["chips", "--makr", "Nvidia"], ["chips: ", "--makr", "Nearest: --maker"]),
    (["chips", "h20", "h200"], ["chips: ", "h200", "one argument too many", "FILTER"]),
    (["chips", "-x"], ["chips: ", "-x", "--maker"]),
    (["regulations", "oct-2032"], ["instrument: ", "oct-2032", "Nearest: oct-2023"]),
    (["regulations", "--kind", "ruel"], ["--kind: ", "ruel", "letter", "Nearest: rule"]),
    (["regulations", "--on", "2025-02-29"], ["on: ", "2025-02-29", "for example"]),
    (["assess", "nvidia-h20", "--to", "CN"], ["assess: ", "--on", "YYYY-MM-DD", "--on 2025-06-01"]),
    (["assess", "nvidia-h20", "--on", "2025-06-01"], ["assess: ", "--to", "CC", "--to CN"]),
    ([*H20[:-1]], ["assess: ", "--to", "has no value", "--to CN"]),
    ([*H20, "--json=yes"], ["assess: ", "--json=yes", "takes no value"]),
    ([*H20, "--head", "US"], ["assess: ", "--head", "Nearest: --headquarters"]),
    ([*H20, "--spec", "fp8"], ["--spec: ", "fp8", "KEY=QUANTITY", '"296 TFLOPS"']),
    ([*H20, "--spec", "fp8=1 TFLOPS", "--spec", "fp8=2 TFLOPS"], ["--spec: ", "fp8", "more than once"]),
    (["compare", "--on", "2025-06-01", "--to", "CN"], ["compare: ", "CHIP", "--all"]),
    (["compare", "H20", "--all", "--on", "2025-06-01", "--to", "CN"], ["compare: ", "--all", "too many"]),
    (
        ["compare", "H20", "--on", "2025-06-01", "--to", "CN", "--instrument", "oct-2032"],
        ["oct-2032", "Nearest: oct-2023"],
    ),
    (["largest", "--instrument", "oct-2023"], ["largest: ", "SPEC", "--cuts CHIP", "for example"]),
    (["largest", "fp88", "--instrument", "oct-2023"], ["spec: ", "fp88", "fp8", "tpp"]),
    (["largest", "tpp", "--instrument", "oct-2032"], ["instrument: ", "oct-2032", "Nearest: oct-2023"]),
    (["largest", "tpp", "--chip", "H20"], ["on: ", "YYYY-MM-DD"]),
    (["largest", "--cuts", "H20"], ["largest: ", "--on", "YYYY-MM-DD"]),
    (["largest", "--cuts", "H20", "--chip", "H800", "--on", "2025-06-01"], ["largest: ", "--chip H800", "too many"]),
    (["history", "nvidia-h20", "--to", "XX"], ["to: ", "XX", "CN"]),
    (["history", "nvidia-h20", "--to", "CN", "--on", "2025-06-01"], ["history: ", "--on"]),
    (["history", "nvidia-h20", "--to", "CN", "--reading", "difusion=printed"], ["reading: ", "Nearest: diffusion"]),
    (["--print-completion"], ["calculators: ", "--print-completion", "bash"]),
    (["--print-completion", "bsh"], ["--print-completion: ", "bsh", "Nearest: bash"]),
    ([*H20, "--language", "zh-Hans"], ["language: ", "zh-Hans", "Nearest: zh-Hant"]),
    ([*H20, "--language"], ["calculators: ", "--language", "zh-Hant"]),
]


@pytest.mark.parametrize(("arguments", "said"), FAULTS, ids=lambda value: " ".join(value)[-60:])
def test_a_fault_is_one_line_and_exit_2(arguments: list[str], said: list[str], run: Run) -> None:
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1, err
    assert err.startswith(said[0] if said[0].endswith(": ") else "")
    for part in said:
        assert part in err


def test_everything_wrong_is_said_at_once_and_the_value_of_a_misspelt_option_is_read(run: Run) -> None:
    code, out, err = run(
        "assess", "nvidia-h2o", "b", "--onn", "2025-13-01", "--spec", "fp8=296", "--to", "--maker", "x"
    )

    assert (code, out) == (2, "")
    assert [(line.split(":")[0], line.split("“")[1].split("”")[0]) for line in err.splitlines()] == [
        ("assess", "--onn"),
        ("assess", "--to"),
        ("assess", "--maker"),
        ("assess", "b"),
        ("chip", "nvidia-h2o"),
        ("fp8", "296"),
        ("on", "2025-13-01"),
    ]


def test_faults_come_in_the_language_that_was_asked_for(run: Run) -> None:
    code, _, err = run("assess", "nvidia-h2o", "--to", "CN", "--language", "zh-Hant")

    assert code == 2
    assert [line.split("：")[0] for line in err.splitlines()] == ["assess", "chip"]
    assert "必須寫明「--on」" in err
    assert "最接近的是：nvidia-h20" in err


@pytest.mark.parametrize("text", ["h20\nh200", "h20\x1b[31m", "zz\u202ezz", "\udcff"])
def test_a_line_stays_one_line_whatever_was_typed(text: str, run: Run) -> None:
    code, _, err = run("chips", text)

    assert code == 2
    assert len(err.splitlines()) == 1
    assert err.rstrip("\n").replace("\udcff", "").isprintable()


def test_options_may_stand_anywhere_and_take_their_value_after_an_equals_sign(run: Run) -> None:
    wanted = run(*H20)
    assert wanted[0] == 0
    assert run("assess", "--to=CN", "nvidia-h20", "--on=2025-06-01") == wanted
    assert run("assess", "--on", "2025-06-01", "--to", "CN", "--", "nvidia-h20") == wanted
    assert run("--language", "en", *H20) == wanted
