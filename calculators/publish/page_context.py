"""What the theme's templates are told of a page besides its content."""

from pathlib import Path
from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from ..view.words import words
from . import cards, data_files, edits, languages, machines, remember, sources
from .config import PluginConfig
from .twins import EXEMPT


def about(page: Page, context: TemplateContext, settings: PluginConfig, root: Path, *, serving: bool) -> dict[str, Any]:
    """What the page rests on, its data's description, whether the other languages have it, its card; the page, where it is edited."""
    config = context["config"]
    language = config.mdx_configs["calculators"]["language"]
    made = bool(page.file.generated_by)
    page.edit_url = edits.address(settings.repository or "", edits.source(page.file.src_uri, language, made=made))
    theirs = (Path(languages.docs_dir(path), page.file.src_uri) for path in settings.languages)
    everywhere = made or all(path.is_file() for path in theirs)
    found = {
        "untranslated": page.file.src_uri.startswith(EXEMPT) or not everywhere,
        "sources": remember.once("foot", page, [page.content, page.meta], lambda: sources.foot(page, config)),
        "dataset": data_files.dataset(page.url, machines.root_address(config), words(language)),
    }
    return found if serving else found | {"card": cards.tags(page, context, root, settings.home)}
