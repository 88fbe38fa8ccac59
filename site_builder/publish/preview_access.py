"""Who may look at previews: passwords, addresses, or both, and what nginx is told of them.

Drafts and embargoed articles are never served to everybody: previews are not set up without one of the two.

Knows: addresses, password files as `htpasswd` writes them, nginx' language. Never: reads a password; makes a preview.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from pathlib import Path
from typing import TypeAlias

from site_builder.errors import Problem, PublishError
from site_builder.publish import git, nginx, nginx_text, previews
from site_builder.urls import LISTS

ACCESS = "cchc.previewAccess"
"""Setting of the repository: who may look, a word a line."""
FILE = Path("nginx", "xem-thu", "xem-thu.conf")
"""Where nginx finds it below DIR: `cchc.conf` includes everything in that folder."""
DEFAULT = "/xem-thu/"
_PATH = re.compile(r"/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+\Z")
_USER = re.compile(r"[^#:\s][^:\n]*:\S", re.MULTILINE)
"""A line of a password file that lets somebody in."""
_TAKEN = (
    *LISTS, "luu-tru", "tim-kiem", "thong-ke", "rss", "feeds", "du-lieu", "sitemaps", "assets", "media",
)  # fmt: skip
"""First folders of the portal's own addresses."""
_Network: TypeAlias = IPv4Network | IPv6Network


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """Who may look; where both are told, both are asked for."""

    passwords: Path | None
    """A file as `htpasswd` writes it, absolute."""
    addresses: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """How a person tells it."""
        return (*(() if self.passwords is None else (str(self.passwords),)), *self.addresses)


def decided(repo: Path, path: str | None, words: Sequence[str] | None) -> tuple[str, Access] | None:
    """Return where previews are and who may look; None when there are none.

    Args:
        repo: the bare repository, which remembers both; it may not be there yet.
        path: what a person says; None: as before; empty: no previews.
        words: likewise.

    Raises:
        PublishError: they would be open to everybody; a word is wrong.
    """
    before = git.setting(repo, previews.PATH) if repo.is_dir() else ""
    known = git.setting(repo, ACCESS).split("\n") if before else []
    place = path if path is not None else before or (DEFAULT if words else "")
    return (read_path(place), read_access(words or known)) if place else None


def read_path(word: str) -> str:
    """Return the rooted URL of the previews, with `/` at both ends.

    Raises:
        PublishError: it cannot be one, or the portal's own pages stand there.
    """
    path = f"/{word.strip('/')}/"
    if not _PATH.match(path) or path.split("/")[1] in _TAKEN:
        message = (
            f"địa chỉ {word!r} không dùng được; hãy ghi một đường dẫn riêng, chữ thường không dấu, ví dụ {DEFAULT}"
        )
        raise PublishError(Problem("--preview", 0, "dia-chi-xem-thu", message))
    return path


def read_access(words: Sequence[str]) -> Access:
    """Read who may look: networks (`10.1.0.0/16`, `192.168.1.7`) and at most one password file.

    Raises:
        PublishError: nobody is kept out, or a word is neither.
    """
    networks: list[_Network] = []
    files: list[Path] = []
    for word in (part for given in words for part in given.split(",") if part):
        network = _network(word)
        if network is None:
            files.append(_passwords(word))
        else:
            networks.append(network)
    if len(set(files)) > 1:
        raise _refused(f"có {len(set(files))} tệp mật khẩu; hãy gộp thành một tệp")
    if not networks and not files:
        raise _refused(
            "bản xem thử hiện cả bài nháp nên không được mở cho mọi người; hãy thêm --preview-access TỆP-MẬT-KHẨU "
            "(tạo bằng: htpasswd -cB TỆP-MẬT-KHẨU TÊN) hoặc --preview-access 10.1.0.0/16 (mạng của cơ quan)"
        )
    if any(network.prefixlen == 0 for network in _collapsed(networks)):
        raise _refused("các địa chỉ ấy là mọi máy trên mạng; hãy ghi mạng của cơ quan, ví dụ 10.1.0.0/16")
    return Access(passwords=files[0] if files else None, addresses=tuple(dict.fromkeys(map(str, networks))))


def _network(word: str) -> _Network | None:
    try:
        return ip_network(word, strict=False)
    except ValueError:
        return None


