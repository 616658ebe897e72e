"""Writers of data files (JSON, CSV, Atom, sitemap, scripts). The same values give the same bytes."""

import csv
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import StringIO
from typing import Any

from generator.site.outputs import Document, Form, JsonText

_dense = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON without blanks."""
_spaced = json.JSONEncoder(ensure_ascii=False).encode
"""JSON on one line, with blanks after commas and colons."""
FORMULA = ("=", "+", "-", "@")
"""What a formula begins with, for some spreadsheets also behind blanks and in its full-width form."""


def render(document: Document) -> bytes:
    """Return a planned document as bytes."""
    return _WRITERS[document.form](document)


def _json(document: Document) -> bytes:
    # People read open data too; line ends would only fatten the thousands of files for resolvers.
    written = _legible if document.path.startswith("data/") else _dense
    return f"{written(document.data)}\n".encode()


def _script(document: Document) -> bytes:
    """Write a script that assigns one value to a name of ``window``."""
    return f"window.{document.data['name']}={_dense(document.data['value'])};\n".encode()


def _service_worker(document: Document) -> bytes:
    """Write the service worker: its facts as a constant, then the theme's script that reads them."""
    facts = {name: value for name, value in document.data.items() if name != "script"}
    return f"const OCOP={_dense(facts)};\n{document.data['script']}".encode()


def _legible(value: Any) -> str:
    """Write JSON with a line for each member of the top object, and for each object in a long list."""

    def write_member(member: object) -> str:
        if isinstance(member, list) and member and isinstance(member[0], JsonText):
            return "[\n" + ",\n".join(member) + "\n]"
        if isinstance(member, list) and member and isinstance(member[0], dict):
            return "[\n" + ",\n".join(map(_spaced, member)) + "\n]"
        return _spaced(member)

    if not isinstance(value, dict):
        return write_member(value)
    return (
        "{\n" + ",\n".join(f"{_dense(key)}: {write_member(member)}" for key, member in value.items()) + "\n}"
    )


def _csv(fields: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Write CSV for Excel: UTF-8 with a byte order mark, CRLF; cells that look like formulas are quoted."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(fields)
    for row in rows:
        writer.writerow([cell(row[name]) for name in fields])
    return ("\ufeff" + out.getvalue()).encode()


def cell(value: object) -> str:
    """Return the cell of a CSV file, which no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    # Compatibility forms (NFKC) of the first letter: "＝" is "=" to a spreadsheet that reads East Asian text.
    start = unicodedata.normalize("NFKC", value.lstrip()[:1])
    return f"'{value}" if start in FORMULA or value.startswith(("\t", "\r", "\n")) else value


def _escaped(text: str) -> str:
    # Not of xml.sax: that imports what opens addresses, 30 ms of each build.
    return escape(text, quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'


def _atom(feed: Mapping[str, Any]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed["lang"])}>',
        f"<id>{_escaped(feed['id'])}</id>",
        f"<title>{_escaped(feed['title'])}</title>",
        f"<updated>{feed['updated']}</updated>",
        f"<author><name>{_escaped(feed['author'])}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(feed["self"])}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(feed["alternate"])}/>',
    ]
    for entry in feed["entries"]:
        lines += [
            "<entry>",
            f"<id>{_escaped(entry['id'])}</id>",
            f"<title>{_escaped(entry['title'])}</title>",
            f"<updated>{entry['updated']}</updated>",
            f'<link rel="alternate" type="text/html" href={_quoted(entry["id"])}/>',
            f"<summary>{_escaped(entry['summary'])}</summary>",
            "</entry>",
        ]
    lines.append("</feed>")
    return ("\n".join(lines) + "\n").encode()


def _opensearch(data: Mapping[str, str]) -> bytes:
    """Write the description of the site's search for browsers (OpenSearch 1.1)."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{_escaped(data['name'])}</ShortName>",
        f"<Description>{_escaped(data['about'])}</Description>",
        f"<Language>{_escaped(data['lang'])}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Image width="192" height="192" type="image/png">{_escaped(data["icon"])}</Image>',
        f'<Url type="text/html" template={_quoted(data["search"] + "?q={searchTerms}")}/>',
        f'<Url type="application/opensearchdescription+xml" rel="self" template={_quoted(data["self"])}/>',
        "</OpenSearchDescription>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _sitemap(entries: Sequence[Mapping[str, Any]]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for entry in entries:
        lines.append(f"<url><loc>{_escaped(entry['loc'])}</loc>")
        lines += [
            f'<xhtml:link rel="alternate" hreflang={_quoted(twin["lang"])} href={_quoted(twin["href"])}/>'
            for twin in entry["alternates"]
        ]
        lines.append("</url>")
    lines.append("</urlset>")
    return ("\n".join(lines) + "\n").encode()


def _sitemap_index(addresses: Sequence[str]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(f"<sitemap><loc>{_escaped(address)}</loc></sitemap>" for address in addresses),
        "</sitemapindex>",
    ]
    return ("\n".join(lines) + "\n").encode()


_WRITERS: Mapping[Form, Callable[[Document], bytes]] = {
    "json": _json,
    "csv": lambda document: _csv(document.data["fields"], document.data["rows"]),
    "atom": lambda document: _atom(document.data),
    "sitemap": lambda document: _sitemap(document.data),
    "sitemap-index": lambda document: _sitemap_index(document.data),
    "opensearch": lambda document: _opensearch(document.data),
    "script": _script,
    "service-worker": _service_worker,
    "text": lambda document: str(document.data).encode(),
}
"""How a document of each form is written."""
