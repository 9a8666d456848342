"""Why no edition can be made or used."""

from __future__ import annotations


class Refused(Exception):
    """Raised for a site or a file that is no edition or cannot become one."""

    def __init__(self, wrong: str, expected: str, remedy: str) -> None:
        super().__init__(f"{wrong}; {expected}; {remedy}")
        self.wrong, self.expected, self.remedy = wrong, expected, remedy
