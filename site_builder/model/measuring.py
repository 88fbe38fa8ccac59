"""EMC, the ministry's measuring of how state portals are used: who asks for it, and what a page then carries.

Knows: what the ministry's snippet is told. Never: writes HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

HOST = "https://f-emc.ngsp.gov.vn"
"""Where the ministry's script comes from and where it sends its counts, until the ministry says another place."""
EXPECTED = (
    'mã đo lường Bộ cấp, ví dụ {site: "1023"}; thêm được host: https://tên-miền (khi Bộ đổi máy chủ) và '
    "label: /media/nhan-emc.png (hình của nhãn)"
)
_SITE = re.compile(r"[0-9]{1,9}\Z")
_HOST = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+\Z")
_LABEL = re.compile(r"(?:/media/[\w./-]+)?\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class Emc:
    """What the ministry gave one portal (`emc:`)."""

    site: str
    """Number of the portal in the system, as digits."""
    host: str = HOST
    """Scheme and name of the server, without `/` at the end."""
    label: str = ""
    """Rooted path of the label's picture below content; words stand in its place when empty."""

    @property
    def script(self) -> str:
        """Address of the ministry's script."""
        return f"{self.host}/embed/gov-tracking.min.js"

    @property
    def tracker(self) -> str:
        """Address that the script sends its counts to."""
        return f"{self.host}/tracking"


def is_emc(value: Any) -> bool:
    """Say whether `emc:` is written as it should be."""
    if not isinstance(value, Mapping) or not value.keys() <= {entry.name for entry in fields(Emc)}:
        return False
    told = _told(value)
    rules = (("site", _SITE), ("host", _HOST), ("label", _LABEL))
    return "site" in told and all(rule.match(told[name]) for name, rule in rules if name in told)


def emc_of(value: Mapping[str, Any]) -> Emc:
    """Return what a good `emc:` says."""
    return Emc(**_told(value))


def _told(value: Mapping[str, Any]) -> dict[str, str]:
    """Return what is not empty, as text without spaces around: numbers are written with quotes and without."""
    words = {name: "" if one is None or isinstance(one, bool) else str(one).strip() for name, one in value.items()}
    return {name: word.rstrip("/") if name == "host" else word for name, word in words.items() if word}
