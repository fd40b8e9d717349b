"""The plugin's options, as they stand under `plugins: calculators:` in mkdocs.yml."""

from mkdocs.config import config_options as options
from mkdocs.config.base import Config


class PluginConfig(Config):
    """Read by `plugin.py`."""

    languages = options.ListOfItems(options.File(exists=True), default=[])
    """Configuration files of the site's other languages; `mkdocs.zh-Hant.yml` goes into `zh-Hant/`."""

    cache = options.Type(str, default=".cache/runtime")
    """Where built runtimes are kept, relative to the configuration file."""

    home = options.Type(str, default="")
    """The way from this site's root to the site that holds the runtime, such as `../`; empty: it is this one.
    Set for languages that are built along with another one, not by hand."""

    redirects = options.DictOfItems(options.Type(str), default={})
    """Old or guessed addresses, each ending in a slash, with the page that each leads to, as in nav: `map/: maps.md`."""
    repository = options.Optional(options.Type(str))
    """The project's address, such as `https://github.com/owner/name`, for the link that edits a page; empty: no such link."""
