"""Addresses of a list, in one column or several, and the places of today that they mean.

The printed words stay. Today's commune is concluded from them where there is one only: a commune of today, or
a former one with a single successor. Everything else is asked.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from generator.catalogue.model import Commune, District, FormerCommune, Places
from generator.catalogue.place_names import Unit, place_key, places_named
from generator.importing.answers import Option, Question
from generator.importing.questions import Asker, Parsed, refused, repaired
from generator.importing.rows import note
from generator.importing.texts import one_line, unmarked
from generator.messages import both

_SEPARATORS = re.compile(
    r"\s*[,;\n]\s*|\s+[-–—]\s+"
    r"|\s*\((?=(?:huyện|xã|tỉnh|phường|thị xã|thị trấn|thành phố|h\.|x\.|tp|tx)\b)"
    r"|\.\s+(?=(?:xã|huyện|tỉnh|phường)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:dia chi|d/c|dc|tru so|noi san xuat|dia diem)\s*[:.]\s*")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("district", re.compile(r"^(?:huyen|h\.|quan|q\.|thi xa|tx\.?)\s*(?=\S)|^h (?=\S)")),
    ("commune", re.compile(r"^(?:xa|x\.|phuong|p\.|thi tran|tt\.?|dac khu)\s*(?=\S)|^[xp] (?=\S)|^p(?=\d)")),
    ("city", re.compile(r"^(?:thanh pho|tp\.?)\s*(?=\S)")),
    ("province", re.compile(r"^(?:tinh|t\.)\s*(?=\S)")),
    (
        "line",
        re.compile(
            r"^(?:so|thon|ban|xom|buon|bon|lang|ap|to|khu|khoi|duong|pho|doi|tieu khu|tdp|ngo|ngach|ql|"
            r"quoc lo|"
            r"km|cum|lo|plei|to dan pho)\b|^\d"
        ),
    ),
)
"""How the parts of an address begin."""
_ADDRESS_BEHIND = re.compile(r"\b(?:dia chi|d/c|dc|tru so)\s*[:.]")
_NOW = re.compile(r"\(?\s*(?:\(cũ\)|cũ)?\s*,?\s*\(?\bnay (?:là|thuộc)\b\s*:?", re.IGNORECASE)
_FORMER = re.compile(r"\s*\((?:cu|moi)\)|\s+(?:cu|moi)$")
_COUNTRY = frozenset(map(place_key, ("Việt Nam", "VN")))
_CLOSE = 0.75
"""How alike two names are of which one may be a slip of the pen (difflib's ratio)."""
_MOST_OFFERED = 6


@dataclass(frozen=True)
class WrittenAddress:
    """The parts of an address as they are written; "" where there is none."""

    line: str = ""
    """Village, street, number."""
    commune: str = ""
    district: str = ""
    province: str = ""
    now: str = ""
    """What the list itself says the commune is called today."""
    behind: tuple[str, ...] = ()
    """What stands behind the commune without a word for its kind."""
    unsure: bool = False
    """Whether the commune has no word for its kind, and may as well be a district."""


def address_parts(text: str) -> WrittenAddress:
    """Divide an address that stands in one cell: by the words for kinds of places, then by position."""
    label = _LABEL.match(unmarked(text))
    before, now = _split_now(text[label.end() :] if label else text)
    segments = [segment for piece in _SEPARATORS.split(before) if (segment := _without_odd_bracket(piece))]
    kinds = [place_kind(segment) for segment in segments]
    parts: dict[str, str] = {}
    lines: list[str] = []
    behind: tuple[str, ...] = ()
    # From the end: province, district, commune; what names no kind takes the narrowest place that is free.
    order = ["province", "district", "commune"]
    for segment, kind in zip(reversed(segments), reversed(kinds), strict=True):
        city = "district" if "province" in parts or "district" not in parts else "province"
        place = city if kind == "city" else kind
        if place in order:
            parts[place] = segment
            order = order[order.index(place) + 1 :]
            if place == "commune" and "district" not in parts:
                behind, lines = tuple(lines), []
        else:
            lines.insert(0, segment)
    return WrittenAddress(
        ", ".join(lines),
        parts.get("commune", ""),
        parts.get("district", ""),
        parts.get("province", ""),
        now,
        behind,
    )


def name_and_address(text: str) -> tuple[str, str]:
    """Divide a cell that has both a producer's name and its address; the address is "" where none is sure.

    It begins on a line of its own, behind a word for it, or where a part begins with a word for a place.
    """
    plain = unmarked(text)
    if label := _ADDRESS_BEHIND.search(plain):
        return text[: label.start()].strip(" ,;-\n"), text[label.end() :].strip()
    for divider in re.finditer(r"\n|,|;|\s[-–]\s|\((?=[^()]*\)$)", plain):
        rest = text[divider.end() :].strip(" )")
        if place_kind(rest) or (divider[0] == "\n" and "," in rest):
            return text[: divider.start()].strip(), rest
    return text, ""


def _without_odd_bracket(piece: str) -> str:
    """Return a part of an address without dots at its ends, or a bracket whose partner is elsewhere."""
    piece = piece.strip(" .")
    return piece if piece.count("(") == piece.count(")") else piece.strip(" .()")


def _split_now(text: str) -> tuple[str, str]:
    """Return an address and what it says that its commune is called today."""
    text = _SEPARATORS.sub(", ", text) if "\n" in text else text
    match = _NOW.search(text)
    if not match:
        return text, ""
    return text[: match.start()].strip(" ,("), text[match.end() :].strip(" ,.)")


def place_kind(segment: str) -> str:
    """Return what the first word of a part of an address says it is; "" where it says nothing."""
    plain = unmarked(segment)
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), "")


