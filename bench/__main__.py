"""Measurements: `python -m bench speed [--articles 2000] [--rounds 3]`, `python -m bench report [--articles 15000]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import report, speed


def main() -> None:
    """Run the asked measurement."""
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    timing = commands.add_parser("speed", help="builds of a load corpus, beside plain MkDocs + Material")
    timing.add_argument("--articles", type=int, default=2000)
    timing.add_argument("--rounds", type=int, default=3)
    timing.add_argument("--folder", type=Path, default=None, help="where to build; a fresh scratch folder by default")
    yearly = commands.add_parser("report", help="a full year's report in all formats")
    yearly.add_argument("--articles", type=int, default=15000)
    args = top.parse_args()
    if args.command == "report":
        report.run(args.articles)
    else:
        speed.run(args.articles, args.rounds, args.folder)


if __name__ == "__main__":
    main()
