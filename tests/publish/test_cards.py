"""The cards: how their text is broken, what is drawn, and that every page of the site has one that exists."""

import io
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from mkdocs.exceptions import PluginError
from PIL import Image

from calculators.publish import card_picture, cards
from calculators.publish.card_lines import NOT_FIRST, NOT_LAST, shortened, wrapped
from calculators.publish.card_pen import Pen
from calculators.publish.card_picture import Card, outcome_colours, picture
from calculators.publish.embedded import FOLDER as EMBEDDED

ROOT = Path(__file__).parents[2]
SITE = "The Chip War, Computed"
NOTHING_OF_OURS = ("404.html", "503.html")
LARGEST = 16 * 1024
H20 = Card(
    SITE, "Chips", "Nvidia H20", "", "2,368 TPP", "denial", "Licence required: presumption of denial", "To China"
)


def width(text: str) -> float:
    """As a typewriter has it: a wide sign is two narrow ones."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


# Lines


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, []),
        ("The H20", 7, ["The H20"]),
        ("The H20", 6, ["The", "H20"]),
        ("The line at 4,800", 13, ["The line", "at 4,800"]),
        ("  The \n line ", 20, ["The line"]),
        ("2,368\u00a0TPP to go", 9, ["2,368\u00a0TPP", "to go"]),
        ("case-by-case review", 8, ["case-", "by-case", "review"]),
        ("3A090.a 4A090.a", 8, ["3A090.a", "4A090.a"]),
        ("Letters of April (H20, MI308)", 18, ["Letters of April", "(H20, MI308)"]),
        ("這種長長長長的話，好", 12, ["這種長長長", "長的話，好"]),
        ("晶片戰爭", 4, ["晶片", "戰爭"]),
        ("晶片戰爭", 5, ["晶片", "戰爭"]),
        ("只差32：規則量算力，不量頻寬", 20, ["只差32：", "規則量算力，不量頻寬"]),
        ("輝達H20的TPP", 8, ["輝達H20", "的TPP"]),
        ("輸往中國須取得NVIDIA許可", 10, ["輸往中", "國須取得", "NVIDIA許可"]),
    ],
)
def test_a_text_is_broken_between_words_and_between_wide_signs(text: str, room: float, lines: list[str]) -> None:
    assert wrapped(text, room, width) == lines


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("量算力，不", 6, ["量算", "力，不"]),
        ("算力（頻寬）", 6, ["算力", "（頻", "寬）"]),
        ("算力。」頻", 8, ["算力。」", "頻"]),
        ("算力——頻寬", 6, ["算力——", "頻寬"]),
        ("達到80%者", 6, ["達到", "80%者"]),
    ],
)
def test_no_line_begins_or_ends_with_a_sign_that_may_not(text: str, room: float, lines: list[str]) -> None:
    assert wrapped(text, room, width) == lines


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("incomprehensibilities", 10, ["incomprehe", "nsibilitie", "s"]),
        ("an incomprehensible x", 10, ["an", "incomprehe", "nsible x"]),
        ("晶", 1, ["晶"]),
    ],
)
def test_a_word_longer_than_a_line_is_broken_where_it_has_to_be(text: str, room: float, lines: list[str]) -> None:
    assert wrapped(text, room, width) == lines


@given(st.text("ab 晶片，。（）「」、4,-—", max_size=60), st.integers(8, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: int) -> None:
    lines = wrapped(text, room, width)

    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(line == line.strip() and 0 < width(line) <= room for line in lines)


@given(
    st.lists(st.sampled_from(["晶", "片，", "（甲", "「乙」。", "款）", "規——", "約$9%", "達80%"]), max_size=30),
    st.integers(8, 20),
)
def test_signs_stay_where_they_may(pieces: list[str], room: int) -> None:
    lines = wrapped("".join(pieces), room, width)

    assert all(line[0] not in NOT_FIRST and line[-1] not in NOT_LAST for line in lines)


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("One two three", 2, ["One two", "three"]),
        ("One two three, four", 2, ["One two", "three…"]),
        ("量算力，不量頻寬", 1, ["量算力…"]),
    ],
)
def test_what_does_not_fit_is_marked(text: str, most: int, lines: list[str]) -> None:
    assert shortened(text, most, 7, width) == lines


# Pictures


@pytest.fixture(scope="module")
def pen() -> Pen:
    return Pen(ROOT / cards.FONTS)


@pytest.fixture(scope="module")
def colours() -> dict[str, str]:
    return outcome_colours((ROOT / cards.COLOURS).read_text("utf-8"))


@pytest.fixture(scope="module")
def sign() -> str:
    return (ROOT / cards.SIGN).read_text("utf-8")


@pytest.mark.parametrize("said", [H20, Card("晶片戰爭，算給你看", "故事", "只差32：規則量算力", "量的是什麼。" * 30)])
def test_the_same_card_has_the_same_bytes(said: Card, pen: Pen, sign: str, colours: dict[str, str]) -> None:
    first = picture(said, pen, sign, colours)
    card_picture.sign_mask.cache_clear()

    assert picture(said, Pen(ROOT / cards.FONTS), sign, colours) == first
    image = Image.open(io.BytesIO(first))
    assert (image.size, image.mode) == (card_picture.SIZE, "P")


def test_a_verdict_has_the_colour_that_pages_give_it(pen: Pen, sign: str, colours: dict[str, str]) -> None:
    def shown(outcome: str) -> set[str]:
        card = Card(H20.site, H20.part, H20.title, "", H20.figure, outcome, H20.verdict, H20.asked)
        image = Image.open(io.BytesIO(picture(card, pen, sign, colours))).convert("RGB")
        return {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in image.getcolors()}

    assert colours["denial"] in shown("denial")
    assert colours["denial"] not in shown("case-by-case")
    assert colours["case-by-case"] in shown("case-by-case")


def test_letters_that_stand_closer_do(pen: Pen) -> None:
    assert pen.width("To", 100) < pen.width("T", 100) + pen.width("o", 100) - 5
    assert pen.width("晶片", 100) == 200


@pytest.mark.parametrize(("sign", "there"), [("A", True), (" ", True), ("\u00a0", True), ("晶", True), ("𓀀", False)])
def test_the_font_tells_what_it_has(pen: Pen, sign: str, there: bool) -> None:
    assert pen.has(sign) is there


def test_the_font_has_every_han_sign_of_the_first_level(pen: Pen) -> None:
    first = bytes(byte for lead in range(0xA4, 0xC7) for trail in range(0x40, 0x7F) for byte in (lead, trail))

    assert [each for each in first.decode("big5", "ignore") if not pen.has(each)] == []


def test_a_sign_that_the_font_lacks_is_named_with_page_and_script(tmp_path: Path) -> None:
    with pytest.raises(PluginError) as fault:
        cards.placed(Card(SITE, "", "The 𓀀"), "story/x.md", ROOT, tmp_path)

    for part in ("story/x.md", "'𓀀'", "U+13000", "'The 𓀀'", "scripts/card_font.py"):
        assert part in str(fault.value)
    assert list(tmp_path.iterdir()) == []
    assert (ROOT / cards.SCRIPT).is_file()


def test_what_was_drawn_once_is_kept_and_other_words_are_another_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("runtime", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    drawn: list[str] = []

    def draw(said: Card, *rest: object) -> bytes:
        drawn.append(said.title)
        return said.title.encode()

    monkeypatch.setattr(cards, "picture", draw)
    names = [cards.placed(Card(SITE, "", title), "x.md", tmp_path, tmp_path / "out") for title in ("a", "b", "a")]

    assert drawn == ["a", "b"]
    assert names[0] == names[2] != names[1]
    assert (tmp_path / "out" / names[1]).read_bytes() == b"b"


# Pages


def head(html: str) -> dict[str, str]:
    """What a page's meta tags say, by their name or property."""
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            about = dict(attrs)
            if key := tag == "meta" and (about.get("property") or about.get("name")):
                assert key not in found
                found[key] = about["content"] or ""

    Reader().feed(html.partition("</head>")[0])
    return found


