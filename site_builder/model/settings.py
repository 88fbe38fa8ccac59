"""What `mkdocs.yml` says of a portal, checked and frozen.

MkDocs reads the file (with INHERIT and environment variables); `Settings.from_mapping` takes the resulting
plain mapping, so nothing here knows MkDocs. All mistakes are reported together.

Knows: the names of our settings. Never: reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from site_builder.errors import Problem, SettingsError
from site_builder.frozen import Frozen, freeze
from site_builder.model import measuring
from site_builder.model.measuring import Emc
from site_builder.text import SENTINEL, VIETNAM, offer, unshowable

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_AUTHORITY = re.compile(
    r"[a-z0-9.-]+(?:@[a-z0-9.-]+)?,(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z"
)
_SITE_URL = re.compile(r"https?://[^\s/?#\"'<>\\]+(?:/[^\s?#\"'<>\\]*)?\Z", re.IGNORECASE)
_MAX_FILE = re.compile(r"^[ ]+max_file:[ ]*(\d{1,3}(?:\.\d+)?)[ ]*(?:#.*)?$", re.MULTILINE)
FILE = "mkdocs.yml"
PAGES = "content/pages"
"""The folder of static pages."""
_READERS = frozenset((
    "pymdownx.snippets", "pymdownx.b64", "markdown_include.include",
    "mdx_include.mdx_include", "mdx_include", "markdown_include",
))  # fmt: skip
"""Extensions of Markdown that read files."""
FIRST_YEAR = 1990
"""No Vietnamese portal is older."""
MEGABYTE = 1024 * 1024
MAX_FILE = 5 * MEGABYTE
"""Bytes that a file may have unless a portal says otherwise."""
LineOf: TypeAlias = Callable[..., int]
"""Tells on which line of the file the setting at a way of keys stands; 0 where it stands nowhere."""
OURS = ("plugins", "cchc")
"""The way to our own settings."""
COLOUR = "#a3161f"
"""The built-in colour, which stands in the theme's assets; a portal's own takes its place."""


def _nowhere(*_way: str) -> int:
    return 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """Whom newspapers turn to (`press:`)."""

    name: str = ""
    """A post or an office, not a person."""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Settings of one portal."""

    site_name: str
    site_url: str
    """Absolute, ends with `/`; may have a path."""
    site_description: str = ""
    feed_authority: str
    """Tag-URI authority of the feeds' guids (`example.vn,2026`); never changes, whatever becomes of the domain."""
    agency: str = ""
    """Name of the agency that runs the portal (cơ quan chủ quản)."""
    parent_agency: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    responsible: str = ""
    """Title of who answers for the content: a post, not a person."""
    licence: str = ""
    """The footer's words on quoting."""
    hotline: str = ""
    press: Press | None = None
    emc: Emc | None = None
    """The ministry's measuring; off when None."""
    logo: str = ""
    """Rooted path below content (`/media/logo.svg`), or empty for the built-in mark."""
    colour: str = COLOUR
    """The banner's colour."""
    demo: bool = False
    """A banner "dữ liệu minh họa" and noindex."""
    preview: bool = False
    """The site shows what is not published, to few people: a banner says so, and search engines are kept out."""
    page_size: int = 20
    """Articles on a page of a list."""
    since: date | None = None
    """Day on which the portal began: no report is owed for a period that ended before it; its first article's when
    None."""
    max_file: float = 5.0
    """Megabytes (1,024 × 1,024 bytes) that a file of content may have: for `check`, for builds and for a push."""
    markdown: tuple[tuple[str, Frozen], ...] = ()
    """Markdown extensions of `mkdocs.yml` with their options; callables as `python:module:name`."""
    nav: tuple[tuple[str, str], ...] = ()
    """Static pages of the menu: title and rooted URL."""

    @property
    def max_file_bytes(self) -> int:
        """Bytes that a file of content may have."""
        return int(self.max_file * MEGABYTE)

    @property
    def site_path(self) -> str:
        """Path of `site_url` without its last `/`: empty at a domain's root, else `/cchc`."""
        return "/" + "/".join(self.site_url.split("/")[3:-1]) if self.site_url.count("/") > 3 else ""

    @property
    def founded(self) -> datetime:
        """A date for what has none of its own: the first day of the year that the tag authority names."""
        return datetime(int(self.feed_authority.partition(",")[2][:4]), 1, 1, tzinfo=VIETNAM)

    def absolute(self, url: str) -> str:
        """Return the absolute address of a rooted URL."""
        return self.site_url.rstrip("/") + url if url.startswith("/") else url

    @property
    def marks(self) -> tuple[str, ...]:
        """Rooted paths of the pictures that the frame shows as they are."""
        return tuple(path for path in (self.logo, self.measured.label if self.measured else "") if path)

    @property
    def measured(self) -> Emc | None:
        """What pages are measured by; None on what only few people see, which would count for the portal."""
        return None if self.preview else self.emc

    @classmethod
    def from_mapping(
        cls, config: Mapping[str, Any], options: Mapping[str, Any], line_of: LineOf = _nowhere
    ) -> Settings:
        """Check MkDocs' settings (`config`) and our own (`options`, under `plugins: - cchc:`).

        `line_of` tells on which line of the file a setting stands; it is asked for wrong ones only.

        Raises:
            SettingsError: with one problem for each wrong setting.
        """
        problems = tuple(replace(problem, line=line_of(*way)) for way, problem in _problems(config, options))
        if problems:
            raise SettingsError(*problems)
        known = {name: value for name, value in options.items() if value is not None}
        if "since" in known:
            known["since"] = _day(known["since"])
        if "max_file" in known:
            known["max_file"] = float(known["max_file"])
        if "press" in known:
            known["press"] = Press(**{name: str(value or "").strip() for name, value in known["press"].items()})
        if "emc" in known:
            known["emc"] = measuring.emc_of(known["emc"])
        return cls(
            site_name=str(config["site_name"]),
            site_url=str(config["site_url"]).rstrip("/") + "/",
            site_description=str(config.get("site_description") or ""),
            markdown=tuple((name, freeze(value, by_name)) for name, value in config.get("markdown", {}).items()),
            nav=tuple((str(title), str(url)) for title, url in config.get("nav", ())),
            **known,
        )


