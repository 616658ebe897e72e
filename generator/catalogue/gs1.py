"""GTINs: check digits, ranges, and the path of a GS1 Digital Link.

Sources: GS1 General Specifications (check digit, prefixes, restricted circulation), GS1 Digital
Link URI Syntax 1.7 (``/01/`` takes exactly 14 digits, ``/10/`` the lot).
"""

LENGTHS = (8, 12, 13, 14)


def check_digit(digits: str) -> int:
    """Return the check digit after ``digits``: modulo 10, weights 3, 1, 3 … from the right."""
    total = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits)))
    return -total % 10


def gtin14(gtin: str) -> str:
    """Return a GTIN in its 14-digit form, as comparisons and Digital Links need it."""
    return gtin.zfill(14)


def link_path(gtin: str, lot: str = "") -> str:
    """Return a GS1 Digital Link's path without final slash: ``/01/<14 digits>[/10/<lot>]``."""
    return f"/01/{gtin14(gtin)}" + (f"/10/{lot}" if lot else "")


def restricted(gtin: str) -> bool:
    """Whether a number is for use inside a shop or company only.

    Prefixes 02, 04 and 20 to 29 of the 13-digit form; 0 and 2 at the start of a GTIN-8.
    """
    full = gtin14(gtin)
    if full.startswith("000000"):
        return full[6] in "02"
    return full[1:3] in ("02", "04") or full[1] == "2"


def demonstration(gtin: str) -> bool:
    """Whether a number has the prefix 952, which GS1 keeps for examples."""
    full = gtin14(gtin)
    return full[6:9] == "952" if full.startswith("000000") else full[1:4] == "952"


def fault(gtin: str, sample: bool) -> tuple[str, dict[str, object]] | None:
    """Return the first fault of a GTIN as a problem code with its values, or None.

    Numbers of the demonstration range are right on made-up records and wrong on real ones.
    """
    if len(gtin) not in LENGTHS:
        return "GTIN-LENGTH", {"gtin": gtin, "count": len(gtin)}
    if (digit := check_digit(gtin[:-1])) != int(gtin[-1]):
        return "GTIN-CHECK", {"gtin": gtin, "digit": digit}
    if restricted(gtin):
        return "GTIN-RESTRICTED", {"gtin": gtin}
    if demonstration(gtin) and not sample:
        return "GTIN-DEMO", {"gtin": gtin}
    return None
