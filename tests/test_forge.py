"""The steps of both forges, run as a forge runs them: merge requests, main branch, schedule, cache, forms."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from site_builder import __version__
from site_builder.text import VIETNAM, date_time
from tests.conftest import article, cchc, write
from tests.forge_runner import WORKFLOWS, Forge, clean, digest_tree, make_forge, steps
from tests.new_portal import OWN, change

TODAY = datetime.now(VIETNAM).replace(microsecond=0)
LATER = TODAY + timedelta(days=40)
NEW = "content/news/2024/05/bai-moi.md"
PUBLISHED = "content/news/2025/06/chuyen-doi-so-cap-xa.md"
EMBARGOED = f"content/news/{LATER:%Y/%m}/hen-gio.md"


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A clone of the small portal on a runner."""
    return make_forge(tmp_path)


# A merge request


def test_a_good_article_is_shown_before_it_is_published(forge: Forge) -> None:
    """A draft's page opens offline: its links lead to files in the folder or to the published site."""
    base = forge.git("rev-parse", "HEAD").strip()
    body = (
        "Đoạn mở đầu của bài.\n\n![Ảnh một cửa](/media/mot-cua.png)\n\nXem [bài cũ](../../2024/03/tap-huan-mot-cua.md)."
    )
    forge.commit(NEW, article(title="Bài <b>mới</b>", status="draft", body=body))
    done = forge.step("merge-request", CCHC_BASE=base)
    shown = forge.root / "xem-thu"
    page = shown / "tin-tuc/2024/05/bai-moi/index.html"
    links = local_links(page)

    assert done.code == 0, done.log
    assert "✓ Kiểm tra: đạt" in done.summary
    assert "bản nháp, chưa đăng" in done.summary
    assert "<b>" not in done.summary
    assert 'href="tin-tuc/2024/05/bai-moi/index.html">Bài &lt;b&gt;mới' in (shown / "XEM-THU.html").read_text("utf-8")
    assert [link for link in links if not link.is_file()] == []
    assert {(shown / "media/mot-cua.png").resolve(), (shown / "index.html").resolve()} <= set(links)
    assert 'href="https://nho.example.vn/tin-tuc/2024/03/tap-huan-mot-cua/"' in page.read_text("utf-8")
    assert not (forge.root / "public").exists()


def test_other_changes_are_shown_too(forge: Forge) -> None:
    """A static page and a withdrawn article are shown as they will be; other files are counted."""
    base = forge.git("rev-parse", "HEAD").strip()
    write(forge.root, "content/pages/gioi-thieu.md", "# Giới thiệu\n\nLời [mới](#moi).\n\n## Mới\n")
    write(forge.root, "content/media/moi.csv", "a,b\n")
    gone = {"status": "withdrawn", "withdrawn": "{date: 2024-05-07, reason: Trùng bài}"}
    forge.commit(NEW, article(title="Bài gỡ", **gone))
    done = forge.step("merge-request", CCHC_BASE=base)
    shown = forge.root / "xem-thu"

    assert done.code == 0, done.log
    assert "Bài gỡ: gỡ bài" in done.summary
    assert "và 1 tệp khác" in done.summary
    assert 'href="#moi"' in (shown / "gioi-thieu/index.html").read_text("utf-8")
    assert "Trùng bài" in (shown / "tin-tuc/2024/05/bai-moi/index.html").read_text("utf-8")


class Links(HTMLParser):
    """Collects what a page links to and shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the addresses of a tag."""
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def local_links(page: Path) -> list[Path]:
    """Return the files that a page opened from disk leads to."""
    parser = Links()
    parser.feed(page.read_text("utf-8"))
    parts = [urlsplit(link) for link in parser.found]
    return [(page.parent / unquote(part.path)).resolve() for part in parts if not part.scheme and part.path]


