"""Makes fields of the places for answers: boxes to tick, and areas to write in.

Typst makes no forms. handout.typ draws each place for pens and puts a link to ``field:<id>`` on
it; here each such link becomes a form field, in the same place on the page and in the structure
tree. Nothing else in the file changes, so it stays PDF/A-2a and PDF/UA-1: every field has a name
for screen readers, an appearance for every state, and its place in the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from guide.handouts.handout import Node
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

_SCHEME = "field:"

# Text is dark on white: what is typed hides the lines for pens. Fields without a size of type
# would fill their height with a single letter.
_APPEARANCE = "/Helv 10 Tf 0 g"

# Bits of /Ff of a text field; ISO 32000-1, table 228.
_MULTILINE = 1 << 12

# A tick in a square of one by one.
_TICK = "q {0} 0 0 {0} 0 0 cm 0.14 w 1 J 1 j 0.2 0.5 m 0.42 0.24 l 0.82 0.8 l S Q"


def with_fields(pdf: bytes, fields: Iterable[Node]) -> bytes:
    """The file with the fields in place; as it was if there are none.

    ``fields`` are nodes with ``id`` and ``label``: see ``guide.handouts.handout``.
    """
    labels = {field["id"]: field["label"] for field in fields}
    if not labels:
        return pdf
    with Pdf.open(BytesIO(pdf)) as document:
        made = [_field(document, *place, labels) for place in _places(document)]
        for element in list(_elements(document.Root.StructTreeRoot.K)):
            element.S = Name.Form
        document.Root.AcroForm = document.make_indirect(
            Dictionary(Fields=Array(made), DA=String(_APPEARANCE), DR=_resources())
        )
        target = BytesIO()
        document.save(target, deterministic_id=True)
        return target.getvalue()


def _places(document: Pdf) -> Iterator[tuple[Page, Object, str]]:
    """Each link that becomes a field: its page, its annotation, and the id of the field."""
    for page in document.pages:
        for annotation in page.get("/Annots", Array()):
            uri = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if uri.startswith(_SCHEME):
                yield page, annotation, uri.removeprefix(_SCHEME)


def _field(
    document: Pdf, page: Page, annotation: Object, name: str, labels: dict[str, str]
) -> Object:
    left, bottom, right, top = (Decimal(str(edge)) for edge in annotation.Rect)
    width, height = right - left, top - bottom
    for key in ("/A", "/Border", "/Contents"):
        if key in annotation:
            del annotation[key]
    annotation.Subtype = Name.Widget
    annotation.P = page.obj
    annotation.T = String(name)
    annotation.TU = String(labels[name])
    if abs(width - height) < 1:
        annotation.FT = Name.Btn
        annotation.V = annotation.AS = Name.Off
        drawn = _TICK.format(round(width, 3))
        states = Dictionary(
            Off=_drawing(document, width, height, ""), Yes=_drawing(document, width, height, drawn)
        )
        annotation.AP = Dictionary(N=states)
    else:
        annotation.FT = Name.Tx
        annotation.Ff = _MULTILINE
        annotation.DA = String(_APPEARANCE)
        annotation.MK = Dictionary(BG=Array([1]))
        annotation.AP = Dictionary(N=_drawing(document, width, height, "/Tx BMC EMC"))
    return annotation


def _drawing(document: Pdf, width: Decimal, height: Decimal, operators: str) -> Object:
    box = Array([0, 0, width, height])
    return document.make_stream(
        operators.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=box,
        Resources=Dictionary(),
    )


def _elements(kids: Any) -> Iterator[Object]:
    """The elements of the structure tree that hold a field."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if not isinstance(kid, Dictionary):
            continue
        inner = kid.get("/K")
        parts = inner if isinstance(inner, Array) else [inner]
        if any(isinstance(part, Dictionary) and _is_field(part) for part in parts):
            yield kid
        elif inner is not None:
            yield from _elements(inner)


def _is_field(part: Object) -> bool:
    return part.get("/Type") == Name.OBJR and part.Obj.get("/Subtype") == Name.Widget


def _resources() -> Dictionary:
    """The font in which a viewer shows what is typed; an empty field uses none."""
    helvetica = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
    )
    return Dictionary(Font=Dictionary(Helv=helvetica))
