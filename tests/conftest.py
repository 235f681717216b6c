"""What every test shares."""

from __future__ import annotations

import atexit
import gc
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from hypothesis import settings

# The helpers are plain modules in one folder, wherever a test stands.
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "support")]

# What a hosted run sets would turn findings into annotations where a test expects text.
for variable in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "NO_COLOR"):
    os.environ.pop(variable, None)

# Records of builds go to the user's cache: a test must not find those of another run.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="govgen-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)

# A run that was started in the background may ignore the key that stops it; what the tests start must not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No example is timed: a busy machine takes longer over one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Exempt the collected tests from garbage collection, which took a seventh of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Ids of texts that can be read and pasted: without blanks and quotes, and short."""
    text = val.decode("utf-8", "replace") if isinstance(val, bytes) else val
    return re.sub(r"[^\w.=%,+]+", "-", text).strip("-")[:24] or "empty" if isinstance(text, str) else None
