"""Scan pages, what machines find beside them, and recalls."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from built import PROJECT
from epcis_schema import epcis_schema
from tiny import BASE, RICE, TEA, TINY, append, copy_tiny, outputs, pages, planned, replace

from generator.site import linkset
from generator.site.data import HEADERS
from generator.site.outputs import Document, SitePlan

pytestmark = pytest.mark.slow

VOC = linkset.VOCABULARY
GTIN = "01/09521234543213"
TAKEN = "    {what}: {{on: 2026-06-02, reason: {{vi: Hở túi, en: Open bags}}}}\n    steps:"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def data(plan: SitePlan, path: str) -> Any:
    found = outputs(plan)[path]
    assert isinstance(found, Document)
    return found.data


def take_back(site: Path, what: str = "recalled") -> None:
    replace(site / RICE / "lots.yaml", "    steps:", TAKEN.format(what=what))


def show_samples(site: Path) -> None:
    append(site / "content/site.yaml", "sample_site: true\n")


# -- addresses ------------------------------------------------------------------------------------


def test_former_codes_and_gtins_keep_a_full_page(site: Path) -> None:
    append(site / RICE / "product.yaml", 'former_codes: [MU0007]\nformer_gtins: ["09521234567899"]\n')
    found = pages(planned(site))
    bases = [GTIN, "01/09521234567899", "p/MU0001", "p/MU0007"]
    for base in bases:
        view = found[f"{base}/index.html"].view
        assert view["canonical"] == f"{BASE}/{GTIN}/"
        assert view["index"] == (base == GTIN)
        assert view["texts"][0]["rows"] == found[f"{GTIN}/index.html"].view["texts"][0]["rows"]
        lot = f"{base}/10/MU-2605-01" if base.startswith("01/") else f"{base}/MU-2605-01"
        assert found[f"{lot}/index.html"].view["canonical"] == f"{BASE}/{GTIN}/10/MU-2605-01/"
        assert view["lots"][0]["href"] == f"/{lot}/"


def test_what_was_printed_has_a_page_without_stars(site: Path) -> None:
    append(site / TEA / "product.yaml", "code: MU0005\n")
    replace(site / TEA / "product.yaml", "    stars: 3\n", "")
    assert "p/MU0005/index.html" not in pages(planned(site))
    entry = "issued:\n  - {address: /p/MU0005, product: tra-mau, issued_on: 2026-06-01, use: tem}\n"
    (site / "products/ledger.yaml").write_text(entry, encoding="utf-8")
    found = pages(planned(site))
    assert found["p/MU0005/index.html"].view["stars"]["count"] == 0


def test_print_hides_no_fact_of_the_head() -> None:
    """Print leaves out facts of the list below that stand at the head too; a shared name would hide both."""
    css = (PROJECT / "themes/default/styles/trace.css").read_text(encoding="utf-8")
    rules = [line for line in css.splitlines() if "data-fact" in line and "display: none" in line]
    hidden = {name for rule in rules for name in re.findall(r"data-fact=([a-z-]+)", rule)}
    assert hidden
    for path in (f"{GTIN}/index.html", f"{GTIN}/10/MU-2605-01/index.html"):
        for text in pages(planned(TINY))[path].view["texts"]:
            assert hidden <= {row["id"] for row in text["facts"]}, "each is the name of a fact"
            assert not hidden & {row["id"] for row in text["rows"]}


# -- notices --------------------------------------------------------------------------------------


def test_nothing_to_say(site: Path) -> None:
    view = pages(planned(site))[f"{GTIN}/index.html"].view
    assert view["notice"] == ""
    assert [text["notice"] for text in view["texts"]] == [None, None]


@pytest.mark.parametrize("what", ["recalled", "withdrawn"])
def test_a_lot_that_was_taken_back_says_so_in_both_languages(site: Path, what: str) -> None:
    take_back(site, what)
    found = pages(planned(site))
    for path in (f"{GTIN}/10/MU-2605-01/index.html", "p/MU0001/MU-2605-01/index.html"):
        view = found[path].view
        assert view["notice"] == view["lot"]["notice"] == what
        vi, en = (text["notice"] for text in view["texts"])
        assert (vi["reason"]["text"], en["reason"]["text"]) == ("Hở túi", "Open bags")
        assert (vi["day"], en["day"]) == ("02/06/2026", "2 June 2026")
        assert vi["title"] in view["description"]
        assert vi["title"] != en["title"]
    # The product is not recalled; its list of lots says which one is.
    product = found[f"{GTIN}/index.html"].view
    assert product["notice"] == ""
    assert product["lots"][0]["notice"] == what
    assert found["san-pham/gao-mau/index.html"].view["lots"][0]["notice"] == what


def test_a_product_that_is_gone_keeps_its_page_and_names_its_successor(site: Path) -> None:
    gone = "discontinued: {on: 2026-06-02, reason: {vi: Thôi làm, en: Given up}}\nsuccessor: tra-mau\n"
    append(site / RICE / "product.yaml", gone)
    found = pages(planned(site))
    for path in (f"{GTIN}/index.html", "p/MU0001/index.html", f"{GTIN}/10/MU-2605-01/index.html"):
        view = found[path].view
        assert view["notice"] == "discontinued"
        assert [text["notice"]["successor"]["href"] for text in view["texts"]] == [
            "/san-pham/tra-mau/", "/en/products/tra-mau/",
        ]  # fmt: skip
    assert found["en/products/gao-mau/index.html"].view["successor"]["name"] == "Sample tea"


def test_a_holder_that_is_gone(site: Path) -> None:
    maker = site / "content/producers/htx-mau/producer.yaml"
    append(maker, "dissolved: {on: 2026-06-02, reason: {vi: Giải thể, en: Wound up}}\n")
    found = pages(planned(site))
    assert found[f"{GTIN}/index.html"].view["notice"] == "dissolved"
    assert found["en/producers/htx-mau/index.html"].view["dissolved"]["reason"]["text"] == "Wound up"


def test_the_gravest_thing_comes_first(site: Path) -> None:
    take_back(site, "withdrawn")
    take_back(site)
    append(site / RICE / "product.yaml", "discontinued: {on: 2026-06-02, reason: {vi: Thôi, en: Given up}}\n")
    view = pages(planned(site))[f"{GTIN}/10/MU-2605-01/index.html"].view
    assert view["notice"] == "recalled"


# -- linksets, EPCIS, the description of the whole ------------------------------------------------------


def links_of(plan: SitePlan, anchor: str) -> dict[str, Any]:
    """The links of one printed address, from the linkset that its page names."""
    view = pages(plan)[f"{anchor}/index.html"].view
    contexts = data(plan, view["linkset"].strip("/"))["linkset"]
    (links,) = [context for context in contexts if context["anchor"] == f"{BASE}/{anchor}"]
    return dict(links)


def test_every_scan_page_leads_to_the_linkset_that_has_its_links(site: Path) -> None:
    plan = planned(site)
    traces = [page.view for page in pages(plan).values() if page.template == "trace"]
    assert len(traces) == 4
    assert {view["linkset"] for view in traces} == {f"/{GTIN}/{linkset.LINKSET}"}
    for view in traces:
        links = links_of(plan, view["path"].strip("/"))
        assert links[f"{VOC}traceability"][0]["href"] == BASE + view["path"]
        of_product = ("pip", "certificationInfo", "recallStatus")
        assert set(links) - {"anchor", "description"} == {
            VOC + name
            for name in ("defaultLink", "traceability", *(("epcis",) if view["lot"] else of_product))
        }
        for name, targets in links.items():
            if name.startswith(VOC):
                for target in targets:
                    assert target["title"]
                    assert target["href"].startswith(BASE)
                if not name.endswith("defaultLink"):
                    assert all("type" in target for target in targets)


def test_every_link_of_ours_leads_somewhere(site: Path) -> None:
    plan = planned(site)
    known = set(outputs(plan))
    for links in data(plan, f"{GTIN}/{linkset.LINKSET}")["linkset"]:
        for targets in (value for name, value in links.items() if name.startswith(VOC)):
            for target in targets:
                own = target["href"].removeprefix(f"{BASE}/")
                assert own in known or f"{own}index.html" in known


def test_a_linkset_of_a_gtin_is_anchored_in_a_digital_link(site: Path) -> None:
    links = links_of(planned(site), f"{GTIN}/10/MU-2605-01")
    parsed = GS1DigitalLinkURI.parse(links["anchor"])
    assert [(string.ai.ai, string.value) for string in parsed.element_strings] == [
        ("01", "09521234543213"), ("10", "MU-2605-01"),
    ]  # fmt: skip


def test_a_recalled_lot_links_to_the_page_that_says_so(site: Path) -> None:
    take_back(site)
    plan = planned(site)
    links = links_of(plan, "p/MU0001/MU-2605-01")
    assert [one["href"] for one in links[f"{VOC}recallStatus"]] == [f"{BASE}/p/MU0001/MU-2605-01/"]
    links = links_of(plan, "p/MU0001")
    assert [one["href"] for one in links[f"{VOC}recallStatus"]] == [f"{BASE}/thu-hoi/", f"{BASE}/en/recalls/"]


def test_shops_and_papers_are_linked(site: Path) -> None:
    append(
        site / RICE / "product.yaml",
        "shops:\n  - {name: {vi: Chợ mẫu, en: Sample market}}\n"
        "  - {name: {vi: Trang mẫu, en: Sample site}, url: https://mau.example/}\n"
        "certificates:\n  - name: {vi: Giấy mẫu, en: Sample paper}\n    kind: vietgap\n"
        "    evidence: https://mau.example/giay\n",
    )
    links = links_of(planned(site), GTIN)
    assert links[f"{VOC}hasRetailers"] == [{"href": "https://mau.example/", "title": "Trang mẫu"}]
    assert links[f"{VOC}certificationInfo"][-1]["href"] == "https://mau.example/giay"


def test_what_a_lot_tells_is_not_called_missing(site: Path) -> None:
    lot_facts = {"production date", "use-by date or shelf life", "stages of production with place and time"}

    def missing(path: str) -> set[str]:
        return set(pages(planned(site))[path].view["texts"][1]["missing"])

    for path in ("p/MU0001/index.html", "p/MU0001/MU-2605-01/index.html"):
        assert not lot_facts & missing(path)
        assert "safety warnings" in missing(path)
    (site / RICE / "lots.yaml").unlink()
    assert lot_facts <= missing("p/MU0001/index.html")


CERTIFIED = (
    "certificates:\n  - {name: {vi: Giấy mẫu, en: Sample paper}, kind: vietgap, number: '7'}\n"
    "warnings: {vi: Có đậu phộng, en: Contains peanuts}\nusage: {vi: Nấu, en: Boil}\n"
    "shops:\n  - {name: {vi: Chợ mẫu, en: Sample market}}\n"
)


def test_the_page_of_a_lot_says_what_the_law_wants_and_leads_to_the_rest(site: Path) -> None:
    append(site / RICE / "product.yaml", CERTIFIED)
    found = pages(planned(site))
    for base, lot in ((GTIN, f"{GTIN}/10/MU-2605-01"), ("p/MU0001", "p/MU0001/MU-2605-01")):
        product, of_lot = found[f"{base}/index.html"].view, found[f"{lot}/index.html"].view
        assert (product["whole"], of_lot["whole"]) == ("", f"/{base}/")
        for whole, text in zip(product["texts"], of_lot["texts"], strict=True):
            for same in ("state", "over", "stars", "buying", "report", "product", "remarks"):
                assert text[same] == whole[same], same
            ids = [row["id"] for row in text["rows"]]
            assert ids[:4] == ["producer", "place", "lot", "made"]
            facts = {row["label"]: [value["text"] for value in row["values"]] for row in text["facts"]}
            words = [value for values in facts.values() for value in values]
            if text["lang"] == "en":
                assert {"Trace code", "Producer's address", "GTIN (barcode)"} <= set(facts)
                assert facts["Warnings"] == ["Contains peanuts"]
                assert facts["Certificates"] == ["Sample paper"]
            assert "Boil" not in words
            assert not (text["certificates"])
            # What stands under the law's headings on the page of the product stands on that of the lot.
            known = {row["label"]: row["values"] for row in whole["facts"]}
            assert all(known[row["label"]] == row["values"] for row in text["facts"] if row["label"] in known)


def test_epcis_lies_beside_every_lot_and_is_right(site: Path) -> None:
    plan = planned(site)
    schema = jsonschema.Draft7Validator(epcis_schema())
    found = []
    for page in pages(plan).values():
        if page.template == "trace" and page.view["lot"]:
            document = data(plan, page.view["epcis"].strip("/"))
            schema.validate(document)
            found.append(document)
        elif page.template == "trace":
            assert page.view["epcis"] == ""
    # Whatever address was printed, there is one document of the goods.
    assert found[0] == found[1]
    assert [path for path in outputs(plan) if path.endswith(linkset.EPCIS)] == [
        f"{GTIN}/10/MU-2605-01/{linkset.EPCIS}"
    ]
    assert f"{BASE}/{GTIN}/10/MU-2605-01" in str(found[0])


def test_a_lot_without_steps_has_no_epcis(site: Path) -> None:
    lots = site / RICE / "lots.yaml"
    lots.write_text(lots.read_text("utf-8").split("    steps:")[0], encoding="utf-8")
    plan = planned(site)
    assert pages(plan)[f"{GTIN}/10/MU-2605-01/index.html"].view["epcis"] == ""
    assert not [path for path in outputs(plan) if path.endswith(linkset.EPCIS)]
    assert "data/terms.json" not in outputs(plan)


def test_where_digital_links_are_answered_is_said_only_if_there_are_any(site: Path) -> None:
    path = linkset.RESOLVER.strip("/")
    found = data(planned(site, f"{BASE}/danh-muc"), path)
    assert found["resolverRoot"] == f"{BASE}/danh-muc"
    assert found["supportedPrimaryKeys"] == ["01"]
    replace(site / RICE / "product.yaml", 'gtin: "09521234543213"\n', "")
    assert path not in outputs(planned(site))


def test_hosts_are_told_the_types(site: Path) -> None:
    kinds = {path: values["Content-Type"] for path, values in HEADERS.items() if "Content-Type" in values}
    assert kinds["/.well-known/gs1resolver"] == "application/json"

    def depth(path: str) -> tuple[int, str, str]:
        parts = path.strip("/").split("/")
        return len(parts), parts[0], parts[-1]

    told = {depth(path): kind for path, kind in kinds.items()}
    for path in outputs(planned(site)):
        if path.endswith(linkset.LINKSET):
            assert told[depth(path)] == "application/linkset+json"
        elif path.endswith(linkset.EPCIS):
            assert told[depth(path)] == "application/ld+json"


# -- recalls --------------------------------------------------------------------------------------


def test_without_recalls_the_page_says_so(site: Path) -> None:
    plan = planned(site)
    view = pages(plan)["en/recalls/index.html"].view
    assert view["rows"] == []
    assert view["empty"]
    assert data(plan, "en/recalls/feed.xml")["entries"] == []
    assert pages(plan)["index.html"].view["recalls"] == []


@pytest.mark.parametrize(("shown", "count"), [(True, 1), (False, 0)])
def test_recalls_of_samples_are_news_on_a_sample_site_only(site: Path, shown: bool, count: int) -> None:
    take_back(site)
    text = (site / "content/site.yaml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("sample_site")]
    (site / "content/site.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if shown:
        show_samples(site)
    plan = planned(site)
    rows = pages(plan)["thu-hoi/index.html"].view["rows"]
    assert len(rows) == count
    assert pages(plan)["index.html"].view["recalls"] == rows
    feed = data(plan, "thu-hoi/feed.xml")
    assert len(feed["entries"]) == count
    if shown:
        assert rows[0]["href"] == f"/{GTIN}/10/MU-2605-01/"
        assert feed["updated"] == "2026-06-02T00:00:00+07:00"
        assert "Hở túi" in feed["entries"][0]["summary"]
