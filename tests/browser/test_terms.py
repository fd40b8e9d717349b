"""Terms in the prose: a card on hover, focus and tap, by the same means as a claim's; and a plain link where no script runs."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

CHAPTER = "story/05-thirty-two-points/"
TERM = "ridge-point"


def mark(page: Page) -> Locator:
    return page.locator(f"a.term[href$='#{TERM}']")


def card(page: Page) -> Locator:
    return page.locator(f"#term-card-{TERM}")


@pytest.mark.parametrize("address", [CHAPTER, f"zh-Hant/{CHAPTER}"])
def test_it_opens_on_hover_and_closes_behind_the_pointer(new_page: Callable[..., Page], address: str) -> None:
    page = new_page(address)
    expect(card(page)).to_be_hidden()

    mark(page).hover()

    expect(card(page)).to_be_visible()
    expect(card(page)).to_contain_text("轉折點")
    page.locator("h1").hover()
    expect(card(page)).to_be_hidden()


def test_keys_lead_in_and_out_again(new_page: Callable[..., Page]) -> None:
    page = new_page(CHAPTER)
    mark(page).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card(page)).to_be_visible()

    page.keyboard.press("Enter")
    expect(card(page)).to_be_focused()
    page.keyboard.press("Escape")

    expect(card(page)).to_be_hidden()
    expect(mark(page)).to_be_focused()


def test_a_tap_opens_it_beside_its_word_and_its_link_leads_to_the_glossary(new_page: Callable[..., Page]) -> None:
    page = new_page(f"zh-Hant/{CHAPTER}", viewport={"width": 390, "height": 844}, has_touch=True)
    mark(page).scroll_into_view_if_needed()
    mark(page).tap()
    expect(card(page)).to_be_visible()
    word, box = mark(page).bounding_box(), card(page).bounding_box()
    assert word and box
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= word["y"] or box["y"] >= word["y"] + word["height"]

    card(page).locator("a").tap()

    expect(page).to_have_url(re.compile(rf"zh-Hant/glossary/#{TERM}$"))
    expect(page.locator(f"h3#{TERM}")).to_be_in_viewport()


def test_without_a_script_it_is_a_link(new_page: Callable[..., Page]) -> None:
    page = new_page(CHAPTER, java_script_enabled=False)
    mark(page).click()

    expect(page).to_have_url(re.compile(rf"/glossary/#{TERM}$"))


def test_the_glossary_narrows_by_words_and_subject_and_the_address_says_so(new_page: Callable[..., Page]) -> None:
    page = new_page("glossary/")
    rows = page.locator(".term-list tbody tr:visible")
    expect(rows).to_have_count(251)
    # The elements come with a reader's first touch.
    page.locator("h1").hover()

    page.locator("input[name=filter]").fill("頻寬 density")
    expect(rows).to_have_count(
        page.locator(".term-list tbody tr", has_text="頻寬").filter(has_text=re.compile("density", re.I)).count()
    )
    page.locator("select[name=group]").select_option("chip")

    expect(page).to_have_url(re.compile("group=chip"))
    for row in rows.all():
        expect(row).to_have_attribute("data-group", "chip")


def test_every_page_ends_with_its_sources_and_their_day(new_page: Callable[..., Page]) -> None:
    page = new_page(CHAPTER)
    foot = page.locator(".page-sources")

    expect(foot).to_contain_text("Last checked")
    expect(foot).to_contain_text("Not legal advice.")
    expect(foot.locator("li").first).to_be_hidden()
    foot.locator("summary").click()
    expect(foot.locator("a[href$='chips/nvidia-h20/']")).to_be_visible()
