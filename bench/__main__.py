"""Side-by-side measurements: `python -m bench speed [--articles 2000] [--rounds 3]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import speed


def main() -> None:
    """Run the asked measurement."""
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    timing = commands.add_parser("speed", help="builds of a load corpus, beside plain MkDocs + Material")
    timing.add_argument("--articles", type=int, default=2000)
    timing.add_argument("--rounds", type=int, default=3)
    timing.add_argument("--folder", type=Path, default=None, help="where to build; a fresh scratch folder by default")
    args = top.parse_args()
    speed.run(args.articles, args.rounds, args.folder)


if __name__ == "__main__":
    main()
