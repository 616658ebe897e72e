"""Makes a made-up catalogue of any size, to measure builds: ``synthetic.py FOLDER [PRODUCTS] [--country]``.

In the shape of a large province: for every product about 35 fields in two languages and three lots
of four steps; a holder for every four products, with a story of 400 words in each language. Every
record is marked as sample data. Settings, places, pages and themes are the project's own, vocabularies
those of the program. A country has all 34 provinces, each in its own folder and with products in proportion
to its communes, and as many producers and lots for each product as are expected of the whole country.
The same number always gives the same bytes.
"""

import random
import shutil
import sys
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from generator.provinces import places_of, province_ids

PROJECT = Path(__file__).resolve().parent.parent
PRODUCTS = 2000
COUNTRY = 17_000
"""Products of the whole country."""
PRODUCERS_IN_A_HUNDRED, LOTS_IN_A_HUNDRED = 24, 176
"""For a hundred products of a country: 4,000 producers and 30,000 lots for 17,000 products."""
FIRST_DAY = date(2024, 1, 8)

SAY_VI = "sản phẩm mẫu dùng để đo tốc độ dựng trang gồm những câu chữ ghép ngẫu nhiên không nói về ai"
SAY_EN = "sample words joined at random to measure how fast pages are built that speak of nobody at all"
VI, EN = SAY_VI.split(), SAY_EN.split()
KINDS = ("Gạo", "Trà", "Mật", "Hồi", "Bún", "Rau", "Quả", "Thạch", "Nấm", "Đồ mây")
KINDS_EN = ("Rice", "Tea", "Honey", "Anise", "Noodles", "Greens", "Fruit", "Jelly", "Mushroom", "Rattan")

Words = dict[str, str]


