"""The command line: ``python -m guide check``, ``site``, ``new``, ``recognise``, ``terms-report``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import date
from pathlib import Path

from guide import cache
from guide.check import check
from guide.load import KINDS, load
from guide.load.schema import RESERVED, ascii_name, read_schema
from guide.problems import report
from guide.recognise import Refused, clean, read, recognise
from guide.report import terms_report
from guide.skeleton import skeleton


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; the exit status is 0 if all is well, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m guide", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="check data and prose without building")
    commands.add_parser("site", help="build the site strictly, or take it as it was built before")
    new = commands.add_parser("new", help="write the skeleton of a new data file")
    new.add_argument("kind", choices=["concept", "checklist"])
    new.add_argument("id", help="English words in small letters with hyphens")
    if arguments == ["new"] or sys.argv[1:] == ["new"]:
        print("Say what and its id: make new concept ID, or make new checklist ID", file=sys.stderr)
        return 1
    find = commands.add_parser("recognise", help="find terms in texts; one line of JSON for each")
    find.add_argument("language", metavar="LANG", help="the language of the texts: sv, fi or en")
    find.add_argument("files", metavar="FILE", nargs="*", type=Path, help="text or Markdown (.md)")
    find.add_argument("--terms", type=Path, help="a file of terms: lines of id, tab, term")
    commands.add_parser("terms-report", help="list what editors may want to mend in the glossary")
    options, rest = parser.parse_known_args(arguments)
    if options.command == "recognise" and not any(name.startswith("-") for name in rest):
        options.files += map(Path, rest)  # argparse does not take files after an option.
    elif rest:
        parser.error(f"not understood: {' '.join(rest)}")
    root = options.root.resolve()
    if options.command == "recognise":
        return _recognise(root, options.language, options.files, options.terms)
    if options.command == "terms-report":
        return _terms_report(root)
    if options.command == "site":
        return cache.build(root)
    if options.command == "new":
        return _new(root, options.kind, options.id)
    return _check(root)


def _check(root: Path) -> int:
    site, _, problems = check(root)
    if problems:
        print(report(problems, annotate="CI" in os.environ))
        print(f"Mistakes to mend: {len(set(problems))}", file=sys.stderr)
        return 1
    counts = {
        "languages": site.languages,
        "concepts": site.concepts,
        "checklists": site.checklists,
        "pages of prose": site.pages,
    }
    print("All is well.", ", ".join(f"{name}: {len(all_)}" for name, all_ in counts.items()))
    for name in sorted(site.incomplete):
        print(f"data/{name}.yml is incomplete and not on the site.")
    today = date.today().isoformat()  # noqa: DTZ011 - the editor's own day
    for name, fact in sorted(site.facts.items()):
        if not fact.verified:
            print(f"data/facts/{name}.yml is not verified and on no page.")
        elif fact.review_by < today:
            print(f"data/facts/{name}.yml was to be reviewed by {fact.review_by}.")
    return 0


def _recognise(root: Path, code: str, files: list[Path], terms: Path | None) -> int:
    try:
        if files:
            texts = [(str(path), read(path)) for path in files]
        else:
            texts = [("", clean(sys.stdin.buffer.read()))]
        for line in recognise(root, code, texts, terms):
            print(line)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print("What was sent to the command is no text in UTF-8.", file=sys.stderr)
        return 1
    return 0


def _terms_report(root: Path) -> int:
    site, problems = load(root)
    if problems:
        return _check(root)
    for line in terms_report(site):
        print(line)
    return 0


def _new(root: Path, kind: str, identifier: str) -> int:
    folder = next(name for name, schema in KINDS.items() if schema == kind)
    path = root / "data" / folder / f"{identifier}.yml"
    shown = path.relative_to(root)
    if identifier in ("", *RESERVED) or ascii_name(identifier) != identifier:
        print(
            f"'{identifier}' cannot be an id; write English words in small letters with hyphens.",
            file=sys.stderr,
        )
        return 1
    if path.exists():
        print(f"{shown} exists already; choose another id.", file=sys.stderr)
        return 1
    site, _ = load(root)
    path.write_text(skeleton(kind, read_schema(root, kind, site.codes), identifier), "utf-8")
    print(f"{shown} is written. Fill it in, change its status to 'draft', and run make check.")
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):  # '... | head' ends the command, not with a traceback.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
