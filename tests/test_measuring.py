"""`emc`: the ministry's measuring of a portal, off unless it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.errors import SettingsError
from site_builder.mkdocs_plugin import render_chrome
from site_builder.model.measuring import HOST, Emc
from site_builder.model.settings import Settings
from site_builder.publish import site
from site_builder.publish.nginx import inline_script_hashes, policy
from tests.conftest import NOW, rendered_chrome, small_portal, tree_of

CONFIG = {"site_name": "Cổng CCHC", "site_url": "https://cchc.tinh.vn"}
AUTHORITY = {"feed_authority": "tinh.vn,2026"}
LABEL = "/media/so-do-lien-thong.svg"


def with_emc(root: Path, words: str) -> Path:
    """Write `emc:` into a portal's settings."""
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  - cchc:\n", f"  - cchc:\n      emc: {words}\n"), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small portal, measured, as it is published."""
    root = with_emc(small_portal(tmp_path_factory.mktemp("emc")), "{site: 1023}")
    site.publish(root, root / "to", render_chrome, Options(now=NOW), commit="")
    return root / "to"


def pages(to: Path) -> Iterator[tuple[str, str]]:
    """Yield every page that has a frame: old addresses only lead on."""
    for path, data in tree_of(to / "public").items():
        if path.endswith(".html") and b'http-equiv="refresh"' not in data:
            yield path, data.decode()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"site": 1023}, Emc(site="1023")),
        ({"site": " 1023 ", "host": None, "label": ""}, Emc(site="1023")),
        (
            {"site": "7", "host": "https://emc.bo.gov.vn/", "label": "/media/a.png"},
            Emc(site="7", host="https://emc.bo.gov.vn", label="/media/a.png"),
        ),
    ],
)
def test_what_the_ministry_gave_is_read_as_one_value(written: dict[str, object], expected: Emc) -> None:
    """A number with quotes or without; the server only when it is another."""
    assert Settings.from_mapping(CONFIG, AUTHORITY | {"emc": written}).emc == expected


@pytest.mark.parametrize(
    "written",
    [
        True, 1023, "1023", {}, [], {"site": ""}, {"site": True}, {"site": "12; script-src *"}, {"site": "a"},
        {"host": "https://emc.bo.gov.vn"}, {"site": 1, "host": "http://emc.bo.gov.vn"}, {"site": 1, "host": "https://*"},
        {"site": 1, "host": "https://a.vn/b"}, {"site": 1, "host": "https://a.vn https://b.vn"},
        {"site": 1, "label": "https://a.vn/b.png"}, {"site": 1, "ma": 2}, {"site": '1"],["x'},
    ],
)  # fmt: skip
def test_what_could_be_no_measuring_is_refused(written: object) -> None:
    """Nothing of it may widen what pages run."""
    with pytest.raises(SettingsError, match=r"emc: .* chưa đúng; hãy ghi mã đo lường Bộ cấp"):
        Settings.from_mapping(CONFIG, AUTHORITY | {"emc": written})


def test_a_wrong_setting_is_told_with_its_line(portal: Path) -> None:
    """As `check` says it."""
    with_emc(portal, "{site: mot}")
    line = (portal / "mkdocs.yml").read_text(encoding="utf-8").splitlines().index("      emc: {site: mot}") + 1
    found = build.check(portal, render_chrome, Options(now=NOW)).problems

    assert [(problem.path, problem.line, problem.code) for problem in found] == [("mkdocs.yml", line, "cai-dat")]


def test_a_label_whose_picture_is_missing_is_told(portal: Path) -> None:
    """It stands on every page."""
    with_emc(portal, "{site: 1, label: /media/khong-co.png}")
    found = build.check(portal, render_chrome, Options(now=NOW)).problems

    assert any("content/media/khong-co.png" in problem.message and problem.level == "error" for problem in found)


def test_a_portal_that_is_not_measured_says_nothing_of_it(portal: Path) -> None:
    """No snippet, no label, no other server in its policy."""
    site.publish(portal, portal / "to", lambda _root: rendered_chrome(), Options(now=NOW), commit="")
    policies = (portal / "to/nginx/csp.map").read_text(encoding="utf-8")

    assert not any("govaq" in text or "emc" in text.lower() for _, text in pages(portal / "to"))
    assert policy() in policies
    assert "https:" not in policies


def test_every_page_carries_the_snippet_once_and_the_label(published: Path) -> None:
    """Articles, lists, statistics, search, static pages and the one for missing addresses."""
    found = dict(pages(published))
    snippet = f'["setTrackerUrl", "{HOST}/tracking"], ["setSiteId", "1023"]'

    assert {"index.html", "404.html", "tim-kiem/index.html", "thong-ke/index.html", "gioi-thieu/index.html"} <= set(
        found
    )
    assert [path for path, text in found.items() if text.count(snippet) != 1] == []
    assert [path for path, text in found.items() if text.count("Đã kết nối hệ thống đo lường EMC") != 1] == []
    assert all(f'<script src="{HOST}/embed/gov-tracking.min.js" async>' in text for text in found.values())


def test_the_policies_let_in_the_ministry_s_server_and_nothing_else(published: Path) -> None:
    """The head's and the server's: its script, its counts, the one inline script by its hash."""
    ((hashed,),) = {inline_script_hashes(text.encode()) for _, text in pages(published)}
    policies = (published / "nginx/csp.map").read_text(encoding="utf-8")
    heads = {re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0] for _, text in pages(published)}

    assert policy((hashed,), HOST) in policies
    assert len(heads) == 1
    assert f"script-src 'self' {hashed} {HOST};" in next(iter(heads))
    wider = set(policy((hashed,), HOST).split("; ")) - set(policy().split("; "))
    assert wider == {
        f"script-src 'self' {hashed} {HOST}",
        f"img-src 'self' data: {HOST}",
        f"connect-src 'self' {HOST}",
    }


def test_the_label_may_be_a_picture_and_a_preview_is_not_measured(portal: Path) -> None:
    """The picture is published as it is; what only few people see would count for the portal."""
    picture = portal / "content" / LABEL[1:]
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    with_emc(portal, f"{{site: 1, label: {LABEL}}}")
    rendered, preview = (render_chrome(portal, preview=shown) for shown in (False, True))
    texts = [data.decode() for path, data in rendered.bundle.files if path.endswith(".html")]

    assert LABEL in rendered.shown_media()
    assert all(f'media{LABEL[6:]}" alt="Đã kết nối' in text for text in texts)
    assert not any(b"govaq" in data or b"EMC" in data for _, data in preview.bundle.files)
    assert LABEL not in preview.shown_media()
