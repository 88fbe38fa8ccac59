"""Publishing into the folder of a web server, and going back."""

from __future__ import annotations

import gzip
import random
from datetime import datetime, timedelta
from pathlib import Path

import brotli
import pytest

from site_builder.build import Options
from site_builder.cache.upcoming import Hidden, Upcoming
from site_builder.engine import Candidate
from site_builder.engine.encodings import SUFFIXES
from site_builder.errors import MakeError, PublishError, SiteError
from site_builder.model.settings import Settings
from site_builder.publish import nginx, site, verify
from site_builder.publish.site import Published
from tests.conftest import NOW, article, build_portal, cchc, rendered_chrome, tree_of, write

NEW = "content/news/2024/05/bai-moi.md"
PAGE = "tin-tuc/2024/03/tap-huan-mot-cua/index.html"


def publish(root: Path, to: Path, *, now: datetime = NOW, commit: str | None = "") -> Published:
    """Publish a portal with the small portal's chrome."""
    return site.publish(root, to, lambda _root: rendered_chrome(), Options(now=now), commit=commit)


def shown(to: Path) -> dict[str, bytes]:
    """Read what readers see."""
    return tree_of(to / "public")


def plain(tree: dict[str, bytes]) -> dict[str, bytes]:
    """Leave the compressed copies out."""
    return {path: data for path, data in tree.items() if not path.endswith((".gz", ".br"))}


def stats(to: Path) -> dict[str, tuple[int, int]]:
    """Return age and size of every file that readers see: what an ETag is made of."""
    base = (to / "public").resolve()
    files = ((file.relative_to(base).as_posix(), file.stat()) for file in base.rglob("*") if file.is_file())
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in files}


def test_what_is_published_is_what_is_built_with_compressed_copies_of_every_text(portal: Path, tmp_path: Path) -> None:
    """Readers get the same site, and each copy opens to its file."""
    build_portal(portal)
    publish(portal, tmp_path / "to")

    tree = shown(tmp_path / "to")
    texts = {path for path in plain(tree) if path.endswith(SUFFIXES)}

    assert len(texts) > 50
    assert plain(tree) == tree_of(portal / "public")
    assert {path for path in tree if path not in plain(tree)} == {
        f"{path}.{end}" for path in texts for end in ("gz", "br")
    }
    for path in texts:
        assert gzip.decompress(tree[f"{path}.gz"]) == brotli.decompress(tree[f"{path}.br"]) == tree[path]


@pytest.mark.heavy
def test_two_publications_of_one_portal_have_the_same_bytes(portal: Path, tmp_path: Path) -> None:
    """Compressed copies hold no time and no name."""
    publish(portal, tmp_path / "one")
    publish(portal, tmp_path / "two")

    assert shown(tmp_path / "one") == shown(tmp_path / "two")


@pytest.mark.heavy
def test_a_file_keeps_its_age_exactly_as_long_as_its_bytes(portal: Path, tmp_path: Path) -> None:
    """A server's ETag changes with the bytes and only with them."""
    to = tmp_path / "to"
    publish(portal, to)
    before, old = stats(to), shown(to)
    write(portal, NEW, article())
    publish(portal, to)
    after, new = stats(to), shown(to)

    same = {path for path in old.keys() & new.keys() if old[path] == new[path]}
    assert {path for path in same if before[path] != after[path]} == set()
    assert {path for path in old.keys() & new.keys() - same if before[path][0] == after[path][0]} == set()
    assert old.keys() & new.keys() - same


@pytest.mark.heavy
def test_rolling_back_shows_the_site_before_and_again_the_one_after(portal: Path, tmp_path: Path) -> None:
    """It is a swap, whatever changed in between."""
    to = tmp_path / "to"
    publish(portal, to, commit="một")
    first, ages = shown(to), stats(to)
    write(portal, NEW, article())
    publish(portal, to, commit="hai")
    second = shown(to)

    assert site.rollback(to).commit == "một"
    assert (shown(to), stats(to)) == (first, ages)
    assert site.rollback(to).commit == "hai"
    assert shown(to) == second != first


