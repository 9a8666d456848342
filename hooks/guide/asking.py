"""Asks addresses on the web whether they answer.

They are written by strangers, so none leads into a private network: a name is looked up once, and
what is asked is a public number that it was found to have. The same holds for every address that an
answer leads on to.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from itertools import chain
from urllib.parse import quote, urljoin, urlsplit

#: So often an address may lead on.
MOST_REDIRECTS = 10

#: So many hosts are asked at the same time, each of them one question after the other.
AT_ONCE = 8

#: After so many addresses of a host in a row without a word, its others are not asked.
ENOUGH_SILENCE = 3

#: The longest, in seconds, that a host's wish to be asked later is followed.
LATEST = 60

_HEADERS = {"User-Agent": "guide-links/1 (asks seldom whether links answer)", "Accept": "*/*"}

# What servers answer that want no programs, or not this one; 999 is no standard.
_REFUSALS = (401, 403, 406, 429, 451, 999)

# What may be otherwise in a moment, as all from 500 may.
_PASSING = (408, 425, 429)

_FOR_GOOD = (301, 308)
_ELSEWHERE = (*_FOR_GOOD, 302, 303, 307)

# Numbers that stand for one of the older kind: RFC 6052.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Manner:
    """How addresses are asked. Times are in seconds."""

    #: So often an address is asked until it answers.
    attempts: int = 3
    #: The longest that one answer may take.
    timeout: float = 20
    #: From one question to a host to the next.
    pause: float = 1
    #: Before the second attempt; before the third, twice as long.
    patience: float = 5
    #: Hosts that may be asked though they are not public.
    private: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking an address."""

    address: str
    #: 'answers', 'moved' (for good), 'refuses' (programs, most likely) or 'silent'.
    result: str
    #: What the host answered, or what happened instead.
    says: str
    #: Where the address leads if it has moved for good.
    target: str = ""


class _Silent(Exception):
    """There is no answer; says why, and whether there may be one in a moment."""

    def __init__(self, says: str, *, passing: bool = True) -> None:
        super().__init__(says)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    reason: str
    #: Where it leads on, or ''.
    location: str
    #: The seconds after which the host wants to be asked again, if it says so.
    later: float

    @property
    def passing(self) -> bool:
        """Whether there may be another answer in a moment."""
        failed = self.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return self.status in _PASSING or (failed and self.status not in _REFUSALS)


@dataclass(slots=True)
class _Pace:
    """Sees to it that no host is asked too often."""

    pause: float
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str) -> None:
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self.pause
        time.sleep(turn - now)


