"""The explainers: percent notebooks whose prose is in every language and whose code is shared, made into pages.

A cell of prose says its language, `# %% [markdown] lang="en"`; `files` gives MkDocs the notebook of one language, mkdocs-jupyter runs it
and turns it into Markdown by notebook.md.j2. Running takes seconds, so what came of it is kept in .cache/explainers under
a hash of the notebook, the template and the library.
"""

import functools
import hashlib
import html
import json
import os
import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import jupytext
import vl_convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs_jupyter import convert
from mkdocs_jupyter.plugin import NotebookFile
from nbconvert.preprocessors import CellExecutionError

import calculators

from .. import cells
from ..cells.jupyter import LANGUAGES as WANTED
from ..engine.chips import chips
from ..engine.data import LANGUAGES
from ..engine.names import names
from ..entry import calculators as calculator_names
from ..view.figure import picture
from ..view.html import join, tag
from ..view.words import DEFAULT, Words, words
from .charts import VERSION
from .digests import digest as digest_of
from .policy import integrity

FOLDER: Final = "explainers"
TEMPLATE: Final = Path("calculators", "publish", "notebook.md.j2")
CELL: Final = re.compile(r"^# %%(?P<kind> \[markdown\])?(?P<about>.*)$")
WRITTEN: Final = re.compile(r"@@([^@]*)@@")
"""What the template has put out of harm's way."""
OUT: Final = re.compile('<div class="cell-out">')
OUTPUT: Final = re.compile(r'<div class="cell-out">.*?</div>', re.DOTALL)
CHART: Final = re.compile(r'<figure class="cell-chart" data-spec="([^"]*)"><figcaption>([^<]*)</figcaption>')
LANG: Final = re.compile(r"""\s*\blang=["']([\w-]+)["']""")
KEPT: Final = 60
ACTS: Final = ("run", "stop", "reset", "edit")
HIDDEN: Final = ("stop", "reset")
"""What a cell that hasn't run offers no button for."""
STATES: Final = ("waiting", "starting", "running", "done", "failed", "stopped", "not-run", "edited")
SAID: Final = (
    *(f"state-{state}" for state in STATES),
    *(
        "from-link",
        "broken",
        "not-loaded",
        "chart-drawing",
        "chart-failed",
        "died",
        "too-much",
        "bytes",
        "unkept",
        "copied",
        "long",
        "nothing",
        "gone-link",
        "code-label",
        "escape",
    ),
)
"""The words that the page's script says, from `locale/*/cells.toml`."""


def notebooks(root: Path) -> list[Path]:
    """The explainers there are."""
    return sorted((root / FOLDER).glob("*.py"))


def files(config: MkDocsConfig, root: Path) -> Iterator[File]:
    """The explainers in the language of a site's configuration, and what a reader may download of each."""
    language = config.mdx_configs["calculators"]["language"]
    convert.nb2html = _kept(_original, root, language)
    os.environ |= {WANTED: " ".join(LANGUAGES), "IPYTHONDIR": str(_shell(root))}
    for path in notebooks(root):
        text = filtered(path.read_text("utf-8"), language, str(path.relative_to(root)))
        target = root / ".cache" / FOLDER / language / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_text("utf-8") != text:
            target.write_text(text, "utf-8")
        yield File.generated(config, f"{FOLDER}/{path.name}", abs_src_path=str(target))
        script, notebook = downloads(text)
        yield File.generated(config, f"{FOLDER}/files/{path.name}", content=script)
        yield File.generated(config, f"{FOLDER}/files/{path.stem}.ipynb", content=notebook)


@functools.lru_cache(maxsize=KEPT)
def downloads(text: str) -> tuple[str, str]:
    """A notebook in one language as a script and as a notebook, to take home; without the cells that other languages left empty."""
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    for number, cell in enumerate(notebook.cells):
        cell.source = cell.source.rstrip()
        # Else it is another one at each build.
        cell["id"] = f"cell-{number}"
    return jupytext.writes(notebook, fmt="py:percent"), jupytext.writes(notebook, fmt="ipynb")


