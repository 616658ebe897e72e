"""Checks between records: references, values that may exist only once, samples apart from real data."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from generator.catalogue import gs1
from generator.catalogue.addresses import RESERVED, gtins_of
from generator.catalogue.check_ledger import lost_products
from generator.catalogue.claims import Claim, ClaimOwners, check_claims
from generator.catalogue.fields import DEVICES
from generator.catalogue.findings import (
    Findings,
    Notes,
    given_codes,
    location_of,
    near,
    next_trace_code,
    province_name,
)
from generator.catalogue.ids import as_written, bare_id, folder_of, full_id
from generator.catalogue.lots import product_of
from generator.catalogue.model import OF_PROVINCE, Address, KeyPath, Places, Product, Record
from generator.catalogue.names import suggest
from generator.catalogue.records import Entry
from generator.diagnostics.problem import SourceLocation
from generator.messages import in_both
from generator.text import slug

_TOGETHER: dict[tuple[str, ...], str] = {
    ("products", "*"): "product",
    ("producers", "*"): "producer",
    ("places", "*"): "place",
}
REFERENCES: dict[str, dict[tuple[str, ...], str]] = {
    "product": {
        ("producer",): "producer",
        ("successor",): "product",
        ("set",): "set",
        ("kind",): "product-kind",
        ("origin", "commune"): "commune",
        ("origin", "district"): "district",
        ("ratings", "*", "decision"): "decision",
    },
    "producer": {
        ("kind",): "producer-kind",
        ("address", "commune"): "commune",
        ("address", "district"): "district",
    },
    "lots": {("places", "*", "commune"): "commune"},
    "fair": {
        **{(plural, "*"): plural.removesuffix("s") for plural in ("products", "producers", "communes")},
        ("booths", "*", "commune"): "commune",
        ("booths", "*", "products", "*"): "product",
        ("booths", "*", "producers", "*"): "producer",
    },
    "news": {("decision",): "decision", **_TOGETHER},
    "chain": _TOGETHER,
    "criteria": {
        ("sets", "*", "group"): "group",
        ("sets_2019", "*", "now", "*"): "set",
        ("versions", "*", "document"): "document",
    },
    "places": {
        ("communes", "*", "districts", "*"): "district",
        ("former_communes", "*", "district"): "district",
        ("former_communes", "*", "now", "*"): "commune",
    },
}
"""Which fields name other records, by kind; ``*`` is every entry of a list or group."""

_WITH_SOURCES = ("product", "producer", "decision", "document", "chain", "news", "places")


def note_relations(notes: Notes, kind: str, record: Record) -> list[str]:
    """Return the records that a record names as ``kind:id``, and check that a real record has sources."""
    if kind in _WITH_SOURCES and not record.sources and not getattr(record, "sample", False):  # type: ignore[attr-defined]
        notes.add("SOURCE-MISSING")
    return sorted({f"{named_kind}:{value}" for _, named_kind, value in _named(kind, record)})


def _named(kind: str, record: Record) -> Iterator[tuple[KeyPath, str, str]]:
    """Yield the fields of a record that name others: path, kind and id."""
    for fields, named_kind in REFERENCES.get(kind, {}).items():
        for path, value in values_at(record, fields):
            yield path, named_kind, str(value)


def check_relations(findings: Findings) -> None:
    """Check references, duplicates and samples of the whole catalogue."""
    _check_references(findings)
    _check_districts(findings)
    _check_kinds(findings)
    _check_samples(findings)
    _check_codes(findings)
    _check_tables(findings)
    _check_addresses(findings)


_AREAS = ("place", "commune", "district")
"""What is named here may be named as one of the others elsewhere."""


def _check_references(findings: Findings) -> None:
    """Check that every id a record names exists. A missing one is reported once, with all its locations.

    Whether the id is misspelt or its record gone is for the reader to say: what matters is how much
    depends on it. What is explained by another fault is not told again: a file with a name that cannot be
    read, a table that is missing, a product that the ledger wants back.
    """
    known = _known(findings)
    there = {f"{named_kind}:{identity}" for named_kind, ids in known.items() for identity in ids}
    missing: dict[tuple[str, str], list[_Missing]] = defaultdict(list)
    without_places = _provinces_without_places(findings)
    for kind, identity, entry in findings.everything():
        if there.issuperset(entry.facts.refs.split()):
            continue
        for path, named_kind, value in _named(kind, findings.records.whole(kind, identity)):
            if named_kind in _AREAS and folder_of(value) in without_places:
                continue
            if value not in known.get(named_kind, (value,)):
                location = location_of(path, entry.positions, entry.file)
                table = named_kind if known[named_kind] else ""
                key = ("area" if named_kind in _AREAS else named_kind, value if table else "*")
                missing[key].append(_Missing(location, entry, path, named_kind, value))
    for key in _explained(findings, missing):
        del missing[key]
    for several in missing.values():
        several.sort(key=lambda fault: fault.location)
        first = several[0]
        kind_name = in_both("what", f"words.kind-{first.named_kind}")
        entries = findings.records.entries
        folder = first.entry.folder
        ids = suggest(entries, first.named_kind, first.value, folder) or near(
            as_written(folder, first.value), _nearby(known[first.named_kind], folder, first.value)
        )
        advice = (
            in_both("how", "hints.closest-ids", ids=", ".join(ids))
            if ids
            else in_both("how", "hints.no-such-records", **kind_name)
        )
        values = {"id": first.value, **kind_name, **advice}
        findings.add_once("REF-UNKNOWN", [(fault.entry, fault.path) for fault in several], **values)


def _provinces_without_places(findings: Findings) -> set[str]:
    """Return the folders of provinces that have records, but no places that can be read."""
    records = findings.records
    having_records = {entry.folder for kind, _, entry in findings.everything() if kind in OF_PROVINCE}
    faulty = {folder_of(identity) for kind, identity in records.faulty if kind == "places"}
    return (having_records | faulty) - records.places.keys()


def _nearby(known: Iterable[str], folder: str, value: str) -> list[str]:
    """Return the ids that a record of a province most likely means by ``value``, as it writes them.

    They are those of the province that the value names, else all that the record can name: in a further
    province an id without a folder is its own, or of what all provinces share.
    """
    ids = sorted(known)
    named = [identity for identity in ids if folder_of(identity) == folder_of(value)]
    possible = [identity for identity in ids if folder_of(identity) or not folder]
    return [as_written(folder, identity) for identity in named or possible or ids]


def _repeated(findings: Findings, kind: str) -> int:
    """Return how many ids of a table occur twice: each is a fault, and may be the missing one mistyped."""
    criteria = findings.records.criteria
    ids: list[object] = []
    if kind == "set" and criteria:
        ids = [criteria_set.number for criteria_set in criteria.record.sets]
    elif kind == "group" and criteria:
        ids = [group.id for group in criteria.record.groups]
    elif kind == "area":
        tables = [entry.record for entry in findings.records.places.values()]
        communes = [commune.id for places in tables for commune in places.communes]
        districts = [district.id for places in tables for district in places.districts]
        return len(communes) - len(set(communes)) + len(districts) - len(set(districts))
    return len(ids) - len(set(ids))


class _Missing(NamedTuple):
    """A field that names a record which does not exist."""

    location: SourceLocation
    entry: Entry[Any]
    path: KeyPath
    named_kind: str
    value: str


def _explained(findings: Findings, missing: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the missing ids, as (kind, id), that another problem explains."""
    records = findings.records
    # Lots without their product, and the ledger, tell that a product is gone.
    lost = lost_products(records) | (
        {product_of(lots) for lots in records.of("lots")} - records.products.keys()
    )
    ids_by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, identity in missing:
        ids_by_kind[kind].append(identity)
    explained = [("product", identity) for identity in ids_by_kind["product"] if identity in lost]
    if not records.of("producer-kind"):
        explained += [("producer-kind", identity) for identity in ids_by_kind["producer-kind"]]
    for kind, identities in ids_by_kind.items():
        # A file with an impossible name is one of the records that are missed, most likely the one whose
        # id its name would give.
        names = [(folder_of(name), bare_id(name)) for k, name in records.faulty if k == kind]
        nameless = [full_id(folder, slug(name)) for folder, name in names if slug(name) != name != "*"]
        meant = [identity for identity in identities if identity in nameless]
        others = [identity for identity in identities if identity not in meant]
        if len(others) <= len(nameless) - len(meant) + _repeated(findings, kind):
            meant += others
        explained += [(kind, identity) for identity in meant]
    return list(dict.fromkeys(explained))