def test_every_page_has_its_card(site: Path, site_url: str) -> None:
    shown = set()
    for path in sorted(site.rglob("*.html")):
        where = path.relative_to(site).as_posix()
        text = path.read_text("utf-8")
        if 'http-equiv="refresh"' in text:
            continue
        said = head(text)
        inside = where.removeprefix("zh-Hant/")
        if inside in NOTHING_OF_OURS or inside.startswith(f"{EMBEDDED}/") or path.name != "index.html":
            assert not any(key.startswith(("og:", "twitter:")) for key in said), where
            continue
        assert said["og:url"] == site_url + where.removesuffix("index.html")
        assert said["og:locale"] == ("zh_TW" if where != inside else "en")
        assert said["og:type"] == ("website" if inside == "index.html" else "article")
        assert said["twitter:card"] == "summary_large_image"
        assert said["og:title"] and said["og:image:alt"].startswith(said["og:title"]), where
        assert said["og:description"] == said["description"] != "", where
        assert said["og:image"].startswith(f"{site_url}assets/cards/"), where
        file = site / said["og:image"].removeprefix(site_url)
        with Image.open(file) as image:
            assert image.size == (int(said["og:image:width"]), int(said["og:image:height"])) == (1200, 630)
        assert file.stat().st_size <= LARGEST, (where, file.stat().st_size)
        shown.add(file)

    assert shown == set((site / "assets" / "cards").iterdir())
    assert len(shown) > 300
    assert list(site.rglob("*.otf")) == []


