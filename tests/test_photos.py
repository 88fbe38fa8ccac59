"""Photos of a portal from the camera to the reader: told when they are none, published without secrets, made fit."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from site_builder import build, content
from site_builder.build import Options
from site_builder.errors import Problem, errors_of
from tests.conftest import NOW, article, build_portal, cchc, decoded, rendered_chrome, tree_of, write
from tests.test_images import SECRETS, drawn, heavy, photo, with_segments

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1\nsize 12345\n"
HTML = b"<!DOCTYPE html><html><title>Dang nhap</title></html>"


def put(root: Path, name: str, data: bytes) -> Path:
    """Put a file into `content/media`."""
    file = root / "content" / "media" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def encoded(form: str, **options: object) -> bytes:
    """Write a small good picture."""
    out = BytesIO()
    drawn().save(out, form, **options)
    return out.getvalue()


def problems_of(root: Path, **options: object) -> tuple[Problem, ...]:
    """Check a portal."""
    return build.check(root, lambda _root: rendered_chrome(), Options(now=NOW, **options)).problems  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("a.jpg", LFS, "tep-lfs", "git lfs pull"),
        ("a.png", LFS, "tep-lfs", "git lfs pull"),
        ("a.svg", LFS, "tep-lfs", "git lfs pull"),
        ("a.jpg", b"", "tep-rong", "chép lại"),
        ("a.png", b"\0" * 2000, "tep-rong", "chép lại"),
        ("a.jpg", HTML, "anh-khong-phai", "trang HTML"),
        ("a.svg", HTML, "anh-khong-phai", "trang HTML"),
        ("a.png", "Không có quyền".encode(), "anh-khong-phai", "chữ"),
        ("a.jpg", b"DDS |\0\0\0\x07\x10" + b"\0" * 200, "anh-khong-phai", "DDS"),
        ("a.jpg", encoded("HEIF"), "anh-khong-hien", "cchc check --fix"),
        ("a.HEIC", encoded("HEIF"), "anh-khong-hien", "cchc check --fix"),
        ("a.heif", encoded("HEIF"), "anh-khong-hien", "cchc check --fix"),
        ("a.tif", encoded("TIFF"), "anh-khong-hien", "cchc check --fix"),
        ("a.jpg", encoded("TIFF"), "anh-khong-hien", "cchc check --fix"),
        ("a.jpg", encoded("PNG"), "anh-sai-duoi", "a.png"),
        ("a.png", encoded("WEBP"), "anh-sai-duoi", "a.webp"),
        ("a.gif", encoded("JPEG"), "anh-sai-duoi", "a.jpg"),
        ("a.jfif", encoded("JPEG"), "anh-sai-duoi", "a.jpg"),
        ("a.jpg", b"%PDF-1.7\n%%EOF", "anh-khong-phai", "PDF"),
        ("a.jpg", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"x" * 50, "anh-khong-phai", "video"),
        ("a.jpg", b"\xff\xd8\xff\xe0 rest", "anh-hong", "chép lại"),
        ("a.jpg", encoded("JPEG")[:-200], "anh-hong", "bị cụt"),
        ("a.png", encoded("PNG")[:-20], "anh-hong", "bị cụt"),
        ("a.webp", encoded("WEBP")[:-20], "anh-hong", "bị cụt"),
        ("a.gif", encoded("GIF")[:-20], "anh-hong", "bị cụt"),
        ("a.avif", encoded("AVIF")[:-20], "anh-hong", "bị"),
        ("a.bmp", encoded("BMP")[:-20], "anh-hong", "bị"),
        ("a.psd", b"8BPS\0\1" + b"\0" * 50, "anh-khong-phai", "PSD"),
        ("a.pdf", LFS, "tep-lfs", "git lfs pull"),
        ("a.pdf", b"", "tep-rong", "chép lại"),
        ("a.pdf", HTML, "tep-khong-phai", "trang HTML"),
        ("a.docx", HTML, "tep-khong-phai", "trang HTML"),
        ("a.xlsx", LFS, "tep-lfs", "git lfs pull"),
        ("a.xls", HTML, "tep-khong-phai", "trang HTML"),
        ("a.docx", b"PK\3\4" + b"x" * 300, "tep-hong", "bị cụt"),
        ("a.zip", HTML, "tep-khong-phai", "trang HTML"),
        ("a.mp3", HTML, "tep-khong-phai", "trang HTML"),
        ("a.txt", b"", "tep-rong", "chép lại"),
    ],
)  # fmt: skip
def test_a_picture_or_attachment_that_is_none_is_an_error(
    portal: Path, name: str, data: bytes, code: str, says: str
) -> None:
    """Also when no article shows it; a warm check, and one after a change elsewhere, says it again."""
    put(portal, name, data)
    path = f"content/media/{name}"
    first = [p for p in problems_of(portal) if p.path == path]

    assert [(problem.code, problem.level) for problem in first] == [(code, "error")]
    assert says in first[0].message
    assert [p for p in problems_of(portal) if p.path == path] == first
    write(portal, "content/news/2024/05/moi.md", article())
    assert [p for p in problems_of(portal, jobs=2) if p.path == path] == first


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", encoded("JPEG")), ("a.JPEG", encoded("JPEG")), ("a.png", encoded("PNG")), ("a.webp", encoded("WEBP")),
        ("a.avif", encoded("AVIF")), ("a.gif", encoded("GIF")), ("a.bmp", encoded("BMP")), ("a.ico", encoded("ICO")),
        ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>'),
        ("a.txt", HTML), ("a.csv", b"a,b\n"), ("a.doc", b"{\\rtf1 x}"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"),
    ],
)  # fmt: skip
def test_what_is_what_its_name_says_passes(portal: Path, name: str, data: bytes) -> None:
    """No good file is told."""
    put(portal, name, data)

    assert [p for p in problems_of(portal) if p.path == f"content/media/{name}"] == []


def test_a_mended_file_is_told_no_longer(portal: Path) -> None:
    """What is kept of a file goes with its bytes, and with the file."""
    file = put(portal, "a.jpg", HTML)
    assert errors_of(problems_of(portal))
    file.write_bytes(encoded("JPEG"))
    assert not errors_of(problems_of(portal))
    file.write_bytes(HTML)
    assert errors_of(problems_of(portal))
    file.unlink()
    assert not errors_of(problems_of(portal))


def test_a_file_touched_without_a_change_is_not_decoded_again(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh clone has new times, and thousands of old pictures."""
    file = put(portal, "a.jpg", encoded("JPEG"))
    problems_of(portal)
    read: list[str] = []
    real = content.read_asset

    def counted(root: Path, path: str) -> object:
        read.append(path)
        return real(root, path)

    monkeypatch.setattr(content, "read_asset", counted)
    file.touch()
    problems_of(portal)
    assert read == []
    file.write_bytes(encoded("JPEG", quality=50))
    problems_of(portal)
    assert read == ["content/media/a.jpg"]


