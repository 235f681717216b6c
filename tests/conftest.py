"""What every test shares."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# The helpers are plain modules in one folder, wherever a test stands.
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "support")]

# What a hosted run sets would turn findings into annotations where a test expects text.
for variable in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "NO_COLOR"):
    os.environ.pop(variable, None)
