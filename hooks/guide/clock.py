"""What day it is."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def today() -> str:
    """The day of the build: that of SOURCE_DATE_EPOCH if it is set, as for builds to compare."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return datetime.now().astimezone().date().isoformat()
