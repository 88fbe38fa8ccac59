"""Names and numbers as long as files, addresses and numbers can be: what `check` accepts, `build` makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.errors import errors_of
from tests.conftest import NOW, SMALL, article, build_portal, rendered_chrome, small_portal, write
from tests.test_content_ledger import FILED_TEXT

PICTURE = (SMALL / "content/media/mot-cua.png").read_bytes()
ARTICLE = "content/news/2024/05/a.md"
TABLE = b"date,unit,quantity,title\n1/5/2024,tin,1,A\n"
LONGEST: dict[str, bytes] = {
    f"content/media/{'a' * 251}.png": PICTURE,
    f"content/media/{'b' * 251}.csv": b"a,b\n" * 400,
    f"content/news/2024/05/{'c' * 250}.md": article().encode(),
    f"content/activities/{'d' * 250}.csv": TABLE,
}
REFUSED: tuple[tuple[str, bytes, str], ...] = (
    ("content/media/a.png", b"DDS " + b"|" * 300, "anh-khong-phai"),
    ("content/media/a.png", b"\0\0\0\x20ftypavif" + b"x" * 300, "anh-sai-duoi"),
    ("content/activities/a\u202e\x1b.csv", TABLE, "ten-tep-sai"),
    (ARTICLE, article(id="hoat-dong/2024/2").encode(), "ma-sai"),
    (ARTICLE, article(aliases="[/index.html]").encode(), "dia-chi-cu-trung"),
    (ARTICLE, article(aliases="[/robots.txt/x.html]").encode(), "dia-chi-cu-trung"),
    (ARTICLE, article(aliases=f"[/{'a' * 300}/]").encode(), "dia-chi-cu-sai"),
    (ARTICLE, article(airings=f"[{{date: 6/5/2024, channel: web, minutes: {'9' * 400}}}]").encode(), "so-sai"),
)


def put(root: Path, path: str, data: bytes) -> None:
    """Write a file of the portal."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


def problems(root: Path) -> list[tuple[str, str]]:
    """Check a portal; return path and code of each error."""
    found = build.check(root, lambda _root: rendered_chrome(), Options(now=NOW)).problems
    return [(problem.path, problem.code) for problem in errors_of(found)]


def test_the_longest_names_that_a_file_can_have_are_built(tmp_path: Path) -> None:
    """Of pictures, attachments, articles and tables; long tags and ids, too."""
    root = small_portal(tmp_path / "portal")
    for path, data in LONGEST.items():
        put(root, path, data)
    image = f'{{src: "/media/{"a" * 251}.png", alt: x}}'
    put(root, ARTICLE, article(id="a" * 3000, tags=f"[{'x' * 5000}]", image=image).encode())

    assert problems(root) == []
    assert build.build(root, lambda _root: rendered_chrome(), Options(now=NOW)).articles


@pytest.mark.parametrize(
    ("path", "data", "code"), REFUSED, ids=[f"{index}-{one[2]}" for index, one in enumerate(REFUSED)]
)
def test_what_no_site_could_hold_is_named_by_check(tmp_path: Path, path: str, data: bytes, code: str) -> None:
    """Pictures that are none, names that deceive, ids and addresses of others, numbers without end."""
    root = small_portal(tmp_path / "portal")
    put(root, path, data)
    ((_, found),) = problems(root)

    assert found == code


@pytest.mark.parametrize("tables", [{}, {"topics": {"rows": []}}])
def test_filed_figures_without_tables_are_compared_with_what_is_counted_now(portal: Path, tables: object) -> None:
    """An empty object is an empty list once it is kept."""
    filed = json.loads(FILED_TEXT) | {"tables": tables}
    write(portal, "content/reports/filed/thang-4-2024.json", json.dumps(filed))
    build_portal(portal)

    assert "Số đã nộp" in (portal / "public/thong-ke/thang-4-2024/index.html").read_text(encoding="utf-8")
