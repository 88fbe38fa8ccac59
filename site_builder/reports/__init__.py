"""Statistics and open data: what was published in which period, and the items behind every number.

`figures.count` counts; everything else shows. A new form of a report (Word, Excel) is a new module beside `to_csv`.

Knows: periods, figures and their forms. Never: decides which periods there are, nor where a file goes.
"""

from site_builder.counting.figures import Figures
from site_builder.reports.counting import month_tally, names, period_refs
from site_builder.reports.open_data import data_csv, data_json, list_counts
from site_builder.reports.spans import compared
from site_builder.reports.to_csv import period_csv, period_json
from site_builder.reports.to_html import (
    index_refs,
    list_refs,
    needs_report,
    page_refs,
    statistics_index,
    statistics_list,
    statistics_page,
)
from site_builder.reports.to_json import published_schema

__all__ = [
    "Figures",
    "compared",
    "data_csv",
    "data_json",
    "index_refs",
    "list_counts",
    "list_refs",
    "month_tally",
    "names",
    "needs_report",
    "page_refs",
    "period_csv",
    "period_json",
    "period_refs",
    "published_schema",
    "statistics_index",
    "statistics_list",
    "statistics_page",
]