class Maker:
    """Words and choices, the same for the same seed."""

    def __init__(self, root: Path, seed: int, province: str = "") -> None:
        """``province`` is that of a country; without it the records are those of the project's own."""
        self.chance = random.Random(seed)  # noqa: S311 - made-up words are no secret
        self.root = root
        self.content = f"content/provinces/{province}" if province else "content"
        self.products = f"products/{province}" if province else "products"
        text = (PROJECT / "content/places.yaml").read_text(encoding="utf-8")
        places = places_of(province) if province else yaml.load(text, Loader=yaml.CSafeLoader)
        kinds = yaml.safe_load(
            (PROJECT / "generator/vocabulary/producer-kinds.yaml").read_text(encoding="utf-8")
        )
        self.communes: list[dict[str, Any]] = places["communes"]
        self.kinds: list[str] = [kind["id"] for kind in kinds]

    def words(self, count: int) -> Words:
        """A sentence in each language."""
        return {
            "vi": " ".join(self.chance.choices(VI, k=count)).capitalize() + ".",
            "en": " ".join(self.chance.choices(EN, k=count)).capitalize() + ".",
        }

    def paragraphs(self, count: int) -> Words:
        """Paragraphs in each language."""
        parts = [self.words(60) for _ in range(count)]
        return {language: "\n\n".join(part[language] for part in parts) for language in ("vi", "en")}

    def story(self, language: str) -> str:
        """A story of 400 words with two headings, an emphasis and a list."""
        source = VI if language == "vi" else EN

        def part(count: int) -> str:
            return " ".join(self.chance.choices(source, k=count)).capitalize() + "."

        items = "\n".join(f"- {part(10)}" for _ in range(4))
        return (
            f"{part(90)}\n\n## {part(4)}\n\n{part(100)} *{part(8)}*\n\n{items}\n\n"
            f"## {part(4)}\n\n{part(80)}\n\n{part(74)}\n"
        )

    def address(self) -> dict[str, Any]:
        """A commune of today and, where the table knows one, its former district."""
        commune = self.chance.choice(self.communes)
        result = {"printed": f"{commune['name']} (mẫu)", "commune": commune["id"], "mapped_by": "officer"}
        if commune.get("districts"):
            result["district"] = commune["districts"][0]
        return result

    def write(self, path: str, record: object) -> None:
        """Write one YAML file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(
            record, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
        )
        target.write_text(text, encoding="utf-8")

    # ---- records -----------------------------------------------------------------------------

    def decision(self, year: int) -> None:
        """A decision of a year."""
        self.write(
            f"{self.content}/decisions/mau-{year}.yaml",
            {
                "kind": "decision",
                "title": {"vi": f"Quyết định mẫu năm {year}", "en": f"Sample decision of {year}"},
                "sample": True,
                "number": f"{year}/QĐ-MAU",
                "date": date(year, 6, 15),
                "body": {"vi": "Cơ quan mẫu", "en": "Sample body"},
                "criteria": "qd148" if year < 2026 else "qd26",
                "sources": SOURCES,
            },
        )

    def producer(self, number: int) -> None:
        """A holder with its two stories."""
        folder = f"{self.content}/producers/chu-the-{number:05}"
        self.write(
            f"{folder}/producer.yaml",
            {
                "name": {"vi": f"Hợp tác xã mẫu {number}", "en": f"Sample cooperative {number}"},
                "sample": True,
                "kind": self.kinds[number % len(self.kinds)],
                "founded": str(2000 + number % 24),
                "address": self.address(),
                "contacts": {
                    "consent_on": date(2026, 10, 1),
                    "phone": {"value": f"000 000 {number:04}", "public": True},
                    "email": {"value": f"mau{number}@ocop.example", "public": True},
                },
                "story_title": self.words(6),
                "summary": self.words(24),
                "notes": [self.words(14)],
                "sources": SOURCES,
            },
        )
        for language in ("vi", "en"):
            (self.root / folder / f"story.{language}.md").write_text(self.story(language), encoding="utf-8")

    def product(self, number: int, producers: int, lots: int = 3) -> None:
        """A product with every field that a diligent officer fills in, and its lots.

        Its producer is one of so many ``producers``.
        """
        kind = number % len(KINDS)
        identity = f"san-pham-{number:05}"
        origin = self.address()
        folder = f"{self.products}/{origin.get('district', 'lang-son')}/{identity}"
        self.write(
            f"{folder}/product.yaml",
            {
                "code": f"SM{number:05}",
                "name": {"vi": f"{KINDS[kind]} mẫu {number}", "en": f"Sample {KINDS_EN[kind]} {number}"},
                "other_names": [f"{KINDS[kind]} thử {number}"],
                "sample": True,
                "set": number % 26 + 1,
                "producer": f"chu-the-{number % producers:05}",
                "origin": {**origin, "area": self.words(8)},
                "official_code": [f"20-001-{number % 100000:05}-{number % 900 + 1}-2025"],
                "summary": self.words(28),
                "description": self.paragraphs(3),
                "ingredients": self.words(16),
                "usage": self.words(24),
                "storage": self.words(16),
                "shelf_life": {"vi": "12 tháng", "en": "12 months"},
                "warnings": self.words(12),
                "standards": [self.words(6), self.words(6)],
                "brand": f"Nhãn mẫu {number}",
                "pack_sizes": [{"vi": "Túi 500 g", "en": "500 g bag"}, {"vi": "Hộp 1 kg", "en": "1 kg box"}],
                "price": {
                    "amount": 20000 + number % 400 * 1000,
                    "per": {"vi": "túi 500 g", "en": "500 g bag"},
                    "on": date(2026, 10, 1),
                },
                "markets": [self.words(5)],
                "ratings": self.ratings(number),
                "certificates": [
                    {
                        "name": {"vi": "VietGAP mẫu", "en": "Sample VietGAP"},
                        "kind": "vietgap",
                        "number": f"MAU-{number:05}",
                        "issuer": {"vi": "Nơi cấp mẫu", "en": "Sample issuer"},
                        "issued_on": "2025-03-01",
                        "valid_until": date(2028, 3, 1),
                    }
                ],
                "shops": [{"name": self.words(4), "address": f"Số {number} (mẫu)"}],
                "notes": [self.words(18)],
                "sources": SOURCES,
            },
        )
        self.write(f"{folder}/lots.yaml", self.lots(number, lots))

    def ratings(self, number: int) -> list[dict[str, Any]]:
        """One rating, for every third product two; a few are old."""
        year = 2026 - number % 4
        latest = {
            "status": "recognised",
            "stars": 4 if number % 5 == 0 else 3,
            "score": (75 if number % 5 == 0 else 55) + number % 10 + 0.5,
            "kind": "new",
            "decision": f"mau-{year}",
            "evidence": "A",
        }
        if number % 3 or year == 2023:
            return [latest]
        return [{**latest, "decision": "mau-2023"}, {**latest, "kind": "renewal"}]

    def lots(self, number: int, count_of_lots: int) -> dict[str, Any]:
        """Lots of four steps."""
        start = FIRST_DAY + timedelta(days=number % 300)
        lots = []
        for count in range(count_of_lots):
            day = start + timedelta(days=200 * count)
            steps = [
                {
                    "what": what,
                    "title": self.words(4),
                    "day": day + timedelta(days=3 * order),
                    "place": "ruong" if order == 0 else "xuong",
                    "amount": {"vi": f"{300 - 20 * order} kg", "en": f"{300 - 20 * order} kg"},
                }
                for order, what in enumerate(("harvest", "process", "inspect", "pack"))
            ]
            lots.append(
                {
                    "lot": f"M{number:05}-{count + 1}",
                    "made_on": day + timedelta(days=9),
                    "expires_on": day + timedelta(days=374),
                    "amount": {"vi": "480 túi", "en": "480 bags"},
                    "steps": steps,
                }
            )
        commune = self.communes[number % len(self.communes)]["id"]
        places = {
            "ruong": {"name": {"vi": "Ruộng mẫu", "en": "Sample field"}, "commune": commune},
            "xuong": {"name": {"vi": "Xưởng mẫu", "en": "Sample workshop"}, "commune": commune},
        }
        return {"places": places, "lots": lots}


class Dumper(yaml.CSafeDumper):
    """Writes each value out where it stands: records use no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class gives it
        """Never make an anchor."""
        return True


