"""The command line: ``python -m guide check``, ``new``, ``recognise`` and so on; see --help."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from guide import cache, edition, links
from guide.asking import Manner
from guide.behind import behind_report
from guide.check import check
from guide.clock import today
from guide.ledger import publish
from guide.load import KINDS, load
from guide.load.lock import LOCK, written
from guide.load.schema import RESERVED, ascii_name, read_schema
from guide.problems import listing, report
from guide.recognise import Refused, clean, read, recognise
from guide.report import terms_report
from guide.reviews import reviews
from guide.skeleton import skeleton
from guide.summary import summary
from guide.translations import UnknownName, confirm, translations
from guide.versions import versions

#: What `new` writes.
NEW = ("concept", "checklist", "change")


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; the exit status is 0 if all is well, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m guide", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="check data and prose without building")
    commands.add_parser("site", help="build the site strictly, or take it as it was built before")
    new = commands.add_parser("new", help="write the skeleton of a new data file")
    new.add_argument("kind", choices=NEW)
    new.add_argument("id", help="English words in small letters with hyphens")
    if arguments == ["new"] or sys.argv[1:] == ["new"]:
        kinds = ", ".join(f"make new {kind} ID" for kind in NEW)
        print(f"Say what and its id: {kinds}", file=sys.stderr)
        return 1
    find = commands.add_parser("recognise", help="find terms in texts; one line of JSON for each")
    find.add_argument("language", metavar="LANG", help="the language of the texts: sv, fi or en")
    find.add_argument("files", metavar="FILE", nargs="*", type=Path, help="text or Markdown (.md)")
    find.add_argument("--terms", type=Path, help="a file of terms: lines of id, tab, term")
    commands.add_parser("terms-report", help="list what editors may want to mend in the glossary")
    commands.add_parser("publish-ledger", help="add what is new to the ledger of addresses")
    freeze = commands.add_parser("edition", help="make a copy of the built site for an archive")
    freeze.add_argument("--site", type=Path, default=Path("site"), help="the built site")
    freeze.add_argument("--date", default="", help="its day; else that of the newest page")
    verify = commands.add_parser("verify-edition", help="say whether an edition has been changed")
    verify.add_argument("file", metavar="FILE", type=Path, help="the zip")
    commands.add_parser("translations", help="list what is behind in a language, and the changes")
    agree = commands.add_parser("confirm", help="record that the languages say the same again")
    agree.add_argument("names", metavar="NAME", nargs="*", help="guide/logic, twin-town, …")
    tell = commands.add_parser("summary", help="say in words what a change does, as Markdown")
    tell.add_argument("--base", default="", help="the revision to compare with; else main")
    tell.add_argument("--links", type=Path, help="a report of links that do not answer, as JSON")
    asked = commands.add_parser("links", help="ask whether links to other sites still answer")
    asked.add_argument(
        "--report", metavar="FILE", nargs="*", default=[], type=Path, help="written: .md, .json"
    )
    asked.add_argument("--private", metavar="HOST", nargs="*", default=[], help="asked, too")
    for name, seconds in (("timeout", Manner().timeout), ("pause", Manner().pause)):
        asked.add_argument(f"--{name}", type=float, default=seconds, help="in seconds")
    options, rest = parser.parse_known_args(arguments)
    if options.command == "recognise" and not any(name.startswith("-") for name in rest):
        options.files += map(Path, rest)  # argparse does not take files after an option.
    elif rest:
        parser.error(f"not understood: {' '.join(rest)}")
    root = options.root.resolve()
    run: dict[str, Callable[[], int]] = {
        "check": lambda: _check(root),
        "site": lambda: cache.build(root),
        "new": lambda: _new(root, options.kind, options.id),
        "recognise": lambda: _recognise(root, options.language, options.files, options.terms),
        "terms-report": lambda: _terms_report(root),
        "publish-ledger": lambda: _publish(root),
        "translations": lambda: _translations(root),
        "confirm": lambda: _confirm(root, options.names),
        "summary": lambda: _summary(root, options.base, options.links),
        "links": lambda: _links(root, options),
        "edition": lambda: _editions(root, options),
        "verify-edition": lambda: _editions(root, options),
    }
    return run[options.command]()


def _check(root: Path) -> int:
    site, _, problems = check(root, may_fork=True)
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
    for name, fact in sorted(site.facts.items()):
        if not fact.verified:
            print(f"data/facts/{name}.yml is not verified and on no page.")
    for due in reviews(site):
        if due.day < today():
            print(f"{due.path} was to be reviewed by {due.day}.")
    for one in translations(site):
        if one.behind:
            print(f"{one.name} is behind in {', '.join(one.behind)}; see make translations.")
    return 0


def _translations(root: Path) -> int:
    site, _, problems = check(root)
    if problems:
        return _check(root)
    for line in behind_report(site):
        print(line)
    return 0


def _confirm(root: Path, names: list[str]) -> int:
    if not names:
        print("Say what: make confirm guide/logic, or several names", file=sys.stderr)
        return 1
    site, problems = load(root)
    if problems:
        print(report(problems, annotate="CI" in os.environ))
        print("Nothing was confirmed: mend these mistakes first.", file=sys.stderr)
        return 1
    try:
        lock = confirm(site, names, today())
    except UnknownName as error:
        print(error, file=sys.stderr)
        return 1
    new = [name for name, confirmed in lock.items() if site.confirmed.get(name) != confirmed]
    (root / "data" / LOCK).write_text(written(lock), "utf-8")
    print(f"Confirmed in data/{LOCK}: {', '.join(new) or 'nothing, all of it was before'}")
    return 0


def _summary(root: Path, base: str, links: Path | None) -> int:
    """Fails for nothing: what could not be compared is told where the summary is read."""
    print(summary(root, base, links), end="")
    return 0


def _links(root: Path, options: argparse.Namespace) -> int:
    """Fails for no link, only for a report that cannot be written: it is run on a schedule."""
    reports: list[Path] = options.report
    for path in reports:
        if path.suffix not in links.FORMS:
            print(f"{path}: a report ends with {listing(list(links.FORMS))}.", file=sys.stderr)
            return 1
        try:
            path.touch()
        except OSError as error:
            print(f"{path} cannot be written: {error.strerror}.", file=sys.stderr)
            return 1
    site, _ = load(root)
    manner = Manner(timeout=options.timeout, pause=options.pause, private=options.private)
    found = links.links(root, site, today(), manner)
    for line in found.lines():
        print(line)
    for path in reports:
        path.write_text(links.FORMS[path.suffix](found), "utf-8")
    return 0


def _publish(root: Path) -> int:
    site, pages, problems = check(root)
    if problems:
        print(report(problems, annotate="CI" in os.environ))
        print("Nothing was published: mend these mistakes first.", file=sys.stderr)
        return 1
    for path, text, news in publish(site, pages):
        if news:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        print(f"{path.relative_to(root).as_posix()}: {news or 'nothing is new'}")
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


def _editions(root: Path, options: argparse.Namespace) -> int:
    try:
        if options.command == "edition":
            return _edition(root, options.site, options.date)
        return _verify_edition(options.file)
    except edition.Refused as error:
        print(error, file=sys.stderr)
        return 1


def _edition(root: Path, built: Path, day: str) -> int:
    site, pages, problems = check(root)
    if problems:
        return _check(root)
    day = day or max(version.date for version in versions(site, pages).values())
    address = edition.address_of(root / built)
    file = edition.write(root, root / built, edition.Edition(day, address, site.languages))
    print(f"{file.relative_to(root)} is written: {file.stat().st_size / 1e6:.1f} MB.")
    print(f"SHA-256: {hashlib.sha256(file.read_bytes()).hexdigest()}")
    print(f"Its pages point at {address}; set SITE_URL if the site is elsewhere.")
    return 0


def _verify_edition(file: Path) -> int:
    files = edition.contents(file)
    if wrong := list(edition.complaints(files)):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    print(f"{file} is as it was made: {len(files)} files.")
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
    schema = read_schema(root, kind, site.codes)
    path.parent.mkdir(exist_ok=True)
    path.write_text(skeleton(kind, schema, identifier), "utf-8")
    status = ", change its status to 'draft'," if "status" in schema["properties"] else ""
    print(f"{shown} is written. Fill it in{status} and run make check.")
    return 0
