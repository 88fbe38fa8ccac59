from __future__ import annotations

import os
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.errors import errors_of
from site_builder.mkdocs_plugin import render_chrome
from site_builder.publish import history, overtaken, receive, rules
from site_builder.text import VIETNAM, date_time
from tests.conftest import NOW, article, rendered_chrome
from tests.fuzz_pushes import Forge
from tests.git_desk import Desk, Editor, Told, as_person, make_desk
from tests.lengths import examples

pytestmark = pytest.mark.measured

LINK = "content/news/2024/03/tap-huan-mot-cua.md"
MEND = "→ Sửa các dòng trên rồi lưu (git commit) và gửi (git push) lại. Trang đang đăng không thay đổi."
FROM_HISTORY = "  Tệp không được nhận phải bỏ khỏi cả lịch sử. Trong thư mục của cổng, chạy lần lượt từng dòng:"
FOLLOW = "→ Làm theo chỉ dẫn ở dòng trên. Trang đang đăng không thay đổi."
UNCHECKED = "  Nội dung các bài chưa được kiểm tra; sẽ kiểm tra khi các lỗi trên đã hết."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One repository for all tests here: a refused push leaves it as it was."""
    return make_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    """The repository, with clones of this test's own."""
    return replace(made, scratch=tmp_path)


def refused(desk: Desk, editor: Editor, *words: str) -> Told:
    """Push what must be refused, and see that nothing moved."""
    refs, shown = desk.refs(), desk.shown()
    told = editor.push(*words)

    assert told.code == 1
    assert desk.refs() == refs
    assert desk.shown() == shown
    return told


def head_line(count: int) -> str:
    """The first line of an answer."""
    return f"✗ Không nhận bài: có {count} lỗi cần sửa."


# Ten kinds of bad push


def _bad_topic(editor: Editor) -> None:
    editor.add_article("xau", topic="cai-cach-tai-chin")


def _missing_title(editor: Editor) -> None:
    editor.write("content/news/2024/05/xau.md", article().replace("title: Một cửa phục vụ người dân\n", ""))


def _dead_link(editor: Editor) -> None:
    editor.write("content/news/2024/05/xau.md", article(body="Xem [bài](khong-co.md)."))


def _deleted_article_with_links(editor: Editor) -> None:
    editor.write("content/news/2024/05/a.md", article(body="Xem [bài](../03/tap-huan-mot-cua.md)."))
    editor.commit()
    (editor.folder / LINK).unlink()


def _same_id(editor: Editor) -> None:
    editor.write("content/news/2024/05/a.md", article(id="chung"))
    editor.write("content/news/2024/05/b.md", article(id="chung"))


def _topic_gone(editor: Editor) -> None:
    file = editor.folder / "content/taxonomy/topics.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("cai-cach-thu-tuc-hanh-chinh", "chu-de-moi"), "utf-8")


def _broken_settings(editor: Editor) -> None:
    editor.write("mkdocs.yml", "site_name: [\n")


def _broken_taxonomy(editor: Editor) -> None:
    editor.write("content/taxonomy/agencies.yml", "- id: so-noi-vu\n  kind: so\n")


def _missing_media(editor: Editor) -> None:
    editor.add_article("xau", body="![ảnh](/media/khong-co.png)")


def _not_utf8(editor: Editor) -> None:
    editor.write("content/news/2024/05/xau.md", article().encode("utf-16"))


BAD = (
    _bad_topic, _missing_title, _dead_link, _deleted_article_with_links, _same_id, _topic_gone, _broken_settings,
    _broken_taxonomy, _missing_media, _not_utf8,
)  # fmt: skip


@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_push_is_told_exactly_what_check_tells(desk: Desk, tmp_path: Path, spoil: Callable[[Editor], None]) -> None:
    """The answer holds the lines of `cchc check` for this portal, no more and no fewer, and nothing is taken."""
    editor = desk.editor()
    spoil(editor)
    editor.commit()
    told = refused(desk, editor)
    checked = build.check(editor.folder, render_chrome, Options(now=NOW, state=tmp_path / "state"))
    lost = history.compare(editor.folder, datetime.now(VIETNAM))
    found = sorted({*errors_of(checked.problems), *errors_of(lost.problems)})
    expected = [str(problem).replace(f"{editor.folder}/", "") for problem in found]
    said = [line for line in told.lines if not line.startswith(("✗", "→", "  ")) and "cảnh báo: " not in line]

    assert expected
    assert said == expected
    assert head_line(len(expected)) in told.lines
    assert told.lines[-1] == MEND


