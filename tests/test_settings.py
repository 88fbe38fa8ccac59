from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any

import pytest

from site_builder.errors import SettingsError
from site_builder.frozen import freeze
from site_builder.model.settings import OPTIONS, Press, Settings, by_name
from site_builder.text import nearest

CONFIG: dict[str, Any] = {"site_name": "Cổng CCHC", "site_url": "https://cchc.tinh.vn"}
AUTHORITY = {"feed_authority": "tinh.vn,2026"}


def problems(config: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """Return the sentences that wrong settings are answered with."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(config, options)
    return [str(problem) for problem in caught.value.problems]


def test_few_settings_are_enough() -> None:
    """Name, address and feed authority; the rest has defaults."""
    settings = Settings.from_mapping(CONFIG, AUTHORITY)
    assert settings == Settings(site_name="Cổng CCHC", site_url="https://cchc.tinh.vn/", feed_authority="tinh.vn,2026")
    assert (settings.page_size, settings.demo, settings.colour) == (20, False, "#a3161f")


def test_every_setting_arrives_frozen() -> None:
    """MkDocs' own keys and ours; what is empty keeps its default; extensions keep order and options."""
    config = CONFIG | {
        "site_description": "Tin",
        "markdown": {"toc": {"permalink": True, "slugify": nearest}, "tables": None, "x": {"list": [1, {"a": "b"}]}},
        "nav": [["Giới thiệu", "/gioi-thieu/"]],
    }
    settings = Settings.from_mapping(config, AUTHORITY | {"agency": "Sở Nội vụ", "hotline": None, "demo": True})
    assert (settings.agency, settings.hotline, settings.demo) == ("Sở Nội vụ", "", True)
    assert settings.nav == (("Giới thiệu", "/gioi-thieu/"),)
    assert settings.markdown == (
        ("toc", (("permalink", True), ("slugify", "python:site_builder.text.likeness:nearest"))),
        ("tables", None),
        ("x", (("list", (1, (("a", "b"),))),)),
    )
    assert hash(settings) == hash(dataclasses.replace(settings))


@pytest.mark.parametrize(
    "written",
    [date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), "2026-01-02", "2/1/2026", " 02-01-2026 "],  # noqa: DTZ001
)
def test_the_day_a_portal_began_is_read_as_people_write_it(written: object) -> None:
    """A day of YAML's, with a time or without, or text."""
    assert Settings.from_mapping(CONFIG, AUTHORITY | {"since": written}).since == date(2026, 1, 2)


def test_whom_newspapers_turn_to_is_read_as_one_value() -> None:
    """All three parts, or those that are known."""
    told = Settings.from_mapping(
        CONFIG, AUTHORITY | {"press": {"name": " Văn phòng ", "phone": None, "email": "b@x.vn"}}
    )
    assert told.press == Press(name="Văn phòng", phone="", email="b@x.vn")


@pytest.mark.parametrize("written", ["Văn phòng", {}, {"fax": "1"}, {"phone": 299}, {"email": "x.vn"}, ["a"]])
def test_whom_newspapers_turn_to_is_refused_when_it_is_not_told_by_its_parts(written: object) -> None:
    """With what to write."""
    (found,) = problems(CONFIG, AUTHORITY | {"press": written})
    assert found.startswith(f"mkdocs.yml: cai-dat: plugins: cchc: press: {written!r} chưa đúng; hãy ghi đầu mối")


@pytest.mark.parametrize("written", ["31/2/2026", "2026", 2026, "1/1/1026", True, "đầu năm 2026"])
def test_a_day_that_is_none_is_refused(written: object) -> None:
    """With what to write."""
    assert problems(CONFIG, AUTHORITY | {"since": written}) == [
        (
            f"mkdocs.yml: cai-dat: plugins: cchc: since: {written!r} chưa đúng; "
            "hãy ghi ngày cổng bắt đầu, ví dụ 2026-01-01 hoặc 1/1/2026"
        )
    ]


