"""Writes a filled-in form into an existing data file; every line that does not differ stays byte for byte."""

from govgen.datafile.prose import printed
from govgen.importers.convert import Imported
from govgen.importers.form.outline import fact_paths, prose_keys
from govgen.workflows.line_edits import EditRefusedError
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.form_keys import cell_address, fact_address, prose_address
from govgen.workflows.sheet.value_edits import with_value


def written_into_file(raw: bytes, name: str, found: Imported) -> tuple[bytes, list[str]]:
    """``raw``, a data file, with what the form says otherwise; and the names of what was changed.

    Raises:
        EditRefusedError: the form has doubtful cells, is of another body or year, or the file has errors of
            form.
    """
    now = ReadFile.of(raw, name)
    if doubts := [cell.doubt for cell in found.reading.cells.values() if cell.doubt]:
        places = "；".join(dict.fromkeys(doubts))
        raise EditRefusedError(f"填报表里有 {len(doubts)} 格不能读成数字，没有改动：{places}")
    if not now.source.is_sound:
        raise EditRefusedError("数据文件还有写法上的错误，没有改动，请先用 govgen check 查看并改正")
    identity = now.report.identity
    if identity is None or (identity.body, identity.year) != (found.words.body, found.words.year):
        whose = f"{found.words.body} {found.words.year} 年度"
        raise EditRefusedError(f"填报表是“{whose}”的，数据文件不是，没有改动")
    changed = []
    for path, (where, text) in _wanted(now, found).items():
        if now.texts.get(path, text) != text:
            changed.append(where)
            try:
                now = with_value(now, path, text)
            except EditRefusedError as error:
                raise EditRefusedError(f"{where}：{str(error).removeprefix(f'{where}：')}") from error
    return now.raw, changed


def _wanted(now: ReadFile, found: Imported) -> dict[str, tuple[str, str]]:
    """The name and the text of each value by its address: what the form says, blank where it says nothing."""
    edition, words = now.report.edition, found.words
    figures = {ref: found.reading.cells[ref].value for ref in edition.refs}
    return (
        {fact_address(path): (".".join(path), words.facts.get(path, "")) for path in fact_paths()}
        | {
            prose_address(ident): (key, "\n".join(words.passages.get(ident, ())))
            for ident, key in prose_keys(edition).items()
        }
        | {
            cell_address(ref): (edition.name_of(ref), "" if value is None else printed(value))
            for ref, value in figures.items()
        }
    )
