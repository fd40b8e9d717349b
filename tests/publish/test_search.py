"""The theme's search is mended, and the build stops where it can't be."""

from pathlib import Path

import material
import pytest
from mkdocs.exceptions import PluginError

from calculators.publish.search import WORKER, mended

WORKERS = Path(material.__file__).parent / "templates" / "assets" / "javascripts" / "workers"


def test_the_themes_own_worker_gets_its_comma_and_nothing_else() -> None:
    (path,) = WORKERS.glob("search.*.min.js")
    before = path.read_text("utf-8")
    after = mended(before)

    assert WORKER.fullmatch(f"assets/javascripts/workers/{path.name}")
    assert len(after) == len(before) + len('+","')
    assert after.replace('.id+","}', ".id}") == before


@pytest.mark.parametrize("worker", ["", "TokenSet.prototype.toString=function(){return this.text}"])
def test_a_theme_that_has_changed_stops_the_build(worker: str) -> None:
    with pytest.raises(PluginError, match=r"publish/search\.py"):
        mended(worker)