@pytest.mark.parametrize(
    ("site_url", "path", "page"),
    [
        ("https://tinh.vn", "", "https://tinh.vn/tin-tuc/"),
        ("https://tinh.vn/", "", "https://tinh.vn/tin-tuc/"),
        ("https://tinh.vn/cchc", "/cchc", "https://tinh.vn/cchc/tin-tuc/"),
        ("http://127.0.0.1:8000/a/b/", "/a/b", "http://127.0.0.1:8000/a/b/tin-tuc/"),
    ],
)
def test_a_portal_may_lie_below_a_path(site_url: str, path: str, page: str) -> None:
    """Absolute addresses and the path before rooted ones follow `site_url`, with or without its last slash."""
    settings = Settings.from_mapping(CONFIG | {"site_url": site_url}, AUTHORITY)
    assert settings.site_path == path
    assert settings.absolute("/tin-tuc/") == page
    assert settings.absolute("https://khac.vn/a") == "https://khac.vn/a"


@pytest.mark.parametrize("site_url", [None, "", "cchc.tinh.vn", "https://", "ftp://x.vn/"])
def test_an_address_that_is_none_is_refused(site_url: str | None) -> None:
    """Feeds and canonical addresses need a full one; the message shows how it looks."""
    found = problems({"site_name": "Cổng", "site_url": site_url}, AUTHORITY)
    assert len(found) == 1
    assert "hãy ghi địa chỉ đầy đủ, ví dụ https://" in found[0]


def test_all_mistakes_are_told_together() -> None:
    """Each with what was found and what to write."""
    options = {"colour": "red", "demo": "yes", "page_size": True, "feed_authority": "Tinh", "agency": 7, "hotlin": "1"}
    found = problems(CONFIG, options)
    assert len(found) == 6
    text = "\n".join(found)
    assert all(line.startswith("mkdocs.yml: cai-dat: ") for line in found)
    for words in (
        "colour: 'red' chưa đúng; hãy ghi mã màu",
        "demo: 'yes' chưa đúng; hãy ghi true hoặc false",
        "page_size: True chưa đúng; hãy ghi số nguyên từ 5 đến 100",
        "feed_authority: 'Tinh' chưa đúng; hãy ghi dạng tinh.gov.vn,2026",
        "agency: 7 chưa đúng; hãy ghi một dòng chữ",
        "khóa 'hotlin' không có; có phải hotline?",
    ):
        assert words in text


def test_a_key_like_no_other_is_answered_with_all_keys() -> None:
    """Whoever guessed wrong sees what there is."""
    found = problems(CONFIG, AUTHORITY | {"zzzzzz": 1})
    assert found[0].endswith("; các khóa dùng được: " + ", ".join(OPTIONS))


@pytest.mark.parametrize("value", [None, ""])
def test_the_feed_authority_is_never_made_up(value: str | None) -> None:
    """It is written once and kept; without it there is no build."""
    assert any("thiếu feed_authority" in line for line in problems(CONFIG, {"feed_authority": value}))
    assert any("thiếu feed_authority" in line for line in problems(CONFIG, {}))


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("feed_authority", ["tinh.vn,2026", "a@x.vn,2026-07", "x.vn,2026-07-01"], ["tinh.vn", "X.vn,2026", ",2026"]),
        ("colour", ["#a3161f", "#A3161F"], ["a3161f", "#a31", "#a3161fff", "#a3161f\n"]),
        ("page_size", [5, 100], [4, 101, 20.0, "20"]),
        ("demo", [True, False], [0, "true"]),
        ("phone", ["0299 3820 199", ""], [2993820199, ["1"]]),
    ],
)  # fmt: skip
def test_each_rule_accepts_what_it_asks_for(name: str, good: list[Any], bad: list[Any]) -> None:
    """Borders included; what YAML turns into a number is told to be put in quotes."""
    for value in good:
        assert getattr(Settings.from_mapping(CONFIG, AUTHORITY | {name: value}), name) == value
    for value in bad:
        assert len(problems(CONFIG, AUTHORITY | {name: value})) == 1


def test_frozen_options_can_be_digested() -> None:
    """Nested lists and mappings become tuples, callables their place, scalars stay."""
    assert freeze({"a": [1, {"b": None}], "c": nearest}, by_name) == (
        ("a", (1, (("b", None),))),
        ("c", "python:site_builder.text.likeness:nearest"),
    )
    assert freeze("x", by_name) == "x"
