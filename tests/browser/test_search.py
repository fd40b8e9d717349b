"""The site's own search finds every term of the glossary, in both languages, on each page that has it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

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
