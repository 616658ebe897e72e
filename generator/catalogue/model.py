"""The records, each defined once.

From these models come the check of the YAML, the JSON Schema for editors (``ocop schema``), the
field reference in the docs and the columns of lists. Every field says what it is in Vietnamese
and in English and shows an example. Scalars arrive as the text that was written (the reader
converts nothing), so that ``120.000`` or a phone's leading zero cannot be lost on the way.

Rules of the programme (stars, validity, bodies) are in ``ocop.py``; rules that need more than one
record are in ``check.py``.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.text import LANGUAGE, Text

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Years that a record can mean; others are slips of the pen."""


def named(vi: str, en: str, example: str | list[str] | None = None, **more: Any) -> Any:
    """A field with its title in both languages and an example of what to write."""
    return Field(title=vi, description=en, examples=[] if example is None else [example], **more)


def _whole(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise PydanticCustomError("whole_number", "not a whole number")
        return int(value)
    return value


def _score(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", value):
            raise PydanticCustomError("score", "not a score")
        return float(value)
    return value


def _degree(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,6})?", value):
            raise PydanticCustomError("degree", "not a number of degrees")
        return float(value)
    return value


def _day(value: object) -> object:
    return _read_day(value) if isinstance(value, str) else value


@lru_cache(maxsize=16384)
def _read_day(value: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "not a day")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day_unreal", "no such day") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise PydanticCustomError("day_unreal", "no such day")
    return found


def _part_day(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
            raise PydanticCustomError("part_day", "not a day, month or year")
        try:
            found = date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            raise PydanticCustomError("day_unreal", "no such day") from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise PydanticCustomError("day_unreal", "no such day")
    return value


def _flag(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise PydanticCustomError("flag", "not true or false")
        return value == "true"
    return value


COUNTRIES = {"vn", "cn", "jp", "kr"}
"""Codes of countries that are often written for their languages; no language has them."""


def _language(value: object) -> object:
    if isinstance(value, str) and (not LANGUAGE.fullmatch(value) or value in COUNTRIES):
        raise PydanticCustomError("language_code", "not a language code")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Score = Annotated[float, BeforeValidator(_score)]
Degree = Annotated[float, BeforeValidator(_degree)]
Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(lambda d: d.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
PartDay = Annotated[
    str,
    BeforeValidator(_part_day),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
]
Flag = Annotated[bool, BeforeValidator(_flag)]
BASE_URL = (
    r"^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9_~][A-Za-z0-9._~-]*)*/?$"
)
"""A host and a sub-path: what codes are printed with. No query, no fragment, no user, no ``..``."""
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(pattern=r"^[A-Z]{2}[0-9]{4,6}$")]
Gtin = Annotated[str, Field(pattern=r"^[0-9]{8,14}$")]
TraceAddress = Annotated[
    str, Field(pattern=r"^/(p/[A-Z]{2}[0-9]{4,6}(/[A-Z0-9-]{1,20})?|01/[0-9]{14}(/10/[A-Z0-9-]{1,20})?)$")
]
Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
BaseUrl = Annotated[str, Field(pattern=BASE_URL, max_length=200)]
LanguageCode = Annotated[str, BeforeValidator(_language)]
SetNumber = Annotated[Whole, Field(ge=1, le=26)]

CriteriaVersion = Literal["qd1048", "qd148", "qd1489", "qd26"]
"""1048/QĐ-TTg (2019), 148/QĐ-TTg (2023), 1489/QĐ-TTg (2025), 26/2026/QĐ-TTg."""

State = Literal[
    "valid",
    "expiring",
    "expired",
    "withdrawn",
    "superseded",
    "unknown",
    "assessed",
    "potential_five",
]


class Part(BaseModel):
    """A part of a record. Frozen, no key but those named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(Part):
    """A record: a file, or an entry of a list file. ``id`` is the folder's or file's name."""

    file_pattern: ClassVar[str]
    id_in_file: ClassVar[bool] = False

    id: Id = named("Mã của ta", "Our own short permanent name; the folder's name", "hoa-hoi-kho-chi-lang")


class Source(Part):
    """Where a fact was published."""

    publisher: Line = named("Nơi đăng", "Publisher", "Báo Lạng Sơn")
    title: Line | None = named(
        "Tựa bài", "Title as published", "Công bố kết quả đánh giá, phân hạng 26 sản phẩm OCOP", default=None
    )
    date: Day | None = named("Ngày đăng", "Day of publication", "2022-06-24", default=None)
    domain: Line | None = named("Trang mạng", "Web domain", "baolangson.vn", default=None)
    url: Url | None = named("Địa chỉ đầy đủ", "Full address", "https://baolangson.vn/", default=None)
    language: LanguageCode = named(
        "Ngôn ngữ của nguồn", "Language of the title; left out, Vietnamese", "vi", default="vi"
    )
    note: Text | None = named("Ghi chú về nguồn", "What a reader should know of the source", default=None)


class Address(Part):
    """A place as printed and, where it is certain, as it is called today (communes merged on 1 July 2025)."""

    printed: Line | None = named(
        "Như in trên giấy tờ",
        "As printed on the certificate or named by the source",
        "xã Công Sơn, huyện Cao Lộc",
        default=None,
    )
    commune: Id | None = named(
        "Xã, phường hiện nay", "Today's commune: an id of content/places.yaml", "that-khe", default=None
    )
    district: Id | None = named(
        "Huyện cũ", "Former district: an id of content/places.yaml", "trang-dinh", default=None
    )
    mapped_by: Literal["officer", "source", "name"] | None = named(
        "Ai đối chiếu",
        "Who tied the printed place to today's: an officer, the source itself, or a single successor by name",
        "source",
        default=None,
    )


class Contact(Part):
    """One way to reach a holder. Published only where the holder agreed (Law 91/2025/QH15)."""

    value: Line = named("Nội dung", "The number or address as written", "000 0000 000")
    public: Flag = named("Đồng ý công khai", "The holder agreed to publish it: true or false", "true")


class Contacts(Part):
    """Ways to reach a holder."""

    consent_on: Day | None = named(
        "Ngày đồng ý", "Day the holder agreed to publication", "2026-10-01", default=None
    )
    phone: Contact | None = named("Điện thoại", "Telephone", default=None)
    zalo: Contact | None = named("Zalo", "Zalo number", default=None)
    email: Contact | None = named("Thư điện tử", "E-mail", default=None)
    web: Contact | None = named("Trang mạng", "Web site", default=None)


class Photo(Part):
    """A picture beside the record."""

    file: Line = named("Tên tệp", "File name in the record's folder", "tui-gao.jpg")
    alt: Text = named("Mô tả ảnh", "What the picture shows, for those who cannot see it")
    credit: Text | None = named("Tác giả, nguồn ảnh", "Whose picture it is", default=None)


class Withdrawal(Part):
    """A rating, lot or product that was taken back."""

    on: Day = named("Ngày", "Day", "2026-03-01")
    reason: Text = named("Lý do", "Reason, in every language of the site")


class Rating(Part):
    """One recognition or assessment: an event with an end, not a property of the product."""

    status: Literal["recognised", "assessed", "potential_five", "named"] = named(
        "Tình trạng hồ sơ",
        "recognised: announced or certified; assessed: scored by a council, recognition not reported; "
        "potential_five: proposed for five stars; named: called OCOP by a source that gives no details",
        "recognised",
    )
    stars: Annotated[Whole, Field(ge=3, le=5)] | None = named(
        "Số sao", "3, 4 or 5, from the decision; leave out where no source says", "4", default=None
    )
    score: Annotated[Score, Field(ge=0, le=100)] | None = named(
        "Điểm", "Score out of 100, with a decimal point", "78.66", default=None
    )
    kind: Literal["new", "renewal", "upgrade", "downgrade"] | None = named(
        "Hình thức", "New, renewal, upgrade or downgrade", "new", default=None
    )
    criteria: CriteriaVersion | None = named(
        "Bộ tiêu chí theo", "The rules it was rated by", "qd148", default=None
    )
    decision: Id | None = named(
        "Quyết định hoặc kỳ đánh giá",
        "The decision, announcement or council round: an id of content/decisions",
        "qd-2865-2025",
        default=None,
    )
    on: PartDay | None = named(
        "Ngày ghi nhận",
        "Day, month or year of the event where it has no decision record",
        "2024-09",
        default=None,
    )
    valid_from: Day | None = named(
        "Có hiệu lực từ", "First valid day; left out, the decision's day counts", "2025-12-31", default=None
    )
    valid_until: Day | Literal["unknown"] | None = named(
        "Có hiệu lực đến",
        "Last valid day, or the word unknown; left out, 36 months from the first",
        "2028-12-31",
        default=None,
    )
    withdrawn: Withdrawal | None = named("Bị thu hồi", "When and why it was withdrawn", default=None)
    evidence: Literal["A", "B1", "B2", "C"] | None = named(
        "Mức bằng chứng",
        "A: signed decision; B1: state press or portal; B2: score or proposal only; C: commercial source",
        "B1",
        default=None,
    )
    note: Text | None = named("Ghi chú", "What a reader should know", default=None)


class Certificate(Part):
    """Any other certificate: VietGAP, HACCP, a geographical indication, a declaration."""

    name: Text = named("Tên chứng nhận", "Name of the certificate")
    kind: Literal[
        "vietgap",
        "organic",
        "haccp",
        "iso",
        "food_safety",
        "declaration",
        "geographical_indication",
        "trademark",
        "growing_area",
        "award",
        "other",
    ] = named("Loại", "Kind", "vietgap")
    number: Line | None = named("Số", "Number", "00032", default=None)
    issuer: Text | None = named("Nơi cấp", "Issuing body", default=None)
    issued_on: PartDay | None = named("Ngày cấp", "Day of issue", "2012-11-14", default=None)
    valid_until: Day | None = named("Có hiệu lực đến", "Last valid day", "2028-06-30", default=None)
    evidence: Url | None = named(
        "Bằng chứng", "Address of the paper", "https://example.org/giay.pdf", default=None
    )
    note: Text | None = named("Ghi chú", "What a reader should know", default=None)


class Shop(Part):
    """Where the product is sold, as the holder or a source says."""

    name: Text = named("Tên nơi bán", "Name")
    address: Line | None = named("Địa chỉ", "Address as printed", default=None)
    url: Url | None = named("Địa chỉ mạng", "Web address", default=None)


class Price(Part):
    """A price that somebody published, with its day."""

    amount: Annotated[Whole, Field(ge=1)] = named("Số tiền (đồng)", "Whole đồng, digits only", "120000")
    per: Text = named("Cho", "For how much")
    on: Day = named("Vào ngày", "On which day", "2026-10-01")


class Origin(Address):
    """Where the product comes from."""

    area: Text | None = named("Vùng nguyên liệu", "Where the raw material grows", default=None)


class ProductHead(Record):
    """The part of a product that lists, counts and other records' pages need.

    A catalogue of thousands keeps the heads at hand and fetches a whole record when its own page is made.
    """

    code: Code | None = named(
        "Mã truy xuất",
        "Trace code on the stamp: two letters and digits, given once, never used again",
        "LS0042",
        default=None,
    )
    name: Text = named("Tên sản phẩm", "Name of the product")
    other_names: tuple[Line, ...] = named(
        "Tên khác", "Other spellings that people search for", ["rau ngồng hoa cải"], default=()
    )
    sample: Flag = named("Dữ liệu mẫu", "true for made-up records; every page says so", "true", default=False)
    set: SetNumber = named("Bộ sản phẩm", "Number of the criteria set, 1–26 (content/criteria.yaml)", "10")
    illustration: Id | None = named(
        "Hình vẽ",
        "Drawing shown where there is no photo; left out, the criteria set's own",
        "star-anise",
        default=None,
    )
    producer: Id | None = named(
        "Chủ thể", "Holder: an id of content/producers", "htx-quang-lac", default=None
    )
    origin: Origin = named("Xuất xứ", "Where it comes from")
    gtin: Gtin | None = named(
        "GTIN (mã vạch)", "GTIN-8, 12, 13 or 14 that the holder owns", "09521234567899", default=None
    )
    former_codes: tuple[Code, ...] = named(
        "Mã truy xuất cũ",
        "Trace codes printed earlier; their pages stay",
        ["LS0007"],
        default=(),
    )
    former_gtins: tuple[Gtin, ...] = named(
        "GTIN cũ", "GTINs printed earlier; their pages stay", ["09521234567882"], default=()
    )
    former_ids: tuple[Id, ...] = named(
        "Tên thư mục cũ",
        "Earlier names of this folder, by which products/ledger.yaml may still know the product",
        ["gao-nep-cu"],
        default=(),
    )
    photos: tuple[Photo, ...] = named("Ảnh", "Photos in this folder", default=())
    ratings: tuple[Rating, ...] = named("Các lần phân hạng", "Ratings, oldest first", default=())
    discontinued: Withdrawal | None = named("Ngừng sản xuất", "When and why production ended", default=None)
    successor: Id | None = named(
        "Sản phẩm thay thế", "The product that took its place", "gao-nep-moi", default=None
    )


class Product(ProductHead):
    """products/<place>/<id>/product.yaml: one product as OCOP knows it."""

    file_pattern: ClassVar[str] = "products/*/<id>/product.yaml"

    needs_checking: Text | None = named(
        "Cần soát lại", "What an officer must still check, shown on the page", default=None
    )
    group_as_printed: Line | None = named(
        "Nhóm như in", "Group as an older paper prints it", "Thảo dược", default=None
    )
    producer_note: Text | None = named("Ghi chú về chủ thể", "How sure the holder is", default=None)
    official_code: tuple[
        Annotated[str, Field(pattern=r"^[0-9]{2}(-[0-9]{3})?-[0-9]{5}-[0-9]{1,3}-[0-9]{4}$")], ...
    ] = named("Mã sản phẩm OCOP", "Official code, old or new shape", ["83-829-28780-3-2022"], default=())
    summary: Text | None = named("Giới thiệu ngắn", "One or two sentences", default=None)
    description: Text | None = named("Mô tả", "Paragraphs", default=None)
    ingredients: Text | None = named("Thành phần", "Ingredients", default=None)
    usage: Text | None = named("Cách dùng", "How to use", default=None)
    storage: Text | None = named("Bảo quản", "Storage", default=None)
    shelf_life: Text | None = named("Hạn dùng", "Shelf life", default=None)
    warnings: Text | None = named("Cảnh báo an toàn", "Safety warnings", default=None)
    standards: tuple[Text, ...] = named("Tiêu chuẩn áp dụng", "Standards applied", default=())
    brand: Line | None = named("Nhãn hiệu", "Brand", default=None)
    pack_sizes: tuple[Text, ...] = named("Quy cách", "Pack sizes", default=())
    price: Price | None = named("Giá", "A published price", default=None)
    markets: tuple[Text, ...] = named("Thị trường", "Markets as the sources name them", default=())
    certificates: tuple[Certificate, ...] = named("Chứng nhận khác", "Other certificates", default=())
    shops: tuple[Shop, ...] = named("Nơi bán", "Where to buy", default=())
    trace_stamps: Flag | None = named(
        "Có tem truy xuất", "A source says that packs carry trace stamps", "true", default=None
    )
    trace_url: Url | None = named(
        "Trang truy xuất chính thức", "The official trace system's page", "https://example.org/", default=None
    )
    notes: tuple[Text, ...] = named(
        "Ghi chú", "What the sources do and do not say, shown on the page", default=()
    )
    sources: tuple[Source, ...] = named("Nguồn", "Where the facts were published", default=(), min_length=1)


class Step(Part):
    """One step of a lot: what, when, where, how much, from whom or to whom."""

    what: Literal["sow", "harvest", "process", "pack", "inspect", "ship", "receive"] = named(
        "Việc", "sow, harvest, process, pack, inspect, ship or receive", "harvest"
    )
    title: Text | None = named("Gọi là", "The holder's own name for the step", default=None)
    day: Day = named("Ngày", "Day", "2026-10-02")
    place: Id = named("Nơi", "A place of this file", "xuong")
    amount: Text | None = named("Lượng", "How much", default=None)
    source: Text | None = named("Từ", "From whom or from where", default=None, alias="from")
    target: Text | None = named("Đến", "To whom or to where", default=None, alias="to")


class LotPlace(Part):
    """A place where steps happen."""

    name: Text = named("Tên nơi", "Name")
    commune: Id | None = named(
        "Xã, phường", "Commune: an id of content/places.yaml", "that-khe", default=None
    )


class LotHead(Part):
    """The part of a lot that lists and other records' pages need."""

    lot: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,19}$")] = named(
        "Số lô", "Lot code: capitals, digits and hyphens, 20 at most", "TD-2610-04"
    )
    gtin: Gtin | None = named(
        "GTIN của lô",
        "The GTIN printed on this lot, where the product has had more than one",
        "09521234567899",
        default=None,
    )
    made_on: Day = named("Ngày sản xuất", "Production day", "2026-10-14")
    expires_on: Day | None = named("Hạn dùng", "Last day of use", "2027-10-14", default=None)
    recalled: Withdrawal | None = named(
        "Thu hồi", "When and why the lot was called back from buyers", default=None
    )
    withdrawn: Withdrawal | None = named(
        "Rút khỏi nơi bán", "When and why the lot was taken off sale", default=None
    )


class Lot(LotHead):
    """One lot of a product."""

    amount: Text | None = named("Lượng", "How much was made", default=None)
    steps: tuple[Step, ...] = named("Các bước", "Steps in order of time", default=())
    note: Text | None = named("Ghi chú", "What a reader should know", default=None)


class LotsHead(Record):
    """The part of a product's lots that lists and other records' pages need."""

    lots: tuple[LotHead, ...]
    traced: tuple[str, ...] = ()
    """Codes of the lots whose steps are recorded."""


class Lots(Record):
    """products/<place>/<id>/lots.yaml: the lots of the product beside it."""

    file_pattern: ClassVar[str] = "products/*/<id>/lots.yaml"

    places: dict[Id, LotPlace] = named("Các nơi", "Places of the steps", default_factory=dict)
    lots: tuple[Lot, ...] = named("Các lô", "Lots")

    @property
    def newest(self) -> list[Lot]:
        """The lots, newest first."""
        return sorted(self.lots, key=lambda one: (one.made_on, one.lot), reverse=True)

    @property
    def head(self) -> LotsHead:
        """What others need of them."""
        heads = tuple(
            LotHead(**{name: getattr(one, name) for name in LotHead.model_fields}) for one in self.lots
        )
        return LotsHead(id=self.id, lots=heads, traced=tuple(one.lot for one in self.lots if one.steps))


class Issue(Part):
    """An address that went onto packs."""

    address: TraceAddress = named("Địa chỉ", "The address that was printed, without the host", "/p/LS0042")
    product: Id = named("Sản phẩm", "The product it was printed for", "gao-nep-bac-son")
    base_url: Url | None = named(
        "Địa chỉ trang đã in",
        "The public address printed before it",
        "https://ocop.example.gov.vn",
        default=None,
    )
    issued_on: Day = named("Ngày cấp", "Day on which it was handed out for printing", "2026-11-21")
    copies: Annotated[Whole, Field(ge=1)] | None = named(
        "Số bản", "How many stamps or labels", "31250", default=None
    )
    use: Line = named("Dùng cho", "What for", "tem in lô 1")
    sample: Flag = named(
        "Chỉ để minh họa",
        "true for addresses of made-up records, which may be deleted with their records",
        "true",
        default=False,
    )


class Ledger(Record):
    """products/ledger.yaml: every address that has been printed. Entries are added, never removed."""

    file_pattern: ClassVar[str] = "products/ledger.yaml"

    issued: tuple[Issue, ...] = named("Đã cấp", "Addresses in the order in which they were handed out")


class ProducerHead(Record):
    """The part of a holder that lists, counts and other records' pages need."""

    name: Text = named("Tên chủ thể", "Name of the holder")
    other_names: tuple[Line, ...] = named("Tên khác", "Other spellings", default=())
    sample: Flag = named("Dữ liệu mẫu", "true for made-up records", "true", default=False)
    kind: Id = named("Loại hình", "Kind: an id of content/producer-kinds.yaml", "cooperative")
    dissolved: Withdrawal | None = named(
        "Giải thể, ngừng hoạt động", "When and why the holder ceased to exist", default=None
    )
    address: Address = named("Địa chỉ", "Address", default_factory=Address)
    photos: tuple[Photo, ...] = named("Ảnh", "Photos in this folder", default=())


class Producer(ProducerHead):
    """content/producers/<id>/producer.yaml, with story.<language>.md beside it."""

    file_pattern: ClassVar[str] = "content/producers/<id>/producer.yaml"

    needs_checking: Text | None = named("Cần soát lại", "What an officer must still check", default=None)
    founded: PartDay | None = named("Thành lập", "Founded", "2017", default=None)
    contacts: Contacts | None = named("Liên hệ", "Contacts, only with consent", default=None)
    story_title: Text | None = named("Tựa câu chuyện", "Title of the story", default=None)
    summary: Text | None = named("Giới thiệu ngắn", "One or two sentences", default=None)
    notes: tuple[Text, ...] = named("Ghi chú", "What the sources do and do not say", default=())
    sources: tuple[Source, ...] = named("Nguồn", "Where the facts were published", default=(), min_length=1)


class Decision(Record):
    """content/decisions/<id>.yaml: a decision, an announcement or a council round, written once."""

    file_pattern: ClassVar[str] = "content/decisions/<id>.yaml"

    kind: Literal["decision", "announcement", "assessment"] = named(
        "Loại",
        "A signed decision, an announcement whose decision number is not known, or a council's assessment",
        "decision",
    )
    title: Text = named("Tên", "What it is called")
    sample: Flag = named("Dữ liệu mẫu", "true for made-up records", "true", default=False)
    number: Line | None = named("Số", "Number of the decision", "2865/QĐ-UBND", default=None)
    date: PartDay | None = named(
        "Ngày ký, ngày công bố hoặc ngày họp",
        "Day of signing, of announcement or of the meeting",
        "2025-12-31",
        default=None,
    )
    body: Text | None = named("Cơ quan", "Issuing body as it was called then", default=None)
    level: Literal["district", "province", "central"] | None = named(
        "Cấp", "District, province or central", "province", default=None
    )
    criteria: CriteriaVersion | None = named("Theo quy định", "The rules in force", "qd148", default=None)
    url: Url | None = named("Văn bản", "Address of the paper", "https://example.org/", default=None)
    note: Text | None = named("Ghi chú", "What a reader should know", default=None)
    sources: tuple[Source, ...] = named("Nguồn", "Where it was published", default=(), min_length=1)


class Totals(Part):
    """Totals that somebody published: quoted with their date, never mixed with computed counts."""

    scope: Text = named("Phạm vi", "What was counted, and where")
    total: Whole | None = named("Tổng số", "All", "94", default=None)
    valid: Whole | None = named("Còn hiệu lực", "Still valid", "129", default=None)
    by_star: dict[Annotated[Whole, Field(ge=3, le=5)], Whole] = named(
        "Theo sao", "By star", default_factory=dict
    )


class News(Record):
    """content/news/<id>.yaml: a dated event of the programme."""

    file_pattern: ClassVar[str] = "content/news/<id>.yaml"

    title: Text = named("Tựa", "Title")
    date: PartDay | None = named("Ngày", "Day, month or year of the event", "2022-06-24", default=None)
    sort_after: Day | None = named(
        "Xếp sau ngày", "Where no year is known: listed after this day", "2023-10-10", default=None
    )
    date_note: Text | None = named("Ghi chú về ngày", "How sure the date is", default=None)
    kind: Literal[
        "recognition",
        "assessment",
        "count",
        "training",
        "fair",
        "programme",
        "protection",
        "honour",
        "stamps",
        "chain",
        "tourism",
        "market",
        "background",
    ] = named("Loại tin", "Kind of event", "recognition")
    summary: Text = named("Tóm tắt", "One or two sentences")
    text: Text | None = named("Nội dung", "More, as Markdown", default=None)
    planned: Flag = named("Mới là kế hoạch", "No source says that it took place", "true", default=False)
    totals: Totals | None = named("Số liệu công bố", "Totals this item quotes", default=None)
    decision: Id | None = named("Quyết định", "An id of content/decisions", default=None)
    products: tuple[Id, ...] = named("Sản phẩm", "Products named", default=())
    producers: tuple[Id, ...] = named("Chủ thể", "Holders named", default=())
    places: tuple[Id, ...] = named("Địa bàn", "Communes or former districts named", default=())
    notes: tuple[Text, ...] = named("Ghi chú", "Conflicts and gaps of the sources", default=())
    sources: tuple[Source, ...] = named("Nguồn", "Where it was published", default=(), min_length=1)


class Booth(Part):
    """A booth of a fair: who stands there with what."""

    id: Id = named("Mã gian hàng", "Short name of the booth in addresses", "b12")
    name: Text = named("Tên hoặc số gian", "Name or number of the booth, as the visitors see it")
    commune: Id | None = named(
        "Xã, phường",
        "The commune that runs the booth: an id of content/places.yaml; all its products belong to it "
        "unless products or producers are named",
        "that-khe",
        default=None,
    )
    products: tuple[Id, ...] = named("Sản phẩm", "Products at this booth", default=())
    producers: tuple[Id, ...] = named("Chủ thể", "Holders at this booth, with all their products", default=())
    note: Text | None = named("Ghi chú", "What a visitor should know", default=None)


class Fair(Record):
    """content/fairs/<id>.yaml: a trade fair, or a selection of products to show."""

    file_pattern: ClassVar[str] = "content/fairs/<id>.yaml"

    name: Text = named("Tên hội chợ", "Name of the fair or of the selection")
    kind: Literal["fair", "showcase"] = named(
        "Loại",
        "fair: an event; showcase: a selection of this catalogue, tied to no event",
        "fair",
        default="fair",
    )
    sample: Flag = named("Dữ liệu mẫu", "true for a made-up fair; every page says so", "true", default=False)
    planned: Flag = named("Mới là kế hoạch", "No source says that it took place", "true", default=False)
    place: Text | None = named("Địa điểm", "Where it is held", default=None)
    first: PartDay | None = named(
        "Từ ngày", "First day; a month or a year where no more is known", "2026-12-05", default=None
    )
    last: PartDay | None = named(
        "Đến ngày", "Last day; left out, the first day's", "2026-12-07", default=None
    )
    date_note: Text | None = named("Ghi chú về ngày", "How sure the days are", default=None)
    organiser: Text | None = named("Đơn vị tổ chức", "Who organises it", default=None)
    summary: Text = named("Giới thiệu", "One or two sentences")
    basis: Literal["named", "chosen"] = named(
        "Căn cứ chọn",
        "named: the organiser or a source says that these take part; "
        "chosen: picked from this catalogue, which claims nothing about who takes part",
        "named",
        default="named",
    )
    booths: tuple[Booth, ...] = named("Các gian hàng", "Booths", default=())
    products: tuple[Id, ...] = named("Sản phẩm", "Products of the whole fair, beside the booths'", default=())
    producers: tuple[Id, ...] = named("Chủ thể", "Holders, with all their products", default=())
    communes: tuple[Id, ...] = named("Xã, phường", "Communes, with all their products", default=())
    seconds: Annotated[Whole, Field(ge=6, le=60)] = named(
        "Số giây mỗi hình", "How long each slide stays on the screen", "10", default=10
    )
    notes: tuple[Text, ...] = named("Ghi chú", "Conflicts and gaps of the sources", default=())
    sources: tuple[Source, ...] = named("Nguồn", "Where it was published", default=())


class Chain(Record):
    """An entry of content/chains.yaml: a value chain as the programme's reports name it."""

    file_pattern: ClassVar[str] = "content/chains.yaml"
    id_in_file: ClassVar[bool] = True

    name: Text = named("Tên chuỗi", "Name")
    summary: Text = named("Giới thiệu", "What the reports say of it")
    year: Line | None = named("Năm", "Year or years of the reports", "2022", default=None)
    products: tuple[Id, ...] = named("Sản phẩm", "Products", default=())
    producers: tuple[Id, ...] = named("Chủ thể", "Holders", default=())
    places: tuple[Id, ...] = named("Địa bàn", "Communes or former districts", default=())
    notes: tuple[Text, ...] = named("Ghi chú", "Conflicts and gaps of the sources", default=())
    sources: tuple[Source, ...] = named("Nguồn", "Where it was published", default=(), min_length=1)


class Document(Record):
    """An entry of content/documents.yaml: a paper of the programme by number, date and body."""

    file_pattern: ClassVar[str] = "content/documents.yaml"
    id_in_file: ClassVar[bool] = True

    kind: Literal["decision", "plan", "resolution", "decree", "circular", "law", "scheme"] = named(
        "Loại văn bản", "Kind", "decision"
    )
    number: Line | None = named("Số hiệu", "Number", "26/2026/QĐ-TTg", default=None)
    date: PartDay | None = named("Ngày", "Day", "2026-05-22", default=None)
    body: Text | None = named("Cơ quan ban hành", "Issuing body", default=None)
    level: Literal["central", "province"] = named("Cấp", "Central or province", "central")
    title: Text = named("Về việc", "What it is about")
    effect: Text | None = named("Hiệu lực", "When it was or is in force", default=None)
    url: Url | None = named("Văn bản", "Address of the paper", default=None)
    sources: tuple[Source, ...] = named("Nguồn", "Where it was read", default=(), min_length=1)


class ProducerKind(Record):
    """An entry of content/producer-kinds.yaml."""

    file_pattern: ClassVar[str] = "content/producer-kinds.yaml"
    id_in_file: ClassVar[bool] = True

    name: Text = named("Tên loại hình", "Name of the kind")
    short: Text | None = named("Viết tắt", "Short form", default=None)
    legal_person: Flag = named(
        "Là pháp nhân hoặc tổ chức", "An organisation rather than a person's household", "true", default=True
    )


class Group(Part):
    """One of the six groups."""

    id: Id = named("Mã", "Id", "thuc-pham")
    name: Text = named("Tên nhóm", "Name")


class CriteriaSet(Part):
    """One of the 26 criteria sets."""

    number: SetNumber = named("Số", "Number", "10")
    id: Id = named("Mã", "Id", "gia-vi-khac")
    group: Id = named("Nhóm", "Group id", "thuc-pham")
    subgroup: Text | None = named("Nhóm con", "Sub-group", default=None)
    name: Text = named("Tên bộ sản phẩm", "Name")
    illustration: Id = named("Hình vẽ", "Drawing for products without a photo", "star-anise")


class OlderSet(Part):
    """A set of the 2019 rules and the sets it became."""

    name: Text = named("Tên năm 2019", "Name in 1048/QĐ-TTg")
    group: Text | None = named("Ngành năm 2019", "Group in 1048/QĐ-TTg", default=None)
    now: tuple[SetNumber, ...] = named(
        "Nay là bộ", "Numbers of today's sets; none where it was dropped", default=()
    )


class Version(Part):
    """One set of rules and the days it was in force."""

    id: CriteriaVersion = named("Mã", "Id", "qd148")
    document: Id | None = named("Văn bản", "An id of content/documents.yaml", default=None)
    name: Text = named("Tên", "Name")
    since: Day = named("Từ ngày", "First day", "2023-02-24")
    until: Day | None = named("Đến ngày", "Last day", "2026-05-21", default=None)
    recognises: dict[
        Literal["district", "province", "central"], tuple[Annotated[Whole, Field(ge=3, le=5)], ...]
    ] = named("Cấp nào công nhận mấy sao", "Which level recognises which stars", default_factory=dict)


class Criteria(Record):
    """content/criteria.yaml: groups, criteria sets and rule versions."""

    file_pattern: ClassVar[str] = "content/criteria.yaml"

    groups: tuple[Group, ...] = named("Nhóm", "Groups")
    sets: tuple[CriteriaSet, ...] = named("Bộ sản phẩm", "Criteria sets")
    sets_2019: tuple[OlderSet, ...] = named("Bộ sản phẩm năm 2019", "Sets of the 2019 rules", default=())
    versions: tuple[Version, ...] = named("Các quy định", "Rule versions")
    sources: tuple[Source, ...] = named("Nguồn", "Where it was read", default=())


class Point(Part):
    """A point of the Earth (WGS 84)."""

    lat: Annotated[Degree, Field(ge=-90, le=90)] = named("Vĩ độ", "Latitude", "22.3367")
    lon: Annotated[Degree, Field(ge=-180, le=180)] = named("Kinh độ", "Longitude", "106.4")


class Commune(Part):
    """A commune, ward or special zone of today."""

    id: Id = named("Mã", "Id", "that-khe")
    code: Annotated[str, Field(pattern=r"^[0-9]{5}$")] = named(
        "Mã hành chính", "Administrative code", "06040"
    )
    name: Line = named("Tên", "Name without its kind", "Thất Khê")
    kind: Literal["commune", "ward", "special_zone"] = named(
        "Loại", "Commune, ward or special zone", "commune"
    )
    districts: tuple[Id, ...] = named("Huyện cũ", "Former districts it lies in", default=())
    other_names: tuple[Line, ...] = named(
        "Cách viết khác", "Other spellings that people search for", ["That Khe"], default=()
    )
    at: Point | None = named("Vị trí", "A point inside it, for the drawn map", default=None)


class District(Part):
    """A district until 30 June 2025."""

    id: Id = named("Mã", "Id", "trang-dinh")
    name: Line = named("Tên", "Name without its kind", "Tràng Định")
    kind: Literal["district", "town", "city"] = named("Loại", "District, town or city", "district")
    other_names: tuple[Line, ...] = named(
        "Cách viết khác", "Other spellings that people search for", ["Trang Dinh"], default=()
    )


class FormerCommune(Part):
    """A commune until 30 June 2025 and what it became."""

    name: Line = named("Tên", "Name without its kind", "Công Sơn")
    kind: Literal["commune", "ward", "township"] = named("Loại", "Commune, ward or township", "commune")
    district: Id = named("Huyện cũ", "Former district", "cao-loc")
    now: tuple[Id, ...] = named("Nay thuộc", "Today's communes", default=())


class Province(Part):
    """The province of this catalogue."""

    code: Annotated[str, Field(pattern=r"^[0-9]{2}$")] = named("Mã tỉnh", "Code", "20")
    name: Line = named("Tên", "Name without its kind", "Lạng Sơn")
    kind: Literal["province", "city"] = named("Loại", "Province or centrally run city", "province")
    other_names: tuple[Line, ...] = named(
        "Cách viết khác", "Other spellings that people search for", ["Langson"], default=()
    )


class Places(Record):
    """content/places.yaml: today's communes, the former districts and communes."""

    file_pattern: ClassVar[str] = "content/places.yaml"

    province: Province = named("Tỉnh", "Province")
    reform_on: Day = named("Ngày sắp xếp", "First day of today's communes", "2025-07-01")
    communes: tuple[Commune, ...] = named("Xã, phường hiện nay", "Today's communes")
    districts: tuple[District, ...] = named("Huyện cũ", "Former districts", default=())
    former_communes: tuple[FormerCommune, ...] = named("Xã cũ", "Former communes", default=())
    sources: tuple[Source, ...] = named("Nguồn", "Where the table comes from", default=(), min_length=1)


class Page(Record):
    """content/pages/<id>/page.yaml, with text.<language>.md beside it."""

    file_pattern: ClassVar[str] = "content/pages/<id>/page.yaml"

    title: Text = named("Tựa", "Title")
    path: Text = named("Địa chỉ", "Address part in each language")
    summary: Text = named("Tóm tắt", "One sentence, for search engines and shared links")
    role: Literal["about", "stars", "trace_guide", "privacy", "other"] = named(
        "Vai trò", "What other pages link to it for", "about"
    )
    order: Whole = named("Thứ tự", "Order in the footer", "1")


class Language(Part):
    """A language of the site; the first one is at the root."""

    code: LanguageCode = named("Mã ngôn ngữ", "Language code", "vi")
    name: Line = named("Tên ngôn ngữ", "Its name in itself", "Tiếng Việt")
    paths: dict[Id, Id] = named(
        "Phần địa chỉ", "Address words, where the built-in ones do not fit", default_factory=dict
    )


class Site(Record):
    """content/site.yaml: settings of the whole site."""

    file_pattern: ClassVar[str] = "content/site.yaml"

    title: Text = named("Tên trang", "Name of the site")
    tagline: Text = named("Câu giới thiệu", "The home page's heading")
    intro: Text = named("Đoạn giới thiệu", "The home page's first paragraph")
    publisher: Text = named("Đơn vị công bố", "Who publishes the catalogue")
    base_url: BaseUrl = named(
        "Địa chỉ công bố", "Public address, with a sub-path if there is one", "https://ocop.example"
    )
    languages: tuple[Language, ...] = named("Ngôn ngữ", "Languages, the first at the root", min_length=1)
    theme: Id = named("Giao diện", "Theme folder in themes/", "default", default="default")
    per_page: Annotated[Whole, Field(ge=6, le=200)] = named(
        "Số mục mỗi trang", "Entries on a list page", "24", default=24
    )
    sample_site: Flag = named(
        "Trang mẫu",
        "true: the whole site is a demonstration, so samples are listed and counted",
        "false",
        default=False,
    )
    same_words: tuple[tuple[Line, ...], ...] = named(
        "Từ cùng nghĩa",
        "Lists of words that a search takes for one another, in any language",
        "[chè, trà]",
        default=(),
    )
    report: Text = named("Cách báo sai sót", "How a reader reports an error or a suspicion")
    report_email: Line | None = named("Thư nhận báo", "Mailbox for reports", default=None)


RECORDS: dict[str, type[Record]] = {
    "site": Site,
    "criteria": Criteria,
    "places": Places,
    "producer-kind": ProducerKind,
    "producer": Producer,
    "decision": Decision,
    "document": Document,
    "chain": Chain,
    "fair": Fair,
    "news": News,
    "page": Page,
    "product": Product,
    "lots": Lots,
    "ledger": Ledger,
}
"""Every record kind by its permanent name."""

HEADS: dict[str, type[Record]] = {"product": ProductHead, "producer": ProducerHead, "lots": LotsHead}
"""Kinds that come by the thousand, and the part of them that is kept at hand."""

Path = tuple[str | int, ...]
