"""Running the command in this process, as a shell would start it."""

from collections.abc import Callable

import pytest

from calculators.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line: exit code, standard output, standard error. Through a pipe, unless `columns` are given."""

    def answered(*arguments: str, columns: int | None = None) -> tuple[int, str, str]:
        if columns is None:
            monkeypatch.delenv("COLUMNS", raising=False)
        else:
            monkeypatch.setenv("COLUMNS", str(columns))
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return answered
