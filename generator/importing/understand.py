"""Understands a workbook: every used cell gets a reading, every row what it and the lines around it say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from generator.importing import values as cell_values
from generator.importing.addresses import AddressReader, WrittenAddress, address_parts, name_and_address
from generator.importing.answers import Answers, Option, Question
from generator.importing.bands import Band, read_band, read_titles
from generator.importing.columns import fields, marked_stars
from generator.importing.content import Content
from generator.importing.days import ColumnOfDays, doubtful_order, part_day, validity
from generator.importing.decisions import body, decision
from generator.importing.known import Known, criteria_set, group, producer_kind
from generator.importing.layout import Block, Grid, RowKind, blocks, enumerator_style, grid_of
from generator.importing.legacy import LegacyTexts
from generator.importing.questions import Asker, Parsed, UnusableError, ignored, refused
from generator.importing.rows import (
    CellReading,
    Column,
    ListRow,
    ListTable,
    Note,
    Reading,
    Understanding,
    Value,
    note,
)
from generator.importing.texts import clean_text, is_ditto, one_line, says_nothing, show
from generator.messages import both
from generator.spreadsheets.workbook import CellError, CellValue, Sheet, Workbook, column_letters

_WORST = (Reading.ASK, Reading.REFUSED, Reading.REPAIRED, Reading.READ, Reading.IGNORED)
_ADDRESS_PARTS = ("address", "address.village", "address.commune", "address.district", "address.province")
_SAY_NO = ("product.name", "producer.name", "producer", "product.trace_stamps")
"""Fields of which "Na" is a name, and "không" an answer."""
_ANCHORS = ("address.commune", "address", "address.district", "address.province", "address.village")
"""The part of an address whose cell stands for it, the first that there is."""
_LINE_KINDS = {
    RowKind.REPEATED: "readings.line-repeated",
    RowKind.NUMBERS: "readings.line-numbers",
    RowKind.TOTAL: "readings.line-total",
    RowKind.FOOTNOTE: "readings.line-footnote",
    RowKind.SIGNATURE: "readings.line-signature",
}
"""Rows that are no products, and the sentence that says so."""
_FILLED = {"decision": ("decision.number", "decision."), "producer": ("producer.name", "producer.")}
"""What a list may write once for several rows: the field that leads, and how the names of all begin."""
_UNREADABLE = "?"
"""Stands in the grid for a cell that holds something which is refused."""
SAME, EMPTY = "same", "empty"


def understand(workbook: Workbook, answers: Answers, known: Known) -> Understanding:
    """Return what the lists of a workbook say, as far as it is sure, and the questions that are open.

    Nothing is raised for whatever the cells hold. With the same answers the same comes out.
    """
    asker = Asker(answers)
    legacy = LegacyTexts(workbook, asker)
    addresses = AddressReader(known.places)
    tables = [
        table
        for sheet in workbook.sheets
        for table in _SheetReader(sheet, asker, legacy, known, addresses).tables()
    ]
    return Understanding(tables, asker.questions)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A used cell: its value, its clean text, and what is to be said of it whatever its column is."""

    address: str
    value: CellValue
    text: str
    written: str
    repaired: bool = False
    fault: Note | None = None
    question: str = ""


