"""Every kind of page of the sample portal, and where one of it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.lengths import AUDIT

GONE = "tin-tuc/2024/12/lich-phat-song-chuyen-muc-da-thu-hoi/"
_ARTICLES = "tin-tuc/20*/*/*/index.html"
Place = str | tuple[str, str]
"""A path; or a pattern of files and what the page is about: the page is taken in which that stands most often."""

STORY: Place = (_ARTICLES, "<figure")
LONGEST: Place = (_ARTICLES, "<")
PERIOD: Place = ("thong-ke/*/index.html", "danh-sach/?")
PAGES: dict[str, Place] = {
    "front": "",
    "list": "tin-tuc/",
    "page of a list": "tin-tuc/trang-1/",
    "long article": LONGEST,
    "article with aligned table": (_ARTICLES, 'style="text-align:'),
    "photo story": STORY,
    "article with video elsewhere": "tin-tuc/2023/08/video-tra-cuu-thu-tuc-trong-hai-phut/",
    "article with sound elsewhere": "tin-tuc/2022/12/nghe-mot-cua-mot-cua-lien-thong-la-gi/",
    "article with attachment": (_ARTICLES, "cc-files"),
    "article with document": (_ARTICLES, 'aria-label="Văn bản"'),
    "article with note": (_ARTICLES, 'class="admonition'),
    "notice": GONE,
    "topics": "chu-de/",
    "topic": "chu-de/cai-cach-thu-tuc-hanh-chinh/",
    "agencies": "co-quan/",
    "agency": "co-quan/bo-noi-vu/",
    "genre": "the-loai/video/",
    "archive": "luu-tru/",
    "month": "luu-tru/2019/08/",
    "statistics": "thong-ke/",
    "period": PERIOD,
    "period's list": ("thong-ke/*/danh-sach/index.html", "thong-ke-danh-sach"),
    "search": "tim-kiem/",
    "feeds for people": "rss/",
    "site map": "so-do-cong/",
    "accessibility": "tro-nang/",
    "static page": "gioi-thieu/",
    "static page in English": "en/gioi-thieu/",
    "contact": "lien-he/",
    "missing page itself": "404.html",
}
LOOKED_AT: tuple[str, ...] = tuple(PAGES) if AUDIT else (
    "front", "list", "long article", "photo story", "statistics", "period", "agencies", "topic", "missing page itself",
    "feeds for people",
)  # fmt: skip
"""Those that long looks take in; `make audit` looks at every kind."""


@cache
def place_of(place: Place, site: Path) -> str:
    """Return the path of a page below the site's address."""
    if isinstance(place, str):
        return place
    base = site.resolve()
    pattern, about = place
    file = max(base.glob(pattern), key=lambda path: (path.read_text(encoding="utf-8").count(about), path.as_posix()))
    return file.relative_to(base).as_posix().removesuffix("index.html")
