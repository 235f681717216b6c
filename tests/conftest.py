"""What every test shares."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# The helpers are plain modules beside the tests, whether or not this folder is a package.
sys.path.insert(0, str(Path(__file__).parent))

# What a hosted run sets would turn findings into annotations where a test expects text.
for variable in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "NO_COLOR"):
    os.environ.pop(variable, None)
