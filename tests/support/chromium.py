"""A headless Chromium, driven through a pipe: what people see of a page and can do with it."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

AXE = Path(__file__).parents[2] / ".venv/axe/axe.min.js"
"""The accessibility checker, installed by `tools/setup tests`."""
NAMES = ("chromium", "google-chrome", "chromium-browser")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=fr")
PATIENCE = 150
"""Seconds after which a browser that does not answer is killed."""
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27}


class Browser:
    """One page of a running Chromium."""

    def __init__(self, read: Any, write: Any, kill: Callable[[], None]) -> None:
        self._read, self._write, self._kill = read, write, kill
        self._numbers = count(1)
        self._session = ""
        self.requests: list[str] = []
        """The addresses that the page has requested."""

    def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of Chromium, and return its result; note the page's requests meanwhile."""
        number = next(self._numbers)
        request = {"id": number, "method": method, "params": parameters}
        if self._session:
            request["sessionId"] = self._session
        self._write.write(json.dumps(request).encode() + b"\0")
        self._write.flush()
        while True:
            message = self._next()
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]

    def _next(self) -> Any:
        """Return the next message of Chromium."""
        letters = bytearray()
        patience = Timer(PATIENCE, self._kill)
        patience.start()
        while (letter := self._read.read(1)) not in (b"\0", b""):
            letters += letter
        patience.cancel()
        assert letters, "Chromium ended"
        message = json.loads(letters)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        return message

    def attach(self) -> None:
        """Open the page."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        answer = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = answer["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")

    def open(self, path: Path, *, scripts: bool = True, without: tuple[str, ...] = ()) -> None:
        """Load a file, with its scripts or without, and `without` some of the files beside it.

        Where scripts are off, no promise can be awaited in the page.
        """
        self.requests.clear()
        self.call("Network.setBlockedURLs", urls=[f"*{one}" for one in without])
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Page.navigate", url=path.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def axe(self) -> list[str]:
        """Return the violations that axe-core finds in the page, as rule and place."""
        self.evaluate(AXE.read_text("utf-8"))
        violations = self.evaluate("axe.run().then((all) => all.violations)")
        return [f"{rule['id']}: {node['target']}" for rule in violations for node in rule["nodes"]]

    def press(self, key: str) -> None:
        """Press a named key."""
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                **{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]},
                **({"text": "\r"} if key == "Enter" and kind == "keyDown" else {}),
            )

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.call("Input.insertText", text=text)

    def resize(self, width: int, height: int) -> None:
        """Set the size of the page."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def prefer_dark(self, dark: bool) -> None:
        """Say whether whoever reads prefers a dark page."""
        value = "dark" if dark else "light"
        features = [{"name": "prefers-color-scheme", "value": value}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def picture(self) -> bytes:
        """Return a screenshot of the page, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield the page of a new Chromium, and end it."""
    program = next(filter(None, map(shutil.which, NAMES)))
    down, up = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        words = [program, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={folder}"]
        script = f'exec "$@" 3<&{down[0]} 4>&{up[1]}'
        process = subprocess.Popen(
            ["bash", "-c", script, "bash", *words],
            pass_fds=(down[0], up[1]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(down[0])
        os.close(up[1])
        with os.fdopen(down[1], "wb") as write, os.fdopen(up[0], "rb") as read:
            page = Browser(read, write, process.kill)
            try:
                page.attach()
                yield page
            finally:
                process.terminate()
                process.wait(30)
