"""One file of sheets in the making: forms that pages share, boxes, spot colours, and what printers ask for.

Files keep to PDF/X-1a:2003 (ISO 15930-4): process and spot colours only, nothing that shines through, fonts
inside, trim and bleed boxes, and the printing condition by its registered name. PDF/X-4 would need a colour
profile inside of each file, which the program does not have; presses that take PDF/X-4 take these as well.
"""

import zlib
from collections.abc import Iterable, Mapping
from hashlib import file_digest
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from generator.print.lines import MM
from generator.render.qr import QUIET
from generator.render.qr_encoder import Modules
from generator.stamps.artwork import artwork
from generator.stamps.designs import Design
from generator.stamps.paper import MARK, MARK_OFFSET, Sheet
from generator.stamps.paths import BLACK, line, number, numbers, placed, rectangle, symbol_path
from generator.stamps.sizes import Module
from generator.stamps.values import Print, StampValues, WrittenStamps

DIE, PANEL = "CutContour", "Scratch"
"""Names of the spot colours of die lines and of scratch panels."""
SPOTS: Final[Mapping[str, tuple[float, ...]]] = {DIE: (0, 1, 0, 0), PANEL: (0, 0, 0, 0.35)}
"""Spot colours, and the process colours that stand for them on a screen."""
CONDITION: Final = ("FOGRA39", "Coated FOGRA39 (ISO 12647-2:2004)")
"""The registered printing condition for which colours are meant: offset on coated paper."""
BRANCHES = 64
"""Kids of a node in the tree of pages."""
COMPRESSION = 6
"""Of zlib: 5 gives files that are a quarter larger, 9 takes six times as long."""


