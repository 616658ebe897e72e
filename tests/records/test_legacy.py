"""Vietnamese of old fonts and ways of typing is told; no real text is accused."""

import unicodedata
from pathlib import Path

import pytest
from built import PROJECT

from generator.records.legacy import legacy_encoding_warnings

TEXTS = sorted(
    path
    for folder in ("content", "products", "docs", "tests/sites", "themes/default/locales")
    for path in (PROJECT / folder).rglob("*")
    if path.suffix in (".yaml", ".md", ".po") and "expected" not in path.parts
)

OLD = {
    "TCVN3": "Chè §Æc s¶n L¹ng S¬n",
    "VNI font": "Baùnh khaûo Laïng Sôn",
    "VNI font, few words": "Cheø Tuyeát",
    "VNI font, one word that is nothing else": "Ñöôøng",
    "VNI font in capitals": "ÑAËC SAÛN",
    "VIQR": "Tie^'ng Vie^.t",
    "VIQR, one word": "Che`",
    "VIQR with a bar": "DDa(.c sa?n",
    "VIQR, horns": "Bo+ va` so+n",
    "VIQR at the end of a sentence": "Ngon nha^'t.",
    "VIQR, open breve": "Ma(ng kho^",
    "VNI digits": "Tie61ng Vie65t",
    "VNI digits, one mark a word": "ba1nh kha3o",
    "VNI digits with a bar": "d9a85c sa3n",
}

REAL = [
    "Don't, I'm, we're, he's, o'clock, ma'am, rock 'n' roll, it's Ha'apai",
    "Why? Who? Go. So? He? Ha? Why?Because. a.m. and p.m., e.g. tea, i.e. rice, U.N., U.S.",
    "C++, Go+, Bio+, Neo+, Omo+, Vitamin C+, A+, blood group O+, 5 sao+, gạo+ngô",
    "x^2 + y^2 = e^x, a^n, 2^8, O^2, m^2",
    "f(x), area(s), la(s), a(b), đoàn(ca), hoa(quả), mà(n)",
    "A1 A2 B12 E5 CO2 H2O O3 PM2.5 F1 vitamin B1 B6, gian a1, lô L2b, ISO 22000, b2b, e2e, i18n, mp3, u2f",
    "https://example.org/ba1nh/ca2n?d=ma~n&x=o+i ten+ocop@example.org xa-mau/qua2n",
    "château, goût, août, naïve, Noël, Haïti, Saïgon, maïs, coïncidence, Citroën, Raphaël, Zoé, hôtel",
    "não, maçã, pão, saúde, baú, país, açúcar, año, niño, aún, Saúl, oído, maíz, ñandú",
    "Mäuse, Häuser, Grüße, Größe, Køge, Tromsø, smørrebrød, ångström",
    "Laïcité ou cuisine laïque",
    "Xi'an, Ya'an, Tai'an, Qur'an, Hawai'i, M'Đrắk, H'Mông, K'Ho, Ba'kelalan",
    "`make` và `ca` rồi **`content/pages/`** cùng `va`",
    "~5 kg, ~ 3 km, 10~20, ca ~ 5",
    "Trà 3 trong 1, cấp 2b, 4sao, 12a5, lớp 5a1, ca3, vuon2, kho1",
    "½ lít, 20 °C, 5 µm, ±2 %, «Gạo», m², 1.º, São Tomé, Öland",
]


@pytest.mark.parametrize("name", OLD)
def test_old_letters_are_told(name: str) -> None:
    told = legacy_encoding_warnings(f"Tên hàng:\n{OLD[name]}", "x")
    assert [(one.code, one.location.line) for one in told] == [("TEXT-LEGACY", 2)]


@pytest.mark.parametrize("text", REAL)
def test_real_texts_are_not_accused(text: str) -> None:
    assert legacy_encoding_warnings(text, "x") == []


def test_all_real_texts_together_are_not_accused() -> None:
    assert legacy_encoding_warnings("\n".join(REAL), "x") == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_text_of_the_catalogue_is_accused(path: Path) -> None:
    assert legacy_encoding_warnings(unicodedata.normalize("NFC", path.read_text("utf-8")), path.name) == []
