"""No pattern of the package is slow on a long run of one character, wherever the run is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from helpers import ROOT


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="slow patterns are stopped by a POSIX timer")
def test_every_pattern_takes_a_long_run_at_each_of_its_places() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "support" / "pumping.py")],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    *slow, counted = done.stdout.splitlines()
    assert int(counted.split()[0]) > 300
    assert slow == []
