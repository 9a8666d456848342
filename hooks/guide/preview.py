"""A server for editors: pages as the files are now, and a browser that shows every saved change.

It asks the files ten times a second whether one has changed. A browser that shows a page is told
when the page is another than it has. A mistake is shown above the page as it was before it.
"""

from __future__ import annotations

import gc
import hashlib
import mimetypes
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

HOST, PORT = "127.0.0.1", 8000

#: What pages are made from, below the project's root.
WATCHED = ("mkdocs.yml", "data", "docs", "hooks", "overrides")

#: How often files are looked at, and how long a browser waits for an answer, in seconds.
OFTEN, PATIENT = 0.1, 20.0

#: How soon the thread that reads everything lets another work, in seconds.
YIELD = 0.0005

#: Where the server has what is its own.
OWN = "/__preview/"

#: What runs in the browser. The page's policy allows it: it is a file of the same origin.
SCRIPT = """\
const seen = new URL(import.meta.url).searchParams.get("seen");
const ask = async () => {
  try {
    const query = new URLSearchParams({ page: location.pathname, seen });
    const answer = await fetch(`/__preview/changes?${query}`, { cache: "no-store" });
    if ((await answer.text()) === "other") return location.reload();
  } catch {
    await new Promise((done) => setTimeout(done, 300));
  }
  ask();
};
ask();
"""

STYLE = """\
.preview-mistakes { background: #8a1020; color: #fff; padding: 1rem }
.preview-mistakes { font: 1rem/1.5 system-ui, sans-serif }
.preview-mistakes { position: sticky; top: 0; z-index: 9; max-height: 50vh; overflow: auto }
.preview-mistakes h2 { color: inherit; font-size: 1.1rem; margin: 0 }
.preview-mistakes li { margin-top: .5rem; overflow-wrap: anywhere }
"""


class Kind(Enum):
    """What a file is: a page gets the preview's script."""

    PAGE, FILE = range(2)


class Renderer(Protocol):
    """What makes the pages."""

    def read(self) -> str:
        """Reads all files anew, beside what is shown; the mistakes in them, one on a line."""

    def use(self) -> None:
        """Shows what was read last."""

    def read_quickly(self, names: list[str]) -> bool:
        """Takes changed files before all else is read; False if they cannot be so."""

    def content(self, path: str) -> tuple[Path, Kind] | None:
        """The file of an address, and what it is; None if there is none."""

    def warm(self) -> bool:
        """Makes one thing that somebody may want soon; False if nothing is left."""


class _Nothing:
    """What there is to show as long as the settings are of no use."""

    def __init__(self, mistakes: str) -> None:
        self._mistakes = mistakes

    def read(self) -> str:
        return self._mistakes

    def use(self) -> None:
        """Shows nothing."""

    def read_quickly(self, names: list[str]) -> bool:  # noqa: ARG002 - the renderer's name for it
        return False

    def content(self, path: str) -> None:
        """Has no page."""

    def warm(self) -> bool:
        return False


