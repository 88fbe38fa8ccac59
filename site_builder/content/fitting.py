"""Pictures made fit: too heavy ones smaller, ones that no browser shows JPEG, ones with a wrong ending renamed.

Where a name changes, every article, page and setting that names the picture is changed with it. What was there before
is kept beside the portal's state, and told.

Knows: which pictures need it, and who may name them. Never: touches a picture that is fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from site_builder import atomic, images
from site_builder.content.entries import SourceFile
from site_builder.content.media import MEDIA
from site_builder.model.settings import FILE, MAX_FILE, max_file_in
from site_builder.text import file_size, integer

ORIGINALS = Path(".cache", "cchc", "anh-goc")
"""Where pictures stay as they were, below the portal's folder."""
_HEAD = 4096
_SHRUNK = frozenset(("jpg", "png", "gif", "webp", "avif", "bmp", "tif", "heic"))
_NAMED_IN = ("content/news/**/*.md", "content/pages/**/*.md", "content/taxonomy/*.yml", FILE)
"""What may name a picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remade:
    """A picture made fit."""

    data: bytes
    ending: str
    said: str
    """What was done, for people: `4.032 × 3.024 → 2.560 × 1.920 điểm ảnh, 7,1 MB → 620 KB`."""


def limit_of(root: Path) -> int:
    """Return the bytes that a file of the portal in `root` may have."""
    file = root / FILE
    return max_file_in(file.read_text(encoding="utf-8", errors="replace")) if file.is_file() else MAX_FILE


def remake(data: bytes, limit: int) -> Remade | None:
    """Make a picture fit that is heavier than `limit` bytes or that no browser shows; None when it is fit.

    Raises:
        UnfitError: a person has to.
    """
    kind = images.kind_of(data)
    if kind not in _SHRUNK or (kind not in ("heic", "tif") and len(data) <= limit):
        return None
    return _remade(kind, data, limit)


def _remade(kind: str, data: bytes, limit: int) -> Remade:
    made = images.fit(kind, data, limit)
    (width, height), (wide, high) = made.before, made.after
    points = f"{integer(width)} × {integer(height)} → {integer(wide)} × {integer(high)} điểm ảnh"
    said = f"{points}, {file_size(len(data))} → {file_size(len(made.data))}"
    return Remade(data=made.data, ending=made.ending, said=said)


def fit_media(root: Path, files: Iterable[SourceFile]) -> Iterator[str]:
    """Make the pictures among the files of the portal in `root` fit, and yield a Vietnamese sentence for each change.

    Raises:
        OSError: a file cannot be read or written.
    """
    limit = limit_of(root)
    moved: dict[str, str] = {}
    for file in files:
        if file.path.startswith(f"{MEDIA}/") and file.path.rpartition(".")[2].lower() in images.ENDINGS:
            yield from _fit_file(root, file, limit, moved)
    if moved:
        yield from _rename_in_texts(root, moved)


def _fit_file(root: Path, file: SourceFile, limit: int, moved: dict[str, str]) -> Iterator[str]:
    """Make one picture fit, and note its new name."""
    place = root / file.path
    ending = file.path.rpartition(".")[2].lower()
    kind = _kind(place)
    if kind in _SHRUNK and (kind in ("heic", "tif") or file.size > limit or _is_huge(kind, place)):
        try:
            made = _remade(kind, place.read_bytes(), limit)
        except images.UnfitError as error:
            yield f"Chưa sửa được {file.path}: {error}"
            return
        new = _write(root, file.path, made.data, ending if images.ENDINGS.get(ending) == made.ending else made.ending)
        yield f"Đã sửa {_both(file.path, new)}: {made.said}; bản gốc ở {(ORIGINALS / file.path).as_posix()}"
    elif kind in images.PICTURES and (images.ENDINGS[ending] != kind or ending in ("jpe", "jfif")):
        new = _free(root, file.path, kind)
        place.rename(root / new)
        yield f"Đã đổi tên {_both(file.path, new)}: là ảnh {kind.upper()}"
    else:
        return
    if new != file.path:
        moved[file.path] = new


def _kind(place: Path) -> str:
    with place.open("rb") as opened:
        return images.kind_of(opened.read(_HEAD))


def _is_huge(kind: str, place: Path) -> bool:
    """Say whether a picture has more points than are shown; a broken one is told by `check`."""
    try:
        with place.open("rb") as opened:
            return images.is_huge(kind, opened)
    except images.BrokenError:
        return False


def _both(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new.rpartition('/')[2]}"


def _free(root: Path, path: str, ending: str) -> str:
    """Return the path with another ending: the first name that no file has, whatever its case."""
    stem = path.rpartition(".")[0]
    taken = {other.name.lower() for other in (root / path).parent.iterdir()} - {path.rpartition("/")[2].lower()}
    number, free = 1, f"{stem}.{ending}"
    while free.rpartition("/")[2].lower() in taken:
        number += 1
        free = f"{stem}-{number}.{ending}"
    return free


def _write(root: Path, path: str, data: bytes, ending: str) -> str:
    """Put a picture made fit in the place of the one that was there, which is kept; return its path."""
    new = path if path.rpartition(".")[2].lower() == ending else _free(root, path, ending)
    kept = root / ORIGINALS / path
    kept.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(kept, (root / path).read_bytes())
    atomic.write(root / new, data)
    if new != path:
        (root / path).unlink()
    return new


def _rename_in_texts(root: Path, moved: Mapping[str, str]) -> Iterator[str]:
    """Have whoever names a picture name it by its new name."""
    names = {old.removeprefix("content/").encode(): new.removeprefix("content/").encode() for old, new in moved.items()}
    names |= {quote(old.decode()).encode(): quote(new.decode()).encode() for old, new in names.items()}
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rb"([^\s\"'()<>\[\]{},]*?)(?<![\w.-])(%s)(?![\w-]|\.\w)" % b"|".join(map(re.escape, longest)))
    for place in (place for folder in _NAMED_IN for place in sorted(root.glob(folder))):
        old = place.read_bytes()
        text, count = pattern.subn(lambda found: _renamed(found, names), old)
        if text != old:
            atomic.write(place, text)
            yield f"Đã sửa {place.relative_to(root).as_posix()}: tên ảnh ({count} chỗ)"


def _renamed(found: re.Match[bytes], names: Mapping[bytes, bytes]) -> bytes:
    """Return a place with the new name; another site's address stays as it is."""
    return found[0] if b"://" in found[1] else found[1] + names[found[2]]