@pytest.mark.parametrize(
    "link", ["/feeds/khong.xml", "/thong-ke/khong/", "/du-lieu/khong.csv", "/assets/khong.css", "/tin-tuc/trang-9/"]
)
def test_a_link_to_a_made_page_that_is_not_there_is_refused(desk: Desk, link: str) -> None:
    """Only a build knows these pages; nothing may be taken that the builder then refuses."""
    editor = desk.editor()
    editor.add_article("xau", body=f"Xem [trang]({link}).")
    told = refused(desk, editor)

    assert f"tin-tuc/2024/05/xau/index.html: dan-toi-cho-trong: trang này dẫn tới “../../../..{link}”" in told.all


def test_a_dead_link_with_the_whole_address_of_the_portal_is_refused(desk: Desk) -> None:
    """The builder would refuse it, and everything after it."""
    editor = desk.editor()
    editor.add_article("xau", body="Xem [trang](https://nho.example.vn/khong-co/).")
    told = refused(desk, editor)

    assert "dan-toi-cho-trong: trang này dẫn tới “https://nho.example.vn/khong-co/”" in told.all


def test_a_dead_link_in_a_static_page_is_refused(desk: Desk) -> None:
    """With its line, as in an article."""
    editor = desk.editor()
    path = "content/pages/gioi-thieu.md"
    text = (editor.folder / path).read_text(encoding="utf-8") + '\n<a href="/khong-co/">x</a>\n'
    editor.write(path, text)
    editor.write("mkdocs.yml", (editor.folder / "mkdocs.yml").read_text(encoding="utf-8") + "\n# khác\n")
    editor.commit()
    told = refused(desk, editor)

    line = text.count("\n")
    assert f"{path}:{line}: lien-ket-hong: không có trang “/khong-co/”; hãy sửa hoặc bỏ liên kết" in told.all


def test_the_lines_are_vietnamese_sentences_with_place_and_code(desk: Desk) -> None:
    """An editor reads where, what was found and what to write instead."""
    editor = desk.editor()
    _bad_topic(editor)
    told = refused(desk, editor)

    assert told.lines == (
        head_line(1),
        (
            "content/news/2024/05/xau.md:4: chu-de-la: chủ đề “cai-cach-tai-chin” không có; có phải "
            "cai-cach-thu-tuc-hanh-chinh?"
        ),
        MEND,
    )


# Files


def test_every_kind_of_file_that_does_not_belong_is_refused(desk: Desk) -> None:
    """Symlinks, submodules, programs, foreign files, heavy files, twins: all told in one answer."""
    editor = desk.editor()
    head = editor.git("rev-parse", "HEAD")
    (editor.folder / "content/media/lien-ket.png").symlink_to("/etc/passwd")
    editor.write("content/media/chay.png", (editor.folder / "content/media/mot-cua.png").read_bytes()).chmod(0o755)
    editor.write("bi-mat.txt", "mật khẩu")
    editor.write("content/media/nang.pdf", b"%PDF-1.4\n" + os.urandom(6_000_000))
    editor.write("content/media/MOT-CUA.png", (editor.folder / "content/media/mot-cua.png").read_bytes())
    editor.git("add", "--all")
    editor.git("update-index", "--add", "--cacheinfo", f"160000,{head},content/kho-con")
    editor.git("commit", "--quiet", "-m", "Đủ thứ")
    told = refused(desk, editor)

    assert told.lines[:10] == (
        head_line(7),
        (
            "bi-mat.txt: ngoai-thu-muc: nằm ngoài các thư mục của cổng; bài để trong content/news, ảnh và tệp trong "
            "content/media"
        ),
        "content/kho-con: mo-dun-con: là kho git con (submodule), không được dùng; hãy chép các tệp thật vào chỗ này",
        (
            "content/media/MOT-CUA.png: trung-ten: chỉ khác content/media/mot-cua.png ở chữ hoa, chữ thường, nhiều máy "
            "coi là một tệp; hãy đổi tên một trong hai"
        ),
        (
            "content/media/chay.png: tep-chay-duoc: đang có quyền chạy; hãy bỏ: git update-index --chmod=-x "
            "content/media/chay.png"
        ),
        (
            "content/media/lien-ket.png: lien-ket-tuong-trung: là liên kết tượng trưng (symlink), không được dùng; hãy "
            "chép tệp thật vào chỗ này"
        ),
        (
            "content/media/mot-cua.png: trung-ten-tep: trùng chỗ với content/media/MOT-CUA.png (chữ hoa, chữ thường "
            "coi như nhau; .gz, .br là bản nén); hãy đổi tên tệp này"
        ),
        (
            "content/media/nang.pdf: tep-qua-nang: tệp nặng 5,7 MB, quá 5 MB cho phép; ảnh thì hãy thu nhỏ, video và "
            "tệp lớn thì đưa lên kho khác rồi ghi địa chỉ ở khóa media"
        ),
        MEND,
        FROM_HISTORY,
    )


