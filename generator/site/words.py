"""Translation of interface words, and sentences on states, stars, administrative places and days.

The translations themselves are in the theme's folders; views build pages from what is returned here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.catalogue.model import Commune, District, Province, Rating
from generator.catalogue.ocop import Standing
from generator.dates import show_day, show_part_day
from generator.site.view_parts import Stars, Words
from generator.text import Text, fill, show_number, translated

COMMUNE = {"commune": "{name} Commune", "ward": "{name} Ward", "special_zone": "{name} Special Zone"}
DISTRICT = {
    "district": "{name} District",
    "urban_district": "{name} Urban District",
    "numbered_district": "District {name}",
    "town": "{name} Town",
    "city": "{name} City",
}
FORMERLY_IN = {
    "district": "{place}, before 1 July 2025 {name} District",
    "urban_district": "{place}, before 1 July 2025 {name} Urban District",
    "numbered_district": "{place}, before 1 July 2025 District {name}",
    "town": "{place}, before 1 July 2025 {name} Town",
    "city": "{place}, before 1 July 2025 {name} City",
}
IN_PROVINCE = {"province": "{place}, {name} Province", "city": "{place}, {name} City"}
IN_FORMER_PROVINCE = {
    "province": "{place}, {name} Province (former)",
    "city": "{place}, {name} City (former)",
}
NOW_IN_PROVINCE = {"province": "{place} · now in {name} Province", "city": "{place} · now in {name} City"}
PROVINCE = {"province": "{name} Province", "city": "{name} City"}
PRODUCTS_OF = {"province": "Products of {name} Province", "city": "Products of {name} City"}
PRODUCERS_OF = {"province": "Producers of {name} Province", "city": "Producers of {name} City"}
FACTS_OF = {
    "province": "Stars, producers, places and decisions of {name} Province.",
    "city": "Stars, producers, places and decisions of {name} City.",
}
STATE = {
    "valid": "Stars valid",
    "expiring": "Stars ending soon",
    "expired": "Stars expired",
    "withdrawn": "Certificate withdrawn",
    "superseded": "Replaced by a newer rating",
    "unknown": "Stars: validity unknown",
    "assessed": "Assessed, recognition not reported",
    "potential_five": "Potential five-star",
}
LEVEL = {"district": "District level", "province": "Province level", "central": "National level"}
RATING_STATUS = {
    "recognised": "Recognition",
    "assessed": "Council assessment",
    "potential_five": "Five-star proposal",
    "named": "Named as an OCOP product",
}
RATING_KIND = {"new": "New", "renewal": "Renewal", "upgrade": "Upgrade", "downgrade": "Downgrade"}
EVIDENCE = {
    "A": "Signed decision or its annex",
    "B1": "State press or portal",
    "B2": "Score or proposal only",
    "C": "Commercial source",
}
CERTIFICATE = {
    "vietgap": "VietGAP",
    "organic": "Organic",
    "haccp": "HACCP",
    "iso": "ISO",
    "food_safety": "Food safety",
    "declaration": "Product declaration",
    "geographical_indication": "Geographical indication",
    "trademark": "Trade mark",
    "growing_area": "Growing-area code",
    "award": "Award",
    "other": "Other certificate",
}
NEWS_KIND = {
    "recognition": "Recognition",
    "assessment": "Assessment",
    "count": "Figures",
    "training": "Training",
    "fair": "Fair",
    "programme": "Programme",
    "protection": "Name protection",
    "honour": "Honour",
    "stamps": "Trace stamps",
    "chain": "Value chain",
    "tourism": "Tourism",
    "market": "Market",
    "background": "Background",
}
DOCUMENT_KIND = {
    "decision": "Decision",
    "plan": "Plan",
    "resolution": "Resolution",
    "decree": "Decree",
    "circular": "Circular",
    "law": "Law",
    "scheme": "Scheme",
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOTICE = {
    "recalled": "This lot has been recalled",
    "withdrawn": "This lot has been taken off sale",
    "discontinued": "This product is no longer made",
    "dissolved": "The producer no longer exists",
}
GAP = {
    "photo": "photo",
    "contact": "contact or shop",
    "producer": "a source that names the producer",
    "date": "date of the decision",
}
STEP = {
    "sow": "Sowing",
    "harvest": "Harvest",
    "process": "Processing",
    "pack": "Packing",
    "inspect": "Inspection",
    "ship": "Shipping",
    "receive": "Receipt",
}


@dataclass(frozen=True)
class Translator:
    """The interface words of one language. Called with an English source text, it returns the translation."""

    lang: str
    words: Mapping[str, str]

    def __call__(self, source: str, /, **values: object) -> str:
        """Return the translation of ``source`` with its ``{placeholders}`` filled.

        Where there is no translation, ``source`` itself, marked as English.
        """
        words = translated(self.words, self.lang, source)
        return fill(words, **values) if values else words

    def count(self, singular: str, plural: str, number: int) -> str:
        """Return a counted phrase: "1 product", "72 products", "72 sản phẩm"."""
        source = singular if number == 1 else plural
        return self(source, n=show_number(number, self.lang))

    def text(self, text: Text) -> Words:
        """Return a record's text in this language, else in one that has it, with that language's code."""
        words, lang = text.pick(self.lang)
        return {"text": words, "lang": "" if lang == self.lang else lang}

    def maybe(self, text: Text | None) -> Words | None:
        """Return :meth:`text` of an optional text; None where there is none."""
        return self.text(text) if text is not None else None

    def texts(self, texts: tuple[Text, ...]) -> list[Words]:
        """Return :meth:`text` of each text, in their order."""
        return [self.text(text) for text in texts]

    def day(self, value: date | str | None) -> str:
        """Return a day, month or year of a record as this language writes it; empty if unknown."""
        return show_part_day(str(value), self.lang) if value else ""

    def number(self, number: float) -> str:
        """Return a number with this language's separators."""
        return show_number(number, self.lang)

    def commune(self, commune: Commune) -> str:
        """Xã Mẫu, Mẫu Commune."""
        return self(COMMUNE[commune.kind], name=commune.name)

    def district(self, district: District, today: Province | None = None) -> str:
        """Huyện Mẫu (cũ), Mẫu District (former).

        Where provinces were merged, with the one that it belonged to, and with the one in which it lies
        today where that is given: Huyện Mù Cang Chải (cũ), tỉnh Yên Bái (cũ) · nay thuộc tỉnh Lào Cai.
        """
        place = self("{place} (former)", place=self._district(district))
        if (former := district.former_province) is None:
            return place
        place = self(IN_FORMER_PROVINCE[former.kind], place=place, name=former.name)
        return self(NOW_IN_PROVINCE[today.kind], place=place, name=today.name) if today else place

    def former_district(self, district: District) -> str:
        """Huyện Mẫu, for below a heading that says that it is a former district.

        Where provinces were merged, with the one that it belonged to: Huyện Mù Cang Chải, tỉnh Yên Bái.
        """
        return self._in_former_province(self._district(district), district)

    def formerly_in(self, place: str, district: District) -> str:
        """Xã Mẫu, trước 1/7/2025 là huyện Mẫu; with the former province where it was merged."""
        sentence = self(FORMERLY_IN[_district_kind(district)], place=place, name=district.name)
        return self._in_former_province(sentence, district)

    def _district(self, district: District) -> str:
        return self(DISTRICT[_district_kind(district)], name=district.name)

    def _in_former_province(self, place: str, district: District) -> str:
        former = district.former_province
        return self(IN_PROVINCE[former.kind], place=place, name=former.name) if former else place

    def province(self, province: Province) -> str:
        """Tỉnh Mẫu, Mẫu Province."""
        return self(PROVINCE[province.kind], name=province.name)

    def of_province(self, sentences: Mapping[str, str], province: Province) -> str:
        """Return a phrase about a province, of a table by its kind: Sản phẩm của tỉnh Mẫu."""
        return self(sentences[province.kind], name=province.name)

    def in_province(self, place: str, province: Province) -> str:
        """Xã Mẫu, tỉnh Mẫu."""
        return self(IN_PROVINCE[province.kind], place=place, name=province.name)

    def stars(self, standing: Standing | None, assessed_on: str | None = None) -> Stars:
        """Return a rating as pages show it, in words that claim no more than the record does."""
        if standing is None:
            return {
                "count": 0,
                "filled": False,
                "state": "unknown",
                "label": self("Stars not stated"),
                "state_label": self("Stars not stated"),
                "until": self("No source gives its stars or how long they are valid."),
                "until_day": "",
                "over": "",
                "over_state": "",
            }
        rating, sure = standing.rating, standing.sure_until
        return {
            # Beside the words “potential five-star” no number of stars may be read as an award.
            "count": 0 if standing.state == "potential_five" else rating.stars or 0,
            "filled": standing.current,
            "state": standing.state,
            "label": self.star_label(rating),
            "state_label": self(STATE[standing.state]),
            "until": self.rating_state_sentence(standing, assessed_on),
            "until_day": sure.isoformat() if sure else "",
            "over": self.over(standing) if standing.current else "",
            "over_state": ("expired" if standing.last else "unknown") if standing.current else "",
        }

    def star_label(self, rating: Rating) -> str:
        """Return the stars in words. A five-star proposal is never called five stars."""
        if rating.status == "potential_five":
            return self("Potential five-star")
        if rating.stars is None:
            return self("Stars not stated")
        return self("{n} stars", n=rating.stars)

    def rating_state_sentence(self, standing: Standing, assessed_on: str | None) -> str:
        """Return one sentence on how the rating stands; it stays true whenever it is read later.

        ``assessed_on`` is the day, month or year of the council's assessment, if known.
        """
        match standing.state:
            case "valid" | "expiring" | "expired":
                return self._until_known_end(standing)
            case "withdrawn":
                withdrawn = standing.rating.withdrawn
                day = show_day(withdrawn.on, self.lang) if withdrawn else ""
                return self("OCOP certificate withdrawn on {day}", day=day)
            case "superseded":
                return self("Replaced by a newer rating")
            case "assessed":
                return self._assessed(assessed_on)
            case "potential_five":
                return self("Proposed for five stars; the ministry's recognition is pending")
        return self._validity_unknown(standing)

    def _until_known_end(self, standing: Standing) -> str:
        """Return the sentence on a rating whose last valid day, or the earliest it may be, is known."""
        first_end, last_end = self._ends(standing)
        if standing.state == "expired":
            if standing.last:
                return self("OCOP stars ended on {day} · this is not the product's use-by date", day=last_end)
            return self(
                "OCOP stars ended on {day} at the latest · this is not the product's use-by date",
                day=last_end,
            )
        if standing.state == "expiring":
            if standing.last:
                return self("Stars end soon: valid until {day}", day=first_end)
            return self("Stars end soon: valid at least until {day}", day=first_end)
        if standing.last:
            return self("Stars valid until {day}", day=first_end)
        return self("Stars valid at least until {day}", day=first_end)

    def _ends(self, standing: Standing) -> tuple[str, str]:
        """Return the first and the last day that may be the last valid one, as shown; empty if unknown."""
        if standing.ends is None:
            return "", ""
        first_end, last_end = standing.ends
        return show_day(first_end, self.lang), show_day(last_end, self.lang)

    def _assessed(self, assessed_on: str | None) -> str:
        """Return the sentence on an assessment without recognition; its day may be a month or a year."""
        if not assessed_on:
            return self("Assessed by a council; no source we know reports the recognition")
        day = self.day(assessed_on)
        if len(assessed_on) < len("2026-03-05"):
            return self("Assessed by a council in {day}; no source we know reports the recognition", day=day)
        return self("Assessed by a council on {day}; no source we know reports the recognition", day=day)

    def _validity_unknown(self, standing: Standing) -> str:
        """Return the sentence on a rating of which no source tells until when it is valid."""
        rating = standing.rating
        first_end, last_end = self._ends(standing)
        if rating.stars is None:
            return self("Called an OCOP product by its sources, which state no stars and no dates")
        if rating.status != "recognised":  # being called an OCOP product starts no term
            return self("Validity of the stars unknown: no source gives the day of recognition")
        if standing.first is not None:
            first = show_day(standing.first, self.lang)
            if standing.last is not None:
                return self("Stars valid from {day} until {last}", day=first, last=last_end)
            return self("Stars from {day}; no source we know says until when", day=first)
        if standing.ends is not None and standing.last is None and rating.valid_until is None:
            return self(
                "Stars end between {first} and {last}: no source gives the exact day of recognition",
                first=first_end,
                last=last_end,
            )
        return self("Validity of the stars unknown: no source gives the day of recognition")

    def over(self, standing: Standing) -> str:
        """Return one sentence on a current rating for after the day up to which it is certainly valid."""
        day = show_day(standing.sure_until, self.lang) if standing.sure_until else ""
        if standing.last:
            return self("OCOP stars ended on {day} · this is not the product's use-by date", day=day)
        return self("Stars were valid at least until {day}; no source gives the exact last day", day=day)


def _district_kind(district: District) -> str:
    """Return the kind of a district; English words order those with a number in another way: District 1."""
    return "numbered_district" if district.name.isdigit() else district.kind


def excerpt(markdown: str, limit: int = 240) -> str:
    """Return the first paragraph of a Markdown text as plain words, cut after at most ``limit`` letters."""
    for block in markdown.split("\n\n"):
        plain = " ".join(
            line for line in block.split("\n") if not line.lstrip().startswith(("#", ">", "!", "|"))
        )
        plain = plain.translate(str.maketrans("", "", "*_`[]")).strip()
        if plain:
            if len(plain) <= limit:
                return plain
            return plain[:limit].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"
    return ""
