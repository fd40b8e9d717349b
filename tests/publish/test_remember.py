"""What a server remembers from one edit to the next: the same is made once, and whatever differs is made anew."""

from types import SimpleNamespace
from typing import Any

import pytest

from calculators.publish import remember


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    monkeypatch.setattr(remember, "_kept", {})
    monkeypatch.setattr(remember, "_listed", {})


def a_page(**changes: Any) -> Any:
    page = {
        "url": "x/",
        "canonical_url": "http://localhost/x/",
        "file": SimpleNamespace(src_uri="x.md"),
        "title": "X",
        "meta": {},
        "markdown": "One.",
        "content": "<p>One.</p>",
        "toc": [],
        "_title_from_render": None,
        "present_anchor_ids": None,
        "links_to_anchors": None,
    }
    return SimpleNamespace(**page | changes)


class Template:
    """Counts how often it is filled."""

    blocks = "its blocks"

    def __init__(self) -> None:
        self.filled = 0

    def render(self, context: dict[str, Any]) -> str:
        self.filled += 1
        return f"{context['page'].content} {self.filled}"


SAME = {"page": a_page(), "untranslated": False}
LAYOUTS = [
    ("the same", SAME, "site", 1),
    ("another site: a title in the navigation, a template", SAME, "site, changed", 2),
    ("other content", {"page": a_page(content="<p>Two.</p>"), "untranslated": False}, "site", 2),
    ("other front matter", {"page": a_page(meta={"hide": ["toc"]}), "untranslated": False}, "site", 2),
    ("another title", {"page": a_page(title="Y"), "untranslated": False}, "site", 2),
    ("no longer translated", {"page": a_page(), "untranslated": True}, "site", 2),
    ("another page", {"page": a_page(file=SimpleNamespace(src_uri="y.md")), "untranslated": False}, "site", 2),
    (
        "the other language's",
        {"page": a_page(canonical_url="http://localhost/zh-Hant/x/"), "untranslated": False},
        "site",
        2,
    ),
]


@pytest.mark.parametrize(("name", "context", "site", "times"), LAYOUTS, ids=[row[0] for row in LAYOUTS])
def test_a_page_is_laid_out_once_for_each_state(name, context, site, times):
    template = Template()
    first = remember.Layout(template, "site").render(SAME)
    second = remember.Layout(template, site).render(context)

    assert template.filled == times
    assert (first == second) is (times == 1)


def test_others_may_extend_the_layout():
    assert remember.Layout(Template(), "site").blocks == "its blocks"


TEXTS = [
    ("the same", {}, "x.md", 1),
    ("another text", {"markdown": "Two."}, "x.md", 2),
    ("another file in the site", {}, "x.md y.md", 2),
]


@pytest.mark.parametrize(("name", "changes", "site", "times"), TEXTS, ids=[row[0] for row in TEXTS])
def test_a_text_is_rendered_once_for_each_state(name, changes, site, times):
    calls: list[str] = []

    def rendering(page: Any) -> None:
        def render(config: Any, files: Any) -> None:
            calls.append(page.markdown)
            page.content = f"<p id='a'>{page.markdown}</p>"

        page.render = render

    config: Any = SimpleNamespace(theme={"language": "en"}, mdx_configs={})
    for page, files in ((a_page(content=None), "x.md"), (a_page(content=None, **changes), site)):
        rendering(page)
        remember.render_once(page, files)
        page.render(config, None)

        assert page.content == f"<p id='a'>{page.markdown}</p>"
    assert len(calls) == times


def test_html_stays_out_of_markdowns_way_and_keeps_its_anchors():
    block = '<div class="record"><h2 id="steps">Steps</h2></div>'
    page = a_page(markdown=f"# X\n\n{block}\n", content=None)
    seen: list[str] = []

    def render(config: Any, files: Any) -> None:
        seen.append(page.markdown)
        page.content = page.markdown

    page.render = render
    remember.render_once(page)
    page.render(SimpleNamespace(theme={"language": "en"}, mdx_configs={}), None)

    assert block not in seen[0]
    assert block in page.content
    assert page.present_anchor_ids == {"steps"}


def test_the_search_gets_all_entries_though_each_page_is_divided_once():
    class Index:
        def __init__(self) -> None:
            self.entries: list[str] = []
            self.divided = 0

        def add_entry_from_context(self, page: Any) -> None:
            self.divided += 1
            self.entries += [page.url, page.content]

    for content, divided in (("<p>One.</p>", 2), ("<p>One.</p>", 0), ("<p>Two.</p>", 1)):
        index = Index()
        config: Any = SimpleNamespace(plugins={"material/search": SimpleNamespace(search_index=index)})
        remember.entries(config)
        for page in (
            a_page(content=content),
            a_page(url="y/", file=SimpleNamespace(src_uri="y.md"), canonical_url="y/"),
        ):
            index.add_entry_from_context(page)

        assert index.entries == ["x/", content, "y/", "<p>One.</p>"]
        assert index.divided == divided


def test_without_a_search_there_is_nothing_to_remember():
    config: Any = SimpleNamespace(plugins={})

    assert remember.entries(config) is None


def test_the_themes_files_are_listed_anew_only_when_a_template_of_ours_comes_or_goes():
    files = ["main.html"]
    for ours, expected in (
        (["a.html"], ["main.html"]),
        (["a.html"], ["main.html"]),
        (["a.html", "b.html"], ["main.html", "b.html"]),
    ):
        theme: Any = SimpleNamespace(
            get_env=lambda: SimpleNamespace(list_templates=lambda filter_func=None: list(files))
        )
        remember.listings(theme, ours)

        assert theme.get_env().list_templates(filter_func=None) == expected
        files[:] = ["main.html", "b.html"]