def test_a_file_that_a_later_commit_removed_is_refused_too(desk: Desk) -> None:
    """The history is published as well: what lies in one of its commits lies there for ever."""
    editor = desk.editor()
    editor.write("bi-mat.txt", "mật khẩu")
    first = editor.commit()
    (editor.folder / "bi-mat.txt").unlink()
    editor.commit()
    told = refused(desk, editor)

    assert told.lines[1] == (
        "bi-mat.txt: ngoai-thu-muc: nằm ngoài các thư mục của cổng; bài để trong content/news, ảnh và tệp trong "
        f"content/media (trong phiên bản {first[:10]})"
    )


def test_a_merge_cannot_smuggle_in_a_file(desk: Desk) -> None:
    """What a merge adds by itself is looked at like anything else."""
    editor = desk.editor()
    editor.git("checkout", "--quiet", "-b", "nhanh")
    editor.add_article("b")
    editor.git("checkout", "--quiet", "main")
    editor.add_article("a")
    editor.git("merge", "--quiet", "--no-commit", "--no-ff", "nhanh")
    (editor.folder / "content/media/lien-ket.png").symlink_to("/etc/passwd")
    editor.commit()
    told = refused(desk, editor)

    assert [line.split(":")[:2] for line in told.lines if line.startswith("content/")] == [
        ["content/media/lien-ket.png", " lien-ket-tuong-trung"]
    ]


def test_names_that_are_not_text_are_refused(desk: Desk) -> None:
    """A name in another encoding is shown by its bytes; nothing is checked out under it."""
    editor = desk.editor()
    oid = editor.git("hash-object", "-w", "--stdin", stdin=b"x")
    editor.git("update-index", "-z", "--index-info", stdin=b"100644 " + oid.encode() + b"\tcontent/media/b\xe0i.png\0")
    editor.git("commit", "--quiet", "-m", "Tên lạ")
    told = refused(desk, editor)

    assert told.lines == (
        head_line(1),
        (
            "content/media/b\\xe0i.png: ten-khong-utf8: tên tệp không phải UTF-8; hãy đổi tên, chỉ dùng chữ không dấu, "
            "số và gạch nối"
        ),
        MEND,
        FROM_HISTORY,
        f"    git reset --soft {desk.head[:12]}",
        f"    git restore --source={desk.head[:12]} --staged --worktree -- 'content/media/b?i.png'",
        f"    git commit --allow-empty -C {editor.git('rev-parse', 'HEAD')[:12]}",
        "    git push origin HEAD:refs/heads/main",
        (
            f"  Bản gốc lấy lại được bằng: git restore --source={editor.git('rev-parse', 'HEAD')[:12]} -- "
            "'content/media/b?i.png'. Bài còn dùng tệp ấy thì trước dòng git commit, đặt bản được nhận vào chỗ cũ "
            "(ảnh: cchc check --fix thu nhỏ giúp) rồi chạy: git add -A"
        ),
        UNCHECKED,
    )


@pytest.mark.parametrize("folder", [b"content/media", b"docs", b""])
def test_a_name_that_git_itself_checks_out_nowhere_is_the_fault_of_the_push(desk: Desk, folder: bytes) -> None:
    """Where nobody asked git to look before the hook does (`receive.fsckObjects`): never the server's fault."""
    forge = Forge(desk)
    link = (b"120000", b".gitmodules", forge.object_(b"blob", b"../x"))
    tree = forge.grown(desk.git("rev-parse", f"{desk.head}^{{tree}}"), folder.split(b"/") if folder else [], link)
    pushed = f"{desk.head} {forge.commit(tree, desk.head, b'x')} refs/heads/main\n"
    told = subprocess.run(
        [desk.bare / "hooks/pre-receive"], input=pushed.encode(), cwd=desk.bare, capture_output=True, check=False,
        env=os.environ | {"GIT_DIR": "."},
    )  # fmt: skip
    said = told.stderr.decode()

    assert told.returncode == 1
    assert "lỗi của máy chủ" not in said
    assert f"{(folder + b'/.gitmodules').decode().lstrip('/')}: lien-ket-tuong-trung" in said


