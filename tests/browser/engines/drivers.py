"""Three engines behind the same few acts. Firefox and WebKit are spoken to in their own tongues, so nothing has to be installed for it.

Firefox listens to Marionette, which is WebDriver's commands as JSON over a socket; WebKit's driver takes them over HTTP
(https://www.w3.org/TR/webdriver2/). Chromium goes by Playwright, as in the other tests.
"""

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar, override

PATIENCE = 60.0
"""Seconds; nothing here measures time."""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
CONTROL, DELETE = "\ue009", "\ue017"


class WebDriverFault(Exception):
    """A command was refused, or a script raised."""


def until(condition: Callable[[], Any], what: Callable[[], str]) -> Any:
    """What a condition gives once it gives anything."""
    end = time.monotonic() + PATIENCE
    while True:
        # A page that is being loaded anew can't be asked.
        with contextlib.suppress(WebDriverFault):
            if found := condition():
                return found
        if time.monotonic() > end:
            raise TimeoutError(what())
        time.sleep(0.05)


def end(process: subprocess.Popen[Any]) -> None:
    """Ends a process that leads its own group, and whatever it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Browser(ABC):
    """One window."""

    @abstractmethod
    def goto(self, address: str) -> None:
        """Opens an address; returns when the page has loaded."""

    @abstractmethod
    def back(self) -> None:
        """Goes back to the page before."""

    @abstractmethod
    def reload(self) -> None:
        """Loads the page anew."""

    @abstractmethod
    def run(self, script: str, *given: Any) -> Any:
        """What the body of an async function returns in the page, with `given` for it to read."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Clicks the first element of this kind as a reader does."""

    @abstractmethod
    def type(self, selector: str, text: str) -> None:
        """Puts a text in place of a field's by the keyboard."""

    @abstractmethod
    def close(self) -> None:
        """Ends it."""

    def choose(self, selector: str, value: str) -> None:
        """Sets a list or a day. Each engine draws its own list or calendar for that; here is what comes of it."""
        self.run(
            """const field = document.querySelector(given[0]);
            field.focus();
            field.value = given[1];
            for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));""",
            selector,
            value,
        )

    def until(self, script: str, *given: Any) -> None:
        """Waits until an expression comes true in the page."""
        until(
            lambda: self.run(f"return Boolean({script})", *given), lambda: f"{script}, with {given}, on {self.seen()}"
        )

    def seen(self) -> str:
        """Where it is and what stands there, for a failed test to tell."""
        return self.run("return `${location.href}: ${document.body.innerText.slice(0, 500)}`")


class Chromium(Browser):
    """Chromium or Chrome by Playwright."""

    def __init__(self, program: str, flags: Iterable[str], proxy: str) -> None:
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=program, args=list(flags), proxy={"server": f"http://{proxy}", "bypass": "localhost"}
        )
        self.page = self.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()

    @override
    def goto(self, address: str) -> None:
        self.page.goto(address)

    @override
    def back(self) -> None:
        self.page.go_back()

    @override
    def reload(self) -> None:
        self.page.reload()

    @override
    def run(self, script: str, *given: Any) -> Any:
        from playwright.sync_api import Error

        try:
            return self.page.evaluate(f"async (given) => {{ {script} }}", list(given))
        except Error as raised:
            raise WebDriverFault(raised.message) from None

    @override
    def click(self, selector: str) -> None:
        self.page.locator(selector).filter(visible=True).first.click()

    @override
    def type(self, selector: str, text: str) -> None:
        field = self.page.locator(selector).filter(visible=True).first
        field.press("ControlOrMeta+a")
        field.press_sequentially(text)

    @override
    def close(self) -> None:
        self.browser.close()
        self.playwright.stop()


class WebDriver(Browser):
    """By the commands of WebDriver."""

    left = 0
    """How many pages were left; the last one knows its number."""

    @abstractmethod
    def command(self, name: str, **parameters: Any) -> Any:
        """The value of a command's answer; `WebDriverFault` for an error."""

    @override
    def goto(self, address: str) -> None:
        self._go(lambda: self.command("Navigate", url=address))

    @override
    def back(self) -> None:
        self._go(lambda: self.command("Back"))

    @override
    def reload(self) -> None:
        # Firefox's own command asks past the service worker, as no reader does without holding Shift.
        self._go(lambda: self.run("setTimeout(() => location.reload())"))

    def _go(self, act: Callable[[], object]) -> None:
        # Firefox may return before it has left a page, WebKit before the next one's modules have run.
        self.left += 1
        self.run("window.left = given[0]", self.left)
        act()
        self.until("window.left !== given[0] && document.readyState === 'complete'", self.left)

    @override
    def run(self, script: str, *given: Any) -> Any:
        wrapped = f"""
            const [given, done] = arguments;
            (async () => {{ {script} }})().then((value) => done({{value: value ?? null}}), (fault) => done({{fault: String(fault)}}));
        """
        answer = self.command("ExecuteAsyncScript", script=wrapped, args=[list(given)])
        if answer is None or "fault" in answer:
            raise WebDriverFault(answer["fault"] if answer else "the page has gone")
        return answer["value"]

    @override
    def click(self, selector: str) -> None:
        self.command("ElementClick", id=self.element(selector))

    @override
    def type(self, selector: str, text: str) -> None:
        self.command("ElementSendKeys", id=self.element(selector), text=f"{CONTROL}a{CONTROL}{DELETE}{text}")

    def element(self, selector: str) -> str:
        """WebDriver's name for the first element that is drawn."""
        script = (
            "return [...document.querySelectorAll(arguments[0])].find((each) => each.getClientRects().length) ?? null"
        )
        found = until(lambda: self.command("ExecuteScript", script=script, args=[selector]), lambda: f"no {selector}")
        return found[ELEMENT]