def test_a_good_article_passes_on_gitlab(forge: Forge) -> None:
    """GitLab gets an empty code-quality report and the preview's list in the log."""
    base = forge.git("rev-parse", "HEAD").strip()
    forge.commit(EMBARGOED, article(date=LATER.isoformat(), title="Bài hẹn giờ"))
    done = forge.step("merge-request", forge="gitlab", CCHC_BASE=base)

    assert done.code == 0, done.log
    assert json.loads((forge.root / "gl-code-quality-report.json").read_text("utf-8")) == []
    assert f"Bài hẹn giờ: hẹn giờ đăng {date_time(LATER)}" in done.log.replace("\\", "")
    assert (forge.root / f"xem-thu/tin-tuc/{LATER:%Y/%m}/hen-gio/index.html").is_file()


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_bad_article_is_told_on_its_line(forge: Forge, kind: str) -> None:
    """The forge gets place, code and sentence; the editor the same as text; there is no preview; the step fails."""
    base = forge.git("rev-parse", "HEAD").strip()
    forge.commit(NEW, article(topic="cai-cach-la"))
    done = forge.step("merge-request", forge=kind, CCHC_BASE=base)
    line = f"{NEW}:4: chu-de-la:"

    assert done.code == 1
    assert line in done.log
    assert "Sửa xong lỗi mới có bản xem thử." in done.log
    assert not (forge.root / "xem-thu").exists()
    if kind == "github":
        assert f"::error file={NEW},line=4,title=chu-de-la::" in done.log
        assert f"    {line}" in done.summary
    else:
        (entry,) = json.loads((forge.root / "gl-code-quality-report.json").read_text("utf-8"))
        assert entry["location"] == {"path": NEW, "lines": {"begin": 4}}
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}


def as_github_checks_out(forge: Forge, folder: Path) -> Forge:
    """Take the runner's clone away and make GitHub's: the merge with the main branch and its parents, no branch."""
    kept = forge.root.rename(folder / "kho")
    shutil.rmtree(kept / ".cache", ignore_errors=True)
    forge.root.mkdir()
    forge.git("init", "-q")
    forge.git("fetch", "-q", "--depth", "2", f"file://{kept}", "refs/pull/1/merge")
    forge.git("checkout", "-q", "FETCH_HEAD")
    return forge


def test_a_request_that_loses_a_published_article_is_refused_on_github(forge: Forge, tmp_path: Path) -> None:
    """Two commits deep, without a remote branch: what main published meanwhile is not held against it."""
    forge.git("checkout", "-q", "-b", "nhanh")
    forge.git("rm", "-q", PUBLISHED)
    forge.git("commit", "-qm", "xoa")
    forge.git("checkout", "-q", "main")
    forge.commit(NEW, article())
    forge.git("checkout", "-q", "--detach")
    forge.git("merge", "-q", "--no-ff", "-m", "gop", "nhanh")
    forge.git("update-ref", "refs/pull/1/merge", "HEAD")
    done = as_github_checks_out(forge, tmp_path).step("merge-request", CCHC_BASE="HEAD^1")

    assert done.code == 1
    assert f"::error file={PUBLISHED},line=1,title=bai-bien-mat::" in done.log
    assert f"    {PUBLISHED}: bai-bien-mat: bài đã đăng, xóa tệp" in done.summary
    assert done.summary.count("bai-bien-mat") == 1
    assert "chưa so được" not in done.log


def test_a_request_that_moves_a_published_article_is_refused_on_gitlab(forge: Forge) -> None:
    """The code-quality report names the new place."""
    base = forge.git("rev-parse", "HEAD").strip()
    forge.git("mv", PUBLISHED, "content/news/2025/06/ten-khac.md")
    forge.git("commit", "-qm", "doi ten")
    done = forge.step("merge-request", forge="gitlab", CCHC_BASE=base)
    (entry,) = json.loads((forge.root / "gl-code-quality-report.json").read_text("utf-8"))

    assert done.code == 1
    assert entry["check_name"] == "bai-doi-cho"
    assert entry["location"]["path"] == "content/news/2025/06/ten-khac.md"


def test_what_an_article_says_is_no_workflow_command(forge: Forge) -> None:
    """A title that looks like a command stands in the log only where commands are off."""
    base = forge.git("rev-parse", "HEAD").strip()
    forge.commit(NEW, article(title='"::error::giả"'))
    log = forge.step("merge-request", CCHC_BASE=base).log
    live = re.sub(r"(?s)::stop-commands::(\w+)\n.*?\n::\1::\n", "", log)

    assert "::stop-commands::" in log
    assert [line for line in live.splitlines() if line.startswith("::")] == []


def test_a_file_name_is_never_run(forge: Forge) -> None:
    """Branch content with hostile names does no more than be told."""
    base = forge.git("rev-parse", "HEAD").strip()
    forge.commit("content/media/$(touch chay)`touch chay`;touch chay.png", "x")
    done = forge.step("merge-request", CCHC_BASE=base)

    assert "ten-tep" in done.log or done.code in {0, 1}
    assert not (forge.root / "chay").exists()


