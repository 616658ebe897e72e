"""A third language by files alone: the site's settings, a word file, a few translated records."""

import re
from collections.abc import Iterator
from pathlib import Path

import many_lots
import pytest
from built import BuiltPage, BuiltSite, nothing_in
from selectolax.lexbor import LexborNode
from tiny import BASE, RICE, add_fair, add_photo, append, build_clean, copy_tiny, replace

from generator.site.page_table import PAGE_TYPES

pytestmark = pytest.mark.slow

WORDS = """\
msgid ""
msgstr ""
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "%(num)s product"
msgid_plural "%(num)s products"
msgstr[0] "%(num)s produit"
msgstr[1] "%(num)s produits"

msgid "Home"
msgstr "Accueil"

msgid "Stars valid until {day}"
msgstr "Valable jusqu’au {day}"

msgid "Skip to the content"
msgstr "Aller au contenu"
"""
NOT_SHOWN = {"script", "style", "title", "option", "svg", "template"}
ENGLISH = ("Products", "Search", "Close", "Ratings and decisions", "Sources and data")
"""Interface words that the word file leaves to English."""
SEVERAL = {"trace", "kiosk", "kiosks", "not-found", "offline", "open-data"}
ELSEWHERE = {"stick", "province", "provinces"}
"""Pages that only a stick or a site of several provinces has."""
NUMBERED = re.compile(r"\d+(/\d+)?/(NĐ|QĐ|TT)-\w+")
"""The number of a paper is the same in every language."""


def prepared(root: Path) -> Path:
    made = copy_tiny(root)
    add_photo(made)
    add_fair(made)
    many_lots.add_lots(made / RICE, 8)
    append(made / "content/site.yaml", "per_page: 6\n")
    return made


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site as it was, in two languages."""
    folder = tmp_path_factory.mktemp("two")
    build_clean(prepared(folder / "site"), folder / "output")
    return BuiltSite(folder / "output", BASE)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The same with French: files are added and edited, nothing else."""
    folder = tmp_path_factory.mktemp("three")
    root = prepared(folder / "site")
    replace(
        root / "content/site.yaml",
        "{code: en, name: English}\n",
        "{code: en, name: English}\n  - {code: fr, name: Français}\n",
    )
    (root / "themes/default/locales/fr.po").write_text(WORDS, encoding="utf-8")
    record = root / RICE / "product.yaml"
    replace(record, "en: Sample glutinous rice}", "en: Sample glutinous rice, fr: Riz gluant d’essai}")
    result = build_clean(root, folder / "output")
    assert {fault.code for fault in result.report.problems} >= {"TRANSLATION-MISSING", "THEME-WORDS-MISSING"}
    return BuiltSite(folder / "output", BASE)


def french(site: BuiltSite) -> list[BuiltPage]:
    return [page for page in site.real_pages if page.lang == "fr"]


def rice(site: BuiltSite) -> BuiltPage:
    return site.by_path["fr/products/gao-mau/index.html"]


def spoken(node: LexborNode, lang: str) -> Iterator[tuple[str, str]]:
    """Each piece of text that a page shows, with the language that it is marked with."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            if words := child.text().strip():
                yield lang, words
        elif child.tag not in NOT_SHOWN:
            yield from spoken(child, child.attributes.get("lang") or lang)


def test_every_page_has_its_french_twin(two: BuiltSite, three: BuiltSite) -> None:
    kinds = {page.kind for page in two.real_pages if page.lang == "en"}
    assert {page.kind for page in french(three)} >= kinds
    assert {page.kind for page in three.real_pages} == {
        kind for page_type in PAGE_TYPES for kind in page_type.kinds
    } - ELSEWHERE
    english = [page for page in three.pages if page.path.startswith("en/")]
    assert len([page for page in three.pages if page.path.startswith("fr/")]) == len(english)
    for page in three.real_pages:
        marked = [node.attributes.get("hreflang") for node in page.all("link[rel=alternate][hreflang]")]
        assert marked in ([], ["vi", "en", "fr", "x-default"]), page.path
    assert len(rice(three).all(".tongue > *")) == 3


def test_its_own_words_dates_numbers_and_plurals_are_used(three: BuiltSite) -> None:
    page = rice(three)
    assert page.value(".crumbs a", "href") == "/fr/"
    assert next(node.text() for node in page.all(".crumbs a")) == "Accueil"
    heading = page.one("h1")
    assert heading is not None
    assert heading.text() == "Riz gluant d’essai"
    assert "lang" not in heading.attributes
    assert re.search(r"Valable jusqu’au \d+ [a-zéû]+ 20\d\d", page.words)
    assert "120 000" in page.words.replace("\u202f", " ").replace("\xa0", " ")
    producers = three.by_path["fr/producers/index.html"].words
    assert re.search(r"\d produits\b|\b1 produit\b", producers)
    trace = next(page for page in three.pages if page.kind == "trace")
    assert trace.one('details[lang="fr"]') is not None


def test_all_that_is_not_french_is_marked(three: BuiltSite) -> None:
    """No Vietnamese word of a record and no English interface word passes for French."""
    vietnamese = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    faults = []
    # Pages that speak every language have parts in French, whatever their own language is.
    for page in three.real_pages:
        body = page.tree.body
        assert body is not None
        for lang, words in spoken(body, page.lang):
            bare = NUMBERED.sub("", words)
            if lang == "fr" and (vietnamese.search(bare) or words in ENGLISH):
                faults.append(f"{page.path}: {words[:80]}")
            if lang == "en" and vietnamese.search(re.sub("đồng|Mẫu|Đông", "", bare)):
                faults.append(f"{page.path}: Vietnamese marked as English: {words[:80]}")
    nothing_in(faults)
    found = {pair for page in french(three) if page.tree.body for pair in spoken(page.tree.body, "fr")}
    assert ("en", "Products") in found
    assert ("vi", "Gạo bịa ra để thử.") in found


def test_marks_stand_in_content_alone(three: BuiltSite) -> None:
    """An attribute, a title, an option or a drawing has the words without the mark."""
    for page in three.pages:
        assert "&lt;span" not in page.text, page.path
        for node in page.all("*"):
            for name, value in node.attributes.items():
                assert "<span" not in (value or ""), (page.path, name, value)
        for node in page.all("title, option, svg, textarea"):
            assert "<span" not in (node.html or ""), (page.path, node.html)
    menu = three.by_path["fr/index.html"].one("nav.menu")
    assert menu is not None
    assert menu.attributes["aria-label"] == "Main menu"


def test_the_other_languages_stay_as_they_were(two: BuiltSite, three: BuiltSite) -> None:
    """What pages say in Vietnamese and English does not depend on French."""
    for page in two.real_pages:
        # Pages that speak every language say more; a page of files to take away has more of them.
        if page.kind in SEVERAL:
            continue
        was, now = page.one("main"), three.by_path[page.path].one("main")
        assert was is not None, page.path
        assert now is not None, page.path
        assert now.html == was.html, page.path