def test_the_first_publication_has_nothing_to_go_back_to(portal: Path, tmp_path: Path) -> None:
    """Both refusals say what to do instead, and timed work goes on."""
    to = tmp_path / "to"
    with pytest.raises(PublishError, match="chua-dang-lan-nao"):
        site.rollback(to)
    publish(portal, to)
    due = site.next_due(to)
    with pytest.raises(MakeError, match=r"het-ban-truoc: .*cchc rollback --to THƯ-MỤC --commit"):
        site.rollback(to)

    assert site.next_due(to) == due is not None


@pytest.mark.slow
def test_after_a_roll_back_the_next_publication_is_right_and_keeps_the_age_of_what_is_right(
    portal: Path, tmp_path: Path
) -> None:
    """The files of the newer state are made and compared, not believed."""
    to = tmp_path / "to"
    publish(portal, to)
    write(portal, NEW, article())
    publish(portal, to)
    site.rollback(to)
    ages, old = stats(to), shown(to)
    write(portal, NEW, article(title="Tiêu đề khác hẳn"))
    publish(portal, to)
    publish(portal, tmp_path / "clean")

    new = shown(to)
    assert new == shown(tmp_path / "clean")
    assert {
        path for path in old.keys() & new.keys() if old[path] == new[path] and ages[path] != stats(to)[path]
    } == set()


@pytest.mark.heavy
def test_a_roll_back_and_the_same_portal_again_brings_the_newer_state_back(portal: Path, tmp_path: Path) -> None:
    """Nothing of the sources changed, yet the next publication knows that readers see an older state."""
    to = tmp_path / "to"
    publish(portal, to)
    write(portal, NEW, article())
    publish(portal, to)
    newer = shown(to)
    site.rollback(to)
    publish(portal, to)

    assert shown(to) == newer


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.heavy
def test_any_series_of_edits_publications_and_roll_backs_ends_like_a_clean_one(
    portal: Path, tmp_path: Path, seed: int
) -> None:
    """Incremental = clean holds for what is published, too."""
    choose = random.Random(seed)
    to = tmp_path / "to"
    for step in range(8):
        act = choose.choice(["new", "edit", "delete", "withdraw", "rollback"])
        name = f"content/news/2024/0{choose.randint(1, 3)}/bai-{choose.randint(1, 3)}.md"
        if act == "rollback":
            with pytest.raises(SiteError) if not (to / "public").exists() else _maybe():
                site.rollback(to)
        elif act == "delete":
            (portal / name).unlink(missing_ok=True)
        elif act == "withdraw":
            write(portal, name, article(status="withdrawn", withdrawn='{date: 2024-05-07, reason: "Sai số liệu."}'))
        else:
            write(portal, name, article(title=f"Bài của bước {step}", body=f"Đoạn của bước {step}.", date=_day(name)))
        if act != "rollback" and choose.random() < 0.7:
            publish(portal, to)
    publish(portal, to)
    publish(portal, tmp_path / "clean")

    assert shown(to) == shown(tmp_path / "clean")


def _day(name: str) -> str:
    return f"{name.split('/')[2]}-{name.split('/')[3]}-06T08:00:00+07:00"


