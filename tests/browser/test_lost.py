"""An address where nothing stands leads on."""

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
