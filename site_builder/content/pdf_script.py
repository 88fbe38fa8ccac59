"""A program of its own: writes the text of a PDF file to another file as JSON. Started by `file_texts`, on its own.

What people attach comes from anywhere, and a PDF can loop, nest without end or unpack to gigabytes: so it is read in a
process that may die. It imports nothing of this package, so that it starts in a blink.

    {"pages": [text, …], "fault": ""}       faults: `locked`, `broken`, `scan` (pictures, no letter), `part` (some pages
                                            failed), `long` (cut off)

Knows: pypdf. Never: runs what a PDF carries; never reads more than its bounds.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader


def read(source: str, pages: int, letters: int) -> dict[str, Any]:
    """Return the text of a PDF's pages, and what kept it from being read whole."""
    try:
        pdf = PdfReader(source)
        # Many are locked for printing only: those open without a password.
        if pdf.is_encrypted and not pdf.decrypt(""):
            return {"pages": [], "fault": "locked"}
        return _pages(pdf, pages, letters)
    except Exception as error:  # noqa: BLE001 - a damaged file raises whatever it likes
        is_locked = type(error).__name__ in {"DependencyError", "FileNotDecryptedError", "WrongPasswordError"}
        return {"pages": [], "fault": "locked" if is_locked else "broken"}


def _pages(pdf: PdfReader, most: int, left: int) -> dict[str, Any]:
    pages: list[str] = []
    fault = ""
    scan = False
    count = len(pdf.pages)
    for number in range(min(count, most)):
        try:
            page = pdf.pages[number]
            text = page.extract_text()
            scan = scan or _has_picture(page)
        except Exception:  # noqa: BLE001 - as above; the other pages are still worth reading
            fault = "part"
            continue
        pages.append(text[:left])
        left -= len(text)
        if left < 0:
            break
    if scan and not any(map(str.strip, pages)):
        return {"pages": [], "fault": "scan"}
    return {"pages": pages, "fault": "long" if left < 0 or count > most else fault}


def _has_picture(page: PageObject) -> bool:
    shown = page.get("/Resources", {}).get("/XObject", {})
    return any(one.get_object().get("/Subtype") == "/Image" for one in shown.get_object().values()) if shown else False


def main(source: str, target: str, pages: str, letters: str, seconds: str) -> None:
    """Read one file, and write what was read to another."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    Path(target).write_text(json.dumps(read(source, int(pages), int(letters))), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