def test_names_that_a_terminal_would_obey_are_harmless(desk: Desk) -> None:
    """A line stays one line, and its colours are its own."""
    editor = desk.editor()
    oid = editor.git("hash-object", "-w", "--stdin", stdin=b"x")
    name = b"la\x1b[31m\nremote.txt"
    editor.git("update-index", "-z", "--index-info", stdin=b"100644 " + oid.encode() + b"\t" + name + b"\0")
    editor.git("commit", "--quiet", "-m", "Tên lạ")
    told = refused(desk, editor)

    assert "\x1b" not in told.all.replace("\x1b[K", "")
    assert [line for line in told.lines if "ngoai-thu-muc" in line] == [
        (
            "la\ufffd[31m remote.txt: ngoai-thu-muc: nằm ngoài các thư mục của cổng; bài để trong content/news, ảnh "
            "và tệp trong content/media"
        )
    ]


def test_names_that_differ_by_unicode_form_are_twins() -> None:
    """MacOS writes decomposed names; folders count as well."""
    one, other = (f"content/media/{unicodedata.normalize(form, 'ảnh')}/a.png" for form in ("NFC", "NFD"))
    folder, file = rules.twins([one.encode(), other.encode()], [other])

    assert one != other
    assert {folder.path, file.path} == {other, other.rpartition("/")[0]}
    assert "ở cách gõ Unicode (dựng sẵn và tổ hợp)" in file.message


def test_old_twins_do_not_stop_others() -> None:
    """Only what a push touches is held against it; of two new ones, one is named."""
    paths = [b"content/a.png", b"content/A.png", b"content/b.md"]

    assert list(rules.twins(paths, ["content/b.md"])) == []
    assert [problem.path for problem in rules.twins(paths, ["content/a.png", "content/A.png"])] == ["content/a.png"]


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("content/news/2024/05/a.md", True), ("mkdocs.yml", True), (".ci/run", True), (".github/workflows/a.yml", True),
        ("README.md", True), ("README.vi.md", True), ("readme/x", False), ("README/x.sh", False),
        ("a/mkdocs.yml", False),
        ("docs/x.md", False), (".gitmodules", False), (".cache/x", False), ("contents/x", False),
    ],
)  # fmt: skip
def test_what_belongs_to_a_portal(path: str, good: bool) -> None:
    """One list says it."""
    assert rules.belongs(path) is good


# What was published


PUBLISHED = "content/news/2025/06/chuyen-doi-so-cap-xa.md"
ADDRESS = "/tin-tuc/2025/06/chuyen-doi-so-cap-xa/"


def test_a_push_that_deletes_a_published_article_is_refused_and_its_advice_works(desk: Desk) -> None:
    """Git's way, word for word: the file comes back as a notice, and the commit that deleted it may stay below."""
    editor = desk.editor()
    editor.git("rm", "--quiet", PUBLISHED)
    editor.commit("Xóa")
    told = refused(desk, editor)
    editor.git("checkout", "origin/main", "--", PUBLISHED)
    text = (editor.folder / PUBLISHED).read_text(encoding="utf-8")
    notice = 'status: withdrawn\nwithdrawn: {date: 29/11/2026, reason: "Lý do"}\n'
    editor.write(PUBLISHED, text.replace("---\n", f"---\n{notice}", 1))
    editor.commit("Gỡ bài")

    assert told.lines[1].startswith(f"{PUBLISHED}: bai-bien-mat: bài đã đăng, xóa tệp (hay git revert) thì địa chỉ ")
    assert f"git checkout origin/main -- {PUBLISHED}" in told.lines[1]
    assert told.lines[-1] == MEND
    assert editor.push("origin", "HEAD:refs/heads/go-bai").code == 0