class SheetFile:
    """A file in the making. Measures of its methods are mm from the lower left corner, as PDF counts."""

    def __init__(self, sheet: Sheet, how: Print) -> None:
        self.sheet = sheet
        self.pdf = Pdf.new()
        self._how = how
        self._pages: list[pikepdf.Object] = []
        self._page_resources: dict[object, pikepdf.Object] = {}
        left, top, right, bottom = sheet.trim
        trim = (left, sheet.size[1] - bottom, right, sheet.size[1] - top)
        over = sheet.bleed
        bleed = (trim[0] - over, trim[1] - over, trim[2] + over, trim[3] + over)
        self._trim_box, self._bleed_box = (self.pdf.make_indirect(_box(box)) for box in (trim, bleed))
        self._foreign: list[Pdf] = []
        """Files whose streams are read when this one is saved."""
        self._spots = Dictionary({f"/{name}": self._spot(name, inks) for name, inks in SPOTS.items()})
        # A spot colour that did not print over would leave a white gap in the black below it.
        self._states = Dictionary(Over=Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1))

    def _spot(self, name: str, inks: Iterable[float]) -> pikepdf.Object:
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=list(inks), N=1)
        space = Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, self.pdf.make_indirect(tint)])
        return self.pdf.make_indirect(space)

    # -- forms: drawn once, placed often ------------------------------------------------------------

    def stream(self, content: bytes, **keys: Any) -> pikepdf.Object:
        """Add a compressed stream."""
        packed = zlib.compress(content, COMPRESSION)
        return self.pdf.make_indirect(pikepdf.Stream(self.pdf, packed, Filter=Name.FlateDecode, **keys))

    def form(
        self,
        content: bytes,
        corners: tuple[float, float, float, float],
        font: pikepdf.Object | None = None,
        **placing: Any,
    ) -> pikepdf.Object:
        """Add a form; ``placing`` names other forms that it draws."""
        resources = Dictionary(ColorSpace=self._spots, ExtGState=self._states, **_used(font, placing))
        return self.stream(
            content,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([round(corner * MM, 4) for corner in corners]),
            Resources=resources,
        )

    def stamp_form(
        self, design: Design, values: StampValues, symbol: Modules | None, module: Module, *, numbered: bool
    ) -> pikepdf.Object:
        """Add a stamp; its origin is the lower left corner of its trim. ``symbol`` is one that all share."""
        bleed, (wide, high) = self.sheet.bleed, design.size
        drawn = Pdf.open(BytesIO(artwork(design, values, self._how.look, bleed, numbered=numbered)))
        content = placed("Artwork", -bleed, -bleed)
        if symbol:
            content += BLACK + symbol_at(design, symbol, module, (0.0, 0.0))
        if self.sheet.spots:
            content += _die_line(design)
        elif design.scratch:
            content += b"q 0 0 0 1 K 0.4 w [1.5 1.5] 0 d " + _panel(design) + b"S Q\n"
        corners = (-bleed, -bleed, wide + bleed, high + bleed)
        return self.form(content, corners, Artwork=self.copied(drawn))

    def copied(self, drawn: Pdf) -> pikepdf.Object:
        """Add the first page of another file as a form."""
        self._foreign.append(drawn)
        return self.pdf.copy_foreign(drawn.pages[0].as_form_xobject())

    def panel_form(self, design: Design) -> pikepdf.Object | None:
        """Add the scratch panel of a stamp for a print shop; None where there is none."""
        if not (design.scratch and self.sheet.spots):
            return None
        content = f"q /Over gs /{PANEL} cs 1 scn ".encode() + _panel(design) + b"f Q\n"
        return self.form(content, (0, 0, *design.size))

    def on_sheet(self, form: pikepdf.Object, places: range, *, marks: bool = False) -> pikepdf.Object:
        """Add a form as large as the page, on which a stamp's form lies at these places."""
        content = b"".join(placed("Stamp", *self.corner(place)) for place in places)
        return self.form(content + self._crop_marks() * marks, (0, 0, *self.sheet.size), Stamp=form)

    def corner(self, place: int) -> tuple[float, float]:
        """Return the lower left corner of the trim of the stamp at a place."""
        x, y = self.sheet.place(place)
        return x, self.sheet.size[1] - y - self.sheet.stamp[1]

    def _crop_marks(self) -> bytes:
        """Return lines outside of the trimmed area at each edge of a stamp, in black as the printer's own."""
        sheet = self.sheet
        if not sheet.marks:
            return b""
        left, top, right, bottom = sheet.trim
        low, high = sheet.size[1] - bottom, sheet.size[1] - top
        path = b"q 0 0 0 1 K 0.25 w\n"
        for column in range(sheet.columns):
            start = sheet.corner[0] + column * sheet.pitch[0]
            for x in (start, start + sheet.stamp[0]):
                path += line(x, low - MARK_OFFSET, x, low - MARK_OFFSET - MARK)
                path += line(x, high + MARK_OFFSET, x, high + MARK_OFFSET + MARK)
        for row in range(sheet.rows):
            start = high - row * sheet.pitch[1]
            for y in (start, start - sheet.stamp[1]):
                path += line(left - MARK_OFFSET, y, left - MARK_OFFSET - MARK, y)
                path += line(right + MARK_OFFSET, y, right + MARK_OFFSET + MARK, y)
        return path + b"S Q\n"

    # -- pages ------------------------------------------------------------------------------------

    def add_page(self, content: pikepdf.Object, font: pikepdf.Object | None = None, **forms: Any) -> None:
        """Add a page; ``forms`` are those that it places by name, ``content`` may be shared with others.

        Pages with the same font and forms share one object that tells them.
        """
        used = (font, *forms.values())
        key = (tuple(forms), tuple(part.objgen for part in used if part is not None))
        if key not in self._page_resources:
            resources = Dictionary(**_used(font, forms))
            self._page_resources[key] = self.pdf.make_indirect(resources)
        page = Dictionary(
            Type=Name.Page,
            TrimBox=self._trim_box,
            BleedBox=self._bleed_box,
            Resources=self._page_resources[key],
            Contents=content,
        )
        self._pages.append(self.pdf.make_indirect(page))

    def _page_tree(self) -> pikepdf.Object:
        """Add the tree of pages by hand: the library needs a millisecond for each page that it adds."""
        nodes = [(page, 1) for page in self._pages]
        while True:
            branches = [nodes[start : start + BRANCHES] for start in range(0, len(nodes), BRANCHES)]
            nodes = [(self._branch([kid for kid, _ in kids]), sum(n for _, n in kids)) for kids in branches]
            for node, count in nodes:
                node.Count = count
            if len(nodes) == 1:
                root = nodes[0][0]
                root.MediaBox = _box((0, 0, *self.sheet.size))
                return root

    def _branch(self, kids: list[pikepdf.Object]) -> pikepdf.Object:
        node = self.pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(kids)))
        for kid in kids:
            kid.Parent = node
        return node

    # -- the file ---------------------------------------------------------------------------------

    def save(self, file: Path, stamps: int, module: Module) -> WrittenStamps:
        """Write the file. The same drawing gives the same bytes."""
        day = f"D:{self._how.made_on:%Y%m%d}000000+07'00'"
        identifier, condition = CONDITION
        self.pdf.docinfo = self.pdf.make_indirect(
            Dictionary(
                Title=String(self._how.title),
                Creator=String("ocop"),
                Producer=String("ocop"),
                CreationDate=String(day),
                ModDate=String(day),
                Trapped=Name("/False"),
                GTS_PDFXVersion=String("PDF/X-1a:2003"),
            )
        )
        self.pdf.Root.Lang = String("vi")
        self.pdf.Root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFX,
                    OutputConditionIdentifier=String(identifier),
                    OutputCondition=String(condition),
                    RegistryName=String("http://www.color.org"),
                    Info=String(condition),
                )
            ]
        )
        self.pdf.Root.Pages = self._page_tree()
        self.pdf.save(
            file,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            force_version="1.4",
            fix_metadata_version=False,
        )
        with file.open("rb") as written:
            digest = file_digest(written, "sha256").hexdigest()
        return WrittenStamps(file, stamps, len(self._pages), digest, module.mm)


