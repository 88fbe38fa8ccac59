"""Smaller copies of pictures and the cards of articles: how they are made, which there are, what pages say of them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from site_builder import images
from site_builder.cache import kept_copies
from site_builder.images.scaling import Base
from site_builder.model import Asset, pictures
from tests.conftest import article, build_portal, small_portal, tree_of, write
from tests.test_images import PROFILE, drawn, photo
from tests.test_photos import encoded, problems_of, put

ASSET = Asset(path="/media/a.jpg", size=200_000, digest="0f" * 16, width=4000, height=3000, scales=True)
RED = "#a3161f"


def opened(data: bytes) -> Image.Image:
    """Decode a picture."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def noisy(size: tuple[int, int]) -> bytes:
    """Write a JPEG with as many details as a photo has."""
    out = BytesIO()
    Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def test_copies_are_never_wider_than_the_picture_and_end_with_its_own_width() -> None:
    """A picture of 500 points has no copy of 800; a large one none above the widest."""
    widths = {
        width: tuple(copy.width for copy in pictures.copies(replace(ASSET, width=width, height=300)))
        for width in (100, 240, 500, 1200, 4000)
    }

    assert widths == {
        100: (100,), 240: (240,), 500: (240, 400, 500), 1200: (240, 400, 800, 1200), 4000: (240, 400, 800, 1200),
    }  # fmt: skip
    assert pictures.copies(replace(ASSET, scales=False)) == ()


def test_addresses_follow_the_picture_not_its_name() -> None:
    """Equal pictures share their copies, a changed one has others, and browsers may keep each for ever."""
    other = replace(ASSET, digest="1e" * 16)
    named = replace(ASSET, path="/media/b.jpg")

    assert pictures.copies(named) == pictures.copies(ASSET)
    assert not {copy.url for copy in pictures.copies(other)} & {copy.url for copy in pictures.copies(ASSET)}
    assert len(pictures.of([ASSET, named])) == len(pictures.of([ASSET])) == 5
    for url in (*pictures.of([ASSET]), pictures.card_of(ASSET, RED), pictures.card_of_topic("mot-cua", RED)):
        assert re.fullmatch(r"/assets/(?:[\w-]+/)*[\w-]+\.[0-9a-f]{8}\.[a-z]+", url)


@pytest.mark.parametrize(
    ("path", "size", "is_original"),
    [("a.jpg", 90_000, True), ("a.PNG", 90_000, True), ("a.jpg", 900_000, False), ("a.webp", 90_000, False)],
)
def test_browsers_without_webp_get_the_original_when_it_is_light(path: str, size: int, *, is_original: bool) -> None:
    """A heavy one, or one that they may not read, comes to them as a JPEG of 800 points."""
    plain = pictures.plain_copy(replace(ASSET, path=f"/media/{path}", size=size))

    assert (plain is None) is is_original
    assert plain is None or (plain.url.endswith(".jpg") and plain.width == 800)


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_copy_stands_upright_and_has_the_size_that_pages_say(orientation: int) -> None:
    """To the point, for every width, and without anything that tells of its maker."""
    data = photo("JPEG", orientation, size=(1333, 777))
    seen = images.look("jpg", data)
    base = images.base_of("jpg", data, pictures.WIDEST)
    asset = replace(ASSET, width=seen.width, height=seen.height)

    for copy in pictures.copies(asset):
        made = base.webp(copy.width)
        picture = opened(made)
        assert picture.size == (copy.width, copy.height)
        assert b"Bimat" not in made
        assert "icc_profile" not in picture.info
        corner = picture.convert("RGB").getpixel((3, 3))
        assert corner == opened(images.published(data)).getpixel((3, 3)) or _near(corner, orientation)


