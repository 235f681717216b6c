"""What pydantic is to ask of an edition file beyond the types of its values, without being loaded for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar


class Limits:
    """Limits of a value, by pydantic's own names for them."""

    def __init__(self, **limits: object) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, schema_of: Callable[[Any], dict[str, Any]]) -> Any:
        return {**schema_of(source), **self.limits}


Text = Annotated[str, Limits(strip_whitespace=True, min_length=1)]
Ident = Annotated[str, Limits(pattern=r"^[a-z][a-z_0-9]*$")]


class Form:
    """Base of the dataclasses that an edition file fills; to pydantic, a key that they lack is an error.

    Each of them is made once and never again: they are told apart by identity, which is also the quickest.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
