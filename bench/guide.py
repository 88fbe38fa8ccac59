"""The pictures of the editors' guide, made anew from real screens: `python -m bench guide`.

A portal is published by git on this machine: a repository with its hooks, an editor, a leader, nginx. What they type
runs in a real xterm; what readers see is taken from Chromium; the Word page is LibreOffice's. Nothing is drawn.
Needs what `.ci/tools` installs, and besides `.ci/tools xvfb xterm cgit fonts-jetbrains-mono fonts-dejavu-core`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import docx
from docx.shared import Cm, Pt
from PIL import Image, ImageChops, ImageGrab, ImageOps
from playwright.sync_api import Browser, sync_playwright

from tests.server import nginx

HERE = Path(__file__).parent.parent
OUT = HERE / "docs" / "anh"
COLUMNS = 112
TITLE = "Một cửa mở sáng thứ Bảy"
SLUG = "mot-cua-mo-sang-thu-bay"
TOPIC, AGENCY = "cai-cach-thu-tuc-hanh-chinh", "ubnd-xa-long-phu"
EDGE = "#d0d7de"
COLOURS = {"color1": "#b3261e", "color2": "#1a7f37", "color3": "#7a5c00", "color4": "#0550ae", "color6": "#1b6a75"}
CGIT = "virtual-root=/\ncss=/cgit.css\nlogo=\nrepo.url=cong-tin\nrepo.path={repo}\nrepo.desc=Cổng tin CCHC\n"
CGIT += "root-title=Kho git của cơ quan\nroot-desc=Bài và lịch sử sửa đổi\nenable-commit-graph=1\nsummary-log=6\n"

FONTS = b'* { font-family: "DejaVu Sans" !important } pre, code, .sha1, table.diff * '
FONTS += b'{ font-family: "JetBrains Mono" !important; font-size: 12px; font-variant-ligatures: none }'
"""Fonts with every Vietnamese letter (DejaVu's Mono has not); cgit's style sheet is the administrator's to add to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """The folders of the play: server, editor, leader."""

    top: Path

    @property
    def repo(self) -> Path:
        """The repository on the server."""
        return self.top / "kho.git"

    @property
    def web(self) -> Path:
        """The folder that is published into."""
        return self.top / "web"

    def clone(self, name: str) -> Path:
        """Somebody's copy."""
        return self.top / name / "cong-tin"

    def environment(self, name: str, person: str) -> dict[str, str]:
        """What somebody's shell knows."""
        mail = f"{name}@example.vn"
        return os.environ | {
            "CCHC_PUSHER": name, "GIT_AUTHOR_NAME": person, "GIT_COMMITTER_NAME": person, "GIT_AUTHOR_EMAIL": mail,
            "GIT_COMMITTER_EMAIL": mail, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.top / name), "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip


EDITOR, LEADER = ("bien-tap", "Biên tập viên"), ("lanh-dao", "Lãnh đạo phòng")


def run(folder: Path) -> None:
    """Make every picture; `folder` must not exist and is removed afterwards: its path is seen in the pictures."""
    folder.mkdir(parents=True)
    try:
        OUT.mkdir(exist_ok=True)
        desk = Desk(top=folder)
        _install(desk)
        _terminals(desk)
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            _screens(desk, browser)
            browser.close()
        _back(desk)
    finally:
        shutil.rmtree(folder)
    for file in sorted(OUT.glob("*.png")):
        print(f"{file.name:28} {file.stat().st_size // 1000:4} KB  {Image.open(file).size}")


# The portal


def _install(desk: Desk) -> None:
    """Prepare the server as an administrator does, publish the sample portal, give both people a copy."""
    first = desk.clone("quan-tri")
    first.mkdir(parents=True)
    for name in ("content", ".ci/forge", ".github", "theme"):
        shutil.copytree(HERE / name, first / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", ".gitignore", "CODEOWNERS"):
        shutil.copy(HERE / name, first / name)
    people = desk.top / "nguoi-dang.txt"
    people.write_text("lanh-dao\nquan-tri\n", encoding="utf-8")
    orders = f"""
        cchc git install {desk.repo} --to {desk.web} --publishers {people}
        git init -q -b main && git add -A && git update-index --chmod=-x $(git ls-files content theme)
        git commit -qm "Cổng đầu tiên" && git remote add origin {desk.repo} && git push -q origin main
    """
    _sh(orders, first, desk.environment("quan-tri", "Quản trị"))
    _wait(desk)
    for name, person in (EDITOR, LEADER):
        desk.clone(name).parent.mkdir()
        _sh(f"git clone -q {desk.repo} {desk.clone(name)}", desk.top, desk.environment(name, person))
    _word(desk.clone("bien-tap").parent / "bai.docx")


def _sh(orders: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-ec", orders], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _wait(desk: Desk, seconds: float = 120) -> None:
    """Wait until readers see the head of the main branch."""
    until = time.monotonic() + seconds
    head = _sh("git rev-parse main", desk.repo, desk.environment("quan-tri", "Quản trị")).strip()
    status = desk.web / ".cchc" / "status.json"
    while not (status.exists() and f'"published": "{head}"' in status.read_text(encoding="utf-8")):
        assert time.monotonic() < until, status.read_text(encoding="utf-8")
        time.sleep(0.2)


def _word(file: Path) -> None:
    """Write the Word document that an office would send."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(15), Cm(19)
    section.left_margin = section.right_margin = section.top_margin = Cm(1.5)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Tinos", Pt(13)
    document.add_paragraph(
        "Từ tháng 11, bộ phận một cửa của xã mở cửa thêm sáng thứ Bảy để người đi làm trong tuần nộp được hồ sơ."
    )
    document.add_heading("Giờ tiếp nhận", level=1)
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    rows = (("Ngày", "Giờ"), ("Thứ Hai đến thứ Sáu", "7 giờ 30 – 17 giờ"), ("Thứ Bảy", "7 giờ 30 – 11 giờ"))
    for number, row in enumerate(rows):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        cells[0].text, cells[1].text = row
    document.add_heading("Cần mang theo", level=1)
    for line in ("Căn cước công dân", "Giấy tờ của hồ sơ, bản chính"):
        document.add_paragraph(line, style="List Bullet")
    document.add_picture(str(HERE / "content" / "media" / "nop-ho-so-sau-buoc.png"), width=Cm(9))
    document.save(str(file))


# What is typed


def _terminals(desk: Desk) -> None:
    """Play the editor's and the leader's part, each screen a picture."""
    article = f"content/news/{time.strftime('%Y/%m')}/{SLUG}.md"
    new = f'cchc new "{TITLE}" --topic {TOPIC} --agency {AGENCY} --from ../bai.docx'
    spoil = f"sed -i -e '/^status: draft/d' -e 's/^topic: .*/topic: cai-cach-thu-tuc-hanh-chin/' {article}"
    spoil += f"; sed -i 's/!\\[[^]]*\\]/![]/' {article}"
    mend = f"sed -i -e 's/^topic: .*/topic: {TOPIC}/' -e 's/!\\[\\]/![Sáu bước nộp hồ sơ]/' {article}"
    with display() as screen:
        play = Play(desk=desk, screen=screen)
        play.show("1-tao-bai", EDITOR, [new, f"head -8 {article}"])
        play.show(
            "2-kiem-tra",
            EDITOR,
            [f"!{spoil}", "cchc check", "# sửa hai dòng ấy trong tệp, lưu lại", f"!{mend}", "cchc check"],
        )
        play.show("3-chu-thich-loi", EDITOR, [f"!{spoil}", "GITHUB_ACTIONS=true bash .ci/forge/check"])
        send = ["git add -A", f'git commit -q -m "{TITLE}"']
        play.show(
            "4-bi-tu-choi", EDITOR, ["git switch -q -c mot-cua-thu-bay", *send, "git push origin mot-cua-thu-bay"]
        )
        again = "git commit -q -a --amend --no-edit"
        mended = [f"!{mend}", "# đã sửa hai dòng; gửi lại", again]
        play.show("5-gui-duyet", EDITOR, [*mended, "git push origin HEAD:main", "git push origin mot-cua-thu-bay"])
        merge = 'git merge -q --no-ff -m "Duyệt: một cửa sáng thứ Bảy" origin/mot-cua-thu-bay'
        play.show("6-duyet-va-dang", LEADER, ["git fetch -q", merge, "git push origin main"])
    _wait(desk)


def _back(desk: Desk) -> None:
    with display() as screen:
        Play(desk=desk, screen=screen).show("9-lui-trang", ("quan-tri", "Quản trị"), [f"cchc rollback --to {desk.web}"])


@contextmanager
def display() -> Iterator[str]:
    """Start an X server without a screen; give its name."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1400x24", "-wr", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        name = f":{told.readline().strip()}"
    try:
        yield name
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True, kw_only=True, slots=True)
class Play:
    """Commands run in a terminal window."""

    desk: Desk
    screen: str

    def show(self, name: str, who: tuple[str, str], orders: list[str]) -> None:
        """Run commands in an xterm and keep what it shows; an order that begins with `!` is not shown."""
        folder, done = self.desk.clone(who[0]), self.desk.top / "xong"
        script = self.desk.top / "kich-ban"
        prompt = f"\\033[32m{who[0]}@may-{who[0]}\\033[0m:\\033[34m~/cong-tin\\033[0m$ "
        lines = [f"cd {folder}", "printf '\\033[?25l'"]
        for order in orders:
            if order.startswith("!"):
                lines.append(order[1:])
            else:
                lines += [f"printf '{prompt}%s\\n' {shlex.quote(order)}", order]
        script.write_text("\n".join([*lines, f"touch {done}", "sleep 100"]) + "\n", encoding="utf-8")
        colours = [word for key, value in COLOURS.items() for word in ("-xrm", f"XTerm*{key}: {value}")]
        window = subprocess.Popen(
            ["xterm", "-u8", "-fa", "JetBrains Mono", "-fs", "10", "-geometry", f"{COLUMNS}x60+0+0", "-b", "12",
             "-bw", "0", "-bg", "white", "-fg", "#1f2328", "+sb", *colours, "-e", "bash", str(script)],
            env=self.desk.environment(*who) | {"DISPLAY": self.screen},
        )  # fmt: skip
        _until(done)
        time.sleep(0.7)
        shot = ImageGrab.grab(xdisplay=self.screen)
        window.terminate()
        window.wait()
        done.unlink()
        _keep(name, shot.crop((0, 0, COLUMNS * 8 + 24, shot.height)), colours=64)


def _until(file: Path, seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < until, file
        time.sleep(0.1)


# What is seen


def _screens(desk: Desk, browser: Browser) -> None:
    """Take the pages that people see."""
    url = f"tin-tuc/{time.strftime('%Y/%m')}/{SLUG}/"
    with nginx(desk.web) as site:
        phone = shot(browser, f"{site}{url}", width=360, height=1080)
        _keep("7-word-va-bai", beside(_word_page(desk), phone), colours=96)
        front = shot(browser, site, width=460, height=620, at=TITLE)
        _keep("8-bai-va-trang-chu", beside(shot(browser, f"{site}{url}", width=460, height=620), front), colours=96)
    with cgi(desk) as web:
        _keep("6b-kho-tren-web", shot(browser, f"{web}cong-tin/log/", width=940, height=330))
        _keep(
            "6c-bai-tren-web",
            shot(
                browser,
                f"{web}cong-tin/commit/content/news/{time.strftime('%Y/%m')}/{SLUG}.md?h=mot-cua-thu-bay",
                width=940,
                height=790,
            ),
        )
    _preview(desk, browser, url)


def _preview(desk: Desk, browser: Browser, url: str) -> None:
    """Make the artefact of a merge request as the forge's job does."""
    folder = desk.clone("bien-tap")
    environment = desk.environment(*EDITOR) | {"CCHC_BASE": "origin/main", "CI": "true"}
    _sh(
        "git fetch -q && git reset -q --hard mot-cua-thu-bay && bash .ci/forge/preview",
        folder,
        environment | {"CCHC_BASE": "HEAD~1"},
    )
    made = folder / "xem-thu"
    left = shot(browser, (made / "XEM-THU.html").as_uri(), width=440, height=190)
    right = shot(browser, (made / url / "index.html").as_uri(), width=460, height=560)
    _keep("6a-xem-thu", beside(left, right), colours=96)


def shot(browser: Browser, url: str, *, width: int, height: int, at: str = "") -> Image.Image:
    """Take the top of a page, light; or the part around the words `at`."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light", locale="vi-VN")
    page.goto(url)
    if at:
        page.get_by_text(at).first.evaluate("e => e.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(400)
    file = OUT / "tam.png"
    page.screenshot(path=str(file))
    page.close()
    image = Image.open(file).convert("RGB")
    file.unlink()
    return image


def _word_page(desk: Desk) -> Image.Image:
    """Let LibreOffice show the document."""
    home = desk.clone("bien-tap").parent
    _sh(
        f"soffice -env:UserInstallation=file://{desk.top}/soffice --headless --convert-to pdf bai.docx"
        " && pdftoppm -r 80 -png -singlefile bai.pdf trang",
        home, desk.environment(*EDITOR),
    )  # fmt: skip
    return Image.open(home / "trang.png").convert("RGB")


@contextmanager
def cgi(desk: Desk) -> Iterator[str]:
    """Serve the repository with cgit on loopback."""
    settings = desk.top / "cgitrc"
    settings.write_text(CGIT.format(repo=desk.repo), encoding="utf-8")

    class Front(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            if path == "/cgit.css":
                answer = b"Content-Type: text/css\n\n" + Path("/usr/share/cgit/cgit.css").read_bytes() + FONTS
            else:
                asked = {"CGIT_CONFIG": str(settings), "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""}
                words = (
                    os.environ | asked | {"REQUEST_METHOD": "GET", "HTTP_HOST": "kho", "GIT_CONFIG_GLOBAL": os.devnull}
                )
                answer = subprocess.run(["/usr/lib/cgit/cgit.cgi"], env=words, capture_output=True, check=False).stdout
            head, _, body = answer.partition(b"\n\n")
            self.send_response(200)
            for line in head.decode().splitlines():
                name, _, value = line.partition(": ")
                if name == "Content-Type":
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def beside(left: Image.Image, right: Image.Image, *, scale: float = 1.0) -> Image.Image:
    """Put two screens side by side."""
    both = [ImageOps.expand(image, 1, EDGE) for image in (left, right)]
    size = (sum(image.width for image in both) + 24, max(image.height for image in both))
    sheet = Image.new("RGB", size, "white")
    sheet.paste(both[0], (0, 0))
    sheet.paste(both[1], (both[0].width + 24, 0))
    return (
        sheet
        if scale == 1
        else sheet.resize((round(size[0] * scale), round(size[1] * scale)), Image.Resampling.LANCZOS)
    )


def _keep(name: str, image: Image.Image, *, colours: int = 48) -> None:
    """Cut the empty rest off, draw an edge, and write a small PNG."""
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    assert box, name
    cut = image.crop((0, 0, image.width, min(image.height, box[3] + 12)))
    small = ImageOps.expand(cut, 1, EDGE).quantize(colours, dither=Image.Dither.NONE)
    small.save(OUT / f"{name}.png", optimize=True)
