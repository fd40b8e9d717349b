"""What axe-core finds on a page of the site as readers see it: light and dark, on a phone and at a desk."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from .served import ROOT

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LOOKS: Final = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
"""The rules that ask how a page looks; all others say the same of it in any colours, and nearly the same at any width."""
PALETTES: Final = {"light": "default", "dark": "slate"}
"""What the theme calls them."""
WIDTHS: Final = {"phone": 390, "desk": 1280}
VARIANTS: Final = tuple((scheme, screen) for screen in WIDTHS for scheme in PALETTES)
BEYOND: Final = ":is(tr, li, option, .law-part):nth-child(n + 7)"
"""What is left out where not all is looked at: the seventh row of a table or a list and those after it, made by the same code."""

# A colour that is still changing would be measured on its way.
RUN: Final = """async ([rules, beyond]) => {
    for (const each of document.getAnimations()) {
        try { each.finish(); } catch { each.cancel(); }
    }
    const found = await axe.run(beyond ? { exclude: [beyond] } : document, {
        runOnly: rules,
        resultTypes: ["violations"],
        preload: false,
        iframes: false,
    });
    return found.violations.map(({ id, help, nodes }) => ({
        rule: id,
        help,
        nodes: nodes.map(({ target, html }) => [target.join(" "), html]),
    }));
}"""


@cache
def source() -> str:
    """The text of axe-core, at the version that runtime/package-lock.json pins."""
    return (ROOT / "runtime" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


HERE: Final = "() => document.documentElement.classList.contains('js')"


def version(page: Any) -> str:
    """The version that looks at a page."""
    return str(page.evaluate("axe.version"))


def bring(page: Any) -> None:
    """Put axe into a page that is loaded; the page's policy doesn't bind the browser's debugger."""
    page.evaluate(source())


def turn(page: Any, scheme: str, screen: str) -> None:
    """Show the page that is loaded in other colours and at another width; the theme's script has to see it first."""
    page.set_viewport_size({"width": WIDTHS[screen], "height": 900})
    # What isn't laid out yet would stay in the middle of a change of colours.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    # A page for other sites' frames has no theme's script.
    if page.locator("script[data-theme]").count():
        # It comes with a touch, and then makes code that scrolls reachable by the keyboard.
        page.mouse.move(9, 9)
        page.wait_for_function(HERE)
        page.wait_for_timeout(300)
    page.wait_for_function("scheme => document.body.dataset.mdColorScheme === scheme", arg=PALETTES[scheme])


def faults(page: Any, *, whole: bool = True, looks: bool = False) -> Iterator[str]:
    """One line for each thing that breaks a rule, on the page as it stands; not `whole`: less what is `BEYOND`."""
    rules = {"type": "rule", "values": LOOKS} if looks else {"type": "tag", "values": TAGS}
    for found in page.evaluate(RUN, [rules, None if whole else BEYOND]):
        for target, html in found["nodes"]:
            yield f"{found['rule']}: {found['help']}: {target}: {html[:160]}"
