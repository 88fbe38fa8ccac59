"""A newsroom over a span of time: articles come, wait, are corrected, withdrawn, or arrive late, as in real ones.

    room = Newsroom(articles=60, days=75, seed=1)
    room.write_until(root, moment)       # what was committed by then
    room.expected(moment)                # by identity: the title that a reader must see last

Knows: what was written when. Never: builds a site.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from site_builder.text import VIETNAM
from tests.conftest import article, write

START = datetime(2025, 1, 6, 6, 0, tzinfo=VIETNAM)
AUTHORITY = "nho.example.vn,2024"
TOPICS = ("cai-cach-thu-tuc-hanh-chinh", "chuyen-doi-so")


@dataclass
class Work:
    """One article and what becomes of it."""

    number: int
    committed: datetime
    date: datetime
    added: datetime | None = None
    corrected: list[tuple[datetime, bool]] = field(default_factory=list)
    """When each correction was committed, which names its day; whether it is grave."""
    withdrawn: datetime | None = None

    @property
    def slug(self) -> str:
        """Name of the file."""
        return f"bai-{self.number}"

    @property
    def id(self) -> str:
        """Identity."""
        return f"{self.date:%Y/%m}/{self.slug}"

    @property
    def seen(self) -> datetime:
        """From when readers may see it."""
        return max(self.added or self.date, self.committed)

    def text(self, moment: datetime) -> str:
        """Return the file as it stood."""
        fields = {"title": f"Bài số {self.number}", "date": self.date.isoformat(), "summary": f"Tóm tắt {self.number}"}
        if self.added:
            fields["added"] = self.added.isoformat()
        notes = [
            f"{{date: {when:%d/%m/%Y}, note: Sửa lần {count}{', grave: true' if grave else ''}}}"
            for count, (when, grave) in enumerate(self.corrected, 1)
            if when <= moment
        ]
        if notes:
            fields["corrections"] = f"[{', '.join(notes)}]"
        if self.withdrawn and self.withdrawn <= moment:
            fields |= {"status": "withdrawn", "withdrawn": f"{{date: {self.withdrawn:%d/%m/%Y}, reason: Sai}}"}
        return article(**fields, body=f"Thân bài số {self.number}.")

    def expected(self, moment: datetime) -> Iterator[tuple[str, str]]:
        """Yield identity and title of its items as they must be known last."""
        if self.seen > moment:
            return
        gone = self.withdrawn is not None and self.withdrawn <= moment
        done = [(when, grave) for when, grave in self.corrected if when <= moment]
        mark = "[ĐÃ GỠ BỎ] " if gone else "[ĐÍNH CHÍNH] " if done else ""
        yield f"tag:{AUTHORITY}:bai:{self.id}", f"{mark}Bài số {self.number}"
        for when, grave in done:
            if grave:
                mark = "[ĐÃ GỠ BỎ] " if gone else ""
                yield f"tag:{AUTHORITY}:dinh-chinh:{self.id}:{when:%Y-%m-%d}", f"{mark}Đính chính: Bài số {self.number}"


class Newsroom:
    """All works of a span of days."""

    def __init__(self, *, articles: int, days: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._days = days
        self.works = [self._work(number) for number in range(articles)]
        self._written: dict[str, str] = {}

    @property
    def end(self) -> datetime:
        """When the span ends."""
        return START + timedelta(days=self._days)

    def _work(self, number: int) -> Work:
        """Plan an article: most at once, some for later, of long ago, or committed late."""
        moment = START + timedelta(minutes=self._random.randrange(self._days * 24 * 60))
        kind = self._random.random()
        made = Work(number, committed=moment, date=moment)
        if kind < 0.1:
            made = Work(number, committed=moment, date=moment + timedelta(days=self._random.randint(1, 12)))
        elif kind < 0.2:
            made = Work(number, committed=moment, date=moment - timedelta(days=400), added=moment)
        elif kind < 0.3:
            made = Work(number, committed=moment, date=moment - timedelta(hours=self._random.randint(1, 40)))
        day = made.seen
        for _ in range(self._random.choice((0, 0, 0, 1, 2))):
            day += timedelta(days=self._random.randint(1, 60), hours=1)
            made.corrected.append((day, self._random.random() < 0.4))
        if self._random.random() < 0.15:
            made.withdrawn = day + timedelta(days=self._random.randint(1, 40), hours=1)
        return made

    def write_until(self, root: Path, moment: datetime) -> None:
        """Bring the portal's folder to what was committed by a moment."""
        for work in self.works:
            if work.committed <= moment:
                path, text = f"content/news/{work.date:%Y/%m}/{work.slug}.md", work.text(moment)
                if self._written.get(path) != text:
                    write(root, path, text)
                    self._written[path] = text

    def expected(self, moment: datetime) -> dict[str, str]:
        """Return the titles that must be known last, by identity."""
        return dict(pair for work in self.works for pair in work.expected(moment))
