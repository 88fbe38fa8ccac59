"""Addresses of clusters: `dask://` on this machine, `tls://` anywhere.

Knows: what an address may say. Never: looks a name up or connects.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_FORM = "{!r} không phải địa chỉ cụm máy; ghi dask://127.0.0.1:8786 (cụm trên máy này) hoặc tls://MÁY:8786"
_PLAIN = (
    "{!r} không mã hóa, mà Dask chạy mã của bất kỳ ai tới được cổng ấy: dask:// chỉ dùng cho máy này "
    "(127.0.0.1, [::1], localhost); cụm trên máy khác thì ghi tls://{}, cách lập ở docs/quan-tri.md"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where a scheduler listens."""

    host: str
    port: int
    is_encrypted: bool

    @classmethod
    def parse(cls, word: str) -> Address:
        """Read `dask://HOST:PORT` or `tls://HOST:PORT`.

        Raises:
            ValueError: it is none, or is plain and not of this machine; the message is for people.
        """
        try:
            parts = urlsplit(word)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise ValueError(_FORM.format(word)) from None
        if not (host and port and word == f"{parts.scheme}://{parts.netloc}") or "@" in word:
            raise ValueError(_FORM.format(word))
        if parts.scheme == "tls":
            return cls(host=host, port=port, is_encrypted=True)
        if parts.scheme != "dask":
            raise ValueError(_FORM.format(word))
        if not is_here(host):
            raise ValueError(_PLAIN.format(word, parts.netloc))
        # Whatever this machine's table of names says of it.
        return cls(host="127.0.0.1" if host == "localhost" else host, port=port, is_encrypted=False)

    @property
    def url(self) -> str:
        """The address as Dask writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'tls' if self.is_encrypted else 'tcp'}://{host}:{self.port}"


def is_here(host: str) -> bool:
    """Say whether a host is this machine and nobody else can reach it."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_closed(url: str) -> bool:
    """Say whether strangers can do nothing at an address as Dask writes it, `tcp://127.0.0.1:8786`."""
    parts = urlsplit(url)
    return parts.scheme == "tls" or (parts.scheme == "tcp" and is_here(parts.hostname or ""))
