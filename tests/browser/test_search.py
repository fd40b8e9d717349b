"""The site's own search finds every term of the glossary, in both languages, on each page that has it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from calculators.engine.chips import chips
from calculators.engine.glossary import glossary

ASK = """async (forms) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const base = new URL(config.base + "/", location.href);
  const index = await (await fetch(new URL("search/search_index.json", base))).json();
  const worker = new Worker(new URL(config.search, location.href));
  const ask = (type, data) => new Promise((done, broken) => {
    worker.onmessage = (event) => done(event.data.data);
    worker.onerror = (event) => broken(new Error(event.message));
    worker.postMessage({ type, data });
  });
  await ask(0, { ...index, options: {} });
  const found = {};
  for (const form of forms) {
    const { items } = await ask(2, form);
    found[form] = items.flat().filter((item) => item.score).map((item) => item.location);
  }
  worker.terminate();
  return { docs: index.docs, found };
}"""
"""What the page does when a reader types: the index and the questions go to the theme's own worker, in its own messages."""


AT_FIRST = 10
"""How many results there are before a reader scrolls on."""
BOX = "[data-md-component='search-query']"


def plain(text: str) -> str:
    """An entry's text as one line of small letters."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).casefold()


def occurs(form: str, text: str) -> bool:
    """Whether a text has this form, as words of its own where it is in Latin letters."""
    start, end = (r"(?<![A-Za-z0-9._'`+\-])", "(?![A-Za-z0-9_])") if form.isascii() else ("", "")
    return re.search(start + re.escape(form.casefold()) + end, text) is not None


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_term_is_found_on_every_page_that_has_it(new_page: Callable[..., Any], language: str) -> None:
    forms = {form: term.id for term in glossary().values() for form in term.forms(language)}
    page = new_page("about/" if language == "en" else "zh-Hant/about/")

    # The site fetches its search when a reader comes near it.
    page.locator(BOX).focus()
    answer = page.evaluate(ASK, list(forms))

    texts = {doc["location"]: plain(f"{doc['title']} {doc['text']}") for doc in answer["docs"]}
    missed = {}
    for form, id in forms.items():
        wanted = {place for place, text in texts.items() if occurs(form, text)}
        assert f"glossary/#{id}" in wanted, form
        if lost := wanted - set(answer["found"][form]):
            missed[form] = sorted(lost)[:5]
    assert missed == {}


@pytest.mark.parametrize(
    ("address", "typed", "wanted"),
    [
        ("about/", "performance density", ["glossary/#performance-density", "calculators/performance_density/"]),
        ("zh-Hant/about/", "效能密度", ["glossary/#performance-density", "calculators/performance_density/"]),
    ],
)
def test_what_is_typed_into_the_box_leads_to_the_pages_about_it(
    new_page: Callable[..., Any], address: str, typed: str, wanted: list[str]
) -> None:
    page = new_page(address)
    page.locator(BOX).fill(typed)
    links = page.locator(".md-search-result__link")
    links.first.wait_for()

    found = [re.sub(r"\?[^#]*", "", link.get_attribute("href") or "") for link in links.all()][:12]
    assert all(any(link.endswith(end) for link in found) for end in wanted), found


@pytest.mark.parametrize("typed", ["China's H100", "China’s H100", "特供版"])
@pytest.mark.parametrize("root", ["", "zh-Hant/"])
def test_a_nickname_finds_the_chips_that_carry_it_before_all_others(
    new_page: Callable[..., Any], root: str, typed: str
) -> None:
    page = new_page(f"{root}about/")
    page.locator(BOX).fill(typed)
    links = page.locator(".md-search-result__item > .md-search-result__link")
    links.first.wait_for()

    named = {id for id, chip in chips().items() if typed.replace("’", "'") in chip.nicknames}
    shown = [(link.get_attribute("href") or "").partition("?")[0] for link in links.all()[: min(len(named), AT_FIRST)]]
    first = {link.split("/chips/")[-1].strip("/") for link in shown}
    assert {"nvidia-h20", "nvidia-h800-sxm"} <= first <= named, shown
    assert typed.split()[-1] in links.first.inner_text()


@pytest.mark.parametrize("root", ["", "zh-Hant/"])
def test_what_chips_are_named_comes_before_what_they_are_called(new_page: Callable[..., Any], root: str) -> None:
    page = new_page(f"{root}about/")
    page.locator(BOX).focus()
    found = page.evaluate(ASK, ["H100"])["found"]["H100"]

    places = [found.index(f"chips/{id}/") for id in ("nvidia-h100-sxm", "nvidia-h100-pcie", "nvidia-h100-nvl")]
    assert max(places) < found.index("chips/nvidia-h20/")