OWNERS = """\
* @lanh-dao
/content/taxonomy/ @quan-tri
# cơ quan: so-noi-vu
/content/news/**/snv-*.md @lanh-dao-snv
# chủ đề: chinh-quyen-dien-tu
/content/news/**/cqdt-*.md @lanh-dao-cqdt
"""


def test_owners_are_named_by_path(forge: Forge) -> None:
    """The editor reads who is asked to approve; a new article of an agency must have the name that says so."""
    forge.commit("CODEOWNERS", OWNERS)
    base = forge.git("rev-parse", "HEAD").strip()
    forge.commit("content/news/2024/05/snv-bai-moi.md", article())
    write(forge.root, "content/taxonomy/links.yml", "[]\n")
    forge.commit("content/news/2024/05/sai-ten.md", article())
    forge.commit("content/news/2024/05/cqdt-hai.md", article(topic="chinh-quyen-dien-tu"))
    done = forge.step("owners", CCHC_BASE=base)

    assert done.code == 1
    assert "@lanh-dao-snv: 1 tệp" in done.summary
    assert "@lanh-dao-cqdt: 1 tệp" in done.summary
    assert "@quan-tri: 1 tệp" in done.summary
    assert "@lanh-dao: 1 tệp" in done.summary
    assert (
        "content/news/2024/05/sai-ten.md: bài của cơ quan so-noi-vu phải có tên tệp dạng snv-*.md"
        " để đúng người duyệt; hãy đổi tên tệp"
    ) in done.summary


def test_an_old_article_keeps_its_name(forge: Forge) -> None:
    """Only new files are held to the convention: a published address never changes."""
    forge.commit("CODEOWNERS", OWNERS)
    base = forge.git("rev-parse", "HEAD").strip()
    old = forge.root / "content/news/2024/03/tap-huan-mot-cua.md"
    forge.commit("content/news/2024/03/tap-huan-mot-cua.md", old.read_text("utf-8") + "\nThêm một câu.\n")

    assert forge.step("owners", CCHC_BASE=base).code == 0


# The main branch


def test_the_main_branch_is_built_into_real_files(forge: Forge) -> None:
    """The folder to publish holds real files only, nothing of an embargoed article, and says when it is due."""
    write(forge.root, "content/taxonomy/periods.yml", "[]\n")
    forge.commit(EMBARGOED, article(date=LATER.isoformat(), title="Bài mậtquá"))
    done = forge.step("build")
    site = forge.root / "trang"
    files = [file for file in site.rglob("*") if not file.is_dir()]
    due = (forge.root / "trang.den-han").read_text("ascii").strip()

    assert done.code == 0, done.log
    assert [file for file in (site, *files) if file.is_symlink()] == []
    assert (site / "index.html").is_file()
    assert len(files) > 50
    assert [file for file in files if "mậtquá".encode() in file.read_bytes()] == []
    assert "nginx" not in done.log
    assert due == LATER.isoformat()
    assert f"den-han={due}\n" in done.output


def test_a_bad_main_branch_publishes_nothing(forge: Forge) -> None:
    """A step that fails leaves no folder to publish."""
    forge.commit("content/news/2024/05/sai.md", article(topic="cai-cach-la"))
    done = forge.step("build")

    assert done.code == 1
    assert "✗ Chưa dựng được" in done.summary
    assert "chu-de-la" in done.summary
    assert not (forge.root / "trang").exists()


def test_a_restored_cache_makes_the_build_incremental(forge: Forge, tmp_path: Path) -> None:
    """In a fresh checkout, with new mtimes and inodes, only the new article's files are made; others keep theirs."""
    forge.step("build", forge="gitlab")
    first = digest_tree(forge.root / "trang")
    again = fresh_checkout(forge, tmp_path / "hai")
    nothing = published(again)
    again.commit(NEW, article(title="Bài mới"))
    one = published(again)
    again.step("build", forge="gitlab")
    second = digest_tree(again.root / "trang")
    changed = {path for path in second if first.get(path) != second[path]}

    assert (nothing["made"], nothing["deleted"]) == (0, 0)
    assert 0 < one["made"] < one["targets"] * 2 / 3
    assert len(changed) == one["made"]
    assert "tin-tuc/2024/05/bai-moi/index.html" in changed