def test_where_nothing_was_published_nothing_can_be_lost(desk: Desk) -> None:
    """The first push of a main branch, and a history of its own."""
    editor = desk.editor()
    first = rules.Update(old="", new=editor.git("rev-parse", "HEAD"), ref="refs/heads/khac")
    editor.git("checkout", "--quiet", "--orphan", "rieng")
    editor.git("rm", "--quiet", "-r", "--force", "content/news")
    own = rules.Update(old="", new=editor.commit("Lịch sử khác"), ref="refs/heads/rieng")

    assert history.push_problems(editor.folder / ".git", "khac", first, NOW) == ()
    assert history.push_problems(editor.folder / ".git", "main", own, NOW) == ()


def test_a_branch_may_not_take_away_what_the_main_branch_published(desk: Desk) -> None:
    """Also in its second push; what it wrote itself it may take back."""
    editor = desk.editor()
    editor.add_article("tam")
    assert editor.push("origin", "HEAD:refs/heads/nhanh-rieng").code == 0
    editor.git("rm", "--quiet", "content/news/2024/05/tam.md")
    editor.commit("Bỏ bài của nhánh")
    assert editor.push("origin", "HEAD:refs/heads/nhanh-rieng").code == 0
    editor.git("mv", PUBLISHED, "content/news/2025/06/ten-khac.md")
    editor.commit("Đổi tên")
    told = refused(desk, editor, "origin", "HEAD:refs/heads/nhanh-rieng")

    assert [line.split(": ")[:2] for line in told.lines[1:2]] == [["content/news/2025/06/ten-khac.md:1", "bai-doi-cho"]]
    assert "“id: 2025/06/chuyen-doi-so-cap-xa” và “aliases: [/tin-cu/to-cong-nghe-so.html, " in told.lines[1]


def test_a_moved_article_with_its_identity_is_taken_and_its_old_address_leads_on(tmp_path: Path) -> None:
    """What `check --fix` writes is what the hook asks for."""
    desk = make_desk(tmp_path / "own")
    editor = desk.editor()
    editor.git("mv", PUBLISHED, "content/news/2025/06/ten-khac.md")
    told = refused_commit(desk, editor, "Đổi tên")
    for path, data in history.keep_identities(editor.folder, NOW):
        editor.write(path, data)
    head = editor.commit("Giữ địa chỉ")
    taken = editor.push()
    desk.wait(head)
    (moved,) = [line for line in (editor.folder / "content/news/2025/06/ten-khac.md").read_text("utf-8").splitlines()
                if line.startswith("aliases")]  # fmt: skip

    assert "bai-doi-cho" in told.all
    assert taken.code == 0, taken.all
    assert moved == f"aliases: [/tin-cu/to-cong-nghe-so.html, {ADDRESS}]"


def refused_commit(desk: Desk, editor: Editor, message: str) -> Told:
    """Commit what must be refused, and see that it is."""
    editor.commit(message)
    return refused(desk, editor)


def test_a_merge_that_loses_a_published_article_is_refused(desk: Desk) -> None:
    """Whichever parent it was lost from: the tips are compared."""
    editor = desk.editor()
    editor.git("checkout", "--quiet", "-b", "nhanh")
    editor.git("rm", "--quiet", PUBLISHED)
    editor.commit("Xóa trong nhánh")
    editor.git("checkout", "--quiet", "main")
    editor.add_article("a")
    editor.git("merge", "--quiet", "--no-ff", "-m", "Gộp", "nhanh")
    told = refused(desk, editor)

    assert told.lines[1].startswith(f"{PUBLISHED}: bai-bien-mat: ")


def test_a_new_feed_authority_is_refused_at_the_push(desk: Desk) -> None:
    """Once something is published it stays, whatever becomes of the domain."""
    editor = desk.editor()
    settings = editor.folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    editor.write("mkdocs.yml", text.replace("feed_authority: ", "feed_authority: moi."))
    told = refused_commit(desk, editor, "Đổi tên miền")

    assert [line.split(": ")[1] for line in told.lines if line.startswith("mkdocs.yml")] == ["doi-feed-authority"]


CONFLICT = "<<<<<<< HEAD\nMột.\n=======\nHai.\n>>>>>>> nhanh\n"


