"""Pages of data as handouts: each concept, the whole glossary, each checklist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import urljoin

from guide.addresses import Addresses
from guide.handouts.handout import Content, Handout, Node, cited, foreign, node
from guide.languages import capitalised, initial, sentence, sort_key, written_date
from guide.model import Checklist, Concept, Item, Language, Site
from guide.references import References

#: Handouts of a language by the source of their page.
Handouts = Iterator[tuple[str, Handout]]

#: Lines to write on, for each kind of answer.
ROWS = {"line": 1, "lines": 4}


class Pages:
    """The handouts of a site's data in one language.

    ``base`` is the site's full address, with a slash at its end.
    """

    def __init__(self, site: Site, language: Language, addresses: Addresses, base: str) -> None:
        self._site = site
        self._language = language
        self._code = language.code
        self._strings = language.strings
        self._references = References(site, language, addresses)
        self._addresses = addresses
        self._base = base

    def all(self) -> Handouts:
        """Every handout that is made from data."""
        yield "glossary/index.md", self._glossary()
        for concept in self._site.concepts.values():
            yield f"glossary/{concept.id}.md", self._concept(concept)
        for checklist in self._site.checklists.values():
            yield f"checklists/{checklist.id}.md", self._checklist(checklist)

    def url(self, source: str) -> str:
        """The full address of a page."""
        return self._base + self._addresses.address(self._code, source)

    def _handout(self, source: str, title: str, description: str, body: list[Node]) -> Handout:
        return Handout(self._language, title, description, self.url(source), body)

    def _heading(self, name: str) -> Node:
        return node("h2", self._strings[name])

    def _name(self, concept: str) -> str:
        return self._site.concepts[concept].texts[self._code].name

    def _in_order(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: sort_key(self._language, self._name(name)))

    def _link(self, concept: str) -> Node:
        return node("a", self._name(concept), href=self.url(f"glossary/{concept}.md"))

    def _see(self, concept: str) -> Node:
        return node("see", self._name(concept), id=concept)

    # Concepts

    def _concept(self, concept: Concept) -> Handout:
        text = concept.texts[self._code]
        body = [
            node("lede", *foreign(sentence(text.definition))),
            self._heading("concept.terms"),
            self._terms(concept),
            self._heading("concept.languages"),
            self._other_languages(concept),
        ]
        for name, words in (("note", text.note), ("example", text.example)):
            if words:
                body += [self._heading(f"concept.{name}"), node("p", *foreign(words))]
        body += [*self._confusions(concept), *self._relations(concept), *self._uses(concept)]
        body += [*self._matches(concept), *self._sources(concept.sources)]
        subject = f"{self._strings['concept.subject']}: "
        subject += f"{self._site.subjects[concept.subject].name[self._code]}. "
        body.append(self._status(concept.status, concept.reviewed, subject))
        title = capitalised(text.name)
        return self._handout(f"glossary/{concept.id}.md", title, plain(body[0]["content"]), body)

    def _terms(self, concept: Concept) -> Node:
        text, strings = concept.texts[self._code], self._strings
        qualifier = f" ({text.qualifier})" if text.qualifier else ""
        preferred = f"{qualifier} – {strings['concept.preferred']}"
        terms = [node("li", node("strong", text.preferred), preferred)]
        terms += [node("li", f"{term} – {strings['concept.admitted']}") for term in text.admitted]
        for deprecated in text.deprecated:
            degree = node("strong", strings[f"concept.{deprecated.degree}"])
            reason = foreign(deprecated.reason)
            terms.append(node("li", f"{deprecated.term} – ", degree, ": ", *reason))
        return node("ul", *terms)

    def _other_languages(self, concept: Concept) -> Node:
        pairs: list[Node] = []
        for other in self._site.languages:
            if other != self._language:
                text = concept.texts[other.code]
                words = ", ".join([text.name, *text.admitted])
                pairs.append(node("dt", node("span", other.name, lang=other.code)))
                pairs.append(node("dd", node("span", words, lang=other.code)))
        return node("dl", *pairs)

    def _confusions(self, concept: Concept) -> Iterator[Node]:
        differences = {other.concept: other for other in self._site.confusions(concept)}
        if differences:
            yield self._heading("concept.confused")
            pairs: list[Node] = []
            for name in self._in_order(differences):
                difference = differences[name].difference[self._code]
                pairs += [node("dt", self._link(name)), node("dd", *foreign(difference))]
            yield node("dl", *pairs)

    def _relations(self, concept: Concept) -> Iterator[Node]:
        kinds = {
            "broader": concept.broader,
            "narrower": concept.narrower,
            "related": concept.related,
        }
        pairs: list[Node] = []
        for kind, names in kinds.items():
            if names:
                links = [self._link(name) for name in self._in_order(names)]
                pairs.append(node("dt", self._strings[f"concept.{kind}"]))
                pairs.append(node("dd", *_joined(links)))
        if pairs:
            yield self._heading("concept.relations")
            yield node("dl", *pairs)

    def _uses(self, concept: Concept) -> Iterator[Node]:
        uses = self._site.uses.get(self._code, {}).get(concept.id, ())
        if uses:
            yield self._heading("concept.used")
            yield node("ul", *(node("li", self._reference(use.source)) for use in uses))

    def _reference(self, target: str) -> Node:
        """A link to a page or to a section of one, with its name."""
        start = "index.md"
        name, address = self._references.link(start, target)
        return node("a", name, href=urljoin(self.url(start), address))

    def _matches(self, concept: Concept) -> Iterator[Node]:
        if concept.matches:
            yield self._heading("concept.matches")
            items = []
            for match in concept.matches:
                name = self._strings[f"vocabulary.{match.vocabulary}"]
                kind = self._strings[f"concept.{match.match}"]
                link = node("a", match.uri, href=match.uri)
                items.append(node("li", f"{name} – {kind}: ", link))
            yield node("ul", *items)

    def _sources(self, sources: Iterable[str]) -> list[Node]:
        items = [cited(self._language, self._site.sources[name]) for name in sources]
        return [self._heading("concept.sources"), node("ul", *items)] if items else []

    def _status(self, status: str, reviewed: str, first: str = "") -> Node:
        strings = self._strings
        day = written_date(self._language, reviewed)
        known = f"{strings['entry.status']}: {strings[f'status.{status}']}."
        text = f"{first}{known} {strings['entry.reviewed']}: {day}."
        return node("small", text, apart=True)

    # The glossary

    def _glossary(self) -> Handout:
        description = self._strings["glossary.description"]
        body = [node("lede", description)]
        entries = sorted(self._entries(), key=lambda entry: sort_key(self._language, entry[0]))
        for letter, group in groupby(entries, lambda entry: initial(self._language, entry[0])):
            body.append(node("h2", letter.upper()))
            body += [part for _, parts in group for part in parts]
        used = {name for concept in self._site.concepts.values() for name in concept.sources}
        body += self._sources(sorted(used))
        title = self._language.sections["glossary"]["title"]
        return Handout(
            self._language, title, description, self.url("glossary/index.md"), body, dense=True
        )

    def _entries(self) -> Iterator[tuple[str, list[Node]]]:
        """Each term with what the glossary says of it, or where."""
        strings = self._strings
        for concept in self._site.concepts.values():
            text = concept.texts[self._code]
            yield text.name, self._entry(concept)
            for term in text.admitted:
                yield term, [self._see_entry(term, strings["glossary.see"], concept)]
            for deprecated in text.deprecated:
                see = f"({strings['glossary.deprecated']}), {strings['glossary.see']}"
                yield deprecated.term, [self._see_entry(deprecated.term, see, concept)]

    def _see_entry(self, term: str, see: str, concept: Concept) -> Node:
        return node("p", f"{term} {see} ", self._see(concept.id))

    def _entry(self, concept: Concept) -> list[Node]:
        text, strings = concept.texts[self._code], self._strings
        entry = [
            node("h3", text.name, id=concept.id),
            node("p", *foreign(sentence(text.definition))),
        ]
        if text.admitted or text.deprecated:
            terms = self._terms(concept)
            entry.append({**terms, "content": terms["content"][1:]})
        pairs = self._other_languages(concept)["content"]
        for name, words in (("note", text.note), ("example", text.example)):
            if words:
                pairs += [node("dt", strings[f"concept.{name}"]), node("dd", *foreign(words))]
        names = self._in_order({other.concept for other in self._site.confusions(concept)})
        if names:
            pairs.append(node("dt", strings["concept.confused"]))
            pairs.append(node("dd", *_joined([self._see(name) for name in names])))
        return [*entry, node("dl", *pairs)]

    # Checklists

    def _checklist(self, checklist: Checklist) -> Handout:
        source, text = f"checklists/{checklist.id}.md", checklist.texts[self._code]
        body = [node("lede", text.description), node("p", *foreign(text.instructions))]
        for section in checklist.sections:
            body.append(node("h2", section.heading[self._code], id=section.id))
            body += [self._item(item) for item in section.items]
        body += self._sources(checklist.sources)
        body.append(self._status(checklist.status, checklist.reviewed))
        return self._handout(source, text.title, text.description, body)

    def _item(self, item: Item) -> Node:
        label = item.text[self._code]
        reason = node("small", node("strong", self._strings["checklist.why"]), " ")
        reason["content"] += foreign(item.why[self._code])
        targets = [f"guide/{page}.md{mark}{anchor}" for page, mark, anchor in _split(item.guides)]
        targets += [f"glossary/{concept}.md" for concept in item.concepts]
        parts: list[Content] = [node("question", label), reason]
        if targets:
            links = [self._reference(target) for target in targets]
            parts.append(node("small", f"{self._strings['checklist.more']}: ", *_joined(links)))
        if item.answer == "tick":
            return node("tick", *parts, id=item.id, label=label)
        return node("write", *parts, id=item.id, label=label, rows=ROWS[item.answer])


def plain(content: Iterable[Content]) -> str:
    """The text of nodes."""
    return "".join(
        child if isinstance(child, str) else plain(child["content"]) for child in content
    )


def _split(guides: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The page and, where one section is meant, its heading."""
    return (guide.partition("#") for guide in guides)


def _joined(nodes: list[Node]) -> list[Content]:
    """Nodes with commas between them."""
    joined: list[Content] = []
    for child in nodes:
        joined += [", ", child] if joined else [child]
    return joined
