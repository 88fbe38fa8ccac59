"""The program as people use it: commands in a terminal, a fresh portal, 2,000 articles, the sample."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import feedparser
import pytest

from tests.conftest import NOW, REPOSITORY, SUB_PATH, article, cchc, decoded, tree_of, write
from tests.lengths import examples
from tests.reading import broken_links, pages_of, reachable

UNPUBLISHED = (b"quocbamthu", b"hanphatxyz", b"xuyenbach")
"""Words that stand only in the sample's draft, embargoed and withdrawn articles."""
NU = REPOSITORY / ".venv" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def nu_errors(folder: Path) -> list[str]:
    """Check every page below a folder with the Nu HTML checker and return its errors."""
    jar = os.environ.get("CCHC_VNU_JAR", str(NU))
    command = [
        "java",
        "-Xss8m",
        "-jar",
        jar,
        "--errors-only",
        "--skip-non-html",
        "--format",
        "json",
        str(folder.resolve()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return sorted({f"{message.get('url', '')}: {message['message']}" for message in messages})


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh portal with 2,000 articles, built by the commands of the issue; only to be read."""
    root = tmp_path_factory.mktemp("large") / "P"
    cchc("init", root)
    corpus = REPOSITORY / "bench" / "make_corpus.py"
    words = [sys.executable, str(corpus), "--articles", "2000", "--out", str(root / "content")]
    subprocess.run(words, check=True)
    cchc("--root", root, "build", "--json", "--now", NOW.isoformat())
    return root


@pytest.fixture
def own_large(large: Path, tmp_path: Path) -> Path:
    """A copy of the large portal with its state, to be changed."""
    return Path(shutil.copytree(large, tmp_path / "P", symlinks=True))


@pytest.mark.slow
@pytest.mark.xdist_group("large")
class TestLarge:
    """A portal of 2,000 articles."""

    def test_every_article_is_reached_by_links_alone(self, large: Path) -> None:
        """Following links from the front page meets every article."""
        articles = {path for path in pages_of(large / "public") if re.match(r"tin-tuc/\d{4}/\d\d/", path)}

        assert len(articles) == 2000
        assert articles - reachable(large / "public") == set()

    def test_no_link_is_broken(self, large: Path) -> None:
        """No internal link, file or anchor leads nowhere."""
        assert list(broken_links(large / "public")) == []

    def test_html_is_valid(self, large: Path, tmp_path: Path) -> None:
        """The Nu checker finds no error on any page; the short form looks at pages of every kind."""
        pages = sorted((large / "public").resolve().rglob("*.html"))
        chosen = pages[:: examples(25, 1)]
        for number, page in enumerate(chosen):
            shutil.copy(page, tmp_path / f"{number}.html")

        assert len(chosen) > 100
        assert nu_errors(tmp_path) == []

    def test_feeds_parse(self, large: Path) -> None:
        """Every feed, in the short form every fourth, is read by feedparser without a complaint."""
        feeds = sorted((large / "public" / "feeds").rglob("*.rss.xml")) + sorted(
            (large / "public" / "feeds").rglob("*.atom.xml")
        )
        bad = [feed.name for feed in feeds[:: examples(4, 1)] if feedparser.parse(feed.read_bytes()).bozo]

        assert len(feeds) > 50
        assert bad == []

    def test_one_newest_article_touches_few_files(self, own_large: Path) -> None:
        """After one newest article at most 64 files differ (24 of them of search), and `build --json` says so."""
        large = own_large
        before = tree_of(large / "public")
        month = large / "content" / "news" / "2020" / "12"
        agency = re.search(r"^agency: (.+)$", min(month.glob("*.md")).read_text(encoding="utf-8"), re.MULTILINE)
        text = article(date="2020-12-31T23:59:00+07:00", agency=agency[1] if agency else "")
        write(large, "content/news/2020/12/tin-moi-nhat.md", text)
        said = json.loads(cchc("--root", large, "build", "--json", "--now", NOW.isoformat()).stdout)
        after = tree_of(large / "public")
        changed = [path for path in after if before.get(path) != after[path]]

        assert set(before) <= set(after)
        machines = [path for path in changed if path.startswith(("feeds/", "sitemap"))]
        assert len([path for path in machines if not path.endswith((".gz", ".br"))]) <= 20
        assert len(changed) <= 80
        assert sum(path.startswith("tim-kiem/") for path in changed) <= 24
        assert said["made"] == len(changed)
        assert said["articles"] == 2001


@pytest.mark.slow
def test_the_sample_has_no_broken_link(sample_site: Path) -> None:
    """No link, file or anchor of the sample portal leads nowhere, and every article is reached."""
    articles = {path for path in pages_of(sample_site) if re.match(r"tin-tuc/\d{4}/\d\d/", path)}

    assert list(broken_links(sample_site, SUB_PATH)) == []
    assert len(articles) >= 60
    assert articles - reachable(sample_site) == set()


def test_the_sample_is_valid_html(sample_site: Path) -> None:
    """The Nu checker finds no error on any page of the sample."""
    assert nu_errors(sample_site) == []


@pytest.mark.slow
def test_nothing_unpublished_leaks(sample_site: Path) -> None:
    """Words and files of the draft, the embargoed and the withdrawn article stand nowhere in the output."""
    tree = tree_of(sample_site)
    leaks = [
        (word, path)
        for path, data in tree.items()
        for word in UNPUBLISHED
        if word in path.encode() + decoded(path, data)
    ]

    assert leaks == []
    for word in UNPUBLISHED:
        sources = (REPOSITORY / "content" / "news").rglob("*.md")
        assert any(word.decode() in file.read_text(encoding="utf-8") for file in sources)


@pytest.mark.slow
def test_drafts_have_a_folder_of_their_own(portal: Path) -> None:
    """`build --drafts` shows everything in `public-drafts` and leaves `public` alone."""
    write(portal, "content/news/2024/05/nhap.md", article(title="Bài nháp", status="draft"))
    cchc("--root", portal, "build")
    cchc("--root", portal, "build", "--drafts")

    assert (portal / "public-drafts/tin-tuc/2024/05/nhap/index.html").is_file()
    assert not (portal / "public/tin-tuc/2024/05/nhap").exists()


@pytest.mark.slow
def test_nothing_changed_makes_nothing(portal: Path) -> None:
    """A second build makes nothing and repeats the warnings."""
    write(portal, "content/news/2024/05/la.md", article(mau_sac="xanh"))
    first = json.loads(cchc("--root", portal, "build", "--json").stdout)
    second = json.loads(cchc("--root", portal, "build", "--json").stdout)

    assert first["made"] == first["targets"] > 0
    assert second["made"] == second["deleted"] == 0
    assert second["unchanged"] == first["targets"]
    assert second["problems"] == first["problems"] != []


def test_a_build_with_errors_exits_with_one(portal: Path) -> None:
    """Wrong content: exit code 1, every line on stderr, no traceback."""
    write(portal, "content/news/2024/05/a.md", article(topic="khong-co-that"))
    write(portal, "content/news/2024/05/b.md", article(date="hôm qua"))
    done = cchc("--root", portal, "build", code=1)

    assert "content/news/2024/05/a.md:4: chu-de-la:" in done.stderr
    assert "content/news/2024/05/b.md:3: ngay-sai:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("args", [["build", "--jobs", "0"], ["khong-co"], ["build", "--now", "mai"], []])
def test_wrong_usage_exits_with_two(args: list[str]) -> None:
    """Wrong arguments: exit code 2 and the usage."""
    assert "cchc" in cchc(*args, code=2).stderr


def test_a_bug_exits_with_three_and_leaves_a_log(portal: Path) -> None:
    """Anything unexpected: exit code 3, one line, and a log to paste."""
    templates = portal / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "head.html").mkdir()
    done = cchc("--root", portal, "build", code=3)

    assert "Traceback" not in done.stderr
    assert "IsADirectoryError" in (portal / ".cache/cchc/loi.log").read_text(encoding="utf-8")


@pytest.mark.heavy
def test_check_speaks_to_machines(portal: Path) -> None:
    """`check` prints JSON, workflow commands and code-quality reports, and only of the asked files."""
    write(portal, "content/news/2024/05/a.md", article(topic="khong-co-that"))
    write(portal, "content/news/2024/05/b.md", article(date="hôm qua"))
    problems = json.loads(cchc("--root", portal, "check", "--format", "json", code=1).stdout)
    github = cchc("--root", portal, "check", "--format", "github", code=1).stdout
    gitlab = json.loads(cchc("--root", portal, "check", "--format", "gitlab", code=1).stdout)
    one = cchc("--root", portal, "check", portal / "content/news/2024/05/b.md", code=1).stdout

    assert {problem["code"] for problem in problems} == {"chu-de-la", "ngay-sai"}
    assert "::error file=content/news/2024/05/a.md,line=4,title=chu-de-la::" in github
    assert {entry["location"]["path"] for entry in gitlab} == {"content/news/2024/05/a.md", "content/news/2024/05/b.md"}
    assert one.count("\n") == 1


@pytest.mark.heavy
def test_equal_problems_have_fingerprints_of_their_own(portal: Path) -> None:
    """A forge that keeps one problem a fingerprint hides none, and none is new because lines moved."""
    twice = article(body="[a](khong-co.md)\n\n[b](khong-co.md)")
    prints = []
    for body in (twice, twice.replace("[a]", "Một đoạn.\n\n[a]")):
        write(portal, "content/news/2024/05/a.md", body)
        entries = json.loads(cchc("--root", portal, "check", "--format", "gitlab", code=1).stdout)
        prints.append([entry["fingerprint"] for entry in entries])

    assert len(set(prints[0])) == 2
    assert prints[0] == prints[1]


@pytest.mark.heavy
def test_fix_mends_what_has_no_meaning(portal: Path) -> None:
    """`check --fix` composes letters and mends look-alikes; the next check has no warning."""
    import unicodedata

    text = article(body="Ðảng bộ tỉnh và công tác cải cách.\n\nĐoạn hai.")
    file = write(portal, "content/news/2024/05/nfd.md", unicodedata.normalize("NFD", text))
    warned = cchc("--root", portal, "check").stdout
    cchc("--root", portal, "check", "--fix")

    assert warned.count("cảnh báo") >= 1
    assert cchc("--root", portal, "check").stdout == ""
    assert unicodedata.is_normalized("NFC", file.read_text(encoding="utf-8"))


def test_a_new_portal_works_outside_the_repository(tmp_path: Path) -> None:
    """`pip install` of a built wheel into an empty environment, `init`, `new`, `build`: a working portal."""
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(REPOSITORY)], check=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    program = tmp_path / "venv" / "bin"
    wheel = str(next(wheels.glob("*.whl")))
    constraints = ["--constraint", str(REPOSITORY / "constraints.txt")]
    subprocess.run(
        [*pip, "--python", str(program / "python"), "install", "--no-compile", *constraints, wheel], check=True
    )

    def run(*args: str) -> str:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "COVERAGE"))}
        done = subprocess.run(
            [str(program / "cchc"), *args], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", "P")
    made = run("--root", "P", "new", "Cải cách ở phường", "--topic", "cai-cach-the-che", "--agency", "co-quan-chu-quan")
    file = tmp_path / made.strip() if (tmp_path / made.strip()).exists() else tmp_path / "P" / made.strip()
    head = file.read_text(encoding="utf-8").replace("status: draft\n", "").partition("\n---\n")[0]
    file.write_text(f"{head}\n---\n\nPhường có thêm một quầy nhận hồ sơ.\n", encoding="utf-8")
    run("--root", "P", "check")
    run("--root", "P", "build")
    public = tmp_path / "P" / "public"

    assert "Cải cách ở phường" in (public / "index.html").read_text(encoding="utf-8")
    assert list(broken_links(public)) == []


def test_init_refuses_a_folder_in_use(portal: Path) -> None:
    """`init` never writes over a portal."""
    before = tree_of(portal)

    assert "đã có cổng" in cchc("init", portal, code=1).stderr
    assert tree_of(portal) == before


def test_new_offers_the_nearest_id(portal: Path) -> None:
    """A misspelt topic or agency is answered with the nearest id."""
    done = cchc(
        "--root", portal, "new", "Tiêu đề", "--topic", "cai-cach-thu-tuc-hanh-chin", "--agency", "so-noi-v", code=1
    )

    assert "có phải cai-cach-thu-tuc-hanh-chinh?" in done.stderr
    assert "có phải so-noi-vu?" in done.stderr


def test_serve_rebuilds_on_change(portal: Path) -> None:
    """The preview serves the site, rebuilds when an article is saved, tells the page, and stops on Ctrl-C."""
    env = os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "site_builder", "--root", str(portal), "serve", "--port", "0"]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        told: list[str] = []
        url = _first(process.stderr, r"http://\S+", told)
        front = urllib.request.urlopen(url).read().decode()
        with urllib.request.urlopen(url + "__cchc/events") as events, _saving(portal):
            heard = any(line.startswith(b"data:") for line in events)
        after = urllib.request.urlopen(url).read().decode()
        script = urllib.request.urlopen(url + "__cchc/reload.js").read().decode()
        missing = _status(url + "khong-co/")
    finally:
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        process.stderr.close()
        code = process.wait()

    assert heard
    assert "/__cchc/reload.js" in front
    assert "EventSource" in script
    assert "Bài vừa lưu" not in front
    assert "Bài vừa lưu" in after
    assert missing == 404
    assert code == 130


def _first(lines: Iterable[str], pattern: str, told: list[str]) -> str:
    """Read lines until one holds what is looked for; lines that end without it are shown."""
    for line in lines:
        told.append(line)
        if found := re.search(pattern, line):
            return found[0]
    raise AssertionError("".join(told))


@contextmanager
def _saving(portal: Path) -> Iterator[None]:
    """Save an article again and again: nobody outside sees from when on the preview watches."""
    text = article(title="Bài vừa lưu", date="2026-10-01T08:00:00+07:00")
    over = threading.Event()

    def save() -> None:
        while not over.is_set():
            write(portal, "content/news/2026/10/vua-luu.md", text)
            over.wait(0.5)

    saver = threading.Thread(target=save)
    saver.start()
    try:
        yield
    finally:
        over.set()
        saver.join()


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.slow
def test_a_site_below_a_sub_path_links_by_depth(portal: Path) -> None:
    """With a path in `site_url` pages stay relative; only the page for missing addresses uses the path."""
    file = portal / "mkdocs.yml"
    text = re.sub(r"site_url: .*", "site_url: https://tinh.example.vn/cchc/", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    cchc("--root", portal, "build", "--now", NOW.isoformat())
    public = portal / "public"
    pages = pages_of(public)

    assert len(pages) > 20
    for path, page in pages.items():
        rooted = [link for link in [*page.links, *page.needs] if link.startswith("/")]

        assert (path, [link for link in rooted if path != "404.html" or not link.startswith("/cchc/")]) == (path, [])
    shutil.rmtree(portal / ".cache")
