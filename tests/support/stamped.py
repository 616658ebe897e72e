"""Stamps for tests: values of a product, the designs of the default theme, and files read back."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from built import PROJECT
from tiny import default_theme

from generator.stamps.designs import Design, load_designs
from generator.stamps.paper import Sheet, sheet_for
from generator.stamps.pdf import StampJob
from generator.stamps.values import Look, Print, StampValues

PAYLOAD = "https://ocop-langson.example/01/08936012345678/10/DCLV-2610-01"


def both(vi: str, en: str = "") -> dict[str, str]:
    """Words by language."""
    return {"vi": vi, "en": en or vi}


VALUES = StampValues(
    PAYLOAD,
    {
        "product": both("Trà diếp cá Lụa Vy", "Lụa Vy fish-mint tea"),
        "producer": both("Hợp tác xã Nông nghiệp Lụa Vy", "Lụa Vy Agricultural Cooperative"),
        "place": both("Xã Bắc Sơn, tỉnh Lạng Sơn", "Bắc Sơn commune, Lạng Sơn province"),
        "lot": both("DCLV-2610-01"),
        "made_on": both("12/10/2026"),
        "expires_on": both("12/10/2027"),
        "stars": both("4 sao", "4 stars"),
        "until": both("đến 31/12/2028", "until 31 December 2028"),
        "address": both("ocop-langson.example/p/LS0041"),
        "code": both("LS0041"),
        "publisher": both("Văn phòng Điều phối", "Coordination Office"),
    },
    4,
    sample=False,
)


@cache
def look() -> Look:
    """What the default theme gives to drawing."""
    return Look(default_theme().drawings, default_theme().inline["tokens.css"])


@cache
def designs() -> dict[str, Design]:
    """The designs of the default theme."""
    return load_designs(PROJECT, default_theme().folders, look())


def how(dpi: int = 600, use: str = "retail") -> Print:
    """How test stamps are printed."""
    return Print(dpi, use, look(), date(2026, 11, 29), "Tem thử")


def job(design: Design, sheet: Sheet | None = None, values: StampValues = VALUES, **more: Any) -> StampJob:
    """A job of one product; without a sheet on A4."""
    paper = sheet or sheet_for("a4", design.size, is_round=design.shape == "round")
    return StampJob(design, values, paper, how(**more))


def named(vi: str, values: StampValues = VALUES) -> StampValues:
    """The same stamp with another name of the product."""
    return replace(values, texts={**values.texts, "product": both(vi, vi)})
