from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from site_builder.content.articles import read_article
from site_builder.content.entries import Entry
from site_builder.content.moves import Heir, heirs
from site_builder.content.published import authority, fates, losses, new_authority
from site_builder.content.rewriting import keep_identity, withdraw
from tests.conftest import NOW, article

OLD = "content/news/2024/05/ten-bai.md"
URL = "/tin-tuc/2024/05/ten-bai/"
BODY = (
    "Sáng nay bộ phận một cửa của xã mở thêm hai quầy, nhận hồ sơ của người già trước.\n\n"
    "Cán bộ hướng dẫn từng người điền tờ khai, không ai phải quay lại lần thứ hai trong ngày."
)
OTHER = "Đoàn kiểm tra của tỉnh làm việc với sáu sở về chỉ số năm trước và việc số hóa kết quả giải quyết."


def entry(file: str, **fields: str) -> Entry:
    """Read an article as if it stood in a file."""
    return read_article(file, article(**({"body": BODY} | fields)).encode())


def lost(before: Mapping[str, Entry], after: Mapping[str, Entry], now: datetime = NOW) -> list[str]:
    """Return the lines of what readers would lose."""
    return [str(problem) for problem in losses(fates(before, after, now), after, now, "origin/main")]


def change(old: Entry | None, new: Entry | None = None) -> list[str]:
    """Return the lines of what readers would lose by one change."""
    before = {old.file: old} if old else {}
    return lost(before, {new.file: new} if new else {})


# What is lost


def test_a_published_article_that_vanishes_is_to_be_withdrawn_instead() -> None:
    """The line holds both ways word for word: the command, and git with the two lines of front matter."""
    (line,) = change(entry(OLD))

    assert line == (
        f"{OLD}: bai-bien-mat: bài đã đăng, xóa tệp (hay git revert) thì địa chỉ {URL} thành trang lỗi và báo chí "
        f'không được báo gỡ; hãy gỡ bài thay vì xóa: cchc withdraw {OLD} --reason "Lý do"; hoặc git checkout '
        f"origin/main -- {OLD}, rồi ghi vào đầu bài “status: withdrawn” và “withdrawn: "
        f'{{date: {NOW:%d/%m/%Y}, reason: "Lý do"}}”'
    )


def test_the_notice_of_a_withdrawn_article_stays() -> None:
    """Its file is what keeps the address alive."""
    gone = entry(OLD, status="withdrawn", withdrawn='{date: 7/5/2024, reason: "Trùng bài"}')
    (line,) = change(gone)

    assert f"lấy lại bằng: git checkout origin/main -- {OLD}" in line


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"date": "2099-01-01"}, {"added": "2099-01-01"}])
def test_what_readers_never_had_may_vanish_and_move(fields: dict[str, str]) -> None:
    """A draft and an embargoed article come and go."""
    assert change(entry(OLD, **fields)) == []
    assert change(entry(OLD, **fields), entry("content/news/2024/06/khac.md", **fields)) == []
    assert change(entry(OLD, **fields), entry(OLD, **fields, id="khac")) == []


@pytest.mark.parametrize(
    ("file", "fields"),
    [
        ("content/news/2024/06/ten-bai.md", {}),
        ("content/news/2024/06/ten-bai.md", {"date": "2024-06-06"}),
        ("content/news/2024/05/ten-moi.md", {}),
        ("content/news/2024/05/ten-moi.md", {"title": "Tên khác", "body": BODY.replace("Sáng nay", "Hôm qua")}),
        ("content/news/2024/05/ten-moi.md", {"body": OTHER}),
        ("content/news/2024/06/ten-moi.md", {"date": "2024-06-06"}),
    ],
)
def test_a_moved_article_is_told_the_two_lines_to_add(file: str, fields: dict[str, str]) -> None:
    """Renamed, in another month, edited at once: it is known, and told at its new place."""
    (line,) = change(entry(OLD), entry(file, **fields))

    assert line.startswith(f"{file}:1: bai-doi-cho: bài đã đăng ở {URL} ({OLD}) nay đổi chỗ")
    assert f"hãy ghi vào đầu bài “id: 2024/05/ten-bai” và “aliases: [{URL}]” (lệnh “cchc check --fix” tự ghi)" in line


