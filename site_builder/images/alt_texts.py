"""Words in the place of a picture's description that describe nothing.

A reader who does not see the picture hears them: "IMG 2026 11 29", "image", "z3456". They come from cameras,
chat programs, Word and pages of other systems.

Knows: names that machines give. Never: judges what a person wrote about a picture.
"""

from __future__ import annotations

import re

from site_builder.text import fold, one_line

_ENDING = r"(?:png|jpe?g|jfif|gif|bmp|webp|avif|hei[cf]|tiff?|svg|pdf|mp4|mov)"
_NUMBER = r"(?:[ _.\-]*(?:so)?[ _.\-]*\(?\d+\)?)*"
_WORDS = (
    r"image|images|img|picture|pic|photo|photos|photograph|figure|fig|graphic|untitled|unnamed|no ?name|alt|alt text|"
    r"banner|thumbnail|thumb|placeholder|picture placeholder|object|clip ?art|logo|icon|screenshot|screen ?shot|"
    r"screen ?capture|capture|capture d.ecran|download|download image|file|copy|new image|zalo|"
    r"anh|anh chup|anh minh hoa|hinh|hinh anh|hinh minh hoa|hinh ve|anh chup man hinh|chup man hinh|anh dai dien|"
    r"khong co tieu de|khong ten|anh bia|anh cho thay gi|viet anh cho thay gi"
)
_CAMERAS = (
    "img|dsc|dscn|dscf|pxl|mvimg|vid|gopr|dji|sam|image|photo|screenshot|screen ?shot|anh chup man hinh|"
    "whatsapp image|signal|fb_img|received|inshot|scan|snapseed|picsart"
)
_NOTHING = re.compile(
    rf"(?:{_WORDS}){_NUMBER}"
    # Cameras and telephones: IMG_2026…, DSC0001, PXL_…, Screenshot_2026-11-29…, WhatsApp Image 2026-… at 10.20.30
    rf"|(?:[_ ]|copy of|ban sao cua|thumbnail_)*(?:{_CAMERAS})[ _\-]*(?:[a-z]{{1,3}}_?)?\d[\w.\-:()~]*"
    r"(?: (?:at|luc|am|pm|ch|sa|[\d.:\-()]+))*|p\d{5,}"
    # Zalo: z3456789012_0a1b…; a hash or an id; a date and a time
    r"|z\d{6,}[ _][0-9a-f]+|[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\d\W_]+",
)
_FILE = re.compile(rf"[^\s/\\]*[^\s/\\.]\.{_ENDING}|.*[\w)]\.{_ENDING}")
_MACHINE = re.compile(r"description automatically generated|ai-generated content may be incorrect|duoc tao tu dong")


def describes_nothing(words: str, path: str = "") -> bool:
    """Say whether a description is what a machine calls a picture, or a word that holds for any: `Ảnh 1`, `DSC0001`.

    Also the name of the picture's own file, when its `path` is given. An empty one is not judged.
    """
    if path and words.strip().lower() == path.rpartition("/")[2].rpartition(".")[0].lower():
        return True
    plain = one_line(fold(words)).strip(" .:;,!?…“”\"'[]")
    if not words.strip():
        return False
    return not plain or bool(_NOTHING.fullmatch(plain) or _FILE.fullmatch(plain) or _MACHINE.search(plain))
