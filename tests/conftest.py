"""What every test shares."""

from __future__ import annotations

import sys
from pathlib import Path

# The helpers are plain modules beside the tests, whether or not this folder is a package.
sys.path.insert(0, str(Path(__file__).parent))
