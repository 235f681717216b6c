"""The command line: options, printing and exit codes; everything else happens below."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run ``govgen``: exit 0 when all is well, 1 when errors were found, 2 for misuse or environment."""
    # No other package's hooks take part in a review; looking for them is also slow.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A run is short and makes few cycles: looking for them while libraries load costs a sixth of a review.
    gc.set_threshold(100_000, 50, 50)
    from govgen.cli.app import run  # noqa: PLC0415  (so that importing the package stays free)

    code = run(sys.argv[1:])
    gc.freeze()  # nothing is worth looking through at the end either
    sys.exit(code)
