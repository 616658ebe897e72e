"""The daily sheet as a workbook: an overview, and a sheet with filters for each matter that has items."""

import re
from collections.abc import Iterable
from datetime import date

from generator.catalogue.daily import Matter
from generator.daily.rows import column_title, columns_of, rows_of
from generator.messages import message
from generator.workbooks import DAY_FORM, TableColumn, new_workbook, workbook_bytes, write_table

WIDTHS = {
    "name": 34,
    "code": 14,
    "producer": 38,
    "place": 24,
    "lot": 16,
    "stars": 8,
    "until": 14,
    "days": 11,
    "what": 60,
    "hint": 50,
    "file": 56,
    "line": 8,
}
"""Width of each column in letters."""
FORMS = {"stars": "0", "until": DAY_FORM, "days": "0", "line": "0"}
LONGEST_TITLE = 31
"""Letters that the name of a sheet may have."""
_NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]]")


def daily_workbook(matters: Iterable[Matter], day: date, language: str) -> bytes:
    """Return the workbook as XLSX; the same sheet gives the same bytes."""
    title = message("daily.title", language, day=day)
    book = new_workbook(title)
    overview = book.create_sheet(message("daily.overview", language))
    everything = rows_of(matters, language)
    columns = [
        TableColumn(message(f"daily.column-{key}", language), width, "0")
        for key, width in {"matter": 60, "count": 12, "hint": 90}.items()
    ]
    counts = [(matter.title, len(matter.rows), matter.advice) for matter in everything]
    write_table(overview, columns, counts, "A2")
    overview.oddHeader.center.text = title
    for matter in everything:
        if matter.rows:
            sheet = book.create_sheet(sheet_title(matter.title))
            names = columns_of(matter)
            columns = [
                TableColumn(column_title(matter, name, language), WIDTHS[name], FORMS.get(name, ""))
                for name in names
            ]
            write_table(sheet, columns, ([getattr(row, name) for name in names] for row in matter.rows), "B2")
            sheet.oddHeader.center.text = f"{title} · {matter.title}"
    return workbook_bytes(book)


def sheet_title(words: str) -> str:
    """Return words as the name of a sheet: no sign that the format forbids, whole words, not too long."""
    plain = _NOT_IN_TITLES.sub(" ", words)
    return plain if len(plain) <= LONGEST_TITLE else plain[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
