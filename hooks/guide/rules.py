"""What must hold between the files: one rule, one function, one test.

A rule gets the whole site and gives every problem that it finds.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import zip_longest

from guide.model import Checklist, Concept, DecisionPath, Fact, Link, Page, Site, Step
from guide.problems import Place, Problem, listing, quote, suggestion

#: What has sources and places.
Entry = Concept | Checklist | DecisionPath | Fact

#: Relations between concepts: the field, and the field that answers it in the other concept.
ANSWERS = {"broader": "narrower", "narrower": "broader", "related": "related"}

#: The folders of pages that are made one for each entry, and the folder of data of each.
KINDS = {"glossary": "concepts", "checklists": "checklists", "paths": "paths"}

#: How many months a year has.
MONTHS = 12

#: Words of the interface in which something is replaced.
PLACEHOLDERS = {
    "date.format": ["{day}", "{month}", "{month_name}", "{year}"],
    "source.consulted": ["{date}"],
    "concept.rest": ["{count}"],
    "map.count": ["{count}"],
    "checklist.count": ["{done}", "{all}"],
    "checklist.meeting.position": ["{number}", "{all}"],
    "checklist.timer.running": ["{minutes}"],
    "checklist.file.saved": ["{name}"],
    "checklist.file.opened": ["{name}"],
    "checklist.file.wrong": ["{name}"],
    "checklist.file.other": ["{name}"],
    "checklist.lost": ["{count}"],
    "checklist.compare.name": ["{file}"],
    "checklist.compare.remove": ["{name}"],
    "checklist.compare.count": ["{count}", "{all}"],
    "search.other": ["{count}"],
    "shell.minutes": ["{count}"],
    "handout.link": ["{size}"],
    "handout.whole": ["{size}"],
    "handout.fill": ["{size}"],
    "handout.version": ["{version}"],
    "handout.code": ["{address}"],
    "search.some": ["{count}", "{shown}"],
    "search.none": ["{query}"],
    "behind.since": ["{date}"],
    "editors.confirmed": ["{date}"],
    "moved.link": ["{title}"],
    "withdrawn.since": ["{date}"],
    "statement.scope": ["{site}"],
    "statement.full": ["{standard}"],
    "statement.partial": ["{standard}"],
    "statement.none": ["{standard}"],
    "statement.criterion": ["{criterion}"],
    "statement.tested": ["{date}"],
    "statement.dates": ["{prepared}", "{reviewed}"],
    "statement.publisher": ["{publisher}"],
    "statement.enforcement.text": ["{authority}"],
    "record.version": ["{version}", "{date}"],
    "anchor.label": ["{heading}"],
    "cite.text": ["{title}", "{site}", "{version}", "{address}", "{day}"],
    "cite.copy_as": ["{format}"],
    "cite.save": ["{format}"],
    "edition.banner": ["{date}"],
    "edition.what": ["{site}", "{date}"],
    "editions.read": ["{date}"],
    "editions.download": ["{date}", "{size}"],
}


def check(site: Site) -> list[Problem]:
    """Every problem between the files of a site."""
    return [problem for rule in RULES for problem in rule(site)]


def relations_are_known(site: Site) -> Iterator[Problem]:
    """A concept's relations name concepts that exist and are published."""
    for concept in site.concepts.values():
        for relation in ANSWERS:
            names = _placed(concept, getattr(concept, relation), relation)
            yield from _unknown(site, "concepts", names)
        others = [
            (confusion.concept, concept.place("confused_with", number, "concept"))
            for number, confusion in enumerate(concept.confused_with)
        ]
        yield from _unknown(site, "concepts", others)
        yield from _unknown(site, "subjects", [(concept.subject, concept.place("subject"))])


def relations_lead_elsewhere(site: Site) -> Iterator[Problem]:
    """No concept is related to itself."""
    for concept in site.concepts.values():
        for relation in ANSWERS:
            for number, other in enumerate(getattr(concept, relation)):
                if other == concept.id:
                    yield _to_itself(concept, concept.place(relation, number), relation)
        for number, confusion in enumerate(concept.confused_with):
            if confusion.concept == concept.id:
                place = concept.place("confused_with", number, "concept")
                yield _to_itself(concept, place, "confused_with")


