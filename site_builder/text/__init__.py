"""Vietnamese text.

    letters     compose, fold, slug, sort
    signs       what cannot be shown
    lines       lines, excerpts, sentences
    quantities  numbers and sizes
    dates       days and moments
    likeness    the name that was meant
    terminal    what a terminal is told
    html_reader HTML, read as browsers do

Knows: the Vietnamese alphabet and how state agencies write numbers and dates. Never: reads the disk, the
clock or the locale; never rewrites what an agency wrote (folding is for comparing only).
"""

from site_builder.text.dates import EPOCH, VIETNAM, date_long, date_plain, date_short, date_time, iso
from site_builder.text.letters import ALPHABET, TONES, fold, nfc, nfd, slug, sort_key, spellings
from site_builder.text.likeness import OFFERS, nearest, offer
from site_builder.text.lines import (
    excerpt,
    is_prose,
    is_stand_in_alt,
    lower_first,
    one_line,
    sentence_case,
    stand_in_alt,
    without_comments,
)
from site_builder.text.quantities import decimal, file_size, integer, number
from site_builder.text.signs import SENTINEL, UNSHOWABLE, shown, unshowable

__all__ = [
    "ALPHABET",
    "EPOCH",
    "OFFERS",
    "SENTINEL",
    "TONES",
    "UNSHOWABLE",
    "VIETNAM",
    "date_long",
    "date_plain",
    "date_short",
    "date_time",
    "decimal",
    "excerpt",
    "file_size",
    "fold",
    "integer",
    "is_prose",
    "is_stand_in_alt",
    "iso",
    "lower_first",
    "nearest",
    "nfc",
    "nfd",
    "number",
    "offer",
    "one_line",
    "sentence_case",
    "shown",
    "slug",
    "sort_key",
    "spellings",
    "stand_in_alt",
    "unshowable",
    "without_comments",
]
