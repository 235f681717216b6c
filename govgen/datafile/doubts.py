"""待核: what a person must still look at; its cells are unknown until the entry is removed."""

from collections.abc import Sequence

from govgen.datafile import keys
from govgen.datafile.cell import Cell, State
from govgen.datafile.identity import Doubt
from govgen.datafile.tables import Cells, add_totals
from govgen.datafile.values import Slip, number
from govgen.editions.cell_names import Target, below, find, names, path_of
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.loading import editions
from govgen.editions.table import CellRef
from govgen.findings.catalogue import finding
from govgen.findings.finding import Findings, Span


def take_doubts(items: Sequence[Doubt], edition: Edition, cells: Cells, found: Findings) -> set[Span]:
    """Report each entry of 待核, an error until a person removes it, and take its cells for unknown.

    The one cell that an entry names keeps the value taken. Where it is not clear which is meant, that is
    reported and all that may be meant are unknown. Returned are the places of all cells that it names.
    """
    places = set()
    for item in items:
        shown = "，".join(
            f"{key}：{word}" for name, key in item.KEYS.items() if (word := getattr(item, name))
        )
        found.add(finding("D140", f"还有一处待核：{shown}", item.span, where=item.where))
        refs, why = _meant(item, edition)
        if why:
            place = (entry.value.span for entry in item.node if item.where and fold(entry.key) == "位置")
            found.add(finding("D141", why, next(place, item.span)))
        within = (ref for target in below(edition, path_of(item.where)) for ref in target.refs)
        places |= {cells[ref].span for ref in (*refs, *within)}
        for ref in refs:
            old = cells[ref]
            taken = number(item.taken, edition.table_by_id[ref.table].types[ref])
            value = old.value if isinstance(taken, Slip) or len(refs) > 1 else taken
            cells[ref] = Cell(State.UNKNOWN, value, old.span, item.original)
    for table in edition.tables if items else ():
        add_totals(table, cells)
    return places


def _meant(item: Doubt, edition: Edition) -> tuple[list[CellRef], str]:
    """Every cell that an entry may mean, those near it if it means none; and why it is unclear, if it is."""
    place, path = item.where, path_of(item.where)
    if not place:
        # A key of another name was reported; it may be the place.
        known = all(fold(entry.key) in item.SHAPES for entry in item.node)
        return [], "待核里没有写“位置”" if known else ""
    others = (*keys.TOP, *(section.key for section in edition.sections if section.kind == "text"))
    if fold(path[0]) in map(fold, others):
        return [], ""  # an import may be in doubt about a fact or a section of prose too
    is_whole = all(path)
    targets = find(edition, path) if is_whole else ()
    near = (targets or below(edition, path) or _near(path, edition)) if is_whole else ()
    refs = list(dict.fromkeys(ref for target in near for ref in target.refs))
    # An import may have found the keys of another year in use.
    if not is_whole or not any(find(other, path) or below(other, path) for other in editions()):
        hint = keys.meant(path[-1], names(edition)) if path[-1] else ""
        return refs, f"待核的位置“{place}”不是表里的项目{hint}"
    if len(targets) > 1:
        return refs, f"待核的位置“{place}”说的是哪一格不清楚，有 {len(targets)} 处叫这个名字"
    if item.taken and len(refs) > 1:
        return refs, f"待核的位置“{place}”不止一格，不知道“取作”说的是哪一格"
    return refs, ""


def _near(path: tuple[str, ...], edition: Edition) -> Sequence[Target]:
    """The targets whose last key is like the last one given, else all below the keys before it."""
    *above, last = path
    alike = keys.similar(last, names(edition))
    close = [target for name in alike for target in find(edition, (*above, name))]
    return close or (below(edition, tuple(above)) if above else [])