def _near(corner: object, orientation: int) -> bool:
    """Say whether the corner at the upper left has the colour that it has upright."""
    wanted = {1: (0, 200, 0), 3: (0, 0, 200), 6: (200, 30, 30)}[orientation]
    return isinstance(corner, tuple) and all(abs(one - two) < 40 for one, two in zip(corner, wanted, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_pictures_of_every_kind_and_mode_have_copies(form: str, mode: str) -> None:
    """The same bytes every time; what is clear stays so in WebP and is white in JPEG."""
    if (form, mode) in {("JPEG", "P"), ("JPEG", "RGBA"), ("AVIF", "P"), ("BMP", "RGBA"), ("GIF", "RGBA")}:
        mode = "RGB"
    out = BytesIO()
    shown = drawn(mode, (90, 60))
    if mode == "RGBA":
        shown.putalpha(Image.new("L", shown.size, 0))
    shown.save(out, form)
    kind = images.kind_of(out.getvalue())
    base = images.base_of(kind, out.getvalue(), pictures.WIDEST)

    assert images.look(kind, out.getvalue()).scales
    assert opened(base.webp(40)).size == opened(base.jpeg(40)).size == (40, 27)
    assert base.webp(40) == images.base_of(kind, out.getvalue(), pictures.WIDEST).webp(40)
    if mode == "RGBA":
        assert opened(base.webp(90)).convert("RGBA").getpixel((50, 30))[3] == 0  # type: ignore[index]
        assert opened(base.jpeg(90)).getpixel((50, 30)) == (255, 255, 255)


def test_a_drawing_keeps_every_point_where_that_is_lighter_and_a_photo_does_not() -> None:
    """Text in a drawing stays sharp at its own size."""
    sketch = Image.new("RGB", (300, 200), "white")
    for step in range(0, 300, 6):
        sketch.paste((step % 256, 0, 0), (step, 0, step + 1, 200))
    out = BytesIO()
    sketch.save(out, "PNG")
    drawing = images.base_of("png", out.getvalue(), 1200).webp(300)
    taken = images.base_of("jpg", noisy((400, 300)), 1200).webp(400)

    assert opened(drawing).convert("RGB").tobytes() == sketch.tobytes()
    assert b"VP8L" in drawing[:20]
    assert b"VP8 " in taken[:20]


def test_wide_colours_become_those_of_a_common_screen() -> None:
    """A copy has no profile, so its numbers are turned by that of the original."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = BytesIO()
    Image.new("L", (20, 20), 128).save(grey, "PNG", icc_profile=PROFILE)  # one that does not fit its mode
    red = BytesIO()
    Image.new("RGB", (20, 20), (200, 0, 0)).save(red, "PNG", icc_profile=lab)

    assert opened(images.base_of("png", grey.getvalue(), 99).webp(20)).convert("RGB").getpixel((5, 5)) == (128,) * 3
    assert opened(images.base_of("png", red.getvalue(), 99).webp(20)).convert("RGB").getpixel((5, 5)) == (200, 0, 0)


@pytest.mark.parametrize("size", [(3000, 2000), (1000, 3000), (3000, 400), (200, 100), (1, 900)])
def test_a_card_has_its_size_whatever_the_picture(size: tuple[int, int]) -> None:
    """A large picture fills it; a small one stands on the portal's colour, not enlarged."""
    base: Base = images.base_of("jpg", noisy(size), pictures.WIDEST) if min(size) > 99 else _white(size)
    card = opened(base.card(pictures.CARD, "#00ff00"))
    corner = card.getpixel((2, 2))

    assert (card.format, card.size) == ("JPEG", (1200, 630))
    assert isinstance(corner, tuple)
    assert (corner[1] > corner[0] + 150) is (size[0] < 1200 or size[1] < 630)


def _white(size: tuple[int, int]) -> Base:
    return Base(picture=Image.new("RGB", size, "white"), size=size)


def test_topics_have_cards_that_can_be_told_apart_in_the_portals_colour() -> None:
    """Drawn, the same every time."""
    one, other = (images.topic_card(topic, pictures.CARD, RED) for topic in ("mot-cua", "the-che"))
    picture = opened(one)

    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert (0xA3, 0x16, 0x1F) in {colour for _, colour in picture.convert("RGB").getcolors() or ()}
    assert one != other
    assert one == images.topic_card("mot-cua", pictures.CARD, RED)
    assert len(one) < 20_000


def test_a_portal_has_a_card_of_its_own_in_its_colour() -> None:
    """Drawn, the same every time, and no topic's."""
    made = images.portal_card(pictures.CARD, RED)
    picture = opened(made)

    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert (0xA3, 0x16, 0x1F) in {colour for _, colour in picture.convert("RGB").getcolors() or ()}
    assert made == images.portal_card(pictures.CARD, RED) != images.topic_card("", pictures.CARD, RED)
    assert len(made) < 20_000


# In a portal


class Sources(HTMLParser):
    """The addresses of pictures on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take them from `img`, `source` and the head."""
        of = dict(attrs)
        self.found.update(entry.split()[0] for entry in (of.get("srcset") or "").split(",") if entry.strip())
        if tag == "img":
            self.found.add(of.get("src") or "")
        if of.get("property") == "og:image":
            self.found.add((of.get("content") or "").removeprefix("https://nho.example.vn/"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with pictures in every place, built once."""
    root = small_portal(tmp_path_factory.mktemp("anh") / "portal")
    put(root, "lon.jpg", noisy((1600, 1200)))
    put(root, "lon.jpeg", (root / "content/media/lon.jpg").read_bytes())
    put(root, "nho.png", encoded("PNG"))
    put(root, "kin.png", _png("blue"))
    put(root, "hen.png", _png("green"))
    put(root, "dong.gif", _moving())
    lead = "{src: /media/lon.jpg, alt: Người dân nộp hồ sơ}"
    body = (
        "Một.\n\n![Bảng số](/media/nho.png)\n\n![Hàng người chờ](/media/lon.jpeg)\n\n![Chuyển động](/media/dong.gif)\n"
    )
    write(root, "content/news/2024/05/anh.md", article(image=lead, body=body))
    write(root, "content/news/2024/05/khong-anh.md", article(body="Không có ảnh.\n"))
    write(root, "content/news/2024/06/trong-bai.md", article(body="Hai.\n\n![Bảng số](/media/nho.png)\n"))
    secret = "![Ảnh chưa đăng](/media/kin.png)\n"
    write(root, "content/news/2024/05/nhap.md", article(body=secret, status="draft"))
    hidden = "{src: /media/hen.png, alt: Ảnh hẹn giờ}"
    write(root, "content/news/2027/05/hen.md", article(image=hidden, date="2027-05-01T08:00:00+07:00"))
    build_portal(root)
    return root


def _png(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "PNG")
    return out.getvalue()


def _moving() -> bytes:
    out = BytesIO()
    first, second = drawn("P"), drawn("L").convert("P")
    first.save(out, "GIF", save_all=True, append_images=[second])
    return out.getvalue()


def test_every_picture_of_every_page_is_a_file_of_the_site_and_every_copy_is_on_a_page(root: Path) -> None:
    """Planned is what is linked, no more and no less."""
    tree = tree_of(root / "public")
    shown: set[str] = set()
    for path, data in tree.items():
        if path.endswith(".html"):
            depth = path.count("/")
            found = Sources(data.decode()).found
            shown |= {url.removeprefix("../" * depth).removeprefix("./") for url in found}
    copies = {path for path in tree if path.startswith("assets/anh/")}

    assert shown - {""} <= tree.keys()
    assert copies <= shown
    pointed = [path for path in copies if path.endswith(".webp")]
    assert len(pointed) == 8  # four of the large one, one and three of others


def test_an_article_without_a_lead_picture_is_listed_with_the_first_of_its_body(root: Path) -> None:
    """As one from Word is; its page shows the picture where it stands, and no second time."""
    public = root / "public"
    page = (public / "tin-tuc/2024/06/trong-bai/index.html").read_text("utf-8")
    listed = (public / "luu-tru/2024/06/index.html").read_text("utf-8")
    listing = (public / "tin-tuc/index.html").read_text("utf-8")
    bare = (public / "tin-tuc/2024/05/khong-anh/index.html").read_text("utf-8")

    assert page.count("/media/nho.png") == 3  # in the body, as the original of that, and told to machines
    assert re.search(r'og:image" content="[^"]*/assets/anh/[0-9a-f]{20}/the\.', page)
    assert "trong-bai" in listed
    assert re.search(
        r'trong-bai/">(?:(?!</article>).)*<img class="cc-thumb" src="\.\./media/nho\.png"', listing, re.DOTALL
    )
    assert re.search(r'og:image" content="[^"]*/assets/anh/chu-de/[\w-]+\.[0-9a-f]{8}\.png"', bare)


@pytest.mark.parametrize(
    ("page", "card"),
    [
        ("index.html", "cong"), ("tin-tuc/index.html", "cong"), ("co-quan/index.html", "cong"),
        ("gioi-thieu/index.html", "cong"), ("404.html", "cong"), ("thong-ke/index.html", "cong"),
        ("luu-tru/2024/05/index.html", "cong"), ("tim-kiem/index.html", "cong"),
        ("chu-de/cai-cach-thu-tuc-hanh-chinh/index.html", "chu-de/cai-cach-thu-tuc-hanh-chinh"),
    ],
)  # fmt: skip
def test_a_page_without_a_picture_has_the_card_of_its_topic_or_of_the_portal(root: Path, page: str, card: str) -> None:
    """Large, with its size, so that networks show it at once."""
    text = (root / "public" / page).read_text("utf-8")
    found = re.findall(r'og:image" content="https://nho\.example\.vn(/assets/anh/([\w/-]+)\.[0-9a-f]{8}\.png)"', text)

    assert [name for _, name in found] == [card]
    assert opened((root / "public" / found[0][0][1:]).read_bytes()).size == (1200, 630)
    assert 'og:image:width" content="1200"' in text
    assert 'twitter:card" content="summary_large_image"' in text


def test_what_moves_is_shown_as_it_is(root: Path) -> None:
    """A copy would stand still."""
    page = (root / "public/tin-tuc/2024/05/anh/index.html").read_text("utf-8")

    assert re.search(r'<p><img src="[./]+/media/dong\.gif"[^>]*></p>', page)
    assert page.partition("</article>")[0].count("<picture>") == 3


def test_nothing_of_a_picture_that_only_hidden_articles_show_is_published(root: Path) -> None:
    """Neither a copy, nor a card, nor its colour; and nothing is kept of it."""
    tree = tree_of(root / "public")
    kept = [file for file in (root / ".cache/cchc/anh").rglob("*") if file.is_file()]

    assert not {path for path in tree if "kin" in path or "hen" in path.rpartition("/")[2]}
    for file in (*(root / "public/assets/anh").rglob("*.*"),):
        assert opened(file.read_bytes()).convert("RGB").getpixel((20, 20)) not in {(0, 0, 255), (0, 128, 0)}
    assert len(kept) == len([path for path in tree if path.startswith("assets/anh/")])


def test_nothing_is_encoded_again_for_a_tree_or_a_state_that_was_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept by content serves a fresh checkout; what was torn there is made again."""
    before = tree_of(root / "public")
    torn = next((root / ".cache/cchc/anh").rglob("*.webp"))
    for file in (root / ".cache/cchc").glob("state.sqlite*"):
        file.unlink()
    monkeypatch.setattr(images, "base_of", None)
    build_portal(root)
    assert tree_of(root / "public") == before

    monkeypatch.undo()
    torn.write_bytes(torn.read_bytes()[:-5])
    build_portal(root, full=True)
    assert tree_of(root / "public") == before


def test_two_workers_and_a_keepless_build_give_the_same_bytes(root: Path) -> None:
    """Parallel = serial, kept = made."""
    build_portal(root, state=Path(".cache/hai"), link="hai", jobs=2)

    assert tree_of(root / "hai") == tree_of(root / "public")


def test_copies_that_the_site_no_longer_shows_go(tmp_path: Path) -> None:
    """From the site and from what is kept; other versions' go, too."""
    root = small_portal(tmp_path / "portal")
    lead = "{src: /media/a.jpg, alt: Người dân nộp hồ sơ}"
    put(root, "a.jpg", noisy((300, 200)))
    write(root, "content/news/2024/05/anh.md", article(image=lead))
    build_portal(root)
    first = {path for path in tree_of(root / "public") if path.startswith("assets/anh/")}
    (root / ".cache/cchc/anh/cu").mkdir()
    put(root, "a.jpg", noisy((310, 200)))
    build_portal(root)
    second = {path for path in tree_of(root / "public") if path.startswith("assets/anh/")}
    folder = kept_copies.folder_of(root / ".cache/cchc")

    gone, came = first - second, second - first
    assert {path.rpartition("/")[2].partition(".")[0] for path in gone} == {"240", "300", "the"}
    assert {path.rpartition("/")[2].partition(".")[0] for path in came} == {"240", "310", "the"}
    assert {file.name for file in folder.iterdir()} == {
        path.removeprefix("assets/anh/").replace("/", "-") for path in second
    }
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("size", [(20_000, 10), (10, 20_000), (9000, 9000)])
def test_a_picture_too_long_or_too_large_is_refused_with_its_mend(portal: Path, size: tuple[int, int]) -> None:
    """Few kilobytes can hold more points than any reader's telephone bears."""
    out = BytesIO()
    Image.new("1", size).save(out, "PNG")
    put(portal, "to.png", out.getvalue())
    found = [problem for problem in problems_of(portal) if problem.path == "content/media/to.png"]

    assert [problem.code for problem in found] == ["anh-qua-rong"]
    assert "cchc check --fix" in found[0].message
    assert "16.383" in found[0].message


def test_a_narrow_lead_picture_is_told_at_its_line_and_no_other(portal: Path) -> None:
    """Also of a draft, and no longer once the picture is large enough, though the article stays as it was."""
    put(portal, "hep.jpg", noisy((592, 400)))
    put(portal, "rong.jpg", noisy((600, 400)))
    for name, status in (("hep", "published"), ("rong", "published"), ("hep-nhap", "draft")):
        lead = f"{{src: /media/{name.partition('-')[0]}.jpg, alt: Người dân nộp hồ sơ}}"
        write(portal, f"content/news/2024/05/{name}.md", article(image=lead, status=status))

    def told() -> list[tuple[str, int]]:
        found = [p for p in problems_of(portal) if p.code == "anh-dau-bai-nho" and "2024/05" in p.path]
        assert all(problem.level == "warning" and "592" in problem.message for problem in found)
        return [(problem.path.rpartition("/")[2], problem.line) for problem in found]

    assert told() == [("hep-nhap.md", 6), ("hep.md", 6)]
    assert told() == [("hep-nhap.md", 6), ("hep.md", 6)]
    put(portal, "hep.jpg", noisy((640, 400)))
    assert told() == []
