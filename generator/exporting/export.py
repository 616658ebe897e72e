"""The whole catalogue as a workbook, and the empty template."""

import json
import pkgutil
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generator.catalogue.ids import folder_of
from generator.catalogue.model import Language
from generator.catalogue.records import Records
from generator.exporting.book import EXAMPLE, EXPORT, TEMPLATE, Book, SheetRow, rows_of
from generator.exporting.catalogue_names import names_of
from generator.exporting.cells import Cells
from generator.exporting.rows import plain
from generator.exporting.tables import KINDS, tables, tables_of
from generator.messages import message


def export(records: Records, language: str) -> bytes:
    """Return the records as a workbook, whose headings are in ``language``.

    Records of provinces that were gathered are left out: they are edited in the catalogue they come from.
    """
    rows: dict[str, list[SheetRow]] = {name: [] for name in tables()}
    for kind, identity, data in exported(records):
        for table in tables_of(kind):
            rows[table.name] += rows_of(table, identity, data)
    return _book(records, language, EXPORT).make(rows)


def exported(records: Records) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the records that are exported, by kind and id, as plain data."""
    gathered = gathered_folders(records)
    return [
        (kind, identity, plain(records.whole(kind, identity)))
        for kind in KINDS
        for identity, entry in records.of(kind).items()
        if entry.folder not in gathered
    ]


def gathered_folders(records: Records) -> set[str]:
    """Return the folders of the provinces whose records are copies of another catalogue's."""
    return {folder_of(identity) for identity in records.of("copy")} - {""}


def template(records: Records, language: str) -> bytes:
    """Return the workbook without records: its lists are the project's, each sheet shows a made-up row."""
    example = message("workbook.example", language)
    rows: dict[str, list[SheetRow]] = {}
    for kind, data in examples().items():
        for table in tables_of(kind):
            rows[table.name] = [
                replace(row, record=example, mark=f"{EXAMPLE} {row.mark}") for row in rows_of(table, "", data)
            ][:1]
    return _book(records, language, TEMPLATE).make(rows)


def examples() -> dict[str, dict[str, Any]]:
    """Return a made-up record of each kind, as plain data without its id."""
    data: dict[str, dict[str, Any]] = json.loads(pkgutil.get_data(__name__, "examples.json") or b"")
    return data


def _book(records: Records, language: str, purpose: str) -> Book:
    site = records.site
    languages: Sequence[Language] = site.record.languages if site else ()
    cells = Cells(names_of(records, language), language)
    return Book(cells, languages, purpose, message(f"workbook.title-{purpose}", language))
