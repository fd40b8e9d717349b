"""What a page of the site may do: a Content Security Policy in each page, and headers for hosts that read a `_headers` file.

The policy stands in a meta tag, so it holds on any static host. A script runs if it comes from the site itself or if its text had this
hash when the page was built; no third party is asked for anything. `docs/en/decisions/0025-offline-and-policy.md` says why it is as it is.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mkdocs.exceptions import PluginError

POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {scripts}; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; worker-src 'self' data:; manifest-src 'self'; base-uri 'none';"
    " form-action 'self'; object-src 'none'"
)
NOWHERE: Final = ("assets", "search", "embed")
"""Folders of the root and of a language that hold no page of our own, or pages that are made to stand in other sites' frames."""
FOREVER: Final = re.compile(r"\.[0-9a-f]{8,}\.")
"""Names that carry their content's checksum."""
_SCRIPT: Final = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_DATA: Final = re.compile(r"""\btype=["']?application/(?:ld\+)?json""", re.IGNORECASE)
_KEEPS_SPACE: Final = re.compile(
    r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)\s*>)", re.DOTALL | re.IGNORECASE
)
_INDENT: Final = re.compile(r"\n\s+")
_START: Final = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
_BLOCKED: Final = re.compile(
    r"""<(?:style\b|[a-z][\w-]*\b(?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*?\s+(?:style|on[a-z]+)\s*=)""",
    re.IGNORECASE,
)
_HANDLERS: Final = "|".join(rf"(?<=\son[a-z]{{{length}}}=)" for length in range(3, 19))
_HINT: Final = re.compile(rf"=(?:(?<=\sstyle=)|{_HANDLERS})", re.IGNORECASE)
"""The same attributes wherever they stand: looking back from each "=" says within a third of a millisecond that a page has none."""
_PERMISSIONS: Final = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def lean(html: str) -> str:
    """A page without its templates' indentation, which is a hundredth of what it weighs; what stands between tags that keep space stays.

    >>> lean("<p>a\\n    b</p>\\n\\n  <pre>a\\n  b</pre>")
    '<p>a\\nb</p>\\n<pre>a\\n  b</pre>'
    """
    pieces = _KEEPS_SPACE.split(html)
    return "".join(piece if number % 2 else _INDENT.sub("\n", piece) for number, piece in enumerate(pieces))


def guarded(html: str, where: str = "", *, serving: bool = False) -> str:
    """A whole page with its policy; what isn't a page comes back as it is. Under `mkdocs serve` every inline script may run.

    What the policy would block in silence stops the build instead: `PluginError` says where and what.

    >>> guarded('<meta charset="utf-8"><script>let a</script>')[:112]
    '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \\'none\\'; script-src \\'self\\' '
    >>> guarded("<urlset></urlset>")
    '<urlset></urlset>'
    """
    if not _START.search(html):
        return html
    blocked = _BLOCKED.search(_SCRIPT.sub("", html)) if "<style" in html or _HINT.search(html) else None
    if blocked:
        raise PluginError(
            f"{where or 'A page'}: {blocked[0][:200]!r} holds a style or a script of its own, which the site's policy blocks:"
            " use a class and a style sheet, or an event listener."
        )
    # Live reload's script is different each time; beside a hash 'unsafe-inline' would mean nothing.
    allowed = "'unsafe-inline'" if serving else " ".join(f"'{each}'" for each in hashes(html))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(scripts=allowed)}">'
    return _START.sub(lambda found: found[0] + meta, html, count=1)


def hashes(html: str) -> list[str]:
    """What allows each script that stands in a page: `sha256-…`, sorted, each once.

    >>> hashes("<script>1</script><script src=x></script><script type='application/json'>{}</script>")
    ['sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=']
    """
    inline = (text for attributes, text in _SCRIPT.findall(html) if not _is_data_or_file(attributes))
    return sorted({integrity(text.encode()) for text in inline})


def integrity(content: bytes) -> str:
    """A file's or a script's checksum as browsers write it.

    >>> integrity(b"1")
    'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def headers(site: Path, address: str) -> str:
    """The text of `_headers` for a finished site: what a meta tag can't say, in the form that Netlify and Cloudflare Pages read.

    Rules for one path add up on these hosts, and none can be taken back, so each is given only where it holds.
    """
    root = urlsplit(address).path.rstrip("/") + "/"
    return "".join(f"{root}{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in _rules(site))


def _rules(site: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield (
        "*",
        (
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: strict-origin-when-cross-origin",
            f"Permissions-Policy: {_PERMISSIONS}",
        ),
    )
    for path in _pages(site):
        yield path, ("Content-Security-Policy: frame-ancestors 'self'",)
    # A worker that has an address obeys the policy of its own answer, not the page's.
    yield (
        "service-worker.js",
        ("Cache-Control: no-cache", "Content-Security-Policy: default-src 'none'; connect-src 'self'"),
    )
    for worker in sorted(site.glob("assets/javascripts/workers/*.js")):
        yield worker.relative_to(site).as_posix(), ("Content-Security-Policy: default-src 'none'; script-src 'self'",)
    for file in sorted((site / "assets" / "runtime").glob("*")):
        if FOREVER.search(file.name):
            yield f"assets/runtime/{file.name}", ("Cache-Control: public, max-age=31536000, immutable",)


def _pages(site: Path) -> Iterator[str]:
    """Where pages of our own are, by folder: all but those that other sites may frame."""
    roots = [site, *(page.parent for page in sorted(site.glob("*/404.html")))]
    for root in roots:
        way = "" if root == site else f"{root.name}/"
        yield way
        for folder in sorted(path for path in root.iterdir() if path.is_dir() and path not in roots):
            if folder.name not in NOWHERE:
                yield f"{way}{folder.name}/*"


def _is_data_or_file(attributes: str) -> bool:
    return bool(_DATA.search(attributes)) or re.search(r"\bsrc\s*=", attributes) is not None
