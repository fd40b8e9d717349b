"""The theme's search is mended, and the build stops where it can't be."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import material
import pytest
from material.plugins.search.plugin import SearchIndex
from mkdocs.exceptions import PluginError

from calculators.publish.search import STRAIGHT, WORKER, entries, mended

WORKERS = Path(material.__file__).parent / "templates" / "assets" / "javascripts" / "workers"


def test_the_themes_own_worker_gets_what_is_put_in_and_nothing_else() -> None:
    (path,) = WORKERS.glob("search.*.min.js")
    before = path.read_text("utf-8")
    after = mended(before)

    assert WORKER.fullmatch(f"assets/javascripts/workers/{path.name}")
    assert after.count(STRAIGHT) == 2
    assert after.replace('.id+","}', ".id}").replace(f"e=e{STRAIGHT};", "").replace(STRAIGHT, "") == before


@pytest.mark.parametrize("worker", ["", "TokenSet.prototype.toString=function(){return this.text}"])
def test_a_theme_that_has_changed_stops_the_build(worker: str) -> None:
    with pytest.raises(PluginError, match=r"publish/search\.py"):
        mended(worker)


def test_cells_stand_apart_in_the_index_and_a_chips_nicknames_in_a_field_of_their_own() -> None:
    index = SearchIndex()
    html = '<p>All chips</p><h1 id="h20">H20</h1><dl><dt>Maker</dt><dd>Nvidia</dd></dl><h2 id="b">B</h2><p>b</p>'
    about: dict[str, Any] = {"content": html, "meta": {}, "title": "H20", "toc": [], "url": "chips/nvidia-h20/"}
    page = SimpleNamespace(**about, file=SimpleNamespace(src_uri="chips/nvidia-h20.md"))
    entries(SimpleNamespace(plugins={"material/search": SimpleNamespace(search_index=index)}))  # type: ignore[arg-type]
    index.add_entry_from_context(page)

    first, *others = index.entries
    assert page.content == html
    assert others[0]["text"].split() == ["Maker", "Nvidia"]
    assert "China's H100" in first["nicknames"] and first["nicknames"] in first["text"]
    assert not any("nicknames" in entry for entry in others)