class _maybe:  # noqa: N801 - reads as a word
    """Let a roll-back be refused when there is nothing to go back to."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, SiteError)


@pytest.mark.heavy
def test_a_portal_with_an_error_leaves_the_site_and_the_state_before_it(portal: Path, tmp_path: Path) -> None:
    """Nothing is touched before everything is checked."""
    to = tmp_path / "to"
    publish(portal, to, commit="một")
    write(portal, NEW, article())
    publish(portal, to, commit="hai")
    second = shown(to)
    write(portal, "content/news/2024/05/hong.md", article(topic="khong-co"))
    with pytest.raises(SiteError, match=r"hong\.md"):
        publish(portal, to, commit="ba")

    assert shown(to) == second
    assert site.rollback(to).commit == "một"


@pytest.mark.heavy
def test_a_missing_file_of_the_new_tree_stops_the_swap_and_heals(portal: Path, tmp_path: Path) -> None:
    """Every planned file is looked for, also where nothing changed."""
    to = tmp_path / "to"
    publish(portal, to)
    old = shown(to)
    for tree in ("a", "b"):
        (to / ".cchc" / "trees" / tree / PAGE).unlink(missing_ok=True)
    write(portal, NEW, article())
    with pytest.raises(MakeError, match="tap-huan-mot-cua"):
        publish(portal, to)
    publish(portal, to)

    assert shown(to)[PAGE] == old[PAGE]


# Timed work


@pytest.mark.heavy
def test_timed_work_waits_for_its_moment_and_costs_a_small_read_before(portal: Path, tmp_path: Path) -> None:
    """An embargoed article, its picture and its file appear when they are due, and not before."""
    to, due = tmp_path / "to", NOW + timedelta(hours=1)
    (portal / "content/media/bi-mat.txt").write_text("Nội dung của tệp đính kèm bí mật.", encoding="utf-8")
    file = "attachments: [{file: /media/bi-mat.txt, title: Tệp bí mật}]"
    text = article(title="Tin vịt quabuomtrang", date=due.isoformat(), body="Chữ quabuomtrang trong thân bài.")
    write(portal, "content/news/2026/11/hen-gio.md", text.replace("topic:", f"{file}\ntopic:", 1))
    publish(portal, to, commit="x")

    def leaked() -> set[str]:
        words = (b"quabuomtrang", "Nội dung của tệp đính kèm".encode())
        tree = {path: _opened(path, data) for path, data in shown(to).items()}
        return {path for path, data in tree.items() if any(word in data for word in words)}

    assert leaked() == set()
    assert site.next_due(to) == due
    options = Options(now=due - timedelta(seconds=1))
    assert site.publish_if_due(portal, to, lambda _root: rendered_chrome(), options) is None
    done = site.publish_if_due(portal, to, lambda _root: rendered_chrome(), Options(now=due))

    assert done is not None
    assert done.commit == "x"
    assert {"tin-tuc/2026/11/hen-gio/index.html", "media/bi-mat.txt"} <= leaked()


def _opened(path: str, data: bytes) -> bytes:
    if path.endswith(".gz"):
        return gzip.decompress(data)
    return bytes(brotli.decompress(data)) if path.endswith(".br") else data


@pytest.mark.heavy
def test_after_a_roll_back_timed_work_waits_for_the_next_publication(portal: Path, tmp_path: Path) -> None:
    """A timer must not undo what a person decided."""
    to = tmp_path / "to"
    publish(portal, to)
    write(portal, NEW, article())
    publish(portal, to)
    site.rollback(to)

    later = Options(now=NOW + timedelta(days=900))
    assert site.publish_if_due(portal, to, lambda _root: rendered_chrome(), later) is None
    publish(portal, to)
    assert site.next_due(to) is not None


@pytest.mark.heavy
def test_a_clock_set_back_hides_nothing_for_good(portal: Path, tmp_path: Path) -> None:
    """The site follows the clock both ways and ends as a clean one."""
    to = tmp_path / "to"
    publish(portal, to)
    now = shown(to)
    publish(portal, to, now=NOW - timedelta(days=700))
    publish(portal, to)

    assert shown(to) == now


# The last look


SETTINGS = Settings(site_name="Cổng", site_url="https://x.vn/tinh/", feed_authority="x.vn,2026")


def look(
    tmp_path: Path, files: dict[str, str], *hidden: Hidden, public: tuple[str, ...] = ()
) -> dict[str, tuple[str, ...]]:
    """Look at a tree of these files."""
    tree = tmp_path / "tree"
    for path, text in files.items():
        write(tree, path, text)
    (tmp_path / "content").mkdir(exist_ok=True)
    candidate = Candidate(tree, tuple(files), ())
    return verify.verify(Upcoming(root=tmp_path, candidate=candidate, settings=SETTINGS, hidden=hidden, public=public))


@pytest.mark.parametrize(
    "link",
    ["../khong-co/", "../../khong.css", "https://x.vn/tinh/khong-co/", "/tinh/khong-co/", "../khong-co/?a=1#b"],
)
@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_a_link_to_nothing_stops_the_swap(tmp_path: Path, link: str, quote: str) -> None:
    """Relative, absolute and rooted links of the site are followed."""
    with pytest.raises(PublishError, match=r"a/index.html: dan-toi-cho-trong: .*khong"):
        look(tmp_path, {"a/index.html": f"<a href={quote}{link}{quote}>x</a>"})


@pytest.mark.parametrize(
    "link",
    ["../b/", "../", "..", "./", "#x", "?q=1", "", "../b/index.html#x", "https://x.vn/tinh/b/", "/tinh/b/", "/khac/",
     "https://khac.vn/x", "//khac.vn/x", "mailto:a@b.vn", "tel:1022", "../t%C3%AAn.txt"],
)  # fmt: skip
def test_a_link_to_something_or_out_of_the_site_is_let_through(tmp_path: Path, link: str) -> None:
    """What is not the site's own is nobody's business here."""
    files = {"a/index.html": f'<a href="{link}">x</a>', "b/index.html": "b", "index.html": "i", "tên.txt": "t"}
    assert look(tmp_path, files) == {}


@pytest.mark.parametrize(
    "page",
    [
        '<code>&lt;a href="x"&gt;</code>',
        "<p>viết a href=x là liên kết</p>",
        '<meta content="thẻ &lt;a href=x&gt; là liên kết">',
        "<img alt=' src=x'>",
        f"<p>viết a href={'x' * 300}</p>",
    ],
)
def test_words_about_links_are_no_links(tmp_path: Path, page: str) -> None:
    """An article about HTML does not stop everybody's publication."""
    assert look(tmp_path, {"a/index.html": page}) == {}


