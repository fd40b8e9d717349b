"""An address where nothing stands leads on."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("chips/nvidia-h2O/", "chips/nvidia-h20/"),
        ("regulation/oct-2023/", "regulations/oct-2023/"),
        ("zh-Hant/chips/h20/", "zh-Hant/chips/nvidia-h20/"),
        ("calculators/TPP.html", "calculators/tpp/"),
    ],
)
def test_the_nearest_pages_are_offered_and_are_there(new_page, site_url, asked, meant):
    page = new_page(asked)
    link = page.locator(f".lost a[href='{site_url}{meant}']")
    expect(link).to_be_visible(timeout=PATIENCE)

    with page.expect_response(lambda response: response.url.endswith(meant)) as answered:
        link.click()
    assert answered.value.status == 200


def test_what_is_like_nothing_gets_the_whole_menu_and_no_guess(new_page):
    page = new_page("%3Cimg%20src=x%3E/qqqqqq/")

    expect(page.locator(".lost")).to_be_hidden()
    links = page.locator("article li a:visible")
    assert links.count() >= 8
    assert page.locator("article img").count() == 0


def test_an_address_of_the_other_language_is_answered_in_it_by_a_host_that_knows_one_such_page(new_page, site_url):
    page = new_page("zh-Hant/chips/h20/")
    article = page.locator("article")

    expect(page.locator("article h1")).to_have_text("找不到這個頁面", timeout=PATIENCE)
    expect(article).to_have_attribute("lang", re.compile("^zh"))
    expect(page).to_have_title("晶片戰爭，算給你看")
    expect(page.locator(f".lost a[href='{site_url}zh-Hant/chips/nvidia-h20/']")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("article p[lang=en]")).to_have_count(1)
    for link in page.locator("article > ul a").all():
        assert "/zh-Hant/" in link.get_attribute("href")


def test_without_a_script_it_says_so_in_one_sentence(new_page, site_url):
    page = new_page("zh-Hant/chips/h20/", java_script_enabled=False)
    said = page.locator("article p[lang=zh-Hant]")

    expect(said).to_contain_text("找不到這個頁面")
    said.locator("a").click()
    expect(page).to_have_url(f"{site_url}zh-Hant/")


def test_an_english_address_keeps_its_language(new_page):
    page = new_page("chips/h20/")

    expect(page.locator(".lost")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("article h1")).to_have_text("There is no such page")
    expect(page.locator("article")).not_to_have_attribute("lang", re.compile("."))
