"""What the site needs from MkDocs' events: the runtime's files, and every language from one command.

The life of a build: `on_config` sees to the runtime and names our script and style sheet, `on_files` adds the
files, `on_post_build` builds the other languages into folders of this site.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from calculators.publish import (
    assets,
    cards,
    languages,
    lists,
    machines,
    notebooks,
    offline,
    page_context,
    pages,
    panel,
    policy,
    redirects,
    remember,
    search,
    semantics,
    shared_files,
    styles,
    theme_styles,
    watching,
    written,
)
from calculators.publish.config import PluginConfig
from calculators.publish.embedded import without_frames
from calculators.publish.languages import Languages, State, state
from calculators.publish.pages import CASES
from calculators.view.words import words


class CalculatorsPlugin(BasePlugin[PluginConfig]):
    """Puts the calculators' runtime into the site and builds its other languages."""

    def __init__(self) -> None:
        self.serving = False
        self.loaded: State = {}
        self.runtime: Path | None = None
        self.others = Languages()
        self.moved: dict[str, str] = {}

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
        if self.serving:
            remember.listings(config.theme, [*state([Path(config.theme.dirs[0])])])
        config.extra_css.append(f"{home}{styles.ADDRESS}")
        script = ExtraScriptValue(f"{home}assets/live/index.js")
        script.type = "module"
        config.extra_javascript.append(script)
        return config

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the runtime, what the browser loads as written, and the pages made from the data."""
        if self.runtime:
            for shared in shared_files.files(config, self.runtime, _root(config) / "runtime" / "live"):
                files.append(shared)
        for made in (*pages.files(config, _root(config)), *notebooks.files(config, _root(config))):
            files.append(made)
        for file in [file for file in files if theme_styles.theirs(file.src_uri)]:
            files.remove(file)
        search.mend(files, config)
        return files

    def on_nav(self, nav: Navigation, files: Files, **_: object) -> Navigation:
        """Hold the redirects against the pages there are, and keep what is told to programs at the end."""
        self.moved = redirects.targets(self.config.redirects, files)
        self.nav, self.files = nav, files
        self.sources = "\n".join(file.src_uri for file in files)
        return nav

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files, **_: object) -> str:
        """Tell the author's syntax which page it reads, and say what is wrong in it without a traceback."""
        written.told(page, markdown)
        if page.file.generated_by:
            remember.render_once(page)
            if self.serving:
                page.meta["search"] = {"exclude": True}
        elif self.serving:
            remember.render_once(page, self.sources)
        written.plain(page)
        return machines.with_version(markdown, config)

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
        """Hand the verdict panel of a story's page to the theme, which has a margin for it."""
        said = words(config.mdx_configs["calculators"]["language"])
        html, page.meta["panel"] = panel.apart(semantics.mended(html, said))
        return lists.once(html)

    def on_page_context(self, context: TemplateContext, page: Page, **_: object) -> TemplateContext:
        """Tell the templates what the page rests on, its card, where it is edited, and whether the other languages have it."""
        about = page_context.about(page, context, self.config, _root(context["config"]), serving=self.serving)
        context.update(about)  # type: ignore[typeddict-item]
        return context

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files, **_: object) -> Environment:
        """Give the templates the reader's words."""
        env.bytecode_cache = remember.COMPILED
        search.entries(config)
        if self.serving:
            sources = state([Path(config.config_file_path), Path(config.theme.dirs[0])])
            remember.layouts(env, config, files, sources.items())
            remember.entries(config)
        return offline.equip(env, config, serving=self.serving)

    @event_priority(-100)
    def on_post_page(self, output: str, **about: Any) -> str:
        """Put the policy into every page as it will be published, and into those that the theme makes by itself."""
        where = about["page"].file.src_uri if "page" in about else about["template_name"]
        if self.serving and "page" in about:
            return remember.once("policy", about["page"], [output], lambda: policy.guarded(output, where, serving=True))
        return policy.guarded(output if self.serving else policy.lean(output), where, serving=self.serving)

    @event_priority(-100)
    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig, **_: object) -> str:
        """The same, and the list for search engines without what is made for frames."""
        if template_name == "sitemap.xml":
            return without_frames(output, config.site_url or "")
        return self.on_post_page(output, template_name=template_name)

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Build the other languages, after all that other plugins still do for this one."""
        redirects.write(self.moved, config, serving=self.serving)
        if not self.serving:
            machines.write(config, self.files, self.nav)
        for path in self.config.languages:
            self.others.build(Path(path), config, self._common(_root(config)), serving=self.serving)
        if not self.config.home:
            cards.prune(_root(config))
            offline.finish(Path(config.site_dir), config.site_url or "", serving=self.serving)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watch what pages are made of besides this language's Markdown."""
        root = _root(config)
        ours = [str(path) for path in (*self._common(root), root / "runtime" / "live") if path.is_dir()]
        watching.watch(server, (*ours, *self.config.languages, *map(languages.docs_dir, self.config.languages)))
        return server

    def on_shutdown(self) -> None:
        """Remove what was built beside the served folder."""
        self.others.remove()

    @staticmethod
    def _common(root: Path) -> list[Path]:
        """What pages of every language are made of."""
        return [root / "calculators", root / CASES, root / notebooks.FOLDER]

    def _restart_if_changed(self, root: Path, config: MkDocsConfig) -> None:
        """Python keeps modules once read, so a server whose library was edited starts anew in its place."""
        now = state([root / "calculators"])
        if self.serving and self.loaded and now != self.loaded:
            self.on_shutdown()
            shutil.rmtree(config.site_dir, ignore_errors=True)
            os.execv(sys.executable, [sys.executable, "-m", "mkdocs", *sys.argv[1:]])
        self.loaded = now


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).absolute().parent
