"""Measurements: `python -m bench speed [--articles 2000] [--rounds 3] [--profile]`,
`python -m bench report [--articles 15000]`, `python -m bench publish [--articles 15000] [--rounds 5]`,
`python -m bench search [--articles 15000] [--queries 400]`,
`python -m bench queries [sample documents] [--pagefind] [--material]`,
`python -m bench laws [--inputs 100000] [--seed 1]`,
`python -m bench hostile [--articles 2000] [--rounds 5]`,
`python -m bench fuzz [--inputs 100000] [--seed 1] [--kind NAME]`,
`python -m bench beside CHECKOUT… [--articles 2000] [--rounds 7]`,
`python -m bench reading [--lighthouse]`,
`python -m bench photos [--photos 2000] [--articles 2000] [--rounds 2]`,
`python -m bench cluster [--articles 5000] [--rounds 3]`, and all that is long: `python -m bench audit`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import beside, cpu, photos, publish, report, speed


def parser() -> argparse.ArgumentParser:
    """Describe what can be asked."""
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    timing = commands.add_parser("speed", help="builds of a load corpus, beside those of other programs")
    timing.add_argument("--articles", type=int, default=2000)
    timing.add_argument("--rounds", type=int, default=3)
    timing.add_argument("--folder", type=Path, default=None, help="where to build; a fresh scratch folder by default")
    timing.add_argument("--profile", action="store_true", help="only: where a cold build's CPU goes, part by part")
    timing.add_argument("--growth", type=_numbers, default=(), metavar="N,…", help="only: ours with so many articles")
    timing.add_argument("--peers", type=_words, default=(), metavar="NAME,…", help="these only; all by default")
    yearly = commands.add_parser("report", help="a full year's report in all formats")
    yearly.add_argument("--articles", type=int, default=15000)
    pictures = commands.add_parser("guide", help="the pictures in docs/anh, from real screens and pages")
    pictures.add_argument("--folder", type=Path, default=Path("/srv/cchc"), help="a new folder; its name is pictured")
    chosen = pictures.add_mutually_exclusive_group()
    chosen.add_argument("--reports", action="store_true", help="those of the officials' guide")
    chosen.add_argument("--portal", action="store_true", help="those of README")
    pushing = commands.add_parser("publish", help="from push to live on a server of git, and back")
    pushing.add_argument("--articles", type=int, default=15000)
    pushing.add_argument("--rounds", type=int, default=5)
    pushing.add_argument("--portal", type=Path, default=None, help="a ready portal to copy; by default one is made")
    finding = commands.add_parser("search", help="what search finds and costs, beside a scan of every text")
    finding.add_argument("--articles", type=int, default=15000)
    finding.add_argument("--queries", type=int, default=400, help="0: none")
    finding.add_argument("--portal", type=Path, default=None, help="a ready portal; by default one is made")
    finding.add_argument("--site", type=Path, default=None, help="its ready publication (of publish --to)")
    finding.add_argument("--pagefind", action="store_true", help="ask Pagefind the same, on the same pages")
    finding.add_argument("--material", action="store_true", help="and Material's own search")
    finding.add_argument("--additions", type=int, default=0, help="also add so many articles, with and without search")
    judging = commands.add_parser(
        "queries", help="how high search lists what people want, of queries as they type them"
    )
    judging.add_argument("portals", nargs="*", metavar="PORTAL", help="sample, documents; both by default")
    judging.add_argument("--pagefind", action="store_true", help="ask Pagefind the same, on the same pages")
    judging.add_argument("--material", action="store_true", help="and Material's own search")
    judging.add_argument("--misses", action="store_true", help="list what is not among the first three")
    paired = commands.add_parser("beside", help="checkouts of the program beside each other")
    paired.add_argument("checkouts", type=Path, nargs="+", help="each with its .venv; the first is compared with")
    paired.add_argument("--articles", type=int, default=2000)
    paired.add_argument("--rounds", type=int, default=7)
    read = commands.add_parser("reading", help="what pages cost a citizen, behind nginx")
    read.add_argument("--lighthouse", action="store_true", help="let Lighthouse mark them, too")
    shown = commands.add_parser("photos", help="what pictures cost a build")
    shown.add_argument("--photos", type=int, default=2000, help="different ones of 3 MB; 0: none")
    shown.add_argument("--articles", type=int, default=2000, help="of a corpus with 24 pictures and without; 0: none")
    shown.add_argument("--rounds", type=int, default=2)
    far = commands.add_parser("cluster", help="two workers of a Dask cluster beside two processes")
    far.add_argument("--articles", type=int, default=5000)
    far.add_argument("--rounds", type=int, default=3)
    _add_hostile(commands)
    return top


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, _words(text)))


def main() -> None:
    """Run the asked measurement."""
    args = parser().parse_args()
    if args.command == "guide":
        from bench import guide, portal_pictures, report_guide  # need what only the tests install

        if args.reports:
            report_guide.run()
        elif args.portal:
            portal_pictures.run()
        else:
            guide.run(args.folder)
    elif args.command in ("search", "queries"):
        _search(args)
    elif args.command in ("laws", "fuzz", "hostile", "cluster", "reading"):
        _attack(args)
    elif args.command == "audit":
        from bench import audit  # likewise

        audit.run(args.inputs, args.seed, args.folder)
    elif args.command == "report":
        report.run(args.articles)
    elif args.command == "publish":
        publish.run(args.articles, args.rounds, args.portal)
    elif args.command == "beside":
        beside.run(args.checkouts, args.articles, args.rounds)
    else:
        _time(args)


def _time(args: argparse.Namespace) -> None:
    """Time builds, or the parts of one."""
    if args.command == "photos":
        photos.run(args.photos, args.articles, args.rounds)
    elif args.profile:
        cpu.run(args.articles, args.rounds, args.folder)
    elif args.growth:
        speed.grow(args.growth, args.rounds, args.folder, args.peers)
    else:
        speed.run(args.articles, args.rounds, args.folder, args.peers)


def _search(args: argparse.Namespace) -> None:
    """Ask the search page."""
    from bench import queries, search  # need what only the tests install

    extras = [name for name in ("pagefind", "material") if getattr(args, name)]
    if args.command == "queries":
        queries.run(args.portals or queries.PORTALS, extras, misses=args.misses)
    else:
        search.run(args.articles, args.portal, args.site, args.queries, extras, args.additions)


def _attack(args: argparse.Namespace) -> None:
    """Run what attacks, and what else the tests' programs are needed for."""
    from bench import cluster, fuzz, hostile, laws, reading  # need what only the tests install

    if args.command == "laws":
        laws.run(args.inputs, args.seed)
    elif args.command == "fuzz":
        fuzz.run(args.inputs, args.seed, args.kind)
    elif args.command == "cluster":
        cluster.run(args.articles, args.rounds)
    elif args.command == "reading":
        reading.run(with_lighthouse=args.lighthouse)
    else:
        hostile.run(args.articles, args.rounds)


def _add_hostile(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what attacks."""
    lawful = commands.add_parser("laws", help="hostile articles: whatever passes check builds")
    lawful.add_argument("--inputs", type=int, default=100_000)
    lawful.add_argument("--seed", type=int, default=1)
    attacked = commands.add_parser("hostile", help="an editor's pushes while a stranger pushes the worst in a loop")
    attacked.add_argument("--articles", type=int, default=2000)
    attacked.add_argument("--rounds", type=int, default=5)
    mutated = commands.add_parser("fuzz", help="mutated inputs of every kind: refused or built, never more")
    mutated.add_argument("--inputs", type=int, default=100_000)
    mutated.add_argument("--seed", type=int, default=1)
    mutated.add_argument("--kind", default="", help="this kind only; its inputs are its share of all")
    everything = commands.add_parser("audit", help="all that is long by nature, one after another")
    everything.add_argument("--inputs", type=int, default=100_000)
    everything.add_argument("--seed", type=int, default=1)
    everything.add_argument("--folder", type=Path, default=Path(".cache/audit"), help="where each step's words lie")


if __name__ == "__main__":
    main()
