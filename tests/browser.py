"""A real browser, and a server for it on this machine alone."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from guide.assets import MARKS
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Playwright, Request

from tests.chromium import find

SIZES = {"phone": (390, 844), "desktop": (1440, 900)}


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a static host does: 404.html for what is missing, and no log."""

    # A connection serves more than one request.
    protocol_version = "HTTP/1.1"
    # Headers and content are sent one after the other, and neither waits for the other to arrive.
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, *_: object) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def served(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """The address of a server of the folder, on a free port of 127.0.0.1, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def assets(site: Path) -> str:
    """The folder of a built site's styles and scripts, which has a hash in its name."""
    (folder,) = (path for path in (site / "assets").iterdir() if path.name != MARKS)
    return f"assets/{folder.name}"


def until(page: Page, script: str, arg: object = None) -> None:
    """Waits for five seconds at most until a script gives what is true.

    Playwright's own way evaluates a text in the page, which the page's policy does not allow.
    """
    for _ in range(100):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(script)


@contextmanager
def launch(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium that asks nothing of the network by itself."""
    path = find()
    assert path, "no Chromium: run 'make test', which installs it or says what is needed"
    browser = playwright.chromium.launch(
        executable_path=path,
        # The sandbox does not start for root, as which containers of CI run.
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    try:
        yield browser
    finally:
        browser.close()


class Watched:
    """A window of one page that remembers every complaint of the browser and what is asked for.

    As a context it is closed at the end, when its network is silent: what complains late is heard.
    """

    def __init__(self, browser: Browser, origin: str, size: str, *, script: bool = True) -> None:
        self.size = size
        width, height = SIZES[size]
        self.context = browser.new_context(
            base_url=origin,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            has_touch=size == "phone",
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", lambda request: self._request(request.url, origin))
        self.page.on("dialog", self._dialog)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.wait_for_load_state("networkidle")
        self.context.close()
        self.ask_for_complaints()

    def ask_for_complaints(self) -> None:
        """Asserts that nothing was complained of since this was asked."""
        complaints, self.complaints[:] = self.complaints[:], []
        assert complaints == [], self.page.url

    def make_as_new(self) -> None:
        """Once its network is silent, keeps and allows nothing any more, and shows nothing."""
        self.page.wait_for_load_state("networkidle")
        self.ask_for_complaints()
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.page.unroute_all()
        self.page.emulate_media(media="null", color_scheme="null", forced_colors="null")
        width, height = SIZES[self.size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.context.clear_permissions()
        self.context.clear_cookies()
        self.asked.clear()
        self.dialogs.clear()
        self.ask_for_complaints()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _failed(self, request: Request) -> None:
        # Leaving a page before its icon is read ends that request; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def _request(self, url: str, origin: str) -> None:
        self.asked.append(url)
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(origin):
            self.complaints.append(f"asked {url}")

    def _dialog(self, dialog: Dialog) -> None:
        # Leaving with something written asks; here the answer is always to leave.
        self.dialogs.append(dialog.type)
        dialog.accept()


class Windows:
    """Windows of one size for all tests of a module: to open one takes longer than most of them.

    They are taken by turns, so that the page of one test may complain until the test after the
    next takes its window: nobody waits for it to be silent.
    """

    def __init__(self, browser: Browser, origin: str, size: str) -> None:
        self._open = partial(Watched, browser, origin, size)
        self._windows: deque[Watched] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with ExitStack() as closing:
            for window in self._windows:
                closing.enter_context(window)

    @contextmanager
    def taken(self) -> Iterator[Watched]:
        """A window with nothing kept and nothing allowed."""
        if len(self._windows) < 2:
            window = self._open()
        else:
            window = self._windows.popleft()
            window.make_as_new()
        self._windows.append(window)
        yield window
        window.ask_for_complaints()
