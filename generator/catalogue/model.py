"""The records, each defined once.

From these models come the check of the YAML, the JSON Schema for editors (``ocop schema``), the
field reference in the docs and the starter files of ``ocop new``. Every field says in Vietnamese and
in English what it is called and what to write there, and shows an example (``fields.named``).

Rules of the programme (stars, validity, bodies) are in ``ocop.py``; what is checked of a record by
itself is in ``single_record.py``, what needs more than one record in ``check.py``.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.catalogue.fields import (
    BaseUrl,
    Code,
    Day,
    Degree,
    Domain,
    FileDigest,
    Flag,
    Gtin,
    Id,
    LanguageCode,
    Line,
    LotsId,
    OrderId,
    PartDay,
    PublicKey,
    RecordId,
    Score,
    SetNumber,
    TraceAddress,
    Url,
    Whole,
    named,
)
from generator.text import Text

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


_DAY = (
    "Ngày: chỉ biết tháng hoặc năm thì ghi tháng hoặc năm",
    "Day: a month or a year where no more is known",
)
_DATE_NOTE = ("Ghi chú về ngày: vì sao chưa rõ ngày", "Note on the day: why it is not certain")
_RULES = (
    "Quy định áp dụng: qd1048 (năm 2019), qd148 (năm 2023), qd1489 (năm 2025), qd26 (năm 2026)",
    "Rules: qd1048 (of 2019), qd148 (of 2023), qd1489 (of 2025) or qd26 (of 2026)",
)
_SAMPLE = (
    "Dữ liệu mẫu: ghi true nếu hồ sơ là bịa ra; mọi trang của hồ sơ ấy đều nói rõ",
    "Sample: true for a made-up record; every page of it says so",
)
_PLANNED = (
    "Mới là kế hoạch: ghi true nếu chưa có nguồn nào nói việc ấy đã diễn ra",
    "Only planned: true where no source says that it took place",
)
_CHECKING = (
    "Cần soát lại: điều cán bộ còn phải kiểm tra; hiện trên trang",
    "To be checked: what an officer must still check; shown on the page",
)
_SUMMARY = ("Giới thiệu ngắn: một, hai câu", "Summary: one or two sentences")
_NOTE = ("Ghi chú: điều người đọc nên biết", "Note: what a reader should know")
_NOTES = (
    "Ghi chú: điều các nguồn nói, nói khác nhau hoặc không nói; hiện trên trang",
    "Notes: what the sources say, contradict or leave open; shown on the page",
)
_SOURCES = ("Nguồn: nơi đã đăng những điều ghi trong hồ sơ", "Sources: where the facts were published")
_PHOTOS = ("Ảnh: các tệp ảnh nằm trong thư mục này", "Photos: picture files in this folder")
_OTHER_NAMES = (
    "Tên khác: cách gọi, cách viết khác mà người ta hay tìm",
    "Other names: other spellings that people search for",
)
_BARE_NAME = ("Tên: không kể chữ xã, huyện, tỉnh… ở trước", "Name: without the word for its kind")
_PROVINCE_KIND = (
    "Loại: province (tỉnh), city (thành phố trực thuộc trung ương)",
    "Kind: province (tỉnh), city (centrally run city)",
)
_COMMUNE = (
    "Xã, phường: tên không dấu (id) trong content/places.yaml",
    "Commune: an id of content/places.yaml",
)
_DECISION = (
    "Quyết định hoặc kỳ đánh giá: tên hồ sơ, tức tên tệp trong content/decisions",
    "Decision or council round: an id, which is a file name in content/decisions",
)
_PAPER = ("Văn bản: địa chỉ web của văn bản", "Document: its web address")
"""What many records say alike, in the same words."""


class Part(BaseModel):
    """A part of a record. Frozen, no key but those named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Record(Part):
    """A record: a file, or an entry of a list file. ``id`` is the folder's or file's name."""

    file_pattern: ClassVar[str]
    id_in_file: ClassVar[bool] = False

    id: RecordId = named(
        "Tên hồ sơ: tên ngắn không dấu do mình đặt; đặt một lần và giữ mãi",
        "Id: a short name of our own; given once and kept",
        "che-dinh-lap",
    )


class Source(Part):
    """Where a fact was published."""

    publisher: Line = named(
        "Nơi đăng: báo, cổng thông tin hoặc cơ quan đã đăng",
        "Publisher: the newspaper, portal or office",
        "Báo Nhân Dân",
    )
    title: Line | None = named(
        "Tựa bài: chép đúng như đã đăng",
        "Title: as published",
        "Công bố sản phẩm OCOP đợt 1 năm 2026",
        default=None,
    )
    date: Day | None = named("Ngày đăng", "Day of publication", "2022-06-24", default=None)
    domain: Domain | None = named(
        "Trang web: tên miền của nơi đăng, không có https://",
        "Web domain: without https://",
        "nhandan.vn",
        default=None,
    )
    url: Url | None = named(
        "Địa chỉ đầy đủ: dẫn tới chính bài ấy",
        "Full address: of the article itself",
        "https://nhandan.vn/",
        default=None,
    )
    read: Day | None = named(
        "Ngày đọc: ngày đã đọc bài ở địa chỉ ấy",
        "Day of reading: on which the article was read at that address",
        "2026-11-28",
        default=None,
    )
    language: LanguageCode = named(
        "Ngôn ngữ của nguồn: không ghi thì là tiếng Việt",
        "Language of the source: left out, Vietnamese",
        "vi",
        default="vi",
    )
    note: Text | None = named(
        "Ghi chú về nguồn: điều người đọc nên biết về nguồn này",
        "Note on the source: what a reader should know of it",
        default=None,
    )


class Address(Part):
    """A place as printed and, where it is certain, as it is called today (communes merged on 1 July 2025)."""

    printed: Line | None = named(
        "Địa chỉ như in trên giấy tờ: chép đúng giấy chứng nhận hoặc nguồn, giữ cả tên xã, huyện cũ",
        "Address as printed: on the certificate or by the source, with its former commune and district",
        "xã Mẫu, huyện Mẫu",
        default=None,
    )
    commune: RecordId | None = named(
        "Xã, phường hiện nay: tên không dấu (id) trong content/places.yaml; không chắc thì không ghi",
        "Today's commune: an id of content/places.yaml; left out if not certain",
        "xa-mau",
        default=None,
    )
    district: RecordId | None = named(
        "Huyện cũ: tên không dấu (id) trong content/places.yaml",
        "Former district: an id of content/places.yaml",
        "huyen-mau",
        default=None,
    )
    mapped_by: Literal["officer", "source", "name"] | None = named(
        "Căn cứ đối chiếu: vì sao biết nay là xã, phường ấy; officer (cán bộ xác nhận), "
        "source (chính nguồn nói), name (xã cũ mang tên ấy chỉ nhập vào một xã)",
        "Basis for today's commune: officer (an officer confirmed it), source (the source itself "
        "says so), name (the commune of that name has a single successor)",
        "source",
        default=None,
    )


class Contact(Part):
    """One way to reach a producer or shop.

    Shown only where they agreed to it (Law 91/2025/QH15), or published it as a business contact.
    """

    value: Line = named("Số hoặc địa chỉ", "Number or address", "0000 000 000")
    public: Flag = named(
        "Công khai: ghi true nếu chủ thể, nơi bán đã đồng ý cho đăng hoặc đã tự công bố, false nếu chưa",
        "Public: true if the producer (or shop) agreed to publish it or published it, else false",
        "true",
    )
    published: Source | None = named(
        "Do cơ sở tự công bố: trang nơi chính cơ sở công bố liên hệ này; phải có url và read (ngày đọc)",
        "Published by the business itself: the page on which it did so; needs url and read (day of reading)",
        default=None,
    )


class Phone(Contact):
    """A telephone number, or several."""

    value: Line = named(
        "Số: giữ chữ số 0 ở đầu; nhiều số cách nhau bằng dấu /",
        "Number: with its leading zero; several with / between them",
        "0000 000 000",
    )


class Zalo(Contact):
    """A Zalo account or group."""

    value: Line = named(
        "Zalo: số di động, hoặc địa chỉ zalo.me của tài khoản, nhóm",
        "Zalo: a mobile number, or the zalo.me address of an account or group",
        "0000 000 000",
    )


class Email(Contact):
    """An e-mail address."""

    value: Line = named("Địa chỉ thư điện tử", "E-mail address", "ten@example.org")


class Web(Contact):
    """The address of a website."""

    value: Line = named(
        "Địa chỉ trang web: ghi cả https:// ở đầu",
        "Web address: with https:// in front",
        "https://example.org/",
    )