class Preview:
    """What the server knows: the pages, the mistakes, and how often something has changed."""

    def __init__(self, renderer: Renderer, errors: tuple[type[Exception], ...]) -> None:
        self._renderer = renderer
        self._errors = errors
        self._mistakes = ""
        self._number = 0
        # How often something was saved, and how often when all was read last.
        self._saved, self._read = 1, 0
        # One thread works at a time: pages are made with the state of one language.
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)

    def update(self, names: list[str]) -> None:
        """Takes changed files, named by their paths: what they say at once; ``follow`` the rest."""
        with self._lock:
            if not self._mistakes:
                self._quickly(names)
            self._saved += 1
            self._changed.notify_all()

    def follow(self) -> None:
        """Reads all files whenever one was saved; never ends."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._saved != self._read)
            # Who waits for the page, or what follows from it, is served before all else is read.
            time.sleep(OFTEN)
            with self._lock:
                pass
            self.read()

    def read(self) -> None:
        """Reads all files, and shows them unless another was saved meanwhile."""
        saved = self._saved
        # Reading takes longest. Meanwhile pages are made from what was read before.
        mistakes = self._try(self._renderer.read)
        with self._lock:
            if saved != self._saved:
                return
            self._read = saved
            self._mistakes = mistakes or self._try(self._use)
            self._tell()
        print(self._mistakes or "All is well.", flush=True)

    def warm(self) -> bool:
        """Makes something in advance, if there is nothing else to do; False if nothing is left."""
        with self._lock:
            end = time.monotonic() + OFTEN / 2
            try:
                idle = self._saved == self._read and not self._mistakes
                left = idle and self._renderer.warm()
                while left and time.monotonic() < end:
                    left = self._renderer.warm()
            except Exception:  # noqa: BLE001 - who asks for the page is told
                return False
            return left

    def end(self) -> None:
        """Waits for what is being made, and lets nobody make anything again."""
        self._lock.acquire()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """The status, type and content of what is at an address."""
        with self._lock:
            try:
                found = self._renderer.content(path)
            except self._errors as error:
                return 500, "text/html", self._page(b"", str(error))
            except Exception:  # noqa: BLE001 - a template or style in the middle of a change
                return 500, "text/html", self._page(b"", traceback.format_exc(limit=-2))
            if found is None:
                missing = self._mistakes or "There is no such page."
                return 404, "text/html", self._page(b"", missing)
            file, kind = found
            content = file.read_bytes()
            if kind is Kind.PAGE:
                return 200, "text/html", self._page(content, self._mistakes)
            return 200, mimetypes.guess_type(file.name)[0] or "application/octet-stream", content

    def waits(self, path: str, seen: str) -> bool:
        """Waits until the page is another than the one that was seen; False if it stays."""
        end = time.monotonic() + PATIENT
        while time.monotonic() < end:
            with self._changed:
                number = self._number
                _, _, content = self.answer(path)
                if f"seen={seen}".encode() not in content:
                    return True
                self._changed.wait_for(lambda: self._number != number, end - time.monotonic())  # noqa: B023
        return False

    def _quickly(self, names: list[str]) -> None:
        """Shows what was saved; what is wrong with it is told when all is read."""
        try:
            if self._renderer.read_quickly(names):
                self._tell()
        except Exception:  # noqa: BLE001 - the same mistake is met again, and told
            return

    def _use(self) -> str:
        self._renderer.use()
        return ""

    def _try(self, do: Callable[[], str]) -> str:
        """Does it; what goes wrong is a mistake to be shown, and no end of the preview."""
        try:
            return do()
        except self._errors as error:
            return str(error)
        except Exception:  # noqa: BLE001 - whatever it is, the next change may mend it
            return traceback.format_exc(limit=-2)

    def _tell(self) -> None:
        self._number += 1
        self._changed.notify_all()

    def _page(self, content: bytes, mistakes: str) -> bytes:
        """A page with the preview's script, and above it what is wrong."""
        lines = "".join(f"<li>{escape(line)}</li>" for line in mistakes.splitlines() if line)
        box = f'<aside class="preview-mistakes"><h2>Mistakes</h2><ul>{lines}</ul></aside>'
        content = content or b"<!doctype html><title>Preview</title><head></head><body></body>"
        if mistakes:
            content = content.replace(b"<body>", b"<body>" + box.encode(), 1)
        seen = hashlib.sha256(content).hexdigest()[:16]
        own = (
            f'<link rel="stylesheet" href="{OWN}preview.css">'
            f'<script type="module" src="{OWN}preview.js?seen={seen}"></script></head>'
        )
        return content.replace(b"</head>", own.encode(), 1)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, preview: Preview, *arguments: object) -> None:
        self._preview = preview
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path, query = unquote(address.path), parse_qs(address.query)
        if path == f"{OWN}preview.js":
            self._send(200, "text/javascript", SCRIPT.encode())
        elif path == f"{OWN}preview.css":
            self._send(200, "text/css", STYLE.encode())
        elif path == f"{OWN}changes":
            page, seen = query.get("page", ["/"])[0], query.get("seen", [""])[0]
            other = self._preview.waits(unquote(page), seen)
            self._send(200, "text/plain", b"other" if other else b"same")
        else:
            self._send(*self._preview.answer(path))

    def _send(self, status: int, kind: str, content: bytes) -> None:
        try:
            self.send_response(status)
            charset = "; charset=utf-8" if kind.startswith("text/") else ""
            self.send_header("Content-Type", kind + charset)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            return  # The browser has gone to another page.

    def log_message(self, *_: object) -> None:
        """Says nothing of each request."""


def serve(
    root: Path,
    make: Callable[[Path, Path, str], Renderer],
    errors: tuple[type[Exception], ...],
    port: int = PORT,
) -> None:
    """Serves a project until it is interrupted.

    Args:
        root: The project's root.
        make: Makes a renderer of the root, an empty folder and the preview's address.
        errors: What a renderer raises for mistakes whose message says everything.
        port: The port on this machine; 0 for any that is free.
    """
    stamps = dict(_stamps(root))
    # Told to end by another process, or started by one that ignores Ctrl-C, it leaves no files
    # behind either.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        server = ThreadingHTTPServer((HOST, port), BaseHTTPRequestHandler)
        server.daemon_threads = True
        origin = f"http://{HOST}:{server.server_port}/"
        try:
            renderer = make(root, Path(folder), origin)
        except errors as error:
            renderer = _Nothing(str(error))
        preview = Preview(renderer, errors)
        server.RequestHandlerClass = partial(_Handler, preview)
        preview.read()
        sys.setswitchinterval(YIELD)
        gc.freeze()  # What stays is not looked through again and again for what can be thrown away.
        for task in (server.serve_forever, preview.follow):
            threading.Thread(target=task, daemon=True).start()
        print(f"The site is at {origin}; a saved change is seen at once.", flush=True)
        try:
            _watch(root, preview, stamps)
        except KeyboardInterrupt:
            return
        finally:
            server.server_close()
            preview.end()
    # Hooks and settings are read by a new process, in place of this one.
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _watch(root: Path, preview: Preview, stamps: dict[str, tuple[int, int]]) -> None:
    """Tells the preview of every change, until one needs a new process."""
    while True:
        now = dict(_stamps(root))
        changed = sorted(name for name, _ in set(stamps.items()) ^ set(now.items()))
        stamps = now
        if any(name.startswith("hooks/") or name == "mkdocs.yml" for name in changed):
            return
        if changed:
            preview.update(changed)
        elif not preview.warm():
            time.sleep(OFTEN)


def _stamps(root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every file that pages are made from, and when it was saved, in nanoseconds, and its size."""
    for top in WATCHED:
        for folder, folders, files in os.walk(root / top):
            folders[:] = [name for name in folders if name != "__pycache__"]
            yield from _stamped(root, folder, files)
        yield from _stamped(root, str(root), [top] if (root / top).is_file() else [])


def _stamped(root: Path, folder: str, names: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for name in names:
        path = Path(folder) / name
        try:
            stat = path.stat()
        except OSError:
            continue  # Gone since the folder was read, or a link that leads nowhere.
        yield path.relative_to(root).as_posix(), (stat.st_mtime_ns, stat.st_size)
