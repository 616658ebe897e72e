"""Five lists as dirty as those of offices, and beside each cell what a careful reader takes from it.

They are lists of the province of Lào Cai, with the communes, districts and the neighbour province (Yên Bái)
from before July 2025. Every name of goods, people and firms is made up ("Mẫu") and so is each number.

What a cell gives is told by field. Fields are named as importing names them; places are ids of the province's
``places.yaml``, sets their numbers, kinds of producers their ids, days and numbers values of Python.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from old_letters import encode_tcvn3, encode_viqr, encode_vni
from openpyxl.utils import get_column_letter
from workbook_files import Grid, Plain, Written, csv_text, write_ods, write_xls, write_xlsx

PROVINCE = "15"
"""The code of the province, as ``ocop init`` takes it."""


class Outcome(StrEnum):
    """What becomes of a cell. ASK and REFUSED may stand for each other: neither writes anything."""

    VALUE = "value"
    """It is understood, as it stands or repaired; what it gives is in ``values``."""
    ASK = "ask"
    """It must be asked about: it may mean several things, of which ``values`` has the right one, if any."""
    REFUSED = "refused"
    """It cannot be used: what it said is lost, or it is no such thing."""
    IGNORED = "ignored"
    """Headings, titles, totals, signatures, and what is never published."""


@dataclass(frozen=True)
class Expected:
    """What a cell gives. ``old_letters`` is how its text is encoded: that is asked about once a file."""

    outcome: Outcome
    values: Mapping[str, Any] = field(default_factory=dict)
    old_letters: str = ""


@dataclass(frozen=True)
class Entry:
    """What stands in a cell, and what is expected of it; ``down`` rows below are merged into it."""

    written: Plain | Written
    expected: Expected
    down: int = 0


@dataclass
class DirtyList:
    """A list, how it is written, and what is expected of each of its cells and products."""

    file_name: str
    grids: Sequence[Grid]
    expected: Mapping[str, Expected]
    """By sheet and address, such as ``Sa Pa!B7``: every cell that holds something."""
    products: Mapping[str, Mapping[str, Any]]
    """What each row gives with what it takes from bands, blocks and titles, by sheet and row: ``Sa Pa!7``."""
    write_grids: Callable[..., None]

    def write(self, folder: Path) -> Path:
        """Write the list into a folder and return its path."""
        path = folder / self.file_name
        self.write_grids(path, *self.grids)
        return path


def value(written: Plain | Written, **values: Any) -> Entry:
    """A cell that gives other values than its bare text; ``__`` in a name stands for a dot."""
    return Entry(written, Expected(Outcome.VALUE, _fields(values)))


def ask(written: Plain | Written, **values: Any) -> Entry:
    return Entry(written, Expected(Outcome.ASK, _fields(values)))


def refused(written: Plain | Written) -> Entry:
    return Entry(written, Expected(Outcome.REFUSED))


def ignored(written: Plain | Written) -> Entry:
    return Entry(written, Expected(Outcome.IGNORED))


def down(entry: Entry, rows: int) -> Entry:
    """A cell into which as many cells below it are merged: it speaks for all these rows."""
    return replace(entry, down=rows)


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("__", "."): content for key, content in values.items()}


@dataclass
class SheetMaker:
    """Lays out a sheet from top to bottom; keeps what is expected of it."""

    name: str
    columns: Sequence[str]
    """Field of each column, from A; empty for columns that are ignored."""
    letters: Callable[[str], Written | str] = str
    """How texts are stored: as they are, or in letters from before Unicode."""
    old_letters: str = ""
    row: int = 0
    cells: dict[str, Plain | Written] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    expected: dict[str, Expected] = field(default_factory=dict)
    products: dict[str, dict[str, Any]] = field(default_factory=dict)
    of_all: dict[str, Any] = field(default_factory=dict)
    """What titles and bands give all rows that follow."""
    _spoken_for: dict[int, tuple[int, Mapping[str, Any]]] = field(default_factory=dict)
    """By column: the last row that is merged into a cell, and what that cell gives."""

    def title(self, entry: Entry | str, column: int = 0, *, wide: int = 0, new_row: bool = True) -> None:
        """A line outside the table, merged over ``wide`` columns; what it gives holds for the rows below."""
        self.row += new_row
        entry = entry if isinstance(entry, Entry) else ignored(entry)
        self._put(column, entry)
        self.of_all |= entry.expected.values
        if wide:
            self._merge(self.row, column, self.row, column + wide - 1)

    band = title
    """A line amid the rows that holds for those below it."""

    def headings(self, *names: str | None) -> None:
        """A row of headings; None leaves the cell empty."""
        self.row += 1
        for column, name in enumerate(names):
            if name is not None:
                self._put(column, ignored(name))

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def product(self, *entries: Entry | Plain | None) -> None:
        """A row of the table: bare values give the field of their column; None leaves the cell empty."""
        self.row += 1
        product = dict(self.of_all)
        for column, (name, given) in enumerate(zip(self.columns, entries, strict=True)):
            last_row, inherited = self._spoken_for.get(column, (0, {}))
            if self.row <= last_row:
                product |= inherited
            if given is None:
                continue
            entry = given if isinstance(given, Entry) else value(given, **({name: given} if name else {}))
            if not name and not isinstance(given, Entry):
                entry = ignored(given)
            self._put(column, entry)
            product |= entry.expected.values if entry.expected.outcome == Outcome.VALUE else {}
            if entry.down:
                self._merge(self.row, column, self.row + entry.down, column)
                self._spoken_for[column] = (self.row + entry.down, entry.expected.values)
        self.products[f"{self.name}!{self.row}"] = product

    def _put(self, column: int, entry: Entry) -> None:
        address = f"{get_column_letter(column + 1)}{self.row}"
        written, expected = entry.written, entry.expected
        if isinstance(written, str) and not written.isascii() and self.old_letters:
            written, expected = self.letters(written), replace(expected, old_letters=self.old_letters)
        self.cells[address] = written
        self.expected[f"{self.name}!{address}"] = expected

    def _merge(self, *area: int) -> None:
        first_row, first_column, last_row, last_column = area
        first, last = get_column_letter(first_column + 1), get_column_letter(last_column + 1)
        self.merged.append(f"{first}{first_row}:{last}{last_row}")

    def merge_headings(self, *merged: str) -> None:
        """Merge cells of the headings, by Excel's names."""
        self.merged += merged

    @property
    def grid(self) -> Grid:
        """The sheet as it is written."""
        return Grid(self.name, self.cells, self.merged, self.hidden_rows)


