"""The theme's style sheets without the parts that no page here uses, which are more than a third of them.

Every reader waits for them before a page is drawn. `GONE` names what the site has none of; a test looks for it in every page.
"""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import tinycss2
from tinycss2.ast import AtRule, QualifiedRule

SHEETS: Final = ("assets/stylesheets/main.*.min.css", "assets/stylesheets/palette.*.min.css")
GONE: Final = (
    "admonition", "arithmatex", "critic", "emojione", "footnote", "gemoji", "keys", "md-annotation", "md-author", "md-banner",
    "md-consent", "md-feedback", "md-meta", "md-post", "md-profile", "md-pagination", "md-social", "md-source", "md-tag",
    "md-version", "mermaid", "tabbed", "task-list", "twemoji",
)  # fmt: skip
"""What the classes begin with, each alone or before a hyphen or an underscore."""
_GONE: Final = re.compile(rf"\.(?:{'|'.join(GONE)})(?![a-z0-9])")
_ICON: Final = re.compile(r"--md-[\w-]+-icon[\w-]*")
_GROUPS: Final = ("media", "supports", "layer")


def sheet(themes: Iterable[str]) -> str:
    """The theme's sheets as one, trimmed, from the folders that the theme is made of."""
    folders = [Path(theme) for theme in themes]
    return "".join(trimmed(path.read_text("utf-8")) for name in SHEETS for each in folders for path in each.glob(name))


def theirs(place: str) -> bool:
    """Whether a file of the site is one of the theme's own sheets: their names carry checksums."""
    return any(fnmatch(place, name) for name in SHEETS)


@lru_cache
def trimmed(css: str) -> str:
    """A style sheet without selectors of what is gone, and without the icons that nothing refers to any more.

    >>> trimmed(":root{--md-x-icon:url(a);--md-y-icon:url(b)}.md-x,.md-tag--a{color:red;mask:var(--md-x-icon)}@media print{.keys{top:0}}")
    ':root{--md-x-icon:url(a)}.md-x{color:red;mask:var(--md-x-icon)}'
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = "".join(_kept(rules))
    used = set(re.findall(r"var\(\s*(--[\w-]+)", kept))
    return "".join(_lean(tinycss2.parse_stylesheet(kept), used))


def _kept(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [each for each in _selectors(rule.prelude) if not _GONE.search(each)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword in _GROUPS and rule.content:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: Iterable[Any]) -> list[str]:
    """The selectors of a rule: commas within brackets are blocks of their own to the parser."""
    found: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return [tinycss2.serialize(each).strip() for each in found]


def _lean(rules: Iterable[Any], used: set[str]) -> Iterator[str]:
    for rule in rules:
        if not isinstance(rule, QualifiedRule) or not _ICON.search(tinycss2.serialize(rule.content)):
            yield rule.serialize()
            continue
        declared = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        own = [each for each in declared if not (_ICON.fullmatch(each.name) and each.name not in used)]
        if own:
            body = ";".join(each.serialize() for each in own)
            yield f"{tinycss2.serialize(rule.prelude).strip()}{{{body}}}"