HIDDEN = Hidden(
    path="content/news/2030/01/x.md",
    url="/tin-tuc/2030/01/x/",
    words=("những chữ chưa ai được đọc",),
    media=("/media/x.png",),
)


@pytest.mark.parametrize(
    "files",
    [
        {"feeds/a.xml": "<t>những chữ chưa ai được đọc</t>"},
        {"tin-tuc/2030/01/x/index.html": "trang"},
        {"media/x.png": "ảnh"},
    ],
)
def test_anything_of_a_hidden_article_stops_the_swap(tmp_path: Path, files: dict[str, str]) -> None:
    """Words, page and files are looked for in everything that changed."""
    with pytest.raises(PublishError, match=r"^content/news/2030/01/x.md: lo-bai-chua-dang: "):
        look(tmp_path, files, HIDDEN)


def test_words_and_files_that_a_public_source_holds_too_are_no_leak(tmp_path: Path) -> None:
    """An editor may quote what is coming, and two articles may share a picture."""
    write(tmp_path, "content/news/2024/05/y.md", "Xem những chữ chưa ai được đọc và ![ảnh](/media/x.png).")
    files = {"feeds/a.xml": "những chữ chưa ai được đọc", "media/x.png": "ảnh"}

    assert look(tmp_path, files, HIDDEN, public=("content/news/2024/05/y.md",)) == {}


@pytest.mark.parametrize("source", ["những chữ\n  chưa ai được đọc", '"nh\\u1eefng chữ chưa ai \\u0111ược đọc"'])
def test_words_are_public_however_a_source_writes_them(tmp_path: Path, source: str) -> None:
    """YAML folds long lines, and programs write letters as numbers."""
    write(tmp_path, "content/news/2024/05/y.md", source)
    files = {"feeds/a.xml": "những chữ chưa ai được đọc"}

    assert look(tmp_path, files, HIDDEN, public=("content/news/2024/05/y.md",)) == {}


