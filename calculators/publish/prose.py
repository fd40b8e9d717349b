"""Reads the project's prose and lists what isn't written here, with file and line: `python -m calculators.publish.prose [PAGE …]`.

`make check` runs it over everything: words that none of our texts uses (`data/glossary/`), Chinese set as Chinese is, live values that
stay on their line, links that lead somewhere, pages without their twin. Pages that are named are looked at alone, and rendered as the
site renders them, so that a wrong name or unit in one is found without a build.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ..engine.data import LANGUAGES
from ..engine.glossary import broken
from . import links
from .today import PROJECT
from .twins import without_twin

HAN: Final = "[㐀-鿿]"
TYPED_SPACE: Final = re.compile(rf"{HAN} [A-Za-z0-9{{]|[A-Za-z0-9%}}] {HAN}")
HALF_WIDTH: Final = re.compile(rf"{HAN}[,:;?!(]|[,;?!]{HAN}")
BROKEN_PARAGRAPH: Final = re.compile(rf"[{HAN[1:-1]}，。、；：」）][ \t]*\n(?![\n#>|{{-])\S")
LIVE: Final = re.compile(r"\{\{[^{}\n]*(?:\}\})?")
FRONT: Final = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
UNSAID: Final = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+")

Text = tuple[str, str]
"""Where a text stands, such as "docs/en/about.md", and the text; line 1 of it is line 1 of the file, where it is a file's."""


def own_texts(table: Any, language: str, where: str = "") -> Iterator[Text]:
    """Our own words in a data file: whatever stands under the language's name, at any depth."""
    if isinstance(table, list):
        for number, member in enumerate(table):
            yield from own_texts(member, language, f"{where}[{number}]")
    elif isinstance(table, dict):
        for key, value in table.items():
            if key == language and isinstance(value, str):
                yield where, value
            else:
                yield from own_texts(value, language, f"{where}.{key}")


def said(text: str) -> str:
    """A file's prose: code and addresses out, every line where it was.

    >>> said("A [chip](chips/h20.md) of `x`.")
    'A [chip· of ·.'
    """
    return UNSAID.sub("·", links.bare(text))


def pages(language: str, project: Path = PROJECT) -> Iterator[Text]:
    """The prose of a language's pages, front matter's words in."""
    for path in sorted((project / "docs" / language).rglob("*.md")):
        yield path.relative_to(project).as_posix(), said(path.read_text("utf-8"))


def _lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def papers(project: Path = PROJECT) -> Iterator[Text]:
    """What else people read: README, CONTRIBUTING and the other papers of the project, which are in English."""
    for path in links.written(project):
        if not path.is_relative_to(project / "docs"):
            yield path.relative_to(project).as_posix(), said(path.read_text("utf-8"))


def explainers(language: str, project: Path = PROJECT) -> Iterator[Text]:
    """The prose of the explainers, cell by cell."""
    for path in sorted((project / "explainers").glob("*.py")):
        for cell in path.read_text("utf-8").split("# %%")[1:]:
            head, _, body = cell.partition("\n")
            if f'lang="{language}"' in head:
                yield path.relative_to(project).as_posix(), said(re.sub(r"^# ?", "", body, flags=re.MULTILINE))


def data(language: str, project: Path = PROJECT) -> Iterator[Text]:
    """Our words in the data, and those of the calculators and pages."""
    for path in sorted((project / "calculators" / "data").rglob("*.toml")):
        for where, text in own_texts(tomllib.loads(path.read_text("utf-8")), language):
            yield f"{path.name}{where}", text
    for path in sorted((project / "calculators" / "locale" / language).glob("*.toml")):
        for table, sentences in tomllib.loads(path.read_text("utf-8")).items():
            yield from ((f"{language}/{path.name}: {table}.{key}", text) for key, text in _sentences(sentences))


