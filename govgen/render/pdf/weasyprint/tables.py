"""Tables that go on to the next page, closed right below their last row.

WeasyPrint 70 reckons the rows that it tried on a page and took back among the height of what stays there, and
puts the footer of the table below them; the last row is then drawn as if it reached down to there.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes


def close_tables(pages: Iterable[Any]) -> None:
    """Move the footer of each table up to the row above it; ``pages`` are laid out, but not yet drawn."""
    for page in pages:
        for table in _tables(page._page_box):
            *groups, last = table.children
            if groups and last.is_footer and groups[-1].children:
                row = groups[-1].children[-1]
                last.translate(dy=row.position_y + row.height - last.position_y)


def _tables(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TableBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _tables(child)