def _to_itself(concept: Concept, place: Place, relation: str) -> Problem:
    return Problem(
        place,
        f"{quote(relation)} leads from {quote(concept.id)} to itself",
        "a relation leads to another concept",
        "remove the line, or name the concept that was meant",
    )


def relations_are_mutual(site: Site) -> Iterator[Problem]:
    """What one concept says of another, the other says too."""
    for concept in site.concepts.values():
        for relation, answer in ANSWERS.items():
            for number, other in enumerate(getattr(concept, relation)):
                target = site.concepts.get(other)
                if target and target is not concept and concept.id not in getattr(target, answer):
                    yield Problem(
                        concept.place(relation, number),
                        f"{quote(other)} is {relation} here, but does not answer",
                        f"data/concepts/{other}.yml names '{concept.id}' under '{answer}'",
                        f"add '- {concept.id}' there, or remove the line here",
                    )


def concepts_are_related(site: Site) -> Iterator[Problem]:
    """Every concept is related to another, and all of them make one connected whole."""
    neighbours = _neighbours(site)
    reached: set[str] = set()
    queue = sorted(neighbours, key=lambda name: -len(neighbours[name]))[:1]
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue.extend(neighbours[name])
    for name, concept in site.concepts.items():
        if name not in reached:
            alone = not neighbours[name]
            yield Problem(
                concept.place(),
                f"{quote(name)} has no relation"
                + ("" if alone else f" to the rest, only to {listing(sorted(neighbours[name]))}"),
                "every concept leads to every other by 'broader', 'narrower' and 'related'",
                "name a concept that is close to it, and name this one there",
            )


def _neighbours(site: Site) -> dict[str, set[str]]:
    return {
        name: {
            other
            for relation in ANSWERS
            for other in getattr(concept, relation)
            if other in site.concepts
        }
        for name, concept in site.concepts.items()
    }


def broader_goes_one_way(site: Site) -> Iterator[Problem]:
    """No concept is broader than itself by way of others."""
    for name, concept in site.concepts.items():
        for number, start in enumerate(concept.broader):
            above: set[str] = set()
            queue = [start] if start != name else []
            while queue:
                other = queue.pop()
                if other not in above and other in site.concepts:
                    above.add(other)
                    queue.extend(site.concepts[other].broader)
            if name in above:
                yield Problem(
                    concept.place("broader", number),
                    f"{quote(start)} is broader than {quote(name)}, but also narrower",
                    "what is broader does not come back to where it began",
                    "remove one of the relations in the circle",
                )


def paths_lead_to_an_end(site: Site) -> Iterator[Problem]:
    """A decision path's answers lead to steps there are; every step is reached; none comes back."""
    for path in site.paths.values():
        steps = {step.id: step for step in path.steps}
        for s, step in enumerate(path.steps):
            where = ("steps", s)
            concepts = _placed(path, step.concepts, *where, "concepts")
            yield from _unknown(site, "concepts", concepts)
            yield from _unknown_guides(site, path, step.guides, *where, "guides")
            for a, answer in enumerate(step.answers):
                if answer.next not in steps:
                    yield Problem(
                        path.place(*where, "answers", a, "next"),
                        f"the step {quote(answer.next)} does not exist"
                        f"{suggestion(answer.next, steps)}",
                        "an answer leads to the id of a step of the same path",
                        "correct the id, or write the step",
                    )
        yield from _step_problems(path, steps)


