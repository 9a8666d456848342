"""The built site behind a real nginx, with the configuration of deploy/."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser

from deploy.__main__ import write_host_files
from deploy.addresses import Old
from deploy.compression import LEAST, compress, compress_all
from deploy.hosts import NoRedirect, header_file, headers, redirect_file, redirects
from deploy.negotiation import negotiation
from tests.nginx import CONFIGURATION, GUIDE, Server, serving
from tests.project import ROOT, environment

#: A folder of assets as it is named by a hash of its content.
HASHED = "assets/0123456789abcdef"
IMMUTABLE = "public, max-age=31536000, immutable"
PAGE = "public, max-age=60, must-revalidate"
AGAIN = "no-cache"

CODES = ("en", "fi", "sv")

#: One of each kind of file, with its type.
KINDS = (
    ("/sv/", "text/html; charset=utf-8"),
    ("/en/glossary/", "text/html; charset=utf-8"),
    ("/fi/search/router.txt", "text/plain; charset=utf-8"),
    (f"/{HASHED}/site.css", "text/css; charset=utf-8"),
    (f"/{HASHED}/site.js", "application/javascript; charset=utf-8"),
    (f"/{HASHED}/picture.svg", "image/svg+xml; charset=utf-8"),
    (f"/{HASHED}/icon.png", "image/png"),
    ("/data.json", "application/json; charset=utf-8"),
    ("/site.webmanifest", "application/manifest+json"),
    ("/sitemap.xml", "text/xml; charset=utf-8"),
)


@pytest.fixture(scope="module")
def webroot(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with one of each kind of file, some of them compressed beforehand."""
    root = tmp_path_factory.mktemp("webroot") / "site"
    shutil.copytree(site, root)
    assets = root / HASHED
    assets.mkdir(parents=True)
    text = "/* of more than a kilobyte */\n" * 100
    for name in ("site.css", "site.js", "picture.svg"):
        (assets / name).write_text(text, "utf-8")
    (assets / "icon.png").write_bytes(bytes(range(256)) * 8)
    (root / "fi/search/router.txt").write_text(text, "utf-8")
    (root / "data.json").write_text('{"a": "' + "å" * LEAST + '"}', "utf-8")
    (root / "site.webmanifest").write_text("{}", "utf-8")
    (root / ".hidden").write_text("secret", "utf-8")
    (root / "_headers").write_text("secret", "utf-8")
    (root / "_redirects").write_text("secret", "utf-8")
    (root.parent / "secret.txt").write_text("secret", "utf-8")
    compress_all(assets)
    for name in ("fi/index.html", "fi/404.html", "fi/search/router.txt"):
        compress(root / name)
    return root


