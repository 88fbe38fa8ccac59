"""`content/` → values and every problem at once.

    articles      one article file → `Entry`: encoding → matter → nodes → fields → model.Article
    taxonomy      content/taxonomy/*.yml → `Vocabulary`: vocabularies, agencies, schedule
    media         which files there are
    media_files   what a file of content/media really is
    fitting       pictures made fit: `check --fix`
    unfit_paths   links and names through which nothing is read
    strays        files that nothing reads, and where they belong
    ledger_files  content/activities, plans, reports → ledger.Ledger: activities, plan_targets, words, filed
    wording       theme/reports/cach-viet.yml → model.wording.Wording: how reports are worded
    grids         CSV, Excel and filled forms → rows: grids → tables → rows → row_cells → cells
    crosscheck    what needs more than one file: ids, addresses, links, terms
    placeholders  what `cchc init` left for people to change
    encoding      bytes → clean text; `fix`
    pasting       what Word and chat leave in a body, and the body as it was meant
    published     before and after a change → what readers would lose; moves: which new file is the one that vanished
    rewriting     front matter changed as text
    new           a file to begin with; from_docx: of a Word file, by way of `word` and to_markdown
    static_pages  content/pages

Start reading at `read_article`. The interface is this list; what stands below it in `__all__` is for no one else.
"""

from __future__ import annotations

from site_builder.content.articles import read_article
from site_builder.content.claims import Claimed
from site_builder.content.conflicts import of_the_frame
from site_builder.content.crosscheck import Crosscheck, Terms, check, claim_of, needs_of
from site_builder.content.encoding import fix, mend
from site_builder.content.entries import Claim, Entry, Needs, SourceFile, Vocabulary, line_of
from site_builder.content.file_notes import fold_warnings
from site_builder.content.file_texts import FileText, read_file_text, unread_attachments
from site_builder.content.fitting import fit_media
from site_builder.content.forms import read_form
from site_builder.content.known_periods import find_period, unknown_period
from site_builder.content.ledger_files import ACTIVITIES, read_ledger
from site_builder.content.media import FolderListing, judge, list_files, look_into, twins, unread, walk
from site_builder.content.media_files import LEAD_WIDTH, narrow_lead, read_asset, too_heavy
from site_builder.content.placeholders import unchanged
from site_builder.content.published import NOTHING, Fate, are_settled, debt, fates, is_public, losses, new_authority
from site_builder.content.rewriting import keep_identity, withdraw
from site_builder.content.static_pages import StaticPage, read_page
from site_builder.content.strays import find_strays
from site_builder.content.taxonomy import read_taxonomy
from site_builder.content.unfit_paths import of_link, unfit_paths
from site_builder.content.wording import read_wording

__all__ = [
    "ACTIVITIES",
    "LEAD_WIDTH",
    "NOTHING",
    "Claim",
    "Claimed",
    "Crosscheck",
    "Entry",
    "Fate",
    "FileText",
    "FolderListing",
    "Needs",
    "SourceFile",
    "StaticPage",
    "Terms",
    "Vocabulary",
    "are_settled",
    "check",
    "claim_of",
    "debt",
    "fates",
    "find_period",
    "find_strays",
    "fit_media",
    "fix",
    "fold_warnings",
    "is_public",
    "judge",
    "keep_identity",
    "line_of",
    "list_files",
    "look_into",
    "losses",
    "mend",
    "narrow_lead",
    "needs_of",
    "new_authority",
    "of_link",
    "of_the_frame",
    "read_article",
    "read_asset",
    "read_file_text",
    "read_form",
    "read_ledger",
    "read_page",
    "read_taxonomy",
    "read_wording",
    "too_heavy",
    "twins",
    "unchanged",
    "unfit_paths",
    "unknown_period",
    "unread",
    "unread_attachments",
    "walk",
    "withdraw",
]