@pytest.mark.heavy
def test_many_files_are_looked_at_in_several_processes_as_in_one(portal: Path) -> None:
    """The same problems in the same order."""
    for number in range(80):
        put(portal, f"{number % 3}/{number}.jpg", encoded("JPEG") if number % 2 else HTML)
    many = problems_of(portal, jobs=2)

    assert len(errors_of(many)) == 40
    assert problems_of(portal, state=Path(".cache/khac")) == many


def illustrated(root: Path) -> None:
    """Write an article with a lead picture, pictures in its body and an attachment, as telephones make them."""
    put(root, "2024/dung.jpg", with_segments(photo("JPEG", 1, size=(320, 200))))
    put(root, "2024/nghieng.jpg", with_segments(photo("JPEG", 6, size=(320, 200))))
    put(root, "2024/nghieng.png", photo("PNG", 8, size=(320, 200)) + b"BimatPhim")
    put(root, "2024/nghieng.webp", photo("WEBP", 5, size=(320, 200)))
    put(root, "2024/nghieng.avif", photo("AVIF", 6, size=(320, 200)))
    body = "Đoạn một.\n\n" + "\n\n".join(
        f"![Người dân xem bảng số {kind}](/media/2024/nghieng.{kind})" for kind in ("jpg", "png", "webp", "avif")
    )
    lead = "{src: /media/2024/dung.jpg, alt: Người dân nộp hồ sơ}"
    other = "{src: /media/2024/nghieng.jpg, alt: Cán bộ nhận hồ sơ}"
    write(root, "content/news/2024/05/anh.md", article(image=lead, body=body))
    write(root, "content/news/2024/05/anh-hai.md", article(image=other))


@pytest.mark.heavy
def test_nothing_of_device_place_or_maker_is_in_any_published_file(portal: Path) -> None:
    """Searched in every byte of the site, compressed copies opened."""
    illustrated(portal)
    report = build_portal(portal, encoded=True)
    tree = tree_of(portal / "public")
    left = {path for path, data in tree.items() for secret in SECRETS if secret in decoded(path, data)}

    assert left == set()
    assert {f"media/2024/nghieng.{kind}" for kind in ("jpg", "png", "webp", "avif")} <= set(report.made)