class Contacts(Part):
    """Ways to reach a producer."""

    consent_on: Day | None = named(
        "Ngày đồng ý: ngày chủ thể đồng ý cho đăng liên hệ; liên hệ có published thì không cần",
        "Day of consent: on which the producer agreed to publication; a contact with published needs none",
        "2026-10-01",
        default=None,
    )
    phone: Phone | None = named("Điện thoại", "Telephone", default=None)
    zalo: Zalo | None = named("Zalo", "Zalo", default=None)
    email: Email | None = named("Thư điện tử", "E-mail", default=None)
    web: Web | None = named("Trang web", "Website", default=None)

    def ways(self) -> Iterator[tuple[str, Contact]]:
        """Yield the recorded ways by the name of their field."""
        for name in ("phone", "zalo", "email", "web"):
            if contact := getattr(self, name):
                yield name, contact


class Photo(Part):
    """A picture beside the record."""

    file: Line = named(
        "Tên tệp: tệp ảnh nằm cạnh tệp này", "File name: of a picture beside this file", "tui-gao.jpg"
    )
    alt: Text = named(
        "Mô tả ảnh: tả trong một câu cho người không nhìn thấy ảnh",
        "Description: in one sentence, for those who cannot see the picture",
    )
    credit: Text | None = named("Tác giả, nguồn ảnh", "Author or source of the picture", default=None)


class Withdrawal(Part):
    """A rating, lot or product that was taken back."""

    on: Day = named("Ngày", "Day", "2026-03-01")
    reason: Text = named("Lý do: ghi bằng mọi ngôn ngữ của trang", "Reason: in every language of the site")


class Recall(Withdrawal):
    """A lot that was called back from buyers."""

    instruction: Text | None = named(
        "Người mua nên làm gì: trả hàng ở đâu, hỏi ai; ghi bằng mọi ngôn ngữ của trang",
        "What buyers should do: where to take it back, whom to ask; in every language of the site",
        default=None,
    )


class Rating(Part):
    """One recognition or assessment: an event with an end, not a property of the product."""

    status: Literal["recognised", "assessed", "potential_five", "named"] = named(
        "Tình trạng hồ sơ: recognised (đã công bố hoặc cấp chứng nhận), assessed (hội đồng đã chấm, chưa có "
        "nguồn nói đã công nhận), potential_five (được đề nghị 5 sao), named (nguồn chỉ gọi là OCOP, không "
        "nói thêm)",
        "Status: recognised (announced or certified), assessed (scored by a council, recognition not "
        "reported), potential_five (proposed for five stars), named (called OCOP by a source that gives no "
        "details)",
        "recognised",
    )
    stars: Annotated[Whole, Field(ge=3, le=5)] | None = named(
        "Số sao: 3, 4 hoặc 5 như trong quyết định; nguồn không nói thì không ghi; tiềm năng 5 sao chưa phải "
        "là 5 sao",
        "Stars: 3, 4 or 5 as in the decision; left out where no source says; potential five-star is not 5",
        "4",
        default=None,
    )
    score: Annotated[Score, Field(ge=0, le=100)] | None = named(
        "Điểm: trên thang 100, ghi bằng dấu chấm thập phân",
        "Score: out of 100, with a decimal point",
        "78.66",
        default=None,
    )
    kind: Literal["new", "renewal", "upgrade", "downgrade"] | None = named(
        "Hình thức: new (công nhận mới), renewal (đánh giá lại), upgrade (nâng hạng), downgrade (hạ hạng)",
        "Kind: new (first recognition), renewal (rated again), upgrade (to more stars), downgrade (to fewer)",
        "new",
        default=None,
    )
    criteria: CriteriaVersion | None = named(*_RULES, "qd148", default=None)
    decision: RecordId | None = named(*_DECISION, "qd-mau-2026", default=None)
    on: PartDay | None = named(
        "Ngày ghi nhận: năm, tháng hoặc ngày; chỉ ghi khi không có hồ sơ quyết định",
        "Day of the event: day, month or year, only where it has no decision record",
        "2024-09",
        default=None,
    )
    valid_from: Day | None = named(
        "Có hiệu lực từ: chỉ ghi khi giấy chứng nhận ghi khác; không ghi thì tính từ ngày quyết định",
        "Valid from: only if the certificate says otherwise; left out, the decision's day counts",
        "2025-12-31",
        default=None,
    )
    valid_until: Day | Literal["unknown"] | None = named(
        "Có hiệu lực đến: ngày cuối còn hiệu lực, hoặc unknown nếu không biết; không ghi thì đủ 36 tháng",
        "Valid until: the last valid day, or unknown; left out, 36 months from the first",
        "2028-12-31",
        default=None,
    )
    withdrawn: Withdrawal | None = named(
        "Bị thu hồi giấy chứng nhận: ngày và lý do thu hồi",
        "Certificate withdrawn: when and why",
        default=None,
    )
    evidence: Literal["A", "B1", "B2", "C"] | None = named(
        "Mức bằng chứng: A (đã thấy quyết định ký), B1 (báo nhà nước hoặc cổng thông tin), B2 (chỉ có điểm "
        "hoặc đề nghị), C (nguồn thương mại)",
        "Evidence: A (signed decision), B1 (state press or portal), B2 (score or proposal only), "
        "C (commercial source)",
        "B1",
        default=None,
    )
    note: Text | None = named(*_NOTE, default=None)


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
    ] = named(
        "Loại chứng nhận: vietgap, organic (hữu cơ), haccp, iso, food_safety (an toàn thực phẩm), "
        "declaration (công bố sản phẩm), geographical_indication (chỉ dẫn địa lý), trademark (nhãn hiệu), "
        "growing_area (mã số vùng trồng), award (danh hiệu, giải thưởng), other (loại khác)",
        "Kind of certificate: declaration (the producer's product declaration), growing_area (a growing-area "
        "code), award (a prize or title); the others say what they are",
        "vietgap",
    )
    number: Line | None = named("Số giấy chứng nhận", "Number of the certificate", "00032", default=None)
    issuer: Text | None = named("Nơi cấp", "Issuing body", default=None)
    issued_on: PartDay | None = named(
        "Ngày cấp: chỉ biết tháng hoặc năm thì ghi tháng hoặc năm",
        "Day of issue: a month or a year where no more is known",
        "2012-11-14",
        default=None,
    )
    valid_until: Day | None = named(
        "Có hiệu lực đến: ngày cuối còn hiệu lực",
        "Valid until: the last valid day",
        "2028-06-30",
        default=None,
    )
    evidence: Url | None = named(
        "Bằng chứng: địa chỉ web của giấy chứng nhận",
        "Evidence: web address of the certificate",
        "https://example.org/giay.pdf",
        default=None,
    )
    note: Text | None = named(*_NOTE, default=None)

    def over_on(self, day: date) -> bool:
        """Whether its last valid day is before ``day``."""
        return self.valid_until is not None and self.valid_until < day


class Shop(Part):
    """Where the product is sold, as the producer or a source says."""

    name: Text = named("Tên nơi bán", "Name of the shop")
    address: Line | None = named("Địa chỉ: chép đúng như nguồn ghi", "Address: as printed", default=None)
    url: Url | None = named("Địa chỉ web", "Web address", default=None)
    consent_on: Day | None = named(
        "Ngày đồng ý: ngày nơi bán đồng ý cho đăng số điện thoại; số có published thì không cần",
        "Day of consent: on which the shop agreed to publish its number; one with published needs none",
        "2026-10-01",
        default=None,
    )
    phone: Phone | None = named(
        "Điện thoại của nơi bán: người mua gọi để hỏi hàng, hỏi về lô bị thu hồi",
        "Telephone of the shop: buyers call it to ask for goods, or about a recalled lot",
        default=None,
    )

    def ways(self) -> Iterator[tuple[str, Contact]]:
        """Yield the recorded ways to reach it by the name of their field."""
        if self.phone:
            yield "phone", self.phone


class Price(Part):
    """A price that somebody published, with its day."""

    amount: Annotated[Whole, Field(ge=1)] = named(
        "Số tiền: tính bằng đồng, chỉ ghi chữ số", "Amount: whole đồng, digits only", "120000"
    )
    per: Text = named(
        "Tính cho: lượng hàng bán với giá ấy, như túi 200 g",
        "For how much: what is sold at this price, such as a 200 g bag",
    )
    on: Day = named(
        "Vào ngày: ngày giá ấy được công bố", "As of: the day on which it was published", "2026-10-01"
    )


