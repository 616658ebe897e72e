"""Words that cannot be misread: a rating never reads as food, and one thing has one name everywhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import PROJECT, BuiltSite, nothing_in
from tiny import default_theme

from generator.messages import load_part
from generator.site.words import STATE, Translator

pytestmark = pytest.mark.slow

MISLEADING = re.compile(
    r"[Hh]ết hạn|[Hh]ạn dùng (?!của sản phẩm)|Trang này không chứng minh điều gì|Bị thu hồi công nhận"
    r"|\bExpired\b|Expires soon|Central level|Cấp trung ương"
)
"""Words that read as a use-by date where only the stars have run out, and terms that the programme lacks."""
LABEL = 45
"""Most letters of an interface word: longer texts are prose of records, such as news."""
ELEMENT = re.compile(r">([^<>]*)<")
RATING = re.compile(r"[Ss]ao (còn|hết|sắp)|[Ss]tars (valid|expired|ended|end soon)")
USE_BY = re.compile(r"Hạn sử dụng|Use by|past its use-by date|quá hạn sử dụng")


FORBIDDEN = {
    "vi": {
        r"(?i:trang mạng)": "trang web",
        r"(?i:tệp chữ)": "tệp văn bản",
        r"(?i:(sao|sản phẩm|phân hạng|ghi rõ là) đã hết hạn\b|ngày hết hạn\b)": "sao hết hiệu lực",
        r"(?i:không chứng minh điều gì)": "những điều … không chứng minh",
        r"cấp trung ương|Cấp trung ương": "cấp Trung ương",
        r"(?i:giữ để xem khi không có mạng)": "lưu để xem ngoại tuyến",
        r"(?i:người (dựng trang|giữ hồ sơ))": "cán bộ phụ trách hồ sơ",
        r"\b[Mm]ã (hồ sơ|(của )?(quyết định|chủ thể|nhóm|kỳ đánh giá|huyện))": "tên hồ sơ",
        r"<mã>|: mã (các|của)\b|: mã trong\b|\bmã, tức\b": "tên thư mục, tên tệp, tên không dấu",
    },
    "en": {
        r"(?i:\bholders?\b)": "producer",
        r"(?i:\bmakers?\b)": "producer",
        r"(?i:\bcentral level\b)": "national level",
        r"(?i:\btrace pages?\b)": "traceability page",
        r"(?i:\bweb[ -]sites?\b)": "website",
        r"(?i:\buse-by day\b)": "use-by date",
        r"(?i:\bproducts? (has |have )?expired\b)": "OCOP stars ended",
        r"(?i:\bday of expiry\b|\bof expiry\b|\bhave lapsed\b)": "the day the rating ends",
    },
}
"""A pattern of words that were misread or had two names, and what stands instead, by language."""
TINY = PROJECT / "tests/sites/tiny/expected"
PHRASES = {
    "vi": ("Xem trang mạng.", "Mã chủ thể: mã của chủ thể", "sản phẩm đã hết hạn", "ngày hết hạn"),
    "en": ("the holder's web site", "Trace page of the maker", "of expiry"),
}


def forbidden_in(text: str, language: str) -> list[str]:
    """Return the forbidden phrases of ``text``, each with what to write instead."""
    return [
        f"{match[0]} → {instead}"
        for pattern, instead in FORBIDDEN[language].items()
        for match in re.finditer(pattern, text)
    ]


def own_texts(value: Any, language: str, at: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    """Yield the bilingual texts of a record, which are our own words, unlike titles of sources."""
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from own_texts(part, language, (*at, number))
    elif isinstance(value, dict):
        for key, part in value.items():
            if key == language and isinstance(part, str):
                yield at, part
            else:
                yield from own_texts(part, language, (*at, key))


def texts_of(language: str) -> dict[str, str]:
    """Return what people read in ``language``, by the name of where it stands."""
    words = default_theme().facts.words["vi"]
    messages = {
        f"{path.name}: {key} {number}": sentence
        for path in sorted((PROJECT / "generator/messages").glob("*.json"))
        for key, entry in load_part(path.stem).items()
        for number, part in enumerate((entry, *entry.values()))
        if isinstance(part, dict) and (sentence := part.get(language))
    }
    guide = {"vi": "huong-dan-can-bo.md", "en": "officer-guide.md"}[language]
    files: list[Path] = [
        PROJECT / "docs" / guide,
        PROJECT / "docs" / f"fields.{language}.md",
        *sorted((PROJECT / "content/pages").rglob(f"text.{language}.md")),
        *sorted(
            path for path in TINY.rglob("*.html") if path.is_relative_to(TINY / "en") == (language == "en")
        ),
    ]
    interface = {f"vi.po: {source}": text if language == "vi" else source for source, text in words.items()}
    records = {
        f"{path.relative_to(PROJECT)}: {'.'.join(map(str, at))}": text
        for folder in ("content", "products")
        for path in sorted((PROJECT / folder).rglob("*.yaml"))
        for at, text in own_texts(yaml.safe_load(path.read_text("utf-8")), language)
    }
    # Names of templates and classes stand in marks: only what is read counts.
    pages = {
        str(path.relative_to(PROJECT)): re.sub(r"<[a-z/!][^>]*>", "\n", path.read_text("utf-8"))
        for path in files
    }
    return {**interface, **messages, **records, **pages}


@pytest.mark.parametrize("language", FORBIDDEN)
def test_no_text_holds_a_forbidden_phrase(language: str) -> None:
    texts = texts_of(language)
    assert len(texts) > 500
    nothing_in(f"{where}: {fault}" for where, text in texts.items() for fault in forbidden_in(text, language))


@pytest.mark.parametrize("language", FORBIDDEN)
def test_forbidden_phrases_are_recognised(language: str) -> None:
    assert all(forbidden_in(phrase, language) for phrase in PHRASES[language])


@pytest.mark.parametrize("language", FORBIDDEN)
def test_the_page_about_stars_calls_states_as_labels_do(language: str) -> None:
    """A reader who saw a label looks for the same words on the page that explains it."""
    words = default_theme().facts.words
    translator = Translator(language, words.get(language, {}))
    text = (PROJECT / "content/pages/y-nghia-sao" / f"text.{language}.md").read_text("utf-8")
    labels = {translator(label) for label in STATE.values()}
    assert {label for label in labels if f"- **{label}**:" not in text} == set()


@pytest.mark.slow
def test_no_interface_word_of_a_rating_reads_as_a_use_by_date(built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {found[0]}"
        for page in built_site.real_pages
        for words in ELEMENT.finditer(page.text)
        if len(words[1]) <= LABEL and (found := MISLEADING.search(words[1]))
    )


@pytest.mark.slow
def test_a_use_by_day_never_stands_in_one_element_with_a_rating(built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {words[1]}"
        for page in built_site.real_pages
        for words in ELEMENT.finditer(page.text)
        if RATING.search(words[1]) and USE_BY.search(words[1])
    )


@pytest.mark.slow
def test_the_pages_hold_such_words(built_site: BuiltSite) -> None:
    """What the tests above look for stands on the pages, in its right place."""
    text = "".join(page.text for page in built_site.real_pages if page.kind == "trace")
    assert "Sao OCOP hết hiệu lực từ" in text
    assert RATING.search(text)
    assert USE_BY.search(text)
