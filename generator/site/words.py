"""How the site speaks: interface words, states, stars, places and days in one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.catalogue.model import Commune, District, Province, Rating
from generator.catalogue.ocop import Standing
from generator.site.views import Stars, Words
from generator.text import Text, show_day, show_number, show_part_day

COMMUNE = {"commune": "{name} Commune", "ward": "{name} Ward", "special_zone": "{name} Special Zone"}
DISTRICT = {"district": "{name} District", "town": "{name} Town", "city": "{name} City"}
IN_PROVINCE = {"province": "{place}, {name} Province", "city": "{place}, {name} City"}
PROVINCE = {"province": "{name} Province", "city": "{name} City"}
STATE = {
    "valid": "Valid",
    "expiring": "Expiring soon",
    "expired": "Expired",
    "withdrawn": "Withdrawn",
    "superseded": "Replaced by a newer rating",
    "unknown": "Validity unknown",
    "assessed": "Assessed, recognition not reported",
    "potential_five": "Potential five-star",
}
LEVEL = {"district": "District level", "province": "Province level", "central": "Central level"}
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
NOTICE = {
    "recalled": "This lot has been recalled",
    "withdrawn": "This lot has been taken off sale",
    "discontinued": "This product is no longer made",
    "dissolved": "The producer no longer exists",
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
    """One language's voice. Called with English source text, it answers in its language."""

    lang: str
    words: Mapping[str, str]

    def __call__(self, source: str, /, **values: object) -> str:
        """The interface words for ``source`` with its ``{placeholders}`` filled."""
        return self.words.get(source, source).format_map(values) if values else self.words.get(source, source)

    def count(self, one: str, many: str, number: int) -> str:
        """A counted phrase: "1 product", "72 products", "72 sản phẩm"."""
        source = one if number == 1 else many
        return self(source, n=show_number(number, self.lang))

    def text(self, text: Text) -> Words:
        """A record's text for this language, marked where it is in another."""
        words, lang = text.pick(self.lang)
        return {"text": words, "lang": "" if lang == self.lang else lang}

    def maybe(self, text: Text | None) -> Words | None:
        """:meth:`text`, or nothing."""
        return self.text(text) if text is not None else None

    def texts(self, texts: tuple[Text, ...]) -> list[Words]:
        """:meth:`text` of each."""
        return [self.text(text) for text in texts]

    def day(self, value: str | None) -> str:
        """A day, month or year of a record; empty if unknown."""
        return show_part_day(value, self.lang) if value else ""

    def number(self, number: float) -> str:
        """A number with this language's separators."""
        return show_number(number, self.lang)

    def commune(self, commune: Commune) -> str:
        """Xã Thất Khê, Thất Khê Commune."""
        return self(COMMUNE[commune.kind], name=commune.name)

    def district(self, district: District) -> str:
        """Huyện Tràng Định (cũ), Tràng Định District (former)."""
        return self("{place} (former)", place=self.former_district(district))

    def former_district(self, district: District) -> str:
        """Huyện Tràng Định, below a heading that says that it is a former one."""
        return self(DISTRICT[district.kind], name=district.name)

    def province(self, province: Province) -> str:
        """Tỉnh Lạng Sơn, Lạng Sơn Province."""
        return self(PROVINCE[province.kind], name=province.name)

    def in_province(self, place: str, province: Province) -> str:
        """Xã Thất Khê, tỉnh Lạng Sơn."""
        return self(IN_PROVINCE[province.kind], place=place, name=province.name)

    def stars(self, standing: Standing | None, assessed_on: str | None = None) -> Stars:
        """A rating as pages show it, in words that claim no more than the record does."""
        if standing is None:
            return {
                "count": 0,
                "filled": False,
                "state": "unknown",
                "label": self("Stars not stated"),
                "state_label": self("Stars not stated"),
                "until": self("No source states stars or validity."),
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
            "until": self.until(standing, assessed_on),
            "until_day": sure.isoformat() if sure else "",
            "over": self.over(standing) if standing.current else "",
            "over_state": ("expired" if standing.last else "unknown") if standing.current else "",
        }

    def star_label(self, rating: Rating) -> str:
        """The spoken name of the stars. A five-star proposal never reads as five stars."""
        if rating.status == "potential_five":
            return self("Potential five-star")
        if rating.stars is None:
            return self("Stars not stated")
        return self("{n} stars", n=rating.stars)

    def until(self, standing: Standing, assessed_on: str | None) -> str:
        """One sentence on how the rating stands. It stays true whenever it is read later."""
        rating, last = standing.rating, standing.last
        first_end, last_end = [show_day(end, self.lang) for end in standing.ends or ()] or ("", "")
        match standing.state:
            case "valid" if last:
                return self("Valid until {day}", day=first_end)
            case "valid":
                return self("Valid at least until {day}", day=first_end)
            case "expiring" if last:
                return self("Expires soon: valid until {day}", day=first_end)
            case "expiring":
                return self("Expires soon: valid at least until {day}", day=first_end)
            case "expired" if last:
                return self("Expired: was valid until {day}", day=last_end)
            case "expired":
                return self("Expired: was valid until {day} at the latest", day=last_end)
            case "withdrawn":
                taken = show_day(rating.withdrawn.on, self.lang) if rating.withdrawn else ""
                return self("Recognition withdrawn on {day}", day=taken)
            case "superseded":
                return self("Replaced by a newer rating")
            case "assessed":
                if assessed_on and len(assessed_on) < len("2026-03-05"):
                    return self(
                        "Assessed by a council in {day}; no source we know reports the recognition",
                        day=self.day(assessed_on),
                    )
                if assessed_on:
                    return self(
                        "Assessed by a council on {day}; no source we know reports the recognition",
                        day=self.day(assessed_on),
                    )
                return self("Assessed by a council; no source we know reports the recognition")
            case "potential_five":
                return self("Proposed for five stars; the ministry's recognition is pending")
            case _:
                if rating.stars is None:
                    return self("Called an OCOP product by its sources, which state no stars and no dates")
                if rating.status != "recognised":  # being called an OCOP product starts no term
                    return self("Validity unknown: no source gives the day of recognition")
                if standing.first is not None and last is not None:
                    first = show_day(standing.first, self.lang)
                    return self("Valid from {day} until {last}", day=first, last=last_end)
                if standing.first is not None:
                    return self(
                        "From {day}; no source we know says until when",
                        day=show_day(standing.first, self.lang),
                    )
                if standing.ends is not None and last is None and rating.valid_until is None:
                    return self(
                        "Last valid day between {first} and {last}: no source gives the exact day of "
                        "recognition",
                        first=first_end,
                        last=last_end,
                    )
                return self("Validity unknown: no source gives the day of recognition")

    def over(self, standing: Standing) -> str:
        """One sentence on a current rating once the day up to which it is certainly valid has passed."""
        day = show_day(standing.sure_until, self.lang) if standing.sure_until else ""
        if standing.last:
            return self("Expired: was valid until {day}", day=day)
        return self("Was valid at least until {day}; no source gives the exact last day", day=day)


def excerpt(markdown: str, limit: int = 240) -> str:
    """The first paragraph of a Markdown text as plain words, cut at a word."""
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
