"""Every reader can use every page: axe-core on each kind of page, zoom, keyboard, size of targets, motion, languages, the main job by ear.

`make audit` asks axe about all pages, whole, in all their views. Here one page of each kind is looked at in all eight, and every other page
once; the first rows of a table or list stand for the rest of it, and what depends on neither colours nor width is asked once.
"""

import os
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from .. import axe
from ..served import FOLDER, ROOT
from .conftest import PATIENCE, Calculator, touch

AUDIT: Final = runpy.run_path(str(ROOT / "scripts" / "audit.py"))
KINDS: Final = (
    "",
    "h20/",
    "about/",
    "access/",
    "story/05-thirty-two-points/",
    "timeline/",
    "maps/",
    "claims/",
    "glossary/",
    "chips/",
    "chips/huawei-ascend-910c/",
    "regulations/",
    "regulations/oct-2023/",
    "readings/",
    "calculators/roofline/",
    "calculators/compare_chips/",
    "calculators/training_run/",
    "calculators/press_check/",
    "calculators/notice_sheet/",
    "embed/export_verdict/",
    "explainers/what_is_a_tpp/",
    "speed/",
    "404.html",
)
ENGLISH_ONLY: Final = ("decisions/0011-b2-taken-by-a/", "decisions/0028-search/", "decisions/0032-press-check/")
PAGES: Final = (*KINDS, *(f"zh-Hant/{kind}" for kind in KINDS), *ENGLISH_ONLY)


# Controls smaller than WCAG 2.5.8 asks for, by what they are and how large.
SMALL: Final = """() => [...document.querySelectorAll("article :is(button, input, select, summary), .sp-place :is(button, input, select)")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".visually-hidden"))
    .map((each) => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
    .map(([html, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${html}`)"""
# Words of one language on a page of the other, by the language that their element says.
FOREIGN: Final = """(english) => {
    const han = /[\\u3400-\\u9fff]/;
    const phrase = /[A-Za-z]+(?: [a-z]{3,}){3}/;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
        const text = walk.currentNode.textContent;
        const parent = walk.currentNode.parentElement;
        if (parent.closest("script, style, template, noscript, pre, code")) continue;
        const said = parent.closest("[lang]").lang;
        if (english ? han.test(text) && !/^(zh|ja)/.test(said) : phrase.test(text) && said.startsWith("zh")) found.push(text.trim());
    }
    return found;
}"""
WIDE: Final = """() => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= innerWidth) return [];
    const over = [...document.querySelectorAll("main article *, .sp-place *")].filter(
        (each) => each.getBoundingClientRect().right > innerWidth + 1,
    );
    return [`${wide} pixels`, ...over.slice(0, 5).map((each) => each.outerHTML.slice(0, 120))];
}"""