class _SheetReader:
    """Reads one sheet: its cells, then its tables."""

    def __init__(
        self, sheet: Sheet, asker: Asker, legacy: LegacyTexts, known: Known, addresses: AddressReader
    ) -> None:
        self.sheet = sheet
        self.asker = asker
        self.known = known
        self.addresses = addresses
        self.cells: dict[tuple[int, int], _Cell] = {}
        self.readings: dict[tuple[int, int], CellReading] = {}
        letters = [column_letters(column) for column in range(max(map(len, sheet.rows), default=0))]
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell.value is not None and cell.value != "":
                    self._take(row, column, f"{letters[column]}{row + 1}", legacy)

    def _take(self, row: int, column: int, address: str, legacy: LegacyTexts) -> None:
        """Clean a cell's text; one that only looks used is passed over."""
        cell = self.sheet.rows[row][column]
        value = cell.value
        if isinstance(value, str):
            decoded = legacy.decode(cell, f"{self.sheet.name}!{address}")
            clean = clean_text(decoded.text)
            if not clean.text and not clean.fault:
                return
            changed = clean.repaired or decoded.encoding is not None
            taken = _Cell(
                address, clean.text, clean.text, show(value), changed, clean.fault, decoded.question
            )
        elif isinstance(value, CellError):
            taken = _Cell(address, None, "", str(value), fault=note("readings.error-value", code=str(value)))
        elif isinstance(value, bool):
            taken = _Cell(address, value, str(value).lower(), str(value))
        else:
            text = show(value)
            percent = "%" if "%" in cell.number_format and not isinstance(value, str) else ""
            taken = _Cell(address, value, text + percent, text + percent)
        self.cells[row, column] = taken

    def where(self, row: int, column: int) -> str:
        """Return sheet and address of a cell."""
        cell = self.cells.get((row, column))
        return f"{self.sheet.name}!{cell.address if cell else self.sheet.address(row, column)}"

    def say(self, at: tuple[int, int], reading: Reading, *notes: Note, field_name: str = "") -> None:
        """Note what became of a cell. The worst reading of several stays."""
        cell = self.cells.get(at)
        if cell is None:
            return
        before = self.readings.get(at)
        if before and before.reading is reading:
            notes = tuple(dict.fromkeys((*before.notes, *notes)))
            if notes == before.notes:
                return
        elif before and _WORST.index(before.reading) < _WORST.index(reading):
            return
        self.readings[at] = CellReading(cell.address, cell.written, reading, notes, field_name, at[0] + 1)

    def tables(self) -> list[ListTable]:
        """Return the tables of the sheet; one without columns where it has none."""
        if not self.cells:
            return []
        visible = self._visible()
        texts: list[dict[int, str]] = [{} for _ in self.sheet.rows]
        for row, column in visible:
            texts[row][column] = self.cells[row, column].text or _UNREADABLE
        grid = grid_of(self.sheet, texts)
        sheet_blocks = blocks(grid)
        if not sheet_blocks:
            reason = note("readings.sheet-hidden" if self.sheet.hidden else "readings.sheet-other")
            self._pass_over(self.cells, reason)
            return [ListTable(self.sheet.name, (), (), self._sorted(self.readings), "other", reason)]
        results = []
        for index, block in enumerate(sheet_blocks):
            # What stands above the first table is the title of the whole sheet.
            titles = [*block.titles, *(sheet_blocks[0].titles if index else ())]
            table = _TableReader(self, grid, block, titles)
            columns, rows = table.read()
            first = 0 if index == 0 else min((*block.titles, block.heading_row))
            following = sheet_blocks[index + 1 : index + 2]
            after = min((*following[0].titles, following[0].heading_row)) if following else len(texts)
            own_cells = {at: cell for at, cell in self.cells.items() if first <= at[0] < after}
            self._pass_over(own_cells, note("readings.not-used"))
            about = "product" if block.column_of("product.name") is not None else "producer"
            readings = {at: self.readings[at] for at in own_cells}
            results.append(ListTable(self.sheet.name, columns, rows, self._sorted(readings), about))
        return results

    def _visible(self) -> list[tuple[int, int]]:
        """Return the cells that Excel shows; say of the others, and of those that cannot be read, why not."""
        visible = []
        for at, cell in self.cells.items():
            if self.sheet.hidden:
                self.say(at, Reading.IGNORED, note("readings.sheet-hidden"))
            elif at[0] in self.sheet.hidden_rows:
                self.say(at, Reading.IGNORED, note("readings.hidden-row"))
            elif at[1] in self.sheet.hidden_columns:
                self.say(at, Reading.IGNORED, note("readings.hidden-column"))
            else:
                visible.append(at)
                if cell.fault:
                    self.say(at, Reading.REFUSED, cell.fault)
        return visible

    def _pass_over(self, cells: Iterable[tuple[int, int]], reason: Note) -> None:
        for at in cells:
            if at not in self.readings:
                self.say(at, Reading.IGNORED, reason)

    @staticmethod
    def _sorted(readings: Mapping[tuple[int, int], CellReading]) -> list[CellReading]:
        return [readings[at] for at in sorted(readings)]


