"""Personal data and contact data (P7xx)."""

import datetime
import re
from collections.abc import Iterator

from govgen.datafile.identity import Contact, Identity
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Level
from govgen.rules.lexicon import load, pattern, sentence
from govgen.rules.rule import rule
from govgen.rules.text.gaps import filled
from govgen.rules.text.lines import Line, lines
from govgen.rules.text.search import matches

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
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


def _matches(report: Report, entry: str) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where the prose has what ``entry`` of the list of contacts describes; a name begins with a surname."""
    data = load("contact")
    for line, match in matches(report, pattern("contact", data[entry]["find"])):
        if match.groupdict().get("name", data["surnames"])[0] in data["surnames"]:
            yield line, match


@rule("P701")
def identity_numbers(report: Report) -> Iterator[Finding]:
    """The identity number of a person."""
    for line in lines(report):
        for match in _IDENTITY.finditer(line.text):
            if is_identity_number(match[0]):
                message = f"“{match[0][:6]}…{match[0][-2:]}”是身份证号"
                yield line.found("P701", message, match.start(), match.end())


@rule("P702")
def mobile_numbers(report: Report) -> Iterator[Finding]:
    """A mobile number that the text does not give as the body's own contact."""
    near, persons = (pattern("contact", load("contact")[name]["find"]) for name in ("near", "persons"))
    for line in lines(report):
        for match in _MOBILE.finditer(line.text):
            own = near.search(line.text[max(0, match.start() - _NEAR) : match.start()])
            if not own or persons.search(sentence(line.text, match.start())):
                message = f"“{match[0][:3]}…{match[0][-2:]}”像是个人手机号"
                yield line.found("P702", message, match.start(), match.end())


@rule("P703")
def card_numbers(report: Report) -> Iterator[Finding]:
    """The number of a bank card after words for an account."""
    for line, match in _matches(report, "bank"):
        if is_card_number(match["n"]):
            message = f"“{match['n'][:4]}…{match['n'][-2:]}”像是银行卡号"
            yield line.found("P703", message, match.start("n"), match.end())


@rule("P704")
def applicants(report: Report) -> Iterator[Finding]:
    """The name of someone who applied or sued."""
    innocent = pattern("contact", load("contact")["applicant"]["innocent"])
    for line, match in (*_matches(report, "applicant"), *_matches(report, "named")):
        if not innocent.search(match["name"][1:]):
            yield line.found("P704", f"“{match[0]}”像是当事人的姓名", match.start(), match.end())


@rule("P705")
def phones_without_area_code(report: Report) -> Iterator[Finding]:
    """A fixed telephone without its area code, in the text or in the file's contact block."""
    for line, match in _matches(report, "phone"):
        yield line.found("P705", f"“{match['n']}”没有区号", match.start(), match.end())
    contact = report.who.contact
    block = Identity.KEYS["contact"]
    for name, number in (("phone", contact.phone), ("fax", contact.fax)):
        if number and re.fullmatch(r"[2-8]\d{6,7}", number.strip()):
            place = (block, Contact.KEYS[name])
            message = f"{'.'.join(place)} “{number}”没有区号"
            yield finding("P705", message, report.head.places.get(place, START), where=".".join(place))


@rule("P706")
def addresses_of_mail(report: Report) -> Iterator[Finding]:
    """What should be an e-mail address and is none; only a hint in prose, where a site may have hidden it."""
    data = load("contact")["email"]
    for line, match in _matches(report, "email"):
        word = match["n"].rstrip(".-")
        if not re.fullmatch(data["good"], word):
            message = f"“{word}”不是完整的邮箱地址"
            yield line.found("P706", message, match.start("n"), match.end(), level=Level.INFO)
    for place, value in _malformed(report, "email", data["good"]):
        message = f"{'.'.join(place)} “{value}”不是完整的邮箱地址"
        yield finding("P706", message, report.head.places.get(place, START), where=".".join(place))


@rule("P710")
def postcodes(report: Report) -> Iterator[Finding]:
    """A postcode in the file's contact block that is not six digits."""
    for place, value in _malformed(report, "postcode", load("contact")["postcode"]["good"]):
        message = f"{'.'.join(place)} “{value}”不是六位数字"
        yield finding("P710", message, report.head.places.get(place, START), where=".".join(place))


def _malformed(report: Report, name: str, good: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """A fact of the contact block that somebody filled in, but not in the form it must have."""
    fact = filled(report.who.contact, name)
    if fact is not None and not re.fullmatch(good, fact[1].strip()):
        yield fact


@rule("P707")
def addresses_of_pages(report: Report) -> Iterator[Finding]:
    """An address of a page that is malformed; none is ever opened."""
    data = load("contact")["url"]
    for line, match in _matches(report, "url"):
        word = match[0].rstrip(".，。：")
        if not re.fullmatch(data["good"], word):
            yield line.found("P707", f"“{word}”不是正确的网址", match.start(), match.start() + len(word))


@rule("P709")
def names_of_leaders(report: Report) -> Iterator[Finding]:
    """The name of an office-holder, which the next change of office makes wrong."""
    for line, match in _matches(report, "leader"):
        yield line.found("P709", f"“{match[0]}”写了负责人姓名", match.start(), match.end())
