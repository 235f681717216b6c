"""The command line: options, printing and exit codes; everything else happens below."""

import gc
import sys


def main() -> None:
    """Run ``govgen``: exit 0 when all is well, 1 when errors were found, 2 for misuse or environment."""
    # A run leaves little garbage: to look for it while modules load, and once more before the process ends,
    # takes a seventh of the time of a review.
    gc.set_threshold(100_000)
    from govgen.cli.app import run  # noqa: PLC0415  (so that importing the package stays free)

    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)