def test_pages_and_feeds_give_the_measures_of_the_published_copy(portal: Path) -> None:
    """A page that reserves the room of a lying picture jumps; a feed that names another length is wrong."""
    illustrated(portal)
    build_portal(portal)
    tree = tree_of(portal / "public")
    page = tree["tin-tuc/2024/05/anh/index.html"].decode()
    feed = tree["feeds/tin-tuc.rss.xml"].decode()

    assert page.count('width="200" height="320"') == 4
    assert 'width="320" height="200"' in page
    for name in ("dung.jpg", "nghieng.jpg"):
        assert f'length="{len(tree[f"media/2024/{name}"])}"' in feed
        assert Image.open(BytesIO(tree[f"media/2024/{name}"])).getexif() == {}
    assert Image.open(BytesIO(tree["media/2024/nghieng.jpg"])).size == (200, 320)


@pytest.mark.slow
def test_photos_built_step_by_step_are_those_built_at_once(portal: Path, tmp_path: Path) -> None:
    """Incremental = clean, parallel = serial, twice = the same bytes."""
    build_portal(portal)
    illustrated(portal)
    build_portal(portal)
    put(portal, "2024/dung.jpg", photo("JPEG", 3, size=(100, 60)))
    build_portal(portal)
    at_once = build_portal(portal, state=Path(".cache/khac"), link="khac", jobs=2)

    assert tree_of(portal / "public") == tree_of(portal / "khac")
    assert at_once.made
    assert build_portal(portal).made == ()


# One limit


@pytest.mark.heavy
def test_check_says_the_limit_of_the_settings(portal: Path) -> None:
    """5 MB unless the portal says otherwise; the same for pictures and attachments, an error in both."""
    put(portal, "a.mp4", b"\0\0\0\x18ftypmp42" + b"x" * (5 * 1024 * 1024))
    put(portal, "a.jpg", heavy("JPEG", (2400, 1800), quality=100))
    told = {p.path: p for p in problems_of(portal) if p.code == "tep-qua-nang"}

    assert {problem.level for problem in told.values()} == {"error"}
    assert "quá 5 MB cho phép" in told["content/media/a.mp4"].message
    assert "cchc check --fix" in told["content/media/a.jpg"].message
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - cchc:\n", "  - cchc:\n      max_file: 12\n"), encoding="utf-8")
    assert "max_file" in settings.read_text(encoding="utf-8")
    found = cchc("--root", portal, "check", "--now", "2026-11-22T12:00").stdout
    assert "tep-qua-nang" not in found
    settings.write_text(text.replace("  - cchc:\n", "  - cchc:\n      max_file: nhiều\n"), encoding="utf-8")
    assert "max_file: 'nhiều' chưa đúng" in cchc("--root", portal, "check", code=1).stdout


# Made fit


@pytest.mark.slow
def test_fix_makes_pictures_fit_and_articles_follow(portal: Path) -> None:
    """Heavy ones are shrunk, HEIC becomes JPEG, wrong endings are put right; who names them names the new name."""
    put(portal, "2024/IMG_0001.HEIC", encoded("HEIF"))
    put(portal, "2024/gia.jpg", encoded("HEIF"))
    put(portal, "2024/nang.jpg", heavy("JPEG", (3400, 2400), quality=100))
    put(portal, "2024/zalo.jpg", photo("WEBP"))
    put(portal, "2024/zalo.webp", encoded("WEBP"))
    good = put(portal, "2024/tot.jpg", photo("JPEG", 6)).read_bytes()
    body = (
        "![Người dân xem bảng](/media/2024/IMG_0001.HEIC)\n\n![Bảng tin](../../../media/2024/zalo.jpg)\n\n"
        "Xem [ảnh](/media/2024/IMG_0001.HEIC), [nguồn](https://khac.vn/media/2024/IMG_0001.HEIC)."
    )
    file = write(
        portal, "content/news/2024/05/anh.md",
        article(image="{src: /media/2024/IMG_0001.HEIC, alt: Một cửa}", body=body),
    )  # fmt: skip
    done = cchc("--root", portal, "check", "--fix", "--now", "2026-11-22T12:00")
    media = portal / "content/media/2024"
    text = file.read_text(encoding="utf-8")

    assert sorted(path.name for path in media.iterdir()) == [
        "IMG_0001.jpg", "gia.jpg", "nang.jpg", "tot.jpg", "zalo-2.webp", "zalo.webp",
    ]  # fmt: skip
    assert text.count("/media/2024/IMG_0001.jpg") == 3
    assert text.count("https://khac.vn/media/2024/IMG_0001.HEIC") == 1
    assert "](../../../media/2024/zalo-2.webp)" in text
    assert (media / "tot.jpg").read_bytes() == good
    assert max(Image.open(BytesIO((media / "nang.jpg").read_bytes())).size) == 2560
    assert Image.open(BytesIO((media / "gia.jpg").read_bytes())).format == "JPEG"
    assert (portal / ".cache/cchc/anh-goc/content/media/2024/IMG_0001.HEIC").read_bytes() == encoded("HEIF")
    for name in ("IMG_0001.HEIC → IMG_0001.jpg", "nang.jpg", "gia.jpg", "zalo.jpg → zalo-2.webp", "anh.md"):
        assert name in done.stderr
    again = cchc("--root", portal, "check", "--fix", "--now", "2026-11-22T12:00")
    assert "Đã " not in again.stderr.replace("Đã kiểm tra", "")