@pytest.mark.heavy
def test_the_inline_scripts_of_a_theme_reach_the_policy_and_leave_it(portal: Path, tmp_path: Path) -> None:
    """A portal's own theme may hold a script; its hash stands in nginx' files as long as the script does."""
    to, own = tmp_path / "to", portal / "theme" / "templates" / "head.html"
    own.parent.mkdir(parents=True)
    head = (Path(__file__).parent.parent / "theme" / "templates" / "head.html").read_text(encoding="utf-8")
    own.write_text(head + "<script>var a = 1;</script>\n", encoding="utf-8")
    publish(portal, to)
    expression = nginx.inline_script_hashes(b"<script>var a = 1;</script>")[0]

    assert expression in _server_text(to)
    own.unlink()
    done = publish(portal, to)
    assert done.server_files_changed
    assert expression not in _server_text(to)
    assert site.rollback(to).server_files_changed
    assert expression in _server_text(to)


def _server_text(to: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in sorted((to / "nginx").iterdir()))


# The commands


@pytest.mark.slow
def test_the_commands_publish_go_back_and_tell_machines(portal: Path, tmp_path: Path) -> None:
    """People read Vietnamese; machines one JSON object."""
    to = tmp_path / "to"
    first = cchc("--root", portal, "publish", "--to", to, "--commit", "một", "--now", "2026-11-22T12:00")
    write(portal, NEW, article())
    second = cchc("--root", portal, "publish", "--to", to, "--commit", "hai", "--json", "--now", "2026-11-22T12:00")
    idle = cchc("--root", portal, "publish", "--to", to, "--if-due", "--now", "2026-11-22T12:00")
    back = cchc("rollback", "--to", to)

    assert "Đã đăng" in first.stderr
    assert '"published": true, "commit": "hai"' in second.stdout
    assert (idle.stdout, idle.stderr) == ("", "")
    assert "Đã đưa trang về bản một trong" in back.stderr


def test_a_folder_that_cannot_be_written_is_told_and_nothing_changes(portal: Path, tmp_path: Path) -> None:
    """A file in the way is not overwritten."""
    (tmp_path / "to").write_text("tệp", encoding="utf-8")
    told = cchc("--root", portal, "publish", "--to", tmp_path / "to", code=1)

    assert "to" in told.stderr
    assert (tmp_path / "to").read_text(encoding="utf-8") == "tệp"


def test_a_clock_that_was_set_back_takes_nothing_away(portal: Path, tmp_path: Path) -> None:
    """A little is bridged; much is refused with what to do, and a person who names the moment is obeyed."""
    to = tmp_path / "to"
    publish(portal, to)
    now = shown(to)

    assert site.steady(to, NOW - timedelta(minutes=59)) == NOW
    assert site.steady(to, NOW + timedelta(minutes=1)) == NOW + timedelta(minutes=1)
    with pytest.raises(PublishError, match=r"dong-ho-lui: .*22/11/2024 12:00.*--now 2024-11-22T12:00"):
        site.publish_steadily(
            portal, to, lambda _root: rendered_chrome(), Options(now=NOW.replace(year=2024)), commit=""
        )
    assert shown(to) == now
    publish(portal, to, now=NOW.replace(year=2024))
    assert shown(to) != now


@pytest.mark.heavy
def test_what_is_published_after_a_roll_back_is_younger_than_what_it_hid(portal: Path, tmp_path: Path) -> None:
    """Three states within a second, of equal length, have three ages."""
    to, ages = tmp_path / "to", []
    for title in ("Bài thứ nhất", "Bài thứ hai.", "Bài thứ ba..", "Bài thứ tư.."):
        write(portal, NEW, article(title=title))
        publish(portal, to)
        ages.append(int((to / "public/tin-tuc/2024/05/bai-moi/index.html").stat().st_mtime))
        if title == "Bài thứ hai.":
            site.rollback(to)

    assert ages == sorted(set(ages))
