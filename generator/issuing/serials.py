"""Serial numbers of stamps: derived from a secret, so that any batch can be printed again.

A serial has 80 bits. What a site publishes of issued codes (``lists.py``) can be searched without asking the
site, and all codes of a lot are targets at once, so a shorter one could be found by trying.
"""

import hmac
from base64 import b32encode
from collections.abc import Iterator

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for a digit or for another letter, none that spells words."""
LENGTH = 16
"""Letters and digits of a serial."""
GROUP = 4
"""Letters and digits that stand together where it is printed."""
_BYTES = LENGTH * 5 // 8
_RFC_4648 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LETTERS = bytes.maketrans(_RFC_4648, ALPHABET.encode())
_MISREAD = str.maketrans("OIL", "011", " -‐‑–")
"""What people type for a letter or digit that they misread, and what they type between groups."""


def lot_secret(master: bytes, address: str) -> bytes:
    """Return the secret of a lot from that of a key; ``address`` is what its manifest calls it."""
    return hmac.digest(master, f"lot {address}".encode(), "sha256")


def serials(secret: bytes, first: int, last: int) -> Iterator[str]:
    """Yield the serials of the stamps from ``first`` to ``last`` of a lot, which are counted from 1."""
    for number in range(first, last + 1):
        digest = hmac.digest(secret, number.to_bytes(8, "big"), "sha256")
        yield b32encode(digest[:_BYTES]).translate(_LETTERS).decode()


def as_meant(text: str) -> str:
    """Return typed letters without what stands between groups, with those that were meant."""
    return text.upper().translate(_MISREAD)


def grouped(serial: str) -> str:
    """Return a serial as stamps print it: in groups, which are read without losing the place."""
    return "-".join(serial[start : start + GROUP] for start in range(0, LENGTH, GROUP))
