"""A real browser, and a server for it on this machine alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from guide.assets import MARKS
from playwright.sync_api import Browser, Page, Playwright

from tests.chromium import find


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a static host does: 404.html for what is missing, and no log."""

    # A connection serves more than one request.
    protocol_version = "HTTP/1.1"

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
