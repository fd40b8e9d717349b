"""What the site holds once for all its languages: the browser's runtime, scripts and styles, and the data for programs."""

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from . import data_files, styles


def files(config: MkDocsConfig, runtime: Path, live: Path) -> Iterator[File]:
    """The files of both folders, the style sheets of `live` as one, and the data."""
    for target, folder in {"assets/runtime": runtime, "assets/live": live}.items():
        for path in sorted(path for path in folder.iterdir() if path.suffix != ".css"):
            yield File.generated(config, f"{target}/{path.name}", abs_src_path=str(path))
    yield File.generated(config, styles.ADDRESS, content=styles.sheet(live, config.theme.dirs))
    for place, text in data_files.files().items():
        yield File.generated(config, place, content=text)
