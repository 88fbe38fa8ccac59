"""A real nginx over a published folder, with its generated configuration; used as `tests.reading` is.

    with nginx(to, "/tinh/cchc/") as address:
        urlopen(address + "tin-tuc/")

`to` holds `public` and `nginx/` as `cchc publish` leaves them; `lay` makes such a folder of a built site.
"""

from __future__ import annotations

import gzip
import http.client
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from site_builder.engine.encodings import SUFFIXES
from site_builder.publish import nginx as configuration
from site_builder.publish.nginx import ServerFacts

BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
_PATIENCE = 240.0
"""Seconds after which something that should happen did not; never what a test expects."""
_TEMPORARY = ("client_body", "fastcgi", "proxy", "scgi", "uwsgi")

_CONF = """\
load_module {module};
user {user};
daemon off;
worker_processes 2;
pid {run}/nginx.pid;
error_log {run}/error.log notice;
events {{ worker_connections 256; }}
http {{
    access_log off;
{temporary}
    include "{to}/nginx/cchc-hash.conf";
    include "{to}/nginx/cchc-http.conf";
    server {{
        listen 127.0.0.1:{port};
        server_name localhost;
        server_tokens off;
        include "{to}/nginx/cchc.conf";
        include "{to}/nginx/brotli.conf";
    }}
}}
"""


class Address(str):
    """Where the site stands, `/` at its end, and the running server."""

    __slots__ = ("master", "run")
    master: subprocess.Popen[bytes]
    run: Path
    """The server's folder: `nginx.conf`, `error.log`."""

    def workers(self) -> set[str]:
        """Return the ids of the running workers."""
        pid = self.master.pid
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())

    def reload(self) -> None:
        """Make nginx read its configuration again, and wait until only the new one answers."""
        old = self.workers()
        check(self.run)
        self.master.send_signal(signal.SIGHUP)
        _wait(lambda: bool(self.workers()) and not old & self.workers(), self.run)

    def log(self) -> str:
        """Return what nginx has said."""
        return (self.run / "error.log").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Answer:
    """What the server sent, as it was on the wire."""

    status: int
    headers: Message
    body: bytes

    def __getitem__(self, name: str) -> str:
        """Return a header; empty when it is missing."""
        return self.headers.get(name, "")

    @property
    def decoded(self) -> bytes:
        """The body without its encoding."""
        encoding = self["Content-Encoding"]
        if encoding == "br":
            data: bytes = brotli.decompress(self.body)
            return data
        return gzip.decompress(self.body) if encoding == "gzip" else self.body


def ask(url: str, *, method: str = "GET", **headers: str) -> Answer:
    """Send one request, its path exactly as written, follow nothing; `If_None_Match="…"` gives a header."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, url.removeprefix(f"http://{parts.netloc}"), headers=sent)
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


def lay(site: Path, to: Path, base_path: str = "/", **facts: object) -> Path:
    """Lay a built site out at `to` as `cchc publish` does: `public`, compressed copies, `nginx/`."""
    tree = to / ".cchc" / "trees" / "a"
    shutil.copytree(site.resolve(), tree)
    for file in [path for path in tree.rglob("*") if path.name.endswith(SUFFIXES)]:
        for ending, data in (
            (".gz", gzip.compress(file.read_bytes(), mtime=0)),
            (".br", brotli.compress(file.read_bytes(), quality=5)),
        ):
            copy = file.with_name(file.name + ending)
            copy.write_bytes(data)
            os.utime(copy, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    (to / "public").symlink_to(".cchc/trees/a")
    configure(to, base_path, **facts)
    return to


def configure(to: Path, base_path: str = "/", **facts: object) -> None:
    """Write `nginx/` of a published folder; `facts` are `moved`, `gone` and `script_hashes`."""
    known = ServerFacts(base_path=base_path, root=str(to / "public"), **facts)  # type: ignore[arg-type]
    write_all(to / "nginx", configuration.files(known))


def write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write texts by their names below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def check(run: Path) -> str:
    """Let nginx check its configuration; return what it says."""
    done = subprocess.run(_command(run, "-t"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


@contextmanager
def nginx(to: Path, base_path: str = "/") -> Iterator[Address]:
    """Serve a published folder on loopback until the block ends."""
    assert BROTLI_MODULE.is_file(), "no nginx with brotli: run .ci/tools"
    run = Path(tempfile.mkdtemp(prefix="nginx-"))
    port = free_port()
    (run / "nginx.conf").write_text(_conf(to, run, port), encoding="utf-8")
    check(run)
    (run / "error.log").write_text("", encoding="utf-8")
    master = subprocess.Popen(_command(run), stderr=subprocess.DEVNULL)
    address = Address(f"http://127.0.0.1:{port}{base_path}")
    address.master, address.run = master, run
    try:
        _wait(lambda: listens(port), run)
        yield address
    finally:
        master.terminate()
        master.wait(_PATIENCE)
        shutil.rmtree(run)


def _command(run: Path, *more: str) -> list[str]:
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "no nginx: run .ci/tools"
    return [program, "-p", str(run), "-c", str(run / "nginx.conf"), "-e", str(run / "error.log"), *more]


def _conf(to: Path, run: Path, port: int) -> str:
    temporary = "\n".join(f"    {name}_temp_path {run}/{name};" for name in _TEMPORARY)
    user = pwd.getpwuid(os.getuid()).pw_name
    return _CONF.format(module=BROTLI_MODULE, user=user, run=run, to=to, port=port, temporary=temporary)


_PORTS = cycle(range(first := 10_000 + os.getpid() % 40 * 500, first + 500))
"""Below those that the system gives to whoever calls, and for each worker others."""


def free_port() -> int:
    """Return a port for a server that cannot choose one itself; nobody else is given it meanwhile."""
    for port in _PORTS:
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
    raise AssertionError


def listens(port: int) -> bool:
    """Say whether somebody answers at a port."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _wait(is_done: Callable[[], bool], run: Path) -> None:
    """Wait for nginx."""
    until = time.monotonic() + _PATIENCE
    while not is_done():
        assert time.monotonic() < until, (run / "error.log").read_text(encoding="utf-8")
        time.sleep(0.01)
