"""What pictures cost a build: `python -m bench photos [--photos 2000] [--articles 2000] [--rounds 2]`.

First a portal of so many articles with a different photo each, 4000 x 3000 points and 3 MB; then a load corpus whose
articles show 24 pictures, in turn with the same one without pictures.

Knows: how photos are made that weigh what those of telephones weigh. Never: looks into the builder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from PIL import Image, ImageChops

from bench.measuring import Spent, measured
from bench.ours import NOW

_SIZE = (4000, 3000)
_ROUGH = (1000, 750)
"""What is seen in it is as large as details of a scene are, so that copies of it are no flat colour."""
_QUALITY = 78
"""At which such a photo weighs 3 MB."""
_PYTHON = (sys.executable, "-m", "site_builder")
_BUILD = (*_PYTHON, "build", "--json", "--jobs", "2", "--now", NOW)
_ARTICLE = """---
title: Ảnh số {number} của chuyên mục cải cách hành chính
date: 2026-{month:02}-{day:02}T08:00:00+07:00
topic: cai-cach-thu-tuc-hanh-chinh
agency: {agency}
image: {{src: /media/anh-{number:05}.jpg, alt: Người dân nộp hồ sơ ở quầy số {number}}}
---

Quầy số {number} tiếp nhận hồ sơ trong ngày.
"""
_PICTURE = re.compile(r"^!\[[^\n]*\n\n?", re.MULTILINE)


def run(photos: int, articles: int, rounds: int) -> None:
    """Print what builds took."""
    with tempfile.TemporaryDirectory() as scratch:
        if photos:
            _photos(Path(scratch, "photos"), photos)
            shutil.rmtree(Path(scratch, "photos"))
        if articles:
            _corpora(Path(scratch), articles, rounds)


def _photos(portal: Path, count: int) -> None:
    """Build a portal of photos, cold and again."""
    _init(portal)
    weight = _write_photos(portal, count)
    print(f"{count} photos of {weight / count / 1e6:.1f} MB")
    _tell("cold", measured(_BUILD, portal))
    _tell("nothing changed", measured(_BUILD, portal))
    kept = [file for file in (portal / ".cache/cchc/anh").rglob("*") if file.is_file()]
    print(f"kept: {len(kept)} files, {sum(file.stat().st_size for file in kept) / 1e6:,.0f} MB")


def _corpora(scratch: Path, articles: int, rounds: int) -> None:
    """Build a corpus with pictures and the same without, in turn, cold."""
    shown, plain = scratch / "with", scratch / "without"
    _init(shown)
    corpus = Path(__file__).parent / "make_corpus.py"
    words = [sys.executable, str(corpus), "--articles", str(articles), "--out", str(shown / "content")]
    subprocess.run(words, check=True, capture_output=True)
    shutil.copytree(shown, plain)
    for file in (plain / "content/news").rglob("*.md"):
        file.write_text(_PICTURE.sub("", file.read_text(encoding="utf-8")), encoding="utf-8")
    took: dict[Path, list[Spent]] = {shown: [], plain: []}
    for _ in range(rounds):
        for portal, spent in took.items():
            shutil.rmtree(portal / ".cache", ignore_errors=True)
            spent.append(measured(_BUILD, portal))
            _tell(f"{articles} articles {portal.name} pictures, cold", spent[-1])
    seconds = [median(one.cpu for one in spent) for spent in took.values()]
    print(f"with pictures / without: {seconds[0] / seconds[1]:.3f} of CPU")


def _init(portal: Path) -> None:
    subprocess.run([*_PYTHON, "init", str(portal)], check=True, capture_output=True)
    shutil.rmtree(portal / "content/news", ignore_errors=True)


def _write_photos(portal: Path, count: int) -> int:
    """Write photos, each moved against the others, and an article for each; return their bytes."""
    agencies = (portal / "content/taxonomy/agencies.yml").read_text(encoding="utf-8")
    agency = re.search(r"^\s*-\s*id:\s*(\S+)", agencies, re.MULTILINE)
    assert agency, "a new portal has an agency"
    rough = Image.merge("RGB", [Image.effect_noise(_ROUGH, deviation) for deviation in (50, 60, 70)]).resize(_SIZE)
    scene = Image.blend(rough, Image.effect_noise(_SIZE, 60).convert("RGB"), 0.06)
    (portal / "content/media").mkdir(parents=True, exist_ok=True)

    def write(number: int) -> None:
        photo = ImageChops.offset(scene, number * 37 % _SIZE[0], number * 53 % _SIZE[1])
        photo.save(portal / f"content/media/anh-{number:05}.jpg", quality=_QUALITY)
        month, day = number % 11 + 1, number // 11 % 28 + 1
        file = portal / f"content/news/2026/{month:02}/anh-{number:05}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        words = _ARTICLE.format(number=number, month=month, day=min(day, 21), agency=agency[1])
        file.write_text(words, encoding="utf-8")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(count)))
    return sum(file.stat().st_size for file in (portal / "content/media").glob("anh-*.jpg"))


def _tell(what: str, spent: Spent) -> None:
    print(f"{what}: {spent.seconds:.1f} s, {spent.cpu:.1f} s of CPU, at most {spent.peak:.0f} MB", flush=True)
