"""Which links no longer answer. A server on this machine is all that is ever asked."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from guide.asking import ENOUGH_SILENCE, MOST_REDIRECTS, Answer, Manner, ask, is_public
from guide.commands import main
from guide.load import load
from guide.outside import outside

from tests.project import copy_fixture, edit

QUICK = Manner(timeout=20, pause=0, patience=0, private=("127.0.0.1",))

#: Paths that take longer than they are given.
TOO_SLOW = ("/slow", "/dripping")


class Server(ThreadingHTTPServer):
    """Answers as its paths say, and remembers what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.times: list[float] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asks hangs up when it has waited long enough."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        server, path = self.server, self.path.partition("?")[0]
        server.asked.append((self.command, self.path))
        server.times.append(time.monotonic())
        times = len([one for one in server.asked if one[1] == self.path])
        elsewhere = {
            "/moved": (301, "/found?a=1"),
            "/found": (302, "/fine"),
            "/circle": (302, "/circle"),
            "/inward": (302, f"http://localhost:{server.server_port}/secret"),
            "/file": (302, "file:///etc/passwd"),
            "/broken": (301, "http://[x/"),
        }
        if path == "/slow":
            time.sleep(1)
        if path == "/dripping":
            for _ in range(20):
                self.wfile.write(b"X")
                time.sleep(0.1)
        if path == "/rude":
            return
        if path in elsewhere:
            status, location = elsewhere[path]
            self.say(status, location)
        elif path == "/shaky":
            self.say(500 if times < 3 else 200)
        elif path == "/no-head":
            self.say(405 if self.command == "HEAD" else 200)
        else:
            self.say({"/gone": 404, "/down": 503, "/shut": 403, "/busy": 429}.get(path, 200))

    def say(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called there
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def answer(server: Server, path: str) -> Answer:
    manner = replace(QUICK, timeout=0.5) if path in TOO_SLOW else QUICK
    return ask([f"{server.address}{path}"], manner)[0]


@pytest.mark.parametrize(
    ("path", "result", "says"),
    [
        ("/fine", "answers", "200 OK"),
        ("/ä?ö=å b", "answers", "200 OK"),
        ("/found", "answers", "200 OK"),
        ("/moved", "moved", "200 OK"),
        ("/no-head", "answers", "200 OK"),
        ("/shaky", "answers", "200 OK"),
        ("/gone", "silent", "404 Not Found"),
        ("/down", "silent", "503 Service Unavailable"),
        ("/shut", "refuses", "403 Forbidden"),
        ("/busy", "refuses", "429 Too Many Requests"),
        ("/slow", "silent", "no answer in 0.5 seconds"),
        ("/dripping", "silent", "no answer in 0.5 seconds"),
        ("/circle", "silent", f"it leads on more than {MOST_REDIRECTS} times"),
        ("/inward", "silent", "it leads into a private network and is not asked"),
        ("/file", "silent", "it leads to what is no address of the web: file:///etc/passwd"),
        ("/broken", "silent", "it leads to what is no address of the web: http://[x/"),
    ],
)
def test_what_comes_of_asking(server: Server, path: str, result: str, says: str) -> None:
    found = answer(server, path)
    assert (found.result, found.says) == (result, says)
    assert ("GET", "/secret") not in server.asked
    assert ("HEAD", "/secret") not in server.asked


def test_it_is_said_where_an_address_has_moved_for_good(server: Server) -> None:
    assert answer(server, "/moved").target == f"{server.address}/found?a=1"
    assert answer(server, "/found").target == ""


def test_a_page_is_asked_for_as_little_as_possible(server: Server) -> None:
    for path in ("/fine", "/gone", "/down"):
        answer(server, path)
    assert server.asked == [
        ("HEAD", "/fine"),
        *(("HEAD", "/gone"), ("GET", "/gone")),
        *(("HEAD", "/down"), ("GET", "/down"), ("GET", "/down"), ("GET", "/down")),
    ]


def test_a_host_that_says_nothing_is_not_asked_for_all(server: Server) -> None:
    addresses = [f"{server.address}/rude?{number}" for number in range(ENOUGH_SILENCE + 2)]
    found = ask(addresses, QUICK)
    assert [one.address for one in found] == addresses
    assert {one.result for one in found} == {"silent"}
    assert len({path for _, path in server.asked}) == ENOUGH_SILENCE
    assert found[-1].says.startswith("not asked")


def test_a_host_is_not_asked_too_often(server: Server) -> None:
    pause = 0.1
    manner = Manner(timeout=5, pause=pause, patience=0, private=("127.0.0.1",))
    ask([f"{server.address}/moved?{number}" for number in range(2)], manner)
    between = [b - a for a, b in zip(server.times, server.times[1:], strict=False)]
    assert len(between) == 5
    # The pause is kept between questions as they are sent; they may take different times to come.
    assert sum(between) > 5 * pause * 0.9


def test_nothing_listens(server: Server) -> None:
    address = f"http://127.0.0.1:{server.server_port}/"
    server.server_close()
    [found] = ask([address], QUICK)
    assert found.result == "silent"
    assert "refused" in found.says


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "0", "[::1]"])
def test_this_machine_is_not_asked_unless_it_is_allowed(server: Server, host: str) -> None:
    [found] = ask([f"http://{host}:{server.server_port}/fine"], Manner(patience=0))
    assert found.result == "silent"
    assert server.asked == []


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "ff02::1"),  # noqa: S104 - not listened on
        *("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "fe80::1%eth0"),
    ],
)
def test_private_numbers_are_known(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["1.1.1.1", "2001:4860:4860::8888", "64:ff9b::101:101"])
def test_public_numbers_are_known(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize("address", ["http://", "http://:80/", "http://a:b/", "https://[::1/"])
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    [found] = ask([address], QUICK)
    assert found.result == "silent"
    assert "no address" in found.says


def local_fixture(folder: Path, server: Server) -> Path:
    """A copy of the fixture that names this server wherever it names another site."""
    root = copy_fixture(folder)
    for path in [*root.glob("data/**/*.yml"), *root.glob("docs/**/*.md")]:
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"https?://[^/\s)]+", server.address, text), "utf-8")
    edit(root, "docs/sv/guide/basics.md", "Se [", f"Se [x]({server.address}/gone#part) och [")
    edit(root, "data/concepts/network.yml", "note: ", f"note: Se {server.address}/shut.\n  # ")
    return root