SOURCES = [{"publisher": "Dữ liệu mẫu", "date": date(2026, 10, 1), "title": "Made up to measure builds"}]


def make(root: Path, products: int = PRODUCTS) -> None:
    """Make a catalogue of ``products`` products in the new or empty folder ``root``.

    Raises :class:`FileExistsError` rather than mixing with what is there.
    """
    _make_settings(root, "site.yaml", "places.yaml", "documents.yaml")
    _make_records(Maker(root, products), products, max(1, products // 4))


def make_country(root: Path, products: int = COUNTRY) -> None:
    """Make a catalogue of all provinces in the new or empty folder ``root``.

    Raises :class:`FileExistsError` rather than mixing with what is there.
    """
    _make_settings(root, "site.yaml", "documents.yaml")
    shares = {province: len(places_of(province)["communes"]) for province in province_ids()}
    ends = list(accumulate(shares.values()))
    for number, (province, end) in enumerate(zip(shares, ends, strict=True)):
        begins, ends_at = ((part * products) // ends[-1] for part in (end - shares[province], end))
        maker = Maker(root, number, province)
        maker.write(f"{maker.content}/places.yaml", places_of(province))
        count = ends_at - begins
        producers = max(1, count * PRODUCERS_IN_A_HUNDRED // 100)
        # Numbers run on from province to province, so that few products have one name.
        _make_records(maker, count, producers, LOTS_IN_A_HUNDRED / 100, first=begins + 1)


def _make_settings(root: Path, *names: str) -> None:
    """Make what all provinces share."""
    if root.exists() and any(root.iterdir()):
        raise FileExistsError(root)
    for name in names:
        if (source := PROJECT / "content" / name).exists():
            (root / "content").mkdir(parents=True, exist_ok=True)
            shutil.copy(source, root / "content" / name)
    with (root / "content/site.yaml").open("a", encoding="utf-8") as site:
        # Else made-up products would stand in no list.
        site.write("sample_site: true\n")
    shutil.copytree(PROJECT / "content/pages", root / "content/pages")
    shutil.copytree(PROJECT / "themes", root / "themes")


def _make_records(maker: Maker, products: int, producers: int, lots: float = 3, first: int = 1) -> None:
    """Make the records of one province; ``lots`` is how many a product has on average."""
    for year in range(2023, 2027):
        maker.decision(year)
    for number in range(producers):
        maker.producer(number)
    for number in range(first, first + products):
        maker.product(number, producers, int(number * lots) - int((number - 1) * lots))


def main(words: list[str]) -> int:
    """FOLDER [PRODUCTS] [--country]; 0, or 2 for wrong words."""
    is_country = "--country" in words
    words = [word for word in words if word != "--country"]
    if len(words) not in (1, 2) or not all(word.isdigit() for word in words[1:]):
        print("synthetic.py FOLDER [PRODUCTS] [--country]", file=sys.stderr)
        return 2
    products = [int(word) for word in words[1:]]
    (make_country if is_country else make)(Path(words[0]), *products)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
