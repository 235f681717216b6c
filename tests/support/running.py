"""Commands that run until Ctrl-C, started and stopped as a person does."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def until_stopped(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Start a command, press Ctrl-C once it says that it can be stopped so, and return its exit code."""
    running = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8")
    assert running.stdout is not None
    for line in running.stdout:
        if "Ctrl-C" in line:
            running.send_signal(signal.SIGINT)
            break
    running.communicate(timeout=30)
    return running.returncode
