"""``python -m guide``: a site is built without a look at the other commands, which takes longer."""

import gc
import signal
import sys
from pathlib import Path

from guide import cache

if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):  # '... | head' ends the command, not with a traceback.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # What a command reads it keeps to its end: looking for what can be thrown away takes a tenth.
    gc.disable()
    if sys.argv[1:] == ["site"]:
        sys.exit(cache.build(Path.cwd()))
    from guide.commands import main

    sys.exit(main())
