"""A group that imports each command when it is asked for, so that a review loads nothing of rendering."""

import builtins
import importlib
import keyword
from typing import Any

import click

from govgen.datafile.keys import meant


class LazyGroup(click.Group):
    """Commands by name, in the order shown; each is a function in the module of its name in ``package``.

    A name that Python has a use for (import, sum) ends in ``_`` there.
    """

    def __init__(self, *, package: str, names: tuple[str, ...], **settings: Any) -> None:
        super().__init__(**settings)
        self.package, self.names = package, names

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The names, in order."""
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (likewise)
        """The command of a name; None where there is none."""
        if cmd_name not in self.names:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) or hasattr(builtins, cmd_name) else cmd_name
        command: click.Command = getattr(importlib.import_module(f"{self.package}.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first word; a mistyped one is answered with the likely one, which is not run."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if hint := meant(args[0], self.names):
                raise click.UsageError(f"{error.message.rstrip('。')}{hint}", ctx) from error
            raise
