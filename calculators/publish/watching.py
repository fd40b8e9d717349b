"""What a server watches, and how often it looks: by itself MkDocs looks twice a second, and waits as long for the first edit."""

from collections.abc import Iterable
from typing import Final

from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

LOOK: Final = 0.2
"""Seconds between two looks at what is watched; one takes eight thousandths. What the system itself would tell comes half a second late."""


def watch(server: LiveReloadServer, paths: Iterable[str]) -> None:
    """Watch these paths besides those that are watched already."""
    watched = [emitter.watch.raw_path for emitter in server.observer.emitters]
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=LOOK)
    for path in (*watched, *paths):
        server.watch(path)