def test_a_moved_article_that_keeps_id_and_address_is_fine() -> None:
    """Also when its words changed beyond knowing: the id tells."""
    moved = entry("content/news/2024/06/khac.md", id="2024/05/ten-bai", aliases=f"[{URL}]", body=OTHER, title="Khác")

    assert change(entry(OLD), moved) == []


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"id": "2024/05/ten-bai"}, f"hãy ghi vào đầu bài “aliases: [{URL}]” ("),
        ({"aliases": f"[{URL}]"}, "hãy ghi vào đầu bài “id: 2024/05/ten-bai” ("),
        ({"aliases": "[/cu/]"}, f"hãy ghi vào đầu bài “id: 2024/05/ten-bai” và “aliases: [/cu/, {URL}]” ("),
    ],
)
def test_only_the_missing_line_is_asked_for(fields: dict[str, str], lacking: str) -> None:
    """What stands there already is not asked for again; a list is told whole."""
    (line,) = change(entry(OLD), entry("content/news/2024/06/ten-bai.md", **fields))

    assert lacking in line


def test_an_article_that_moves_again_keeps_all_its_addresses() -> None:
    """Its own id and the older address came with it; the address between is new."""
    twice = "content/news/2024/07/ten-bai.md"
    once = entry("content/news/2024/06/ten-bai.md", id="2024/05/ten-bai", aliases=f"[{URL}]")
    (line,) = change(once, entry(twice, id="2024/05/ten-bai", aliases=f"[{URL}]"))

    assert f"hãy ghi vào đầu bài “aliases: [{URL}, /tin-tuc/2024/06/ten-bai/]” (" in line
    assert change(once, entry(OLD, aliases="[/tin-tuc/2024/06/ten-bai/]")) == []


def test_two_files_that_could_be_it_are_both_named() -> None:
    """A wrong guess would give one article's identity to another."""
    one, two = "content/news/2024/06/a.md", "content/news/2024/06/b.md"
    (line,) = lost({OLD: entry(OLD)}, {one: entry(one), two: entry(two)})

    assert line.startswith(f"{OLD}: bai-bien-mat: ")
    assert f"chưa rõ có phải đã đổi thành {one} hay {two}" in line
    assert f"“id: 2024/05/ten-bai” và “aliases: [{URL}]”" in line
    assert f"nếu không, hãy gỡ bài thay vì xóa: cchc withdraw {OLD}" in line


def test_one_file_for_two_that_vanished_goes_to_the_likest() -> None:
    """Equally like: nobody's, and both are told."""
    second = "content/news/2024/05/khac.md"
    moved = entry("content/news/2024/06/ten-bai.md")
    like, unlike = entry(OLD), entry(second, date="2024-05-20", title="Khác", body=BODY + "\n\nThêm một câu nữa.")

    assert heirs([like, unlike], [moved])[OLD] == Heir(moved.file, ())
    assert heirs([unlike, like], [moved])[second] == Heir(moved.file, ())
    assert heirs([entry(OLD), entry(OLD.replace("ten-bai", "ban-sao"))], [entry("content/news/2024/06/x.md")]) == {
        OLD: Heir("", ("content/news/2024/06/x.md",)),
        OLD.replace("ten-bai", "ban-sao"): Heir("", ("content/news/2024/06/x.md",)),
    }


def test_another_article_is_no_heir() -> None:
    """One was deleted, another written: the one is to be withdrawn."""
    new = entry("content/news/2024/05/khac.md", title="Khác", body=OTHER)
    (line,) = change(entry(OLD), new)

    assert "chưa rõ" not in line
    assert line.startswith(f"{OLD}: bai-bien-mat: ")


def test_this_weeks_notice_is_not_taken_for_last_weeks() -> None:
    """Much the same words under another name and day: a person must say which it is."""
    body = BODY.replace("Sáng nay", "Chiều mai").replace("hai quầy", "ba quầy mới")
    new = entry("content/news/2024/05/tuan-hai.md", date="2024-05-13", title="Tuần hai", body=body)

    assert heirs([entry(OLD)], [new]) == {OLD: Heir("", (new.file,))}


def test_an_id_that_changes_in_its_place_is_refused() -> None:
    """To feeds it would be another article."""
    (line,) = change(entry(OLD), entry(OLD, id="khac"))
    (back,) = change(entry(OLD, id="khac"), entry(OLD))

    assert line.startswith(f"{OLD}:6: id-doi: mã của bài đã đăng đổi từ “2024/05/ten-bai” thành “khac”")
    assert "hãy ghi lại “id: 2024/05/ten-bai”" in line
    assert "hãy ghi lại “id: khac”" in back