class AddressReader:
    """Finds the places of one province that addresses mean; each address is looked up once."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._communes = {commune.id: commune for commune in places.communes}
        self._districts = {district.id: district for district in places.districts}
        named: list[Commune | FormerCommune] = [*places.communes, *places.former_communes]
        self._names = {
            place_key(name): name for unit in named for name in (unit.name, *getattr(unit, "other_names", ()))
        }
        self._provinces = {
            place_key(name)
            for name in (
                places.province.name,
                *places.province.other_names,
                *(district.former_province.name for district in places.districts if district.former_province),
            )
        }
        self._named: dict[str, list[Unit]] = {}
        self._candidates: dict[tuple[str, str], tuple[list[str], list[FormerCommune], list[Commune]]] = {}

    def read(self, written: WrittenAddress, where: str, asker: Asker) -> list[Parsed]:
        """Return commune, district and the basis on which they are known."""
        written = self._filled(written)
        if written.province and not self._is_ours(written.province):
            ours = self._places.province.name
            reason = note("readings.other-province", written=written.province, province=ours)
            return [refused("address.commune", reason)]
        district, results = self._district(written, where, asker)
        if any(result.question for result in results):
            return results  # which commune it is may rest on the district
        if written.now:
            return self._named_today(written, district, results, where, asker)
        return self._commune(written, district, results, where, asker) if written.commune else results

    def _named_today(
        self,
        written: WrittenAddress,
        district: District | None,
        results: list[Parsed],
        where: str,
        asker: Asker,
    ) -> list[Parsed]:
        """Return the commune that the list itself calls today's."""
        today = self._today(written.now)
        if len(today) != 1:
            choices = [commune.id for commune in today]
            return [self._ask(WrittenAddress(commune=written.now), choices, where, asker), *results]
        (commune,) = today
        former = self._former_district(written, district)
        return [
            repaired("address.commune", commune.id, note("readings.place-now", name=commune.name)),
            Parsed("address.mapped_by", "source"),
            *([Parsed("address.district", former)] if former else results),
        ]

    def _commune(
        self,
        written: WrittenAddress,
        district: District | None,
        results: list[Parsed],
        where: str,
        asker: Asker,
    ) -> list[Parsed]:
        key = (written.commune, district.id if district else "")
        if key not in self._candidates:
            self._candidates[key] = self._look_up(written.commune, district)
        choices, formers, today = self._candidates[key]
        if len(choices) != 1 or written.unsure:
            return self._with_basis(self._ask(written, choices, where, asker), "officer", results)
        (choice,) = choices
        commune = self._communes[choice]
        if not district and formers:
            owners = {former.district for former in formers}
            if len(owners) == 1 and not results:
                results = [Parsed("address.district", owners.pop())]
        if commune in today:
            return self._with_basis(Parsed("address.commune", choice), "source", results)
        reason = note("readings.place-mapped", written=written.commune, name=commune.name)
        return self._with_basis(repaired("address.commune", choice, reason), "name", results)

    @staticmethod
    def _with_basis(parsed: Parsed, basis: str, results: list[Parsed]) -> list[Parsed]:
        if not parsed.usable:
            return [parsed, *results]
        return [parsed, Parsed("address.mapped_by", basis), *results]

    def _look_up(
        self, written: str, district: District | None
    ) -> tuple[list[str], list[FormerCommune], list[Commune]]:
        """Return the ids that a commune's name may mean today, and the former communes and those of today."""
        name, says_former = self._without_former(written)
        units = self._units(name)
        today = [] if says_former else [unit for unit in units if isinstance(unit, Commune)]
        formers = [unit for unit in units if isinstance(unit, FormerCommune)]
        if district:
            formers = [former for former in formers if former.district == district.id]
            today = [commune for commune in today if district.id in commune.districts]
        choices = [commune.id for commune in today]
        choices += [identity for former in formers for identity in former.now if identity in self._communes]
        return list(dict.fromkeys(choices)), formers, today

    def _without_former(self, written: str) -> tuple[str, bool]:
        """Return a name without "(cũ)" or "(mới)" behind it, and whether it says that it is a former one."""
        plain = unmarked(written)
        behind = _FORMER.search(plain)
        if not behind or ("(" not in behind[0] and self._units(written)):
            return written, False
        return plain[: behind.start()], "moi" not in behind[0]

    def _filled(self, written: WrittenAddress) -> WrittenAddress:
        """Return an address whose parts without a word for their kind have been put where they fit."""
        for segment in reversed(written.behind):
            if not written.province and self._is_province(segment):
                written = replace(written, province=segment)
            elif not written.district and self._districts_named(segment):
                written = replace(written, district=segment)
        if written.commune or not written.line or written.now:
            return written
        *before, last = written.line.split(", ")
        line = ", ".join(before)
        if not written.province and not written.district and self._is_province(last):
            return self._filled(WrittenAddress(line, "", "", last))
        units = self._units(last)
        if not written.district and before and any(isinstance(unit, District) for unit in units):
            return self._filled(WrittenAddress(line, "", last, written.province))
        is_commune = any(not isinstance(unit, District) for unit in units) or written.district
        if is_commune and place_kind(last) != "line":
            unsure = not written.district and any(isinstance(unit, District) for unit in units)
            return WrittenAddress(line, last, written.district, written.province, unsure=unsure)
        return written

    def _units(self, written: str) -> list[Unit]:
        """Return the units of today and of before that a name may mean; each name is looked up once."""
        if written not in self._named:
            self._named[written] = places_named(self._places, written)
        return self._named[written]

    def _districts_named(self, written: str) -> list[District]:
        return [unit for unit in self._units(written) if isinstance(unit, District)]

    def _is_province(self, written: str) -> bool:
        return place_key(written) in self._provinces or place_key(written) in _COUNTRY

    def _is_ours(self, written: str) -> bool:
        plain = re.sub(r"^(?:tinh|t\.|thanh pho|tp\.?|province)\s*", "", unmarked(written))
        return (
            place_key(re.sub(r"\s*\((?:cu|moi)\)|\s+cu$|\s+province$", "", plain))
            in self._provinces | _COUNTRY
        )

    def _district(
        self, written: WrittenAddress, where: str, asker: Asker
    ) -> tuple[District | None, list[Parsed]]:
        if not written.district:
            return None, []
        name, _ = self._without_former(written.district)
        districts = self._districts_named(name)
        if len(districts) == 1:
            return districts[0], [Parsed("address.district", districts[0].id)]
        if not districts and self._is_ours(written.district):
            return None, []  # a city that is the province
        names = {
            place_key(name): district
            for district in self._districts.values()
            for name in (district.name, *district.other_names)
        }
        close = get_close_matches(
            place_key(re.sub(r"^(?:huyen|thi xa|thanh pho|quan|h\.|tp\.?|tx\.?)\s*", "", unmarked(name))),
            names,
            3,
            _CLOSE,
        )
        likely = districts or [names[key] for key in close]
        question = Question(
            f"district|{' '.join(written.district.lower().split())}",
            "readings.ask-district",
            (("written", written.district),),
            tuple(Option(district.id, _district_label(district)) for district in dict.fromkeys(likely)),
            (where,),
            open_ended=True,
        )
        parsed = asker.ask(
            "address.district", question, lambda answer: answer if answer in self._districts else None
        )
        return self._districts.get(parsed.value or ""), [parsed]

    def _former_district(self, written: WrittenAddress, district: District | None) -> str:
        if district:
            return district.id
        owners = (
            {unit.district for unit in self._units(written.commune) if isinstance(unit, FormerCommune)}
            if written.commune
            else set()
        )
        return owners.pop() if len(owners) == 1 else ""

    def _today(self, written: str) -> list[Commune]:
        parts = address_parts(written)
        name = parts.commune or parts.line.rpartition(", ")[2]
        return [unit for unit in self._units(name) if isinstance(unit, Commune)] if name else []

    def _ask(self, written: WrittenAddress, choices: Iterable[str], where: str, asker: Asker) -> Parsed:
        """Ask which commune of today is meant; for an unknown name offer those that are spelt alike."""
        choices = list(choices) or self._alike(written.commune)
        shown = ", ".join(filter(None, (written.commune, written.district)))
        question = Question(
            f"place|{' '.join(shown.lower().split())}",
            "readings.ask-place",
            (("written", shown),),
            tuple(Option(choice, self._label(choice)) for choice in choices),
            (where,),
            open_ended=True,
        )
        accept: Callable[[str], str | None] = lambda answer: answer if answer in self._communes else None  # noqa: E731
        return asker.ask("address.commune", question, accept)

    def _alike(self, written: str) -> list[str]:
        plain = re.sub(r"^(?:xa|phuong|thi tran|x\.|p\.|tt\.?)\s*", "", unmarked(one_line(written)))
        names = [self._names[key] for key in get_close_matches(place_key(plain), self._names, 3, _CLOSE)]
        choices: dict[str, None] = {}
        for name in names:
            for unit in self._units(name):
                if isinstance(unit, Commune):
                    choices[unit.id] = None
                elif isinstance(unit, FormerCommune):
                    choices.update(
                        dict.fromkeys(identity for identity in unit.now if identity in self._communes)
                    )
        return list(choices)[:_MOST_OFFERED]

    def _label(self, identity: str) -> dict[str, str]:
        commune = self._communes[identity]
        districts = ", ".join(
            self._districts[key].name for key in commune.districts if key in self._districts
        )
        named = both(f"words.named-{commune.kind}", name=commune.name)
        return {language: f"{name} ({districts})" if districts else name for language, name in named.items()}


def _district_label(district: District) -> dict[str, str]:
    return {"vi": district.name, "en": district.name}
