"""The work of each command, without printing or exit codes."""