def published(forge: Forge) -> dict[str, Any]:
    """Build as the step does and return what the machine's report says."""
    done = cchc("publish", "--to", ".cache/cchc/trang", "--json", cwd=forge.root)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_cache_that_lost_its_link_is_good(forge: Forge) -> None:
    """An archive that follows links and breaks hard ones gives the same site, with nothing made again."""
    forge.step("build")
    link = forge.root / ".cache/cchc/trang/public"
    first = digest_tree(forge.root / "trang")
    copy = forge.root.parent / "ban-sao"
    shutil.copytree(forge.root / ".cache", copy)
    shutil.rmtree(forge.root / ".cache")
    copy.rename(forge.root / ".cache")
    followed = not link.is_symlink()
    done = forge.step("build")

    assert followed
    assert done.code == 0, done.log
    assert link.is_symlink()
    assert ": 0 mới hoặc đổi" in done.log
    assert digest_tree(forge.root / "trang") == first


def test_compressed_copies_go_where_they_are_served(forge: Forge) -> None:
    """A server and GitLab's Pages get compressed copies, GitHub's Pages does not."""

    def copies(kind: str, where: str) -> bool:
        assert forge.step("build", forge=kind, CCHC_PUBLISH=where).code == 0
        return (forge.root / "trang/index.html.br").is_file()

    assert copies("gitlab", "")
    assert copies("github", "rsync")
    assert not copies("github", "")


def fresh_checkout(forge: Forge, folder: Path) -> Forge:
    """Clone into the place of the old checkout and bring the cache back, as an archive does: without its inodes."""
    folder.mkdir()
    kept = folder / "cache.tar"
    subprocess.run(["tar", "-C", forge.root, "-cf", kept, ".cache"], check=True)
    old = forge.root.rename(folder / "cu")
    subprocess.run(["git", "clone", "-q", old, forge.root], env=clean(), check=True)
    subprocess.run(["tar", "-C", forge.root, "-xf", kept], check=True)
    return forge


# What comes due


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_the_schedule_does_nothing_until_something_is_due(forge: Forge, kind: str) -> None:
    """Nothing due: no build. Due, another commit, or no memory: a build. A push always builds."""

    def can(event: str = "schedule", now: str = "2026-11-22T08:00:00+07:00") -> bool:
        done = forge.step("due", forge=kind, CCHC_EVENT=event, CCHC_NOW=now)
        assert done.code in ({0, 77} if kind == "gitlab" else {0})
        return "can=co" in done.output if kind == "github" else done.code == 0

    assert can()
    assert forge.step("record", forge=kind, CCHC_NEXT_DUE="2026-11-22T09:00:00+07:00").code == 0
    assert not can()
    assert not can(now="2026-11-22T01:59:59+00:00")
    assert can(now="2026-11-22T02:00:00+00:00")
    assert can(event="push")
    assert forge.step("record", forge=kind, CCHC_NEXT_DUE="").code == 0
    assert not can(now="2099-01-01")
    forge.commit(NEW, article())
    assert can()


# Reports


def test_the_open_periods_are_reported(forge: Forge) -> None:
    """Every period that is open gets its Word and Excel file."""
    day = f"{TODAY + timedelta(days=7):%Y-%m-%d}"
    open_period = (
        f"- {{id: ky-mo, label: Kỳ đang mở, from: 2024-01-01, to: '{day}', due: '{day}', recipient: UBND tỉnh}}\n"
    )
    forge.commit("content/taxonomy/periods.yml", open_period)
    done = forge.step("reports")

    assert done.code == 0, done.log
    assert sorted(file.name for file in (forge.root / "bao-cao").iterdir()) == ["ky-mo.docx", "ky-mo.xlsx"]
    assert "ky\\-mo.docx" in done.summary or "ky-mo.docx" in done.summary


def test_no_open_period_is_no_error(forge: Forge) -> None:
    """A portal without periods makes no report and does not fail."""
    forge.commit("content/taxonomy/periods.yml", "[]\n")

    assert forge.step("reports").code == 0
    assert not (forge.root / "bao-cao").exists()