class Origin(Address):
    """Where the product comes from."""

    area: Text | None = named(
        "Vùng nguyên liệu: nơi trồng, nuôi hoặc khai thác nguyên liệu",
        "Source area: where the raw material comes from",
        default=None,
    )


class SourcedText(Part):
    """What a source says about this product itself, not about its region or dish in general."""

    text: Text = named("Nội dung: điều nguồn nói", "Text: what the source says")
    sources: tuple[Source, ...] = named(*_SOURCES, min_length=1)


class Season(Part):
    """The months in which a product is harvested, made or sold, as a source says."""

    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = named(
        "Các tháng: tháng dương lịch, từ 1 đến 12; nguồn chỉ nói tháng âm lịch thì không ghi",
        "Months: of the solar calendar, 1 to 12; left out where a source gives lunar months only",
        ["8", "9"],
        default=(),
    )
    text: Text = named("Mùa: nguồn nói thế nào", "Season: in the words of the source")
    sources: tuple[Source, ...] = named(*_SOURCES, min_length=1)


class HomeAddresses(Part):
    """Where a product stands in the catalogue of its province, of which this one has a copy."""

    pages: dict[LanguageCode, Url] = named(
        "Trang: địa chỉ trang của sản phẩm ở danh mục gốc, theo ngôn ngữ",
        "Pages: addresses of the product's page in the catalogue that it comes from, by language",
    )
    trace: Url | None = named(
        "Địa chỉ mã QR: địa chỉ mà mã QR của sản phẩm mở ra",
        "Address of the QR code: what the product's QR code opens",
        "https://ocop.example/p/MU0042",
        default=None,
    )


class ProductSummary(Record):
    """The part of a product that lists, counts and other records' pages need.

    A catalogue of thousands keeps the summaries in memory and reads a whole record when its page is made.
    """

    code: Code | None = named(
        "Mã truy xuất: hai chữ hoa và 4 đến 6 chữ số, in trên tem; cấp một lần, không dùng lại",
        "Trace code: two capitals and 4 to 6 digits, on the stamp; given once, never used again",
        "MU0042",
        default=None,
    )
    name: Text = named("Tên sản phẩm", "Name of the product")
    other_names: tuple[Line, ...] = named(*_OTHER_NAMES, ["chè xanh"], default=())
    sample: Flag = named(*_SAMPLE, "true", default=False)
    set: SetNumber = named(
        "Bộ sản phẩm: số từ 1 đến 26, xem bảng ở cuối docs/fields.vi.md",
        "Criteria set: its number, 1 to 26, see the table at the end of docs/fields.en.md",
        "10",
    )
    kind: Id | None = named(
        "Loại hàng: người mua gọi là gì, một tên không dấu (id) trong "
        "content/product-kinds.yaml; có tệp ấy thì phải ghi",
        "Kind of goods: what buyers call it, an id of content/product-kinds.yaml; needed where that file is",
        "tea",
        default=None,
    )
    illustration: Id | None = named(
        "Hình vẽ: hình của giao diện, hiện khi chưa có ảnh; không ghi thì dùng hình của bộ sản phẩm",
        "Drawing: one of the theme's, shown where there is no photo; left out, the criteria set's own",
        "tea",
        default=None,
    )
    producer: RecordId | None = named(
        "Chủ thể: tên hồ sơ, tức tên thư mục trong content/producers",
        "Producer: an id, which is a folder name in content/producers",
        "htx-mau",
        default=None,
    )
    producer_inferred: Flag = named(
        "Chủ thể suy ra: ghi true nếu nguồn về phân hạng không ghi chủ thể, tên lấy từ bài khác",
        "Producer inferred: true where the sources on the rating name none and another article suggests it",
        "true",
        default=False,
    )
    season: Season | None = named(
        "Mùa: tháng nào có, theo nguồn", "Season: the months, as a source says", default=None
    )
    origin: Origin = named("Xuất xứ: nơi làm ra sản phẩm", "Origin: where the product comes from")
    gtin: Gtin | None = named(
        "Mã vạch (GTIN): 8, 12, 13 hoặc 14 chữ số, do chủ thể sở hữu",
        "Barcode number (GTIN): 8, 12, 13 or 14 digits, owned by the producer",
        "09521234567899",
        default=None,
    )
    former_codes: tuple[Code, ...] = named(
        "Mã truy xuất cũ: đã in trước đây; địa chỉ đã in vẫn mở được",
        "Former trace codes: printed earlier; the printed addresses keep working",
        ["MU0007"],
        default=(),
    )
    former_gtins: tuple[Gtin, ...] = named(
        "Mã vạch cũ: đã in trước đây; địa chỉ đã in vẫn mở được",
        "Former barcode numbers: printed earlier; the printed addresses keep working",
        ["09521234567882"],
        default=(),
    )
    former_ids: tuple[RecordId, ...] = named(
        "Tên thư mục cũ: tên trước đây của thư mục này, để sổ products/ledger.yaml vẫn nhận ra sản phẩm",
        "Former ids: earlier names of this folder, by which products/ledger.yaml may know the product",
        ["gao-nep-cu"],
        default=(),
    )
    photos: tuple[Photo, ...] = named(*_PHOTOS, default=())
    ratings: tuple[Rating, ...] = named(
        "Các lần phân hạng: cũ ở trên, mới ở dưới; được đánh giá lại thì thêm lần mới, không sửa lần cũ",
        "Ratings: oldest first; a new assessment is a new entry, the old one is not changed",
        default=(),
    )
    discontinued: Withdrawal | None = named(
        "Ngừng sản xuất: từ ngày nào, vì sao; đừng xóa hồ sơ, vì tem đã in vẫn dẫn tới đây",
        "Discontinued: when and why production ended; keep the record, printed stamps lead to it",
        default=None,
    )
    successor: RecordId | None = named(
        "Sản phẩm thay thế: tên thư mục của sản phẩm được làm ra thay sản phẩm này",
        "Successor: id of the product that took its place",
        "gao-nep-moi",
        default=None,
    )
    shops: tuple[Shop, ...] = named("Nơi bán", "Where to buy", default=())
    home: HomeAddresses | None = named(
        "Danh mục gốc: chỉ do ocop gather ghi; trang và mã QR của sản phẩm dẫn về đó",
        "Home catalogue: only written by ocop gather; page and QR code of the product lead there",
        default=None,
    )


class Product(ProductSummary):
    """products/<place>/<id>/product.yaml: one product as OCOP knows it."""

    file_pattern: ClassVar[str] = "products/*/<id>/product.yaml"

    needs_checking: Text | None = named(*_CHECKING, default=None)
    group_as_printed: Line | None = named(
        "Nhóm như in: nhóm ghi trên giấy tờ cũ, nếu khác cách gọi hiện nay",
        "Group as printed: on an older paper, where it differs from today's",
        "Thảo dược",
        default=None,
    )
    producer_note: Text | None = named(
        "Ghi chú về chủ thể: biết chắc đến đâu", "Note on the producer: how certain it is", default=None
    )
    official_code: tuple[
        Annotated[str, Field(pattern=r"^[0-9]{2}(-[0-9]{3})?-[0-9]{5}-[0-9]{1,3}-[0-9]{4}$")], ...
    ] = named(
        "Mã sản phẩm OCOP: chép đúng từ hồ sơ OCOP; dạng cũ có số của huyện, dạng mới không có",
        "Official OCOP code: as in the OCOP file; the old shape has the district, the new one has not",
        ["83-829-28780-3-2022"],
        default=(),
    )
    summary: Text | None = named(*_SUMMARY, default=None)
    description: Text | None = named(
        "Mô tả: một hoặc vài đoạn", "Description: one or more paragraphs", default=None
    )
    taste: SourcedText | None = named(
        "Hương vị, hình dáng: nguồn tả ra sao", "Taste and looks: as a source describes them", default=None
    )
    use: SourcedText | None = named(
        "Dùng vào việc gì: món gì, dịp nào, theo nguồn",
        "What it is used for: dishes and occasions, as a source says",
        default=None,
    )
    making: SourcedText | None = named(
        "Cách làm: chính sản phẩm này được làm ra thế nào, theo nguồn",
        "How it is made: this very product, as a source says",
        default=None,
    )
    ingredients: Text | None = named("Thành phần", "Ingredients", default=None)
    usage: Text | None = named("Cách dùng", "How to use", default=None)
    storage: Text | None = named("Bảo quản", "Storage", default=None)
    shelf_life: Text | None = named(
        "Thời hạn sử dụng: như ghi trên bao bì, chẳng hạn 12 tháng kể từ ngày đóng gói",
        "Shelf life: as on the pack, such as 12 months from packing",
        default=None,
    )
    warnings: Text | None = named("Cảnh báo an toàn", "Safety warnings", default=None)
    standards: tuple[Text, ...] = named("Tiêu chuẩn áp dụng", "Standards applied", default=())
    brand: Line | None = named("Nhãn hiệu", "Brand", default=None)
    pack_sizes: tuple[Text, ...] = named("Quy cách đóng gói", "Pack sizes", default=())
    price: Price | None = named(
        "Giá đã công bố: cho lượng nào, vào ngày nào",
        "Published price: for how much, on which day",
        default=None,
    )
    markets: tuple[Text, ...] = named(
        "Thị trường: nơi tiêu thụ mà nguồn nêu", "Markets: as the sources name them", default=()
    )
    certificates: tuple[Certificate, ...] = named(
        "Chứng nhận khác: VietGAP, HACCP, chỉ dẫn địa lý và các giấy tờ tương tự",
        "Other certificates: VietGAP, HACCP, a geographical indication and the like",
        default=(),
    )
    trace_stamps: Flag | None = named(
        "Có tem truy xuất: ghi true nếu nguồn nói bao bì có tem truy xuất nguồn gốc",
        "Trace stamps: true if a source says that packs carry them",
        "true",
        default=None,
    )
    trace_url: Url | None = named(
        "Trang truy xuất chính thức: địa chỉ của sản phẩm trên hệ thống truy xuất nguồn gốc chính thức",
        "Official traceability page: the product's address in the official traceability system",
        "https://example.org/",
        default=None,
    )
    notes: tuple[Text, ...] = named(*_NOTES, default=())
    sources: tuple[Source, ...] = named(*_SOURCES, default=(), min_length=1)