@pytest.fixture(scope="module")
def walker(browser: Browser, site_url: str) -> Iterator[Callable[..., Page]]:
    """One page of one context that goes from address to address; at a desk and in light colours unless told otherwise."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()

    def go(address: str, screen: str = "desk") -> Page:
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.set_viewport_size({"width": axe.WIDTHS[screen], "height": 900})
        page.goto(site_url + address, wait_until="domcontentloaded")
        touch(page)
        # A page for other sites' frames has no theme's script.
        if page.locator("script[data-theme]").count():
            page.wait_for_function(axe.HERE)
        return page

    yield go
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_each_kind_is_for_every_reader(walker, address: str) -> None:
    page = walker(address)
    axe.bring(page)
    english = not address.startswith("zh-Hant/")
    found = [f"not said to be foreign: {text}" for text in page.evaluate(FOREIGN, english)]
    for scheme, screen in axe.VARIANTS:
        axe.turn(page, scheme, screen)
        rest = (scheme, screen) != ("light", "desk")
        found += [f"{scheme} {screen}: {line}" for line in axe.faults(page, whole=False, looks=rest)]
        found += [f"{screen}, too small: {line}" for line in page.evaluate(SMALL) if scheme == "light"]
    # 1280 pixels at 400%.
    page.set_viewport_size({"width": 320, "height": 256})
    found += [f"at 400%, wider than the screen: {line}" for line in page.evaluate(WIDE)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("home", ["", "zh-Hant/"])
def test_every_other_page_is_looked_at_once(browser: Browser, site_url: str, home: str) -> None:
    """As it comes, before a touch brings the scripts; the four views in turn."""
    # Code that scrolls takes the focus once the theme's script is there; a browser of today lets its keyboard in by itself.
    scripted = "scrollable-region-focusable"
    site = Path(os.environ[FOLDER], "site")
    rest = [each for each in AUDIT["pages"](site) if each.startswith("zh-Hant/") == bool(home) and each not in PAGES]
    found = []
    for (scheme, screen), walked in zip(axe.VARIANTS, [rest[at::4] for at in range(4)], strict=True):
        context = browser.new_context(
            service_workers="block",
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": axe.WIDTHS[screen], "height": 900},
        )
        page = context.new_page()
        for address in walked:
            page.goto(site_url + address, wait_until="domcontentloaded")
            axe.bring(page)
            lines = [line for line in axe.faults(page, whole=False) if not line.startswith(scripted)]
            found += [f"{address} {scheme} {screen}: {line}" for line in lines]
        context.close()

    assert len(rest) > 100
    assert not found, "\n".join(found)


def test_axe_does_see_what_is_wrong(walker) -> None:
    page = walker("about/")
    axe.bring(page)
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<input><h6>Deep</h6>')")

    assert {line.partition(":")[0] for line in axe.faults(page)} == {"heading-order", "label"}


STATES: Final = {
    "a verdict with all that is folded": ("", "desk"),
    "a claim's card": ("story/05-thirty-two-points/", "desk"),
    "the panel's drawer": ("story/05-thirty-two-points/", "phone"),
    "the menu of a phone": ("zh-Hant/about/", "phone"),
    "what the search found": ("about/", "desk"),
    "an error at a field": ("?fp8=3,35+TB/s", "phone"),
    "what can be taken away": ("", "phone"),
    "what can be taken away, in Chinese": ("zh-Hant/", "phone"),
}


def _show(page: Page, state: str) -> None:
    touch(page)
    if state == "a verdict with all that is folded":
        Calculator(page).start()
        page.evaluate("document.querySelectorAll('article details').forEach((each) => { each.open = true; })")
        Calculator(page).rests()
    elif state == "a claim's card":
        link = page.locator("article a.claim").first
        link.focus()
        expect(page.locator(".side-card:visible")).to_have_count(1)
    elif state == "the panel's drawer":
        page.locator(".sp-bar").click()
        expect(page.locator(".sp-body")).to_be_visible()
    elif state == "the menu of a phone":
        page.locator("label.md-header__button[for=__drawer]").click()
    elif state == "what the search found":
        page.get_by_role("textbox", name="Search").fill("licence")
        expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=PATIENCE)
    elif state.startswith("what can be taken away"):
        Calculator(page).button("share").click()
        expect(page.locator("dialog.share")).to_be_visible(timeout=PATIENCE)
    else:
        Calculator(page).has_state("invalid")


@pytest.mark.parametrize("state", STATES)
def test_what_a_reader_opens_breaks_no_rule_either(walker, state: str) -> None:
    page = walker(*STATES[state])
    _show(page, state)
    axe.bring(page)

    assert list(axe.faults(page, whole=False)) == []


@pytest.mark.parametrize("state", [state for state in STATES if state.startswith("what can be taken away")])
def test_at_400_percent_what_can_be_taken_away_scrolls_one_way(walker, state: str) -> None:
    page = walker(*STATES[state])
    page.set_viewport_size({"width": 320, "height": 256})
    _show(page, state)
    over = """dialog => [dialog, ...dialog.querySelectorAll("*")]
        .filter((each) => each.scrollWidth > each.clientWidth && getComputedStyle(each).display !== "inline")
        .map((each) => `${each.outerHTML.slice(0, 80)}: ${each.scrollWidth} > ${each.clientWidth}`)"""

    assert page.locator("dialog.share").evaluate(over) == []


# What a reader sees of an element, and of what stands for it where it is out of sight itself.
LOOKS: Final = """() => {
    const look = (each) => {
        const parts = [each, each.parentElement, each.nextElementSibling, ...each.querySelectorAll("*")].filter(Boolean);
        return parts.map((part) => {
            const style = getComputedStyle(part);
            const outline = style.outlineStyle === "none" ? "" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
            return [outline, style.boxShadow, style.backgroundColor, style.borderColor, style.color, style.fill, style.textDecoration];
        }).join("|");
    };
    const all = [...document.querySelectorAll("a[href], button:not([tabindex='-1']), input, select, summary, [tabindex='0']")]
        // It opens as it takes the focus.
        .filter((each) => !each.matches(".md-search__input"));
    const found = [];
    for (const each of all.filter((each) => each.checkVisibility({ visibilityProperty: true }))) {
        document.activeElement.blur();
        const before = look(each);
        each.focus();
        if (document.activeElement !== each) continue;
        for (const moving of document.getAnimations()) moving.finish();
        const box = each.getBoundingClientRect();
        if (look(each) === before) found.push(`no change: ${each.outerHTML.slice(0, 120)}`);
        else if (box.right <= 0 || box.left >= innerWidth) found.push(`out of sight: ${each.outerHTML.slice(0, 120)}`);
    }
    return [all.length, found];
}"""


@pytest.mark.parametrize("screen", axe.WIDTHS)
@pytest.mark.parametrize("address", ["", "zh-Hant/chips/"])
def test_a_keyboards_reader_sees_where_the_focus_is(walker, address: str, screen: str) -> None:
    page = walker(address, screen)
    # From here on the browser takes a focus for a keyboard's; a key that comes while the page settles may be lost.
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.activeElement.matches(':focus-visible')")
    count, unseen = page.evaluate(LOOKS)

    assert count > 40
    assert unseen == []


@pytest.mark.parametrize("address", ["", "story/05-thirty-two-points/", "timeline/"])
def test_nothing_moves_for_a_reader_who_wants_it_still(walker, address: str) -> None:
    moving = """() => [...document.querySelectorAll("body, body *")].filter((each) => {
        const style = getComputedStyle(each);
        const times = [style.transitionDuration, style.animationName === "none" ? "0s" : style.animationDuration];
        return times.join().split(",").some((time) => parseFloat(time) > 0);
    }).length"""
    page = walker(address)
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")

    assert page.evaluate(moving) == 0


JOB: Final = {
    "": {
        "form": "The chip, the day, the place",
        "chip": "Chip",
        "day": "On",
        "copy": "Copy link",
        "copied": "Link copied.",
        "denial": "presumption of denial",
        "before": "No rule in force",
    },
    "zh-Hant/": {
        "form": "晶片、日期與目的地",
        "chip": "晶片",
        "day": "適用日期",
        "copy": "複製連結",
        "copied": "已複製連結。",
        "denial": "推定拒絕",
        "before": "當時尚無規則",
    },
}
"""By roles and names: what docs' page "For every reader" tells a reader to look for."""