def _collapsed(networks: Iterable[_Network]) -> list[_Network]:
    """Return networks put together where they touch, each kind of address by itself."""
    found: list[_Network] = []
    kinds = list(networks)
    found += collapse_addresses(one for one in kinds if isinstance(one, IPv4Network))
    found += collapse_addresses(one for one in kinds if isinstance(one, IPv6Network))
    return found


def _passwords(word: str) -> Path:
    """Return the absolute path of a password file that lets somebody in."""
    file = Path(word).absolute()
    if not file.is_file():
        raise _refused(f"{word!r} không phải địa chỉ mạng (dạng 10.1.0.0/16), cũng không có tệp mật khẩu tên ấy")
    if not _USER.search(file.read_text(encoding="utf-8", errors="replace")):
        raise _refused(f"tệp mật khẩu {word} chưa có ai; hãy thêm người: htpasswd -B {word} TÊN")
    return file


def _refused(message: str) -> PublishError:
    return PublishError(Problem("--preview-access", 0, "xem-thu-de-ngo", message))


def server_text(root: str, shown: str, path: str, access: Access) -> str:
    """Return nginx' location of the previews.

    Args:
        root: absolute path of `DIR/public`, which names the portal's own variables.
        shown: absolute path of the folder of previews.
        path: their rooted URL.
        access: who may look.

    Raises:
        SiteError: a path has a character that nginx cannot be told.
    """
    nginx.usable(shown, *map(str, (access.passwords,) if access.passwords else ()))
    names = {
        "folder": f"{root.rpartition('/')[0]}/nginx",
        "mark": nginx.mark(root),
        "shown": shown,
        "path": path,
        "access": "\n    ".join(_rules(access)),
        "hidden": nginx.quoted(r"(?:/\.|\.(?:gz|br)$)"),
        "index": nginx.quoted(rf"^({re.escape(path)}(?:.*/)?)index\.html$"),
        "inside": nginx.quoted(f"^{re.escape(path)}(.*)$"),
    }
    return nginx_text.filled(_TEXT, names)


def _rules(access: Access) -> Iterable[str]:
    """Yield the lines that keep everybody else out."""
    yield "satisfy all;"
    if access.passwords is not None:
        yield 'auth_basic "Xem thu";'
        yield f'auth_basic_user_file "{access.passwords}";'
    if access.addresses:
        yield from (f"allow {address};" for address in access.addresses)
        yield "deny all;"


_SENT = (
    nginx_text.SENT
    + """\
add_header Cache-Control no-store always;
add_header X-Robots-Tag "noindex, nofollow, noarchive" always;
add_header Allow $cchc_%{mark}_allow always;
include "%{folder}/csp.conf";
include "%{folder}/rieng/*.conf";
"""
)

_TEXT = (
    nginx_text.WRITTEN.replace("lần đăng sau", "cchc git install")
    + """\
# Bản xem thử các nhánh, có cả bài nháp và bài hẹn giờ: chỉ ai qua được các dòng đầu mới vào được, và không máy tìm kiếm
# nào được giữ. cchc.conf tự đưa tệp này vào khối server { … }. Mật khẩu đi trên mạng: hãy chạy cổng bằng HTTPS.
location ^~ %{path} {
    %{access}
    root "%{shown}";
"""
    + _SENT
    + """\
    absolute_redirect off;
    error_page 404 @cchc_%{mark}_no_preview;
    if ($request_method !~ "^(?:GET|HEAD)$") {
        return 405;
    }
    if ($uri ~ %{hidden}) {
        return 404;
    }
    rewrite %{index} $1 permanent;
    rewrite %{inside} /$1 break;
    try_files $uri ${uri}index.html @cchc_%{mark}_preview_folder;
}

# Thư mục viết thiếu dấu / ở cuối, hoặc không có gì.
location @cchc_%{mark}_preview_folder {
    %{access}
    root "%{shown}";
    absolute_redirect off;
    error_page 404 @cchc_%{mark}_no_preview;
    if (-f $document_root$uri/index.html) {
        rewrite "^/(.*)$" %{path}$1/ permanent;
    }
    return 404;
}

location @cchc_%{mark}_no_preview {
    charset utf-8;
    default_type text/html;
    add_header Cache-Control no-store always;
    add_header X-Robots-Tag "noindex, nofollow, noarchive" always;
    include "%{folder}/csp.conf";
    include "%{folder}/rieng/*.conf";
    return 404 '<!doctype html><html lang="vi"><title>Không có trang này</title>
<p>Bản xem thử không có trang này. Nó có sau khi gửi nhánh ít phút, và mất đi khi nhánh không còn.';
}
"""
)