def _step_problems(path: DecisionPath, steps: Mapping[str, Step]) -> Iterator[Problem]:
    onward = {
        name: [a.next for a in step.answers if a.next in steps] for name, step in steps.items()
    }
    reached = _reachable(onward, path.steps[0].id)
    for s, step in enumerate(path.steps):
        place = path.place("steps", s, "id")
        if steps[step.id] is not step:
            yield Problem(
                place,
                f"the id {quote(step.id)} stands twice on the path",
                "each step has an id of its own",
                "give the newer one another id",
            )
        elif step.id not in reached:
            yield Problem(
                place,
                f"no answer leads to the step {quote(step.id)}",
                "every step is reached from the first",
                "let an answer lead to it, or remove it",
            )
        elif step.id in {n for o in onward[step.id] for n in _reachable(onward, o)}:
            yield Problem(
                place,
                f"the step {quote(step.id)} comes back to itself",
                "every answer leads on, and in the end to an outcome",
                "let the answer lead to another step",
            )


def _reachable(onward: Mapping[str, list[str]], start: str) -> set[str]:
    """The steps that can be reached from one, itself included."""
    reached: set[str] = set()
    queue = [start]
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue.extend(onward[name])
    return reached


def sources_are_known(site: Site) -> Iterator[Problem]:
    """Everything that is said rests on a source that exists."""
    entries: list[Entry] = [
        *site.concepts.values(),
        *site.checklists.values(),
        *site.paths.values(),
        *site.facts.values(),
    ]
    for entry in entries:
        yield from _unknown(site, "sources", _placed(entry, entry.sources, "sources"))


def checklist_links_are_known(site: Site) -> Iterator[Problem]:
    """A checklist's items name concepts and guides that exist."""
    for checklist in site.checklists.values():
        for s, section in enumerate(checklist.sections):
            for i, item in enumerate(section.items):
                where = ("sections", s, "items", i)
                concepts = _placed(checklist, item.concepts, *where, "concepts")
                yield from _unknown(site, "concepts", concepts)
                yield from _unknown_guides(site, checklist, item.guides, *where, "guides")


def _unknown_guides(
    site: Site, entry: Entry, guides: Iterable[str], *key: str | int
) -> Iterator[Problem]:
    pages = {page.source: page for page in site.pages}
    for number, guide in enumerate(guides):
        name, _, anchor = guide.partition("#")
        page = pages.get(f"guide/{name}.md")
        place = entry.place(*key, number)
        if page is None:
            known = [posixpath.basename(s)[:-3] for s in pages if s.startswith("guide/")]
            yield Problem(
                place,
                f"the guide {quote(name)} does not exist{suggestion(name, known)}",
                "guides are pages in docs/<language>/guide/, without .md",
                "correct the name, or write the page first",
            )
        elif anchor and anchor not in (ids := [heading.id for heading in page.headings]):
            yield _no_anchor(place, f"guide/{name}.md", anchor, ids)


def checklist_ids_are_distinct(site: Site) -> Iterator[Problem]:
    """Ids of sections and items are addresses and names of saved answers: each stands once."""
    for checklist in site.checklists.values():
        seen: set[str] = set()
        for s, section in enumerate(checklist.sections):
            ids: list[tuple[str, tuple[str | int, ...]]] = [(section.id, ("sections", s, "id"))]
            ids += [
                (item.id, ("sections", s, "items", i, "id")) for i, item in enumerate(section.items)
            ]
            for identifier, key in ids:
                if identifier in seen:
                    yield Problem(
                        checklist.place(*key),
                        f"the id {quote(identifier)} stands twice in the checklist",
                        "each section and each item has an id of its own",
                        "give the newer one another id",
                    )
                seen.add(identifier)


def preferred_terms_are_distinct(site: Site) -> Iterator[Problem]:
    """A term is preferred for one concept, unless qualifiers tell two of them apart."""
    for code in site.codes:
        named: dict[str, Concept] = {}
        for concept in site.concepts.values():
            text = concept.texts[code]
            other = named.setdefault(text.name.casefold(), concept)
            if other is not concept:
                yield Problem(
                    concept.place(code, "preferred"),
                    f"{quote(text.preferred)} is the preferred term of {quote(other.id)} too",
                    "a term is preferred for one concept, unless a 'qualifier' tells two apart",
                    "make it an admitted term here, or write a 'qualifier:' below it",
                )


