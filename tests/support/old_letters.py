"""Writes Vietnamese as fonts and ways of typing before Unicode did, from tables of its own."""

import unicodedata

TCVN3 = {
    "A1": "ĂÂÊÔƠƯĐăâêôơưđ",
    "B5": "àảãáạ",
    "BB": "ằẳẵắ",
    "C6": "ặầẩẫấậè",
    "CE": "ẻẽéẹềểễếệìỉ",
    "DC": "ĩíịò",
    "E1": "ỏõóọồổỗốộờởỡớợù",
    "F1": "ủũúụừửữứựỳỷỹýỵ",
}
"""The letters of TCVN 5712's set VN3, by the place of the first of each run."""
TONES = {"\u0301": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
SIGNS_OF_VNI = {"": "ùøûõï", "\u0302": "áàåãä", "\u0306": "éèúüë"}
WHOLE_LETTERS_OF_VNI = {"ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "í": "í", "ì": "ì"}
SIGNS_OF_VIQR = "'`?~."
SHAPES_OF_VIQR = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}


def encode_tcvn3(text: str) -> str:
    """The letters of ``.VnTime``. Capitals with tones have none: they are small letters in ``.VnTimeH``."""
    places = {
        letter: chr(int(first, 16) + offset)
        for first, letters in TCVN3.items()
        for offset, letter in enumerate(letters)
    }
    return "".join(places.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def marks_of(letter: str) -> tuple[str, str, int | None]:
    """A letter's base, its shape (circumflex, breve, horn) and the number of its tone."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = next((TONES[mark] for mark in marks if mark in TONES), None)
    return base, "".join(mark for mark in marks if mark not in TONES), tone


def in_case_of(letter: str, sign: str) -> str:
    return sign.upper() if letter.isupper() else sign


def encode_vni(text: str) -> str:
    """The letters of ``VNI-Times``."""
    encoded = ""
    for letter in unicodedata.normalize("NFC", text):
        base, shape, tone = marks_of(letter)
        if letter.lower() in WHOLE_LETTERS_OF_VNI:
            encoded += in_case_of(letter, WHOLE_LETTERS_OF_VNI[letter.lower()])
        elif letter in "đĐ":
            encoded += in_case_of(letter, "ñ")
        elif shape == "\u031b":
            base = in_case_of(letter, {"o": "ô", "u": "ö"}[base.lower()])
            encoded += base + ("" if tone is None else in_case_of(letter, SIGNS_OF_VNI[""][tone]))
        elif tone is not None:
            encoded += base + in_case_of(letter, SIGNS_OF_VNI[shape][tone])
        else:
            encoded += base + in_case_of(letter, {"": "", "\u0302": "â", "\u0306": "ê"}.get(shape, shape))
    return encoded


def encode_viqr(text: str) -> str:
    """VIQR as it was typed in letters and telexes."""
    encoded = ""
    for letter in unicodedata.normalize("NFC", text):
        base, shape, tone = marks_of(letter)
        if letter in "đĐ":
            encoded += in_case_of(letter, "dd")
        else:
            encoded += base + SHAPES_OF_VIQR.get(shape, shape)
            encoded += "" if tone is None else SIGNS_OF_VIQR[tone]
    return encoded
