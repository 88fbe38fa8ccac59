"""Pictures as bytes: what they are, the copy that readers get, pictures made fit; made as cameras make them."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from site_builder.images import (
    BrokenError,
    HugeError,
    UnfitError,
    describes_nothing,
    fit,
    is_huge,
    kind_of,
    look,
    published,
)

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SECRETS = (b"BimatMay", b"BimatNgay", b"BimatXmp", b"BimatLoi", b"BimatThu", b"BimatPhim", b"BimatIptc")
"""Words that stand for a device, a day and place, XMP, a comment, a thumbnail, a film behind the picture, IPTC."""
pillow_heif.register_heif_opener()


def drawn(mode: str = "RGB", size: tuple[int, int] = (64, 40)) -> Image.Image:
    """Draw a picture whose corners can be told apart."""
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((0, 200, 0), (0, 0, size[0] // 3, size[1] // 3))
    picture.paste((0, 0, 200), (size[0] // 2, size[1] // 2, *size))
    return picture.convert(mode)


def told(orientation: int = 1) -> Image.Exif:
    """Write what a telephone writes: device, day, place, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "BimatMay"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (9.0, 36.0, 11.0), "BimatNgay"
    return exif


def photo(
    form: str, orientation: int = 1, mode: str = "RGB", size: tuple[int, int] = (64, 40), **options: Any
) -> bytes:
    """Take a picture as a telephone does."""
    out = BytesIO()
    extra: dict[str, Any] = {"icc_profile": PROFILE, "xmp": b"<x:xmpmeta>BimatXmp</x:xmpmeta>"}
    if form == "JPEG":
        extra |= {"comment": b"BimatLoi"}
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "BimatLoi")
        info.add_itxt("Author", "BimatLoi")
        extra |= {"pnginfo": info}
    drawn(mode, size).save(out, form, exif=told(orientation), **extra, **options)
    return out.getvalue()


def with_segments(data: bytes) -> bytes:
    """Add to a JPEG what cameras and editors add: thumbnails, IPTC, a second picture, a film behind its end."""
    small = photo("JPEG", size=(16, 10)) + b"BimatThu"

    def segment(marker: int, body: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body

    jfif = segment(0xE0, b"JFIF\0\1\2\0\0\x48\0\x48\4\1" + b"BimatThuBima")
    added = [
        jfif, segment(0xE0, b"JFXX\0\x10" + small), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0BimatXmp"),
        segment(0xE2, b"MPF\0BimatThu"), segment(0xED, b"Photoshop 3.0\x008BIM BimatIptc"),
        segment(0xE5, b"BimatMay"), segment(0xEF, b"BimatMay"), segment(0xFE, b"BimatLoi"),
    ]  # fmt: skip
    return data[:2] + b"".join(added) + data[2:] + small + b"\0\0\0\x18ftypmp42BimatPhim"


def pixels(data: bytes) -> Image.Image:
    """Decode a picture as a browser does: turned as it says."""
    return ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB")


def differs(one: Image.Image, other: Image.Image) -> float:
    """Return by how much colours differ, on the average of all points; 0 only when they are the same."""
    assert one.size == other.size
    gaps = [abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True)]
    return sum(gaps) / len(gaps)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_published_copy_tells_nothing_and_stands_upright(form: str, orientation: int) -> None:
    """No device, place, day, XMP or comment is in it; it looks as the camera's own picture does; its colours stay."""
    data = photo(form, orientation)
    made = published(data)
    shown = Image.open(BytesIO(made))

    assert any(secret in data for secret in SECRETS)
    assert [secret for secret in SECRETS if secret in made] == []
    assert b"Exif" not in made
    assert b"eXIf" not in made
    assert shown.getexif() == {}
    assert differs(shown.convert("RGB"), pixels(data)) <= (0 if form == "PNG" or orientation == 1 else 3)
    assert shown.info["icc_profile"] == PROFILE
    assert shown.size == ((40, 64) if orientation >= 5 else (64, 40))
    assert published(made) == made


