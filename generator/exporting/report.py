"""What became of an edited workbook, as a workbook: a row for each cell that was changed or refused."""

from collections.abc import Iterable, Sequence

from generator.exporting.cells import Cells
from generator.exporting.proposals import RecordChange, Remark
from generator.messages import message
from generator.workbooks import TableColumn, new_workbook, workbook_bytes, write_table

WIDTHS = {"cell": 22, "record": 30, "field": 34, "before": 40, "after": 40, "outcome": 70}


def report_of(
    changes: Iterable[RecordChange],
    remarks: Iterable[Remark],
    refused: Iterable[tuple[str, str]],
    cells: Cells,
) -> bytes:
    """Return the report; ``refused`` are the cells that would bring an error, each with the reason."""

    def label(key: str) -> str:
        return message(f"workbook.report-{key}", cells.language)

    rows: list[Sequence[str]] = [
        (
            field.cell,
            change.identity,
            field.column.title(cells.language),
            cells.text(field.column, field.before),
            cells.text(field.column, field.after),
            label("new" if change.is_new else "changed"),
        )
        for change in changes
        for field in change.fields
    ]
    rows += [(remark.cell, "", "", "", "", remark.text(cells.language)) for remark in remarks]
    rows += [(cell, "", "", "", "", reason) for cell, reason in refused]
    book = new_workbook(label("title"))
    sheet = book.create_sheet(label("title"))
    write_table(sheet, [TableColumn(label(name), width) for name, width in WIDTHS.items()], rows, "B2")
    return workbook_bytes(book)
