"""Checks that need several records or the day. Those of one record are in ``single_record.py``.

Each function finds every fault of its kind; nothing is thrown and nothing is left out of the
catalogue for it. Errors stop a build, warnings do not.
"""

from datetime import date
from urllib.parse import urlsplit

from generator.catalogue.check_duplicates import check_duplicates
from generator.catalogue.check_fairs import check_fairs
from generator.catalogue.check_issued import check_issued
from generator.catalogue.check_ledger import check_ledger
from generator.catalogue.check_lots import check_lots
from generator.catalogue.check_ratings import check_decisions_and_ratings
from generator.catalogue.check_relations import check_relations
from generator.catalogue.check_words import check_words
from generator.catalogue.findings import Findings
from generator.catalogue.records import Records
from generator.catalogue.single_record import faults_on
from generator.diagnostics.problem import Problem

_PLACEHOLDERS = (".example", "example.com", "example.org", "example.net")


def check(records: Records, day: date, base_url: str | None = None) -> list[Problem]:
    """Return the problems of the catalogue as a whole for ``day``.

    ``base_url`` is the address the site will really have, where it is not the one of
    ``site.yaml``. Records that failed by themselves are absent; nothing is reported twice for them.
    """
    findings = Findings(records, day)
    languages = tuple(language.code for language in records.site.record.languages) if records.site else ()
    _check_single_records(findings, languages)
    if records.site:
        check_words(findings, languages)
        _check_base_url(findings, base_url)
    check_relations(findings)
    check_duplicates(findings)
    check_decisions_and_ratings(findings)
    check_lots(findings)
    check_ledger(findings)
    check_issued(findings)
    check_fairs(findings)
    return findings.problems


def _check_single_records(findings: Findings, languages: tuple[str, ...]) -> None:
    """Add the problems of each single record, checked again where they depend on the day."""
    for kind, identity, entry in findings.everything():
        facts = entry.facts
        if facts.early_until is not None and findings.day < facts.early_until:
            record = findings.records.whole(kind, identity)
            findings.problems += faults_on(
                findings.day, kind, record, entry.file, entry.positions, languages=languages
            )
        else:
            findings.problems += facts.problems


def _check_base_url(findings: Findings, base_url: str | None) -> None:
    """Add a problem if the address is a placeholder, which must never be printed in a QR symbol."""
    site = findings.records.site
    if site is None:
        return
    url = base_url or site.record.base_url
    if is_placeholder(url):
        findings.add("BASE-URL-PLACEHOLDER", site, ("base_url",), url=url)


def is_placeholder(address: str) -> bool:
    """Whether a public address is one that nobody can have, as a new project has it until it is edited."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        host = ""
    return not host or host.endswith(_PLACEHOLDERS)