def _used(font: pikepdf.Object | None, forms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the resources by name that a page or form uses besides colours."""
    used: dict[str, Any] = {}
    if forms:
        used["XObject"] = Dictionary({f"/{name}": form for name, form in forms.items()})
    if font is not None:
        used["Font"] = Dictionary(Serial=font)
    return used


def _box(corners: Iterable[float]) -> Array:
    return Array([round(corner * MM, 4) for corner in corners])


def symbol_at(design: Design, symbol: Modules, module: Module, corner: tuple[float, float]) -> bytes:
    """Return the operators for a symbol in the middle of its box; ``corner`` is that of the stamp.

    Both are lower left corners in mm.
    """
    x, y = symbol_corner(design, symbol.side, module)
    step, origin = number(module.points), numbers(corner[0] + x, corner[1] + y)
    return b"q %s 0 0 %s %s cm\n%sf Q\n" % (step, step, origin, symbol_path(symbol))


def symbol_corner(design: Design, side: int, module: Module) -> tuple[float, float]:
    """Return the lower left corner of a symbol without quiet zone, in mm from that of the stamp."""
    box, whole = design.symbol.box, (side + 2 * QUIET) * module.mm
    x = box.x + (box.width - whole) / 2 + QUIET * module.mm
    y = design.size[1] - box.y - box.height + (box.height - whole) / 2 + QUIET * module.mm
    return x, y


def _die_line(design: Design) -> bytes:
    """Return the outline along which stamps are cut out, and slits, in the spot colour of dies."""
    wide, high = design.size
    corner = min(wide, high) / 2 if design.shape == "round" else design.corner
    slits = b"".join(line(x1, high - y1, x2, high - y2) for x1, y1, x2, y2 in design.cuts)
    outline = rectangle(0, 0, wide, high, corner)
    return f"q /Over gs /{DIE} CS 1 SCN 0.5 w\n".encode() + outline + slits + b"S Q\n"


def _panel(design: Design) -> bytes:
    """Return the path of the scratch panel."""
    if not design.scratch:
        return b""
    x, y, wide, high = design.scratch.box
    return rectangle(x, design.size[1] - y - high, wide, high, design.scratch.corner)