class Step(Part):
    """One step of a lot: what, when, where, how much, from whom or to whom."""

    what: Literal["sow", "harvest", "process", "pack", "inspect", "ship", "receive"] = named(
        "Việc: sow (gieo trồng), harvest (thu hoạch), process (chế biến), pack (đóng gói), inspect (kiểm "
        "tra), ship (xuất đi), receive (nhận)",
        "What: sow, harvest, process, pack, inspect, ship (sent away) or receive (taken in)",
        "harvest",
    )
    title: Text | None = named(
        "Tên gọi: chủ thể gọi bước này là gì", "Name: what the producer calls the step", default=None
    )
    day: Day = named("Ngày", "Day", "2026-10-02")
    place: Id = named(
        "Nơi: tên không dấu của một nơi ghi ở mục places trong tệp này",
        "Place: an id under places in this file",
        "xuong",
    )
    amount: Text | None = named(
        "Lượng: bắt đầu bằng một số và đơn vị, bằng nhau ở hai ngôn ngữ",
        "Amount: begins with a number and a unit, the same in both languages",
        default=None,
    )
    source: Text | None = named(
        "Từ: nhận của ai, từ đâu", "From: whom or where it came from", default=None, alias="from"
    )
    target: Text | None = named(
        "Đến: giao cho ai, tới đâu", "To: whom or where it went", default=None, alias="to"
    )


class LotPlace(Part):
    """A place where steps happen."""

    name: Text = named("Tên nơi", "Name of the place")
    commune: RecordId | None = named(*_COMMUNE, "xa-mau", default=None)


class LotSummary(Part):
    """The part of a lot that lists and other records' pages need."""

    lot: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,19}$")] = named(
        "Số lô: chữ hoa không dấu, chữ số và gạch nối, tối đa 20 ký tự; đã in thì không đổi",
        "Lot code: capitals, digits and hyphens, 20 at most; never changed once printed",
        "LO-2610-04",
    )
    gtin: Gtin | None = named(
        "Mã vạch của lô: mã vạch in trên lô này, nếu sản phẩm từng có nhiều mã vạch",
        "Barcode number of the lot: the one printed on it, where the product has had more than one",
        "09521234567899",
        default=None,
    )
    made_on: Day = named("Ngày sản xuất", "Production date", "2026-10-14")
    expires_on: Day | None = named(
        "Hạn sử dụng: ngày cuối còn dùng được", "Use-by date: the last day of use", "2027-10-14", default=None
    )
    recalled: Recall | None = named(
        "Thu hồi: ngày và lý do thu hồi lô hàng từ người mua, và người mua nên làm gì",
        "Recalled: when and why the lot was called back from buyers, and what they should do",
        default=None,
    )
    withdrawn: Withdrawal | None = named(
        "Rút khỏi nơi bán: ngày và lý do rút lô hàng khỏi nơi bán",
        "Withdrawn: when and why the lot was taken off sale",
        default=None,
    )


class Lot(LotSummary):
    """One lot of a product."""

    amount: Text | None = named(
        "Lượng: làm ra bao nhiêu; bắt đầu bằng một số và đơn vị, bằng nhau ở hai ngôn ngữ",
        "Amount: how much was made; begins with a number and a unit, the same in both languages",
        default=None,
    )
    steps: tuple[Step, ...] = named("Các bước: theo thứ tự thời gian", "Steps: in order of time", default=())
    note: Text | None = named(*_NOTE, default=None)


DIGEST = 16
"""Hexadecimal digits of the digest of one lot."""
_LOTS_ID = (
    "Tên: tên thư mục của sản phẩm, và năm nếu tệp chỉ ghi các lô của một năm",
    "Id: that of the product, with the year where a file holds the lots of one year",
)


class ProductLotsSummary(Record):
    """The part of a product's lots that lists and other records' pages need."""

    id: LotsId = named(*_LOTS_ID)
    lots: tuple[LotSummary, ...]
    with_steps: tuple[str, ...] = ()
    """Codes of the lots whose steps are recorded."""
    digests: tuple[str, ...] = ()
    """For each lot a digest of all that is recorded of it, and of the places of its file."""

    @cached_property
    def by_code(self) -> dict[str, LotSummary]:
        """The lots by their code."""
        return {lot.lot: lot for lot in self.lots}


class Lots(Record):
    """products/<place>/<id>/lots.yaml, lots/<year>.yaml, lots/<year>-<month>.yaml: a product's lots.

    Any lot may stand in any of a product's files; each file has the places of its own steps.
    """

    file_pattern: ClassVar[str] = "products/*/<id>/lots.yaml"
    more_files: ClassVar[str] = "products/*/<id>/lots/<year>.yaml"

    id: LotsId = named(*_LOTS_ID)
    places: dict[Id, LotPlace] = named(
        "Các nơi: nơi diễn ra các bước, mỗi nơi ghi một lần dưới một tên không dấu tự đặt",
        "Places: where the steps happen, each written once under an id of your own",
        default_factory=dict,
    )
    lots: tuple[Lot, ...] = named("Các lô", "Lots")

    @cached_property
    def by_code(self) -> dict[str, Lot]:
        """The lots by their code."""
        return {lot.lot: lot for lot in self.lots}

    @property
    def summary(self) -> ProductLotsSummary:
        """The part that lists and other records' pages need."""
        summaries = tuple(
            LotSummary(**{name: getattr(lot, name) for name in LotSummary.model_fields}) for lot in self.lots
        )
        places = self.model_dump_json(include={"places"}).encode()
        return ProductLotsSummary(
            id=self.id,
            lots=summaries,
            with_steps=tuple(lot.lot for lot in self.lots if lot.steps),
            digests=tuple(
                sha256(places + lot.model_dump_json().encode()).hexdigest()[:DIGEST] for lot in self.lots
            ),
        )


class Void(Part):
    """An issued address that was taken back before anything was printed with it."""

    on: Day = named("Ngày hủy", "Day on which it was made void", "2026-11-22")
    reason: Line = named(
        "Lý do: vì sao chắc chắn chưa có gì được in",
        "Reason: how it is known that nothing was printed",
        "đặt nhầm sản phẩm, xưởng chưa in",
    )


StampNumber = Annotated[Whole, Field(ge=1, le=10**9)]


class StampNumbers(Part):
    """The numbered stamps of a lot that were issued together."""

    first: StampNumber = named("Số đầu: số của tem đầu tiên", "First: the number of the first stamp", "1")
    last: StampNumber = named("Số cuối: số của tem cuối cùng", "Last: the number of the last stamp", "31250")

    @property
    def count(self) -> int:
        """How many stamps they are."""
        return self.last - self.first + 1