def test_a_jpeg_loses_every_segment_that_shows_nothing() -> None:
    """Thumbnails, IPTC, makers' notes, a second picture and the film of a motion photo; the picture stays."""
    data = with_segments(photo("JPEG"))
    made = published(data)

    assert all(secret in data for secret in SECRETS)
    assert [secret for secret in SECRETS if secret in made] == []
    assert made.count(b"\xff\xd8\xff") == 1
    assert made.endswith(b"\xff\xd9")
    assert differs(pixels(made), pixels(photo("JPEG"))) == 0
    assert Image.open(BytesIO(made)).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printers_colours_stay_what_they_are(mode: str) -> None:
    """A JPEG that must be turned keeps its colours: the mark of Adobe says how they are meant."""
    made = published(photo("JPEG", 6, mode))

    assert Image.open(BytesIO(made)).mode == mode
    assert differs(pixels(made), pixels(photo("JPEG", 6, mode))) <= 3


@pytest.mark.parametrize(
    "options",
    [{"progressive": True}, {"subsampling": 0}, {"subsampling": 1}, {"quality": 40}, {"restart_marker_rows": 1}],
)
def test_jpegs_of_every_make_are_turned_without_visible_loss(options: dict[str, Any]) -> None:
    """By their own tables: a photo turned is as good, and about as heavy, as it was."""
    data = photo("JPEG", 8, size=(320, 200), **options)
    made = published(data)

    assert differs(pixels(made), pixels(data)) <= 3
    assert len(made) <= len(data)


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "P"), ("PNG", "RGBA"), ("PNG", "1"), ("WEBP", "RGBA"), ("PNG", "LA")]
)
def test_clear_and_few_coloured_pictures_are_turned_as_they_are(form: str, mode: str) -> None:
    """A palette and see-through points survive."""
    made = Image.open(BytesIO(published(photo(form, 6, mode, lossless=True))))

    assert made.size == (40, 64)
    assert differs(made.convert("RGB"), pixels(photo(form, 6, mode, lossless=True))) == 0


def test_an_avif_keeps_its_place_and_tells_nothing() -> None:
    """Its parts may not move, so what told becomes empty where it stands; browsers turn it by its own part."""
    data = photo("AVIF", 6)
    made = published(data + b"\0\0\0\x10mpvdBimatPhi")

    assert b"BimatMay" in data
    assert [secret for secret in SECRETS if secret in made] == []
    assert len(made) == len(data)
    assert differs(pixels(made), pixels(data)) == 0
    assert (look("avif", data).width, look("avif", data).height) == (40, 64)


def test_moving_pictures_keep_every_frame() -> None:
    """Comments and XMP go, frames, their time and how often they play stay."""
    frames = [drawn(), drawn().rotate(180), drawn("L").convert("RGB")]
    for form, options in (
        ("GIF", {"comment": b"BimatLoi"}),
        ("PNG", {}),
        ("WEBP", {"xmp": b"BimatXmp", "exif": told()}),
    ):
        out = BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=120, loop=0, **options)
        made = published(out.getvalue() + b"BimatPhim")
        shown: Any = Image.open(BytesIO(made))

        assert [secret for secret in SECRETS if secret in made] == []
        assert (shown.n_frames, shown.info.get("loop")) == (3, 0)
        shown.seek(2)
        shown.load()
        assert shown.info["duration"] == 120


def test_a_gif_with_xmp_loses_it() -> None:
    """XMP in a GIF is an extension of an application."""
    out = BytesIO()
    drawn().save(out, "GIF")
    plain = out.getvalue()
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    at = plain.index(b"\x2c")
    data = plain[:at] + b"\x21\xff\x0bXMP DataXMP" + b"<x:xmpmeta>BimatXmp</x:xmpmeta>" + trailer + plain[at:]

    assert published(data) == published(plain)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP"])
def test_a_picture_with_nothing_to_hide_stays_the_same_bytes(form: str) -> None:
    """What nobody asked to change does not change."""
    out = BytesIO()
    drawn().save(out, form)

    assert published(out.getvalue()) == out.getvalue()


def test_what_is_no_picture_is_published_as_it_is() -> None:
    """Attachments are handed on byte by byte."""
    assert published(b"%PDF-1.7\n...") == b"%PDF-1.7\n..."
    assert published(b"a,b\n1,2\n") == b"a,b\n1,2\n"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_picture_that_was_cut_off_is_broken(form: str, share: float) -> None:
    """An upload that stopped shows half a picture, or none."""
    out = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(out, form)
    data = out.getvalue()
    cut = data[: int(len(data) * share)]

    with pytest.raises(BrokenError):
        look(kind_of(data), cut)


