"""What a page may do: its policy follows its scripts, and what the policy would block in silence stops the build."""

import base64
import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from calculators.publish import machines, offline, policy

PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>T</title></head><body>{}</body></html>'


def allowed(html: str) -> list[str]:
    """The sources of scripts that a page's policy names, without the quotes."""
    (content,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    return next(part.split()[1:] for part in content.split("; ") if part.startswith("script-src"))


def checksum(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_script_is_allowed_by_its_checksum_which_changes_with_it():
    one, other = (policy.guarded(PAGE.format(f"<script>let a = {number}</script>")) for number in (1, 2))

    assert allowed(one) == ["'self'", "'wasm-unsafe-eval'", checksum("let a = 1")]
    assert allowed(other) == ["'self'", "'wasm-unsafe-eval'", checksum("let a = 2")]


@pytest.mark.parametrize(
    ("script", "counts"),
    [
        ("<script>x()</script>", True),
        ("<script type=module>x()</script>", True),
        ("<script type='importmap'>x()</script>", True),
        ("<SCRIPT>x()</SCRIPT >", True),
        ("<script src='x.js'></script>", False),
        ('<script id="c" type="application/json">x()</script>', False),
        ("<script type='application/ld+json'>x()</script>", False),
    ],
)
def test_what_counts_as_a_script_of_the_page(script, counts):
    assert (len(policy.hashes(script)) == 1) == counts


def test_a_script_is_named_once_and_white_space_belongs_to_it():
    html = policy.guarded(PAGE.format("<script>a</script><script>a</script><script> a\n</script>"))

    assert sorted(allowed(html)[2:]) == sorted([checksum("a"), checksum(" a\n")])


def test_the_policy_stands_before_everything_that_it_is_about():
    html = policy.guarded(PAGE.format("<script>a</script>"))

    assert html.startswith(
        '<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"'
    )


def test_no_script_of_any_text_and_nothing_from_elsewhere_is_allowed():
    content = policy.guarded(PAGE.format(""))

    assert "default-src 'none'" in content
    for word in ("unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"):
        assert word not in content


def test_while_serving_live_reload_may_run():
    html = policy.guarded(PAGE.format("<script>a</script>"), serving=True)

    assert allowed(html) == ["'self'", "'wasm-unsafe-eval'", "'unsafe-inline'"]


def test_what_is_no_page_stays_as_it_is():
    assert policy.guarded("<?xml version='1.0'?><urlset></urlset>") == "<?xml version='1.0'?><urlset></urlset>"


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<td class=a style='text-align: right'>",
        "<svg><style>a{}</style></svg>",
        '<img src=x onerror="x()">',
        "<button hidden onclick=x()>",
    ],
)
def test_what_the_policy_would_block_in_silence_stops_the_build(html):
    with pytest.raises(PluginError, match=r"^en/x\.md: .*policy blocks: use a class"):
        policy.guarded(PAGE.format(html), "en/x.md")


@pytest.mark.parametrize(
    "html",
    [
        "<p>style = none, and on = 1",
        '<p title="a style=b">',
        "<p data-style=a>",
        "<code>&lt;p style=a&gt;</code>",
        "<script>let on1 = 1; const style= 2</script>",
        '<option value="on">',
    ],
)
def test_what_only_looks_like_it_does_not(html):
    assert "Content-Security-Policy" in policy.guarded(PAGE.format(html))


# The site as built


def test_every_page_has_its_own_policy(site: Path):
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        scripts = [
            text
            for attributes, text in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL)
            if "src=" not in attributes and not re.search(r"application/(?:ld\+)?json", attributes)
        ]
        assert sorted(allowed(html)[2:]) == sorted({checksum(text) for text in scripts}), path


def rules(site: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (site / offline.HEADERS).read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found[list(found)[-1]].append(line.strip())
        else:
            found[line] = []
    return found


def test_headers_name_what_a_meta_tag_cannot_say(site: Path):
    found = rules(site)
    anywhere = next(lines for path, lines in found.items() if path.endswith("/path/*"))
    assert {line.split(":")[0] for line in anywhere} == {
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Permissions-Policy",
    }
    for folder in ("", "chips/*", "zh-Hant/", "zh-Hant/chips/*"):
        assert found[f"/some/path/{folder}"] == ["Content-Security-Policy: frame-ancestors 'self'"]
    assert len(found) < 100, "Cloudflare Pages reads no more rules than that"


def test_only_files_named_by_their_checksum_are_kept_for_ever(site: Path):
    found = rules(site)
    forever = {path for path, lines in found.items() if any("immutable" in line for line in lines)}
    files = {f"/some/path/assets/runtime/{path.name}" for path in (site / "assets" / "runtime").iterdir()}

    wheel = f"calculators-{version('calculators')}-py3-none-any.whl"
    assert files - forever == {f"/some/path/assets/runtime/{name}" for name in ("manifest.js", "manifest.json", wheel)}
    assert forever < files


def test_what_may_stand_in_a_frame_is_left_out(tmp_path: Path):
    for name in ("embed/tpp", "chips/a", "zh-Hant/embed/tpp", "zh-Hant/chips/a", "assets/runtime"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("404.html", "zh-Hant/404.html", "assets/runtime/x.0123456789ab.js"):
        (tmp_path / name).write_text("")
    text = policy.headers(tmp_path, "https://example.org/")

    framed = re.findall(r"^(/.*)\n  Content-Security-Policy: frame-ancestors", text, re.MULTILINE)
    assert framed == ["/", "/chips/*", "/zh-Hant/", "/zh-Hant/chips/*"]
    assert "/assets/runtime/x.0123456789ab.js\n  Cache-Control: public, max-age=31536000, immutable\n" in text


def test_the_list_names_every_file_that_a_reader_may_keep(site: Path):
    listed = json.loads((site / offline.LIST).read_text())
    for path, (integrity, size) in listed.items():
        content = (site / path / "index.html" if path == "" or path.endswith("/") else site / path).read_bytes()
        assert (integrity, size) == (policy.integrity(content), len(content))
    every = {path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*") if path.is_file()}
    left = every - set(listed)
    programs = {path for path in left if path.endswith(machines.NAMES) or re.fullmatch(r"data/.+\.(?:json|csv)", path)}
    others = {path for path in left if path.endswith(".map") or path.startswith("assets/cards/") or "/lunr/" in path}
    assert left - programs - others == {
        offline.LIST,
        offline.WORKER,
        offline.HEADERS,
        "sitemap.xml.gz",
        "zh-Hant/sitemap.xml.gz",
    }


def test_the_worker_stands_at_the_root_alone_and_knows_its_list(site: Path):
    worker = (site / offline.WORKER).read_text(encoding="utf-8")

    assert policy.integrity((site / offline.LIST).read_bytes()) in worker.splitlines()[0]
    assert list(site.rglob("service-*.js")) == [site / offline.WORKER]


def test_while_serving_the_worker_only_goes(tmp_path: Path):
    live = tmp_path / "assets" / "live"
    live.mkdir(parents=True)
    for name in offline.SCRIPTS:
        (live / name).write_text("kept()")
    offline.finish(tmp_path, "http://localhost:8000/", serving=True)

    assert "unregister()" in (tmp_path / offline.WORKER).read_text()
    assert not (tmp_path / offline.LIST).exists()
    assert list(live.iterdir()) == []