class Issue(Part):
    """An address that went onto packs."""

    address: TraceAddress = named(
        "Địa chỉ đã in: phần sau tên miền", "Printed address: without the host", "/p/MU0042"
    )
    product: RecordId = named(
        "Sản phẩm: tên thư mục của sản phẩm mà địa chỉ được in cho",
        "Product: id of the one that it was printed for",
        "gao-nep-bac-son",
    )
    base_url: BaseUrl | None = named(
        "Địa chỉ công bố đã in: phần đứng trước địa chỉ ấy",
        "Printed public address: what stands before it",
        "https://ocop.example.gov.vn",
        default=None,
    )
    issued_on: Day = named(
        "Ngày cấp: ngày đưa đi in", "Day of issue: on which it was handed out for printing", "2026-11-21"
    )
    copies: Annotated[Whole, Field(ge=1)] | None = named(
        "Số bản: bao nhiêu tem hoặc nhãn", "Copies: how many stamps or labels", "31250", default=None
    )
    use: Line = named("Dùng cho: in để làm gì", "Use: what it was printed for", "tem in lô 1")
    sample: Flag = named(
        "Chỉ để minh họa: ghi true cho địa chỉ của hồ sơ mẫu; được xóa cùng hồ sơ ấy",
        "Demonstration: true for the address of a made-up record, which may be deleted with it",
        "true",
        default=False,
    )
    numbers: StampNumbers | None = named(
        "Số tem: từ số nào đến số nào của lô, nếu là tem đánh số; lệnh ocop stamps ghi",
        "Numbers: from which to which of the lot, for numbered stamps; ocop stamps writes them",
        default=None,
    )
    key: Id | None = named(
        "Khóa: tên khóa mà các mã riêng trên tem được tính từ đó; lệnh ocop stamps ghi",
        "Key: id of the key from which the serials are derived; ocop stamps writes it",
        "k-0123456789",
        default=None,
    )
    order: OrderId | None = named(
        "Đơn in: số của đơn in tem, để in lại đúng đơn ấy; lệnh ocop stamps ghi",
        "Order: id of the order of stamps, so that it can be printed again; ocop stamps writes it",
        "0123abcd",
        default=None,
    )
    void: Void | None = named(
        "Hủy: chỉ cho địa chỉ đã cấp nhưng chắc chắn chưa in; ghi vào đây thay vì xóa mục",
        "Void: only for an address that was issued and certainly never printed; instead of removing it",
        default=None,
    )


class Ledger(Record):
    """products/ledger.yaml: every address that has been printed. Entries are added, never removed."""

    file_pattern: ClassVar[str] = "products/ledger.yaml"

    issued: tuple[Issue, ...] = named(
        "Đã cấp: các địa chỉ theo thứ tự cấp; chỉ thêm, không sửa, không xóa",
        "Issued: addresses in the order in which they were handed out; added to, never changed",
    )


class RevokedKey(Part):
    """A key that somebody else may have."""

    on: Day = named("Ngày bãi bỏ", "Day on which it was revoked", "2026-11-29")
    reason: Line = named("Lý do bãi bỏ", "Reason", "mất máy tính có tệp khóa")


class StampKey(Part):
    """A key with which lists of numbered stamps are signed: the part of it that everybody may know."""

    id: Id = named(
        "Mã khóa: tính từ khóa công khai, do lệnh ocop keys ghi",
        "Id of the key: follows from the public key; ocop keys writes it",
        "k-0123456789",
    )
    public_key: PublicKey = named(
        "Khóa công khai: Ed25519, 32 byte viết theo base64",
        "Public key: Ed25519, 32 bytes in base 64",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    )
    made_on: Day = named("Ngày tạo khóa", "Day on which it was made", "2026-11-29")
    revoked: RevokedKey | None = named(
        "Bãi bỏ: ghi khi khóa bị lộ; mọi danh sách phải được ký lại bằng khóa mới",
        "Revoked: when it has leaked; all lists have to be signed anew with another key",
        default=None,
    )


class StampKeys(Record):
    """content/stamp-keys.yaml: the public keys of numbered stamps. Keys are added, never removed."""

    file_pattern: ClassVar[str] = "content/stamp-keys.yaml"

    keys: tuple[StampKey, ...] = named(
        "Các khóa: khóa cũ vẫn giữ, để tem cũ còn kiểm tra được",
        "Keys: old ones are kept, so that old stamps can still be checked",
        min_length=1,
    )


class ProducerSummary(Record):
    """The part of a producer that lists, counts and other records' pages need."""

    name: Text = named("Tên chủ thể", "Name of the producer")
    other_names: tuple[Line, ...] = named(*_OTHER_NAMES, default=())
    sample: Flag = named(*_SAMPLE, "true", default=False)
    kind: Id = named(
        "Loại hình: tên không dấu (id), xem bảng ở cuối docs/fields.vi.md",
        "Kind of producer: its id, see the table at the end of docs/fields.en.md",
        "cooperative",
    )
    dissolved: Withdrawal | None = named(
        "Giải thể, ngừng hoạt động: từ ngày nào, vì sao",
        "Dissolved: when and why the producer ceased to exist",
        default=None,
    )
    address: Address = named("Địa chỉ", "Address", default_factory=Address)
    photos: tuple[Photo, ...] = named(*_PHOTOS, default=())
    contacts: Contacts | None = named(
        "Liên hệ: chỉ ghi khi chủ thể đã đồng ý hoặc đã tự công bố",
        "Contacts: only with the producer's consent, or as it published them itself",
        default=None,
    )


class Producer(ProducerSummary):
    """content/producers/<id>/producer.yaml, with story.<language>.md beside it."""

    file_pattern: ClassVar[str] = "content/producers/<id>/producer.yaml"

    needs_checking: Text | None = named(*_CHECKING, default=None)
    founded: PartDay | None = named(
        "Thành lập: năm, hoặc cả tháng và ngày nếu biết",
        "Founded: the year, with month and day if known",
        "2017",
        default=None,
    )
    story_title: Text | None = named(
        "Tựa câu chuyện: câu chuyện nằm trong story.vi.md và story.en.md",
        "Title of the story: the story itself is in story.vi.md and story.en.md",
        default=None,
    )
    summary: Text | None = named(*_SUMMARY, default=None)
    notes: tuple[Text, ...] = named(*_NOTES, default=())
    sources: tuple[Source, ...] = named(*_SOURCES, default=(), min_length=1)


class Decision(Record):
    """content/decisions/<id>.yaml: a decision, an announcement or a council round, written once."""

    file_pattern: ClassVar[str] = "content/decisions/<id>.yaml"

    kind: Literal["decision", "announcement", "assessment"] = named(
        "Loại: decision (quyết định đã ký), announcement (tin công bố, không rõ số quyết định), "
        "assessment (kỳ hội đồng đánh giá)",
        "Kind: decision (signed), announcement (its decision's number is not known), "
        "assessment (a council round)",
        "decision",
    )
    title: Text = named("Tên gọi", "Title")
    sample: Flag = named(*_SAMPLE, "true", default=False)
    number: Line | None = named("Số quyết định", "Number of the decision", "01/QĐ-UBND", default=None)
    date: PartDay | None = named(
        "Ngày: ngày ký, ngày công bố hoặc ngày họp hội đồng",
        "Day: of signing, of announcement or of the council's meeting",
        "2025-12-31",
        default=None,
    )
    body: Text | None = named(
        "Cơ quan ban hành: tên gọi vào lúc ấy", "Issuing body: as it was called then", default=None
    )
    level: Literal["district", "province", "central"] | None = named(
        "Cấp ban hành: district (huyện), province (tỉnh), central (Trung ương)",
        "Level: of the issuing body; district, province or central (the ministry)",
        "province",
        default=None,
    )
    criteria: CriteriaVersion | None = named(*_RULES, "qd148", default=None)
    url: Url | None = named(*_PAPER, "https://example.org/", default=None)
    note: Text | None = named(*_NOTE, default=None)
    sources: tuple[Source, ...] = named(*_SOURCES, default=(), min_length=1)


class PublishedTotals(Part):
    """Totals that somebody published: quoted with their date, never mixed with computed counts."""

    scope: Text = named("Phạm vi: đếm những gì, ở đâu", "Scope: what was counted, and where")
    total: Whole | None = named("Tổng số", "Total", "94", default=None)
    valid: Whole | None = named("Số còn hiệu lực", "Number still valid", "129", default=None)
    by_star: dict[Annotated[Whole, Field(ge=3, le=5)], Whole] = named(
        "Theo hạng sao: mỗi hạng bao nhiêu, ghi như {3: 60, 4: 34}",
        "By stars: how many of each, written like {3: 60, 4: 34}",
        default_factory=dict,
    )