def test_a_thumbnail_is_not_taken_for_the_end_of_a_picture() -> None:
    """A cut photo whose thumbnail is whole is cut."""
    whole = with_segments(photo("JPEG", size=(300, 200)))
    with pytest.raises(BrokenError):
        look("jpg", whole[: whole.index(b"\xff\xda") + 40])


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF", "GIF", "JPEG"])
def test_garbage_inside_a_picture_never_stops_the_program(form: str) -> None:
    """Whatever a damaged file makes a decoder say: the picture is good, or it is broken."""
    data = photo(form) if form != "GIF" else bytes(BytesIO(b"GIF89a" + b"\xff" * 60).getvalue())
    for at in range(0, len(data), 7):
        spoiled = data[:at] + b"\xfe\x01\xff\xd9" + data[at + 4 :]
        for act in (
            lambda spoiled=spoiled: look(kind_of(data), spoiled),
            lambda spoiled=spoiled: fit(kind_of(data), spoiled, 9999),
        ):
            with suppress(BrokenError, HugeError, UnfitError):
                act()


def test_a_bomb_is_told_by_its_header() -> None:
    """A few bytes that promise billions of points are never decoded."""
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    data = BytesIO()
    drawn().save(data, "PNG")
    from zlib import crc32

    made = data.getvalue()
    bomb = made[:12] + ihdr + struct.pack(">I", crc32(ihdr)) + made[33:]

    assert is_huge("png", BytesIO(bomb))
    assert not is_huge("png", data)
    with pytest.raises(HugeError):
        look("png", bomb)
    with pytest.raises(UnfitError, match="lớn quá"):
        fit("png", bomb, 9999)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "lfs"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"\0" * 5000, "empty"),
        (b"\n<!DOCTYPE html>\n<html></html>", "html"),
        (b"<!-- a --><HTML lang=vi>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C">', "html"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b'<!DOCTYPE svg PUBLIC "x" [ <!ENTITY a "b"> ]><svg/>', "svg"),
        (b"DDS |\0\0\0", "dds"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "video"),
        ("Chữ thường.".encode(), "text"),
        (b"\x01\x02\x03", ""),
        (b"RIFF\0\0\0\0WAVE", ""),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data: bytes, kind: str) -> None:
    """Names lie."""
    assert kind_of(data) == kind


# Made fit


