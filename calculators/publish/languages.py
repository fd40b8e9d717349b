"""The site's other languages, each built into a folder of its own beside the first.

Under ``mkdocs serve`` the site's folder is emptied at each edit, so another language is built beside it, again only after a change of
its own, and linked in.
"""

import contextlib
import functools
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urljoin

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig

State = dict[Path, int]


class Languages:
    """Builds languages, and remembers while serving what each was built from.

    >>> Languages().beside
    {}
    """

    def __init__(self) -> None:
        self.beside: dict[str, Path] = {}
        self.built: dict[str, State] = {}

    def build(self, path: Path, config: MkDocsConfig, common: Iterable[Path], *, serving: bool) -> None:
        """Build the language that a configuration is for; while serving only if it or what all languages have in common changed."""
        folder = path.stem.removeprefix("mkdocs.")
        target = Path(config.site_dir, folder)
        beside = self._beside(folder) if serving else target
        with _plugins_of_its_own():
            address = urljoin(config.site_url or "", f"{folder}/")
            other = load_config(str(path), site_dir=str(beside), site_url=address, strict=config.strict)
            other.plugins["calculators"].config.home = "../"
            own = [path, Path(config.config_file_path), Path(other.docs_dir), Path(other.theme.dirs[0])]
            now = state([*own, *common])
            if not serving or self.built.get(folder) != now:
                other.plugins.on_startup(command="serve" if serving else "build", dirty=False)
                build(other, serve_url=address if serving else None)
                self.built[folder] = now
        if serving and not target.exists():
            target.symlink_to(beside, target_is_directory=True)

    def remove(self) -> None:
        """Remove what was built beside the served folder."""
        for folder in self.beside.values():
            shutil.rmtree(folder, ignore_errors=True)

    def _beside(self, folder: str) -> Path:
        if folder not in self.beside:
            self.beside[folder] = Path(tempfile.mkdtemp(prefix="mkdocs_"))
        return self.beside[folder]


@functools.cache
def docs_dir(path: str) -> str:
    """Where the pages of another language's configuration are.

    >>> Path(docs_dir("mkdocs.zh-Hant.yml")).name
    'zh-Hant'
    """
    with _plugins_of_its_own():
        return load_config(path).docs_dir


def state(paths: Iterable[Path]) -> State:
    """When each file under the paths was last written.

    >>> list(state([Path("mkdocs.yml")]))
    [PosixPath('mkdocs.yml')]
    """
    every = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    return {file: file.stat().st_mtime_ns for file in every if file.is_file() and file.suffix != ".pyc"}


@contextlib.contextmanager
def _plugins_of_its_own() -> Iterator[None]:
    """MkDocs keeps plugins by name for the whole process; a second configuration needs its own."""
    option = cast(Plugins, vars(MkDocsConfig)["plugins"])
    kept, option.plugin_cache = option.plugin_cache, {}
    try:
        yield
    finally:
        option.plugin_cache = kept
