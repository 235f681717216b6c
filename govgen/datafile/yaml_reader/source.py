"""A data file read: its text, the tree of its values with their places, and what is wrong with it."""

from dataclasses import dataclass, field

from govgen.datafile.yaml_reader.encodings import decode, visible
from govgen.datafile.yaml_reader.parser import ENTRY_NODES, MAX_NODES, parse
from govgen.datafile.yaml_reader.repairs import LineFix
from govgen.datafile.yaml_reader.slips import mend
from govgen.datafile.yaml_reader.tree import Mapping, Scalar
from govgen.datafile.yaml_reader.vocabulary import Vocabulary
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Findings

MAX_SLIPS = 500
"""With more slips than this a file is no data file; further slips are not reported."""


@dataclass(slots=True)
class Source:
    """What was read: the text for showing lines, the tree, and the findings.

    ``complete`` is False where reading stopped before the end; such a file can never be built.
    ``fixes`` are the repairs of lines that may be written back.
    """

    text: str
    root: Mapping = field(default_factory=lambda: Mapping(START))
    findings: Findings = field(default_factory=Findings)
    complete: bool = False
    fixes: list[LineFix] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing in the file had to be guessed."""
        return self.complete and not self.findings.has_errors


def read(raw: bytes, is_key: Vocabulary) -> Source:
    """Read a data file; every fault is a finding with its place, never an exception."""
    listed = is_key.long_entries(raw)
    text, faults = decode(raw, sum(map(len, listed)))
    source = Source(text)
    found = source.findings
    found.extend(faults)
    if any(fault.code != "Y007" for fault in faults):
        return source
    mended = mend(visible(text) if faults else text, is_key)
    found.extend(mended.findings[:MAX_SLIPS])
    if len(mended.findings) >= MAX_SLIPS:
        last = mended.findings[MAX_SLIPS - 1].span
        found.add(finding("Y021", "这样的问题太多，其后的内容没有审核", last))
        return source
    source.fixes = mended.fixes
    root, complete = parse(mended, found, MAX_NODES + ENTRY_NODES * len(listed))
    if isinstance(root, Mapping):
        source.root, source.complete = root, complete
    elif complete and (root is None or (isinstance(root, Scalar) and root.is_blank)):
        found.add(finding("Y006", "文件里没有内容", START))
    elif complete:
        found.add(finding("Y029", "文件最外层应是一组“键: 值”", root.span if root else START))
    return source
