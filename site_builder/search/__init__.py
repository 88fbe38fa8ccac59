r"""The search index: static files that a page's script asks, made for Vietnamese. Format version 1.

Only published articles are in it. `D` below means a document: an article of a segment, numbered from 0 in the order of
lists (`added`, `id`). Its fields are title (bit 1), summary (bit 2) and body (bit 4, `Body.text`).

**Tokens** (`folding`). Text → NFC → lower case → combining marks that are left are dropped (`folding.MARKS`) → runs of
letters and digits (`[^\W_]+`; in JavaScript `[\p{L}\p{N}]+`). The *exact* form of a token has its tone where the old
style has it: look up its last 3 letters in `tone`, and only if they are not there its last 2; a hit replaces them
(`toà` → `tòa`; `quỷ` stands there as itself, so that `uỷ` → `ủy` does not touch it). The *folded* form is the exact one
with every letter of `fold` replaced, one character by one (`đ ð ɖ` → `d`). Positions run within a field. A phrase is
consecutive tokens of one field, punctuation and line ends ignored.

**What matches.** A word typed with dấu means itself, in either placement of its tone, and its bare form; typed bare it
means every form. So of the forms of an entry those count that are meant; where a document has others of a pair beside
them, a phrase of three words and more is settled by its text. On the page `li[data-match]` is `phrase`, `all`, `some`
(most of the weight of the words, or another form of some: `synonyms`) or `folded` (another dấu than typed, only when
nothing else was found); `data-total` counts `phrase` and `all`. Who asks for everything (`het=1`) gets these two only.
Words of `questions` weigh nothing for `some`.

**Terms.** A folded syllable (`dat`), two adjacent ones (`dat dai`), or `#` and a whole document number
(`#22/2016/qd-ubnd`): what `number` matches in folded text between characters that are no letters or digits, and the
article's own `document.number`, which counts as title. Numbers are in the index by their parts, too, as any tokens.
A title of five tokens or more is a term, too: `=` and the checksum (crc32, 8 hex digits) of its folded tokens, a space
between them; who types a whole title is led there by one look-up, and the text bears it out.

**Segments** (`segments`) are cut by calendar and hold at most 4,096 documents; names are `2016`, `2020-q3` (of the
newest year, or of one that is longer), `2020-11` (of the newest quarter, or of one that is longer; `2020-11.1`, `.2`
when the month is) and, for the newest month, `2020-12.1`, `2020-12.2`, …

**Files**, JSON in UTF-8 without spaces, below `tim-kiem/`. A term lies in shard `crc32(term) % shards` (of its UTF-8
bytes, unsigned; the numbers of shards are any, see the directory). `s` is the segment's stamp: files that disagree with
the directory (a publication came in between) must be fetched again past the cache, and so must an `a`/`b` pair of files
that disagree on the number of documents of a pair.

    index.html     the page; the directory is in `<script type="application/json" id="tim-kiem-muc-luc">`:
        {"v":1, "root":"../",                  from this page to the site's root
         "fold":["àá…","aa…"],                 letters and what they become, lower case
         "tone":[["oà",…],["òa",…]],           ends of tokens, 3 or 2 letters, and what they become
         "marks":"\\u0300-\\u036f…",           inside of a character class: combining marks to drop
         "number":"[0-9]{1,6}…",               pattern of a whole document number, folded, without anchors
         "common":"cac cua va …",              folded syllables that stand nearly everywhere
         "acronyms":[["cchc","cải cách hành chính"],…],      folded; exact form of the long one
         "synonyms":[["căn cước công dân","căn cước",…],…],   exact forms that stand for one another; the groups most
                                                asked for first; no two forms of all groups fold to the same
         "questions":["cho hỏi","ở đâu",…],     exact forms that weigh nothing in a query; in it the longest counts
         "contacts":["số điện thoại",…],        exact forms of who wants to reach an agency; none is in questions
         "titles":[[url, title],…],             of featured and newest articles: suggested while a query is typed
         "segments":[[name, documents, a shards, b shards, stamp],…]}         the newest first

    SEG/a-N.json   {"s":stamp, "t":{"variant|variant|…":[int,…],…}}
        A key is the exact forms of a term in this segment (`đất đai|dat dai`), the most frequent (by documents) first,
        then by code point; all of them fold to the term, which has no other entry. Entries are sorted by term (by
        UTF-16 units, as JavaScript compares), so that a reader need not parse the file: it looks an entry up by halves,
        each key but the first follows `],"`. Ints, for each document with the term, in order:
            (delta << 4 | fields << 1 | more)   delta: number of D minus that of the one before (of the first: its own)
            bits                                only when more is 1: bit i is set when variants[i] stands in D;
                                                when more is 0, variants[0] does and no other
        Before the first form of a term of *files attached* to articles stands `~` (`~đất đai|dat dai`), which sorts
        with it; the shard is that of the term without it. D is then 256 times the number of the article, and the rank
        of the file there; fields are its title, what it is (`128/KH-UBND tệp PDF`) and the text in it. Files have no
        positions: their text settles phrases. They count in no total, and het=1 has none.
    SEG/b-N.json   {"s":stamp, "t":{pair:[int,…],…}}
        Positions of the first token of a pair, for each document of `a`, in its order; for each position
            (delta << 1 | more)                 delta: from the position before in this document (of the first: from 0);
                                                more is 1 when a further position of this document follows
        Positions: title from 0, summary from 128, body from 512 (later when what is before runs on: each begins at
        least 2 after the last token of the field before, so that nothing is adjacent across fields).
    SEG/v.json     {"s":stamp, "w":["cai cach …","…","…"]}
        Its folded syllables in three bands, the most frequent first: what a word is mended to that stands nowhere. The
        largest segments' are asked for, and only then.
    SEG/t-N.json   {"s":own stamp, "d":[[url, title, "YYYY-MM-DD", topic, agency, genre, summary, text, corrected],…]}
        Documents 4N … 4N+3 as shown: url rooted (`/tin-tuc/…/`), names of the main topic, of the agency as of that day
        and of the genre; the full body text, paragraphs apart by line ends; corrected 1 or 0. The stamp is of these
        documents only, so that a new article changes one such file; f.json has the stamps of all.
    SEG/d-D.json   {"d":[url, title, what it is, "PDF", url of the article, its title, "YYYY-MM-DD", text]}
        A file attached to an article, the text in it as far as it was read (empty when it was not). On the page
        `li[data-kind=file]`.
    SEG/f.json     {"s":stamp, "t":[stamp of t-0,…], "topics":[id,…], "agencies":[id,…], "genres":[id,…],
                    "days":[…], "topic":[…], "agency":[…], "genre":[…]}
        Columns with an entry for each document. days: days since 1970-01-01 of its date, of the first document, then
        differences (which may be negative). topic: index into topics, or a list of them when it has several, the main
        one first. agency, genre: indexes.
    noi-khac.json  {"v":1, "p":[[kind, url, name, [other name,…], text, [[label, value, link],…]],…]}
        What is found beside articles; kind: agency (other names: short ones, those of before; text: its place;
        facts: how to reach it, who is in its place today), topic, period, page (text: its own). link is a rooted URL,
        `tel:…`, `mailto:…` or empty.
    ten.json       {"v":1, "topics":{id:name,…}, "agencies":{id:name,…}, "genres":{id:name,…}}
        Today's names, in the order of display.

The page's template gets `directory` (finished JSON for the data block), and for readers without JavaScript `topics`,
`agencies` (model values, with `name` and `url`) and `months` (`YYYY/MM`, the newest first; pages `/luu-tru/YYYY/MM/`).

Knows: what the reader in the browser is promised. Never: reads an article itself.
"""

from site_builder.search.attached import MOST_FILES, file_number, file_text
from site_builder.search.makers import (
    Entry,
    blocks,
    entry,
    facets,
    names,
    page,
    shard_of_positions,
    shard_of_postings,
    texts,
    vocabulary,
)
from site_builder.search.places import places
from site_builder.search.segments import Cut, Segment, cut, segment_of

__all__ = [
    "MOST_FILES",
    "Cut",
    "Entry",
    "Segment",
    "blocks",
    "cut",
    "entry",
    "facets",
    "file_number",
    "file_text",
    "names",
    "page",
    "places",
    "segment_of",
    "shard_of_positions",
    "shard_of_postings",
    "texts",
    "vocabulary",
]