def test_an_old_address_that_vanishes_is_refused_unless_it_leads_elsewhere() -> None:
    """Whoever kept a link must still arrive."""
    (line,) = change(entry(OLD, aliases="[/cu/1.html, /cu/2.html]"), entry(OLD, aliases="[/cu/2.html]"))
    heir = entry("content/news/2024/05/khac.md", aliases="[/cu/1.html]", title="Khác", body=OTHER)
    old, new = entry(OLD, aliases="[/cu/1.html]"), entry(OLD)

    assert line.startswith(f"{OLD}:6: dia-chi-cu-mat: địa chỉ cũ /cu/1.html không còn dẫn tới bài")
    assert "hãy ghi lại “aliases: [/cu/2.html, /cu/1.html]”" in line
    assert lost({OLD: old}, {OLD: new, heir.file: heir}) == []


def test_strange_old_addresses_are_written_so_that_they_read_the_same() -> None:
    """With dấu, `%xx`, questions, bytes that are no text; case makes no other address."""
    strange = "['/tin-t%E1%BB%A9c/Bài 1,2.html', '/a%2525b/', '/b%E0i.html', '/Xem.aspx?id=12&ten=a%20b']"
    old = entry(OLD, aliases=strange)
    (line,) = change(old, entry(OLD))
    moved = "content/news/2024/06/ten-bai.md"
    assert old.article is not None
    made = keep_identity(moved, article().encode(), "2024/05/ten-bai", (URL, *old.article.aliases))
    assert made is not None

    assert line.encode()
    assert change(old, read_article(moved, made)) == []
    assert change(old, entry(OLD, aliases=strange.replace("Xem", "XEM"))) == []


def test_a_published_article_does_not_become_a_draft_or_wait_again() -> None:
    """Its address would be an error page, and nobody is told."""
    (draft,) = change(entry(OLD), entry(OLD, status="draft"))
    (later,) = change(entry(OLD), entry(OLD, date="2099-01-02 08:00"))
    (added,) = change(entry(OLD, added="2024-05-07 09:30"), entry(OLD, added="2099-01-02"))

    assert draft.startswith(f"{OLD}:6: bai-ve-nhap: ")
    assert f"hãy ghi lại status: published, hoặc gỡ bài: cchc withdraw {OLD}" in draft
    assert later.startswith(f"{OLD}:3: bai-hen-lai: ")
    assert "hãy ghi lại date: 06/05/2024 08:00, hoặc gỡ bài" in later
    assert "hãy ghi lại added: 07/05/2024 09:30, hoặc gỡ bài" in added


def test_corrections_withdrawals_and_returns_are_fine() -> None:
    """Everything else may change in its place."""
    gone = entry(OLD, status="withdrawn", withdrawn='{date: 7/5/2024, reason: "Trùng bài"}')

    assert change(entry(OLD), entry(OLD, title="Khác", date="2024-06-01", body=OTHER)) == []
    assert change(entry(OLD), gone) == []
    assert change(gone, entry(OLD)) == []
    assert change(None, entry(OLD)) == []


def test_a_status_that_cannot_be_read_is_told_once() -> None:
    """The reader says it; that it would count as a draft is no news."""
    assert change(entry(OLD), entry(OLD, status="đăng")) == []


# The feeds' authority


SETTINGS = "site_name: A\nplugins:\n  - search\n  - cchc:\n      feed_authority: {}\n      agency: Sở\n"


def test_a_new_feed_authority_is_told_on_its_line() -> None:
    """Every feed reader would take every article for a new one."""
    (problem,) = new_authority(SETTINGS.format("a.vn,2024"), SETTINGS.format('"b.vn,2026"'))

    assert (problem.path, problem.line, problem.code) == ("mkdocs.yml", 5, "doi-feed-authority")
    assert "đổi từ “a.vn,2024” thành “b.vn,2026”" in problem.message
    assert "hãy ghi lại feed_authority: a.vn,2024" in problem.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (SETTINGS.format("a.vn,2024"), "a.vn,2024"),
        ("plugins: {cchc: {feed_authority: 'a.vn,2024'}}", "a.vn,2024"),
        ("plugins:\n  cchc:\n    feed_authority: a.vn,2024\n", "a.vn,2024"),
        ("x: !!python/name:os.system\nplugins: [{cchc: {feed_authority: 'a.vn,2024'}}]", "a.vn,2024"),
        (SETTINGS.format("!ENV AUTHORITY"), ""),
        ("plugins: [search]", ""),
        ("plugins: [", ""),
        ("", ""),
        ("- a", ""),
    ],
)
def test_the_authority_is_read_from_the_text(text: str, value: str) -> None:
    """Whatever way it is written; nothing of the file is run, and what does not say it plainly says nothing."""
    assert authority(text) == value


