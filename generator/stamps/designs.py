"""Designs of stamps: files of the theme that say in mm where each part lies; ``docs/theme.md`` explains them.

A design comes from whoever made the theme, so nothing in its file is trusted: sizes are capped, nothing may
lie outside the stamp or on the symbol, and each fault is told with its line.
"""

import math
import stat
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.catalogue.findings import dotted, location_of
from generator.catalogue.model import KeyPath
from generator.diagnostics.problem import Problem, RefusedError, Report, SourceLocation, problem
from generator.issuing.serials import ALPHABET, GROUP, LENGTH
from generator.messages import in_both
from generator.print.canvas import TOKEN
from generator.print.drawings import DrawingError, read_drawing
from generator.print.lines import MM, width
from generator.records.yaml_nodes import read_yaml
from generator.stamps.paper import Size
from generator.stamps.values import TEXTS, Look

FOLDER = "stamps"
"""Of a theme: each ``NAME.yaml`` in it is a design."""
LARGEST_FILE = 64 * 1024
MOST_DESIGNS = 100
SMALLEST, LARGEST = 8.0, 300.0
"""Of the sides of a stamp in mm."""
FLOOR = 5.0
"""No text is smaller than so many points: smaller Vietnamese marks close up in print."""
HIGHEST = 200.0
"""The largest text in points."""
LEADING = 1.22
"""Distance of base lines as a multiple of the size: capitals of Vietnamese carry two marks."""
MOST_PARTS = 40
MEASURES: Final = {"size", "corner", "box", "points", "line", "cuts"}
"""Keys whose numbers grow with the stamp."""
_CLOSE = 0.01

Length = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False)]
Side = Annotated[float, Field(ge=SMALLEST, le=LARGEST, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=FLOOR, le=HIGHEST, allow_inf_nan=False)]
Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6}|[a-z][a-z-]{0,40})$")]
Words = Annotated[
    Mapping[
        Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], Annotated[str, Field(min_length=1, max_length=160)]
    ],
    Field(min_length=1, max_length=8),
]
Font = Literal["name", "serif", "text", "strong", "italic"]


class Box(NamedTuple):
    """A rectangle in mm from the stamp's upper left corner."""

    x: Length
    y: Length
    width: Annotated[float, Field(gt=0, le=LARGEST, allow_inf_nan=False)]
    height: Annotated[float, Field(gt=0, le=LARGEST, allow_inf_nan=False)]

    def covers(self, other: "Box") -> bool:
        """Whether two boxes have some area in common."""
        return (
            min(self.x + self.width, other.x + other.width) - max(self.x, other.x) > _CLOSE
            and min(self.y + self.height, other.y + other.height) - max(self.y, other.y) > _CLOSE
        )

    def corners(self) -> Iterator[Size]:
        """Yield the four corners."""
        yield from ((x, y) for x in (self.x, self.x + self.width) for y in (self.y, self.y + self.height))


class Part(BaseModel):
    """A part of a design."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Shape(Part):
    """A rectangle, or with a large corner an ellipse or circle, below everything else."""

    box: Box
    fill: Colour | None = None
    colour: Colour = "ink"
    """Of the line."""
    line: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = 0
    """Weight in points; 0 draws none."""
    corner: Length = 0


class Drawing(Part):
    """A drawing of the theme, as large as its box allows."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    box: Box


class Written(Part):
    """How words are set in a box."""

    box: Box
    font: Font = "text"
    points: tuple[Points, Points] = (7.0, FLOOR)
    """The largest and the smallest size."""
    align: Literal["left", "centre", "right"] = "left"
    vertical: Literal["top", "middle", "bottom"] = "middle"
    lines: Annotated[int, Field(ge=1, le=12)] = 1
    """The most lines."""
    colour: Colour = "black"
    """Words below 7 points are black whatever it says: in several inks they blur."""

    @model_validator(mode="after")
    def _has_room_for_a_line(self) -> Self:
        if self.points[0] < self.points[1]:
            raise _fault("points", ("points",))
        if self.points[1] * LEADING / MM > self.box.height + _CLOSE:
            raise _fault("low", ("box",), least=round(self.points[1] * LEADING / MM, 1))
        return self


