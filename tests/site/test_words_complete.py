"""Every interface word that the code and the templates use is there in Vietnamese, with its placeholders."""

import re

import pytest
from built import PROJECT
from source_words import plan_words, template_words
from tiny import default_theme

from generator.render.markdown import BACK_TO_TEXT

WORDS = default_theme().facts.words["vi"]
USED = sorted(plan_words() | template_words() | {BACK_TO_TEXT})


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}|%\(\w+\)\w", text))


def test_words_were_found() -> None:
    assert len(USED) > 200
    assert "Stars valid until {day}" in USED
    assert "What this page does not prove" in USED


def test_every_word_is_translated() -> None:
    assert [word for word in USED if not WORDS.get(word)] == []


def test_translations_keep_their_placeholders() -> None:
    # In Vietnamese a plural needs no number of its own, but a name or a day must not get lost.
    faults = [
        (word, WORDS[word]) for word in USED if placeholders(WORDS.get(word, word)) != placeholders(word)
    ]
    assert faults == []


@pytest.mark.parametrize("mark", ["  ", "\n", "..."])
def test_translations_are_clean(mark: str) -> None:
    assert [text for text in WORDS.values() if mark in text] == []
    assert [text for text in WORDS.values() if text != text.strip()] == []


def test_no_word_is_translated_for_nobody() -> None:
    """A word whose page is gone goes with it."""
    # Macros are handed words too, and a call may choose between two.
    sources = [*(PROJECT / "themes/default").rglob("*.html"), *(PROJECT / "generator/site").rglob("*.py")]
    text = "".join(path.read_text("utf-8") for path in sources)
    assert [word for word in WORDS if word not in USED and f'"{word}"' not in text] == []