# Front matter as text


HEAD = "---\n# ghi chú\ntitle: Một cửa   # tên\ndate: 2024-06-06\ntopic: a\nagency: b\n{}---\n\nThân bài: id: x\n"
ADDED = f"id: 2024/05/ten-bai\naliases: [{URL}]\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ADDED),
        ("summary: |\n  Dòng một\n  dòng hai\n", f"summary: |\n  Dòng một\n  dòng hai\n{ADDED}"),
        ("aliases: [/cu/]  # cũ\n", f"aliases: [/cu/, {URL}]  # cũ\nid: 2024/05/ten-bai\n"),
        ("aliases: [ /cu/, ]\n", f"aliases: [ /cu/, {URL}]\nid: 2024/05/ten-bai\n"),
        ("aliases: []\n", f"aliases: [{URL}]\nid: 2024/05/ten-bai\n"),
        ("aliases: /cu/\n", f"aliases: [/cu/, {URL}]\nid: 2024/05/ten-bai\n"),
        ("aliases:\nid:\n", f"aliases: [{URL}]\nid: 2024/05/ten-bai\n"),
        ("aliases:  # chưa có\n", f"aliases: [{URL}]  # chưa có\nid: 2024/05/ten-bai\n"),
        ('id: "khac"  # mã\n', f"id: 2024/05/ten-bai  # mã\naliases: [{URL}]\n"),
        (
            "aliases:\n  - /cu/  # một\n  - '/cu/2.html' # hai\n# hết\nid: khac\ntags: [a]\n",
            f"aliases:\n  - /cu/  # một\n  - '/cu/2.html' # hai\n  - {URL}\n# hết\nid: 2024/05/ten-bai\ntags: [a]\n",
        ),
        ("aliases:\n- /cu/\n", f"aliases:\n- /cu/\n- {URL}\nid: 2024/05/ten-bai\n"),
        (f"aliases: [{URL}]\nid: 2024/05/ten-bai\n", f"aliases: [{URL}]\nid: 2024/05/ten-bai\n"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_id_and_aliases_are_written_and_nothing_else_moves(old: str, new: str, ends: str) -> None:
    """Comments, order and line ends stay; a list is continued as it is written."""
    data = ("\ufeff" + HEAD.format(old)).replace("\n", ends).encode()
    made = keep_identity("content/news/2024/06/ten-bai.md", data, "2024/05/ten-bai", [URL])

    assert made is not None
    assert made.decode() == ("\ufeff" + HEAD.format(new)).replace("\n", ends)
    assert keep_identity("content/news/2024/06/ten-bai.md", made, "2024/05/ten-bai", [URL]) == made


@pytest.mark.parametrize(
    "data",
    [
        b"---\n{title: A, date: 2024-06-06, topic: a, agency: b}\n---\n\nA\n",
        b"khong co dau bai",
        b"---\ntitle: [\n---\n\nA\n",
        b"\xff\xfe",
    ],
)
def test_what_is_too_unusual_is_left_to_a_person(data: bytes) -> None:
    """Nothing is written that does not read as it should."""
    assert keep_identity("content/news/2024/06/ten-bai.md", data, "2024/05/ten-bai", [URL]) is None


@pytest.mark.parametrize(
    "old", ["", "status: published\n", "status: draft # nháp\n", "withdrawn:\n  date: 1/1/2020\n  reason: x\n"]
)
def test_a_withdrawal_is_written_into_the_front_matter(old: str) -> None:
    """The reason comes out as it was typed, quotes and colons and all."""
    moment, reason = datetime(2026, 11, 29, 14, 5, tzinfo=UTC), 'Trùng "bài": sai \\ số'
    made = withdraw(OLD, HEAD.format(old).encode(), moment, reason)
    assert made is not None
    now = read_article(OLD, made).article

    assert now is not None
    assert now.status == "withdrawn"
    assert now.withdrawn is not None
    assert now.withdrawn.reason == reason
    assert f"{now.withdrawn.date:%Y-%m-%d %H:%M}" == "2026-11-29 14:05"
    assert made.decode().startswith("---\n# ghi chú\ntitle: Một cửa   # tên\n")
    assert made.endswith("---\n\nThân bài: id: x\n".encode())