class TextField(Written):
    """Words of the product or of the design."""

    show: tuple[Literal[TEXTS], ...] = ()  # type: ignore[valid-type]
    """Which texts stand here, with " · " between."""
    words: Words | None = None
    """Words of the design itself, by language."""
    label: Words | None = None
    """What stands before, where there is something to show."""
    languages: Annotated[tuple[str, ...], Field(min_length=1, max_length=4)] = ("vi",)
    """Whose words stand here, in this order; the same words twice stand once."""
    when: Literal["always", "plain", "numbered"] = "always"
    starred: bool = False
    """Whether it is left out where no stars may be drawn, as what names the programme."""
    follows: bool = False
    """Whether it moves up by what the field before it leaves free of its own box."""

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
        if bool(self.show) == bool(self.words):
            raise _fault("show", ("show",) if self.show else ("box",))
        return self


def _no_group_is_broken(lines: int) -> int:
    if LENGTH // GROUP % lines:
        raise ValueError(lines)
    return lines


class Serial(Written):
    """The serial in groups of four."""

    font: Font = "strong"
    lines: Annotated[int, Field(ge=1, le=4), AfterValidator(_no_group_is_broken)] = 1
    """Exactly so many, with as many groups each."""


class Sample(Written):
    """Where a made-up product says that it is one: white words on a ground of ``colour``."""

    font: Font = "strong"
    align: Literal["left", "centre", "right"] = "centre"
    colour: Colour = "lacquer"


class Boxed(Part):
    """A part that is nothing but its place."""

    box: Box


class Scratch(Boxed):
    """A panel to be scratched off, below which the serial stands."""

    corner: Length = 0