class News(Record):
    """content/news/<id>.yaml: a dated event of the programme."""

    file_pattern: ClassVar[str] = "content/news/<id>.yaml"

    title: Text = named("Tựa tin", "Title")
    date: PartDay | None = named(*_DAY, "2022-06-24", default=None)
    sort_after: Day | None = named(
        "Xếp sau ngày: chỉ ghi khi không biết năm; tin được xếp như tin của ngày này",
        "Listed after: only where no year is known; the item is listed as one of this day",
        "2023-10-10",
        default=None,
    )
    date_note: Text | None = named(*_DATE_NOTE, default=None)
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
    ] = named(
        "Loại tin: recognition (công nhận), assessment (đánh giá), count (số liệu), training (tập huấn), "
        "fair (hội chợ), programme (chương trình), protection (bảo hộ tên gọi), honour (danh hiệu), "
        "stamps (tem truy xuất), chain (chuỗi giá trị), tourism (du lịch), market (thị trường), "
        "background (bối cảnh)",
        "Kind of event: count (figures), protection (of a name), honour (a title or prize), stamps (trace "
        "stamps), chain (a value chain); the others say what they are",
        "recognition",
    )
    summary: Text = named("Tóm tắt: một, hai câu", "Summary: one or two sentences")
    text: Text | None = named(
        "Nội dung: viết thêm nếu cần, dùng được Markdown", "Text: more, as Markdown", default=None
    )
    planned: Flag = named(*_PLANNED, "true", default=False)
    totals: PublishedTotals | None = named(
        "Số liệu công bố: các tổng số mà tin này dẫn lại",
        "Published totals: those that this item quotes",
        default=None,
    )
    decision: RecordId | None = named(*_DECISION, default=None)
    products: tuple[RecordId, ...] = named(
        "Sản phẩm: tên thư mục các sản phẩm được nêu", "Products: ids of those named", default=()
    )
    producers: tuple[RecordId, ...] = named(
        "Chủ thể: tên thư mục các chủ thể được nêu", "Producers: ids of those named", default=()
    )
    places: tuple[RecordId, ...] = named(
        "Địa bàn: tên không dấu (id) các xã, phường hoặc huyện cũ được nêu",
        "Places: ids of the communes or former districts named",
        default=(),
    )
    notes: tuple[Text, ...] = named(*_NOTES, default=())
    sources: tuple[Source, ...] = named(*_SOURCES, default=(), min_length=1)


class Booth(Part):
    """A booth of a fair: who stands there with what."""

    id: Id = named(
        "Tên gian hàng: tên ngắn không dấu, nằm trong địa chỉ trang",
        "Id of the booth: a short name, part of addresses",
        "b12",
    )
    name: Text = named("Tên hoặc số gian hàng: như khách nhìn thấy", "Name or number: as visitors see it")
    commune: RecordId | None = named(
        "Xã, phường: tên không dấu (id) trong content/places.yaml của xã, phường đứng gian; không "
        "ghi products và producers thì gian có mọi sản phẩm của xã, phường ấy",
        "Commune: an id of content/places.yaml, the one that runs the booth; all its products belong to it "
        "unless products or producers are named",
        "xa-mau",
        default=None,
    )
    products: tuple[RecordId, ...] = named(
        "Sản phẩm: tên thư mục các sản phẩm ở gian này", "Products: ids of those at this booth", default=()
    )
    producers: tuple[RecordId, ...] = named(
        "Chủ thể: tên thư mục các chủ thể ở gian này, với mọi sản phẩm của họ",
        "Producers: ids of those at this booth, with all their products",
        default=(),
    )
    note: Text | None = named(*_NOTE, default=None)


class Fair(Record):
    """content/fairs/<id>.yaml: a trade fair, or a selection of products to show."""

    file_pattern: ClassVar[str] = "content/fairs/<id>.yaml"

    name: Text = named("Tên hội chợ hoặc tuyển chọn", "Name of the fair or selection")
    kind: Literal["fair", "showcase"] = named(
        "Loại: fair (hội chợ), showcase (tuyển chọn để trình chiếu, không gắn với hội chợ nào)",
        "Kind: fair (an event), showcase (a selection of this catalogue, tied to no event)",
        "fair",
        default="fair",
    )
    sample: Flag = named(*_SAMPLE, "true", default=False)
    planned: Flag = named(*_PLANNED, "true", default=False)
    place: Text | None = named("Địa điểm", "Where it is held", default=None)
    first: PartDay | None = named(
        "Từ ngày: chỉ biết tháng hoặc năm thì ghi tháng hoặc năm",
        "First day: a month or a year where no more is known",
        "2026-12-05",
        default=None,
    )
    last: PartDay | None = named(
        "Đến ngày: không ghi thì là ngày đầu",
        "Last day: left out, the same as the first",
        "2026-12-07",
        default=None,
    )
    date_note: Text | None = named(*_DATE_NOTE, default=None)
    organiser: Text | None = named("Đơn vị tổ chức", "Organiser", default=None)
    summary: Text = named(*_SUMMARY)
    basis: Literal["named", "chosen"] = named(
        "Căn cứ chọn: named (ban tổ chức hoặc nguồn nêu đích danh), chosen (danh mục tự chọn, không nói ai "
        "tham gia)",
        "Basis: named (the organiser or a source says that these take part), chosen (picked from this "
        "catalogue, which claims nothing about who takes part)",
        "named",
        default="named",
    )
    booths: tuple[Booth, ...] = named("Các gian hàng", "Booths", default=())
    products: tuple[RecordId, ...] = named(
        "Sản phẩm: tên thư mục các sản phẩm của cả hội chợ, ngoài các gian hàng",
        "Products: ids of those of the whole fair, beside the booths'",
        default=(),
    )
    producers: tuple[RecordId, ...] = named(
        "Chủ thể: tên thư mục các chủ thể, với mọi sản phẩm của họ",
        "Producers: ids, with all their products",
        default=(),
    )
    communes: tuple[RecordId, ...] = named(
        "Xã, phường: tên không dấu (id) các xã, phường, với mọi sản phẩm ở đó",
        "Communes: ids, with all their products",
        default=(),
    )
    seconds: Annotated[Whole, Field(ge=6, le=60)] = named(
        "Số giây mỗi hình: khi trình chiếu, từ 6 đến 60; không ghi thì là 10",
        "Seconds per slide: on the screen, 6 to 60; left out, 10",
        "10",
        default=10,
    )
    notes: tuple[Text, ...] = named(*_NOTES, default=())
    sources: tuple[Source, ...] = named(*_SOURCES, default=())


class Chain(Record):
    """An entry of content/chains.yaml: a value chain as the programme's reports name it."""

    file_pattern: ClassVar[str] = "content/chains.yaml"
    id_in_file: ClassVar[bool] = True

    name: Text = named("Tên chuỗi giá trị", "Name of the value chain")
    summary: Text = named("Giới thiệu: các báo cáo nói gì về chuỗi", "Summary: what the reports say of it")
    year: Line | None = named(
        "Năm: một hoặc nhiều năm của các báo cáo", "Year: or years of the reports", "2022", default=None
    )
    products: tuple[RecordId, ...] = named(
        "Sản phẩm: tên thư mục các sản phẩm", "Products: their ids", default=()
    )
    producers: tuple[RecordId, ...] = named(
        "Chủ thể: tên thư mục các chủ thể", "Producers: their ids", default=()
    )
    places: tuple[RecordId, ...] = named(
        "Địa bàn: tên không dấu (id) các xã, phường hoặc huyện cũ",
        "Places: ids of communes or former districts",
        default=(),
    )
    notes: tuple[Text, ...] = named(*_NOTES, default=())
    sources: tuple[Source, ...] = named(*_SOURCES, default=(), min_length=1)


class Document(Record):
    """An entry of content/documents.yaml: a paper of the programme by number, date and body."""

    file_pattern: ClassVar[str] = "content/documents.yaml"
    id_in_file: ClassVar[bool] = True

    kind: Literal["decision", "plan", "resolution", "decree", "circular", "law", "scheme"] = named(
        "Loại văn bản: decision (quyết định), plan (kế hoạch), resolution (nghị quyết), decree (nghị định), "
        "circular (thông tư), law (luật), scheme (đề án)",
        "Kind of document: decision (quyết định), plan (kế hoạch), resolution (nghị quyết), decree "
        "(nghị định), circular (thông tư), law (luật), scheme (đề án)",
        "decision",
    )
    number: Line | None = named("Số hiệu", "Number", "26/2026/QĐ-TTg", default=None)
    date: PartDay | None = named(*_DAY, "2026-05-22", default=None)
    body: Text | None = named("Cơ quan ban hành", "Issuing body", default=None)
    level: Literal["central", "province"] = named(
        "Cấp ban hành: central (Trung ương), province (tỉnh)",
        "Level: of the issuing body, central or province",
        "central",
    )
    title: Text = named("Về việc: văn bản nói về điều gì", "Title: what it is about")
    effect: Text | None = named(
        "Hiệu lực: có hiệu lực từ khi nào, đến khi nào",
        "In force: since when and until when",
        default=None,
    )
    url: Url | None = named(*_PAPER, default=None)
    sources: tuple[Source, ...] = named(*_SOURCES, default=(), min_length=1)


