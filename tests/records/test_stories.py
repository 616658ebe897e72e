"""Stories are plain text; what would surprise their authors is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records.stories import read_story


def codes(text: str) -> list[str]:
    return [fault.code for fault in read_story(text.encode(), "s.md")[1]]


@pytest.mark.parametrize(
    "text",
    [
        "Một đoạn.\n\n- một\n- hai\n    - con\n",
        "1. một\n2. hai\n",
        "- một\n  tiếp theo\n- hai\n",
        "## Mục\n- một\n",
        "```\n1) x\n- y\n  - z\n```\n",
        "Giá 1) là\n",
        "– Xin chào!\n– Chào bác.\n",
        "Chuyện.\n\n## Mục\n\nTiếp [ảnh](https://example.org/a.jpg) #1!\n",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# Tựa\n\nChuyện.", "STORY-TITLE"),
        ("Tựa\n===\n\nChuyện.", "STORY-TITLE"),
        ("Chuyện.\n\n# Mục\n\nTiếp.", "STORY-HEADING"),
        ("Chuyện.\n\n#Mục\n", "STORY-HEADING"),
        ("Chuyện.\n\nMục\n===\n", "STORY-HEADING"),
        ("Chuyện ![túi gạo](tui.jpg) hay.", "STORY-PICTURE"),
        ("![túi gạo][1]", "STORY-PICTURE"),
        ("Có:\n\n• một", "STORY-BULLETS"),
        ("Có:\n- một", "STORY-LIST"),
        ("1) một", "STORY-NUMBERS"),
        ("- một\n  - con", "STORY-NESTING"),
        ("x [" + "[" * 200, "STORY-BRACKETS"),
        ("![" * 60, "STORY-BRACKETS"),
        ("a\u200bb", "TEXT-INVISIBLE"),
        ("a\x00b", "TEXT-CONTROL"),
    ],
)
def test_surprises(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_text_is_composed() -> None:
    assert read_story("Ga\u0323o\r\nnếp".encode(), "s.md")[0] == "G\u1ea1o\nnếp\n"


def test_tabs_are_fine_in_prose() -> None:
    assert codes("a\tb") == []


@given(st.binary(max_size=300))
def test_no_bytes_throw(content: bytes) -> None:
    read_story(content, "s.md")