class Design(Part):
    """A whole stamp. ``identity`` is the name of its file."""

    identity: str = Field(default="", exclude=True)
    name: Words
    size: tuple[Side, Side]
    shape: Literal["rectangle", "round"] = "rectangle"
    corner: Length = 0
    """Radius of the corners of a rectangle."""
    symbol: Boxed
    """Where the symbol stands, its quiet zone included."""
    shapes: Annotated[tuple[Shape, ...], Field(max_length=MOST_PARTS)] = ()
    drawings: Annotated[tuple[Drawing, ...], Field(max_length=MOST_PARTS)] = ()
    fields: Annotated[tuple[TextField, ...], Field(max_length=MOST_PARTS)] = ()
    stars: Boxed | None = None
    serial: Serial | None = None
    scratch: Scratch | None = None
    cuts: Annotated[tuple[tuple[Length, Length, Length, Length], ...], Field(max_length=MOST_PARTS)] = ()
    """Slits of the die from (x, y) to (x, y), which tear where a stamp is pulled off."""
    sample: Sample
    """What this covers is left out on samples."""

    @property
    def measures(self) -> dict[str, float]:
        """Width and height in mm, as messages name them."""
        return {"wide": self.size[0], "high": self.size[1]}

    @property
    def can_be_numbered(self) -> bool:
        """Whether it shows a serial."""
        return self.serial is not None

    @property
    def hides_serial(self) -> bool:
        """Whether the serial lies below a panel: the symbol is then the lot's plain address."""
        return self.scratch is not None

    @property
    def shown(self) -> frozenset[str]:
        """Which texts of :class:`StampValues` it shows."""
        return frozenset(name for field in self.fields for name in field.show)

    def scaled_to(self, wide: float) -> "Design":
        """Return the design ``wide`` mm wide, everything on it enlarged or made smaller by the same factor.

        Raises :class:`RefusedError` where a side would be too small or too large, and, with the ``least``
        width in mm, where letters would be too small.
        """
        sides = [side * wide / self.size[0] for side in self.size]
        if not (min(sides) >= SMALLEST and max(sides) <= LARGEST):
            raise RefusedError("stamps-size", {"least": SMALLEST, "most": LARGEST})
        if scaled := self._scaled(wide):
            return scaled
        least = wide
        while not self._scaled(least):
            least = min(self.size[0], math.floor(least * 2 + 1) / 2)
        raise RefusedError("stamps-design-small", {"design": self.identity, "least": least})

    def _scaled(self, wide: float) -> "Design | None":
        """Return the design in another size; None where that breaks a rule."""
        data = _scaled(self.model_dump(exclude_none=True), wide / self.size[0])
        try:
            return Design.model_validate({**data, "identity": self.identity})
        except ValidationError:
            return None

    def parts(self) -> Iterator[tuple[KeyPath, Box]]:
        """Yield each part that must lie on the stamp and off the symbol, with its key path."""
        for key in ("drawings", "fields"):
            yield from (((key, number, "box"), part.box) for number, part in enumerate(getattr(self, key)))
        for key in ("stars", "serial", "scratch", "sample"):
            if part := getattr(self, key):
                yield (key, "box"), part.box

    @model_validator(mode="after")
    def _is_sound(self, info: ValidationInfo) -> Self:
        for path, box in ((("symbol", "box"), self.symbol.box), *self.parts()):
            if not all(map(self._has_point, box.corners())):
                raise _fault("outside", path)
        for path, box in self.parts():
            if box.covers(self.symbol.box):
                raise _fault("symbol", path)
        for number, shape in enumerate(self.shapes):
            if not (shape.box.x + shape.box.width <= self.size[0] + _CLOSE):
                raise _fault("outside", ("shapes", number, "box"))
            if not (shape.box.y + shape.box.height <= self.size[1] + _CLOSE):
                raise _fault("outside", ("shapes", number, "box"))
        for number, (x1, y1, x2, y2) in enumerate(self.cuts):
            if max(x1, x2) > self.size[0] + _CLOSE or max(y1, y2) > self.size[1] + _CLOSE:
                raise _fault("outside", ("cuts", number))
        self._check_order()
        self._check_serial()
        self._check_names(info.context)
        return self

    def _has_point(self, point: Size) -> bool:
        """Whether a point lies on the stamp."""
        (x, y), (wide, high) = point, self.size
        if self.shape == "rectangle":
            return x <= wide + _CLOSE and y <= high + _CLOSE
        across, down = (x - wide / 2) / (wide / 2), (y - high / 2) / (high / 2)
        return across**2 + down**2 <= 1 + _CLOSE

    def _check_order(self) -> None:
        for number, field in enumerate(self.fields):
            if not field.follows:
                continue
            before = self.fields[number - 1] if number else field
            box, above = field.box, before.box
            is_below = box.y >= above.y + above.height - _CLOSE and box.x >= above.x - _CLOSE
            if not (is_below and box.x + box.width <= above.x + above.width + _CLOSE):
                raise _fault("follows", ("fields", number, "follows"))

    def _check_serial(self) -> None:
        if not self.serial:
            if self.scratch:
                raise _fault("scratch", ("scratch",))
            return
        box = self.serial.box
        if self.sample.box.covers(box):
            raise _fault("sample", ("sample", "box"))
        panel = self.scratch.box if self.scratch else box
        is_below = (panel.x <= box.x + _CLOSE and panel.x + panel.width >= box.x + box.width - _CLOSE) and (
            panel.y <= box.y + _CLOSE and panel.y + panel.height >= box.y + box.height - _CLOSE
        )
        if not is_below:
            raise _fault("scratch", ("scratch", "box"))
        if serial_points(self.serial) is None:
            raise _fault("serial", ("serial", "box"))

    def _check_names(self, look: Look | None) -> None:
        """Raise for colours that the theme does not have, and for drawings that cannot be printed."""
        if not look:
            return
        known = {"black", "white", *dict(TOKEN.findall(look.tokens))}
        for path, colour in self._coloured():
            if not colour.startswith("#") and colour not in known:
                raise _fault("colour", path, name=colour)
        for number, drawing in enumerate(self.drawings):
            path = ("drawings", number, "name")
            if drawing.name not in look.drawings:
                raise _fault("drawing", path, name=drawing.name)
            if not _is_opaque(look.drawings[drawing.name]):
                raise _fault("opaque", path, name=drawing.name)

    def _coloured(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield every colour with its key path."""
        yield ("sample", "colour"), self.sample.colour
        if self.serial:
            yield ("serial", "colour"), self.serial.colour
        for number, field in enumerate(self.fields):
            yield ("fields", number, "colour"), field.colour
        for number, shape in enumerate(self.shapes):
            yield ("shapes", number, "colour"), shape.colour
            if shape.fill:
                yield ("shapes", number, "fill"), shape.fill


def _is_opaque(svg: str) -> bool:
    """Whether a drawing can be drawn in print, with nothing that shines through: presses refuse that."""
    try:
        return all(shape.look.opacity == 1 for shape in read_drawing(svg).shapes)
    except DrawingError:
        return False


def serial_points(serial: Serial) -> float | None:
    """Return the largest size at which serials fit into their box; None where they do not at the smallest.

    A serial of many wide letters may still be wider, by a few hundredths: whoever draws it sets it narrower.
    """
    letters, hyphens = LENGTH // serial.lines, (LENGTH // GROUP) // serial.lines
    size, least = serial.points
    while True:
        mean = sum(width(letter, serial.font, size) for letter in ALPHABET) / len(ALPHABET)
        line = letters * mean * WIDER + hyphens * width("-", serial.font, size)
        high = serial.lines * size * SERIAL_LEADING
        if line <= serial.box.width + _CLOSE and high <= serial.box.height + _CLOSE:
            return size
        if size <= least:
            return None
        size = max(least, size - 0.25)


WIDER = 1.05
"""How much wider than the mean a line of a serial may be at full width: four of five are not."""
SERIAL_LEADING = 1.15 / MM
"""Distance of the base lines of a serial in mm, for each point of its size."""


class DesignError(Exception):
    """Raised for a design that cannot be used; holds the problem to report."""

    def __init__(self, fault: Problem) -> None:
        super().__init__(fault.code)
        self.problem = fault


def load_designs(root: Path, folders: Sequence[Path], look: Look) -> dict[str, Design]:
    """Return the designs of a theme by name.

    ``folders`` are those of the theme and of its parents: the first that has a name wins. Paths of faults are
    shown as seen from ``root``. Raises :class:`DesignError` for the first file that cannot be used.
    """
    files: dict[str, Path] = {}
    for folder in reversed(folders):
        files |= {path.stem: path for path in sorted((folder / FOLDER).glob("[!.]*.yaml"))}
    if len(files) > MOST_DESIGNS:
        path = files[max(files)]
        raise _unusable(SourceLocation(_shown(root, path)), "many", most=MOST_DESIGNS)
    return {name: _read(path, _shown(root, path), look) for name, path in sorted(files.items())}


def design_called(designs: Mapping[str, Design], name: str) -> Design:
    """Return a design by its name. Raises :class:`RefusedError` with the names that there are."""
    if name not in designs:
        near = get_close_matches(name, designs, 3, 0.4) or sorted(designs)
        raise RefusedError("stamps-design-unknown", {"name": name, "known": ", ".join(near)})
    return designs[name]


def refused_for(error: DesignError) -> RefusedError:
    """Return the refusal of a command for a design that cannot be used."""
    return RefusedError("stamps-design-faulty", report=Report([error.problem]))


def _shown(root: Path, path: Path) -> str:
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return shown.as_posix().encode("utf-8", "replace").decode("utf-8")


def _read(path: Path, file: str, look: Look) -> Design:
    """Read one design; ``file`` is the path that problems show."""
    nodes = read_yaml(_content(path, file), file)
    for fault in nodes.problems:
        if fault.is_error:
            raise DesignError(fault)
    if not isinstance(nodes.data, dict):
        raise _unusable(SourceLocation(file, 1, 1), "list")
    try:
        return Design.model_validate({**nodes.data, "identity": path.stem}, context=look)
    except ValidationError as error:
        faults = [
            (location_of(_path(detail), nodes.positions, file), detail)
            for detail in error.errors(include_url=False)
        ]
        location, detail = min(faults, key=lambda fault: fault[0])
        raise DesignError(_explained(detail, location)) from None


def _content(path: Path, file: str) -> bytes:
    location = SourceLocation(file)
    try:
        facts = path.lstat()
        if not stat.S_ISREG(facts.st_mode):
            raise DesignError(problem("FILE-NOT-PLAIN", location))
        if facts.st_size > LARGEST_FILE:
            raise _unusable(location, "large", limit=LARGEST_FILE // 1024)
        return path.read_bytes()
    except OSError as error:
        raise DesignError(problem("FILE-UNREADABLE", location)) from error


def _path(detail: Mapping[str, Any]) -> KeyPath:
    """Return the key path of a fault: a rule for several parts names the one that breaks it."""
    return (*detail["loc"], *detail.get("ctx", {}).get("path", ()))


def _explained(detail: Mapping[str, Any], location: SourceLocation) -> Problem:
    """Return the problem that tells what pydantic or a rule of ours has met."""
    path, kind, shown = _path(detail), detail["type"], dotted(_path(detail))
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if kind == "extra_forbidden":
        names = sorted(_keys_beside(path))
        near = ", ".join(get_close_matches(key, names, 3, 0.4) or names)
        return problem("KEY-UNKNOWN", location, key=key, near_vi=near, near_en=near)
    if kind == "missing":
        return _unusable(location, "missing", key=shown).problem
    if kind in RULES:
        return _unusable(location, kind, **{"key": shown, **detail["ctx"]}).problem
    return _unusable(location, "value", key=shown).problem


def _keys_beside(path: Sequence[str | int]) -> set[str]:
    """Return the keys that the part may have in which an unknown key stands."""
    kinds: dict[str, type[Part]] = {
        "shapes": Shape,
        "drawings": Drawing,
        "fields": TextField,
        "serial": Serial,
        "scratch": Scratch,
        "sample": Sample,
        "symbol": Boxed,
        "stars": Boxed,
    }
    part = kinds.get(str(path[0]), Design) if len(path) > 1 else Design
    return set(part.model_fields) - {"identity"}


RULES: Final = frozenset(
    (
        "outside",
        "symbol",
        "low",
        "scratch",
        "sample",
        "serial",
        "points",
        "show",
        "colour",
        "drawing",
        "opaque",
        "follows",
    )
)
"""Rules that concern more than one value; ``stamps.fault-…`` says what each asks for."""


def _fault(rule: str, path: KeyPath, **values: str | float) -> PydanticCustomError:
    return PydanticCustomError(rule, rule, {"path": path, **values})


def _unusable(location: SourceLocation, rule: str, **values: object) -> DesignError:
    values.pop("path", None)
    return DesignError(
        problem("THEME-STAMP", location, **in_both("reason", f"stamps.fault-{rule}", **values))
    )


def _scaled(value: Any, factor: float, *, grows: bool = False) -> Any:
    """Multiply every measure in plain data; sizes of letters stay above their floor."""
    if isinstance(value, dict):
        scaled = {key: _scaled(part, factor, grows=key in MEASURES) for key, part in value.items()}
        if "points" in scaled:
            scaled["points"] = [min(max(FLOOR, points), HIGHEST) for points in scaled["points"]]
        return scaled
    if isinstance(value, (list, tuple)):
        return [_scaled(part, factor, grows=grows or isinstance(part, dict)) for part in value]
    return value * factor if grows and isinstance(value, (int, float)) else value
