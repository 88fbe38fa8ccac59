"""What `cchc init` writes for people to change, and whether they did.

A value counts as left when it is still the very one, and of the few that might be right by chance only while the mark
stands beside it. A portal of illustrative data (`demo: true`) may keep them.

Knows: the placeholders of a new portal. Never: decides whether a portal with them may be published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from site_builder.errors import Level, Problem
from site_builder.model import Taxonomy
from site_builder.model.settings import FILE, Settings

MARK = "SỬA"
"""Stands in a comment beside each value that must be changed."""
SITE_NAME = "Cổng tin cải cách hành chính"
SITE_URL = "https://cchc.example.vn/"
AUTHORITY = "cchc.example.vn"
AGENCY = "Cơ quan chủ quản cổng"
AGENCIES = "content/taxonomy/agencies.yml"
NAME_MARK = f"(sửa tên tại {AGENCIES})"
"""Stands in the name of the one agency."""
_NAME_LEFT = re.compile(r"\(\s*sửa\s+tên\s+tại\b", re.IGNORECASE)
_FACTS = ("parent_agency", "address", "phone", "hotline")
"""Settings that stand in the starter as comments, with `…` for what is to be filled in."""


def unchanged(root: Path, settings: Settings, taxonomy: Taxonomy, *, strict: bool) -> Iterator[Problem]:
    """Find what a new portal's people have not changed yet, each with its line; errors when `strict`."""
    level: Level = "error" if strict else "warning"
    if settings.demo:
        return
    text = (root / FILE).read_text(encoding="utf-8", errors="replace")
    for key, value, instead in _left(settings, text):
        message = f"{key} còn là giá trị mẫu “{value}” của cchc init; hãy ghi {instead}"
        yield Problem(FILE, _line(text, rf"\s*{key}\s*:"), "chua-sua-mau", message, level)
    if any(_NAME_LEFT.search(name.name) for agency in taxonomy.agencies for name in agency.names):
        names = (root / AGENCIES).read_text(encoding="utf-8", errors="replace")
        message = "tên cơ quan còn là tên mẫu của cchc init; hãy ghi tên thật của cơ quan đăng tin"
        yield Problem(AGENCIES, _line(names, ".*" + _NAME_LEFT.pattern), "chua-sua-mau", message, level)


def _left(settings: Settings, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each setting that was left: its key, its value, and what to write."""
    if settings.site_name == SITE_NAME and re.search(rf"^site_name:.*#.*{MARK}", text, re.MULTILINE):
        yield "site_name", SITE_NAME, f"tên cổng; nếu tên ấy đúng thì xóa chữ {MARK} ở cuối dòng"
    if settings.site_url == SITE_URL:
        yield "site_url", SITE_URL, "địa chỉ thật của cổng, ví dụ https://cchc.tinh.gov.vn/"
    if settings.feed_authority.partition(",")[0] == AUTHORITY:
        instead = "tên miền của cơ quan và năm bắt đầu, ví dụ tinh.gov.vn,2026; đăng rồi thì không đổi được nữa"
        yield "feed_authority", settings.feed_authority, instead
    if settings.agency == AGENCY:
        yield "agency", AGENCY, "tên cơ quan chủ quản"
    for key in _FACTS:
        value = getattr(settings, key)
        if "…" in value or MARK in value:
            yield key, value, "giá trị thật, hoặc xóa dòng này"


def _line(text: str, pattern: str) -> int:
    """Return the first line that begins so; 0 when none does (a value may come from another file)."""
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if re.match(pattern, line, re.IGNORECASE)), 0)
