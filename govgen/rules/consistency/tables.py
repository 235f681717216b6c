"""Tables and prose against each other and within themselves (C3xx)."""

from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Related, Span
from govgen.rules.lexicon import pattern_of
from govgen.rules.rule import Need, rule
from govgen.rules.text.claims import Claim, claims, kinds
from govgen.rules.text.counts import number_of
from govgen.rules.text.lines import lines, lines_of
from govgen.rules.text.search import matches

_MANY_DOCUMENTS = 10
"""A town that says it made more normative documents in a year has probably counted ordinary papers."""
_VAST = 100_000
_LARGE = 1_000
"""An amount in 万元 above the first, or a whole one from the second on, may have been entered in yuan."""

_RECEIVED = (("applications", "new", "total"), ("applications", "carried_in", "total"))
_DISPUTES = tuple(("disputes", "cases", column) for column in ("review_total", "direct_total", "after_total"))
_ISSUED = ("disclosure", "norm_docs", "made")
_AMOUNTS = (("disclosure", "fees", "amount"), ("disclosure", "procurement", "amount"))


def _name(report: Report, *address: str) -> str:
    return report.edition.name_of(report.ref(*address))


def _place(report: Report, *address: str) -> Span:
    cell = report.cells.get(report.ref(*address))
    return START if cell is None else cell.span


def _found(
    report: Report, code: str, address: tuple[str, str, str], message: str, related: tuple[Related, ...] = ()
) -> Finding:
    """A finding on a cell; its name begins the message."""
    name = _name(report, *address)
    return finding(code, f"{name} {message}", _place(report, *address), where=name, related=related)


@rule("C316")
def disputes_without_applications(report: Report) -> Iterator[Finding]:
    """Reviews or suits in a year without any application, unless the text says where they come from."""
    explains = pattern_of("sums", "explains")
    if any(explains.search(line.text) for line in lines(report)):
        return
    yield from _disputes_told(report) if not report.cells else _disputes_counted(report)


def _disputes_told(report: Report) -> Iterator[Finding]:
    """What prose alone says, where there are no tables."""
    received = [claim.value for claim in _claims_of(report, "C301", "C302")]
    if not received or any(received):
        return
    for claim in _claims_of(report, "C306", "C307"):
        if claim.value:
            message = f"正文写“{claim.words}”，但本年没有收到申请，也没有说明案件的来历"
            yield claim.line.found("C316", message, claim.start, claim.end)


def _claims_of(report: Report, *codes: str) -> list[Claim]:
    return [claim for code in codes for entry in kinds(code) for claim in claims(report, entry)]


def _disputes_counted(report: Report) -> Iterator[Finding]:
    received = [report.value(*address) for address in _RECEIVED]
    if any(value != 0 for value in received) or _received_before(report):
        return
    for address in _DISPUTES:
        value = report.value(*address)
        if value:
            yield _found(
                report, "C316", address, f"是 {value:f}，但本年没有收到也没有结转申请，正文也没有说明"
            )


def _received_before(report: Report) -> bool:
    return report.last is not None and any(report.last.value(*address) for address in _RECEIVED)


@rule("C317", Need.CELLS)
def impossible_stock(report: Report) -> Iterator[Finding]:
    """Fewer documents in force than were issued this year and not abolished again."""
    for stock in report.edition.stocks:
        addresses = [(stock.table, stock.row, column) for column in (stock.stock, stock.added, stock.removed)]
        held, added, removed = (report.value(*address) for address in addresses)
        if held is not None and added is not None and removed is not None and held < added - removed:
            message = f"是 {held:f}，少于本年新增 {added:f} 减去废止 {removed:f}"
            related = tuple(Related(_name(report, *item), _place(report, *item)) for item in addresses[1:])
            yield _found(report, "C317", addresses[0], message, related)