@pytest.mark.parametrize(("language", "way"), [("en", ""), ("zh-Hant", "zh-Hant/")])
def test_titles_and_descriptions_are_those_that_the_writer_wrote(site: Path, language: str, way: str) -> None:
    for path in sorted((ROOT / "docs" / language).rglob("*.md")):
        written = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        place = path.relative_to(ROOT / "docs" / language).with_suffix("").as_posix()
        folder = place.removesuffix("index") if place.endswith("index") else f"{place}/"
        said = head((site / way / folder / "index.html").read_text("utf-8"))

        assert (said["og:title"], said["og:description"]) == (written["title"], written["description"])


def test_a_chips_card_says_its_figure_and_verdict(site: Path) -> None:
    said = head((site / "chips" / "nvidia-h20" / "index.html").read_text("utf-8"))["og:image:alt"]

    assert re.fullmatch(r"Nvidia H20 · 2,368\sTPP · [A-Z].+ · To China on \d{4}-\d\d-\d\d\. Not legal advice\.", said)


def page(title: str, place: str, above: list[str] | None = None, *, home: bool = False) -> SimpleNamespace:
    ancestors = [SimpleNamespace(title=each) for each in above or []]
    file = SimpleNamespace(src_uri=place)
    return SimpleNamespace(title=title, meta={}, file=file, ancestors=ancestors, is_homepage=home, canonical_url="x")


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        (page("TPP", "calculators/tpp.md", ["What the law measures", "Calculators"]), "Calculators"),
        (page("H20", "chips/nvidia-h20.md"), "Chips"),
        (page("Chips", "chips/index.md"), ""),
        (page("About", "about.md"), ""),
        (page("The verdict", "index.md", home=True), "The verdict"),
    ],
)
def test_a_card_names_the_part_of_the_site(asked: SimpleNamespace, part: str) -> None:
    chips = asked if asked.file.src_uri == "chips/index.md" else page("Chips", "chips/index.md")
    found = cards.part(asked, {"pages": [SimpleNamespace(src_uri="chips/index.md", page=chips)]})

    assert found == part


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("Nvidia H20: letter, effective. Then.", "Letter, effective. Then."),
        ("The H20 is not Nvidia H20.", "The H20 is not Nvidia H20."),
        ("", "The site."),
    ],
)
def test_a_card_does_not_say_its_title_twice(description: str, text: str) -> None:
    config = SimpleNamespace(site_name=SITE, site_description="The site.")
    asked = page("Nvidia H20", "x.md")
    asked.meta["description"] = description

    assert cards.card(asked, {"config": config, "pages": []}) == Card(SITE, "", "Nvidia H20", text)


def test_quotation_marks_end_no_attribute() -> None:
    layout = (ROOT / "docs" / "overrides" / "main.html").read_text("utf-8")
    base = "{% block site_meta %}{% endblock %}"
    text = 'Who said "4,800" & <when>?'
    page = SimpleNamespace(
        meta={"title": text, "description": text}, canonical_url="https://example.org/", is_homepage=False, url=""
    )
    config = SimpleNamespace(
        site_name=text,
        extra={},
        plugins={"calculators": SimpleNamespace(config=SimpleNamespace(repository="", home=""))},
        theme=SimpleNamespace(language="zh-TW", favicon="x.svg"),
        site_description="",
    )
    environment = Environment(loader=DictLoader({"main.html": layout, "base.html": base}))
    environment.filters["url"] = str
    card = {"url": "https://example.org/x.png", "width": 1200, "height": 630, "alt": text}
    said = head(environment.get_template("main.html").render(page=page, config=config, card=card, untranslated=True))

    for key in ("description", "og:site_name", "og:title", "og:description", "og:image:alt"):
        assert said[key] == text
    assert said["og:locale"] == "zh_TW"
