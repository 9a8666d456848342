"""Pages of the checklists: a form for each, and an index.

A form needs no script, has nothing to submit and nowhere to send it: every field is a box to
tick or a text area, so that the Enter key cannot reload the page and lose what was written.
What overrides/assets/checklist adds to it where scripts run has its markup and its words in the
page, too, so that the scripts are small and know no language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from guide.citations import citation
from guide.languages import written_date
from guide.model import Checklist, GeneratedPage, Language, Site, Source
from guide.references import References
from guide.rendering import fill, index_page, page

#: The folder of the pages, and of the section in ``Language.sections``.
FOLDER = "checklists"

#: The height of the field for each kind of answer, in lines of text.
ROWS = {"line": 1, "lines": 4}

#: What the scripts say by themselves: keys of ``Language.strings`` after 'checklist.'.
SAID = (
    "count",
    "note",
    "meeting.position",
    "timer.start",
    "timer.pause",
    "timer.running",
    "timer.paused",
    "timer.minute",
    "timer.over",
    "keep.kept",
    "keep.forgotten",
    "keep.refused",
    "keep.restored",
    "file.saved",
    "file.opened",
    "file.wrong",
    "file.other",
    "older",
    "lost",
    "ask.file",
    "ask.link",
    "share.copied",
    "share.ready",
    "share.opened",
    "share.wrong",
    "take.copied",
    "take.uncopied",
    "result.filled",
    "result.left",
    "failed",
    "part",
    "question",
    "answer",
    "yes",
    "no",
    "unanswered",
    "compare.name",
    "compare.remove",
    "compare.few",
    "compare.count",
    "compare.differ",
    "compare.same",
    "compare.none",
    "compare.who",
)


def version(checklist: Checklist) -> str:
    """A short name for the questions as they are now, the same in every language.

    Answers to other questions cannot be compared without care: the version changes with a
    question's words in any language, with its kind of answer, and when one comes or goes. It
    does not change with the order, the headings, the reasons or the links.
    """
    items = [
        [item.id, item.answer, dict(item.text)]
        for section in checklist.sections
        for item in section.items
    ]
    items.sort(key=lambda item: str(item[0]))
    text = json.dumps(items, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:8]


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The checklists' pages in a language."""
    yield index_page(language, FOLDER, site.checklists)
    for checklist in site.checklists.values():
        yield _checklist_page(language, checklist, references, site.sources)


def _checklist_page(
    language: Language,
    checklist: Checklist,
    references: References,
    sources: Mapping[str, Source],
) -> GeneratedPage:
    source = f"{FOLDER}/{checklist.id}.md"
    links = {
        item.id: references.links(source, item.concepts, item.guides)
        for section in checklist.sections
        for item in section.items
    }
    text = checklist.texts[language.code]
    said = {key: language.strings[f"checklist.{key}"] for key in SAID}
    body = fill(
        "checklists.checklist.md.j2",
        t=language.strings,
        code=language.code,
        text=text,
        checklist=checklist,
        links=links,
        rows=ROWS,
        version=version(checklist),
        said=json.dumps(said, ensure_ascii=False),
        sources=[citation(language, sources[name]) for name in checklist.sources],
        reviewed=written_date(language, checklist.reviewed),
    )
    return page(
        language,
        source,
        title=text.title,
        description=text.description,
        reviewed=checklist.reviewed,
        body=body,
    )