def filtered(text: str, language: str, where: str = "") -> str:
    """A notebook without the prose of other languages; every other line keeps its number, so that faults are found.

    >>> print(filtered('# %% [markdown] lang="en"\\n# One\\n# %% [markdown] lang="zh-Hant"\\n# 一\\n# %%\\n1', "en"))
    # %% [markdown]
    # One
    <BLANKLINE>
    <BLANKLINE>
    # %%
    1
    """
    lines, ours = [], True
    for number, line in enumerate(text.splitlines(), start=1):
        if head := CELL.match(line):
            said = LANG.search(head["about"])
            if head["kind"] and (not said or said[1] not in LANGUAGES):
                raise PluginError(
                    f'{where}:{number}: {line}: prose names its language, for example # %% [markdown] lang="en"'
                )
            ours = not said or said[1] == language
            line = LANG.sub("", line)
        lines.append(line if ours else "")
    return "\n".join(lines)


# mkdocs-jupyter wraps a file and loses that it was generated.
NotebookFile.generated_by = "calculators"

_original: Final = convert.nb2html
_SELF: Final = Path(__file__).read_bytes()
"""As it was imported: a server may still run what has been edited since."""


def _kept(run: Callable[..., str], root: Path, language: str) -> Callable[..., str]:
    """The conversion of a notebook, run only where nothing is kept of the same notebook, template, options and library."""

    library = _library(root)

    @functools.wraps(run)
    def converted(path: str, **options: Any) -> str:
        source = Path(path).read_text("utf-8")
        about = [source, (root / TEMPLATE).read_text("utf-8"), library, language]
        key = hashlib.sha256(json.dumps([about, options], default=str).encode()).hexdigest()[:24]
        kept = root / ".cache" / FOLDER / "kept" / f"{key}.md"
        if kept.is_file():
            os.utime(kept)
            return kept.read_text("utf-8")
        code = [cell.source for cell in jupytext.reads(source, fmt="py:percent").cells if cell.cell_type == "code"]
        ran = root / ".cache" / FOLDER / "ran" / f"{Path(path).stem}.json"
        key = hashlib.sha256(json.dumps([code, *about[1:3]]).encode()).hexdigest()
        try:
            made = _run_once(functools.partial(run, path), options, ran, key)
        except CellExecutionError as fault:
            name = Path(FOLDER, Path(path).name)
            raise PluginError(
                f"{name}: a cell raised {fault.ename}: {fault.evalue}\n{fault.traceback[-3000:]}"
            ) from None
        made = _equipped(made, Path(path).stem, words(language))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(made, "utf-8")
        for old in sorted(kept.parent.glob("*.md"), key=lambda found: found.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
        return made

    return converted


def _run_once(run: Callable[..., str], options: dict[str, Any], ran: Path, key: str) -> str:
    """A notebook's Markdown: its code is the same in every language, so it runs once, and its outputs, in all of them, serve the rest."""
    before = json.loads(ran.read_text("utf-8")) if ran.is_file() else {}
    if before.get("key") != key:
        made = run(**options)
        ran.parent.mkdir(parents=True, exist_ok=True)
        ran.write_text(json.dumps({"key": key, "outputs": OUTPUT.findall(made)}), "utf-8")
        return made
    outputs = iter(before["outputs"])
    return OUTPUT.sub(lambda _: next(outputs), run(**{**options, "execute": False}))


def _library(root: Path) -> str:
    digest = hashlib.sha256(_SELF)
    for path in sorted((root / "calculators").rglob("*")):
        if path.suffix in (".py", ".toml", ".txt") and "publish" not in path.parts:
            digest.update(digest_of(path))
    return digest.hexdigest()


def _equipped(markdown: str, stem: str, said: Words) -> str:
    """A page's Markdown with its bar: what holds for all cells, the words that the script says, and the downloads."""
    buttons = [
        tag("button", said(f"cells.{act}"), type="button", class_="md-button", data_act=act)
        for act in ("run-all", "reset-all", "share")
    ]
    downloads = [
        tag("a", said("cells.notebook"), href=f"../files/{stem}.ipynb", download=True),
        tag("a", said("cells.script"), href=f"../files/{stem}.py", download=True),
    ]
    wheel = f"calculators-{version('calculators')}-py3-none-any.whl"
    home = "../../" if said.language == DEFAULT else "../../../"
    install = [
        said("cells.anywhere"),
        " ",
        tag("code", f"pip install {wheel}"),
        " · ",
        tag("a", said("cells.wheel"), href=f"{home}assets/runtime/{wheel}", download=True),
    ]
    bar = tag(
        "live-cells",
        tag("p", said("cells.intro"), class_="cells-intro"),
        tag("p", buttons, class_="cells-buttons"),
        tag("p", "", class_="cells-note", role="status"),
        tag("p", join(downloads, " · "), tag("br"), install, class_="cells-files"),
        role="group",
        aria_label=said("cells.title"),
        language=said.language,
        data_names=json.dumps(completions(), ensure_ascii=False),
        data_words=json.dumps({key: said(f"cells.{key}") for key in SAID}, ensure_ascii=False),
    )
    acts = [tag("button", said(f"cells.{act}"), type="button", data_act=act, hidden=act in HIDDEN) for act in ACTS]
    cell = tag("div", acts, tag("span", "", role="status"), class_="cell-bar")
    markdown = markdown.replace("@@bar@@", str(bar), 1).replace('<div class="cell-bar"></div>', str(cell))
    numbers = count(1)
    markdown = OUT.sub(lambda _: _out(next(numbers), said), markdown)
    own = f"text/x.{said.language}"

    def written(found: re.Match[str]) -> str:
        kind, colon, content = found[1].partition(":")
        if not colon:
            return unquote(kind)
        return unquote(content) if kind == own else ""

    return CHART.sub(_drawn, WRITTEN.sub(written, markdown))


def _out(number: int, said: Words) -> str:
    """The start of a cell's output, which scrolls where a table is wide, so that the keyboard has to get there."""
    label = said("cells.output-label", cell=number)
    return str(tag("div", class_="cell-out", role="group", tabindex="0", aria_label=label)).removesuffix("</div>")


def _drawn(found: re.Match[str]) -> str:
    """A cell's chart with its picture, and with the checksum of what it shows, so that a page need not draw it again."""
    spec, says = map(html.unescape, found.groups())
    svg = str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION))
    start = str(tag("figure", class_="cell-chart", data_chart=integrity(spec.encode()))).removesuffix("</figure>")
    return start + picture(svg, "cell-picture", says) + str(tag("figcaption", says))


def completions() -> list[str]:
    """What the editor completes: the library's public names, its calculators, the names of specs and metrics, the chips.

    >>> {"assess", "ask", "roofline", "memory_bandwidth", "nvidia-h20"} <= set(completions())
    True
    """
    measured = (key for key, name in names().items() if name.side in ("spec", "metric"))
    return sorted({*calculators.__all__, *cells.__all__, *calculator_names(), *measured, *chips()})


def _shell(root: Path) -> Path:
    """A folder for IPython in which it shows values as the explainers do, and keeps no history."""
    folder = root / ".cache" / FOLDER / "ipython"
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    wanted = "c.InteractiveShellApp.extensions = ['calculators.cells']\nc.HistoryManager.enabled = False\nc.IPKernelApp.log_level = 40\n"
    config = profile / "ipython_kernel_config.py"
    if not config.is_file() or config.read_text("utf-8") != wanted:
        config.write_text(wanted, "utf-8")
    return folder
