"""Every example in every help text, and in the README, runs."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from calculators.command.program import VERBS, grammar
from calculators.view.words import words

Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[2]


def examples(text: str) -> list[str]:
    return re.findall(r"^ *(calculators (?!VERB).+)$", text, re.MULTILINE)


EXAMPLES = sorted({example for verb in VERBS.values() for example in verb.EXAMPLES})
README = examples("\n".join(re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)))


@pytest.mark.parametrize("example", [*EXAMPLES, *README])
def test_an_example_runs(example: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    # Where a parts.csv is.
    monkeypatch.chdir(ROOT / "tests" / "golden" / "screen")
    program, *arguments = shlex.split(example)
    code, out, err = run(*arguments)

    assert (program, code, err) == ("calculators", 0, "")
    assert len(out) > 40


@pytest.mark.parametrize("verb", VERBS)
def test_each_verbs_help_shows_its_examples(verb: str, run: Run) -> None:
    for ask in ("--help", "-h"):
        code, out, err = run(verb, ask)

        assert (code, err) == (0, "")
        assert tuple(examples(out)) == VERBS[verb].EXAMPLES
        assert any("--json" in example for example in examples(out))


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_help_names_every_verb_with_its_first_example(language: str, run: Run) -> None:
    code, out, _ = run("--help", "--language", language, columns=200)

    assert code == 0
    for verb, module in VERBS.items():
        assert re.search(rf"^    {verb} +\S", out, re.MULTILINE)
        assert words(language)(f"usage.{verb}") in out
        assert module.EXAMPLES[0] in examples(out)


def test_help_in_chinese_is_chinese(run: Run) -> None:
    _, out, _ = run("assess", "--help", "--language=zh-Hant", columns=80)

    assert out.startswith("用法：calculators assess")
    assert not re.search(r"usage:|options:|examples:|show this help", out)


def test_the_whole_command_without_anything_shows_its_help_as_an_error(run: Run) -> None:
    code, out, err = run()

    assert (code, out) == (2, "")
    assert err.rstrip("\n") == grammar(words("en")).format_help().rstrip("\n")


def test_the_version_says_how_old_the_law_is(run: Run) -> None:
    code, out, _ = run("--version")

    assert code == 0
    assert re.fullmatch(r"calculators \d+\.\d+\.\d+ \(law last checked on \d{4}-\d\d-\d\d\)\n", out)
