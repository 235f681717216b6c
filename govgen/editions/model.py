"""The base class and the kinds of text that the models of an edition file are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Ident = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]*$")]


class Model(BaseModel):
    """A part of an edition file; a key that the model does not have is an error.

    Equality is identity: the same row of two editions is two objects, and caches by edition stay cheap.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)
