"""From one language to the other and back."""

import re

from .conftest import touch


def other_language(page):
    page.get_by_role("button", name=re.compile("Select language|選擇語言")).hover()
    shown = page.locator("html").get_attribute("lang")
    page.locator(f"a[data-root]:not([hreflang='{shown}'])").click()
    page.wait_for_load_state()


def test_the_link_leads_to_the_same_page_with_its_query(new_page, site_url):
    page = new_page("h20/?to=CN")
    other_language(page)

    assert page.url == f"{site_url}zh-Hant/h20/?to=CN"
    assert page.locator("html").get_attribute("lang") == "zh-TW"

    other_language(page)

    assert page.url == f"{site_url}h20/?to=CN"


def test_the_link_follows_instant_navigation(new_page, site_url):
    page = new_page()
    touch(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.sameDocument = true")
    page.locator(".md-tabs a[href$='about/']").click()
    page.wait_for_url(f"{site_url}about/")
    page.locator("h1").wait_for()
    assert page.evaluate("window.sameDocument")

    other_language(page)

    assert page.url == f"{site_url}zh-Hant/about/"


def test_the_link_works_without_javascript(new_page, site_url):
    page = new_page("about/", java_script_enabled=False)
    other_language(page)

    assert page.url == f"{site_url}zh-Hant/about/"
