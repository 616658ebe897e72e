"""One cell as the parsers get it."""

from dataclasses import dataclass

from generator.spreadsheets.workbook import CellValue


@dataclass(frozen=True, slots=True)
class Content:
    """A cell that says something, cleaned."""

    value: CellValue
    """As the workbook has it."""
    text: str
    """Clean text with its lines; of numbers their digits, of days dd/mm/yyyy."""
    where: str
    """Sheet and address, such as ``Danh sách!B7``."""
    product: str = ""
    """Name of the row's product, for questions that each product needs an answer of its own to."""
