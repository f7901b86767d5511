"""A real Chromium without a window, driven through its own pipe: what people see and can do."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

AXE = Path(__file__).parents[2] / ".venv/axe/axe.min.js"
"""What finds in a page all that keeps people from it (`tools/setup tests`)."""
NAMES = ("chromium", "google-chrome", "chromium-browser")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=fr")
PATIENCE = 150
"""After how many seconds a browser that does not answer is ended."""
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27}


class Browser:
    """One page of a running Chromium."""

    def __init__(self, read: Any, write: Any) -> None:
        self._read, self._write = read, write
        self._numbers = count(1)
        self._session = ""
        self.asked: list[str] = []
        """The address of everything that the page has asked for."""

    def call(self, method: str, **given: Any) -> Any:
        """Ask Chromium for something, and return its answer; note what the page asks for."""
        number = next(self._numbers)
        told = {"id": number, "method": method, "params": given}
        if self._session:
            told["sessionId"] = self._session
        self._write.write(json.dumps(told).encode() + b"\0")
        self._write.flush()
        while True:
            said = self._next()
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]

    def _next(self) -> Any:
        """Return the next thing that Chromium says."""
        letters = bytearray()
        while (letter := self._read.read(1)) not in (b"\0", b""):
            letters += letter
        assert letters, "Chromium ended"
        said = json.loads(letters)
        if said.get("method") == "Network.requestWillBeSent":
            self.asked.append(said["params"]["request"]["url"])
        return said

    def attach(self) -> None:
        """Open the page."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        answer = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = answer["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")

    def open(self, path: Path, *, scripts: bool = True, without: tuple[str, ...] = ()) -> None:
        """Show a file, whole: with its scripts or without, and `without` some of its files.

        Where scripts are off, nothing that takes time can be asked of the page.
        """
        self.asked.clear()
        self.call("Network.setBlockedURLs", urls=[f"*{one}" for one in without])
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Page.navigate", url=path.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def tell(self, expression: str) -> Any:
        """Return what an expression comes to in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def axe(self) -> list[str]:
        """Return all that axe-core holds against the page, as rule and place."""
        self.tell(AXE.read_text("utf-8"))
        found = self.tell("axe.run().then((all) => all.violations)")
        return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]

    def press(self, key: str) -> None:
        """Press a key that has a name."""
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                **{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]},
                **({"text": "\r"} if key == "Enter" and kind == "keyDown" else {}),
            )

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        self.call("Input.insertText", text=text)

    def sized(self, width: int, height: int) -> None:
        """Give the page a size."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def picture(self) -> bytes:
        """Return the page as it is seen, as a PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a Chromium, give its page, and end it."""
    program = next(found for name in NAMES if (found := shutil.which(name)))
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
            page = Browser(read, write)
            patience = Timer(PATIENCE, process.kill)
            patience.start()
            try:
                page.attach()
                yield page
            finally:
                patience.cancel()
                process.terminate()
                process.wait(30)
