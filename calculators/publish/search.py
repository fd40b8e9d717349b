"""A mend of the theme's search, which loses words on a site with many figures.

Its index (lunr) shares the endings of words. It tells whether two are alike by a text of letters and numbers run together, in which the
figure 1 before the number 23 reads as 12 before 3. Endings that aren't alike are then shared, and a search for one of their words breaks
off or finds nothing (lunr.js, issues 503 and 529). With a comma between them nothing reads in two ways.
"""

import re
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

WORKER: Final = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
_TEXT: Final = re.compile(r"(TokenSet\.prototype\.toString=function\(\)\{[^}]*?\b(\w)=\2\+\w\+\w\.id)(?=\})")


def mended(worker: str) -> str:
    """The worker's script with the comma; PluginError where the place isn't found, as after a change of the theme.

    >>> mended("t.TokenSet.prototype.toString=function(){for(;;){e=e+s+o.id}return e}")
    't.TokenSet.prototype.toString=function(){for(;;){e=e+s+o.id+","}return e}'
    """
    text, count = _TEXT.subn(r'\1+","', worker)
    if count != 1:
        raise PluginError("The theme's search has changed: see whether calculators/publish/search.py is still needed.")
    return text


def mend(files: Files, config: MkDocsConfig) -> None:
    """Put the mended worker in the place of the theme's."""
    for file in [file for file in files if WORKER.fullmatch(file.src_uri)]:
        files.remove(file)
        text = mended(Path(file.abs_src_path or "").read_text("utf-8"))
        files.append(File.generated(config, file.src_uri, content=text))