def values_at(value: Any, fields: tuple[str, ...], at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield every value that a field path of :data:`REFERENCES` leads to; absent ones are left out."""
    if value is None:
        return
    if not fields:
        yield at, value
    elif fields[0] != "*":
        yield from values_at(getattr(value, fields[0]), fields[1:], (*at, fields[0]))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from values_at(inner, fields[1:], (*at, key))
    else:
        for index, inner in enumerate(value):
            yield from values_at(inner, fields[1:], (*at, index))


def _known(findings: Findings) -> dict[str, set[str]]:
    """Return the ids that may be referred to, by kind; kinds that cannot be judged are absent.

    A record with a fault of its own counts as known: its fault has been reported already.
    """
    records = findings.records
    known: dict[str, set[str]] = {}
    for kind in ("producer", "producer-kind", "product-kind", "product", "decision", "document"):
        if (kind, "*") not in records.faulty:
            known[kind] = set(records.of(kind)) | {identity for k, identity in records.faulty if k == kind}
    if tables := [entry.record for entry in records.places.values()]:
        known["commune"] = {commune.id for places in tables for commune in places.communes}
        known["district"] = {district.id for places in tables for district in places.districts}
        known["place"] = known["commune"] | known["district"]
    if criteria := records.criteria:
        known["group"] = {group.id for group in criteria.record.groups}
        known["set"] = {str(criteria_set.number) for criteria_set in criteria.record.sets}
    return known


def _check_kinds(findings: Findings) -> None:
    """Check that each product has a kind of goods, on a site that has words for them."""
    kinds = sorted(findings.records.of("product-kind"))
    for entry in findings.records.products.values() if kinds else ():
        if entry.record.kind is None:
            findings.add("KIND-MISSING", entry, kinds=", ".join(kinds))


def _check_districts(findings: Findings) -> None:
    """Check that a commune of today lies in the former district named beside it, as far as known."""
    tables = [entry.record for entry in findings.records.places.values()]
    communes = {commune.id: commune.districts for places in tables for commune in places.communes}
    districts = {district.id for places in tables for district in places.districts}
    addresses: list[tuple[str, Entry[Any], Address]] = [
        *(("origin", entry, entry.record.origin) for entry in findings.records.products.values()),
        *(("address", entry, entry.record.address) for entry in findings.records.producers.values()),
    ]
    for name, entry, address in addresses:
        known = communes.get(address.commune or "", ())
        # A district that is not there, here or beside the commune, is told as such.
        judged = address.district in districts and districts.issuperset(known)
        if known and judged and address.district not in known:
            values = {"commune": address.commune, "district": address.district, "near": ", ".join(known)}
            findings.add("PLACE-DISTRICT", entry, (name, "district"), **values)


def _check_samples(findings: Findings) -> None:
    producers, decisions = findings.records.producers, findings.records.decisions
    site = findings.records.site
    # On a site of samples, vocabulary shared with real records is no claim about anybody.
    lax = bool(site and site.record.sample_site)
    mixed: list[tuple[str, str, Entry[Any], KeyPath]] = []
    for identity, entry in findings.records.products.items():
        product = entry.record
        producer = producers.get(product.producer or "")
        if producer and _mixed(product.sample, producer.record.sample, lax):
            mixed.append((f"product:{identity}", f"producer:{product.producer}", entry, ("producer",)))
        for index, rating in enumerate(product.ratings):
            decision = decisions.get(rating.decision or "")
            if decision and _mixed(product.sample, decision.record.sample, lax):
                path: KeyPath = ("ratings", index, "decision")
                mixed.append((f"product:{identity}", f"decision:{rating.decision}", entry, path))
    # Of two records that do not go together either may be meant otherwise: most likely the one that goes
    # together with fewest. It is told once for all.
    while mixed:
        counts = Counter(name for mine, other, _, _ in mixed for name in (mine, other))
        odd = max(counts, key=lambda name: (counts[name], name))
        same_mistake = [entry for entry in mixed if odd in entry[:2]]
        mixed = [entry for entry in mixed if odd not in entry[:2]]
        findings.mixed.add(odd)
        other = same_mistake[0][1].partition(":")[2]
        findings.add_once("SAMPLE-MIXED", [(entry, path) for _, _, entry, path in same_mistake], id=other)


def _mixed(sample: bool, other: bool, lax: bool) -> bool:
    return (other and not sample) or (sample and not other and not lax)


def note_gtins(notes: Notes, product: Product) -> None:
    """Check that every GTIN of a product, former ones too, is valid."""
    for at, gtin in _with_former("gtin", product.gtin, product.former_gtins):
        if wrong := gs1.fault(gtin, product.sample):
            notes.add(wrong[0], at, **wrong[1])


def _check_codes(findings: Findings) -> None:
    """Check that each trace code and GTIN is given once and that recognised products have a code."""
    products = findings.records.products
    folders = {folder_of(identity) for identity in products}
    free = {
        folder: next_trace_code(
            given_codes(findings.records, folder), province_name(findings.records, folder)
        )
        for folder in folders
    }
    owners = ClaimOwners(findings.records)
    _check_former_ids(findings, owners)
    codes: dict[str, list[Claim]] = defaultdict(list)
    gtins: dict[str, list[Claim]] = defaultdict(list)
    for entry in products.values():
        product = entry.record
        for at, code in _with_former("code", product.code, product.former_codes):
            codes[full_id(entry.folder, code)].append(Claim(entry, at, code))
        for at, gtin in _with_former("gtin", product.gtin, product.former_gtins):
            gtins[gs1.gtin14(gtin)].append(Claim(entry, at, gtin))
        recognised = any(r.status == "recognised" and r.stars for r in product.ratings)
        if recognised and not product.code and not product.discontinued:
            findings.add("CODE-MISSING", entry, (), next=free[entry.folder])
    check_claims(findings, "CODE-TWICE", codes, owners, free)
    check_claims(findings, "GTIN-TWICE", gtins, owners, free)


def _check_former_ids(findings: Findings, owners: ClaimOwners) -> None:
    """Check that a former id is no present or former id of another record.

    The product that has the id now is at fault where the ledger printed codes under that id which are now
    the other's: then the id is taken by a new product. Else the former id is.
    """
    products = findings.records.products
    first: dict[str, Entry[Any]] = {}
    for entry in products.values():
        for index, former in enumerate(entry.record.former_ids):
            here = location_of(("former_ids", index), entry.positions, entry.file)
            owner = products.get(former) or first.setdefault(former, entry)
            if owner.file == entry.file:
                continue
            codes = {entry.record.code, *entry.record.former_codes, *gtins_of(entry.record)}
            mine = {key for key, product in owners.printed.items() if product == former}
            if former in products and mine & codes:
                findings.add("ID-TWICE", owner, ("code",), id=former, other=str(here))
            else:
                findings.add("ID-TWICE", entry, ("former_ids", index), id=former, other=owner.file)


def _with_former(name: str, present: str | None, former: tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
    if present:
        yield (name,), present
    for index, former_id in enumerate(former):
        yield (f"former_{name}s", index), former_id


def _check_tables(findings: Findings) -> None:
    """Check the ids inside of criteria.yaml, places.yaml and site.yaml."""
    records = findings.records
    if criteria := records.criteria:
        for name in ("groups", "sets", "versions"):
            findings.check_unique(criteria, name, "id")
        findings.check_unique(criteria, "sets", "number")
    by_code: dict[str, Entry[Places]] = {}
    for places in records.places.values():
        for name in ("communes", "districts"):
            findings.check_unique(places, name, "id")
        findings.check_unique(places, "communes", "code")
        code = places.record.province.code
        if (other := by_code.setdefault(code, places)) is not places:
            findings.add("PROVINCE-TWICE", places, ("province", "code"), number=code, other=other.file)
    if site := records.site:
        findings.check_unique(site, "languages", "code")


def _check_addresses(findings: Findings) -> None:
    """Check the addresses of pages: their form, each used once, none of them one of the site's own."""
    first = ""
    if site := findings.records.site:
        # Only pages of the first language stand at the root; others stand below their code.
        first = site.record.languages[0].code
        for name, path in site.record.languages[0].paths.items():
            if path in RESERVED:
                findings.add("ADDRESS-RESERVED", site, ("languages", 0, "paths", name), path=path)
    taken: dict[tuple[str, str], str] = {}
    # The page in the folder of that name keeps an address; then the one with the shorter name.
    pages = findings.records.pages.values()
    for entry in sorted(pages, key=lambda page: (len(page.record.id), page.record.id)):
        for language, path in entry.record.path.root.items():
            at: KeyPath = ("path", language)
            if path != slug(path) and path.strip():
                findings.add("ADDRESS-SHAPE", entry, at, path=path, fix=slug(path) or "gioi-thieu")
            if path.upper() in DEVICES:
                findings.add("NAME-WINDOWS", entry, at, name=path, fix=f"{path}-1")
            if language == first and path in RESERVED:
                findings.add("ADDRESS-RESERVED", entry, at, path=path)
            named = findings.records.pages.get(path.casefold())
            keeper = named if named and named.record.path.root.get(language) == path else entry
            other = taken.setdefault((language, path.casefold()), keeper.file)
            if other != entry.file:
                findings.add("ADDRESS-TWICE", entry, at, path=path, language=language, other=other)
