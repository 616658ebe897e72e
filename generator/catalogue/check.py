"""The rules that need more than one record, or the day.

Each function finds every fault of its kind; nothing is thrown and nothing is left out of the
catalogue for it. Errors stop a build, warnings do not.
"""

import re
from datetime import date
from urllib.parse import urlsplit

from generator.catalogue.check_fairs import check_fairs
from generator.catalogue.check_ledger import check_ledger
from generator.catalogue.check_lots import check_lots
from generator.catalogue.check_ratings import check_ratings
from generator.catalogue.check_relations import check_relations
from generator.catalogue.check_words import check_words
from generator.catalogue.findings import KEY, Findings
from generator.catalogue.records import Records
from generator.problems import Problem

_PHONE = re.compile(r"(?:0\d{9,10}|\+84\d{9,10}|1[89]00\d{4,6})")
_PLACEHOLDERS = (".example", "example.com", "example.org", "example.net")


def check(records: Records, day: date, base_url: str | None = None) -> list[Problem]:
    """Every fault of the catalogue as a whole, as of ``day``.

    ``base_url`` is the address the site will really have, where it is not the one of
    ``site.yaml``. Records that failed by themselves are absent; nothing is reported twice for them.
    """
    found = Findings(records, day)
    if records.site:
        check_words(found, tuple(one.code for one in records.site.record.languages))
        _check_base_url(found, base_url)
    check_relations(found)
    check_ratings(found)
    _check_contacts(found)
    check_lots(found)
    check_ledger(found)
    check_fairs(found)
    return found.problems


def _check_base_url(found: Findings, base_url: str | None) -> None:
    """A placeholder address must never be printed into a QR code."""
    site = found.records.site
    if site is None:
        return
    url = base_url or site.record.base_url
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        host = ""
    if not host or host.endswith(_PLACEHOLDERS):
        found.add("BASE-URL-PLACEHOLDER", site, ("base_url",), url=url)


def _check_contacts(found: Findings) -> None:
    """Contacts are published with a dated consent only (Law 91/2025/QH15); numbers look like numbers."""
    for entry in found.records.producers.values():
        contacts = entry.record.contacts
        if contacts is None:
            continue
        ways = {name: getattr(contacts, name) for name in ("phone", "zalo", "email", "web")}
        if contacts.consent_on is None and any(way and way.public for way in ways.values()):
            found.add("CONTACT-CONSENT", entry, ("contacts", KEY))
        for name in ("phone", "zalo"):
            way = ways[name]
            if way and not _PHONE.fullmatch(re.sub(r"[ .()-]", "", way.value)):
                found.add("CONTACT-PHONE", entry, ("contacts", name, "value"), written=way.value)
