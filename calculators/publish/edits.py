"""Where a page is edited: the file of the project that it was written in or made from.

`REPOSITORY` in the environment is the address of the project, such as `https://github.com/owner/name`; without it no page has a link.
MkDocs' own `repo_url` stays empty, since the theme would put a box into every page that asks the host for the project's stars.
"""

from functools import lru_cache
from typing import Final

from ..engine.law_files import law

DATA: Final = "calculators/data"
LISTS: Final = {
    "chips/index.md": f"{DATA}/chips/",
    "regulations/index.md": f"{DATA}/regulations/",
    "readings/index.md": f"{DATA}/regulations/",
    "claims/index.md": f"{DATA}/claims/",
    "glossary/index.md": f"{DATA}/glossary/",
    "reference/index.md": "calculators/__init__.py",
    "reference/classes.md": "calculators/__init__.py",
}
"""Pages that are made from more than one file."""


def source(page: str, language: str, *, made: bool) -> str:
    """The file that a page is edited in, or the folder, ending in a slash; "" for what is measured and not written.

    `page` is its path among the pages, `made` says that no Markdown file holds it.

    >>> source("chips/nvidia-h20.md", "en", made=True), source("h20.md", "zh-Hant", made=False)
    ('calculators/data/chips/nvidia-h20.toml', 'docs/zh-Hant/h20.md')
    >>> source("glossary/index.md", "en", made=True), source("speed/index.md", "en", made=True)
    ('calculators/data/glossary/', '')
    """
    folder, _, name = page.rpartition("/")
    if folder == "explainers":
        return page
    if not made:
        return f"docs/{language}/{page}"
    if page in LISTS:
        return LISTS[page]
    id = name.removesuffix(".md")
    if folder == "chips":
        return f"{DATA}/chips/{id}.toml"
    if folder == "regulations":
        return f"{DATA}/regulations/{_stems()[id]}.toml"
    return ""


@lru_cache(maxsize=1)
def _stems() -> dict[str, str]:
    return {instrument.id: instrument.stem for instrument in law().instruments.values()}


def address(repository: str, path: str) -> str | None:
    """Where a host edits a file of the main branch, or shows a folder; None without a repository or a path.

    >>> address("https://github.com/owner/name/", "docs/en/h20.md")
    'https://github.com/owner/name/edit/main/docs/en/h20.md'
    >>> address("https://github.com/owner/name", "calculators/data/chips/")
    'https://github.com/owner/name/tree/main/calculators/data/chips/'
    >>> address("", "docs/en/h20.md")
    """
    if not repository or not path:
        return None
    return f"{repository.rstrip('/')}/{'tree' if path.endswith('/') else 'edit'}/main/{path}"