@pytest.mark.parametrize(
    "path",
    [
        "content/news/2024/05/xau.md", "content/taxonomy/topics.yml", "content/pages/gioi-thieu.md", "mkdocs.yml",
        "content/activities/2024.csv", "content/plans/2024.yml", "content/reports/quy-1-2024.md", "theme/main.html",
    ],
)  # fmt: skip
def test_a_conflict_that_nobody_solved_is_refused_wherever_it_is(desk: Desk, path: str) -> None:
    """Not as an error of YAML, and never live."""
    editor = desk.editor()
    file = editor.folder / path
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    editor.write(path, (text or article()) + CONFLICT)
    told = refused_commit(desk, editor, "Gộp dở")
    line = (text or article()).count("\n") + 1

    assert [one.split(": ")[:2] for one in told.lines if one.startswith(path)] == [[f"{path}:{line}", "dau-xung-dot"]]
    assert "còn dấu xung đột của git “<<<<<<< HEAD” (cả tệp có 2 dòng như vậy)" in told.all


# Branches and people


def test_a_forced_push_is_refused(desk: Desk) -> None:
    """What others sent is never lost."""
    editor = desk.editor()
    editor.git("commit", "--quiet", "--amend", "-m", "Lịch sử khác")
    told = refused(desk, editor, "--force", "origin", "HEAD:main")

    assert told.lines == (
        head_line(1),
        (
            "main: ghi-de-lich-su: đẩy đè (force push) làm mất bài người khác đã gửi; hãy chạy “git pull --rebase” rồi "
            "“git push”, không dùng --force"
        ),
        FOLLOW,
        *overtaken.recipe("main"),
    )


def test_no_branch_or_tag_is_deleted_or_moved(desk: Desk) -> None:
    """A branch, a tag and a ref of another kind: told together."""
    editor = desk.editor()
    assert editor.push("origin", "HEAD:refs/heads/thu", "HEAD:refs/tags/v1").code == 0
    editor.add_article("moi")
    told = refused(
        desk, editor, "--force", "origin", ":main", ":thu", "+HEAD:refs/tags/v1", "HEAD:refs/linh-tinh/x"
    )  # fmt: skip

    assert told.lines == (
        head_line(4),
        "main: xoa-nhanh: không được xóa nhánh trên máy chủ; lịch sử đã đăng phải còn nguyên, hãy giữ lại",
        "refs/linh-tinh/x: ref-la: máy chủ chỉ nhận nhánh và thẻ (tag); hãy đẩy: git push origin main",
        "thu: xoa-nhanh: không được xóa nhánh trên máy chủ; lịch sử đã đăng phải còn nguyên, hãy giữ lại",
        "v1: doi-the: thẻ đã có trên máy chủ và không được dời; hãy đặt thẻ mới với tên khác",
        FOLLOW,
    )


def test_a_tag_of_something_else_than_a_commit_is_refused(desk: Desk) -> None:
    """A tag may name a file; nobody could look at it."""
    editor = desk.editor()
    oid = editor.git("hash-object", "-w", "--stdin", stdin=b"x")
    told = refused(desk, editor, "origin", f"{oid}:refs/tags/tep")

    assert told.lines[1] == (
        "tep: ref-la: không trỏ tới một phiên bản (commit) nào; hãy tạo thẻ bằng: git tag TÊN COMMIT"
    )


@pytest.fixture
def guarded(desk: Desk, tmp_path: Path) -> Desk:
    """The repository of this test's own, with a list of publishers."""
    names = tmp_path / "ten.txt"
    names.write_text("# lãnh đạo\nlan  # chị Lan\n\nhung\n", encoding="utf-8")
    return make_desk(tmp_path / "guarded", publishers=names)


def test_only_publishers_push_to_the_main_branch(guarded: Desk) -> None:
    """Others are told who may and what to do; a branch of theirs is checked and taken."""
    stranger, publisher = guarded.editor("binh"), guarded.editor("lan")
    stranger.add_article("cua-binh")
    told = refused(guarded, stranger)
    branch = stranger.push("origin", "HEAD:refs/heads/bai-cua-binh")
    publisher.add_article("cua-lan")
    main = publisher.push()

    assert told.lines == (
        head_line(1),
        (
            "main: khong-duoc-dang: tài khoản 'binh' không được đăng thẳng lên nhánh main (danh sách người đăng gồm: "
            "lan, hung); hãy đẩy lên nhánh riêng: “git push origin HEAD:refs/heads/TÊN-NHÁNH”, rồi nhờ người trong "
            "danh sách duyệt và gộp"
        ),
        FOLLOW,
    )
    assert branch.code == 0
    assert branch.lines == (
        "✓ Nội dung đạt (đã kiểm tra cả cổng, 5 bài).",
        "✓ Đã nhận nhánh, chưa đăng. Khi được duyệt và gộp vào nhánh chính, bài sẽ lên trang.",
    )
    assert main.code == 0