def _sentences(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", text) for inner, text in _sentences(value))
        elif isinstance(value, str):
            yield key, value


def texts(language: str, project: Path = PROJECT) -> Iterator[Text]:
    """Every text of a language."""
    yield from data(language, project)
    yield from pages(language, project)
    yield from explainers(language, project)
    if language == LANGUAGES[0]:
        yield from papers(project)


def style(language: str, where: str, text: str) -> Iterator[str]:
    """What in one text isn't written here: the line, the words, what stands instead.

    >>> list(style("en", "about.md", "One.\\nA data center."))
    ['about.md:2: data center: data centre']
    >>> list(style("zh-Hant", "about.md", "這顆 H20"))
    ['about.md:1: 顆 H: no space between Han and Latin letters or figures']
    """
    wrong = [(broken_, text.find(broken_.partition(":")[0])) for broken_ in broken(language, text)]
    if language == "zh-Hant":
        for pattern, why in (
            (TYPED_SPACE, "no space between Han and Latin letters or figures"),
            (HALF_WIDTH, "punctuation beside Han is full width"),
        ):
            wrong += [(f"{found[0]}: {why}", found.start()) for found in pattern.finditer(text)]
    for what, start in sorted(wrong, key=lambda each: each[1]):
        yield f"{where}:{text.count(chr(10), 0, max(start, 0)) + 1}: {what}"


def layout(language: str, where: str, text: str) -> Iterator[str]:
    """What in a page's lines would come out otherwise than it was meant."""
    for found in LIVE.finditer(text):
        if not found[0].endswith("}}"):
            yield f"{where}:{text.count(chr(10), 0, found.start()) + 1}: a live value is not broken over a line"
    if language == "zh-Hant":
        prose = FRONT.sub(_lines, text)
        for found in BROKEN_PARAGRAPH.finditer(prose):
            line = prose.count("\n", 0, found.start()) + 1
            yield f"{where}:{line}: a Chinese paragraph is one line: a line break would be shown as a space"


def faults(project: Path = PROJECT) -> Iterator[str]:
    """All that is wrong in the project's prose, one line each."""
    for language in LANGUAGES:
        for where, text in texts(language, project):
            yield from style(language, where, text)
        for where, text in pages(language, project):
            yield from layout(language, where, text)
    yield from links.faults(project)
    yield from (f"docs/{path}: not there: every page is in both languages" for path in without_twin(project / "docs"))


def faults_of(named: Iterable[Path], project: Path = PROJECT) -> Iterator[str]:
    """The same of pages that are named, and what rendering them says."""
    for path in named:
        language = path.relative_to(project / "docs").parts[0]
        where, text = path.relative_to(project).as_posix(), said(path.read_text("utf-8"))
        yield from style(language, where, text)
        yield from layout(language, where, text)
        yield from links.faults(project, [path])
        yield from _rendered(path, where, language, project)
        inside = path.relative_to(project / "docs" / language).as_posix()
        twins = [missing for missing in without_twin(project / "docs") if missing.endswith(f"/{inside}")]
        yield from (f"docs/{missing}: not there: every page is in both languages" for missing in twins)


def _rendered(path: Path, where: str, language: str, project: Path) -> Iterator[str]:
    from markdown import Markdown
    from mkdocs.utils.yaml import yaml_load
    from pymdownx.superfences import SuperFencesException

    from .claims_markdown import SOURCE

    name = "mkdocs.yml" if language == LANGUAGES[0] else f"mkdocs.{language}.yml"
    with (project / name).open("rb") as file:
        extensions = yaml_load(file)["markdown_extensions"]
    text = path.read_text("utf-8")
    SOURCE.set((where, text))
    try:
        Markdown(extensions=list(extensions), extension_configs=extensions).convert(FRONT.sub("", text))
    except SuperFencesException as fault:
        yield str(fault)


def main(arguments: list[str]) -> int:
    """Print every fault on a line of its own; 1 if there is any."""
    named = [Path(argument).resolve() for argument in arguments]
    for path in named:
        if not path.is_file() or not path.is_relative_to(PROJECT / "docs"):
            print(f"{path}: a page under docs/ is expected, for example docs/en/about.md", file=sys.stderr)
            return 2
    found = list(faults_of(named) if named else faults())
    if found:
        print("\n".join(found))
        print(f"{len(found)} fault{'s' * (len(found) > 1)}.", file=sys.stderr)
        return 1
    print(f"No fault in {len(named) or len(links.written(PROJECT))} file{'s' * (len(named) != 1)} of Markdown.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
