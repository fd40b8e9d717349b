"""What a server does once and not at every edit: a page made of the same text, in the same site, comes out the same.

Rendering a page's Markdown, dividing it for the search and filling the theme's templates take MkDocs a hundredth of a second each, and
there are some hundreds of pages. Of all this the published site needs the rendering of generated pages alone.
"""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

LAYOUT: Final = "main.html"
BLOCK: Final = re.compile(r'^<div class="record".*$', re.MULTILINE)
SLOT: Final = re.compile(r'<div class="block-(\d+)"></div>')
ANCHOR: Final = re.compile(r' id="([^"]+)"')
RENDERED: Final = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
"""What rendering leaves in a page of MkDocs."""

_kept: dict[tuple[str, str, str], tuple[list[str], Any]] = {}
"""By the step, the site's address and the page: what it was made of, and what came out."""
_listed: dict[str, Any] = {}


class Compiled(BytecodeCache):
    """Keeps the theme's compiled templates from one build of a server to the next: MkDocs compiles them anew each time."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja, which checks that the source is still the same."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja after it has compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED: Final = Compiled()


def listings(theme: Theme, state: object) -> None:
    """Let the theme say once for each `state` of the site's own templates which files it has: its icons alone are ten thousand."""
    environment = theme.get_env

    def get_env() -> Environment:
        env = environment()
        listed = env.list_templates

        def list_templates(*arguments: Any, **options: Any) -> list[str]:
            if _listed.get("state") != state:
                _listed.update(state=state, files=listed(*arguments, **options))
            found: list[str] = _listed["files"]
            return found

        env.list_templates = list_templates  # type: ignore[method-assign]
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


class Layout:
    """The template of all pages, filled only for a page that has changed, or whose site has."""

    def __init__(self, template: Any, site: str) -> None:
        self.template, self.site = template, site

    def __getattr__(self, name: str) -> Any:
        """Everything else is the template's: others extend it."""
        return getattr(self.template, name)

    def render(self, context: Any) -> str:
        """The page as HTML."""
        page: Page = context["page"]
        made_of = [page.content, page.meta, page.title, context.get("untranslated")]
        filled: str = once("layout", page, [self.site, *made_of], lambda: self.template.render(context))
        return filled


def layouts(env: Environment, config: MkDocsConfig, files: Files, sources: Iterable[tuple[Path, int]]) -> None:
    """Let the theme fill its main template once for each state of a page. `sources` are what else it reads, and when that was written."""
    pages = [(file.page.url, file.page.title) for file in files.documentation_pages() if file.page]
    site = json.dumps([config.nav, pages, [(str(path), written) for path, written in sources]], default=str)
    found = env.get_template

    def get_template(name: Any, *arguments: Any, **options: Any) -> Any:
        template = found(name, *arguments, **options)
        return Layout(template, site) if name == LAYOUT else template

    env.get_template = get_template  # type: ignore[method-assign]


def entries(config: MkDocsConfig) -> None:
    """Let the search's plugin divide a page into its entries once for each state of it."""
    index = getattr(config.plugins.get("material/search"), "search_index", None)
    if index is None:
        return
    add = index.add_entry_from_context

    def add_entry_from_context(page: Page) -> None:
        def divided() -> list[Any]:
            before = len(index.entries)
            add(page)
            found: list[Any] = index.entries[before:]
            del index.entries[before:]
            return found

        index.entries.extend(once("search", page, [page.content, page.meta, page.title], divided))

    index.add_entry_from_context = add_entry_from_context


def render_once(page: Page, site: str = "") -> None:
    """Let a page be rendered once for each state of its text and of the `site`, the files that its links are held against.

    What is HTML already is kept out of Markdown's way, which would take most of the time of a build to leave it as it is.
    """
    render = page.render

    def remembered(config: MkDocsConfig, files: Files) -> None:
        def rendered() -> dict[str, Any]:
            text, blocks = page.markdown or "", BLOCK.findall(page.markdown or "")
            numbers = iter(range(len(blocks)))
            page.markdown = BLOCK.sub(lambda _: f'<div class="block-{next(numbers)}"></div>', text)
            render(config, files)
            page.content = SLOT.sub(lambda slot: blocks[int(slot[1])], page.content or "")
            page.present_anchor_ids = (page.present_anchor_ids or set()) | set(ANCHOR.findall(page.content))
            page.markdown = text
            return {name: getattr(page, name) for name in RENDERED}

        made_of = [page.markdown, config.theme["language"], config.mdx_configs, site]
        for name, value in once("render", page, made_of, rendered).items():
            setattr(page, name, value)

    page.render = remembered  # type: ignore[method-assign]


def once[Made](step: str, page: Page, made_of: list[Any], make: Callable[[], Made]) -> Made:
    """What a step makes of a page, made anew only if something that it is made of has changed."""
    place = (step, page.canonical_url or page.url, page.file.src_uri)
    # Long texts are mostly the very same object as before, so that to compare them takes no time.
    state = [each if isinstance(each, str) else json.dumps(each, default=str) for each in made_of]
    if place not in _kept or _kept[place][0] != state:
        _kept[place] = (state, make())
    made: Made = _kept[place][1]
    return made
