"""What stands in .github/: it parses, forms hold the fields that links fill in, actions are pinned, and no job may do more than it must."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
KINDS = {"input", "textarea", "dropdown", "checkboxes", "markdown"}
PINNED = re.compile(r"uses: (actions/[\w-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+\n")


def read(path: Path) -> Any:
    """A file as GitHub reads it: `on` is a word there, and no truth value."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_has_a_name_and_fields_with_labels_in_both_languages(path: Path) -> None:
    form = read(path)
    assert set(form) <= {"name", "description", "title", "labels", "body"} and {"name", "description", "body"} <= set(
        form
    )
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids))
    for field in form["body"]:
        assert field["type"] in KINDS
        assert " · " in field["attributes"]["label"], field["id"]
        assert set(field) <= {"type", "id", "attributes", "validations"}
    assert any(field.get("validations", {}).get("required") == "true" for field in form["body"])


def test_a_link_can_fill_in_what_is_wrong_with_a_number() -> None:
    form = read(GITHUB / "ISSUE_TEMPLATE" / "wrong-number.yml")
    assert [field["id"] for field in form["body"]] == ["page", "state", "says", "should", "source"]


def test_there_is_a_form_for_everything() -> None:
    assert [path.stem for path in FORMS] == ["new-chip", "new-regulation", "other", "wrong-number"]
    assert read(GITHUB / "ISSUE_TEMPLATE" / "config.yml") == {"blank_issues_enabled": "false"}


@pytest.mark.parametrize("path", [*WORKFLOWS, GITHUB / "pull_request_template.md"], ids=lambda path: path.stem)
def test_every_target_that_is_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = path.read_text("utf-8")
    assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= targets
    for name in re.findall(r"(?:scripts/\w+\.py|\.ci/run)", text):
        assert (ROOT / name).is_file(), name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_and_say_their_release(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(PINNED.findall(text)) == text.count("uses:") > 0


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_read_and_asks_for_more_where_it_must(path: Path) -> None:
    flow = read(path)
    assert flow["permissions"] == {"contents": "read"}
    assert "secrets." not in path.read_text("utf-8")
    extra = {name: job["permissions"] for name, job in flow["jobs"].items() if "permissions" in job}
    wanted = {"build": {"contents": "read", "pages": "read"}, "deploy": {"pages": "write", "id-token": "write"}}
    assert extra == (wanted if path.stem == "pages" else {})


@pytest.mark.parametrize(("name", "starts"), [("test", {"push", "pull_request"}), ("pages", {"push", "workflow_dispatch"}),
                                              ("freshness", {"schedule", "workflow_dispatch"})])  # fmt: skip
def test_when_a_workflow_runs(name: str, starts: set[str]) -> None:
    assert set(read(GITHUB / "workflows" / f"{name}.yml")["on"]) == starts


def test_nothing_of_an_issue_or_a_branch_is_put_into_a_shell() -> None:
    for path in WORKFLOWS:
        for job in read(path)["jobs"].values():
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), path.name


def test_pages_are_built_for_their_address_and_link_to_their_repository() -> None:
    (build,) = (
        step
        for step in read(GITHUB / "workflows" / "pages.yml")["jobs"]["build"]["steps"]
        if step.get("run") == "make site"
    )
    assert set(build["env"]) == {"SITE_URL", "REPOSITORY"}