@pytest.fixture(scope="module")
def server(webroot: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(webroot, tmp_path_factory.mktemp("nginx") / "etc", MOVED) as running:
        yield running


#: What redirects.map holds while it is tested.
MOVED = """
/fi/vanha    /fi/uusi/;
/sv/gammal/sida /sv/ny/#avsnitt;
/en/från-förr /en/;
"""


class Answer:
    """What came back for one request, as it was on the wire."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers: Message = response.headers
        self.body = response.read()

    def __getitem__(self, name: str) -> str | None:
        """The header, or None. Two of the same name would be two policies: there is never one."""
        values = self.headers.get_all(name) or []
        if name == "Vary":
            return ", ".join(sorted(values))
        assert len(values) <= 1, (name, values)
        return values[0] if values else None


def ask(server: Server, path: str, method: str = "GET", **given: str) -> Answer:
    """Asks for exactly this path; headers are named as Python can name them: Accept_Encoding."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    return _ask(connection, path, method, given)


def ask_tls(server: Server, path: str) -> Answer:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection(
        "127.0.0.1", server.tls_port, timeout=10, context=context
    )
    return _ask(connection, path, "GET", {})


def _ask(
    connection: http.client.HTTPConnection, path: str, method: str, given: dict[str, str]
) -> Answer:
    try:
        names = {name.replace("_", "-"): value for name, value in given.items()}
        connection.request(method, path, headers=names)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def raw(server: Server, request: bytes) -> bytes:
    """The answer to bytes that no client would send."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)


def stated() -> dict[str, str]:
    return headers((GUIDE / "headers.conf").read_text("utf-8"))


# Headers


def test_every_header_is_stated_in_the_form_that_other_files_are_made_of() -> None:
    for name in ("headers.conf", "tls.conf"):
        text = (GUIDE / name).read_text("utf-8")
        lines = [line for line in text.splitlines() if line.startswith("add_header")]
        assert len(headers(text)) == len(lines) > 0
    for path in CONFIGURATION.rglob("*.conf"):
        # One in a location would hide all others there.
        text = path.read_text("utf-8")
        assert "    add_header" not in text, path


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = stated()["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in policy
    assert "//" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(("path", "kind"), KINDS)
def test_every_kind_of_file_has_its_type_and_all_headers(
    server: Server, path: str, kind: str
) -> None:
    for method in ("GET", "HEAD"):
        answer = ask(server, path, method)
        assert (answer.status, answer["Content-Type"]) == (200, kind)
        assert {name: answer[name] for name in stated()} == stated()
        assert answer["Server"] == "nginx"
        assert answer["Set-Cookie"] is None
        assert answer["Strict-Transport-Security"] is None


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/fi/puuttuu/", "GET", 404),
        ("/fi/opas", "GET", 301),
        ("/fi/vanha", "GET", 301),
        ("/", "GET", 200),
        ("/fi/", "POST", 405),
        ("/assets/", "GET", 404),
    ],
)
def test_answers_without_a_file_have_all_headers_too(
    server: Server, path: str, method: str, status: int
) -> None:
    answer = ask(server, path, method)
    assert answer.status == status
    assert {name: answer[name] for name in stated()} == stated()


def test_strict_transport_where_there_is_tls(server: Server) -> None:
    answer = ask_tls(server, "/fi/")
    assert answer.status == 200
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
    assert {name: answer[name] for name in stated()} == stated()


def test_without_tls_leads_to_tls_on_the_one_name(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.redirecting_port, timeout=10)
    answer = _ask(connection, "/fi/opas/?q=1", "GET", {"Host": "elsewhere.example"})
    assert answer.status == 301
    assert answer["Location"] == "https://guide.example/fi/opas/?q=1"


# The policy in a browser

#: Notes every violation of the policy, from before the page's first byte.
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => window.violations.push(
    `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""

PAGES = (
    "/?choose",
    "/fi/puuttuu/",
    "/sv/",
    "/fi/",
    "/en/",
    "/sv/guide/",
    "/fi/opas/toimintalogiikka/",
    "/en/guide/basic-logic/",
    "/sv/ordlista/",
    "/sv/ordlista/vanort/",
    "/fi/sanasto/ystavyyskunta/",
    "/en/glossary/twin-town/",
    "/sv/checklistor/diskussionsfragor/",
    "/fi/tarkistuslistat/keskustelukysymykset/",
    "/en/checklists/discussion-questions/",
    "/sv/beslutsstigar/",
    "/fi/?q=vänort",
)


def test_no_page_breaks_the_policy(server: Server, browser: Browser) -> None:
    """All are open at the same time: to wait for a silent network takes longer than a page."""
    visits = {path: Visit(browser, server, path) for path in PAGES}
    assert {path: found for path, visit in visits.items() if (found := visit.complaints())} == {}


class Visit:
    """The first page of a visit to the site."""

    def __init__(self, browser: Browser, server: Server, path: str) -> None:
        self.context = browser.new_context(base_url=server.address)
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.own = (server.address, "data:")
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path, wait_until="commit")

    def complaints(self) -> list[object]:
        """Once nothing more is asked for: violations, cookies, and what was asked of others."""
        self.page.wait_for_load_state("networkidle")
        violations: list[object] = self.page.evaluate("window.violations")
        elsewhere = [url for url in self.asked if not url.startswith(self.own)]
        found = [*violations, *self.context.cookies(), *elsewhere]
        assert self.asked
        self.context.close()
        return found


def test_the_policy_is_at_work(server: Server, browser: Browser) -> None:
    """A test that nothing is broken says little unless it would see it."""
    context = browser.new_context(base_url=server.address)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("/?choose")
    page.evaluate(
        """() => {
            const style = document.createElement("p");
            style.setAttribute("style", "color: red");
            const script = document.createElement("script");
            script.textContent = "window.broken = 1";
            const image = document.createElement("img");
            image.src = "https://elsewhere.example/x.png";
            document.body.append(style, script, image);
        }"""
    )
    page.wait_for_function("window.violations.length >= 3")
    kinds = {violation.split()[0] for violation in page.evaluate("window.violations")}
    assert kinds == {"style-src-attr", "script-src-elem", "img-src"}
    assert page.evaluate("window.broken") is None
    context.close()


# Caching


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"/{HASHED}/site.css", IMMUTABLE),
        (f"/{HASHED}/icon.png", IMMUTABLE),
        (f"/{HASHED}/missing.css", AGAIN),
        (f"/{HASHED}/", AGAIN),
        ("/assets/images/favicon.png", AGAIN),
        ("/fi/search/router.txt", AGAIN),
        ("/sitemap.xml", AGAIN),
        ("/sv/", PAGE),
        ("/sv/index.html", PAGE),
        ("/", PAGE),
        ("/fi/opas", "public, max-age=3600"),
        ("/fi/puuttuu/", AGAIN),
    ],
)
def test_how_long_an_answer_may_be_kept(server: Server, path: str, expected: str) -> None:
    assert ask(server, path)["Cache-Control"] == expected


@pytest.mark.parametrize(
    "path", ["/sv/", "/fi/", "/fi/search/router.txt", f"/{HASHED}/site.css", "/data.json"]
)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_what_has_not_changed_is_not_sent_again(server: Server, path: str, encoding: str) -> None:
    first = ask(server, path, Accept_Encoding=encoding)
    tag = first["ETag"]
    assert tag
    again = ask(server, path, Accept_Encoding=encoding, If_None_Match=tag)
    # What nginx compresses by itself has a weak tag at first, and the same without W/ then.
    assert (again.status, again.body) == (304, b"")
    assert (again["ETag"] or "").removeprefix("W/") == tag.removeprefix("W/")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert {name: again[name] for name in stated()} == stated()
    other = ask(server, path, Accept_Encoding=encoding, If_None_Match='"other"')
    assert (other.status, other.body) == (200, first.body)


# Compression


def test_answers_are_sent_as_they_were_compressed(server: Server, webroot: Path) -> None:
    path = f"/{HASHED}/site.css"
    plain = (webroot / path[1:]).read_bytes()
    for accepted, used, ending in (
        ("br, gzip", "br", ".br"),
        ("gzip, deflate", "gzip", ".gz"),
        ("gzip, br;q=0", "gzip", ".gz"),
        ("identity", None, ""),
        ("", None, ""),
    ):
        answer = ask(server, path, Accept_Encoding=accepted)
        assert answer["Content-Encoding"] == used
        assert answer["Vary"] == "Accept-Encoding"
        assert answer.body == (webroot / (path[1:] + ending)).read_bytes()
        assert answer["Content-Length"] == str(len(answer.body))
        assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert brotli.decompress((webroot / f"{path[1:]}.br").read_bytes()) == plain
    assert gzip.decompress((webroot / f"{path[1:]}.gz").read_bytes()) == plain


def test_tags_differ_by_encoding(server: Server) -> None:
    tags = {ask(server, "/fi/", Accept_Encoding=e)["ETag"] for e in ("", "gzip", "br")}
    assert len(tags) == 3


def test_what_was_not_compressed_beforehand_is_compressed_now(server: Server) -> None:
    answer = ask(server, "/data.json", Accept_Encoding="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.body) == ask(server, "/data.json").body


def test_proxies_get_compressed_answers(server: Server) -> None:
    answer = ask(server, "/fi/", Accept_Encoding="gzip", Via="1.1 proxy.example")
    assert answer["Content-Encoding"] == "gzip"
    old = raw(server, b"GET /fi/ HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n")
    assert b"Content-Encoding: gzip" in old.split(b"\r\n\r\n")[0]


def test_nginx_without_the_module_for_brotli(webroot: Path, tmp_path: Path) -> None:
    with serving(webroot, tmp_path / "etc", brotli=False) as plain:
        assert ask(plain, "/fi/", Accept_Encoding="br, gzip")["Content-Encoding"] == "gzip"


def test_copies_are_smaller_reproducible_and_of_text_only(tmp_path: Path) -> None:
    (tmp_path / "long.html").write_text("ord " * 1000, "utf-8")
    (tmp_path / "short.html").write_text("ord", "utf-8")
    (tmp_path / "picture.png").write_bytes(bytes(5000))
    (tmp_path / "long.js.gz").write_bytes(bytes(5000))
    sizes = compress_all(tmp_path)
    assert len(sizes) == 1
    names = {path.name for path in tmp_path.iterdir()}
    assert names - {"long.html", "short.html", "picture.png", "long.js.gz"} == {
        "long.html.gz",
        "long.html.br",
    }
    first = [(tmp_path / f"long.html{e}").read_bytes() for e in (".gz", ".br")]
    assert compress_all(tmp_path) == sizes == [(4000, len(first[0]), len(first[1]))]
    assert [(tmp_path / f"long.html{e}").read_bytes() for e in (".gz", ".br")] == first


def test_no_copy_that_is_larger_and_no_old_one(tmp_path: Path) -> None:
    file = tmp_path / "noise.txt"
    file.write_text("ord " * 1000, "utf-8")
    compress(file)
    assert len(list(tmp_path.iterdir())) == 3
    file.write_bytes(b"".join(hashlib.sha256(bytes([n])).digest() for n in range(200)))
    compress(file)
    assert [path.name for path in tmp_path.iterdir()] == ["noise.txt"]


# Missing addresses


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", ["x", "a/b/c/", "%C3%A5/", "assets/x.css", "x.html?a=b"])
def test_missing_addresses_below_a_language(
    server: Server, webroot: Path, code: str, path: str
) -> None:
    answer = ask(server, f"/{code}/{path}")
    assert answer.status == 404
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer.body == (webroot / code / "404.html").read_bytes()
    assert f'<html lang="{code}"'.encode() in answer.body


@pytest.mark.parametrize(
    "path",
    ["/x", "/x/y", "/de/x", "/fi-x/", "/FI/", "/404.html", "/assets/none.css", "/none.ico"],
)
def test_other_missing_addresses(server: Server, webroot: Path, path: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert answer.body == (webroot / "404.html").read_bytes()


def test_a_missing_page_is_itself_compressed_and_itself_missing(
    server: Server, webroot: Path
) -> None:
    answer = ask(server, "/fi/404.html", Accept_Encoding="br")
    assert (answer.status, answer["Content-Encoding"]) == (404, "br")
    assert answer.body == (webroot / "fi/404.html.br").read_bytes()


@pytest.mark.parametrize("path", ["/assets/", "/assets/images/", f"/{HASHED}/", "/fi/search/"])
def test_no_folder_is_listed(server: Server, path: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert b"Index of" not in answer.body
    assert b"favicon.png</a>" not in answer.body


@pytest.mark.parametrize(
    "path", ["/.hidden", "/_headers", "/_redirects", "/%2ehidden", "/fi/../.hidden", "/_headers/"]
)
def test_files_that_are_not_for_readers(server: Server, path: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert b"secret" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/fi/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/fi/..%2f..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..%c0%afsecret.txt",
        "/%252e%252e/secret.txt",
        "/fi/....//....//secret.txt",
        "//../secret.txt",
        "/fi/%00/../../secret.txt",
        "/fi/index.html%00.txt",
        "/assets../secret.txt",
        "/~root/",
        "/..;/secret.txt",
    ],
)
def test_nothing_outside_the_site_is_reached(server: Server, path: str) -> None:
    answer = ask(server, path)
    assert answer.status in (400, 404)
    assert b"secret" not in answer.body


def test_malformed_requests_are_refused(server: Server) -> None:
    for request in (
        b"GET secret.txt HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"G\x00T / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
    ):
        assert raw(server, request).split(b" ")[1] in (b"400", b"414"), request[:40]


# Methods


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get"]
)
@pytest.mark.parametrize("path", ["/fi/", "/", "/fi/puuttuu", "/fi/vanha", "/fi/opas"])
def test_nothing_but_reading(server: Server, method: str, path: str) -> None:
    answer = ask(server, path, method)
    # nginx itself refuses TRACE, and names that are no method.
    assert answer.status == (400 if method == "get" else 405)
    if answer.status == 405 and method != "TRACE":
        assert answer["Allow"] == "GET, HEAD"
    assert ask(server, path)["Allow"] is None


def test_head_has_the_headers_of_get_and_no_body(server: Server) -> None:
    for path in ("/fi/", f"/{HASHED}/site.js", "/fi/puuttuu/", "/fi/opas"):
        get, head = ask(server, path), ask(server, path, "HEAD")
        assert (head.status, head.body) == (get.status, b"")
        assert head["Content-Length"] == get["Content-Length"] == str(len(get.body))


# Ranges


def test_parts_of_a_file(server: Server, webroot: Path) -> None:
    path = f"/{HASHED}/icon.png"
    whole = (webroot / path[1:]).read_bytes()
    size = len(whole)
    for wanted, start, end in (
        ("0-9", 0, 9),
        ("2000-", 2000, size - 1),
        ("-5", size - 5, size - 1),
    ):
        answer = ask(server, path, Range=f"bytes={wanted}")
        assert (answer.status, answer.body) == (206, whole[start : end + 1])
        assert answer["Content-Range"] == f"bytes {start}-{end}/{size}"
        assert answer["Cache-Control"] == IMMUTABLE
    beyond = ask(server, path, Range=f"bytes={size}-")
    assert (beyond.status, beyond["Content-Range"]) == (416, f"bytes */{size}")
    # nginx writes headers twice here; that which forbids to keep the answer is among them.
    assert AGAIN in beyond.headers.get_all("Cache-Control", [])
    assert {*beyond.headers.get_all("X-Content-Type-Options", [])} == {"nosniff"}
    tag = ask(server, path)["ETag"]
    assert tag
    assert ask(server, path, Range="bytes=0-9", If_Range=tag).status == 206
    assert ask(server, path, Range="bytes=0-9", If_Range='"old"').body == whole


# Redirects


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fi/opas", "/fi/opas/"),
        ("/fi/opas?q=a&b=%C3%A5", "/fi/opas/?q=a&b=%C3%A5"),
        ("/fi", "/fi/"),
        ("/fi/vanha", "/fi/uusi/"),
        ("/fi/vanha/", "/fi/uusi/"),
        ("/fi/vanha/index.html", "/fi/uusi/"),
        ("/fi/vanha/?q=a%20b", "/fi/uusi/?q=a%20b"),
        ("/sv/gammal/sida/", "/sv/ny/#avsnitt"),
        ("/sv/gammal/sida/?q=1", "/sv/ny/#avsnitt"),
        ("/en/fr%C3%A5n-f%C3%B6rr", "/en/"),
    ],
)
@pytest.mark.parametrize("host", ["guide.example", "guide.example:8443", "evil.example"])
def test_redirects_are_relative_and_keep_the_query(
    server: Server, path: str, expected: str, host: str
) -> None:
    answer = ask(server, path, Host=host)
    assert (answer.status, answer["Location"]) == (301, expected)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/fi",
        "//evil.example/%2e%2e/fi",
        "/%2fevil.example/..%2ffi",
        "/\\evil.example/../fi",
        "//evil.example//%2e%2e/fi/vanha",
        "/fi%0d%0aSet-Cookie:a=b",
        "/fi/vanha%0d%0aSet-Cookie:a=b",
    ],
)
def test_no_redirect_leads_elsewhere(server: Server, path: str) -> None:
    answer = ask(server, path)
    location = answer["Location"] or "/"
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert answer["Set-Cookie"] is None


@pytest.mark.parametrize("path", ["/fi/vanhat", "/fi/vanha/x", "/fi/vanha/index", "/x/fi/vanha"])
def test_only_whole_addresses_have_moved(server: Server, path: str) -> None:
    assert ask(server, path).status == 404


# Languages


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("fi", "/fi/"),
        ("sv-FI", "/sv/"),
        ("FI-fi", "/fi/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("fi-FI,fi;q=0.9,sv;q=0.8,en;q=0.7", "/fi/"),
        ("sv;q=0.5, fi;q=0.9", "/fi/"),
        ("en;q=0.8,sv;q=0.85,fi;q=0.7", "/en/"),
        ("en; q=0.3 , sv ; q=0.4", "/sv/"),
        ("de,nb;q=0.9,sv;q=0.1", "/sv/"),
        ("en;q=0.9, sv;q=1.0", "/sv/"),
        ("sv;q=1.000,fi;q=1", "/sv/"),
        ("zh-Hant-TW, fi-Latn-FI;q=0.2", "/fi/"),
        ("de", None),
        ("*", None),
        ("", None),
        ("sv;q=0", None),
        ("sv;q=0.0, fi;q=0", None),
        ("fil, svk, enm", None),
        ("x-fi", None),
        ("fi\tsv", None),
        (";;;,,,===", None),
        ("fi;q=9999", None),
        ("a" * 5000, None),
        ("fi-" * 1000 + "fi", "/fi/"),
    ],
)
def test_the_root_leads_to_the_language_that_is_wanted_most(
    server: Server, webroot: Path, accepted: str, expected: str | None
) -> None:
    answer = ask(server, "/", Accept_Language=accepted)
    assert (answer.status, answer["Location"]) == ((302, expected) if expected else (200, None))
    assert "Accept-Language" in (answer["Vary"] or "")
    if not expected:
        assert answer.body == (webroot / "index.html").read_bytes()
    else:
        assert answer["Cache-Control"] == AGAIN


def test_the_root_without_a_wish_is_the_chooser(server: Server) -> None:
    answer = ask(server, "/")
    assert (answer.status, answer["Location"]) == (200, None)


@pytest.mark.parametrize("query", ["choose", "choose=1", "a=b&choose", "choose&a=b"])
def test_the_chooser_can_be_asked_for(server: Server, query: str) -> None:
    assert ask(server, f"/?{query}", Accept_Language="fi").status == 200


def test_a_query_goes_along_to_the_language(server: Server) -> None:
    for query in ("q=v%C3%A4nort", "chooser=1", "x=choose"):
        answer = ask(server, f"/?{query}", Accept_Language="sv")
        assert answer["Location"] == f"/sv/?{query}"


@pytest.mark.parametrize("path", ["/fi/", "/index.html", "/fi/puuttuu", "/sitemap.xml"])
def test_no_other_address_depends_on_the_languages(server: Server, path: str) -> None:
    one, other = (ask(server, path, Accept_Language=code) for code in ("sv", "fi"))
    assert (one.status, one.body) == (other.status, other.body)
    assert one["Location"] is None


def test_nginx_knows_the_languages_of_the_site(site: Path) -> None:
    codes = [page.parent.name for page in site.glob("*/404.html")]
    committed = (GUIDE / "languages.conf").read_text("utf-8")
    assert committed == negotiation(codes), "run make webroot"


# Static hosts


def test_the_file_of_headers_says_what_nginx_says() -> None:
    text = header_file({"A": "b", "C": "d 'e'"}, ["beef0000", "0123abcd"])
    assert text == (
        "/*\n  A: b\n  C: d 'e'\n"
        f"/assets/0123abcd/*\n  Cache-Control: {IMMUTABLE}\n"
        f"/assets/beef0000/*\n  Cache-Control: {IMMUTABLE}\n"
        "/editions/*\n  X-Robots-Tag: noindex\n"
    )
    # Cloudflare's limit for one line.
    assert max(map(len, header_file(stated(), []).splitlines())) < 2000


def test_the_file_of_redirects() -> None:
    moved = redirects("# a comment\n\n/fi/a   /fi/b/; # why\n/sv/å /sv/o/?x=1#y;\n")
    assert moved == {"/fi/a": "/fi/b/", "/sv/å": "/sv/o/?x=1#y"}
    assert redirect_file({"/fi/a": "/fi/b/"}, ["sv", "fi"]) == (
        "/fi/a /fi/b/ 301\n/fi/a/ /fi/b/ 301\n/fi/* /fi/404.html 404\n/sv/* /sv/404.html 404\n"
    )


@pytest.mark.parametrize(
    "line",
    ["/a /b", "/a/ /b;", "a /b;", "/a b;", "/a https://x/;", "/a;", "/a /b; /c /d;", "/ /b;"],
)
def test_a_line_that_is_no_redirect(line: str) -> None:
    with pytest.raises(NoRedirect, match=r"^deploy/redirects.map:2: .* is no redirect; expected"):
        redirects(f"/x /y;\n{line}\n")


def test_an_address_that_moves_twice() -> None:
    with pytest.raises(NoRedirect, match=r":2: .* is a second redirect"):
        redirects("/x /y;\n/x /z;\n")


def test_the_redirects_of_the_site_can_be_read() -> None:
    redirects((ROOT / "deploy" / "redirects.map").read_text("utf-8"))


def test_the_files_of_hosts_are_made_of_what_nginx_reads(tmp_path: Path) -> None:
    for name in ("fi/404.html", "assets/0123456789abcdef/site.css", "assets/images/icon.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    write_host_files(tmp_path, Old())
    written = (tmp_path / "_headers").read_text("utf-8")
    for name, value in stated().items():
        assert f"\n  {name}: {value}\n" in written
    assert "\n  Strict-Transport-Security: max-age=31536000\n" in written
    assert [line for line in written.splitlines() if line.startswith("/")] == [
        "/*",
        "/assets/0123456789abcdef/*",
        "/editions/*",
    ]
    assert (tmp_path / "_redirects").read_text("utf-8").endswith("/fi/* /fi/404.html 404\n")


def test_a_folder_without_a_site(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy", tmp_path],
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT / "hooks")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path} is no built site; expected pages in it; run make site\n"
    assert list(tmp_path.iterdir()) == []
