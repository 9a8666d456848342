"""An edition as one file for an archive: a zip that holds a bag, as RFC 8493 (BagIt) has it.

The same files give the same bytes: nothing in it tells when or where it was made.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from guide.edition.pages import Edition
from guide.edition.refused import Refused
from guide.languages import written_date

#: What the file of an edition is called before its day: in the words that all who use it know.
NAME = "kommun-kunta-municipality"

_MANIFEST, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")
# A file that all may read and its owner may change, as Unix writes it.
_MODE = 0o100644 << 16


def name(date: str) -> str:
    """The name of the file of an edition, without its ending, and of the folder in it."""
    return f"{NAME}-{date}"


def packed(files: Mapping[str, bytes], edition: Edition) -> dict[str, bytes]:
    """The files of an edition and what archives want to know of them, by path in the bag."""
    payload = {f"data/{path}": content for path, content in sorted(files.items())}
    tags = {
        "README.txt": _readme(edition).encode(),
        "bag-info.txt": _info(files, edition).encode(),
        "bagit.txt": _BAGIT.encode(),
        _MANIFEST: _sums(payload).encode(),
    }
    return payload | tags | {_TAGS: _sums(tags).encode()}


def zipped(folder: str, files: Mapping[str, bytes]) -> bytes:
    """A zip of the files in a folder; the same files always give the same bytes.

    That is so as long as zlib is the same; the checksums in it do not depend on that.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{path}")  # Of 1 January 1980, as all others.
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made.
            entry.external_attr = _MODE
            archive.writestr(entry, content, compresslevel=9)
    return made.getvalue()


def contents(file: Path) -> dict[str, bytes]:
    """The files of a zipped bag by path in the bag.

    Raises:
        Refused: It is no zip, or not all of it lies in one folder.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            read = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(
            f"{file.name} cannot be read ({error})", "expected the zip of an edition", "get it anew"
        ) from error
    paths = {path: PurePosixPath(path).parts for path in read}
    folders = {parts[0] for parts in paths.values()}
    outside = any(not parts[1:] or ".." in parts or "\\" in path for path, parts in paths.items())
    if len(folders) != 1 or outside:
        raise Refused(
            f"{file.name} is no edition", "expected all of it in one folder", "get it anew"
        )
    return {"/".join(parts[1:]): read[path] for path, parts in paths.items()}


def complaints(files: Mapping[str, bytes]) -> Iterator[str]:
    """What is wrong with a bag: nothing, if it is as it was made."""
    if files.get("bagit.txt") != _BAGIT.encode():
        yield "bagit.txt: it is not there or not as expected; this is no edition"
        return
    for manifest in (_MANIFEST, _TAGS):
        listed = dict(_listed(files.get(manifest, b"").decode("utf-8", "replace")))
        for path, digest in listed.items():
            if path not in files:
                yield f"{path}: {manifest} lists it, but it is not there"
            elif hashlib.sha256(files[path]).hexdigest() != digest:
                yield f"{path}: it is not what {manifest} says; it has been changed"
        payload = manifest == _MANIFEST
        for path in sorted(files):
            if path.startswith("data/") == payload and path not in listed and path != _TAGS:
                yield f"{path}: {manifest} does not list it; it has been added"


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """The paths and checksums of a manifest."""
    for line in text.splitlines():
        if found := _LINE.fullmatch(line):
            yield found[2], found[1]


def _sums(files: Mapping[str, bytes]) -> str:
    """Checksums as ``sha256sum`` reads them."""
    lines = (f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    return "".join(lines)


def _info(files: Mapping[str, bytes], edition: Edition) -> str:
    titles = " · ".join(language.strings["site.name"] for language in edition.languages)
    size = sum(map(len, files.values()))
    fields = {
        "External-Description": f"{titles}: the whole website, edition of {edition.date}",
        "External-Identifier": edition.site,
        "Bagging-Date": edition.date,
        "Payload-Oxum": f"{size}.{len(files)}",
    }
    return "".join(f"{label}: {value}\n" for label, value in fields.items())


def _readme(edition: Edition) -> str:
    """What this is, how to open it and how to check it, in every language of the site."""
    parts = []
    for language in edition.languages:
        words = language.strings
        date = written_date(language, edition.date)
        heading = f"{words['site.name']}, {date}"
        parts += [heading, "=" * len(heading), ""]
        parts += [words["edition.what"].format(date=date, site=edition.site), ""]
        for key in ("open", "licence", "verify"):
            parts += [words[f"edition.{key}"], ""]
        parts += [f"    sha256sum -c {_MANIFEST}", "", ""]
    return "\n".join(parts).rstrip() + "\n"