def test_settings_of_a_stranger_are_not_even_read(guarded: Desk, tmp_path: Path) -> None:
    """MkDocs runs what its settings and theme say: on the server only publishers decide that."""
    stranger = guarded.editor("binh")
    trap = tmp_path / "sap-bay"
    stranger.write("mkdocs.yml", f"site_name: !!python/object/apply:os.mkdir ['{trap}']\n")
    stranger.write("theme/main.html", "{{ 7 * 7 }}")
    stranger.commit()
    told = refused(guarded, stranger, "origin", "HEAD:refs/heads/bay")

    assert [line.split(": ")[:2] for line in told.lines[1:3]] == [
        ["mkdocs.yml", "cai-dat-can-quyen"],
        ["theme/main.html", "cai-dat-can-quyen"],
    ]
    assert told.lines[-1] == UNCHECKED
    assert not trap.exists()


def test_a_list_of_publishers_that_is_lost_lets_nobody_publish(guarded: Desk) -> None:
    """A missing file is not an open door."""
    (guarded.bare / "nguoi-dang.txt").unlink()
    publisher = guarded.editor("lan")
    publisher.add_article("cua-lan")
    told = refused(guarded, publisher)

    assert "danh sách người đăng đang trống hoặc không đọc được" in told.lines[1]


