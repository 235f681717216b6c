"""A sequence whose items cost something to make, and are made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class OnDemand(Sequence[T]):
    """``length`` items, each made once by its number from 0."""

    def __init__(self, length: int, make: Callable[[int], T]) -> None:
        self.numbers = range(length)
        self.make = make
        self.made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self[number] for number in self.numbers[at])
        number = self.numbers[at]
        if number not in self.made:
            self.made[number] = self.make(number)
        return self.made[number]