@pytest.mark.heavy
def test_what_cannot_be_made_fit_is_said(portal: Path) -> None:
    """A moving picture over the limit stays, is named, and stays an error."""
    out = BytesIO()
    frames = [Image.effect_noise((900, 700), 90).convert("P") for _ in range(12)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    put(portal, "dong.gif", out.getvalue())
    done = cchc("--root", portal, "check", "--fix", "--now", "2026-11-22T12:00", code=1)

    assert "Chưa sửa được content/media/dong.gif: ảnh động" in done.stderr
    assert "content/media/dong.gif: tep-qua-nang" in done.stdout


@pytest.mark.slow
def test_pictures_of_a_word_file_are_made_fit(tmp_path: Path) -> None:
    """`new` takes a photo of 12 million points, and says that it is smaller now."""
    import docx

    from site_builder.content.new import Start, new_article

    word = docx.Document()
    word.add_picture(BytesIO(heavy("PNG", (2600, 1400), 1)))
    word.save(str(tmp_path / "a.docx"))
    made = new_article(
        tmp_path, Start(title="Bài có ảnh", topic="x", agency="y"), now=NOW, docx=tmp_path / "a.docx"
    )  # fmt: skip
    (picture,) = (tmp_path / "content/media/2026/11").iterdir()

    assert picture.name == "bai-co-anh-1.jpg"
    assert picture.stat().st_size < 5 * 1024 * 1024
    assert "(/media/2026/11/bai-co-anh-1.jpg)" in made.path.read_text(encoding="utf-8")
    assert any("bai-co-anh-1.jpg" in notice and "2.560" in notice for notice in made.notices)


# Descriptions


def test_descriptions_that_machines_wrote_are_told_with_their_line(portal: Path) -> None:
    """In bodies and in the front matter; what a person wrote is not."""
    body = "![IMG_20261129_101112](/media/mot-cua.png)\n\n![Bộ phận một cửa](/media/mot-cua.png)"
    write(portal, "content/news/2024/05/a.md", article(body=body, image="{src: /media/mot-cua.png, alt: Ảnh 1}"))
    told = [p for p in problems_of(portal) if p.code == "alt-vo-nghia"]

    assert [(p.path, p.level, p.line) for p in told] == [
        ("content/news/2024/05/a.md", "warning", 6), ("content/news/2024/05/a.md", "warning", 9),
    ]  # fmt: skip
    assert "“Ảnh 1”" in told[0].message
    assert "IMG_20261129_101112" in told[1].message


def test_memory_stays_small_with_many_photos(portal: Path) -> None:
    """One photo at a time: a build of twenty photos of 3 MB needs hardly more than one of two."""
    data = heavy("JPEG", (2000, 1500), 6, quality=95)
    peaks = []
    for count in (2, 20):
        for number in range(count):
            put(portal, f"{number}.jpg", data + bytes(number))
        body = "\n\n".join(f"![Người dân số {number} nộp hồ sơ](/media/{number}.jpg)" for number in range(count))
        write(portal, "content/news/2024/05/a.md", article(body=body))
        code = (
            "import resource,sys;from site_builder.cli import main;"
            f"main(['--root',{str(portal)!r},'build','--jobs','1','--now','2026-11-22T12:00']);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout.split()[-1]))

    assert peaks[1] < peaks[0] + 60_000