def terms_have_one_role(site: Site) -> Iterator[Problem]:
    """A term stands once in a concept, and admits no confusion with what another prefers."""
    for code in site.codes:
        preferred = {c.texts[code].name.casefold(): name for name, c in site.concepts.items()}
        for name, concept in site.concepts.items():
            text = concept.texts[code]
            roles = [(term, ("admitted", n)) for n, term in enumerate(text.admitted)]
            deprecated = [(d.term, ("deprecated", n)) for n, d in enumerate(text.deprecated)]
            seen = {text.preferred.casefold()}
            for term, key in [*roles, *deprecated]:
                other = preferred.get(term.casefold(), name)
                if term.casefold() in seen:
                    yield Problem(
                        concept.place(code, *key),
                        f"{quote(term)} stands twice in the concept",
                        "a term is preferred, admitted or deprecated, and stands once",
                        "keep it in one place only",
                    )
                elif key[0] == "admitted" and other != name:
                    yield Problem(
                        concept.place(code, *key),
                        f"{quote(term)} is admitted here, but preferred for {quote(other)}",
                        "a term that is preferred for one concept is not admitted for another",
                        "remove it in one of the files",
                    )
                seen.add(term.casefold())


def confusions_are_said_once(site: Site) -> Iterator[Problem]:
    """What tells two concepts apart is said in one of their files; both pages show it."""
    said: dict[frozenset[str], str] = {}
    for name, concept in site.concepts.items():
        for number, confusion in enumerate(concept.confused_with):
            first = said.setdefault(frozenset({name, confusion.concept}), f"{name} {number}")
            if first != f"{name} {number}":
                other = first.split(" ")[0]
                yield Problem(
                    concept.place("confused_with", number, "concept"),
                    f"data/concepts/{other}.yml says already what tells "
                    f"{quote(name)} and {quote(confusion.concept)} apart",
                    "it is said once, in either of the two files; both pages show it",
                    "remove it here, or there",
                )


def sources_are_distinct(site: Site) -> Iterator[Problem]:
    """No page of prose takes the place of a page that is made from data."""
    generated = set(_generated_sources(site))
    for page in site.pages:
        if page.source in generated:
            yield Problem(
                page.place(),
                f"the page {quote(page.source)} is made from data, too",
                f"the folders {listing(sorted(site.generated), 'and')} hold pages made from data, "
                "and accessibility.md, editors.md and sitemap.md are such",
                "move the page to another folder, or give it another name",
            )


def slugs_are_distinct(site: Site) -> Iterator[Problem]:
    """No two pages of a language have one address."""
    for language in site.languages:
        code = language.code
        # A folder of the site and a page beside it would have the same address, too.
        slugs = [
            (
                # The map is a page in the glossary's folder.
                "glossary" if name == "map" else "",
                section["slug"],
                language.place("sections", name, "slug"),
                f"section {quote(name)}",
            )
            for name, section in language.sections.items()
        ]
        slugs += [
            (posixpath.dirname(page.source), page.slug, page.place("slug"), quote(page.source))
            for page in site.pages
            if page.language == code and page.slug
        ]
        slugs += [
            (folder, entry.texts[code].slug, entry.place(code, "slug"), quote(name))
            for folder, entries in site.generated.items()
            for name, entry in entries.items()
        ]
        yield from _same_slugs(code, slugs)


