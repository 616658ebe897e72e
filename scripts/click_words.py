"""Write the sentences that click says by itself, in Vietnamese, where the standard library finds them.

``generator/messages/click.json`` has them as text; click asks ``gettext``, which reads only compiled
catalogues. Run it after a change there (``python scripts/click_words.py``); a test compares the two.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from generator.commands.options import CLICK_DOMAIN, LOCALES  # noqa: E402
from generator.messages import load_part  # noqa: E402

TARGET = LOCALES / "vi" / "LC_MESSAGES" / f"{CLICK_DOMAIN}.mo"
PLURALS = {
    "Did you mean {possibility}?": "(Did you mean one of: {possibilities}?)",
    "Option {name!r} requires an argument.": "Option {name!r} requires {nargs} arguments.",
    "{value!r} is not {choice}.": "{value!r} is not one of {choices}.",
    "Got unexpected extra argument ({args})": "Got unexpected extra arguments ({args})",
}
"""Sentences that click chooses by a number: of one, of several."""


def compiled() -> bytes:
    """The catalogue as ``gettext`` reads it; the same sentences give the same bytes."""
    # English sources have two forms each, so the catalogue has as many.
    sentences = {source: entry["vi"] for source, entry in load_part("click").items()}
    day = datetime(2026, 1, 1, tzinfo=UTC)  # the catalogue's head would tell the time of writing
    catalogue = Catalog("en", creation_date=day, revision_date=day)
    for source, words in sentences.items():
        if plural := PLURALS.get(source):
            catalogue.add((source, plural), (words, sentences.get(plural, words)))
        elif source not in PLURALS.values():
            catalogue.add(source, words)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(compiled())