def test_addresses_are_found_in_prose_and_data_with_their_lines(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "docs/sv/guide/basics.md", "Se [", "Se [x](https://a.example/b#c) och [")
    edit(root, "data/paths/choose.yml", "sv:\n", "# https://c.example/\nsv:\n")
    found = {
        address: [*map(str, places)] for address, places in outside(root, load(root)[0]).items()
    }
    assert found["https://a.example/b"] == ["docs/sv/guide/basics.md:11:8"]
    assert found["https://example.org/handbook?a=1&b=2"] == ["data/sources/handbook.yml:6:7"]
    assert "https://c.example/" not in found


def test_the_command_lists_and_reports_and_never_fails(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    root = local_fixture(tmp_path / "site", server)
    reports = [tmp_path / "links.md", tmp_path / "links.json"]
    arguments = ["--private", "127.0.0.1", "--pause", "0", "--report", *map(str, reports)]
    assert main(["--root", str(root), "links", *arguments]) == 0
    told = capsys.readouterr().out
    gone = f"docs/sv/guide/basics.md:11:8: {server.address}/gone: 404 Not Found"
    assert gone in told.splitlines()
    assert f"{server.address}/shut: 403 Forbidden" in told
    found = json.loads(reports[1].read_text("utf-8"))
    assert [one["address"] for one in found["unanswered"]] == [f"{server.address}/gone"]
    assert found["unanswered"][0]["places"] == ["docs/sv/guide/basics.md:11:8"]
    assert "`docs/sv/guide/basics.md`, line 11" in reports[0].read_text("utf-8")


@pytest.mark.parametrize("name", ["links.html", "none/links.md"])
def test_a_report_that_cannot_be_written_is_said_at_once(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_fixture(tmp_path / "site")
    assert main(["--root", str(root), "links", "--report", str(tmp_path / name)]) == 1
    assert name in capsys.readouterr().err