OPTIONS = tuple(
    entry.name
    for entry in fields(Settings)
    if entry.name not in ("site_name", "site_url", "site_description", "markdown", "nav", "preview")
)
"""Names of the settings under `plugins: - cchc:`."""


def max_file_in(text: str) -> int:
    """Return the bytes that a file may have by the words of `mkdocs.yml`, for those who start no MkDocs."""
    found = _MAX_FILE.search(text)
    return int(float(found[1]) * MEGABYTE) if found else MAX_FILE


def by_name(value: Any) -> Frozen:
    """Name a callable by the place it can be imported from (`markup.dialect` does); other options stay."""
    if callable(value):
        named = getattr(value, "func", value)  # a partial has no name of its own; its function has
        return f"python:{named.__module__}:{named.__qualname__}"
    return value


_Found: TypeAlias = tuple[tuple[str, ...], Problem]
"""The way to a setting, and what is wrong with it."""


def _problem(code: str, message: str, *way: str) -> _Found:
    return way, Problem(FILE, 0, code, message)


def _problems(config: Mapping[str, Any], options: Mapping[str, Any]) -> Iterator[_Found]:
    """Find everything that is wrong with the settings."""
    site_url = str(config.get("site_url") or "")
    if not _SITE_URL.match(site_url) or not _has_port(site_url):
        yield _problem(
            "cai-dat", f"site_url là {site_url!r}; hãy ghi địa chỉ đầy đủ, ví dụ https://cchc.tinh.gov.vn/", "site_url"
        )
    for name in options:
        if name not in OPTIONS:
            instead = offer(name, OPTIONS, f"các khóa dùng được: {', '.join(OPTIONS)}")
            yield _problem("cai-dat", f"plugins: cchc: khóa {name!r} không có; {instead}", *OURS, str(name))
    yield from _text_problems(config, options)
    yield from _reading_problems(config)
    for name, good, expected in _RULES:
        value = options.get(name)
        if value is not None and not good(value):
            yield _problem("cai-dat", f"plugins: cchc: {name}: {value!r} chưa đúng; hãy ghi {expected}", *OURS, name)
    if not options.get("feed_authority"):
        yield _problem(
            "cai-dat",
            "plugins: cchc: thiếu feed_authority; hãy ghi tên miền và năm bắt đầu, ví dụ tinh.gov.vn,2026",
            *OURS,
        )


def _reading_problems(config: Mapping[str, Any]) -> Iterator[_Found]:
    """Find what would read files from elsewhere: a portal is made from its own folders."""
    for name in config.get("markdown", {}):
        if name.partition(":")[0] in _READERS:
            message = f"markdown_extensions: {name} đọc tệp của máy chủ vào bài; hãy bỏ dòng này, chép chữ vào bài"
            yield _problem("cai-dat", message, "markdown_extensions", name)
    pages = str(config.get("docs_dir", PAGES))
    if pages != PAGES:
        yield _problem(
            "cai-dat", f"docs_dir là {pages!r}; trang tĩnh nằm ở {PAGES}, hãy ghi docs_dir: {PAGES}", "docs_dir"
        )
    theme = str(config.get("custom_dir", ""))
    if theme not in ("", "theme"):
        message = f"theme: custom_dir là {theme!r}; giao diện riêng nằm ở thư mục theme, hãy ghi custom_dir: theme"
        yield _problem("cai-dat", message, "theme", "custom_dir")