@dataclass
class _Row:
    """The values of a row while it is read, and the written parts of its address with their cells."""

    number: int
    product: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    sources: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The cell from which each value comes."""
    places: dict[str, tuple[str, tuple[int, int], bool]] = field(default_factory=dict)
    """By field of a part of the address: its text, its cell, whether it is inherited."""
    around: dict[str, tuple[str, tuple[int, int], bool]] = field(default_factory=dict)
    """The same of bands, which narrow an address down and are no part of it."""


class _TableReader:
    """Reads the rows of one table."""

    def __init__(self, sheet: _SheetReader, grid: Grid, block: Block, titles: Sequence[int]) -> None:
        self.sheet = sheet
        self.asker = sheet.asker
        self.known = sheet.known
        self.grid = grid
        self.block = block
        self.title_cells = [(row, column) for row in titles for column in sorted(grid.texts[row])]
        self.used: dict[int, str] = {}
        """The field of each column that is read; several columns may be marks of stars."""
        self.marks: dict[int, int] = {}
        self.claims: dict[int, str] = {}
        """Columns about which a question is open, and its key."""
        self.orders: dict[int, str] = {}
        self.parsers: dict[int, Callable[[Content], list[Parsed]]] = {}
        self.bands: list[Band] = []
        self.titles: list[Band] = []
        self.previous: dict[int, tuple[int, int]] = {}
        """By column the last cell above that says something, for "as above"."""
        self.last_row: _Row | None = None

    def read(self) -> tuple[list[Column], list[ListRow]]:
        """Return the columns and rows of the table."""
        columns = self._columns()
        self._orders()
        self.parsers = {column: self._parser(name, column) for column, name in self.used.items()}
        known_fields = frozenset(self.used.values())
        lines = [(self._content(at), at) for at in self.title_cells]
        self.titles = read_titles(lines, known_fields, self.known, self.asker)
        self._say_titles()
        rows = [row for number, kind in self.block.rows if (row := self._row(number, kind))]
        return columns, [self._list_row(row) for row in rows]

    # Columns

    def _columns(self) -> list[Column]:
        claimed: dict[str, list[int]] = {}
        for heading in self.block.columns:
            if heading.field and not fields()[heading.field].never and marked_stars(heading.parts) is None:
                claimed.setdefault(heading.field, []).append(heading.column)
        chosen = {field_name: self._choose(field_name, columns) for field_name, columns in claimed.items()}
        result = []
        for heading in self.block.columns:
            field_name, column = heading.field, heading.column
            reading, reason, question = Reading.READ, None, ""
            stars = marked_stars(heading.parts) if field_name == "rating.stars" else None
            if not field_name:
                reading, reason = Reading.IGNORED, note("readings.column-unknown")
            elif never := fields()[field_name].never:
                reading, reason = Reading.IGNORED, note(never)
            elif stars:
                self.marks[column] = stars
                self.used[column] = field_name
            else:
                choice = chosen[field_name]
                if choice.question:
                    reading, reason, question = Reading.ASK, choice.note, choice.question
                    self.claims[column] = choice.question
                    self.used[column] = field_name
                elif choice.usable and choice.value == column_letters(column):
                    self.used[column] = field_name
                else:
                    reading, reason = Reading.IGNORED, note("readings.column-not-chosen")
            for at in heading.cells:
                self.sheet.say(at, reading, *((reason,) if reason else ()), field_name=field_name)
            result.append(
                Column(
                    column_letters(column),
                    " / ".join(map(one_line, heading.parts)),
                    tuple(self.sheet.sheet.address(*at) for at in heading.cells),
                    field_name if reading is Reading.READ or reading is Reading.IGNORED else "",
                    reading,
                    reason,
                    question,
                )
            )
        return result

    def _choose(self, field_name: str, columns: Sequence[int]) -> Parsed:
        """Return the letter of the column that holds a field; where several claim it, ask."""
        letters = [column_letters(column) for column in columns]
        if len(columns) == 1:
            return Parsed(field_name, letters[0])
        names = {heading.column: " / ".join(map(one_line, heading.parts)) for heading in self.block.columns}
        options = tuple(
            Option(letter, dict.fromkeys(("vi", "en"), f"{letter}: {names[column]}"))
            for letter, column in zip(letters, columns, strict=True)
        )
        label = fields()[field_name].label
        headings = "|".join(names[column] for column in columns)
        question = Question(
            f"column|{self.sheet.sheet.name}|{field_name}|{headings}".lower(),
            "readings.ask-column",
            (("field_vi", label["vi"]), ("field_en", label["en"]), ("columns", ", ".join(letters))),
            options,
            tuple(self.sheet.where(self.block.heading_row, column) for column in columns),
        )
        return self.asker.ask(field_name, question, lambda answer: answer if answer in letters else None)

    def _orders(self) -> None:
        """Learn from each column of days whether its days may be month first."""
        for column, field_name in self.used.items():
            if field_name in ("decision.day", "rating.valid_until", "rating.on"):
                values = (
                    cell.value
                    for row, kind in self.block.rows
                    if kind is RowKind.DATA and (cell := self.sheet.cells.get((row, column)))
                )
                self.orders[column] = doubtful_order(values)

    # Titles and bands

    def _content(self, at: tuple[int, int], product: str = "") -> Content:
        cell = self.sheet.cells[at]
        return Content(cell.value, cell.text, self.sheet.where(*at), product)

    def _say_titles(self) -> None:
        for at, band in zip(self.title_cells, self.titles, strict=True):
            self._say_band(at, band, note("readings.line-title"))

    def _say_band(self, at: tuple[int, int], band: Band, otherwise: Note) -> None:
        for parsed in band.parsed:
            self.sheet.say(
                at, parsed.reading, *((parsed.note,) if parsed.note else ()), field_name=parsed.field
            )
        if band.group:
            self.sheet.say(at, Reading.READ, field_name="product.group")
        elif band.place:
            self.sheet.say(at, Reading.READ, field_name="address")
        elif not band.parsed:
            self.sheet.say(at, Reading.IGNORED, otherwise)

    def _band(self, row: int, *, unclear: bool = False) -> bool:
        """Take a row for a band; return whether it says something known."""
        columns = sorted(self.grid.texts[row])
        style = enumerator_style(self.grid.texts[row][columns[0]]) if len(columns) > 1 else ""
        column = columns[1] if style else columns[0]
        at = (row, column)
        has_producer = not {"producer", "producer.name"}.isdisjoint(self.used.values())
        cell = self.sheet.cells[at]
        band = None
        if not cell.question and not cell.fault:
            band = read_band(
                self._content(at),
                at,
                style,
                self.known,
                self.asker,
                names_producer=not has_producer,
            )
        if band is None and unclear:
            return False
        empty = Band(style, at, cell.text)
        self._open_band(band or empty)
        if cell.question:
            self.sheet.say(at, Reading.ASK)
        else:
            self._say_band(at, band or empty, note("readings.band-unknown"))
        for other in columns:
            if other != column:
                is_number = other == self.block.column_of("row.number")
                key = "readings.never-number" if is_number else "readings.line-total"
                self.sheet.say((row, other), Reading.IGNORED, note(key))
        return band is not None

    def _open_band(self, band: Band) -> None:
        """End the bands at or below the level of a new one, and those that say the same kind of thing."""
        styles = [open_band.style for open_band in self.bands]
        if band.style in styles:
            del self.bands[styles.index(band.style) :]
        kinds = self._says(band)
        self.bands = [open_band for open_band in self.bands if not self._says(open_band) & kinds]
        self.bands.append(band)

    @staticmethod
    def _says(band: Band) -> set[str]:
        fields_of_band = {parsed.field for parsed in band.parsed}
        return fields_of_band | ({"group"} if band.group else set()) | ({"place"} if band.place else set())

    # Rows

    def _row(self, number: int, kind: RowKind) -> _Row | None:
        """Read one row below the heading; None where it is no product."""
        texts = self.grid.texts[number]
        if not texts:
            return None
        if kind in _LINE_KINDS:
            for column in texts:
                self.sheet.say((number, column), Reading.IGNORED, note(_LINE_KINDS[kind]))
            return None
        if kind is RowKind.BAND:
            self._band(number)
            return None
        if kind is RowKind.UNCLEAR:
            if not self._band(number, unclear=True):
                for column in texts:
                    self.sheet.say((number, column), Reading.REFUSED, note("readings.row-unclear"))
            return None
        return self._data_row(number)

    def _data_row(self, number: int) -> _Row | None:
        row = _Row(number)
        leading = "product.name" if "product.name" in self.used.values() else "producer.name"
        # The name first: questions about other cells name the product.
        columns = [column for column, name in self.used.items() if name == leading]
        for column in (*columns, *(column for column in self.used if column not in columns)):
            field_name = self.used[column]
            self._read_cell(row, column, field_name)
            if field_name == leading and leading in row.values:
                row.product = str(row.values[leading].value or row.values[leading].written)
        if leading not in row.values:
            for column in self.grid.texts[number]:
                field_name = self.used.get(column, "")
                if field_name:
                    self.sheet.readings.pop((number, column), None)
                    self.sheet.say((number, column), Reading.REFUSED, note("readings.row-without-name"))
            self._say_unused(number)
            return None
        self._say_unused(number)
        self._inherit(row)
        self._fill_down(row)
        self._read_places(row)
        self._conclude(row)
        self.last_row = row
        return row

    def _say_unused(self, number: int) -> None:
        """Say of the cells of a row that are in no column of ours, or in one that is never taken."""
        reasons = {
            heading.column: fields()[heading.field].never if heading.field else "readings.column-unknown"
            for heading in self.block.columns
        }
        for column in self.grid.texts[number]:
            if column not in self.used:
                key = reasons.get(column) or "readings.column-not-chosen"
                if column not in reasons:
                    key = "readings.column-none"
                field_name = next((h.field for h in self.block.columns if h.column == column), "")
                self.sheet.say((number, column), Reading.IGNORED, note(key), field_name=field_name)

    def _read_cell(self, row: _Row, column: int, field_name: str) -> None:
        """Read the cell of a row in a column, its own or the one that is merged down to it."""
        origin, inherited = self._origin(row.number, column, field_name)
        cell = self.sheet.cells.get(origin)
        if cell is None or not self._is_shown(origin):
            return
        if early := self._without_parsing(cell, column, field_name):
            self._put(row, origin, early, inherited)
        elif field_name == "producer":
            written, place = name_and_address(cell.text)
            if place:
                row.places["address"] = (place, origin, inherited)
            for parsed in self._parse(field_name, replace(self._content(origin), text=written), column):
                self._put(row, origin, parsed, inherited)
        elif field_name in _ADDRESS_PARTS:
            row.places[field_name] = (cell.text, origin, inherited)
        else:
            for parsed in self._parse(field_name, self._content(origin, row.product), column):
                self._put(row, origin, parsed, inherited, main=parsed.field == field_name)

    def _origin(self, number: int, column: int, field_name: str) -> tuple[tuple[int, int], bool]:
        """Return the cell that speaks for a row in a column, and whether it is one of another row.

        That is the first of a merged area, or the one above where the row says "as above".
        """
        at = (number, column)
        origin = self.grid.origin.get(at, at)
        cell = self.sheet.cells.get(at)
        if origin != at:
            return (origin, True) if origin[1] == column else (at, False)
        if cell and isinstance(cell.value, str) and column in self.previous and is_ditto(cell.text):
            self.sheet.say(at, Reading.REPAIRED, note("readings.ditto"), field_name=field_name)
            return self.previous[column], True
        if cell:
            self.previous[column] = at
        return at, False

    def _is_shown(self, at: tuple[int, int]) -> bool:
        return at[0] not in self.sheet.sheet.hidden_rows and at[1] not in self.sheet.sheet.hidden_columns

    def _without_parsing(self, cell: _Cell, column: int, field_name: str) -> Parsed | None:
        """Return what becomes of a cell whose content does not matter, or does not matter yet."""
        if cell.fault:
            return refused(field_name, cell.fault)
        if question := cell.question or self.claims.get(column, ""):
            return Parsed(field_name, None, Reading.ASK, None, question)
        if isinstance(cell.value, str) and field_name not in _SAY_NO and says_nothing(cell.text):
            return ignored(field_name, note("readings.nothing"))
        return None

    def _parse(self, field_name: str, content: Content, column: int) -> list[Parsed]:
        """Return what a cell gives; one that is no such thing is refused."""
        try:
            return self.parsers[column](content)
        except UnusableError as error:
            return [refused(field_name, error.reason)]

    def _parser(self, field_name: str, column: int) -> Callable[[Content], list[Parsed]]:
        """Return what reads the cells of a column."""
        asker, known = self.asker, self.known
        if column in self.marks:
            return lambda content: cell_values.marked(content, self.marks[column])
        days = ColumnOfDays(
            f"{self.sheet.sheet.name}|{self._heading_of(column)}".lower(), self.orders.get(column, "")
        )
        has_sets = "product.set" in self.used.values()
        parsers: dict[str, Callable[[Content], list[Parsed]]] = {
            "product.code": cell_values.product_code,
            "product.group": group if has_sets else self._group_and_set,
            "product.set": lambda content: criteria_set(content, asker, known),
            "product.gtin": lambda content: cell_values.gtin(content, asker),
            "product.trace_stamps": cell_values.trace_stamps,
            "producer.kind": lambda content: producer_kind(content, asker, known),
            "producer.phone": lambda content: cell_values.phone(content, asker),
            "producer.email": lambda content: cell_values.email(content, asker),
            "producer.web": lambda content: cell_values.web(content, asker),
            "rating.stars": lambda content: cell_values.stars(content, asker),
            "rating.score": cell_values.score,
            "rating.kind": lambda content: cell_values.rating_kind(content, asker),
            "rating.valid_until": lambda content: validity(content, asker),
            "rating.on": lambda content: [part_day(content, "rating.on", asker, days)],
            "decision.day": lambda content: self._decision_day(content, days),
            "decision.number": lambda content: decision(content, asker, known.places),
            "decision.body": lambda content: body(content, known.places),
        }
        if field_name == "producer":
            return lambda content: cell_values.name(content, "producer.name", asker)
        return parsers.get(field_name) or (lambda content: cell_values.name(content, field_name, asker))

    def _group_and_set(self, content: Content) -> list[Parsed]:
        return [*group(content), *criteria_set(content, self.asker, self.known)]

    def _decision_day(self, content: Content, days: ColumnOfDays) -> list[Parsed]:
        """Return a day; from a cell that names a whole decision all that it says."""
        try:
            return [part_day(content, "decision.day", self.asker, days)]
        except UnusableError:
            if not isinstance(content.value, str) or content.text.isdigit():
                raise
            with suppress(UnusableError):
                whole = decision(content, self.asker, self.known.places)
                if any(parsed.usable for parsed in whole):
                    return whole
            raise

    def _heading_of(self, column: int) -> str:
        return next(" / ".join(map(one_line, h.parts)) for h in self.block.columns if h.column == column)

    def _put(
        self, row: _Row, at: tuple[int, int], parsed: Parsed, inherited: bool, *, main: bool = True
    ) -> None:
        """Note a value of a row and what it makes of its cell; ask where two cells contradict each other."""
        cell = self.sheet.cells[at]
        if parsed.reading is Reading.READ and cell.repaired and isinstance(parsed.value, str):
            parsed = replace(parsed, reading=Reading.REPAIRED, note=note("readings.form"))
        before = row.values.get(parsed.field)
        if before and before.reading is not Reading.IGNORED:
            if before.value is not None and parsed.usable and before.value != parsed.value:
                parsed = self._contradiction(row, before, parsed, at)
            elif not parsed.usable or (before.value is not None and not main):
                self._say_parsed(at, parsed)
                return
        row.values[parsed.field] = Value(
            parsed.field,
            parsed.value,
            cell.written,
            cell.address,
            parsed.reading,
            parsed.note,
            parsed.question,
            inherited,
        )
        row.sources[parsed.field] = at
        self._say_parsed(at, parsed)

    def _say_parsed(self, at: tuple[int, int], parsed: Parsed) -> None:
        notes = (parsed.note,) if parsed.note else ()
        self.sheet.say(at, parsed.reading, *notes, field_name=self.used.get(at[1], parsed.field))

    def _contradiction(self, row: _Row, before: Value, parsed: Parsed, at: tuple[int, int]) -> Parsed:
        """Ask which of two values of one field is right."""
        choices = {str(before.value): before.value, str(parsed.value): parsed.value}
        label = fields().get(parsed.field)
        question = Question(
            f"differs|{parsed.field}|{'|'.join(choices)}|{row.product}".lower(),
            "readings.ask-differs",
            (
                ("field_vi", label.label["vi"] if label else parsed.field),
                ("field_en", label.label["en"] if label else parsed.field),
                ("product", row.product),
                ("values", " / ".join(choices)),
            ),
            tuple(Option(choice, {"vi": choice, "en": choice}) for choice in choices),
            (f"{self.sheet.sheet.name}!{before.cell}", self.sheet.where(*at)),
        )
        answer = self.asker.ask(parsed.field, question, choices.get)
        self._say_parsed(row.sources[parsed.field], answer)
        return answer

    # What stands elsewhere

    def _inherit(self, row: _Row) -> None:
        """Give a row what bands and titles say of it, and what it does not say itself."""
        has_group = "product.group" in row.values or "product.set" in row.values
        has_district = "address.district" in row.places or bool(
            "address" in row.places and address_parts(row.places["address"][0]).district
        )
        has_commune = has_district or bool(row.places.keys() & {"address", "address.commune"})
        for band in (*reversed(self.bands), *self.titles):
            for parsed in band.parsed:
                if parsed.field not in row.values:
                    self._put_inherited(row, parsed, band)
            if band.group and not has_group:
                content = replace(band.group, product=row.product)
                for parsed in (*group(content), *criteria_set(content, self.asker, self.known)):
                    self._put_inherited(row, parsed, band)
                has_group = True
            if band.place and band.place.district and not has_district:
                row.around.setdefault("address.district", (band.place.district, band.at, True))
            if band.place and band.place.commune and not has_commune:
                row.around.setdefault("address.commune", (band.place.commune, band.at, True))

    def _put_inherited(self, row: _Row, parsed: Parsed, band: Band) -> None:
        row.values[parsed.field] = Value(
            parsed.field,
            parsed.value,
            band.written,
            self.sheet.sheet.address(*band.at),
            parsed.reading,
            parsed.note,
            parsed.question,
            inherited=True,
        )

    def _fill_down(self, row: _Row) -> None:
        """Ask once whether empty cells below a decision or a producer mean the same one, and act on it."""
        above = self.last_row
        if above is None:
            return
        for leading, start in _FILLED.values():
            before = above.values.get(leading)
            if leading not in self.used.values() or before is None or before.value is None:
                continue
            if any(name.startswith(start) for name in row.values):
                continue
            column = next(column for column, name in self.used.items() if name == leading)
            label = fields()[leading].label
            question = Question(
                f"fill|{self.sheet.sheet.name}|{self._heading_of(column)}".lower(),
                "readings.ask-fill",
                (
                    ("field_vi", label["vi"]),
                    ("field_en", label["en"]),
                    ("column", column_letters(column)),
                    ("value", str(before.value)),
                ),
                (Option(SAME, both("readings.option-same")), Option(EMPTY, both("readings.option-empty"))),
                (self.sheet.where(row.number, column),),
            )
            answer = self.asker.ask(
                leading, question, lambda choice: choice if choice in (SAME, EMPTY) else None
            )
            if answer.question:
                row.values[leading] = Value(
                    leading, None, "", before.cell, Reading.ASK, answer.note, answer.question, inherited=True
                )
            elif answer.value == SAME:
                for name, value in above.values.items():
                    if name.startswith(start) and value.value is not None:
                        reason = note("readings.filled", cell=value.cell)
                        row.values[name] = replace(
                            value, reading=Reading.REPAIRED, note=reason, inherited=True
                        )
                if leading == "producer.name" and not row.places:
                    row.places = {name: (text, at, True) for name, (text, at, _) in above.places.items()}

    # Places

    def _read_places(self, row: _Row) -> None:
        """Read the parts of a row's address together: they narrow each other down."""
        parts = {**row.around, **row.places}
        if not parts:
            return
        texts = {name: one_line(text) for name, (text, _, _) in parts.items()}
        whole = address_parts(row.places["address"][0]) if "address" in row.places else WrittenAddress()
        written = replace(
            whole,
            line=", ".join(filter(None, (texts.get("address.village", ""), whole.line))),
            commune=texts.get("address.commune", "") or whole.commune,
            district=texts.get("address.district", "") or whole.district,
            province=texts.get("address.province", "") or whole.province,
        )
        if "address.commune" in texts:
            commune = address_parts(texts["address.commune"])
            if commune.now:
                written = replace(written, commune=commune.commune or commune.line, now=commune.now)
        printed = ", ".join(texts[name] for name in _ADDRESS_PARTS if name in row.places)
        own = [name for name in _ANCHORS if name in row.places] or list(parts)
        _, anchor, inherited = parts[own[0]]
        for name, (_, at, part_inherited) in row.places.items():
            if not part_inherited:
                self.sheet.say(at, Reading.READ, field_name=name)
        if printed:
            self._put(row, anchor, Parsed("address.printed", printed), inherited)
        for parsed in self.sheet.addresses.read(written, self.sheet.where(*anchor), self.asker):
            at, is_inherited = anchor, inherited
            if parsed.field == "address.district" and "address.district" in parts:
                _, at, is_inherited = parts["address.district"]
            self._put(row, at, parsed, is_inherited)

    # Conclusions

    def _conclude(self, row: _Row) -> None:
        """Add what a name itself says: the kind of producers with which it begins."""
        name = row.values.get("producer.name")
        if name is None or not name.usable or "producer.kind" in row.values:
            return
        if kind := self.known.kind_of_name(name.value):
            row.values["producer.kind"] = replace(
                name, field="producer.kind", value=kind, reading=Reading.READ, note=None
            )

    def _list_row(self, row: _Row) -> ListRow:
        return ListRow(self.sheet.sheet.name, row.number + 1, row.values)
