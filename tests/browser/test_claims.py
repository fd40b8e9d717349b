"""Cards of claims: open on hover, focus and tap, closed by Escape, never over their number; and a plain link where no script runs."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import markdown
import pytest
from playwright.sync_api import Locator, Page, expect

from calculators.publish.claims_markdown import SOURCE
from calculators.publish.markdown import CalculatorsExtension

FILLER = "\n\n".join(["Text that takes up room, so that a page has to be scrolled."] * 40)
TEXT = f"""The H20 has {{{{ c030 }}}} of the rate, says the essay, and
[it satisfies the rule]{{{{ c027 }}}} with {{{{ c027.tpp }}}}.

{FILLER}

The link and PCIe make {{{{ c012.h800_with_pcie }}}}.

{FILLER}
"""


@pytest.fixture(scope="module")
def claims_page(site: Path) -> str:
    """A page with marks, in the frame of a page of the site."""
    token = SOURCE.set(("docs/en/marked.md", TEXT))
    content = markdown.Markdown(extensions=["attr_list", CalculatorsExtension(language="en")]).convert(TEXT)
    SOURCE.reset(token)
    content = content.replace('href="claims/index.md', 'href="../claims/')
    frame = (site / "about" / "index.html").read_text("utf-8")
    start = frame.index(">", frame.index('<article class="md-content__inner')) + 1
    return frame[:start] + content + frame[frame.index("</article>") :]


@pytest.fixture
def opened(new_page: Callable[..., Page], claims_page: str) -> Callable[..., Page]:
    return lambda **options: new_page("marked/", pages={"marked/": claims_page}, **options)


def mark(page: Page, id: str, key: str = "") -> Locator:
    return page.locator(f"a.claim[data-claim='{id}']" + (f"[data-key='{key}']" if key else ":not([data-key])"))


def card(page: Page, id: str) -> Locator:
    return page.locator(f"#card-{id}")


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]


def test_it_opens_on_hover_marks_the_figure_asked_about_and_closes_behind_the_pointer(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    expect(card(page, "c027")).to_be_hidden()

    mark(page, "c027", "tpp").hover()

    expect(card(page, "c027")).to_be_visible()
    expect(card(page, "c027").locator("[data-asked]")).to_have_text(re.compile("2,368"))
    card(page, "c027").locator(".claim-more a").hover()
    page.wait_for_timeout(400)
    expect(card(page, "c027")).to_be_visible()
    page.locator("p", has_text="takes up room").nth(12).hover()
    expect(card(page, "c027")).to_be_hidden()


def test_it_opens_on_focus_leads_in_with_enter_and_comes_back_with_escape(opened: Callable[..., Page]) -> None:
    page = opened()
    mark(page, "c030", "ratio").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card(page, "c030")).to_be_visible()
    expect(mark(page, "c030", "ratio")).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("Escape")
    expect(card(page, "c030")).to_be_hidden()

    page.keyboard.press("Enter")
    expect(card(page, "c030")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(mark(page, "c030", "ratio")).to_be_focused()
    expect(card(page, "c030")).to_be_hidden()
    assert page.url.endswith("marked/")


def test_it_opens_on_a_tap_and_closes_on_a_tap_elsewhere(opened: Callable[..., Page]) -> None:
    page = opened(viewport={"width": 390, "height": 700}, has_touch=True)

    mark(page, "c027").tap()
    expect(card(page, "c027")).to_be_visible()
    assert page.url.endswith("marked/")
    page.locator("h1, p", has_text="takes up room").nth(30).tap()
    expect(card(page, "c027")).to_be_hidden()


@pytest.mark.parametrize(
    "size", [{"width": 1280, "height": 800}, {"width": 390, "height": 640}, {"width": 320, "height": 480}]
)
@pytest.mark.parametrize("at", ["top", "middle", "bottom"])
def test_it_never_covers_its_number_nor_leaves_the_window(
    opened: Callable[..., Page], size: dict[str, int], at: str
) -> None:
    page = opened(viewport=size)
    number = mark(page, "c012", "h800_with_pcie")
    number.evaluate(
        """(link, at) => {
          const top = link.getBoundingClientRect().top + scrollY;
          const header = document.querySelector(".md-header").offsetHeight;
          scrollTo(0, top - { top: header + 4, middle: innerHeight / 2, bottom: innerHeight - 40 }[at]);
        }""",
        at,
    )

    number.hover()

    expect(card(page, "c012")).to_be_visible()
    box, own = card(page, "c012").bounding_box(), number.bounding_box()
    assert box
    assert own
    assert apart(box, own)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size["height"] + 1
    # The theme's header takes a moment to turn from the site's name to the page's.
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_a_number_leads_to_its_claim(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    expect(card(page, "c030")).to_be_hidden()

    mark(page, "c030", "ratio").click()

    assert page.url.endswith("/claims/#c030")
    expect(page.locator("#c030")).to_be_visible()


def test_the_card_leads_to_its_claim(opened: Callable[..., Page]) -> None:
    page = opened()
    mark(page, "c027").click()

    card(page, "c027").locator(".claim-more a").click()

    expect(page).to_have_url(re.compile("/claims/#c027$"))


# The page of all claims


def test_the_list_is_narrowed_and_the_address_says_how(new_page: Callable[..., Any]) -> None:
    page = new_page("claims/")
    rows = page.locator(".claim-list tbody tr:visible")
    expect(rows).to_have_count(124)

    page.locator("select[name=verdict]").select_option("wrong")
    expect(rows).to_have_count(13)
    page.locator("select[name=part]").select_option("part2")
    page.locator("input[name=filter]").fill("GB300")
    expect(rows).to_have_count(2)
    expect(page.locator(".lt-tools output")).to_have_text("2 of 124 claims")
    expect(page).to_have_url(re.compile(r"filter=GB300.*verdict=wrong.*part=part2"))

    again = new_page(page.url.split("/some/path/")[1])
    expect(again.locator(".claim-list tbody tr:visible")).to_have_count(2)
    page.locator("button[data-action=clear]").click()
    expect(rows).to_have_count(124)


def test_an_unknown_word_in_the_address_narrows_nothing(new_page: Callable[..., Any]) -> None:
    page = new_page("claims/?verdict=rong&known=later")

    expect(page.locator(".claim-list tbody tr:visible")).to_have_count(8)
