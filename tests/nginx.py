"""A real nginx with the configuration of deploy/, on this machine alone.

``python -m tests.nginx`` finds it, and installs it where the machine lets us: `make test` does so
before the tests. An nginx of one's own is named in the variable NGINX.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.__main__ import write_maps
from deploy.addresses import Old
from tests.programs import apt, ensure
from tests.project import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx"
GUIDE = CONFIGURATION / "guide"

#: Where Debian and its kin put it: not in everyone's PATH.
_PLACES = "/usr/sbin:/usr/local/sbin:/usr/local/bin"
_MODULES = (Path("/usr/lib/nginx/modules"), Path("/usr/lib64/nginx/modules"))
_BROTLI = "ngx_http_brotli_static_module.so"

INSTALL = (apt("nginx", "libnginx-mod-http-brotli-static", "openssl"),)


def _program() -> str | None:
    places = f"{os.environ.get('PATH', '')}:{_PLACES}"
    return shutil.which(os.environ.get("NGINX") or "nginx", path=places)


def _module() -> Path | None:
    return next((path / _BROTLI for path in _MODULES if (path / _BROTLI).exists()), None)


def find() -> str | None:
    """The path of an nginx with its module for brotli and an openssl to test it, or None."""
    return _program() if _module() and shutil.which("openssl") else None


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; all are held until the last is known, so none comes twice."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


@dataclass(frozen=True)
class Server:
    """Where a running nginx listens, always on 127.0.0.1."""

    #: As behind a proxy; as on the web by itself; and what leads from the one to the other there.
    port: int
    tls_port: int
    redirecting_port: int

    @property
    def address(self) -> str:
        """The address of the site, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def tls_address(self) -> str:
        """The same with TLS; the certificate is nobody's."""
        return f"https://127.0.0.1:{self.tls_port}"


@contextmanager
def serving(
    site: Path, folder: Path, moved: str = "", *, brotli: bool = True, old: Old | None = None
) -> Iterator[Server]:
    """An nginx that serves the site until the block ends.

    Args:
        site: The built site.
        folder: An empty folder for its configuration, logs and temporary files.
        moved: More lines for redirects.map.
        brotli: Whether it has the module for brotli.
        old: What the site says of its old addresses.
    """
    program = find()
    assert program, "no nginx: run 'make test', which installs it or says what is needed"
    server = Server(*_free_ports(3))
    _configure(site, folder, server, brotli=brotli)
    write_maps(folder / "guide", old or Old())
    with (folder / "guide" / "redirects.map").open("a", encoding="utf-8") as redirects:
        redirects.write(moved)
    log = folder / "error.log"
    command = [program, "-c", str(folder / "nginx.conf"), "-e", str(log)]
    process = subprocess.Popen(command)
    try:
        _wait(process, server, log)
        yield server
    finally:
        process.terminate()
        process.wait(10)
    assert "[emerg]" not in log.read_text("utf-8", "replace")


def _wait(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            socket.create_connection(("127.0.0.1", server.port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("nginx did not answer in ten seconds")


def _configure(site: Path, folder: Path, server: Server, *, brotli: bool) -> None:
    """Puts the configuration into the folder as README.md says it is put into /etc/nginx."""
    guide = folder / "guide"
    shutil.copytree(GUIDE, guide, ignore=shutil.ignore_patterns("*.map"))
    (folder / "temporary").mkdir()
    shutil.copy(ROOT / "deploy" / "redirects.map", guide)
    if brotli:
        shutil.copy(CONFIGURATION / "brotli.conf", guide)
    _certificate(folder)
    # Both servers are tested at once; they share the maps, which may stand only once.
    alone = _moved((CONFIGURATION / "site.conf").read_text("utf-8"), site, folder, server)
    behind = _moved((CONFIGURATION / "behind-proxy.conf").read_text("utf-8"), site, folder, server)
    maps = "include guide/maps.conf;"
    assert maps in alone
    assert maps in behind
    (folder / "servers.conf").write_text(alone + behind.replace(maps, ""), "utf-8")
    (folder / "nginx.conf").write_text(_main(folder, brotli=brotli), "utf-8")


def _moved(text: str, site: Path, folder: Path, server: Server) -> str:
    """A configuration with the places of this machine for those of a real one."""
    certificates = "/etc/letsencrypt/live/guide.example"
    for old, new in (
        ("    listen 80;\n", f"    listen 127.0.0.1:{server.redirecting_port};\n"),
        ("    listen 443 ssl http2;\n", f"    listen 127.0.0.1:{server.tls_port} ssl http2;\n"),
        ("    listen 8080;\n", f"    listen 127.0.0.1:{server.port};\n"),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("    listen [::]:8080;\n", ""),
        ("root /srv/guide;", f'root "{site}";'),
        (f"{certificates}/fullchain.pem", f'"{folder}/certificate.pem"'),
        (f"{certificates}/privkey.pem", f'"{folder}/key.pem"'),
    ):
        text = text.replace(old, new)
    assert "[::]" not in text
    assert "letsencrypt" not in text
    return text


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=guide.example"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-out", folder / "certificate.pem", "-keyout", folder / "key.pem"),
        ],
        check=True,
        capture_output=True,
    )


def _main(folder: Path, *, brotli: bool) -> str:
    """What is around the site's configuration: Debian's, with all its files in the folder."""
    user = pwd.getpwuid(os.geteuid()).pw_name
    group = grp.getgrgid(os.getegid()).gr_name
    lines = [
        f"user {user} {group};" if os.geteuid() == 0 else "",
        f"load_module {_module()};" if brotli else "",
        "daemon off;",
        "worker_processes auto;",
        f'pid "{folder}/nginx.pid";',
        f'error_log "{folder}/error.log" warn;',
        "events { worker_connections 1024; }",
        "http {",
        "    sendfile on;",
        "    tcp_nopush on;",
        "    types_hash_max_size 2048;",
        "    access_log off;",
        "    include /etc/nginx/mime.types;",
        "    default_type application/octet-stream;",
        *(
            f'    {kind}_temp_path "{folder}/temporary/{kind}";'
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        ),
        "    include servers.conf;",
        "}",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    return ensure(
        "nginx",
        find,
        INSTALL,
        "Install the packages 'nginx', 'libnginx-mod-http-brotli-static' and 'openssl' of your "
        "system, or name an nginx in the variable NGINX.",
    )


if __name__ == "__main__":
    sys.exit(main())
