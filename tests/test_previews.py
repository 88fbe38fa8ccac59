"""Previews of branches: made behind the hook for publishers only, served to those who are let in only."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.build import Options, Rendered
from site_builder.errors import PublishError, SettingsError
from site_builder.mkdocs_plugin import render_chrome
from site_builder.publish import git, preview_access, previews
from site_builder.publish.install import Choices, install
from site_builder.publish.place import Place, lock
from site_builder.publish.rules import updates
from tests.conftest import NOW, article, cchc, rendered_chrome, tree_of
from tests.git_desk import Desk, Editor, Told, make_desk
from tests.served_desk import open_desk, timer, wait_for
from tests.server import Address, Answer, ask, nginx

SECRET = "Chu-Thang-Tam-7"
LET_IN = "Basic " + base64.b64encode(f"lan:{SECRET}".encode()).decode()
DRAFT = "Câu của bản nháp chưa ai được đọc."
PAGE = "tin-tuc/2024/05/ban-nhap/"


def password_file(folder: Path) -> Path:
    """Write a password file for nginx, as `htpasswd` does."""
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", SECRET], capture_output=True, text=True, check=True
    ).stdout.strip()  # fmt: skip
    file = folder / "xem-thu.mat-khau"
    file.write_text(f"lan:{hashed}\n", encoding="utf-8")
    folder.chmod(0o755)
    return file


def names_file(folder: Path) -> Path:
    """Write a list of publishers."""
    file = folder / "ten.txt"
    file.write_text("lan\nhung\n", encoding="utf-8")
    return file


def send(editor: Editor, branch: str) -> Told:
    """Push what the clone has as a branch."""
    return editor.push("origin", f"HEAD:refs/heads/{branch}")


def draft(editor: Editor, branch: str, **fields: str) -> Told:
    """Write a draft and push it as a branch."""
    editor.add_article("ban-nhap", **({"status": "draft", "body": DRAFT} | fields))
    told = send(editor, branch)
    assert told.code == 0, told.all
    return told


def look(url: str, **headers: str) -> Answer:
    """Ask as somebody who is let in."""
    return ask(url, Authorization=LET_IN, **headers)


# From a push to what nginx answers


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A repository with the real program behind it, publishers, and previews behind a password."""
    folder = tmp_path_factory.mktemp("desk")
    return open_desk(
        folder / "may", "--publishers", str(names_file(folder)), "--preview", "/xem-thu/",
        "--preview-access", str(password_file(folder)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[Address]:
    """Where its site is served."""
    with nginx(desk.to) as served:
        yield served


@pytest.fixture(scope="module")
def told(desk: Desk, address: Address) -> Told:
    """What a publisher was told who pushed a draft, by the time when its preview is there."""
    answer = draft(desk.editor("lan"), "bai-cua-lan")
    wait_for(lambda: look(f"{address}xem-thu/bai-cua-lan/").status == 200, desk.log)
    return answer


def test_the_answer_to_a_branch_says_where_its_preview_is(told: Told) -> None:
    """The branch's front page, and the very page of each article."""
    assert told.lines[1:] == (
        "✓ Đã nhận nhánh, chưa đăng. Khi được duyệt và gộp vào nhánh chính, bài sẽ lên trang.",
        (
            "  Bản xem thử (cả bài nháp, bài hẹn giờ), chỉ người được phép vào, có sau ít phút: "
            "https://nho.example.vn/xem-thu/bai-cua-lan/"
        ),
        f"  https://nho.example.vn/xem-thu/bai-cua-lan/{PAGE}",
    )


@pytest.mark.parametrize("path", ["", PAGE, "assets/", "khong-co/", "index.html", "robots.txt", "../bai-cua-lan/"])
def test_nobody_gets_in_without_a_password(told: Told, address: Address, path: str) -> None:
    """Neither a page nor a file, nor whether there is one."""
    for headers in ({}, {"Authorization": "Basic " + base64.b64encode(b"lan:sai").decode()}):
        answer = ask(f"{address}xem-thu/bai-cua-lan/{path}", **headers)

        assert answer.status in {401, 301}
        assert answer.status == 401 or path == "index.html"
        assert DRAFT not in answer.body.decode()
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_who_is_let_in_reads_the_draft_with_its_styles_and_links(told: Told, address: Address) -> None:
    """Below its own address every page, list, picture and stylesheet is there."""
    base = f"{address}xem-thu/bai-cua-lan/"
    page = look(base + PAGE)
    paths = needed(address, told)

    assert page.status == 200
    assert DRAFT in page.body.decode()
    assert "ban-nhap" in look(base).body.decode()
    assert {path: look(base + path).status for path in paths if look(base + path).status != 200} == {}


def needed(address: Address, told: Told) -> list[str]:
    """Return the addresses of what the front page and the draft's page need."""
    from urllib.parse import urljoin

    from tests.reading import read_page

    base = f"{address}xem-thu/bai-cua-lan/"
    found: set[str] = set()
    for path in ("", PAGE):
        page = read_page(look(base + path).body.decode())
        places = {urljoin(base + path, link) for link in (*page.links, *page.needs) if not link.startswith("#")}
        found |= {place.removeprefix(base) for place in places if place.startswith(base)}
    assert len(found) > 20, told.all
    return sorted(found)


def test_search_engines_are_kept_out_three_times(told: Told, address: Address) -> None:
    """By a header on every file, by a line of every page, by `robots.txt`; no cache keeps anything."""
    base = f"{address}xem-thu/bai-cua-lan/"
    for path in ("", PAGE, "feeds/tin-tuc.rss.xml", "gioi-thieu/", "khong-co/"):
        answer = look(base + path)
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive", path
        assert answer["Cache-Control"] == "no-store", path
        assert answer["Content-Security-Policy"], path
        if "feeds" not in path and answer.status == 200:
            assert '<meta name="robots" content="noindex">' in answer.body.decode(), path
            assert "<strong>Bản xem thử</strong> – có bài chưa đăng" in answer.body.decode(), path
    assert look(base + "robots.txt").body == b"User-agent: *\nDisallow: /\n"


def test_nothing_of_a_preview_stands_on_the_public_site(told: Told, desk: Desk, address: Address) -> None:
    """No byte and no name of the draft, no banner, no noindex; the robots of the site are as ever."""
    tree = tree_of(desk.to / "public")
    marks = (DRAFT.encode(), b"ban-nhap", "Bản xem thử".encode(), b"xem-thu")

    assert [path for path, data in tree.items() if any(mark in path.encode() + data for mark in marks)] == []
    assert ask(address + PAGE).status == 404
    assert ask(address)["X-Robots-Tag"] == ""
    assert b"Sitemap: " in ask(address + "robots.txt").body


def test_careless_addresses_in_a_preview_lead_on_and_others_say_so(told: Told, address: Address) -> None:
    """A folder without its slash, an `index.html`, an old link; writing is not allowed."""
    base = f"{address}xem-thu/bai-cua-lan"

    assert look(base)["Location"] == "/xem-thu/bai-cua-lan/"
    assert look(f"{base}/{PAGE[:-1]}")["Location"] == f"/xem-thu/bai-cua-lan/{PAGE}"
    assert look(f"{base}/{PAGE}index.html")["Location"] == f"/xem-thu/bai-cua-lan/{PAGE}"
    assert "Bản xem thử không có trang này." in look(f"{base}/khong-co/").body.decode()
    assert look(f"{address}xem-thu/nhanh-khac/").status == 404
    assert ask(f"{base}/", method="POST", Authorization=LET_IN).status == 405
    for escape in ("../../.cchc/status.json", "..%2f..%2f.cchc%2fstatus.json", ".git/config"):
        assert look(f"{base}/{escape}").status in {400, 404}


def test_another_push_shows_the_new_words_and_the_live_site_goes_on(told: Told, desk: Desk, address: Address) -> None:
    """The same address, the newest commit; the timer's publication takes no notice."""
    editor = desk.editor("lan")
    editor.git("fetch", "--quiet", "origin", "bai-cua-lan")
    editor.git("reset", "--quiet", "--hard", "FETCH_HEAD")
    draft(editor, "bai-cua-lan", body="Câu đã viết lại.", title="Bản nháp lần hai")
    wait_for(lambda: "Câu đã viết lại." in look(f"{address}xem-thu/bai-cua-lan/{PAGE}").body.decode(), desk.log)

    assert timer(desk).returncode == 0
    assert ask(address + PAGE).status == 404
    assert len(list((desk.to / ".cchc/preview/trees").glob("bai-cua-lan.*"))) == 1


def test_two_branches_are_shown_apart(told: Told, desk: Desk, address: Address) -> None:
    """What one holds is not in the other, whichever was made first; a name with a slash has an address, too."""
    editor = desk.editor("hung")
    editor.add_article("cua-hung", status="draft")
    answer = send(editor, "hung/Bài-mới")
    name = previews.name_of("hung/Bài-mới")
    wait_for(lambda: look(f"{address}xem-thu/{name}/").status == 200, desk.log)

    assert f"https://nho.example.vn/xem-thu/{name}/" in answer.all
    assert look(f"{address}xem-thu/{name}/tin-tuc/2024/05/cua-hung/").status == 200
    assert look(f"{address}xem-thu/{name}/{PAGE}").status == 404
    assert look(f"{address}xem-thu/bai-cua-lan/tin-tuc/2024/05/cua-hung/").status == 404


def test_a_strangers_branch_is_taken_and_never_previewed(told: Told, desk: Desk, address: Address) -> None:
    """Nobody but a publisher makes the server run what a branch says."""
    stranger = desk.editor("binh")
    stranger.add_article("cua-binh", status="draft")
    answer = send(stranger, "bai-cua-binh")

    assert answer.code == 0
    assert answer.lines[-1] == "  Bản xem thử chỉ được dựng khi người trong danh sách đăng gửi nhánh."
    assert look(f"{address}xem-thu/bai-cua-binh/").status == 404
    assert "bai-cua-binh" not in previews.Previews(Place(desk.to)).wishes()


def test_a_branch_that_is_gone_takes_its_preview_along(told: Told, desk: Desk, address: Address) -> None:
    """The administrator deletes a branch on the server; the timer's next turn sweeps."""
    editor = desk.editor("hung")
    editor.add_article("bo-di", status="draft")
    send(editor, "bo-di")
    wait_for(lambda: look(f"{address}xem-thu/bo-di/").status == 200, desk.log)
    desk.git("branch", "-D", "bo-di")
    assert timer(desk).returncode == 0

    assert look(f"{address}xem-thu/bo-di/").status == 404
    assert list((desk.to / ".cchc/preview/trees").glob("bo-di.*")) == []
    assert look(f"{address}xem-thu/bai-cua-lan/").status == 200


def test_a_password_file_that_is_lost_lets_nobody_in(told: Told, desk: Desk, address: Address) -> None:
    """A missing file is not an open door."""
    file = Path(git.setting(desk.bare, preview_access.ACCESS))
    hidden = file.rename(file.with_name("cho-khac"))
    closed = look(f"{address}xem-thu/bai-cua-lan/")
    hidden.rename(file)

    assert closed.status in {401, 403, 500}
    assert DRAFT not in closed.body.decode()
    assert look(f"{address}xem-thu/bai-cua-lan/").status == 200


def test_addresses_outside_the_list_are_turned_away(told: Told, desk: Desk, address: Address) -> None:
    """403 for whoever is not on the list, whatever they know; where both are told, both are asked for."""
    words = git.setting(desk.bare, preview_access.ACCESS)
    config = desk.to / preview_access.FILE
    before = config.read_text(encoding="utf-8")
    cchc("git", "install", desk.bare, "--to", desk.to, "--preview-access", "10.1.0.0/16", "192.168.7.7")
    address.reload()
    far = look(f"{address}xem-thu/bai-cua-lan/")
    cchc("git", "install", desk.bare, "--to", desk.to, "--preview-access", f"127.0.0.0/8,{words}")
    address.reload()
    both = [ask(f"{address}xem-thu/bai-cua-lan/").status, look(f"{address}xem-thu/bai-cua-lan/").status]
    cchc("git", "install", desk.bare, "--to", desk.to, "--preview-access", words)
    address.reload()

    assert far.status == 403
    assert both == [401, 200]
    assert config.read_text(encoding="utf-8") == before


# Setting up


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "bản xem thử hiện cả bài nháp nên không được mở cho mọi người; hãy thêm --preview-access"),
        (["0.0.0.0/0"], "các địa chỉ ấy là mọi máy trên mạng"),
        (["0.0.0.0/1", "128.0.0.0/1"], "các địa chỉ ấy là mọi máy trên mạng"),
        (["10.0.0.0/8", "::/0"], "các địa chỉ ấy là mọi máy trên mạng"),
        (["10.0.0.0/99"], "không phải địa chỉ mạng (dạng 10.1.0.0/16), cũng không có tệp mật khẩu tên ấy"),
        (["RONG"], "chưa có ai; hãy thêm người: htpasswd -B"),
        (["MOT", "HAI"], "có 2 tệp mật khẩu; hãy gộp thành một tệp"),
    ],
)
def test_previews_that_everybody_could_read_are_not_installed(tmp_path: Path, words: list[str], said: str) -> None:
    """No password, no list, all addresses, an empty file: refused, and nothing is set up."""
    for name, text in {"RONG": "# chưa có ai\n", "MOT": "a:$x\n", "HAI": "b:$y\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    asked = [str(tmp_path / word) if word.isupper() else word for word in words]

    with pytest.raises(PublishError, match=r"xem-thu-de-ngo") as refused:
        install(tmp_path / "kho.git", tmp_path / "web", Choices(preview="/xem-thu/", preview_for=asked))

    assert said in str(refused.value)
    assert not (tmp_path / "kho.git").exists()
    assert not (tmp_path / "web").exists()


@pytest.mark.parametrize("path", ["/", "/tin-tuc/thu/", "/media/", "/Xem thử/", "/xem_thu/", "/a/../b/", "/x;y/"])
def test_an_address_that_the_portal_or_nginx_needs_is_refused(tmp_path: Path, path: str) -> None:
    """Previews stand beside the portal's own pages."""
    with pytest.raises(PublishError, match="dia-chi-xem-thu"):
        install(tmp_path / "kho.git", tmp_path / "web", Choices(preview=path, preview_for=["10.0.0.0/8"]))


def test_the_command_says_what_is_missing_and_remembers_what_was_told(tmp_path: Path) -> None:
    """Without access exit code 1 and the sentence; afterwards a bare call keeps all, `--no-preview` ends it."""
    bare, to = tmp_path / "kho.git", tmp_path / "web"
    refused = cchc("git", "install", bare, "--to", to, "--preview", "/xem-thu/", code=1)
    first = cchc("git", "install", bare, "--to", to, "--preview-access", "10.1.0.7/16")
    text = (to / preview_access.FILE).read_text(encoding="utf-8")
    again = cchc("git", "install", bare, "--to", to)
    kept = (to / preview_access.FILE).read_text(encoding="utf-8")
    cchc("git", "install", bare, "--to", to, "--no-preview")

    assert "xem-thu-de-ngo: bản xem thử hiện cả bài nháp" in refused.stderr
    assert "hãy nạp lại nginx" in first.stderr
    assert "hãy nạp lại nginx" not in again.stderr
    assert "location ^~ /xem-thu/ {\n    satisfy all;\n    allow 10.1.0.0/16;\n    deny all;\n" in text
    assert kept == text
    assert not (to / preview_access.FILE).exists()
    assert git.setting(bare, previews.PATH) == ""


# The maker of previews


@pytest.fixture
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A repository with previews whose maker the test runs itself."""
    made = make_desk(tmp_path / "desk")
    chosen = Choices(preview="/xem-thu/", preview_for=["10.0.0.0/8"])
    install(made.bare, made.to, chosen, python=str(tmp_path / "desk" / "program" / "python"))
    for name in ("pre-receive", "post-receive"):
        (made.bare / "hooks" / name).unlink()
    monkeypatch.delenv("CCHC_PUSHER", raising=False)
    return made


def wished(desk: Desk, editor: Editor, branch: str) -> list[str]:
    """Push a branch and note it as the hook does; return what is told."""
    told = editor.push("origin", f"+HEAD:refs/heads/{branch}")
    assert told.code == 0, told.all
    head = editor.git("rev-parse", "HEAD")
    line = f"{'0' * 40} {head} refs/heads/{branch}\n".encode()
    return list(previews.wish(desk.bare, Place(desk.to), updates(line), "main"))


def chrome(_root: Path) -> Rendered:
    """Return the small portal's chrome as of a preview."""
    rendered = rendered_chrome()
    return replace(rendered, settings=replace(rendered.settings, preview=True))


def make(desk: Desk, now: Options = Options(now=NOW)) -> int:  # noqa: B008 - frozen
    """Run the maker of previews."""
    return previews.run_previews(desk.bare, Place(desk.to), "main", chrome, now)


def shown(desk: Desk) -> set[str]:
    """Return the names of the previews that readers could see."""
    folder = desk.to / "preview"
    return {link.name for link in folder.iterdir() if (link / "index.html").is_file()} if folder.is_dir() else set()


def test_only_the_branches_pushed_last_are_kept(quiet: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit the oldest goes; pushed again it comes back."""
    monkeypatch.setattr(previews, "KEPT", 2)
    editor = quiet.editor()
    for name in ("mot", "hai", "ba"):
        editor.add_article(name, status="draft")
        wished(quiet, editor, name)
    assert make(quiet) == 0
    first = shown(quiet)
    editor.add_article("mot-nua", status="draft")
    wished(quiet, editor, "mot")
    assert make(quiet) == 0

    assert first == {"hai", "ba"}
    assert shown(quiet) == {"ba", "mot"}
    assert len(list((quiet.to / ".cchc/preview/trees").iterdir())) == 2


def test_a_preview_is_what_a_build_with_drafts_makes_whatever_was_made_before(quiet: Desk, tmp_path: Path) -> None:
    """One state serves all branches, and no byte of one reaches another."""
    from site_builder import build

    one, other = quiet.editor(), quiet.editor()
    one.add_article("cua-mot", status="draft", title="Bài của một")
    other.write("content/news/2027/05/cua-hai.md", article(date="2027-05-06T08:00:00+07:00", title="Bài của hai"))
    other.commit()
    wished(quiet, one, "mot")
    wished(quiet, other, "hai")
    assert make(quiet) == 0, quiet.log()
    for editor, name in ((one, "mot"), (other, "hai")):
        manner = Options(now=NOW, drafts=True, state=tmp_path / f"s-{name}", link=str(tmp_path / f"l-{name}"))
        assert tree_of(quiet.to / "preview" / name) == tree_of(build.build(editor.folder, chrome, manner).tree)


def test_a_preview_that_fails_leaves_the_one_before_and_is_told_at_the_next_push(quiet: Desk) -> None:
    """The live site hears nothing of it; the same commit is tried again after an hour, not at once."""
    editor = quiet.editor()
    editor.add_article("tot", status="draft")
    wished(quiet, editor, "nhanh")
    assert make(quiet) == 0
    before, status = tree_of(quiet.to / "preview" / "nhanh"), quiet.status()
    editor.write("content/news/2024/05/hong.md", article(topic="khong-co"))
    editor.commit()
    wished(quiet, editor, "nhanh")
    codes = [make(quiet), make(quiet)]
    told = wished(quiet, editor, "nhanh")
    made = previews.Previews(Place(quiet.to)).made("nhanh")

    assert codes == [1, 0]
    assert tree_of(quiet.to / "preview" / "nhanh") == before
    assert quiet.status() == status
    assert made is not None
    assert "chu-de-la" in made.problems[0]
    assert told[0].startswith("! Bản xem thử lần trước của nhánh này KHÔNG dựng được (")
    assert "hong.md:4: chu-de-la" in told[1]
    later = Options(now=NOW.replace(hour=14))
    assert make(quiet, later) == 1


def test_a_bug_in_one_preview_does_not_stop_the_others(quiet: Desk) -> None:
    """Whatever happens is noted; the next branch is made all the same."""
    editor = quiet.editor()
    wished(quiet, editor, "mot")
    editor.add_article("hai", status="draft")
    wished(quiet, editor, "hai")
    calls: list[Path] = []

    def breaks_once(root: Path) -> Rendered:
        calls.append(root)
        if len(calls) == 1:
            raise RuntimeError("bị hỏng")
        return chrome(root)

    code = previews.run_previews(quiet.bare, Place(quiet.to), "main", breaks_once, Options(now=NOW))

    assert code == 1
    assert shown(quiet) == {"mot"}
    assert "RuntimeError: bị hỏng" in quiet.log()


def test_the_live_publication_goes_first_and_its_lock_stays_free(quiet: Desk) -> None:
    """A preview waits while the builder works on the head, and builds without the builder's lock."""
    place = Place(quiet.to)
    editor = quiet.editor()
    editor.add_article("cho", status="draft")
    wished(quiet, editor, "cho")
    status = place.status()
    place.tell(replace(status, state="building"))
    order: list[str] = []

    def watched(root: Path) -> Rendered:
        order.append(place.status().state)
        with lock(place.state / "builder.lock", 0) as held:
            assert held
        return chrome(root)

    import threading

    done = threading.Thread(target=previews.run_previews, args=(quiet.bare, place, "main", watched, Options(now=NOW)))
    done.start()
    done.join(0.5)
    assert order == []
    place.tell(status)
    done.join()

    assert order == ["ok"]
    assert shown(quiet) == {"cho"}


def test_whoever_left_the_list_of_publishers_loses_the_previews(quiet: Desk, tmp_path: Path) -> None:
    """Trust is asked for when a preview is made and kept, not only at the push."""
    editor = quiet.editor()
    wished(quiet, editor, "nhanh")
    assert make(quiet) == 0
    names = names_file(tmp_path)
    install(quiet.bare, quiet.to, Choices(publishers=names), python=str(tmp_path / "desk" / "program" / "python"))
    previews.sweep(quiet.bare, Place(quiet.to))

    assert shown(quiet) == set()


def test_a_wish_that_cannot_be_read_is_no_wish(quiet: Desk) -> None:
    """A file cut short by a full disk stops nobody."""
    wishes = quiet.to / ".cchc/preview/wishes"
    wishes.mkdir(parents=True)
    (wishes / "hong.json").write_text('{"branch": "x"')
    (wishes / "thieu.json").write_text(json.dumps({"branch": "x"}))
    editor = quiet.editor()
    wished(quiet, editor, "tot")

    assert make(quiet) == 0
    assert shown(quiet) == {"tot"}


def test_a_maker_that_runs_already_is_left_alone(quiet: Desk) -> None:
    """Whoever finds the lock held goes home."""
    editor = quiet.editor()
    wished(quiet, editor, "nhanh")
    with lock(quiet.to / ".cchc/preview" / previews.LOCK, 0) as held:
        assert held
        assert make(quiet) == 0
        assert shown(quiet) == set()
    assert make(quiet) == 0
    assert shown(quiet) == {"nhanh"}


def test_names_in_addresses_are_plain_and_never_shared() -> None:
    """A branch name may hold anything; two that fold to one word have two addresses."""
    branches = ["bai-moi", "bài-mới", "Bai-Moi", "bai/moi", "bai-moi-2", "…", "a" * 200]
    names = [previews.name_of(branch) for branch in branches]

    assert names[0] == "bai-moi"
    assert len(set(names)) == len(names)
    assert all(name and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for name in names)


def test_mkdocs_renders_the_banner_of_a_preview_and_settings_cannot_ask_for_it(portal: Path) -> None:
    """The frame says it on static pages, too; `preview` in mkdocs.yml is no setting."""
    rendered = render_chrome(portal, preview=True)
    pages = {path: data.decode() for path, data in rendered.bundle.files if path.endswith(".html")}
    settings = portal / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("- cchc:", "- cchc:\n      preview: true"), "utf-8"
    )

    assert pages
    assert all("<strong>Bản xem thử</strong>" in text and "noindex" in text for text in pages.values())
    with pytest.raises(SettingsError, match="khóa 'preview' không có"):
        render_chrome(portal)