class ProducerKind(Record):
    """An entry of content/producer-kinds.yaml."""

    file_pattern: ClassVar[str] = "content/producer-kinds.yaml"
    id_in_file: ClassVar[bool] = True

    name: Text = named("Tên loại hình", "Name of the kind")
    short: Text | None = named("Viết tắt", "Short form", default=None)
    legal_person: Flag = named(
        "Là pháp nhân hoặc tổ chức: ghi false nếu là hộ, cửa hàng của cá nhân, hoặc chưa rõ",
        "Legal person or organisation: false for a household, one person's shop, or where it is not known",
        "true",
        default=True,
    )


class ProductKind(Record):
    """An entry of content/product-kinds.yaml: what people say they buy. Each product has one."""

    file_pattern: ClassVar[str] = "content/product-kinds.yaml"
    id_in_file: ClassVar[bool] = True

    name: Text = named("Tên loại hàng: từ người mua hay nói", "Name of the kind: the word that buyers use")
    other_names: tuple[Line, ...] = named(*_OTHER_NAMES, ["trà"], default=())


class Group(Part):
    """One of the six groups."""

    id: Id = named("Tên không dấu của nhóm", "Id of the group", "thuc-pham")
    name: Text = named("Tên nhóm", "Name of the group")


class CriteriaSet(Part):
    """One of the 26 criteria sets."""

    number: SetNumber = named("Số của bộ", "Number of the set", "10")
    id: Id = named("Tên không dấu của bộ sản phẩm", "Id of the set", "gia-vi-khac")
    group: Id = named(
        "Nhóm: tên không dấu của một nhóm ở trên", "Group: id of one of the groups above", "thuc-pham"
    )
    subgroup: Text | None = named("Nhóm con", "Sub-group", default=None)
    name: Text = named("Tên bộ sản phẩm", "Name of the set")
    illustration: Id = named(
        "Hình vẽ: hình của giao diện, cho sản phẩm chưa có ảnh",
        "Drawing: one of the theme's, for products without a photo",
        "tea",
    )


class OlderSet(Part):
    """A set of the 2019 rules and the sets it became."""

    name: Text = named("Tên năm 2019: theo Quyết định 1048/QĐ-TTg", "Name of 2019: in 1048/QĐ-TTg")
    group: Text | None = named(
        "Ngành năm 2019: theo Quyết định 1048/QĐ-TTg", "Group of 2019: in 1048/QĐ-TTg", default=None
    )
    now: tuple[SetNumber, ...] = named(
        "Nay là bộ: số của các bộ hiện nay; không có số nào nếu đã bỏ",
        "Now: numbers of today's sets; none where it was dropped",
        default=(),
    )


class Version(Part):
    """One set of rules and the days it was in force."""

    id: CriteriaVersion = named("Tên không dấu của quy định", "Id of the rules", "qd148")
    document: Id | None = named(
        "Văn bản: tên không dấu (id) trong content/documents.yaml",
        "Document: an id of content/documents.yaml",
        default=None,
    )
    name: Text = named("Tên quy định", "Name of the rules")
    since: Day = named("Từ ngày: ngày đầu có hiệu lực", "Since: the first day in force", "2023-02-24")
    until: Day | None = named(
        "Đến ngày: ngày cuối còn hiệu lực; đang áp dụng thì không ghi",
        "Until: the last day in force; left out for those of today",
        "2026-05-21",
        default=None,
    )
    recognises: dict[
        Literal["district", "province", "central"], tuple[Annotated[Whole, Field(ge=3, le=5)], ...]
    ] = named(
        "Cấp nào công nhận mấy sao: district (huyện), province (tỉnh), central (Trung ương); ghi như "
        "province: [3, 4]",
        "Who recognises what: the stars of each level, written like province: [3, 4]",
        default_factory=dict,
    )


class Criteria(Record):
    """content/criteria.yaml: groups, criteria sets and rule versions."""

    file_pattern: ClassVar[str] = "content/criteria.yaml"

    groups: tuple[Group, ...] = named("Nhóm sản phẩm", "Groups")
    sets: tuple[CriteriaSet, ...] = named("Bộ sản phẩm", "Criteria sets")
    sets_2019: tuple[OlderSet, ...] = named("Bộ sản phẩm năm 2019", "Criteria sets of 2019", default=())
    versions: tuple[Version, ...] = named("Các quy định", "Rules")
    sources: tuple[Source, ...] = named(*_SOURCES, default=())


class Point(Part):
    """A point of the Earth (WGS 84)."""

    lat: Annotated[Degree, Field(ge=-90, le=90)] = named("Vĩ độ", "Latitude", "22.3367")
    lon: Annotated[Degree, Field(ge=-180, le=180)] = named("Kinh độ", "Longitude", "106.4")


class Commune(Part):
    """A commune, ward or special zone of today."""

    id: RecordId = named("Tên không dấu của xã, phường", "Id of the commune", "xa-mau")
    code: Annotated[str, Field(pattern=r"^[0-9]{5}$")] = named(
        "Mã hành chính: năm chữ số, giữ cả số 0 ở đầu",
        "Administrative code: five digits, with the leading zero",
        "06040",
    )
    name: Line = named(*_BARE_NAME, "Mẫu")
    kind: Literal["commune", "ward", "special_zone"] = named(
        "Loại: commune (xã), ward (phường), special_zone (đặc khu)",
        "Kind: commune (xã), ward (phường), special_zone (đặc khu)",
        "commune",
    )
    districts: tuple[RecordId, ...] = named(
        "Huyện cũ: tên không dấu các huyện cũ mà địa bàn xã, phường này thuộc về",
        "Former districts: ids of those it lies in",
        default=(),
    )
    other_names: tuple[Line, ...] = named(*_OTHER_NAMES, ["Xa Mau"], default=())
    at: Point | None = named(
        "Vị trí: một điểm trong xã, phường, để vẽ bản đồ",
        "Position: a point inside it, for the drawn map",
        default=None,
    )


class FormerProvince(Part):
    """A province or centrally run city until 30 June 2025."""

    name: Line = named(*_BARE_NAME, "Mẫu Cũ")
    kind: Literal["province", "city"] = named(*_PROVINCE_KIND, "province")


class District(Part):
    """A district until 30 June 2025."""

    id: RecordId = named("Tên không dấu của huyện cũ", "Id of the former district", "huyen-mau")
    name: Line = named(*_BARE_NAME, "Mẫu")
    kind: Literal["district", "urban_district", "town", "city"] = named(
        "Loại: district (huyện), urban_district (quận), town (thị xã), city (thành phố)",
        "Kind: district (huyện), urban_district (quận), town (thị xã), city (thành phố)",
        "district",
    )
    other_names: tuple[Line, ...] = named(*_OTHER_NAMES, ["Huyen Mau"], default=())
    former_province: FormerProvince | None = named(
        "Tỉnh cũ: tỉnh, thành phố mà huyện này thuộc về đến hết ngày 30/6/2025; chỉ ghi khi tỉnh đã sáp nhập",
        "Former province: the one it belonged to until 30 June 2025; only where provinces were merged",
        default=None,
    )


class FormerCommune(Part):
    """A commune until 30 June 2025 and what it became."""

    name: Line = named(*_BARE_NAME, "Mẫu")
    kind: Literal["commune", "ward", "township"] = named(
        "Loại: commune (xã), ward (phường), township (thị trấn)",
        "Kind: commune (xã), ward (phường), township (thị trấn)",
        "commune",
    )
    district: RecordId = named("Huyện cũ: tên không dấu của huyện cũ", "Former district: its id", "huyen-mau")
    now: tuple[RecordId, ...] = named(
        "Nay thuộc: tên không dấu các xã, phường hiện nay", "Now: ids of today's communes", default=()
    )


class Province(Part):
    """The province of this catalogue."""

    code: Annotated[str, Field(pattern=r"^[0-9]{2}$")] = named(
        "Mã hành chính của tỉnh: hai chữ số, giữ cả số 0 ở đầu",
        "Administrative code: two digits, with the leading zero",
        "00",
    )
    name: Line = named(*_BARE_NAME, "Mẫu")
    kind: Literal["province", "city"] = named(*_PROVINCE_KIND, "province")
    other_names: tuple[Line, ...] = named(*_OTHER_NAMES, ["Tỉnh Mẫu"], default=())


