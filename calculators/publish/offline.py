"""What lets a reader keep the site: the list of its files, the service worker that reads it, and the words for both.

`finish` is the last step of a build, after every language. It is a no-op for pages: they name no version, so a changed library
changes the runtime and the few scripts that carry it, and a reader who keeps the site fetches no more than that.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig

from calculators.publish import cards, machines, policy
from calculators.publish.data_files import FOLDER as DATA

from ..view.words import words

LIST: Final = "precache.json"
WORKER: Final = "service-worker.js"
SCRIPTS: Final = ("service-shelf.js", WORKER)
HEADERS: Final = "_headers"
LEFT_OUT: Final = (LIST, WORKER, HEADERS, "sitemap.xml.gz", *machines.NAMES)
ELSEWHERE: Final = (cards.FOLDER, "assets/javascripts/lunr/")
"""Folders of which a reader needs nothing: what other sites show of a page, and the search stemmers of other languages."""
GONE: Final = """\
// A preview of the built site at this address may have left a service worker and what it kept; here both go.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
async function leave() {
  for (const name of await caches.keys()) if (name.startsWith(`calculators ${self.registration.scope} `)) await caches.delete(name);
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url);
}
"""


def equip(env: Environment, config: MkDocsConfig, *, serving: bool) -> Environment:
    """Give the theme's templates this language's words and the others', and whether what they make can be kept."""
    env.globals["words"] = words(config.mdx_configs["calculators"]["language"])
    env.globals["words_in"] = words
    env.globals["offline"] = not serving
    return env


def finish(site: Path, address: str, *, serving: bool) -> None:
    """Write what belongs to the site as a whole into its root: the list, the worker, the headers."""
    # The plugin copies all of runtime/live; a service worker has to stand at the root of what it serves, in one file.
    sources = [site / "assets" / "live" / name for name in SCRIPTS]
    script = "".join(source.read_text("utf-8") for source in sources)
    for source in sources:
        source.unlink()
    if serving:
        (site / WORKER).write_text(GONE, "utf-8")
        return
    listed = files(site)
    text = json.dumps(listed, separators=(",", ":")).encode()
    build = {
        "version": hashlib.sha256(text).hexdigest()[:16],
        "list": policy.integrity(text),
        "bytes": sum(size for _, size in listed.values()),
    }
    (site / LIST).write_bytes(text)
    (site / WORKER).write_text(f"const BUILD = {json.dumps(build)};\n{script}", "utf-8")
    (site / HEADERS).write_text(policy.headers(site, address), "utf-8")


def files(site: Path) -> dict[str, tuple[str, int]]:
    """Every file that a reader may keep, by its address from the root: checksum and bytes. A folder's page goes by the folder's name.

    Left out: source maps, what only hosts, search engines, programs and other sites read, and the search stemmers of other languages.
    """
    found: dict[str, Any] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        elsewhere = any(f"/{folder}" in f"/{name}" for folder in ELSEWHERE)
        if not path.is_file() or path.suffix == ".map" or path.name in LEFT_OUT or elsewhere:
            continue
        if name.startswith(DATA) and path.suffix in (".json", ".csv"):
            continue
        content = path.read_bytes()
        place = name.removesuffix("index.html") if path.name == "index.html" else name
        found[quote(place)] = (policy.integrity(content), len(content))
    return found
