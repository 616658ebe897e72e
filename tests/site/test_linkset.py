"""Linksets by the rules of RFC 9264 (section 4.2) and of GS1's resolver standard, in our own words.

Neither publishes a schema as a package that tests could install.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from many_lots import add_lots
from tiny import BASE, RICE, append, copy_tiny, outputs, pages, planned

from generator.catalogue.lots import ON_SCAN_PAGE
from generator.site import linkset
from generator.site.outputs import Document

VOC = linkset.VOCABULARY
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+")
WORDS = {"type", "title", "media"}
"""What a target may say once, as text."""


def is_address(value: Any) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and " " not in value


def faults(document: Any) -> Iterator[str]:
    """What is wrong with a linkset document."""
    if not isinstance(document, dict) or set(document) != {"linkset"}:
        yield "a document is one object with the one member linkset"
        return
    if not isinstance(document["linkset"], list) or not document["linkset"]:
        yield "linkset is an array, even of a single context"
        return
    for context in document["linkset"]:
        if not is_address(context.get("anchor")):
            yield "a context has one anchor, an absolute address"
        if not isinstance(context.get("description"), str):
            yield "GS1: a context is described in words"
        relations = {key: value for key, value in context.items() if key not in ("anchor", "description")}
        if not relations:
            yield "a context has links"
        for relation, targets in relations.items():
            if not is_address(relation):
                yield f"{relation}: a relation is registered or an absolute address"
            elif not isinstance(targets, list) or not targets:
                yield f"{relation}: targets are an array, even if there is one"
            else:
                yield from (f"{relation}: {fault}" for one in targets for fault in of_target(one))
                marks = [(target.get("href"), str(target.get("hreflang"))) for target in targets]
                if len(set(marks)) < len(marks):
                    yield f"{relation}: the same target twice"
        if len(relations.get(f"{VOC}defaultLink", ())) != 1:
            yield "GS1: there is exactly one default link"


def of_target(target: Any) -> Iterator[str]:
    if not isinstance(target, dict) or not is_address(target.get("href")):
        yield "a target is an object with an href"
        return
    for name, value in target.items():
        if name in WORDS and (not isinstance(value, str) or not value):
            yield f"{name} is text"
        elif name == "hreflang" and (not isinstance(value, list) or not value):
            yield "hreflang is an array, even of one language"
        elif name == "hreflang" and not all(LANGUAGE.fullmatch(one) for one in value):
            yield "hreflang holds language tags"
        elif name not in WORDS | {"href", "hreflang"}:
            yield f"{name} is no attribute of ours; one of another kind would be an array"
    if "title" not in target:
        yield "GS1: every link has a title"
    if "type" in target and not MEDIA.fullmatch(target["type"]):
        yield "type is a media type"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every linkset of a site with a shop and a certificate, as it is written."""
    site = copy_tiny(tmp_path_factory.mktemp("linkset") / "site")
    append(
        site / RICE / "product.yaml",
        "shops:\n  - {name: {vi: Trang mẫu, en: Sample site}, url: https://mau.example/}\n"
        "certificates:\n  - name: {vi: Giấy mẫu, en: Sample paper}\n    kind: vietgap\n"
        "    evidence: https://mau.example/giay\n",
    )
    return written(site)


def written(site: Path) -> dict[str, Any]:
    return {
        path: json.loads(json.dumps(one.data))
        for path, one in outputs(planned(site)).items()
        if isinstance(one, Document) and path.endswith(linkset.LINKSET)
    }


def test_every_linkset_keeps_the_rules(documents: dict[str, Any]) -> None:
    assert list(documents) == ["01/09521234543213/linkset.json"], "one of a product and its lots"
    for path, document in documents.items():
        assert list(faults(document)) == [], path


def test_relations_are_terms_of_the_vocabulary(documents: dict[str, Any]) -> None:
    contexts = [context for document in documents.values() for context in document["linkset"]]
    used = {key for context in contexts for key in context if "/" in key}
    assert {key.removeprefix(VOC) for key in used} == {
        *("defaultLink", "pip", "traceability", "certificationInfo"),
        *("hasRetailers", "epcis", "recallStatus"),
    }


def test_a_context_for_each_printed_address_of_a_product_and_its_lots(documents: dict[str, Any]) -> None:
    (document,) = documents.values()
    anchors = [context["anchor"].removeprefix(BASE) for context in document["linkset"]]
    assert anchors == [
        *("/01/09521234543213", "/p/MU0001"),
        *("/01/09521234543213/10/MU-2605-01", "/p/MU0001/MU-2605-01"),
    ]


def test_a_product_with_many_lots_has_a_small_linkset(tmp_path: Path) -> None:
    site = copy_tiny(tmp_path / "site")
    add_lots(site / RICE, 60)
    (document,) = written(site).values()
    assert list(faults(document)) == []
    anchors = [context["anchor"] for context in document["linkset"]]
    assert len(anchors) == 2 + 2 * ON_SCAN_PAGE
    assert f"{BASE}/p/MU0001/M00059" in anchors, "the newest ones"
    for page in pages(planned(site)).values():
        if page.template == "trace" and page.view["lot"]:
            assert page.view["linkset"] == "/01/09521234543213/linkset.json"
            assert page.view["epcis"].endswith(f"/10/{page.view['lot']['code']}/epcis.jsonld")


SPOIL: dict[str, Any] = {
    "a bare context": lambda one: one.update(linkset=one["linkset"][0]),
    "more beside it": lambda one: one.update(name="x"),
    "no anchor": lambda one: one["linkset"][0].pop("anchor"),
    "a relative anchor": lambda one: one["linkset"][0].update(anchor="/p/MU0001"),
    "a short relation": lambda one: one["linkset"][0].update({"gs1:pip": []}),
    "a bare target": lambda one: one["linkset"][0].update({f"{VOC}pip": {"href": "https://ocop.test/"}}),
    "no target": lambda one: one["linkset"][0].update({f"{VOC}pip": []}),
    "no default": lambda one: one["linkset"][0].pop(f"{VOC}defaultLink"),
    "two defaults": lambda one: one["linkset"][0][f"{VOC}defaultLink"].append(
        {"href": "https://ocop.test/", "title": "x"}
    ),
    "no href": lambda one: one["linkset"][0][f"{VOC}pip"][0].pop("href"),
    "no title": lambda one: one["linkset"][0][f"{VOC}pip"][0].pop("title"),
    "one language as text": lambda one: one["linkset"][0][f"{VOC}pip"][0].update(hreflang="vi"),
    "a language in words": lambda one: one["linkset"][0][f"{VOC}pip"][0].update(hreflang=["Vietnamese"]),
    "no media type": lambda one: one["linkset"][0][f"{VOC}pip"][0].update(type="html"),
    "twice the same": lambda one: one["linkset"][0][f"{VOC}pip"].append(one["linkset"][0][f"{VOC}pip"][0]),
    "a relation inside": lambda one: one["linkset"][0][f"{VOC}pip"][0].update(rel="pip"),
}


@pytest.mark.parametrize("name", SPOIL)
def test_the_judge_sees_what_is_wrong(documents: dict[str, Any], name: str) -> None:
    document = deepcopy(next(iter(documents.values())))
    SPOIL[name](document)
    assert list(faults(document))