@pytest.mark.parametrize("home", JOB)
def test_the_main_job_by_ear(new_page: Callable[..., Page], home: str) -> None:
    name = JOB[home]
    page = new_page(home, permissions=["clipboard-read", "clipboard-write"])
    form = page.get_by_role("form", name=name["form"], exact=True)
    # The answer itself is an output, a status by its role, but told not to speak.
    heard = page.locator("live-calculator").get_by_role("status").and_(page.locator(":not(output)"))

    form.get_by_role("combobox", name=name["chip"], exact=True).select_option(label="H100 SXM")
    expect(heard.filter(has_text="H100 SXM")).to_contain_text(name["denial"], timeout=PATIENCE)

    figure = form.get_by_role("textbox", name="FP8", exact=True)
    figure.fill("3,35 TB/s")
    expect(figure).to_have_accessible_description(re.compile("3,35"), timeout=PATIENCE)
    expect(figure).to_have_attribute("aria-invalid", "true")
    figure.fill("100 TFLOPS")
    expect(figure).not_to_have_attribute("aria-invalid", "true", timeout=PATIENCE)

    form.get_by_label(name["day"], exact=True).fill("2022-01-01")
    expect(heard.filter(has_text=name["before"])).to_have_count(1, timeout=PATIENCE)

    form.get_by_role("button", name=name["copy"], exact=True).click()
    expect(heard.get_by_text(name["copied"], exact=True)).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    assert "on=2022-01-01" in link
