"""Corrections for numbers, days, and yes or no that are written as people write them."""

import re
from datetime import date

from generator.text import fold


def corrected_value(code: str, written: str) -> str:
    """Return the value that was meant, in the form that the field needs; empty if that is doubtful."""
    if code == "NUMBER":
        return _as_number(written)
    if code == "SCORE":
        score = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*(?:/\s*100|điểm|đ|%|points?)?\.?", written)
        return score[1].replace(",", ".") if score else ""
    if code in ("DAY", "DAY-PART"):
        return _as_day(written, code == "DAY-PART")
    if code == "FLAG":
        folded = fold(written)
        yes = folded in ("yes", "y", "on", "co", "1", "true", "dung", "x")
        return (
            "true" if yes else "false" if folded in ("no", "n", "off", "khong", "0", "false", "sai") else ""
        )
    return ""


_NUMBER = re.compile(
    r"[\s“”\"'(]*(?:(?:giá|ocop|hạng|bộ|set|số)\s+)?"
    r"(?P<whole>[0-9]{1,3}(?:(?P<mark>[.,\s_])[0-9]{3}(?:(?P=mark)[0-9]{3})*)?|[0-9]+)(?:[.,](?P<part>[0-9]{1,2}))?"
    r"\s*(?P<times>nghìn|ngàn|ngan|nghin|k|triệu|trieu|tr|thousand|million)?"
    r"\s*(?:đ|đồng|₫|d|dong|vnđ|vnd|sao|stars?|tem|bản|cái|chiếc)?(?:/[^\W\d]+)?[\s“”\"').]*",
    re.IGNORECASE,
)
"""A number with units and words around it that do not change its meaning."""
_TIMES = {"n": 1000, "k": 1000, "th": 1000, "tr": 1_000_000, "m": 1_000_000}


def _as_number(written: str) -> str:
    """Return ``120000`` for ``120.000 đ`` and ``120 nghìn``, ``4`` for ``4.0``; "" for ``75,5``."""
    if written.strip("★ ") == "":
        return str(written.count("★") or "")
    if not (number := _NUMBER.fullmatch(written)):
        return ""
    whole, decimals, times = re.sub(r"[^0-9]", "", number["whole"]), number["part"] or "", number["times"]
    if not times:
        # ``120.00`` may lack a digit.
        return "" if decimals.strip("0") or (decimals and len(whole) > 2) else str(int(whole))
    factor = next(many for start, many in _TIMES.items() if times.lower().startswith(start))
    return str(int(whole) * factor + int(decimals or 0) * factor // 10 ** len(decimals))


_YEAR, _REST = r"(?P<y>[0-9]{4})", r"(?P<m>[0-9]{1,2})"
_CLOCK = r"(?:[ T]+[0-9]{1,2}(?::[0-9]{2})+)?"
_DAYS = (
    rf"(?:ngày\s*)?(?P<d>[0-9]{{1,2}})\s*(?P<by>[./-])\s*{_REST}\s*(?P=by)\s*{_YEAR}",
    rf"(?:ngày\s*)?(?P<d>[0-9]{{1,2}})\s*tháng\s*{_REST}[\s,]*(?:năm)?\s*{_YEAR}",
    rf"{_YEAR}\s*(?P<by>[./-])\s*{_REST}\s*(?P=by)\s*(?P<d>[0-9]{{1,2}}){_CLOCK}",
)
_MONTHS = (rf"(?:tháng\s*)?{_REST}\s*(?:[./-]|năm)\s*{_YEAR}", rf"{_YEAR}\s*[./-]\s*{_REST}")
"""Forms in which people write days and months."""


def _as_day(written: str, months: bool) -> str:
    for shape in (*_DAYS, *(_MONTHS if months else ())):
        if parts := re.fullmatch(shape, written.strip(), re.IGNORECASE):
            named = {"d": "1", **parts.groupdict()}
            try:
                day = date(int(named["y"]), int(named["m"]), int(named["d"])).isoformat()
            except ValueError:
                return ""
            return day if "d" in parts.groupdict() else day[:7]
    return ""
