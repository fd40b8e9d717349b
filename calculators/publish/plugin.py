"""What the site needs from MkDocs' events: the runtime's files, and every language from one command.

The life of a build: `on_config` sees to the runtime and names our script and style sheet, `on_files` adds the
files, `on_post_build` builds the other languages into folders of this site. Under `mkdocs serve` the site's
folder is emptied at each edit, so another language is built beside it, again only after a change of its own,
and linked in.
"""

import contextlib
import functools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import ExtraScriptValue, Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext
from pymdownx.superfences import SuperFencesException

from calculators.publish import assets, offline, pages, policy, remember
from calculators.publish.claims_markdown import SOURCE
from calculators.publish.config import PluginConfig
from calculators.publish.pages import CASES

State = dict[Path, int]


class CalculatorsPlugin(BasePlugin[PluginConfig]):
    """Puts the calculators' runtime into the site and builds its other languages."""

    def __init__(self) -> None:
        self.serving = False
        self.loaded: State = {}
        self.runtime: Path | None = None
        self.beside: dict[str, Path] = {}
        self.built: dict[str, State] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Once a process; with this event defined, MkDocs keeps the plugin from one build to the next."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """See to the runtime before anything is rendered, and name our script and style sheet."""
        root = _root(config)
        home = self.config.home
        if not home:
            self.runtime = assets.ensure(root, root / self.config.cache)
            self._restart_if_changed(root, config)
        styles = sorted((root / "runtime" / "live").glob("*.css"))
        config.extra_css += [f"{home}assets/live/{style.name}" for style in styles]
        script = ExtraScriptValue(f"{home}assets/live/index.js")
        script.type = "module"
        config.extra_javascript.append(script)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the runtime, what the browser loads as written, and the pages made from the data."""
        if self.runtime:
            folders = {"assets/runtime": self.runtime, "assets/live": _root(config) / "runtime" / "live"}
            for target, folder in folders.items():
                for path in sorted(folder.iterdir()):
                    files.append(File.generated(config, f"{target}/{path.name}", abs_src_path=str(path)))
        for made in pages.files(config, _root(config)):
            files.append(made)
        return files

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, page: Page, files: Files, **_: object) -> str:
        """Tell the author's syntax which page it reads, and say what is wrong in it without a traceback."""
        path = page.file.abs_src_path
        SOURCE.set(
            (os.path.relpath(path) if path else page.file.src_uri, Path(path).read_text("utf-8") if path else markdown)
        )
        if page.file.generated_by:
            remember.render_once(page)
            if self.serving:
                page.meta["search"] = {"exclude": True}
        elif self.serving:
            remember.render_once(page, [file.src_uri for file in files])
        render = page.render

        def render_or_say(*arguments: Any) -> None:
            try:
                render(*arguments)
            except SuperFencesException as error:
                raise PluginError(str(error)) from None

        page.render = render_or_say  # type: ignore[assignment, method-assign]
        return markdown

    def on_page_context(self, context: TemplateContext, page: Page, **_: object) -> TemplateContext:
        """Tell the templates that link to the other languages whether they have this page."""
        theirs = (Path(_docs_dir(path), page.file.src_uri) for path in self.config.languages)
        everywhere = page.file.generated_by or all(path.is_file() for path in theirs)
        context["untranslated"] = not everywhere  # type: ignore[typeddict-unknown-key]
        return context

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files, **_: object) -> Environment:
        """Give the templates the reader's words."""
        env.bytecode_cache = remember.COMPILED
        if self.serving:
            sources = _state([Path(config.config_file_path), Path(config.theme.dirs[0])])
            remember.layouts(env, config, files, sources.items())
            remember.entries(config)
        return offline.equip(env, config, serving=self.serving)

    @event_priority(-100)
    def on_post_page(self, output: str, **about: Any) -> str:
        """Put the policy into every page as it will be published, and into those that the theme makes by itself."""
        where = about["page"].file.src_uri if "page" in about else about["template_name"]
        return policy.guarded(output, where, serving=self.serving)

    on_post_template = on_post_page

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Build the other languages, after all that other plugins still do for this one."""
        for path in self.config.languages:
            self._build_language(Path(path), config)
        if not self.config.home:
            offline.finish(Path(config.site_dir), config.site_url or "", serving=self.serving)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watch what pages are made of besides this language's Markdown."""
        root = _root(config)
        ours = [str(path) for path in (root / "calculators", root / "runtime" / "live", root / CASES) if path.is_dir()]
        for path in (*ours, *self.config.languages, *map(_docs_dir, self.config.languages)):
            server.watch(path)
        return server

    def on_shutdown(self) -> None:
        """Remove what was built beside the served folder."""
        for folder in self.beside.values():
            shutil.rmtree(folder, ignore_errors=True)

    def _restart_if_changed(self, root: Path, config: MkDocsConfig) -> None:
        """Python keeps modules once read, so a server whose library was edited starts anew in its place."""
        now = _state([root / "calculators"])
        if self.serving and self.loaded and now != self.loaded:
            self.on_shutdown()
            shutil.rmtree(config.site_dir, ignore_errors=True)
            os.execv(sys.executable, [sys.executable, "-m", "mkdocs", *sys.argv[1:]])
        self.loaded = now

    def _build_language(self, path: Path, config: MkDocsConfig) -> None:
        folder = path.stem.removeprefix("mkdocs.")
        target = Path(config.site_dir, folder)
        beside = self._beside(folder) if self.serving else target
        with _plugins_of_its_own():
            address = urljoin(config.site_url or "", f"{folder}/")
            other = load_config(str(path), site_dir=str(beside), site_url=address, strict=config.strict)
            other.plugins["calculators"].config.home = "../"
            sources = [path, Path(config.config_file_path), Path(other.docs_dir), Path(other.theme.dirs[0])]
            sources.append(_root(config) / CASES)
            now = _state(sources) | self.loaded
            if not self.serving or self.built.get(folder) != now:
                other.plugins.on_startup(command="serve" if self.serving else "build", dirty=False)
                build(other, serve_url=address if self.serving else None)
                self.built[folder] = now
        if self.serving and not target.exists():
            target.symlink_to(beside, target_is_directory=True)

    def _beside(self, folder: str) -> Path:
        if folder not in self.beside:
            self.beside[folder] = Path(tempfile.mkdtemp(prefix="mkdocs_"))
        return self.beside[folder]


@functools.cache
def _docs_dir(path: str) -> str:
    """Where the pages of another language's configuration are."""
    with _plugins_of_its_own():
        return load_config(path).docs_dir


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).absolute().parent


def _state(paths: Iterable[Path]) -> State:
    """When each file under the paths was last written."""
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
