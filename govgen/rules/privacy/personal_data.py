"""Personal data and contact data (P7xx)."""

import datetime
import re
from collections.abc import Iterator

from govgen.datafile.identity import Contact, Identity
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Level
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.gaps import gaps
from govgen.rules.text.lines import fold_marks, matches
from govgen.rules.text.sentences import sentence

_MOBILE = re.compile(r"(?<![\d\-])1[3-9]\d{9}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NEAR = 20


def is_identity_number(word: str) -> bool:
    """Whether 18 characters are a citizen's identity number: a date, and the check digit of GB 11643-1999."""
    total = sum(int(digit) * weight for digit, weight in zip(word[:17], _WEIGHTS, strict=True))
    try:
        datetime.date(int(word[6:10]), int(word[10:12]), int(word[12:14]))
    except ValueError:
        return False
    return _CHECKS[total % 11] == word[17].upper()


def is_card_number(digits: str) -> bool:
    """Whether digits pass the check of ISO/IEC 7812-1 (Luhn)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


@rule("P701")
def checked_numbers(report: Report) -> Iterator[Finding]:
    """Numbers of identity cards, and of bank cards after words for an account (P701, P703)."""
    checks = (
        ("identity", "P701", is_identity_number, 6, "是身份证号"),
        ("bank", "P703", is_card_number, 4, "像是银行卡号"),
    )
    for entry, code, is_right, shown, what in checks:
        for line, match in matches(report, pattern_of("contact", entry)):
            if match["word"] or is_right(match["n"]):
                yield line.found(code, f"“{match['n'][:shown]}…{match['n'][-2:]}”{what}", *match.span("n"))


@rule("P702")
def mobile_numbers(report: Report) -> Iterator[Finding]:
    """A mobile number that the text does not give as the body's contact; as one of its facts, an info."""
    for name, key in Contact.KEYS.items():
        if found := _MOBILE.search(getattr(report.who.contact, name) or ""):
            place = (Identity.KEYS["contact"], key)
            where, span = ".".join(place), report.head.places.get(place, START)
            message = f"{where} “{found[0][:3]}…{found[0][-2:]}”是手机号，请核对是不是本机关对外公用的"
            yield finding("P702", message, span, where=where, level=Level.INFO)
    near, persons = pattern_of("contact", "near"), pattern_of("contact", "persons")
    for line, match in matches(report, _MOBILE):
        own = near.search(line.text[max(0, match.start() - _NEAR) : match.start()])
        if not own or persons.search(sentence(line.text, match.start())):
            message = f"“{match[0][:3]}…{match[0][-2:]}”像是个人手机号"
            yield line.found("P702", message, *match.span())


@rule("P705")
def malformed_contacts(report: Report) -> Iterator[Finding]:
    """Telephones without area code, addresses and postcodes that are none (P705–P707, P710)."""
    for name, form in load("contact")["forms"].items():
        for line, match in matches(report, pattern("contact", form["find"])) if "find" in form else ():
            word = match["n"].rstrip(".-，。：")
            if not pattern("contact", form["good"]).fullmatch(word):
                at, level = match.start("n"), Level(form["level"]) if "level" in form else None
                yield line.found(form["code"], f"“{word}”{form['lacks']}", at, at + len(word), level=level)
        fact = getattr(report.who.contact, name, None)
        if fact is None or any(gaps(fold_marks(fact), "fact", "unsure")):
            continue
        if not pattern("contact", form.get("fact", form["good"])).fullmatch(fact.strip()):
            place = (Identity.KEYS["contact"], Contact.KEYS[name])
            where, span = ".".join(place), report.head.places.get(place, START)
            is_number = "fact" not in form or re.fullmatch(r"\d{7,8}", fact.strip(), re.ASCII)
            lacks = form["lacks"] if is_number else "不是电话号码"
            yield finding(form["code"], f"{where} “{fact}”{lacks}", span, where=where)