class Firefox(WebDriver):
    """Firefox by Marionette: `length:[0, number, command, parameters]`, and `[1, number, error, value]` back."""

    def __init__(self, program: str, proxy: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True)
        profile = Path(self.folder.name)
        host, port = proxy.split(":")
        wishes: dict[str, Any] = {
            "marionette.port": 0,
            "network.proxy.type": 1,
            **{f"network.proxy.{kind}": host for kind in ("http", "ssl")},
            **{f"network.proxy.{kind}_port": int(port) for kind in ("http", "ssl")},
        }
        text = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wishes.items())
        (profile / "user.js").write_text(text)
        self.process = subprocess.Popen(
            [
                program,
                "--headless",
                "--marionette",
                "--no-remote",
                "--width=1280",
                "--height=900",
                "--profile",
                profile,
            ],
            env={**os.environ, "HOME": str(profile)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        place = profile / "MarionetteActivePort"
        listens = until(lambda: place.exists() and place.read_text(), lambda: "Firefox did not start")
        self.socket = socket.create_connection(("127.0.0.1", int(listens)), timeout=2 * PATIENCE)
        self.answers = self.socket.makefile("rb")
        self.numbers = itertools.count(1)
        self._read()
        self.command("NewSession", capabilities={"alwaysMatch": {}})

    @override
    def command(self, name: str, **parameters: Any) -> Any:
        text = json.dumps([0, next(self.numbers), f"WebDriver:{name}", parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, value = self._read()
        if error:
            raise WebDriverFault(f"{error['error']}: {error['message']}")
        # The value alone is boxed, a list or nothing isn't.
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def _read(self) -> Any:
        length = b""
        while (digit := self.answers.read(1)) != b":":
            assert digit, "Firefox has ended"
            length += digit
        return json.loads(self.answers.read(int(length)))

    @override
    def close(self) -> None:
        self.answers.close()
        self.socket.close()
        end(self.process)
        self.folder.cleanup()


class WebKit(WebDriver):
    """WebKitGTK's MiniBrowser, which needs a display: one of its own that nobody looks at."""

    ADDRESSES: ClassVar = {
        "Navigate": "url",
        "Back": "back",
        "ExecuteScript": "execute/sync",
        "ExecuteAsyncScript": "execute/async",
        "ElementClick": "element/{id}/click",
        "ElementSendKeys": "element/{id}/value",
    }

    def __init__(self, program: str, display: str, proxy: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="webkit-", ignore_cleanup_errors=True)
        self.display = subprocess.Popen(
            [display, "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self.display.stdout
        number = self.display.stdout.readline().decode().strip()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        homes = dict.fromkeys(
            ("HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), self.folder.name
        )
        self.process = subprocess.Popen(
            [program, f"--port={port}", "--host=127.0.0.1"],
            env={**os.environ, **homes, "DISPLAY": f":{number}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.home = f"http://127.0.0.1:{port}/"
        until(lambda: self._ask("GET", "status"), lambda: "WebKitWebDriver did not start")
        wishes = {
            "proxy": {
                "proxyType": "manual",
                "httpProxy": proxy,
                "sslProxy": proxy,
                "noProxy": ["localhost", "127.0.0.1"],
            }
        }
        try:
            session = self._ask("POST", "session", {"capabilities": {"alwaysMatch": wishes}})["sessionId"]
        except TimeoutError:
            self.close()
            raise
        self.home += f"session/{session}/"

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.home + path, method=method, data=content)
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            value = json.load(refused)["value"]
            raise WebDriverFault(f"{value['error']}: {value['message']}") from None
        except urllib.error.URLError:
            if path != "status":
                raise
            return None

    @override
    def command(self, name: str, **parameters: Any) -> Any:
        return self._ask("POST", self.ADDRESSES[name].format(**parameters), parameters)

    def close(self) -> None:
        """Ends it."""
        end(self.process)
        end(self.display)
        self.folder.cleanup()
