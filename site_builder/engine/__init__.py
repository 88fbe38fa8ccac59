"""Makes a set of files from frozen inputs, only what is stale, and swaps them in whole.

It knows nothing of news: targets, groups, records and trees only. A `workspace` holds the state of a portal. A build
(`building`) is: `plans` compares what the groups want with the `manifest`, which knows the traces of what was read;
`making` makes what is stale, in `workers`, into the idle one of two `trees`, and the `journal` knows which that is;
`limited` runs what may be too heavy in a process with limits. Records live in the `store`.
"""

from site_builder.engine.limited import ExhaustedError, limited
from site_builder.engine.run import Candidate, Outcome, Run
from site_builder.engine.store import RECORD, STAGED, Item
from site_builder.engine.targets import Group, Target
from site_builder.engine.workers import kept_workers, spread
from site_builder.engine.workspace import Workspace

__all__ = [
    "RECORD",
    "STAGED",
    "Candidate",
    "ExhaustedError",
    "Group",
    "Item",
    "Outcome",
    "Run",
    "Target",
    "Workspace",
    "kept_workers",
    "limited",
    "spread",
]