def ask(addresses: Collection[str], manner: Manner) -> list[Answer]:
    """What each address answers, in their order."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[address.split("/")[2].lower()].append(address)
    asker = _Asker(manner)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = chain.from_iterable(pool.map(asker.ask_host, hosts.values()))
        found = {answer.address: answer for answer in answers}
    return [found[address] for address in addresses]


class _Asker:
    """Asks in its manner."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._pace = _Pace(manner.pause)
        self._tls = ssl.create_default_context()

    def ask_host(self, addresses: list[str]) -> list[Answer]:
        """Asks the addresses of one host; if it says nothing at all, not all of them."""
        answers: list[Answer] = []
        silence = 0
        for address in addresses:
            if silence == ENOUGH_SILENCE:
                says = f"not asked, since {silence} other addresses there gave no answer"
                answers.append(Answer(address, "silent", says))
                continue
            try:
                answers.append(self._ask(address))
                silence = 0
            except _Silent as error:
                answers.append(Answer(address, "silent", str(error)))
                silence += error.passing
        return answers

    def _ask(self, address: str) -> Answer:
        """The last answer of as many attempts as it takes.

        Raises:
            _Silent: if there is none.
        """
        attempt = 1
        while True:
            wait = self._manner.patience * attempt
            last = attempt == self._manner.attempts
            try:
                response, moved = self._follow("HEAD" if attempt == 1 else "GET", address)
                # Some hosts know no other question than GET.
                if response.status >= HTTPStatus.BAD_REQUEST and attempt == 1:
                    response, moved = self._follow("GET", address)
                if last or not response.passing:
                    return _answer(address, response, moved)
                wait = max(wait, min(response.later, LATEST))
            except _Silent as error:
                if last or not error.passing:
                    raise
            time.sleep(wait)
            attempt += 1

    def _follow(self, method: str, address: str) -> tuple[_Response, str]:
        """The answer to which an address leads, and where it has moved for good or ''."""
        target, moved, for_good = address, "", True
        for _ in range(MOST_REDIRECTS + 1):
            response = self._request(method, target)
            if response.status not in _ELSEWHERE or not response.location:
                return response, moved
            target = _joined(target, response.location)
            for_good = for_good and response.status in _FOR_GOOD
            moved = target if for_good else moved
        raise _Silent(f"it leads on more than {MOST_REDIRECTS} times", passing=False)

    def _request(self, method: str, address: str) -> _Response:
        """The answer to one question."""
        scheme, host, port, path = _parts(address)
        numbers = self._numbers(host, port)
        self._pace.wait(host)
        begin = time.monotonic()
        try:
            with (
                closing(self._connection(scheme, host, numbers, port)) as connection,
                _deadline(connection.sock, self._manner.timeout),
            ):
                if isinstance(connection.sock, ssl.SSLSocket):
                    connection.sock.do_handshake()
                connection.request(method, path, headers=_HEADERS)
                return _read(connection.getresponse())
        except ssl.SSLCertVerificationError as error:
            says = f"its certificate is not good: {error.verify_message}"
            raise _Silent(says, passing=False) from error
        except (OSError, HTTPException, ValueError) as error:
            if time.monotonic() - begin >= self._manner.timeout:
                says = f"no answer in {self._manner.timeout:g} seconds"
            else:
                says = f"no answer: {error or type(error).__name__}"
            raise _Silent(says) from error

    def _numbers(self, host: str, port: int) -> list[str]:
        """The numbers of a host that may be asked."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise _Silent(f"there is no such host: {error}") from error
        numbers = dict.fromkeys(str(entry[4][0]) for entry in found)
        allowed = [n for n in numbers if host in self._manner.private or is_public(n)]
        if not allowed:
            raise _Silent("it leads into a private network and is not asked", passing=False)
        return allowed

    def _connection(self, scheme: str, host: str, numbers: list[str], port: int) -> HTTPConnection:
        """A connection to one of the numbers, on which nothing has been said yet."""
        connected = _connected(numbers, port, self._manner.timeout)
        if scheme == "http":
            connection = HTTPConnection(host, port)
            connection.sock = connected
            return connection
        connection = HTTPSConnection(host, port, context=self._tls)
        connection.sock = self._tls.wrap_socket(
            connected, server_hostname=host, do_handshake_on_connect=False
        )
        return connection


def _answer(address: str, response: _Response, moved: str) -> Answer:
    says = f"{response.status} {response.reason}".strip()
    if response.status in _REFUSALS:
        return Answer(address, "refuses", says)
    if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(address, "silent", says)
    return Answer(address, "moved" if moved else "answers", says, moved)


def _read(found: HTTPResponse) -> _Response:
    later = found.getheader("Retry-After", "")
    return _Response(
        found.status,
        found.reason,
        # What is no ASCII in it is bytes of any kind.
        _written(found.getheader("Location", ""), encoding="latin-1"),
        float(later) if later.isdecimal() else 0,
    )


def _joined(address: str, location: str) -> str:
    """Where an answer leads; a server may write anything there."""
    try:
        return urljoin(address, location)
    except ValueError:
        return location


def _parts(address: str) -> tuple[str, str, int, str]:
    """The scheme, host and port of an address, and what is asked of the host."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        host, port = "", 0
    if not host:
        raise _Silent(f"it leads to what is no address of the web: {address}", passing=False)
    query = f"?{_written(parts.query)}" if parts.query else ""
    return parts.scheme, host, port, (_written(parts.path) or "/") + query


def _written(text: str, encoding: str = "utf-8") -> str:
    """A part of an address in the characters that an address may have."""
    return quote(text, safe="/?:@!$&'()*+,;=%-._~#[]", encoding=encoding)


def is_public(number: str) -> bool:
    """Whether the number of a host (IPv4 or IPv6) is one of the public internet."""
    address = ipaddress.ip_address(number)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


def _connected(numbers: list[str], port: int, timeout: float) -> socket.socket:
    """A connection to the first of these numbers that takes one."""
    *others, final = numbers
    for number in others:
        with suppress(OSError):
            return socket.create_connection((number, port), timeout)
    return socket.create_connection((final, port), timeout)


@contextmanager
def _deadline(connected: socket.socket, seconds: float) -> Iterator[None]:
    """Ends a connection that takes longer, also if it says a letter now and then."""

    def end() -> None:
        with suppress(OSError):
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
