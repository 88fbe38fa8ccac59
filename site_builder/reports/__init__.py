"""Statistics and open data: what was published in which period, and the items behind every number.

A new form of a report (Word, Excel) is a new module beside `to_csv`.

Knows: periods, figures and their forms. Never: decides which periods there are, nor where a file goes.
"""

from site_builder.reports.open_data import data_csv, data_json, list_counts, period_csv, period_json
from site_builder.reports.spans import compared
from site_builder.reports.to_html import Earlier, statistics_index, statistics_list, statistics_page
from site_builder.reports.to_json import published_schema

__all__ = [
    "Earlier",
    "compared",
    "data_csv",
    "data_json",
    "list_counts",
    "period_csv",
    "period_json",
    "published_schema",
    "statistics_index",
    "statistics_list",
    "statistics_page",
]
