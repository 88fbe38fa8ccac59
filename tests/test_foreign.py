"""Drafts of other systems are never published by a slip: every such key and word is an error that says `status`."""

from __future__ import annotations

import pytest

from site_builder.content import read_article
from site_builder.errors import errors_of
from tests.conftest import article

FILE = "content/news/2024/05/x.md"


def told(line: str) -> list[tuple[int, str, str]]:
    """Read an article with one more line of front matter; return line, code and message of its errors."""
    text = article().replace("---\n\n", f"{line}\n---\n\n", 1)
    return [(p.line, p.code, p.message) for p in errors_of(read_article(FILE, text.encode()).problems)]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("draft: true", "draft"),
        ("draft: false", "published"),
        ("Draft: yes", "draft"),
        ("DRAFT: 1", "draft"),
        ("is_draft: true", "draft"),
        ("published: false", "draft"),
        ("published: true", "published"),
        ("publish: no", "draft"),
        ("hidden: true", "draft"),
        ("visible: false", "draft"),
        ("visibility: private", "draft"),
        ("unlisted: true", "draft"),
        ("unpublished: true", "draft"),
        ("private: true", "draft"),
        ("enabled: off", "draft"),
        ("active: 0", "draft"),
        ("state: draft", "draft"),
        ("post_status: pending", "draft"),
        ("password: bimat", "draft"),
        ("draft:", "draft"),
        ("trạng thái: nháp", "draft"),
        ("Trạng thái: Đã đăng", "published"),
        ("tình trạng: chưa duyệt", "draft"),
        ("nháp: có", "draft"),
        ("ẩn: true", "draft"),
        ("hiển thị: không", "draft"),
        ("ghi chú: bản nháp", "draft"),
    ],
)
def test_a_key_of_another_system_that_hides_or_shows_says_status(line: str, status: str) -> None:
    """Whatever its value: passed over, it would publish what nobody wanted published."""
    ((number, code, message),) = told(line)

    assert (number, code) == (6, "khoa-an-hien")
    assert f"status: {status}" in message


@pytest.mark.parametrize("line", ["Status: draft", "statu: draft", "stattus: draft", "sTaTuS: published"])
def test_a_misspelt_status_is_no_warning(line: str) -> None:
    """A key that decides what readers see is not passed over because of a letter."""
    ((_, code, message),) = told(line)

    assert code == "khoa-an-hien"
    assert message.endswith("có phải status?")


def test_a_misspelt_withdrawal_or_day_of_arrival_is_no_warning() -> None:
    """The one would leave a withdrawn article up, the other would lift an embargo."""
    assert told("withdraw: {date: 6/5/2024, reason: Trùng}")[0][2].endswith("có phải withdrawn?")
    assert told("Added: 6/5/2027")[0][2].endswith("có phải added?")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Draft", "draft"),
        ("DRAFT", "draft"),
        ("nháp", "draft"),
        ("Bản nháp", "draft"),
        ("pending", "draft"),
        ("chờ duyệt", "draft"),
        ("hẹn giờ", "draft"),
        ("false", "draft"),
        ("Published", "published"),
        ("publish", "published"),
        ("đã đăng", "published"),
        ("công khai", "published"),
        ("gỡ", "withdrawn"),
        ("đã gỡ bỏ", "withdrawn"),
        ("archived", "withdrawn"),
    ],
)
def test_a_status_in_other_words_says_ours(word: str, status: str) -> None:
    """It counts as a draft until it is put right."""
    text = article(status=word).encode()
    entry = read_article(FILE, text)
    (problem,) = errors_of(entry.problems)

    assert (problem.line, problem.code) == (6, "trang-thai-la")
    assert problem.message.endswith(f"hãy ghi status: {status}")
    assert entry.article is not None
    assert entry.article.status == "draft"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("publishDate: 2027-01-01", "ở khóa date"),
        ("published_at: 2027-01-01", "ở khóa date"),
        ("datePublished: 2027-01-01", "ở khóa date"),
        ("scheduled: 2027-01-01", "ở khóa date"),
        ("ngày đăng: 1/1/2027", "ở khóa date"),
        ("embargo: 2027-01-01", "ở khóa date"),
        ("expiryDate: 2027-01-01", "status: withdrawn"),
        ("unpublishDate: 2027-01-01", "status: withdrawn"),
        ("expires: 2027-01-01", "status: withdrawn"),
        ("ngày hết hạn: 1/1/2027", "status: withdrawn"),
    ],
)
def test_a_day_of_another_system_says_where_it_belongs(line: str, said: str) -> None:
    """A day on which an article was to come out or to go would be passed over."""
    ((number, code, message),) = told(line)

    assert (number, code) == (6, "khoa-an-hien")
    assert said in message


def test_the_advice_for_an_article_that_goes_by_itself_passes() -> None:
    """`status: withdrawn` with a day ahead: it is public until then."""
    assert told('status: withdrawn\nwithdrawn: {date: 1/9/2026, reason: "Hết hiệu lực"}') == []


UNKNOWN = (
    *("layout: post", "description: Tin", "author_name: An", "hide: [toc]", "permalink: /tin/", "categories: [a]"),
    *("address: Hà Nội", "toc: true", "weight: 1", "updates: x", "ngay: 1/1/2024", "date_gmt: 2024-05-06"),
)


@pytest.mark.parametrize("line", UNKNOWN)
def test_keys_that_hide_nothing_stay_warnings(line: str) -> None:
    """They change what is shown of an article, not whether it is."""
    assert told(line) == []
