"""Work in a process of its own, where the machine has a core for it."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import TypeVar

#: Whether this machine can do something beside something else.
BESIDE = hasattr(os, "fork") and (os.cpu_count() or 1) > 1

_Result = TypeVar("_Result")


def beside(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """Begins work in a copy of this process, and gives what waits for its result.

    The result comes back by pickle; what else the work does to objects is lost with the copy. Work
    that fails there is done again here, so that whoever wants the result sees why.
    """
    told, tell = os.pipe()
    process = os.fork()
    if not process:
        try:
            os.close(told)
            with os.fdopen(tell, "wb") as pipe:
                pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(tell)

    def result() -> _Result:
        with os.fdopen(told, "rb") as pipe:
            pickled = pipe.read()
        _, status = os.waitpid(process, 0)
        if status:
            return work()
        found: _Result = pickle.loads(pickled)  # noqa: S301 - our own process has written it
        return found

    return result