def test_the_form_gives_the_asked_report(forge: Forge) -> None:
    """Days and agency as typed give the report in all forms."""
    done = forge.step("report-form", CCHC_FROM="1/1/2024", CCHC_UNTIL="30/4/2024", CCHC_AGENCY="so-noi-vu")
    names = sorted(file.suffix for file in (forge.root / "bao-cao").iterdir())

    assert done.code == 0, done.log
    assert names == [".csv", ".docx", ".json", ".xlsx"]
    assert "✓ Đã làm báo cáo" in done.summary


@pytest.mark.parametrize(
    ("since", "until", "agency", "told"),
    [
        ("31/2/2024", "1/3/2024", "", "'31/2/2024' không phải ngày; ghi dạng 26/5/2019"),
        ("1/5/2024", "1/3/2024", "", "ngày đầu sau ngày cuối"),
        ("1/1/2024", "1/3/2024", "so-noi-vuu", "có phải so-noi-vu?"),
        ("1/1/2024", "", "", "cả --from và --until"),
        ("", "", "", "hãy cho biết KỲ"),
        ("$(touch chay)", "`touch chay`", "", "không phải ngày"),
        ("1/1/2024", "1/3/2024", "x; touch chay", "không có trong danh mục"),
        ("1/1/2024", "1/3/2024", "--out=chay", "không có trong danh mục"),
        ("--due", "--json", "", "không phải ngày"),
        ("1/1/2024\n::error::chay", "1/3/2024", "", "không phải ngày"),
    ],
)
def test_a_wrong_form_is_told_in_vietnamese(forge: Forge, since: str, until: str, agency: str, told: str) -> None:
    """What was typed is an argument and nothing else; the program's own sentence reaches the official."""
    done = forge.step("report-form", CCHC_FROM=since, CCHC_UNTIL=until, CCHC_AGENCY=agency)

    assert done.code in {1, 2}
    assert told in done.summary
    assert "✗ Chưa làm được báo cáo" in done.summary
    assert not (forge.root / "bao-cao").exists()
    assert not (forge.root / "chay").exists()


# Installing, and a new portal


def test_the_program_is_installed_from_where_it_is(forge: Forge, tmp_path: Path) -> None:
    """The program's own repository installs itself with its constraints, a portal what requirements.txt names."""
    recorder = write(tmp_path, "bin/python3", f'#!/bin/sh\necho "$@" >>{tmp_path}/goi\n')
    recorder.chmod(0o755)
    path = f"{recorder.parent}{os.pathsep}{os.environ['PATH']}"
    assert forge.step("install", PATH=path).code == 0
    write(forge.root, "site_builder/__main__.py", "")
    assert forge.step("install", PATH=path).code == 0
    portal, program = (tmp_path / "goi").read_text("utf-8").splitlines()

    assert portal.endswith("--requirement requirements.txt")
    assert program.endswith("--constraint constraints.txt .")


def test_a_new_portal_has_the_workflows(tmp_path: Path) -> None:
    """`cchc init` writes what both forges need; it is built once it has a name and address of its own."""
    root = tmp_path / "moi"
    cchc("init", root)
    names = {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}
    scripted = {f".ci/forge/{file.name}" for file in steps()}
    flows = {f".github/workflows/{file.name}" for file in WORKFLOWS}
    notes = tmp_path / "notes"
    notes.mkdir()
    new = Forge(root, notes)
    new.git("init", "-q", "-b", "main")
    new.git("add", "-A")
    new.git("commit", "-qm", "dau")

    assert scripted | flows | {".gitlab-ci.yml", "CODEOWNERS", "requirements.txt"} <= names
    assert f"cchc_portal-{__version__}-" in (root / "requirements.txt").read_text("utf-8")
    assert new.step("check").code == 0
    refused = new.step("build")
    assert refused.code == 1
    assert "mkdocs.yml:3: chua-sua-mau: site_url còn là giá trị mẫu" in refused.log
    for path, words in OWN.items():
        change(root, path, words)
    new.git("commit", "-qam", "tên, địa chỉ của cổng")
    assert new.step("build").code == 0
    assert new.git("status", "--porcelain") == ""


def test_the_files_of_a_forge_that_are_there_stay(tmp_path: Path) -> None:
    """A portal is made inside a repository that has a pipeline of its own."""
    own = write(tmp_path, "moi/.gitlab-ci.yml", "của tôi\n")
    cchc("init", tmp_path / "moi")

    assert own.read_text("utf-8") == "của tôi\n"
