"""The command line: options, printing and exit codes; everything else happens below."""

import sys


def main() -> None:
    """Run ``govgen``: exit 0 when all is well, 1 when errors were found, 2 for misuse or environment."""
    from govgen.cli.app import run  # noqa: PLC0415  (so that importing the package stays free)

    sys.exit(run(sys.argv[1:]))
