"""What a page sends before its reader touches anything."""

import re

import pytest

from scripts.bench.pages import KINDS, LANGUAGES

MOST = 120_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_of_page_sends_more_than_it_may_or_anything_of_python(new_page, site_url, language):
    weighed = {}
    for kind, path in KINDS.items():
        # A text asks for nothing more, which on a busy machine would come late and be weighed with the page.
        page = new_page("robots.txt")
        asked = []
        page.on("requestfinished", lambda request, asked=asked: asked.append(request))
        answer = page.goto(f"{site_url}{LANGUAGES[language]}{path}", wait_until="networkidle")
        if answer.status == 200:
            assert not [each.url for each in asked if re.search(r"/assets/runtime/|/bundle\.", each.url)], kind
            weighed[kind] = sum(each.sizes()["responseBodySize"] for each in asked)
        page.context.close()

    assert len(weighed) > 20
    assert {kind: size for kind, size in weighed.items() if not 10_000 < size < MOST} == {}