def made_of(
    file_name: str, write_grids: Callable[..., None], *sheets: SheetMaker, more: Sequence[Grid] = ()
) -> DirtyList:
    return DirtyList(
        file_name,
        [*(sheet.grid for sheet in sheets), *more],
        {key: expected for sheet in sheets for key, expected in sheet.expected.items()},
        {key: product for sheet in sheets for key, product in sheet.products.items()},
        write_grids,
    )


def merged_bands() -> DirtyList:
    """XLSX: titles, a heading of two rows, bands of groups and districts, one decision for a block."""
    sheet = SheetMaker(
        "Danh mục 2024",
        (
            *("row.number", "product.name", "producer.name", "producer.head", "producer.commune"),
            *("producer.district", "producer.phone", "product.gtin", "rating.score", "rating.stars"),
            *("decision.number", "decision.day", ""),
        ),
    )
    sheet.title("ỦY BAN NHÂN DÂN TỈNH LÀO CAI", wide=5)
    sheet.title("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 6, wide=6, new_row=False)
    sheet.title("DANH SÁCH SẢN PHẨM OCOP MẪU NĂM 2024", wide=13)
    sheet.title("(Kèm theo Báo cáo Mẫu của Văn phòng Mẫu)", wide=13)
    sheet.gap()
    sheet.headings(
        *("STT", "Tên sản  phẩm", "Chủ thể", None, "Địa chỉ", None, "Điện thoại", "Mã vạch"),
        *("Kết quả đánh giá", None, "Quyết định công nhận", None, "Doanh thu (triệu đồng)"),
    )
    sheet.headings(
        *(None, None, "Tên chủ thể", "Người đại diện", "Xã/phường", "Huyện/thị xã", None, None),
        *("Điểm", "Hạng sao", "Số QĐ", "Ngày QĐ", None),
    )
    sheet.merge_headings("A5:A6", "B5:B6", "C5:D5", "E5:F5", "G5:G6", "H5:H6", "I5:J5", "K5:L5", "M5:M6")
    tea = value("I. CHÈ TƯƠI, CHÈ CHẾ BIẾN", product__set=11)
    sheet.band(tea, wide=13)
    decision = down(value("1234/QĐ-UBND", decision__number="1234/QĐ-UBND"), 3)
    day = down(value(date(2024, 12, 16), decision__day=date(2024, 12, 16)), 3)
    coop, ta_van = "HTX Chè Mẫu Một", value("Tả Van", producer__commune="ta-van")
    sheet.product(
        *(
            1,
            "Chè xanh Mẫu",
            coop,
            ignored("Nguyễn Văn Mẫu"),
            ta_van,
            value("Sa Pa", producer__district="sa-pa"),
        ),
        value(912345678, producer__phone="0912345678"),
        *(refused("8.94E+12"), value("95,64", rating__score=Decimal("95.64"))),
        *(value("05 sao", rating__stars=5), decision, day, 1200),
    )
    sheet.product(
        *(2, value("Chè  đen   Mẫu", product__name="Chè đen Mẫu"), coop, ignored("Nguyễn Văn Mẫu")),
        *(value("xã Tả Van", producer__commune="ta-van"), value("TX Sa Pa", producer__district="sa-pa")),
        *(
            value("0912.345.678", producer__phone="0912345678"),
            value("1996012345675", product__gtin="1996012345675"),
        ),
        *(value(82.5, rating__score=Decimal("82.5")), value("04 sao", rating__stars=4), None, None, 850),
    )
    sheet.product(
        *(3, "Chè vàng Mẫu", value(" Hộ kinh doanh Lý Thị Mẫu ", producer__name="Hộ kinh doanh Lý Thị Mẫu")),
        *(ignored("Lý Thị Mẫu"), value("Mường Hoa", producer__commune="ta-van")),
        *(value("Sapa", producer__district="sa-pa"), value("84912345679", producer__phone="0912345679")),
        value(1996012345682, product__gtin="1996012345682"),
        *(value("71", rating__score=Decimal(71)), value("4*", rating__stars=4), None, None, None),
    )
    sheet.product(
        *(4, "Bánh chè Mẫu", value("Cty TNHH Mẫu Hai", producer__name="Cty TNHH Mẫu Hai"), None),
        *(
            value("Thị trấn Bắc Hà", producer__commune="bac-ha"),
            value("H. Bắc Hà", producer__district="bac-ha"),
        ),
        *(value("'0203.456.789", producer__phone="0203456789"), refused(8.936e12)),
        *(value("76,00 điểm", rating__score=Decimal(76)), value("★★★★", rating__stars=4), None, None, None),
    )
    sheet.of_all.clear()
    sheet.band(value("II. Mật ong, mật khác và nông sản thực phẩm khác", product__set=4), wide=13)
    sheet.product(
        *(1, "Mật ong bạc hà Mẫu", "Tổ hợp tác Ong Mẫu", None),
        *(
            value("Tả Ngài Chồ", producer__commune="pha-long"),
            value("Mường Khương", producer__district="muong-khuong"),
        ),
        *(None, None, None, value("3 sao", rating__stars=3)),
        value("QĐ số 88/QĐ-UBND", decision__number="88/QĐ-UBND"),
        *(value("20/11/2023", decision__day=date(2023, 11, 20)), None),
    )
    sheet.product(
        *(2, "Mật ong rừng Mẫu", "HTX Ong Mẫu", None),
        *(ask("xã Không Có Thật Mẫu"), value("Mường Khương", producer__district="muong-khuong")),
        *(refused("sẽ bổ sung"), None, value(55.5, rating__score=Decimal("55.5"))),
        value("3 sao", rating__stars=3),
        *(value("88/QĐ-UBND", decision__number="88/QĐ-UBND"), refused("31/02/2023"), None),
    )
    sheet.gap()
    sheet.title("Tổng cộng: 06 sản phẩm", 1)
    sheet.title(ignored(2050), 12, new_row=False)
    sheet.title("Lào Cai, ngày 20 tháng 12 năm 2024", 8, wide=5)
    sheet.title("NGƯỜI LẬP BIỂU", 8, wide=5)
    return made_of(
        "Danh mục OCOP Mẫu 2024.xlsx", write_xlsx, sheet, more=[Grid("Sheet2", {}), Grid("Sheet3", {})]
    )


def tcvn3(text: str) -> Written:
    """A text in fonts of TCVN3: capitals in the font of capitals."""
    old = (
        Written(encode_tcvn3(text.lower()), ".VnTimeH")
        if text.isupper()
        else Written(encode_tcvn3(text), ".VnTime")
    )
    assert str(old.value) <= "\u00ff" * len(text), text
    return old


def old_fonts() -> DirtyList:
    """XLS of 2020 in fonts of TCVN3: addresses in one column with a former province, everything as text."""
    sheet = SheetMaker(
        "Sheet1",
        (
            *("row.number", "product.name", "product.set", "producer.name", "producer.address"),
            *("producer.phone", "rating.stars", "rating.score", "decision.number", "rating.period", "note"),
        ),
        tcvn3,
        "tcvn3",
    )
    sheet.title("DANH SÁCH SẢN PHẨM OCOP MẪU HUYỆN VĂN CHẤN", wide=11)
    sheet.title("Năm 2020", wide=11)
    sheet.headings(
        *("TT", "TÊN SẢN PHẨM", "Nhóm/bộ sản phẩm", "Đơn vị sản xuất", "Địa chỉ", "Số điện thoại"),
        *("Xếp hạng", "Số điểm", "Số, ngày quyết định", "Thời hạn", "Ghi chú"),
    )

    def address(village: str, commune: str, written: str) -> Entry:
        return value(
            f"{village}, {written}, huyện Văn Chấn, tỉnh Yên Bái",
            producer__village=village,
            producer__commune=commune,
            producer__district="van-chan",
        )

    def decided(number: str, written: str, day: date) -> Entry:
        return value(f"{number} ngày {written}", decision__number=number, decision__day=day)

    first = decided("Số 15/QĐ-UBND", "10/12/2020", date(2020, 12, 10))
    first = value(first.written, decision__number="15/QĐ-UBND", decision__day=date(2020, 12, 10))
    months = value("36 tháng", rating__period=36)
    sheet.product(
        *("1", "Chè tuyết Mẫu", value("Chè tươi, chè chế biến", product__set=11), "Hợp tác xã dịch vụ Mẫu"),
        *(address("Thôn Mẫu", "van-chan", "xã Suối Giàng"), value("912345670", producer__phone="0912345670")),
        *(
            value("4 sao", rating__stars=4),
            value("78,66", rating__score=Decimal("78.66")),
            first,
            months,
            None,
        ),
    )
    sheet.product(
        *("2", "Gạo nếp Mẫu", value("Gạo, ngũ cốc, hạt sơ chế khác", product__set=3), "Tổ hợp tác nếp Mẫu"),
        address("Bản Mẫu", "tu-le", "x. Tú Lệ"),
        *(value("0912 345 671", producer__phone="0912345671"), value("3 sao", rating__stars=3)),
        *(value("65,5", rating__score=Decimal("65.5")), first, months, None),
    )
    sheet.product(
        *("3", "Thịt gác bếp Mẫu", ask("Thực phẩm"), "Cơ sở sản xuất Mẫu Ba"),
        address("Tổ dân phố Mẫu", "van-chan", "TT Sơn Thịnh"),
        *(value("02163.123.456", producer__phone="02163123456"), value("3 sao", rating__stars=3)),
        *(value("51", rating__score=Decimal(51)), first, months, "Sản phẩm mới"),
    )
    sheet.product(
        *("4", "Rượu ngô Mẫu", value("Rượu trắng", product__set=14), "Hộ kinh doanh Hoàng Văn Mẫu"),
        address("Thôn Mẫu Hai", "gia-hoi", "xã Nậm Búng"),
        *(refused("8.4912E+10"), value("*** (3 sao)", rating__stars=3)),
        *(
            value("60,0", rating__score=Decimal(60)),
            decided("16/QĐ-UBND", "5/1/2021", date(2021, 1, 5)),
            months,
            None,
        ),
    )
    sheet.title("Người lập biểu", 8)
    return made_of("ds ocop mau 2020.xls", write_xls, sheet)


def nfd(text: str) -> str:
    """A text as Macs and some phones write it: letters and marks apart."""
    return unicodedata.normalize("NFD", text)


def saved_by_excel() -> DirtyList:
    """CSV as a Vietnamese Excel saves it: semicolons, decimal commas; letters taken apart, doubled spaces."""

    def write_csv(path: Path, grid: Grid) -> None:
        path.write_bytes(b"\xef\xbb\xbf" + csv_text(grid, ";").encode("utf-8"))

    sheet = SheetMaker(
        "san pham mau",
        (
            *(
                "product.code",
                "product.name",
                "product.set",
                "producer.name",
                "producer.kind",
                "producer.village",
            ),
            *(
                "producer.commune",
                "producer.district",
                "producer.phone",
                "producer.email",
                "producer.website",
            ),
            *("rating.score", "rating.stars", "decision.number", "decision.day", "decision.body"),
            *("rating.valid_until", "rating.kind", "", "", "note"),
        ),
    )
    sheet.headings(
        *(
            "Mã SP",
            "Tên SP",
            "Bộ sản phẩm",
            "Tên cơ sở",
            "Loại hình",
            "Thôn/bản",
            "Xã",
            "Huyện",
            "ĐT",
            "E-mail",
        ),
        *(
            "Website",
            "Điểm đánh giá",
            "Phân hạng",
            "Số Quyết định",
            "Ngày cấp",
            "Cơ quan cấp",
            "Ngày hết hạn",
        ),
        *("Hình thức", "Sản lượng (tấn)", "Doanh thu", "Ghi chú"),
    )
    body = value("UBND tỉnh Lào Cai", decision__body="UBND tỉnh Lào Cai")
    coop = value("Hợp tác xã", producer__kind="cooperative")
    name = "Hợp tác xã Nông nghiệp Mẫu"

    def row(number: int, product: Entry | str, *rest: Entry | Plain | None) -> None:
        sheet.product(f"MAU-{number:03}", product, *rest)

    row(
        *(
            1,
            value(nfd("Rượu thóc Mẫu"), product__name="Rượu thóc Mẫu"),
            value("Rượu trắng", product__set=14),
        ),
        *(
            value(nfd(name), producer__name=name),
            coop,
            "Thôn Mẫu",
            value("Bản Phố", producer__commune="bac-ha"),
        ),
        *(value("Bắc Hà", producer__district="bac-ha"), value("0912345672", producer__phone="0912345672")),
        *("mau@example.org", value("www.example.org", producer__website="https://www.example.org")),
        *(value("90,25", rating__score=Decimal("90.25")), value("5 sao", rating__stars=5), "2024/QĐ-UBND"),
        *(value("05/03/2025", decision__day=date(2025, 3, 5)), body),
        *(
            value("05/03/2028", rating__valid_until=date(2028, 3, 5)),
            value("Nâng hạng", rating__kind="upgrade"),
        ),
        *("12,5", "1.250.000.000", None),
    )
    row(
        *(2, value("Mứt  mận  Mẫu", product__name="Mứt mận Mẫu")),
        value("Chế biến từ rau, củ, quả, hạt", product__set=7),
        *(
            value("Hợp tác xã  Nông nghiệp Mẫu ", producer__name=name),
            value("HTX", producer__kind="cooperative"),
        ),
        *(
            "Thôn Mẫu",
            value("xã  Na  Hối", producer__commune="bac-ha"),
            value("huyện Bắc Hà", producer__district="bac-ha"),
        ),
        *(value("(0214) 3.123.456", producer__phone="02143123456"), None, None),
        *(value("72", rating__score=Decimal(72)), value("04 sao", rating__stars=4), "2024/QĐ-UBND"),
        *(value("5.3.2025", decision__day=date(2025, 3, 5)), body),
        *(value("5-3-2028", rating__valid_until=date(2028, 3, 5)), value("mới", rating__kind="new")),
        *("3", "450.000.000", "đã có tem; mã QR"),
    )
    row(
        *(3, "Trà H’Mông Mẫu", value("Sản phẩm chè/trà từ thực vật khác", product__set=12)),
        *("Hộ Giàng Thị Mẫu", value("Hộ sản xuất", producer__kind="household"), None),
        *(value("Lùng Phình", producer__commune="lung-phinh"), value("Bắc hà", producer__district="bac-ha")),
        *(ask("0912345673; 0912345674"), refused("khong co"), None),
        *(refused("102"), value("3*", rating__stars=3), "2024/QĐ-UBND"),
        *(value("ngày 5 tháng 3 năm 2025", decision__day=date(2025, 3, 5)), body, None),
        *(value("Đánh giá lại", rating__kind="renewal"), None, None, None),
    )
    return made_of("san pham mau.csv", write_csv, sheet)


def typed_marks() -> DirtyList:
    """ODS: a sheet with English headings and marks typed as signs (VIQR), and one in a VNI font."""
    english = SheetMaker(
        "Products",
        (
            *(
                "row.number",
                "product.name",
                "product.name_en",
                "product.set",
                "producer.name",
                "producer.commune",
            ),
            *("producer.phone", "rating.stars", "rating.score", "decision.number", "decision.day"),
        ),
        encode_viqr,
        "viqr",
    )
    english.headings(
        *(
            "No.",
            "Product name",
            "English name",
            "Category",
            "Producer",
            "Commune/Ward",
            "Phone",
            "Stars",
            "Score",
        ),
        *("Decision No.", "Decision date"),
    )
    english.product(
        *(1, "Chè Mẫu", "Sample tea", value("Chè tươi, chè chế biến", product__set=11), "HTX Mẫu"),
        *(value("Trung Chải", producer__commune="ta-phin"), value(987654321, producer__phone="0987654321")),
        *(4, value(80.5, rating__score=Decimal("80.5")), "77/QD-UBND", date(2023, 5, 9)),
    )
    english.product(
        *(
            2,
            "Khăn thổ cẩm Mẫu",
            "Sample scarf",
            value("Vải, may mặc", product__set=22),
            "Tổ hợp tác thổ cẩm Mẫu",
        ),
        *(value("Tả Phìn", producer__commune="ta-phin"), None),
        *(value("3 stars", rating__stars=3), value("55.0", rating__score=Decimal(55)), "77/QD-UBND"),
        value("2023-05-09", decision__day=date(2023, 5, 9)),
    )
    vni = SheetMaker(
        "Nam 2022",
        (
            *("row.number", "product.name", "producer.name", "producer.commune", "producer.district"),
            *("rating.stars", "decision.number", "decision.day"),
        ),
        lambda text: Written(encode_vni(text), "VNI-Times"),
        "vni",
    )
    title = "Sản phẩm OCOP Mẫu theo Quyết định 55/QĐ-UBND ngày 30/6/2022"
    vni.title(value(title, decision__number="55/QĐ-UBND", decision__day=date(2022, 6, 30)), wide=8)
    vni.headings("STT", "Tên sản phẩm", "Chủ thể", "Xã", "Huyện", "Số sao", "Số QĐ", "Ngày QĐ")
    vni.band(value("Huyện Mù Cang Chải", producer__district="mu-cang-chai"), wide=8)
    decision = value("55/QĐ-UBND", decision__number="55/QĐ-UBND")
    day = value(date(2022, 6, 30), decision__day=date(2022, 6, 30))
    vni.product(
        *(1, "Táo mèo Mẫu", "Hợp tác xã Mẫu Bốn", value("Nậm Khắt", producer__commune="pung-luong"), None),
        *(3, decision, day),
    )
    vni.product(
        *(2, "Mật ong Mẫu", "Hợp tác xã Mẫu Bốn", value("Púng Luông", producer__commune="pung-luong"), None),
        *(value("03 sao", rating__stars=3), decision, day),
    )
    return made_of("products mau.ods", write_ods, english, vni)


def several_sheets() -> DirtyList:
    """XLSX: a sheet for each district, each with columns of its own; producers merged over their products."""
    sa_pa = SheetMaker(
        "Sa Pa",
        (
            *(
                "producer.name",
                "producer.commune",
                "product.name",
                "product.set",
                "rating.stars",
                "rating.score",
            ),
            *("decision.number", "decision.day", "decision.body", "rating.valid_until"),
        ),
    )
    sa_pa.title(value("THỊ XÃ SA PA", producer__district="sa-pa"), wide=10)
    sa_pa.headings(
        *(
            "Tên chủ thể\n(Producer)",
            "Xã, phường\n(Commune)",
            "Sản phẩm\n(Product)",
            "Bộ SP",
            "Hạng\n(Stars)",
        ),
        *("Điểm\n(Score)", "Quyết định\n(Decision)", "Ngày\n(Date)", "Cơ quan công nhận", "Có giá trị đến"),
    )
    town = value("UBND thị xã Sa Pa", decision__body="UBND thị xã Sa Pa")
    producer = down(value("CÔNG TY TNHH MTV MẪU", producer__name="CÔNG TY TNHH MTV MẪU"), 1)
    sa_pa.product(
        *(producer, down(value("P. Hàm Rồng", producer__commune="sa-pa"), 1), "Atiso Mẫu"),
        *(value("Sản phẩm chè/trà từ thực vật khác", product__set=12), value("OCOP 4 sao", rating__stars=4)),
        *(
            value("88.75", rating__score=Decimal("88.75")),
            value("QĐ 9/QĐ-UBND", decision__number="9/QĐ-UBND"),
        ),
        *(value("15/01/24", decision__day=date(2024, 1, 15)), town, date(2027, 1, 15)),
    )
    sa_pa.product(
        *(None, None, "Cao atiso Mẫu", ask("Dược liệu"), value("Bốn sao", rating__stars=4)),
        *(value(Written(0.8625, number_format="0.00%"), rating__score=Decimal("86.25")), None, None, town),
        refused("hết hạn"),
    )
    sa_pa.product(
        *("Cơ sở Mẫu Năm", value("Bản Hồ", producer__commune="ban-ho"), "Homestay Mẫu"),
        value("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", product__set=26),
        *(ask("Tiềm năng 5 sao"), value(91, rating__score=Decimal(91)), None, None, None, None),
    )
    yen_bai = SheetMaker(
        "Yên Bái cũ",
        (
            *("row.number", "product.name", "producer.name", "producer.village", "producer.commune"),
            *("producer.district", "rating.stars", "decision.number", "decision.day", "note"),
        ),
    )
    yen_bai.title(
        value(
            "Theo Quyết định số 321/QĐ-UBND ngày 25/12/2023 của UBND tỉnh Yên Bái",
            decision__number="321/QĐ-UBND",
            decision__day=date(2023, 12, 25),
            decision__body="UBND tỉnh Yên Bái",
        ),
        wide=10,
    )
    yen_bai.headings(
        *("STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", None, None, "Hạng", "Số QĐ", "Ngày ký", "Ghi chú"),
    )
    yen_bai.headings(None, None, None, "Thôn", "Xã", "Huyện", None, None, None, None)
    yen_bai.merge_headings("A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3", "H2:H3", "I2:I3", "J2:J3")
    yen_bai.product(
        *(1, "Nếp Mẫu", "HTX Nếp Mẫu", "Bản Mẫu", value("Tú lệ", producer__commune="tu-le")),
        *(
            value("Văn chấn", producer__district="van-chan"),
            value("Hạng 3 sao", rating__stars=3),
            None,
            None,
            None,
        ),
    )
    yen_bai.product(
        *(2, "Quế Mẫu", "HTX Quế Mẫu", None, value("La Pán Tẩn", producer__commune="pung-luong")),
        *(value("Mù Căng Chải", producer__district="mu-cang-chai"), value("4.0", rating__stars=4)),
        *(
            value("322/QĐ-UBND", decision__number="322/QĐ-UBND"),
            value("26/12/2023", decision__day=date(2023, 12, 26)),
        ),
        "Trước là huyện Mù Căng Chải",
    )
    yen_bai.product(
        *(3, "Măng Mẫu", "HTX Măng Mẫu", None, value("Nghĩa Sơn", producer__commune="nghia-lo"), None),
        *(refused("6 sao"), None, None, None),
    )
    helper = Grid("Tạm", {"A1": "không dùng", "A2": 1}, hidden=True)
    return made_of("OCOP Mẫu theo huyện.xlsx", write_xlsx, sa_pa, yen_bai, more=[helper])


DIRTY_LISTS = (merged_bands, old_fonts, saved_by_excel, typed_marks, several_sheets)
"""What makes the five lists; each call makes its list anew."""
