"""The command line: options, printing and exit codes; everything else happens below."""

import gc
import sys


def main() -> None:
    """Run ``govgen``: exit 0 when all is well, 1 when errors were found, 2 for misuse or environment."""
    # To look for garbage while modules load, and once more before the process ends, takes a seventh of the
    # time of a review; what the modules made is never garbage. Later it is looked for less often than by
    # default, but often enough that the memory of a long run does not grow.
    gc.disable()
    from govgen.cli.app import run  # noqa: PLC0415  (so that importing the package stays free)

    gc.freeze()
    gc.set_threshold(3_000)
    gc.enable()
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)
