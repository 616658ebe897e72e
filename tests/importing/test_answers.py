"""Answers are remembered word by word, and a file that is none of ours is refused."""

from pathlib import Path

import pytest

from generator.importing.answers import SKIP, Answers, Question

QUESTION = Question("set|đồ uống/chè: 'x'", "readings.answers-head", cells=("Danh sách!B7",))


def test_answers_come_back_as_they_were_given(tmp_path: Path) -> None:
    answers = Answers()
    answers.remember(QUESTION, "11")
    answers.remember(Question("day|01/02/24", "readings.answers-head"), SKIP)
    file = tmp_path / "import.yaml"
    file.write_text(answers.text(), "utf-8")

    loaded, problems = Answers.load(file)

    assert not problems
    assert loaded.choices == answers.choices == {QUESTION.key: "11", "day|01/02/24": "-"}
    assert "(Danh sách!B7)" in answers.text()
    assert loaded.text() == answers.text()


def test_a_warning_about_letters_refuses_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "import.yaml"
    file.write_text("set|lap\u0323 sườn: '6'\n", "utf-8")
    loaded, errors = Answers.load(file)
    assert list(loaded.choices.values()) == ["6"]
    assert not errors


def test_no_file_is_no_answer(tmp_path: Path) -> None:
    answers, problems = Answers.load(tmp_path / "none.yaml")
    assert not problems
    assert answers.get("set|chè") is None


@pytest.mark.parametrize("content", [b"- a\n- b\n", b"a: {b: c}\n", b"a: b\na: c\n", b"\xff\xfe", b"words"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "import.yaml"
    file.write_bytes(content)
    answers, problems = Answers.load(file)
    assert not answers.choices
    assert [problem.is_error for problem in problems] == [True]