@rule("C318", Need.CELLS)
def amount_without_projects(report: Report) -> Iterator[Finding]:
    """Purchases without an amount, or an amount without purchases."""
    projects = report.value("disclosure", "procurement", "projects")
    address = ("disclosure", "procurement", "amount")
    amount = report.value(*address)
    if projects is not None and amount is not None and (projects == 0) != (amount == 0):
        message = f"是 {amount:f}，项目数量是 {projects:f}，两者应当同为 0 或者同不为 0"
        yield _found(report, "C318", address, message)


@rule("C319", Need.CELLS)
def ordinary_papers(report: Report) -> Iterator[Finding]:
    """So many normative documents, or just as many as papers posted, that ordinary papers may be meant."""
    value = report.value(*_ISSUED)
    if not value:
        return
    posted = _posted(report, value)
    small = report.who.kind in {Kind.TOWN, Kind.STREET}
    if posted or (small and value > _MANY_DOCUMENTS):
        said = f"，正文写“{posted}”" if posted else ""
        message = f"是 {value:f}{said}，请核对是否把一般公文也算了进去"
        yield _found(report, "C319", _ISSUED, message)


def _posted(report: Report, value: Decimal) -> str:
    """The words that state just as many papers as the table has normative documents."""
    found = pattern_of("sums", "posted")
    return next((match[0] for _, match in matches(report, found) if number_of(match["n"]) == value), "")


@rule("C320", Need.CELLS)
def public_without_publishing(report: Report) -> Iterator[Finding]:
    """Columns of the older edition misread: made but not published, or fewer public than published."""
    for row in ("rules", "norm_docs"):
        columns = ("made", "published", "public_total")
        made, published, public = (report.value("disclosure", row, column) for column in columns)
        if made is None or published is None or public is None:
            continue
        if public < published or (published == 0 and made > 0):
            address = ("disclosure", row, "public_total")
            yield _found(
                report, "C320", address, f"三栏依次是 {made:f}、{published:f}、{public:f}，请核对各栏的含义"
            )


@rule("C323")
def fee_not_reported(report: Report) -> Iterator[Finding]:
    """A fee for handling information was charged, but section six does not say so."""
    section = report.passages.get("others")
    reported = pattern_of("sums", "fee_reported")
    if section is None or any(reported.search(line.text) for line in lines_of(report, "others")):
        return
    address = ("applications", "other_no_payment", "total")
    value = report.value(*address)
    if value:
        message = (
            f"{_name(report, *address)} 是 {value:f}，说明发过收费通知，但本部分没有写信息处理费收取情况"
        )
        yield finding("C323", message, section.span, where=section.key)
    for line in lines(report):
        if match := pattern_of("sums", "fee_named").search(line.text):
            message = f"收取了信息处理费，应在“{section.key}”里报告"
            yield line.found("C323", message, match.start(), match.end())


@rule("C324", Need.CELLS, Need.LAST)
def pending_cases_vanish(report: Report) -> Iterator[Finding]:
    """Fewer cases this year than were pending at the end of the last."""
    assert report.last is not None  # the rule is not asked without last year's report
    for group in ("review", "direct", "after"):
        pending = report.last.value("disputes", "cases", f"{group}_pending")
        address = ("disputes", "cases", f"{group}_total")
        total = report.value(*address)
        if pending is not None and total is not None and total < pending:
            yield _found(report, "C324", address, f"只有 {total:f}，上年末还有 {pending:f} 件没有结案")


@rule("C326", Need.CELLS)
def large_amounts(report: Report) -> Iterator[Finding]:
    """An amount so large, or so round, that it may have been entered in yuan."""
    if report.who.kind not in {Kind.TOWN, Kind.STREET, Kind.DEPARTMENT}:
        return
    for address in _AMOUNTS:
        value = report.value(*address)
        if value is not None and (value > _VAST or (value >= _LARGE and value == value.to_integral_value())):
            yield _found(report, "C326", address, f"是 {value:f} 万元，请核对是否误以元为单位")
