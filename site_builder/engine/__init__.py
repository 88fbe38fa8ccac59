"""Makes a set of files from frozen inputs, only what is stale, and swaps them in whole.

It knows nothing of news: targets, groups, records and trees only. A build is: `plans` compares what the groups
want with the `manifest`; `making` makes what is stale, in `workers`, into the idle one of two `trees`;
`limited` runs what may be too
heavy in a process with limits. `workspace` holds the order of it. Records live in the `store`.
"""

from site_builder.engine.limited import ExhaustedError, limited
from site_builder.engine.store import RECORD, STAGED, Item
from site_builder.engine.targets import Group, Maker, Planner, Target
from site_builder.engine.workers import spread
from site_builder.engine.workspace import Candidate, Outcome, Workspace

__all__ = [
    "RECORD",
    "STAGED",
    "Candidate",
    "ExhaustedError",
    "Group",
    "Item",
    "Maker",
    "Outcome",
    "Planner",
    "Target",
    "Workspace",
    "limited",
    "spread",
]