def _same_slugs(code: str, slugs: list[tuple[str, str, Place, str]]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for folder, slug, place, name in slugs:
        other = first.setdefault((folder, slug), name)
        if other != name:
            yield Problem(
                place,
                f"the slug {quote(slug)} is that of {other} too, in the language '{code}'",
                "no two pages in a folder have one address",
                "write another slug for the newer page",
            )


def pages_exist_in_every_language(site: Site) -> Iterator[Problem]:
    """No page lacks a language."""
    known = site.known.get("pages", frozenset())
    sources = {name.split("/", 1)[1] for name in known}
    for source in sorted(sources):
        there = [code for code in site.codes if f"{code}/{source}" in known]
        for code in site.codes:
            if code not in there:
                yield Problem(
                    Place(f"docs/{code}/{source}"),
                    f"the page is missing in the language '{code}'",
                    f"every page stands in every language; this one stands in {listing(there)}",
                    f"write the page, or remove it from docs/{there[0]}/ too",
                )
    if not sources:
        for code in site.codes:
            yield Problem(
                Place(f"docs/{code}/index.md"),
                "there is no page",
                "every language has at least a start page, index.md",
                "write it",
            )


def headings_agree_between_languages(site: Site) -> Iterator[Problem]:
    """A page has the same heading ids, on the same levels, in the same order in all languages.

    The outline that most languages have is taken for the right one. A page whose headings have
    problems of their own is passed over until these are mended.
    """
    by_source: dict[str, list[Page]] = defaultdict(list)
    for page in site.pages:
        if all(heading.id and heading.level > 1 for heading in page.headings):
            by_source[page.source].append(page)
    for pages in by_source.values():
        outlines = [_outline(page) for page in pages]
        original = pages[outlines.index(max(outlines, key=outlines.count))]
        for page in pages:
            yield from _heading_difference(page, original)


def _outline(page: Page) -> list[str]:
    return [f"{'#' * heading.level} {{#{heading.id}}}" for heading in page.headings]


def _heading_difference(page: Page, original: Page) -> Iterator[Problem]:
    """The first place where the headings of a page differ from those of the original."""
    pairs = zip_longest(_outline(page), _outline(original))
    for number, (here, there) in enumerate(pairs):
        if here == there:
            continue
        missing = "no further heading"
        yield Problem(
            page.headings[number].place if here else page.place(),
            f"the page has {quote(here) if here else missing} where "
            f"docs/{original.language}/{page.source} has {quote(there) if there else missing}",
            "a page has the same heading ids in the same order in all languages",
            "make the headings of the two pages the same",
        )
        return


def links_agree_between_languages(site: Site) -> Iterator[Problem]:
    """A page leads to the same pages and figures of ours, as often, in all languages.

    Looked at only when every link leads somewhere: a wrong one would be told twice.
    """
    by_source: dict[str, list[Page]] = defaultdict(list)
    for page in site.pages if site.generated_anchors else ():
        by_source[page.source].append(page)
    for pages in by_source.values():
        counts = [_own_links(page) for page in pages]
        original = max(counts, key=counts.count)
        for page, count in zip(pages, counts, strict=True):
            yield from _link_difference(page, count, original)


def _own_links(page: Page) -> Counter[str]:
    """How often the page names each page or figure of ours."""
    return Counter(_page_of(link.target) for link in page.links if "://" not in link.target)


def _page_of(target: str) -> str:
    return target.partition("#")[0]


def _link_difference(page: Page, links: Counter[str], original: Counter[str]) -> Iterator[Problem]:
    """Links of ours that the page has more or less often than most languages have it."""
    places = {_page_of(link.target): link.place for link in page.links}
    for target in sorted((links - original) | (original - links)):
        yield Problem(
            places.get(target, page.place()),
            f"links to {quote(target)}: {links[target]} here, {original[target]} in most languages",
            "a page leads to the same pages and figures in all languages",
            "add or remove one, here or in the other languages",
        )


def navigation_is_complete(site: Site) -> Iterator[Problem]:
    """Every page of prose is in the navigation, and the navigation names only pages there are."""
    sources = {name.split("/", 1)[1] for name in site.known.get("pages", frozenset())}
    generated = set(_generated_sources(site))
    named: set[str] = set()
    for entry in site.nav:
        if entry.source in named:
            yield Problem(
                entry.place,
                f"the page {quote(entry.source)} stands twice in the navigation",
                "'nav' names each page once",
                "remove one of the lines",
            )
        named.add(entry.source)
        if entry.source not in sources | generated:
            yield Problem(
                entry.place,
                f"the page {quote(entry.source)} does not exist"
                f"{suggestion(entry.source, sources | generated)}",
                "'nav' names files below docs/<language>/",
                "correct the name, or remove the line",
            )
    for source in sorted(sources - named):
        yield Problem(
            Place("mkdocs.yml"),
            f"the page {quote(source)} is not in the navigation",
            "'nav' names every page of prose, in the order of reading",
            f"add '- {source}' to 'nav'",
        )


def folders_are_sections(site: Site) -> Iterator[Problem]:
    """Every folder of pages has a slug and a title in every language."""
    sources = [entry.source for entry in site.nav] + [page.source for page in site.pages]
    folders = {posixpath.dirname(source) for source in sources} - {""}
    for language in site.languages:
        for folder in sorted(folders - set(language.sections)):
            yield Problem(
                language.place("sections"),
                f"the section {quote(folder)} is missing",
                "every folder of pages has a slug and a title under 'sections'",
                f"add '{folder}:' with 'slug:' and 'title:' there",
            )


def placeholders_are_known(site: Site) -> Iterator[Problem]:
    """Words in braces in the interface are those that the site replaces there."""
    for language in site.languages:
        for name, text in language.strings.items():
            known = PLACEHOLDERS.get(name, [])
            for used in re.findall(r"\{[^{}]*\}|[{}]", text):
                if used not in known:
                    yield Problem(
                        language.place("interface", name),
                        f"{quote(used)} is not replaced here{suggestion(used, known)}",
                        f"{quote(name)} has {listing(known) if known else 'no braces'}",
                        "write it as in the other languages",
                    )


def months_are_twelve(site: Site) -> Iterator[Problem]:
    """Every month has a name."""
    for language in site.languages:
        count = len(language.strings["date.months"].split())
        if count != MONTHS:
            yield Problem(
                language.place("interface", "date.months"),
                f"there are {count} months",
                "the twelve months with spaces between, each in one word",
                "write all twelve",
            )


def links_lead_somewhere(site: Site) -> Iterator[Problem]:
    """Links in prose lead to pages and headings that exist, or out of the site."""
    generated = _generated_sources(site)
    for page in site.pages:
        for link in page.links:
            yield from _link_problem(site, generated, page, link)


def coverage_is_met(site: Site) -> Iterator[Problem]:
    """Every point of a source is taken up on a page that is there, and in a section that is."""
    if site.coverage is None:
        return
    coverage = site.coverage
    yield from _unknown(site, "sources", [(coverage.source, coverage.place("source"))])
    for p, point in enumerate(coverage.points):
        for number, target in enumerate(point.targets):
            yield from _unknown_target(site, target, coverage.place("points", p, "targets", number))


def withdrawals_lead_somewhere(site: Site) -> Iterator[Problem]:
    """What is to be read instead of a withdrawn page is there."""
    for withdrawal in site.withdrawals.values():
        if withdrawal.replaced_by:
            place = withdrawal.place("replaced_by")
            yield from _unknown_target(site, withdrawal.replaced_by, place)


def _unknown_target(site: Site, target: str, place: Place) -> Iterator[Problem]:
    """A problem if data names a page or section, as 'guide/logic.md#need', that is not there."""
    prose = {page.source: page for page in site.pages}
    others = {name.split("/", 1)[1] for name in site.known.get("pages", ())}
    others |= set(_generated_sources(site))
    source, _, anchor = target.partition("#")
    anchors = site.generated_anchors.get(source)
    if source in prose:
        anchors = frozenset(heading.id for heading in prose[source].headings)
    elif source not in others:
        yield Problem(
            place,
            f"the page {quote(source)} does not exist{suggestion(source, others)}",
            "a target is a file below docs/<language>/, with #heading if need be",
            "correct it, or write the page",
        )
    if anchor and anchors is not None and anchor not in anchors:
        yield _no_anchor(place, source, anchor, anchors)


def statement_is_honest(site: Site) -> Iterator[Problem]:
    """Only what people have assessed, and found without failing, is said to meet everything."""
    statement = site.statement
    if statement is None or statement.status != "full":
        return
    if statement.assessment.by == "machine":
        yield Problem(
            statement.place("status"),
            "the site is said to meet every requirement, but only machines have tested it",
            "tests find some failings and not others; 'full' needs an assessment by people",
            "write 'status: partial', or enter the assessment by people under 'assessment'",
        )
    if statement.failings:
        yield Problem(
            statement.place("status"),
            f"the site is said to meet every requirement, but 'failings' names "
            f"{len(statement.failings)}",
            "a site with known failings meets the requirements in part",
            "write 'status: partial', or remove the failings that are mended",
        )


def statement_rests_on_sources(site: Site) -> Iterator[Problem]:
    """What the accessibility statement says of the authority rests on sources that exist."""
    if site.statement:
        place = site.statement.place
        names = [(name, place("sources", n)) for n, name in enumerate(site.statement.sources)]
        yield from _unknown(site, "sources", names)


def changes_concern_pages(site: Site) -> Iterator[Problem]:
    """A change names pages that are on the site."""
    # Those that cannot be read are known, too: what is wrong with them is told at their place.
    prose = {name.partition("/")[2] for name in site.known.get("pages", ())}
    known = prose | set(_generated_sources(site))
    for change in site.changes.values():
        for number, source in enumerate(change.pages):
            if source not in known:
                yield Problem(
                    change.place("pages", number),
                    f"there is no page {quote(source)}{suggestion(source, known)}",
                    "a change names the pages that it concerns by their files below "
                    "docs/<language>/",
                    "correct the name, or remove the line",
                )


def changes_have_been_made(site: Site) -> Iterator[Problem]:
    """No change is of a day that has not come."""
    # The day begins earlier where an editor is than where the site is built.
    last = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011
    for change in site.changes.values():
        if change.date > last:
            yield Problem(
                change.place("date"),
                f"the change is of {change.date}, which has not come yet",
                "a change is told when it has been made",
                "write the day on which readers get the change",
            )


def _link_problem(
    site: Site,
    generated: list[str],
    page: Page,
    link: Link,
) -> Iterator[Problem]:
    target, place = link.target, link.place
    if re.match(r"(https?://|mailto:)[^\s]", target):
        return
    scheme, _, name = target.partition(":")
    if scheme in _BY_ID:
        yield from _BY_ID[scheme](site, name, place)
    elif re.match(r"[a-z][a-z0-9+.-]*:|/", target, re.IGNORECASE):
        yield Problem(
            place,
            f"the link {quote(target)} is neither a page of ours nor an address on the web",
            "links are '../folder/page.md#heading', 'term:id', 'https://...' or 'mailto:...'",
            "write the path of the .md file from this page's folder",
        )
    else:
        yield from _path_problem(site, generated, page, link)


def _path_problem(
    site: Site,
    generated: list[str],
    page: Page,
    link: Link,
) -> Iterator[Problem]:
    target, place = link.target, link.place
    path, _, anchor = target.partition("#")
    source = posixpath.normpath(posixpath.join(posixpath.dirname(page.source), path))
    if not path:
        source = page.source
    other = site.prose.get((page.language, source))
    anchors = site.generated_anchors.get(source)
    if other is not None:
        anchors = frozenset(heading.id for heading in other.headings)
    elif source not in generated:
        if any(f"{code}/{source}" in site.known.get("pages", ()) for code in site.codes):
            return  # The page is there, or is missing in this language only: that is reported.
        folder, name = posixpath.split(source)
        kind = KINDS.get(folder, folder)
        identifier = name.removesuffix(".md")
        if f"{kind}/{identifier}" in site.incomplete:
            yield from _unknown(site, kind, [(identifier, place)])
            return
        folder = posixpath.dirname(page.source)
        known = [s for code, s in site.prose if code == page.language] + generated
        paths = [posixpath.relpath(name, folder or ".") for name in known]
        yield Problem(
            place,
            f"the link {quote(target)} leads to no page{suggestion(path, paths)}",
            "a link names the .md file of a page, from this page's folder",
            "correct the path",
        )
        return
    if anchor and anchors is not None and anchor not in anchors:
        yield _no_anchor(place, source, anchor, anchors)


def _fact_problem(site: Site, name: str, place: Place) -> Iterator[Problem]:
    yield from _unknown(site, "facts", [(name, place)])
    if name in site.facts and not site.facts[name].verified:
        yield Problem(
            place,
            f"the figure {quote(name)} is not verified",
            "a figure on a page has been seen in its source",
            f"look it up and set 'verified: yes' in data/facts/{name}.yml, or write without it",
        )


def _concept_problem(site: Site, name: str, place: Place) -> Iterator[Problem]:
    yield from _unknown(site, "concepts", [(name, place)])


#: What prose names by its id: '[](fact:ii-population)', '[words](term:twin-town)'.
_BY_ID: Mapping[str, Callable[[Site, str, Place], Iterator[Problem]]] = {
    "fact": _fact_problem,
    "term": _concept_problem,
}


def _generated_sources(site: Site) -> list[str]:
    """The pages that the data makes, or will make when its problems are mended."""
    indexes = [f"{folder}/index.md" for folder in site.generated]
    return [
        *indexes,
        "sources/coverage.md",
        "accessibility.md",
        "editors.md",
        "sitemap.md",
        "glossary/map.md",
        "changes.md",
    ] + [
        f"{folder}/{name}.md"
        for folder, kind in KINDS.items()
        for name in site.known.get(kind, ())
        if f"{kind}/{name}" not in site.incomplete
    ]


def _no_anchor(place: Place, source: str, anchor: str, known: Iterable[str]) -> Problem:
    return Problem(
        place,
        f"the page {quote(source)} has no heading {quote(anchor)}{suggestion(anchor, known)}",
        "what stands after # is the id of a heading on that page",
        "correct the id, or add it to the heading",
    )


def _placed(entry: Entry, names: Iterable[str], *key: str | int) -> list[tuple[str, Place]]:
    """The names of a list in a data file, each with its place."""
    return [(name, entry.place(*key, number)) for number, name in enumerate(names)]


def _unknown(site: Site, kind: str, names: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    """Problems for names that are no file in data/<kind>, or one that is not published."""
    known = site.known.get(kind, frozenset())
    for name, place in names:
        if name not in known:
            yield Problem(
                place,
                f"{quote(name)} is not known in data/{kind}{suggestion(name, known)}",
                f"the name of a file in data/{kind}, without .yml",
                "correct the name, or write that file first",
            )
        elif f"{kind}/{name}" in site.incomplete:
            yield Problem(
                place,
                f"{quote(name)} is incomplete and not on the site",
                "what is published leads to what is published",
                f"complete data/{kind}/{name}.yml and change its status, or remove the line here",
            )


#: All rules, in the order in which they are applied.
RULES: tuple[Callable[[Site], Iterator[Problem]], ...] = (
    relations_are_known,
    relations_lead_elsewhere,
    relations_are_mutual,
    broader_goes_one_way,
    concepts_are_related,
    paths_lead_to_an_end,
    sources_are_known,
    checklist_links_are_known,
    checklist_ids_are_distinct,
    preferred_terms_are_distinct,
    terms_have_one_role,
    confusions_are_said_once,
    sources_are_distinct,
    slugs_are_distinct,
    pages_exist_in_every_language,
    headings_agree_between_languages,
    links_agree_between_languages,
    navigation_is_complete,
    folders_are_sections,
    placeholders_are_known,
    months_are_twelve,
    links_lead_somewhere,
    coverage_is_met,
    withdrawals_lead_somewhere,
    statement_is_honest,
    statement_rests_on_sources,
    changes_concern_pages,
    changes_have_been_made,
)