def _day(value: Any) -> date | None:
    """Read a day as YAML gives it, or typed as text in ISO's order or day first; None when it is none."""
    if isinstance(value, date):  # a moment is a date, too
        return date(value.year, value.month, value.day)
    text = re.sub(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z", _iso_day, str(value).strip())
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _iso_day(found: re.Match[str]) -> str:
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"


def _is_day(value: Any) -> bool:
    day = _day(value)
    return day is not None and day.year >= FIRST_YEAR


def _has_port(address: str) -> bool:
    """Say whether the port in an address, if any, can be one."""
    found = re.match(r"[^/]*//[^/]*?:(\d+)(?:/|\Z)", address)
    return found is None or (len(found[1]) < 6 and 0 < int(found[1]) < 65536)


def _text_problems(config: Mapping[str, Any], options: Mapping[str, Any]) -> Iterator[_Found]:
    """Find words that no page can show, or that the program takes for its own marks."""
    said: list[tuple[tuple[str, ...], Any]] = [
        ((name,), config.get(name)) for name in ("site_name", "site_description")
    ]
    said += [(("nav",), title) for title, _ in config.get("nav", ())]
    said += [((*OURS, name), value) for name, value in options.items() if name in _TEXT_NAMES]
    press = options.get("press")
    if press and _is_press(press):
        said += [((*OURS, "press", name), value) for name, value in press.items()]
    for way, value in said:
        name, text = ": ".join(way), value if isinstance(value, str) else ""
        if sign := unshowable(text):
            found = f"{name} có ký tự điều khiển U+{ord(sign):04X}"
            yield _problem("ky-tu-dieu-khien", f"{found}; hãy xóa, hoặc dùng dấu nháy đơn '…' thay cho \"…\"", *way)
        if taken := SENTINEL.search(text):
            message = f"{name}: chữ “{taken[0]}” là ký hiệu riêng của chương trình; hãy xóa hoặc viết khác đi"
            yield _problem("tu-danh-rieng", message, *way)


def _is_press(value: Any) -> bool:
    """Say whether whom newspapers turn to is named as it should be."""
    if not isinstance(value, Mapping) or not value or not value.keys() <= {entry.name for entry in fields(Press)}:
        return False
    return all(word is None or isinstance(word, str) for word in value.values()) and _is_mailbox(value.get("email"))


def _is_mailbox(value: Any) -> bool:
    return bool(re.match(r"(?:[^@\s<>\"]+@[^@\s<>\"]+)?\Z", str(value or "")))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_dark(colour: str) -> bool:
    """Say whether white text on `colour` has a contrast of 4.5 or more (WCAG 2.2, 1.4.3)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05) >= 4.5


_TEXT_NAMES = (
    "agency", "parent_agency", "address", "phone", "email", "responsible", "licence", "hotline", "logo",
)  # fmt: skip
_RULES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("feed_authority", lambda value: bool(_AUTHORITY.match(str(value))), "dạng tinh.gov.vn,2026"),
    ("colour", lambda value: bool(_COLOUR.match(str(value))), "mã màu dạng '#a3161f' (trong dấu nháy)"),
    (
        "colour",
        lambda value: not _COLOUR.match(str(value)) or _is_dark(str(value)),
        "màu đậm hơn: chữ trắng nằm trên nó",
    ),
    (
        "logo",
        lambda value: bool(re.match(r"(?:/media/[\w./-]+)?\Z", str(value))),
        "tệp của content/media, dạng /media/logo.svg",
    ),
    ("email", _is_mailbox, "một hộp thư, ví dụ bantin@tinh.gov.vn"),
    (
        "press",
        _is_press,
        'đầu mối cho báo chí, ví dụ {name: Văn phòng Sở, phone: "0000 000 000", email: baochi@tinh.gov.vn}',
    ),
    ("emc", measuring.is_emc, measuring.EXPECTED),
    ("demo", lambda value: isinstance(value, bool), "true hoặc false"),
    ("page_size", lambda value: type(value) is int and 5 <= value <= 100, "số nguyên từ 5 đến 100"),
    ("since", _is_day, "ngày cổng bắt đầu, ví dụ 2026-01-01 hoặc 1/1/2026"),
    ("max_file", lambda value: type(value) in (int, float) and 0.1 <= value <= 100, "số MB từ 0.1 đến 100, ví dụ 5"),
    *((name, _is_text, "một dòng chữ, trong dấu nháy nếu chỉ có số") for name in _TEXT_NAMES),
)
