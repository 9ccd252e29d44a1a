"""A real Chromium, driven over its debugging pipe: pages, keys, files, pictures, every request."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from programs import program

HANGS = 300
"""Seconds after which the page is taken to hang."""
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
]


class Chromium:
    """One browser with one page; `requests` holds every address that page and workers asked for."""

    def __init__(self, profile: Path) -> None:
        to_browser, ours_out = os.pipe()
        ours_in, from_browser = os.pipe()
        self.process = subprocess.Popen(
            ["bash", "-c", 'exec "$@" 3<&"$0_in" 4>&"$0_out"'.replace('"$0_in"', str(to_browser)).replace('"$0_out"', str(from_browser)), "browser",
             program("chromium"), *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(to_browser)
        os.close(from_browser)
        self._out, self._in = ours_out, ours_in
        self._number = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self._heard = threading.Condition()
        self.requests: list[str] = []
        self.console: list[str] = []
        self.workers: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(t["targetId"] for t in targets if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self._watch(self.session)
        for name in ("Page", "DOM"):
            self.page(f"{name}.enable")

    def close(self) -> None:
        """End the browser and whatever it started."""
        with contextlib.suppress(OSError, TimeoutError):
            self.send("Browser.close", patience=10)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        os.close(self._out)

    def send(
        self, method: str, session: str = "", patience: float = HANGS, **params: Any
    ) -> dict[str, Any]:
        """Send a command and return its answer."""
        number = self._tell(method, session, params)
        end = time.monotonic() + patience
        with self._heard:
            while number not in self._answers:
                if not self._heard.wait(max(0.0, end - time.monotonic())):
                    raise TimeoutError(method)
            answer = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _tell(self, method: str, session: str, params: dict[str, Any]) -> int:
        """Send a command and return its number."""
        with self._heard:
            self._number += 1
            message = {"id": self._number, "method": method, "params": params}
            if session:
                message["sessionId"] = session
            os.write(self._out, json.dumps(message).encode() + b"\0")
            return self._number

    def page(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command to the page."""
        return self.send(method, self.session, **params)

    def _watch(self, session: str) -> None:
        """Hear the requests and messages of a page or worker, and of workers that it starts.

        A service worker answers nothing before it may run, so that no answer is waited for.
        """
        for name in ("Network.enable", "Runtime.enable", "Log.enable"):
            self._tell(name, session, {})
        self._tell("Target.setAutoAttach", session, {"autoAttach": True, "flatten": True, "waitForDebuggerOnStart": True})  # fmt: skip
        self._tell("Runtime.runIfWaitingForDebugger", session, {})

    def _listen(self) -> None:
        held = b""
        while True:
            try:
                part = os.read(self._in, 1 << 20)
            except OSError:
                return
            if not part:
                return
            *whole, held = (held + part).split(b"\0")
            for raw in whole:
                self._hear(json.loads(raw))

    def _hear(self, message: dict[str, Any]) -> None:
        if "id" in message:
            with self._heard:
                self._answers[message["id"]] = message
                self._heard.notify_all()
            return
        method, params = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Target.attachedToTarget":
            if params["targetInfo"]["type"] == "worker":
                self.workers.append(params["sessionId"])
            self._watch(params["sessionId"])
        elif method == "Runtime.consoleAPICalled":
            said = " ".join(str(a.get("value", a.get("description", ""))) for a in params["args"])
            self.console.append(f"{params['type']}: {said}")
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.console.append(
                f"exception: {details.get('exception', {}).get('description', details['text'])}"
            )
        elif method == "Log.entryAdded":
            self.console.append(f"{params['entry']['level']}: {params['entry']['text']}")

    # ---- the page ---------------------------------------------------------------------------

    def open(self, address: str) -> None:
        """Open an address."""
        self.page("Page.navigate", url=address)

    def run(self, script: str, session: str = "") -> Any:
        """Return the value of a script in the page, or in a worker, awaited."""
        found = self.send("Runtime.evaluate", session or self.session, expression=script, awaitPromise=True, returnByValue=True)  # fmt: skip
        if "exceptionDetails" in found:
            raise RuntimeError(
                found["exceptionDetails"].get("exception", {}).get("description", "?")
            )
        return found["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until a script gives something true."""
        end = time.monotonic() + HANGS
        while time.monotonic() < end:
            broken = [said for said in self.console if said.startswith("exception:")]
            if broken:
                raise RuntimeError(broken[0])
            with contextlib.suppress(RuntimeError):  # the page is being replaced
                if self.run(f"Boolean({condition})"):
                    return
            time.sleep(0.05)
        raise TimeoutError("\n".join([condition, *self.console, *self.requests[-6:]]))

    def size(self, width: int, height: int, scale: float = 1) -> None:
        """Set the size of the window in CSS pixels."""
        self.page("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)  # fmt: skip

    def dark(self, wanted: bool) -> None:
        """Prefer a dark or a light scheme."""
        value = "dark" if wanted else "light"
        features = [{"name": "prefers-color-scheme", "value": value}]
        self.page("Emulation.setEmulatedMedia", features=features)

    def files(self, selector: str, paths: list[Path]) -> None:
        """Choose files in a file field, as its dialogue does."""
        root = self.page("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.page("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.page("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def key(self, name: str, code: int, text: str = "") -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.page("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code, **more)  # fmt: skip

    def printed(self) -> bytes:
        """Return the page as PDF."""
        return base64.b64decode(self.page("Page.printToPDF")["data"])

    def picture(self, file: Path, whole: bool = False) -> None:
        """Write a picture of the window, or of the whole page."""
        found = self.page("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(found["data"]))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def send_head(self) -> Any:
        if self.server in AWAY:
            self.send_error(503)
            return None
        return super().send_head()


AWAY: set[object] = set()
"""Servers that answer nothing for now."""


@contextlib.contextmanager
def away(address: str) -> Iterator[None]:
    """Let a server answer nothing, as if the network were gone."""
    AWAY.add(_SERVERS[address])
    try:
        yield
    finally:
        AWAY.clear()


_SERVERS: dict[str, object] = {}


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as any plain file server does; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    _SERVERS[address] = server
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