class Places(Record):
    """content/places.yaml: the province, today's communes, former districts and former communes."""

    file_pattern: ClassVar[str] = "content/places.yaml"

    province: Province = named("Tỉnh", "Province")
    reform_on: Day = named(
        "Ngày sắp xếp: ngày đầu của các xã, phường hiện nay",
        "Day of the reform: the first day of today's communes",
        "2025-07-01",
    )
    communes: tuple[Commune, ...] = named("Xã, phường hiện nay", "Today's communes")
    districts: tuple[District, ...] = named("Huyện cũ", "Former districts", default=())
    former_communes: tuple[FormerCommune, ...] = named("Xã cũ", "Former communes", default=())
    sources: tuple[Source, ...] = named(*_SOURCES, default=(), min_length=1)


class SourceCopy(Record):
    """content/copy.yaml: of which catalogue a province's records are a copy; ``ocop gather`` writes it."""

    file_pattern: ClassVar[str] = "content/copy.yaml"

    home: BaseUrl = named(
        "Danh mục gốc: địa chỉ công bố của danh mục ấy",
        "Home catalogue: its public address",
        "https://ocop.example",
    )
    as_of: Day = named(
        "Bản ngày: ngày mà danh mục gốc được dựng",
        "As of: the day for which the home catalogue was built",
        "2026-11-21",
    )
    title: Text = named("Tên danh mục gốc", "Title of the home catalogue")
    publisher: Text = named("Đơn vị công bố danh mục gốc", "Publisher of the home catalogue")
    digest: FileDigest = named(
        "Mã kiểm tra: của mục lục trong bản sao",
        "Digest: of the copy's index",
        "0123456789abcdef",
    )


class Page(Record):
    """content/pages/<id>/page.yaml, with text.<language>.md beside it."""

    file_pattern: ClassVar[str] = "content/pages/<id>/page.yaml"

    title: Text = named("Tựa trang", "Title")
    path: Text = named(
        "Phần địa chỉ: phần cuối của địa chỉ trang, ở từng ngôn ngữ",
        "Address part: the end of the page's address, in each language",
    )
    summary: Text = named(
        "Tóm tắt: một câu, cho máy tìm kiếm và khi chia sẻ liên kết",
        "Summary: one sentence, for search engines and shared links",
    )
    role: Literal["about", "stars", "trace_guide", "privacy", "taking_part", "other"] = named(
        "Vai trò: about (giới thiệu), stars (ý nghĩa của sao), trace_guide (cách đọc trang truy xuất), "
        "privacy (quyền riêng tư), taking_part (ai làm gì, tham gia thế nào; có liên hệ của office trong "
        "site.yaml), other (trang khác)",
        "Role: what other pages link to it for; about, stars (what they mean), trace_guide (how to read a "
        "traceability page), privacy, taking_part (who does what; shows the office of site.yaml), other",
        "about",
    )
    order: Whole = named("Thứ tự: ở chân trang", "Order: in the footer", "1")


class Language(Part):
    """A language of the site; the first one is at the root."""

    code: LanguageCode = named("Mã ngôn ngữ", "Language code", "vi")
    name: Line = named("Tên ngôn ngữ: bằng chính ngôn ngữ ấy", "Name: in the language itself", "Tiếng Việt")
    paths: dict[Id, Id] = named(
        "Từ trong địa chỉ: chỉ ghi khi các từ có sẵn không hợp",
        "Address words: where the built-in ones do not fit",
        default_factory=dict,
    )


class Office(Part):
    """The office that runs the programme in the province, as it gives its own contacts."""

    name: Text = named("Tên cơ quan", "Name of the office")
    address: Line | None = named("Địa chỉ", "Address", "số 1 đường Mẫu", default=None)
    phone: Line | None = named("Điện thoại", "Telephone", "0000 000 000", default=None)
    email: Line | None = named("Thư điện tử", "E-mail", "ocop@example.org", default=None)
    web: Url | None = named("Trang web", "Website", "https://example.org/", default=None)


class Site(Record):
    """content/site.yaml: settings of the whole site."""

    file_pattern: ClassVar[str] = "content/site.yaml"

    title: Text = named("Tên trang", "Name of the site")
    tagline: Text = named("Câu giới thiệu: dòng lớn ở trang chủ", "Tagline: the home page's heading")
    intro: Text = named(
        "Đoạn giới thiệu: đoạn đầu ở trang chủ", "Introduction: the home page's first paragraph"
    )
    publisher: Text = named(
        "Đơn vị công bố: ai công bố danh mục này", "Publisher: who publishes the catalogue"
    )
    base_url: BaseUrl = named(
        "Địa chỉ công bố: kể cả đường dẫn con nếu có; mã QR được in với địa chỉ này",
        "Public address: with a sub-path if there is one; QR codes are printed with it",
        "https://ocop.example",
    )
    languages: tuple[Language, ...] = named(
        "Các ngôn ngữ: ngôn ngữ đầu là ngôn ngữ chính của trang",
        "Languages: the first is the site's main one",
        min_length=1,
    )
    theme: Id = named(
        "Giao diện: tên thư mục trong themes/", "Theme: a folder in themes/", "default", default="default"
    )
    per_page: Annotated[Whole, Field(ge=6, le=200)] = named(
        "Số mục mỗi trang: ở các trang danh sách", "Entries per page: on list pages", "24", default=24
    )
    sample_site: Flag = named(
        "Trang mẫu: ghi true nếu cả trang chỉ để minh họa; khi ấy hồ sơ mẫu cũng được liệt kê và đếm",
        "Sample site: true if all of it is a demonstration, so that samples are listed and counted",
        "false",
        default=False,
    )
    same_words: tuple[tuple[Line, ...], ...] = named(
        "Từ cùng nghĩa: tìm từ này thì thấy cả từ kia, bằng ngôn ngữ nào cũng được",
        "Words that mean the same: a search takes them for one another, in any language",
        "[chè, trà]",
        default=(),
    )
    report: Text = named(
        "Cách báo sai sót: người đọc thấy sai hoặc nghi ngờ thì làm gì",
        "How to report: what a reader does about an error or a suspicion",
    )
    report_email: Line | None = named(
        "Hộp thư nhận tin báo: địa chỉ thư điện tử", "Mailbox for reports: an e-mail address", default=None
    )
    report_phone: Line | None = named(
        "Số nhận tin nhắn: số di động của ban biên tập, nhận cả tin SMS và Zalo",
        "Number for messages: a mobile number of the editors, for SMS and Zalo",
        "0000 000 000",
        default=None,
    )
    office: Office | None = named(
        "Cơ quan OCOP của tỉnh: nơi phụ trách chương trình, chủ thể liên hệ khi muốn tham gia",
        "The province's OCOP office: whom producers contact to take part",
        default=None,
    )


RECORDS: dict[str, type[Record]] = {
    "site": Site,
    "criteria": Criteria,
    "places": Places,
    "producer-kind": ProducerKind,
    "product-kind": ProductKind,
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
    "stamp-keys": StampKeys,
    "copy": SourceCopy,
}
"""Every record kind by its permanent name."""

OF_PROVINCE = frozenset(
    (
        *("places", "producer", "decision", "chain", "fair", "news", "product", "lots", "ledger"),
        *("stamp-keys", "copy"),
    )
)
"""Kinds whose records belong to one province; the others are shared by all provinces of a catalogue."""

SUMMARIES: dict[str, type[Record]] = {
    "product": ProductSummary,
    "producer": ProducerSummary,
    "lots": ProductLotsSummary,
}
"""Kinds that come by the thousand, and the part of them that is kept at hand."""


def record_json(record: Record) -> bytes:
    """Return all that a record says as JSON on one line, without what has its default value."""
    return record.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def without_description(product: Product) -> Product:
    """Return a product without its description: what data files and comparisons know of it.

    The longest text of a record is edited most often, and only the product's own pages show it.
    """
    return product.model_copy(update={"description": None}) if product.description else product


def summary_json(kind: str, record: Record, whole: bytes) -> bytes:
    """Return the JSON of a record's summary; of kinds without one ``whole``, the JSON of the record."""
    if kind not in SUMMARIES:
        return whole
    if isinstance(record, Lots):
        return record_json(record.summary)
    fields = set(SUMMARIES[kind].model_fields)
    return record.model_dump_json(by_alias=True, exclude_defaults=True, include=fields).encode()


KeyPath = tuple[str | int, ...]
"""Keys and list indexes from the root of a record or file: ``("ratings", 0, "stars")``."""