def test_a_name_counts_only_through_the_door_of_the_key_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The forced command alone reads the word that goes with it; else the account counts, whatever is said."""
    account = Path(f"/proc/{os.getpid()}").owner()
    for name in ("CCHC_PUSHER", "CCHC_DOOR_KEY"):
        monkeypatch.delenv(name, raising=False)
    found = [rules.pusher(desk.bare)]
    monkeypatch.setenv("CCHC_PUSHER", "lan")
    for key in ("", "x", "0" * 64):
        monkeypatch.setenv("CCHC_DOOR_KEY", key)
        found.append(rules.pusher(desk.bare))
    for name, value in as_person(desk.bare, "lan").items():
        monkeypatch.setenv(name, value)

    assert found == [account] * 4
    assert rules.pusher(desk.bare) == "lan"
    assert (desk.bare / rules.DOOR_KEY).stat().st_mode & 0o777 == 0o600


# Good pushes, and a check that cannot work


def test_a_good_push_is_answered_in_a_few_lines(desk: Desk) -> None:
    """What was checked, where the article will be, where to look."""
    editor = desk.editor()
    editor.add_article("bai-tot")
    later = datetime.now(VIETNAM).replace(microsecond=0) + timedelta(days=30)
    timed = f"content/news/{later:%Y/%m}/hen-gio.md"
    editor.write(timed, article(date=later.isoformat()))
    head = editor.add_article("ban-nhap", status="draft")
    told = editor.push()

    assert told.code == 0, told.all
    desk.wait(head)
    assert told.lines == (
        "✓ Nội dung đạt (đã kiểm tra cả cổng, 7 bài).",
        "✓ Đã nhận. Máy chủ đang dựng trang, thường xong sau vài giây.",
        "  https://nho.example.vn/tin-tuc/2024/05/bai-tot/",
        "  content/news/2024/05/ban-nhap.md: bài nháp, chưa đăng",
        f"  {timed}: hẹn giờ, sẽ đăng lúc {date_time(later)}",
        f"  Tiến độ: {desk.to}/.cchc/status.json · nhật ký: {desk.to}/.cchc/log/dung-trang.log",
    )
    assert desk.shown()["commit"] == head


def test_attributes_of_the_push_run_nothing(tmp_path: Path) -> None:
    """Filters named by a push, and configured on the machine, stay silent; bytes are checked out as they are."""
    desk = make_desk(tmp_path / "own")
    editor = desk.editor()
    trap = tmp_path / "sap-bay"
    desk.git("config", "filter.bay.smudge", f"touch {trap}; cat")
    text = article().replace("\n", "\r\n")
    editor.git("config", "core.autocrlf", "false")
    editor.write("content/news/2024/05/loc.md", text)
    editor.commit()
    names = b"* filter=bay ident text eol=lf working-tree-encoding=UTF-16\n"
    oid = editor.git("hash-object", "-w", "--stdin", "--no-filters", stdin=names)
    editor.git("update-index", "--add", "--cacheinfo", f"100644,{oid},.gitattributes")
    editor.git("commit", "--quiet", "-m", "Bộ lọc")
    told = editor.push()
    desk.wait(desk.head)

    assert told.code == 0, told.all
    assert not trap.exists()
    assert (desk.to / ".cchc/check/content/news/2024/05/loc.md").read_bytes() == text.encode()
    assert (desk.to / ".cchc/source/content/news/2024/05/loc.md").read_bytes() == text.encode()


def test_a_check_that_breaks_refuses_the_push(desk: Desk, tmp_path: Path) -> None:
    """No traceback reaches an editor; the log has it; nothing passes unchecked."""
    own = make_desk(tmp_path / "own")
    chrome = tmp_path / "own" / "program" / "chrome.pickle"
    chrome.write_bytes(b"hong")
    shutil.rmtree(own.to / ".cchc" / "check-state")
    editor = own.editor()
    editor.add_article("tot")
    told = refused(own, editor)

    assert told.lines[0] == "✗ Không nhận bài: máy chủ không kiểm tra được (lỗi của máy chủ, không phải của bài)."
    assert told.lines[1].startswith("  UnpicklingError: ")
    assert told.lines[2] == f"  Chi tiết: {own.to}/.cchc/log/nhan-bai.log"
    assert told.lines[3] == (
        "→ Hãy gửi lại sau ít phút; nếu vẫn vậy, xin báo người quản trị. Trang đang đăng không thay đổi."
    )
    assert "Traceback" not in told.all
    assert "Traceback" in (own.to / ".cchc/log/nhan-bai.log").read_text()


def test_a_repository_that_was_never_prepared_takes_nothing(tmp_path: Path) -> None:
    """A hook copied by hand knows no folder to check in."""
    repo = tmp_path / "kho.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(repo)], check=True)
    said: list[str] = []
    code = receive.run_receive(repo, b"", lambda _root: rendered_chrome(), Options(now=NOW), said.append)

    assert code == 1
    assert said[1] == (
        f"  {repo}: chua-cai-dat: kho git này chưa được chuẩn bị; hãy chạy: cchc git install KHO --to THƯ-MỤC"
    )


def test_the_server_rebuilds_its_check_copy_when_it_was_damaged(desk: Desk) -> None:
    """A lost index, a stray file and a lock left behind are put right by the next push."""
    check = desk.to / ".cchc" / "check"
    (desk.to / ".cchc" / "check.index").unlink()
    (desk.to / ".cchc" / "check.index.lock").touch()
    (check / "content/news/2024/05").mkdir(parents=True, exist_ok=True)
    (check / "content/news/2024/05/la.md").write_text("không có đầu bài")
    editor = desk.editor()
    editor.add_article("sau-khi-hong")

    assert editor.push().code == 0
    assert not (check / "content/news/2024/05/la.md").exists()


@pytest.mark.slow
def test_editors_at_once_all_land_or_are_told_why(tmp_path: Path) -> None:
    """Whoever is overtaken is told to fetch first; when all have, all articles are there and shown."""
    desk = make_desk(tmp_path / "ten")
    editors = [desk.editor() for _ in range(examples(5, 10))]
    for number, editor in enumerate(editors):
        editor.add_article(f"bai-{number}")
    answers: list[Told] = []

    def send(editor: Editor) -> None:
        for _ in range(40):
            told = editor.push()
            answers.append(told)
            if told.code == 0:
                return
            editor.git("pull", "--quiet", "--rebase", "origin", "main", code=None)

    threads = [threading.Thread(target=send, args=(editor,)) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.wait(desk.head)
    sent = {path for path in desk.shown()["files"] if "/05/bai-" in path}
    overtaken = [told for told in answers if told.code]

    assert len([told for told in answers if told.code == 0]) == len(editors)
    assert len(sent) == len(editors)
    assert desk.shown()["commit"] == desk.head
    assert all(
        "co-bai-moi: người khác vừa gửi bài trước; hãy chạy “git pull --rebase”" in told.all
        or "fetch first" in told.all
        or "cannot lock ref" in told.all
        for told in overtaken
    )
