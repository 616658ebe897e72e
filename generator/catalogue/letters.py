"""Finds letters that only look like others, and characters that no text of a record needs.

Also what a Vietnamese syllable is, by which letters of another alphabet or encoding are told from words of
other languages: real text must never be accused. Encodings before Unicode are in
``spreadsheets/legacy_text.py``.
"""

import re
import unicodedata
from collections.abc import Iterator

from generator.text import ETH, nfc

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây"
    " e ec em en eng eo ep et ê êch êm ên ênh êp êt êu"
    " i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu"
    " o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong"
    " ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt"
    " u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych"
    " uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu"
    " y ych yêm yên yêng yêt yêu yn ynh yt"
)
_SYLLABLES = frozenset(onset + rhyme for onset in ("", *_ONSETS.split()) for rhyme in _RHYMES.split())
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_STOP_TONES = ("", "\u0301", "\u0323")


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as Vietnamese syllables are, in any case; its tone may be missing."""
    letters_and_tones = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in letters_and_tones if mark in _TONES]
    base = nfc("".join(letter for letter in letters_and_tones if letter not in _TONES))
    if len(tones) > 1 or base not in _SYLLABLES:
        return False
    return not _STOPPED.search(base) or "".join(tones) in _STOP_TONES


_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеоѕіјрсухԁ", "ABESIJKMHOPCTYXaeosijpcyxd", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_TWINS = _CYRILLIC | _GREEK
"""Letters of other alphabets that look like Latin ones; the Greek mu of μg is none of them."""
_DRAWN = "\U0001d400-\U0001d7ff"
"""Letters drawn bold or slanted for formulas, which people take for ornament."""
_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_CHINESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_TWIN_CLASS = "".join(_TWINS)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_BARRED = re.compile(f"[{''.join(ETH)}\u20ab](?=[^\\W\\d_])[^\\W\\d_]+")
"""A word that begins with a letter which looks like đ: Icelandic or African, or the sign of the currency."""
_STYLED = re.compile(f"(?:[{_DRAWN}{_WIDE}][\u0300-\u036f]*)+")
_LEFT = re.compile("[\u0300-\u036f]")
_BARRED_D = re.compile("([Dd])[\u0335\u0336]")
"""đ made of d and a stroke, which no normalisation joins."""
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\ufe0f\u20e3\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f"
    "\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b"
    "\u2728\u274c\u274e\u2753-\u2755\u2757\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]"
)
_TAGS = (
    "a|abbr|b|big|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|iframe|img|li|mark|ol|p|pre|s|script|small"
    "|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_HTML = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|&(?:#[0-9]{{2,6}}|#x[0-9a-f]{{2,5}}|[a-z]{{2,8}}[0-9]?);", re.IGNORECASE
)
"""Tags and signs of HTML, which a record's field shows as they are written."""

RARE = re.compile(f"[<&{''.join(ETH)}\u20ab\u0300-\u036f{_TWIN_CLASS}{_WIDE}\u20e3-\U0010ffff]")
"""Whatever :func:`faults` tells holds one of these; hardly any file does."""


def faults(value: str, *, markup: bool = False) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Return what is odd in an NFC text: problem code, offset and values; at most one of each kind.

    ``markup`` is for text that may hold HTML: stories, which have checks of their own for it.
    """
    if not RARE.search(value):
        return
    if not markup and (match := _HTML.search(value)):
        yield "TEXT-HTML", match.start(), {"written": match[0][:40]}
    if match := _EMOJI.search(value):
        name = unicodedata.name(match[0], "").lower()
        yield "TEXT-EMOJI", match.start(), {"character": f"U+{ord(match[0]):04X} {name}".strip()}
    if twin := _lookalike(value):
        at, written, fix = twin
        odd = next(
            (letter for letter, same in zip(written, fix, strict=False) if letter != same), written[:1]
        )
        values = {"written": written[:60], "character": f"{odd} U+{ord(odd):04X}", "fix": fix[:60]}
        yield "TEXT-LOOKALIKE", at, values
    elif match := _LEFT.search(value):
        start = max((value.rfind(space, 0, match.start()) for space in " \n"), default=-1) + 1
        word = value[start:].split(maxsplit=1)[0] if value[start:].split() else match[0]
        yield "TEXT-MARKS", start, {"written": word[:60], "character": f"U+{ord(match[0]):04X}"}


def _lookalike(value: str) -> tuple[int, str, str] | None:
    """Return the first word with letters of another alphabet: offset, word, and the likely spelling."""
    if barred := _BARRED_D.search(value):
        word = next(word for word in re.finditer(r"\S+", value) if word.end() > barred.start())
        return word.start(), word[0], _BARRED_D.sub(lambda letter: "đ" if letter[1] == "d" else "Đ", word[0])
    for word in _WORD.finditer(value):
        if any(letter in _TWINS for letter in word[0]) and _LATIN.search(word[0]):
            meant = "".join(_TWINS.get(letter, letter) for letter in word[0])
            # A word that is still mixed was meant to be so.
            if all(_LATIN.match(letter) for letter in meant):
                return word.start(), word[0], meant
    for word in _BARRED.finditer(value):
        first = word[0][0]
        if (word.start() == 0 or not value[word.start() - 1].isalnum()) and is_syllable("đ" + word[0][1:]):
            small = (first == "\u20ab" and word[0][1:].islower()) or first.islower()
            return word.start(), word[0], ("đ" if small else "Đ") + word[0][1:]
    styled = _STYLED.search(value)
    # Wide letters are usual amid Chinese.
    if styled and not (styled[0][0] < "\U00010000" and _CHINESE.search(value)):
        return styled.start(), styled[0], unicodedata.normalize("NFKC", styled[0])
    return None
