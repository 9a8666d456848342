"""Lists the longest sentences of the built site, for editors: ``make sentences``."""

from __future__ import annotations

from tests.project import ROOT
from tests.test_language import sentences

#: How many of each language.
MOST = 10


def main() -> None:
    """Prints the average length and the longest sentences of each language in site/."""
    for code in ("sv", "fi", "en"):
        found = sorted(sentences(ROOT / "site", code), key=lambda text: -len(text.split()))
        average = sum(len(text.split()) for text in found) / len(found)
        print(f"{code}: {len(found)} sentences, {average:.1f} words on average; the longest:")
        for text in found[:MOST]:
            print(f"  {len(text.split())}: {text}")


if __name__ == "__main__":
    main()