def heavy(form: str, size: tuple[int, int] = (4000, 3000), orientation: int = 6, **options: Any) -> bytes:
    """Take a large picture full of detail."""
    out = BytesIO()
    picture = Image.effect_noise(size, 70).convert("RGB")
    picture.paste((0, 200, 0), (0, 0, size[0] // 3, size[1] // 3))
    picture.save(out, form, exif=told(orientation), icc_profile=PROFILE, **options)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_heavy_photo_is_made_fit(form: str) -> None:
    """At most 2,560 points long, upright, light enough, its colours kept, nothing told."""
    data = heavy(form, (3000, 600), 6 if form != "TIFF" else 1)
    made = fit(kind_of(data), data, 300_000)
    shown = Image.open(BytesIO(made.data))

    assert len(data) > 300_000
    assert len(made.data) <= 300_000
    assert made.before == ((600, 3000) if form != "TIFF" else (3000, 600))
    assert max(shown.size) <= 2560
    assert made.after == shown.size
    assert kind_of(made.data) == made.ending
    assert shown.info["icc_profile"] == PROFILE
    assert [secret for secret in SECRETS if secret in made.data] == []
    assert shown.convert("RGB").getpixel((shown.width - 20 if form != "TIFF" else 20, 20)) == pytest.approx(
        (0, 200, 0), abs=30
    )


def test_a_telephones_heic_becomes_an_upright_jpeg() -> None:
    """Two turns are not made of one: the format turns by itself."""
    out = BytesIO()
    drawn(size=(640, 400)).save(out, "HEIF", exif=told(6), quality=90)
    made = fit("heic", out.getvalue(), 1_000_000)
    shown = Image.open(BytesIO(made.data))

    assert (made.ending, shown.format) == ("jpg", "JPEG")
    assert [secret for secret in SECRETS if secret in made.data] == []
    assert shown.size == pillow_heif.open_heif(BytesIO(out.getvalue())).size
    assert differs(shown.convert("RGB"), Image.open(BytesIO(out.getvalue())).convert("RGB")) <= 6


@pytest.mark.slow
def test_a_clear_picture_stays_clear() -> None:
    """See-through points are not painted over."""
    out = BytesIO()
    picture = Image.effect_noise((1500, 1000), 90).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((1500, 1000)))
    picture.save(out, "PNG")
    made = fit("png", out.getvalue(), 400_000)

    assert Image.open(BytesIO(made.data)).mode == "RGBA"
    assert len(made.data) <= 400_000


def test_a_motion_photo_loses_its_film_and_nothing_else() -> None:
    """What is light enough without the film stays as large as it was taken."""
    data = photo("JPEG", size=(3000, 200)) + b"\0\0\0\x18ftypmp42" + bytes(900_000)
    made = fit("jpg", data, 500_000)

    assert made.after == (3000, 200)
    assert differs(pixels(made.data), pixels(data)) == 0


@pytest.mark.parametrize(("form", "said"), [("GIF", "ảnh động"), ("TIFF", "nhiều trang")])
def test_what_moves_or_has_pages_is_left_to_a_person(form: str, said: str) -> None:
    """A picture of many would lose all but the first."""
    out = BytesIO()
    drawn().save(out, form, save_all=True, append_images=[drawn().rotate(90)])
    with pytest.raises(UnfitError, match=said):
        fit(kind_of(out.getvalue()), out.getvalue(), 100)


def test_printers_colours_become_those_of_a_screen() -> None:
    """Browsers show four colours of ink each in their own way."""
    out = BytesIO()
    drawn("CMYK", (3000, 300)).save(out, "JPEG")
    made = Image.open(BytesIO(fit("jpg", out.getvalue(), len(out.getvalue()) - 1).data))

    assert (made.mode, made.size) == ("RGB", (2560, 256))


@pytest.mark.parametrize(
    "words",
    [
        "image", "Image 3", "IMG_2026", "IMG_20261129_101112", "IMG_20261129_101112.jpg", "DSC0001", "_DSC1234",
        "Picture 1",
        "Ảnh", "Ảnh 1", "Hình 2", "hình ảnh số 3", "z3456789012345_0123456789abcdef",
        "z3456789012345_abcdef0123456789.jpg",
        "Untitled", "untitled-1", "Screenshot 2026-11-29 at 10.20.30", "Screenshot_20261129-101112_Chrome", "photo",
        "Ảnh chụp màn hình 2026-11-29 101112", "WhatsApp Image 2026-11-29 at 10.20.30 AM", "anh-hoi-nghi.jpg", "12345",
        "...", "PXL_20261129_101112345.MP", "image001", "FB_IMG_1234567890123", "IMG_E1234", "Copy of IMG_0001",
        "Ảnh minh họa", "thumbnail_IMG_0001", "IMG_0001-scaled", "a1b2c3d4-1111-2222-3333-444455556666", "download (1)",
        "Hai người ngồi ở bàn. Mô tả được tạo tự động",
    ],
)  # fmt: skip
def test_names_that_machines_give_describe_nothing(words: str) -> None:
    """Who does not see the picture would hear letters and digits."""
    assert describes_nothing(words)


@pytest.mark.parametrize(
    "words",
    [
        "Người dân nộp hồ sơ tại bộ phận một cửa", "Biểu đồ số hồ sơ năm 2026", "Logo Sở Nội vụ",
        "Hình 2: sơ đồ quy trình",
        "Bản đồ", "Ảnh chân dung Chủ tịch", "Ảnh 3 cán bộ nhận bằng khen", "Quyết định 45/QĐ-UBND", "Cờ",
        "P. Bình Thủy", "",
        "Ảnh: người dân xếp hàng", "Scan QR để nộp hồ sơ",
    ],
)  # fmt: skip
def test_what_a_person_wrote_is_not_judged(words: str) -> None:
    """A short description is still one."""
    assert not describes_nothing(words)
    assert not describes_nothing(words, "/media/2026/11/mot-cua.jpg")


def test_the_name_of_its_own_file_describes_nothing() -> None:
    """Whatever the name is; words that only resemble it are words."""
    assert describes_nothing("Mot-cua_Long-Phu", "/media/mot-cua_long-phu.jpg")
    assert not describes_nothing("Một cửa Long Phú", "/media/mot-cua-long-phu.jpg")
