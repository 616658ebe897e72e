"""Every edit of every kind of record reaches all pages that read it.

The full site (``tests/sites/full``) holds every field of every record. Each field is changed, each field and
each entry of a list is left out, each record comes, goes and gets another name.

After each single change of a field the law of units is held (``tests/support/unit_law.py``): whoever need not
run again would make the same. Then several such edits together, and each edit of whole records by itself, are
built: an incremental build, which is also the way back from the edits before, must equal a clean one byte for
byte, whatever a build remembers.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
import stamps
import yaml
from edit_law import different, public_tree, quick_builds
from edited_site import EditedSite, as_yaml, put, restore, tree_of_records
from edits import EDITS
from full import FULL, copy_full, draw_photo
from tiny import DAY, SESSION, order
from unit_law import FaultyRecordsError, Project, Ran, kept, run_all

from generator.catalogue.model import RECORDS
from generator.commands.build import build
from generator.output.make import Maker
from generator.records import schema
from generator.records.path_patterns import kind_of
from generator.site.outputs import Output

pytestmark = pytest.mark.slow

FILES = sorted(path.relative_to(FULL).as_posix() for path in FULL.rglob("*") if path.is_file())
RECORD_FILES = [name for name in FILES if name.endswith(".yaml")]
STORIES = [name for name in FILES if name.endswith(".md")]
Keys = tuple[str | int, ...]
Edit = Callable[[Any], None]
"""Changes the data of a record."""


@dataclass
class Workshop:
    """The full site and its output folder; edit follows edit, each begins from the site as it was."""

    folder: Path
    root: Path
    records: dict[str, bytes]
    built: dict[str, bytes]
    """The output folder after the last build."""
    project: Project
    """The same records, planned without a build."""
    before: dict[str, Ran]
    """What each unit made before any edit."""
    day: date = DAY
    judged: dict[str, list[str] | None] = field(default_factory=dict)
    """What was wrong with the records of a day, by a digest of both: many edits come to the same."""

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def build(self, output: Path, cache: Path | None) -> list[str]:
        """Build; the codes of errors, if there are any."""
        report = build(order(self.root, output, cache, day=self.day), session=SESSION).report
        return [one.code for one in report.problems if one.is_error] if report.failed else []

    def faults_of_units(self, day: date = DAY) -> list[str] | None:
        """What units that need not run again would make otherwise; None where the records have errors."""
        try:
            plan = self.project.plan(day)
        except FaultyRecordsError:
            return None
        return kept(self.before, plan)[1]

    def faults_of_edits(self, name: str, edits: dict[str, Edit]) -> list[str]:
        """What is wrong after edits of one record by field, as many together as make a good record."""

        def write() -> None:
            data = load(FULL / name)
            for edit in edits.values():
                edit(data)
            save(self.root / name, data)

        if not edits:
            return []
        faults = self.faults(write)
        if faults is not None:
            return [f"{name}, {', '.join(edits)}: {fault}" for fault in faults[:5]]
        fields = [*edits]
        if len(fields) == 1:
            return []
        halves = fields[: len(fields) // 2], fields[len(fields) // 2 :]
        return [
            fault
            for half in halves
            for fault in self.faults_of_edits(name, {field: edits[field] for field in half})
        ]

    def faults(self, edit: Callable[[], object]) -> list[str] | None:
        """What is wrong after an edit; None where it is refused and has changed nothing.

        The output folder stands as the edit before this one left it: its way back is part of the same build.
        """
        restore(self.root, self.records)
        self.day = DAY
        edit()
        key = sha256(repr((self.day, tree_of_records(self.root))).encode()).hexdigest()
        if key not in self.judged:
            self.judged[key] = self._faults_of_builds()
        return self.judged[key]

    def _faults_of_builds(self) -> list[str] | None:
        refused = self.build(self.output, self.folder / "cache")
        before, self.built = self.built, public_tree(self.output)
        if refused:
            return different(before, self.built) or None
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        assert not self.build(clean, None)
        return different(self.built, public_tree(clean))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("edits")
    root = copy_full(folder / "site")
    project = Project(root)
    with quick_builds(pages=True):
        made = Workshop(folder, root, tree_of_records(root), {}, project, run_all(project.plan()))
        assert not made.build(made.output, folder / "cache")
        made.built = public_tree(made.output)
        yield made


# ---- fields ------------------------------------------------------------------------------------------


def load(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)


def save(file: Path, data: Any) -> None:
    file.write_text(as_yaml(data), "utf-8")


def is_words(data: Any) -> bool:
    """Whether this is one text in several languages."""
    return isinstance(data, dict) and bool(data) and data.keys() <= {"vi", "en"}


def nodes(data: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Every value of a record with the keys that lead to it; a text in several languages is one value."""
    if keys:
        yield keys, data
    if is_words(data) or isinstance(data, str):
        return
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield from nodes(value, (*keys, key))


def field_name(keys: Keys) -> str:
    """The field that the keys lead to, written as in ``docs/fields.en.md``."""
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def kind(name: str) -> str:
    found = kind_of(name)
    assert found, name
    return found[0]


def values_of_full() -> dict[str, list[Any]]:
    """All that is written under a key, anywhere: ids and choices to take instead."""
    found: dict[str, list[Any]] = {}
    for name in RECORD_FILES:
        for keys, value in nodes(load(FULL / name)):
            found.setdefault(str(keys[-2 if isinstance(keys[-1], int) and len(keys) > 1 else -1]), []).append(
                value
            )
    return found


IDS = {
    "producer": ["htx-mau", "ho-che", "to-det"],
    "product": ["gao-mau", "che-mau", "che-moi", "ruou-mau", "khan-mau", "mat-mau"],
    "commune": ["xa-mau", "phuong-dong", "xa-bac"],
    "district": ["huyen-mau", "huyen-dong"],
    "decision": ["qd-mau-2026", "ky-thu-2024"],
    "document": ["qd-148-2023", "kh-mau"],
    "other": [
        "rice",
        "tea",
        "honey",
        "cloth",
        "announcement",
        "assessment",
        "announced",
        "training",
        "honour",
    ],
    "choices": ["commune", "ward", "town", "city", "central", "resolution", "C", "B1", "haccp", "downgrade"],
    "more": ["pack", "inspect", "stars", "other", "showcase", "chosen", "xa-bac-moi", "MU9999", "MU-X9"],
    "shapes": [
        "https://khac.example",
        "khac.example",
        "khac@ocop.test",
        "0000 000 001",
        "99-001-00002-1-2026",
    ],
    "codes": ["99009", "98", "09521234567882", "/p/MU0005", "en", "vi", "2026", "2025", "fr", "default"],
}
"""Other values to try, the first that gives a valid site is taken."""


def others(value: Any, near: list[Any]) -> Iterator[Any]:
    """Other values to try in the place of one, the likeliest first."""
    if is_words(value):
        yield {language: f"{words} §" for language, words in value.items()}
        yield {language: f"khac-{language}" for language in value}  # a part of an address
        yield {language: f"{words}khac/" for language, words in value.items()}  # a whole address
        return
    if not isinstance(value, str):
        return
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        yield from ((day + timedelta(days=step)).isoformat() for step in (1, -1, 30, -30))
    if re.fullmatch(r"\d+", value):
        yield from (str(int(value) + step) for step in (1, -1) if len(value) < 5)
    if re.fullmatch(r"[0-9a-f]{16}", value):
        yield value[::-1]  # a digest
    if re.fullmatch(r"\d+\.\d+", value):
        yield f"{float(value) + 0.5:g}"
    yield {"true": "false", "false": "true"}.get(value, f"{value} khác")
    yield f"{value}-khac"
    yield f"{value}/khac"
    yield from (one for one in near if isinstance(one, str) and one != value)
    yield from (one for ids in IDS.values() for one in ids if one != value)


@pytest.fixture(scope="module")
def near() -> dict[str, list[Any]]:
    return values_of_full()


NOT_ALONE = {
    "site: theme": "there is one theme",
    "site: languages[].code": "words are written in these languages",
    "criteria: groups[].id": "sets name it; a random edit exchanges two",
    "criteria: sets[].number": "products name it",
    "criteria: sets_2019[].now[]": "a set of today",
    "criteria: versions[].id": "ratings name it",
    "criteria: versions[].recognises.district[]": "a decision of a district recognised three stars by it",
    "places: communes[].id": "records name it; a random edit renames it",
    "places: communes[].districts[]": "former communes of that district became part of it",
    "places: districts[].id": "records name it",
    "producer-kind: [].id": "holders name it",
    "product-kind: [].id": "products name it",
    "document: [].id": "rules name it",
    "decision: sample": "made-up products name only made-up decisions, real ones only real decisions",
    "decision: level": "only a district recognised three stars by these rules",
    "producer: sample": "as with decisions",
    "producer: address.district": "the commune lies in it",
    "producer: photos[].file": "a random edit renames it with its file",
    "product: photos[].file": "a random edit renames it with its file",
    "product: sample": "as with decisions",
    "product: producer": "the only made-up holder; real products change theirs",
    "product: origin.district": "the commune lies in it",
    "product: gtin": "its lot names it; a random edit turns it into a former one",
    "product: code": "it is printed; a random edit turns it into a former one",
    "product: ratings[].stars": "its score says four",
    "product: ratings[].decision": "the only decision of these rules",
    "lots: lots[].gtin": "the product's own",
    "lots: lots[].steps[].place": "the only place",
    "fair: kind": "a fair has days and sources, a showcase has none",
    "fair: sample": "as with decisions",
    "ledger: issued[].address": "it is printed",
    "ledger: issued[].product": "it is printed",
    "ledger: issued[].numbers.first": "the signed list of the lot says the same",
    "ledger: issued[].numbers.last": "the signed list of the lot says the same",
    "ledger: issued[].key": "the signed list of the lot says the same",
}
"""Fields that cannot be changed by themselves, and why."""


def edited_fields(name: str) -> list[Keys]:
    """One place for each field of a record: the first where it is written.

    A field of a kind is edited in the first record that has it; of products in every record, since they
    differ in what else names them.
    """
    first: dict[str, Keys] = {}
    for earlier in RECORD_FILES[: RECORD_FILES.index(name)]:
        if kind(earlier) == kind(name) != "product":
            first |= dict.fromkeys((field_name(keys) for keys, _ in nodes(load(FULL / earlier))), ())
    for keys, value in nodes(load(FULL / name)):
        if is_words(value) or isinstance(value, str):
            first.setdefault(field_name(keys), keys)
    return [keys for keys in first.values() if keys]


KINDS = sorted({kind(name) for name in RECORD_FILES})


def files_of(record: str) -> list[str]:
    return [name for name in RECORD_FILES if kind(name) == record]


def value_at(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data


@pytest.mark.parametrize("record", KINDS)
def test_a_changed_field_reaches_all_that_read_it(
    shop: Workshop, near: dict[str, list[Any]], record: str
) -> None:
    """A field must be changeable in one record of its kind at least, or say why it is not."""
    faults: list[str] = []
    tried: dict[str, bool] = {}
    restore(shop.root, shop.records)
    for name in files_of(record):
        edits: dict[str, Edit] = {}
        for keys in edited_fields(name):
            field = field_name(keys)
            if f"{record}: {field}" in NOT_ALONE:
                continue
            known = near.get(str(next(key for key in reversed(keys) if isinstance(key, str))), [])
            tried.setdefault(field, False)
            for other in others(value_at(load(FULL / name), keys), known):
                data = load(FULL / name)
                put(data, keys, other)
                save(shop.root / name, data)
                wrong = shop.faults_of_units()
                if wrong is not None:
                    faults += [f"{field} = {other!r}: {fault}" for fault in wrong[:5]]
                    edits[field] = lambda data, keys=keys, other=other: put(data, keys, other)  # type: ignore[misc]
                    tried[field] = True
                    break
        (shop.root / name).write_bytes(shop.records[name])
        faults += shop.faults_of_edits(name, edits)
        restore(shop.root, shop.records)
    assert not faults, "\n".join(faults)
    assert [field for field, done in tried.items() if not done] == []


def test_what_cannot_be_changed_alone_is_a_field() -> None:
    fields = {
        f"{kind(name)}: {field_name(keys)}" for name in RECORD_FILES for keys, _ in nodes(load(FULL / name))
    }
    assert NOT_ALONE.keys() <= fields


def has(name: str, keys: Keys) -> bool:
    """Whether the keys lead to something."""
    return any(found == keys for found, _ in nodes(load(FULL / name)))


def fields_and_entries(name: str) -> list[Keys]:
    """Each field of a record, and one entry of each list: of a kind in the first record that has it."""
    first: dict[str, Keys] = {}
    for file in RECORD_FILES[: RECORD_FILES.index(name) + 1]:
        if kind(file) == kind(name):
            for keys, _ in nodes(load(FULL / file)):
                own = entry_keys(name, keys)
                alone = isinstance(keys[-1], int) and keys[-1] == 0 and not has(file, (*keys[:-1], 1))
                # The only entry of a list goes with the whole field.
                if len(own) == 1 or (isinstance(keys[-1], int) and not alone):
                    first.setdefault(field_name(keys), keys if file == name else ())
    return [keys for keys in first.values() if keys]


def without(data: Any, keys: Keys) -> None:
    """Take out a field or an entry of a list."""
    del value_at(data, keys[:-1])[keys[-1]]


@pytest.mark.parametrize("record", KINDS)
def test_a_field_or_entry_that_goes_reaches_all_that_read_it(shop: Workshop, record: str) -> None:
    faults: list[str] = []
    tried = 0
    restore(shop.root, shop.records)
    for name in files_of(record):
        edits: dict[str, Edit] = {}
        # What lies deeper goes first: then the keys of the rest still lead there.
        for keys in sorted(fields_and_entries(name), key=len, reverse=True):
            data = load(FULL / name)
            without(data, keys)
            save(shop.root / name, data)
            wrong = shop.faults_of_units()
            if wrong is not None:
                faults += [f"{field_name(keys)}: {fault}" for fault in wrong[:5]]
                edits[field_name(keys)] = lambda data, keys=keys: without(data, keys)  # type: ignore[misc]
        tried += len(edits)
        (shop.root / name).write_bytes(shop.records[name])
        faults += shop.faults_of_edits(name, edits)
        restore(shop.root, shop.records)
    assert not faults, "\n".join(faults)
    assert tried or record in ("page", "copy"), "nothing was tried"  # each of their fields is required


# ---- records, stories, photos, days -----------------------------------------------------------------


def photo_added(root: Path) -> None:
    """A holder that had no photo gets one."""
    folder = root / "content/producers/ho-che"
    draw_photo(folder / "doi.png")
    text = (folder / "producer.yaml").read_text("utf-8")
    (folder / "producer.yaml").write_text(
        f"{text}photos:\n  - {{file: doi.png, alt: {{vi: Đồi, en: Hill}}}}\n", "utf-8"
    )


def edit_of(name: str, seed: int) -> Callable[[Path], object]:
    """A random edit with fixed choices."""
    return lambda root: EDITS[name](EditedSite(root, DAY), Random(seed))


def more_stamps(root: Path) -> None:
    """More stamps of a lot are issued."""
    stamps.write_codes(root, stamps.batches(5, 2))
    stamps.write_ledger(root, 5, 2)


def stamps_gone(root: Path) -> None:
    """As before the first stamps were issued."""
    shutil.rmtree(root / stamps.RICE / "codes")
    ledger = root / "products/ledger.yaml"
    ledger.write_text(re.sub("    (numbers|key|order):.*\n", "", ledger.read_text("utf-8")), "utf-8")


STAMPS: dict[str, Callable[[Path], object]] = {
    "taken back": lambda root: stamps.write_withdrawn(root, stamps.batches(5), 2, 3),
    "signed anew": lambda root: stamps.write_signed_anew(root, stamps.batches(5)),
    "issued": more_stamps,
    "gone": stamps_gone,
}
RENAMES = [name for name in EDITS if name.startswith(("rename-", "swap-", "copy-", "remove-", "move-"))]
WHOLE: dict[str, Callable[[Path], object]] = {
    **{f"{name} {seed}": edit_of(name, seed) for name in RENAMES if name != "move-day" for seed in range(3)},
    **{
        f"{name} {seed}": edit_of(name, seed)
        for seed in range(4)
        for name in ("split-product", "join-products", "change-holder", "change-chains", "change-photo")
    },
    "a photo of a holder": photo_added,
    **{f"stamps {name}": change for name, change in STAMPS.items()},
    **{f"without {name}": lambda root, name=name: (root / name).unlink() for name in (*STORIES, *FILES)},  # type: ignore[misc]
    **{
        f"more in {name}": lambda root, name=name: (root / name).write_text("Một câu khác.\n", "utf-8")  # type: ignore[misc]
        for name in STORIES
    },
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_record_that_comes_goes_or_is_renamed(shop: Workshop, name: str) -> None:
    assert not shop.faults(lambda: WHOLE[name](shop.root))


def days() -> list[date]:
    """Every day that records name and the day after, and the months around the end of a rating."""
    named = {
        date.fromisoformat(found)
        for name in RECORD_FILES
        for found in re.findall(r"\d{4}-\d\d-\d\d", (FULL / name).read_text("utf-8"))
    }
    months = {date(year, month, 10) for year in (2027, 2028, 2029) for month in (1, 2, 5, 11)}
    around = {day + timedelta(days=step) for day in named | months for step in (0, 1)}
    return sorted(day for day in around if day > DAY)


def test_each_day_reaches_all_that_read_it(shop: Workshop) -> None:
    """Units on each day; builds on every fifth, and on the way back from the last."""
    faults = []
    restore(shop.root, shop.records)
    for number, day in enumerate(days()):
        wrong = shop.faults_of_units(day)
        if number % 5 == 0:
            wrong = (wrong or []) + (shop.faults(lambda day=day: setattr(shop, "day", day)) or [])  # type: ignore[misc]
        assert wrong is not None, f"{day} is refused"
        faults += [f"{day}: {fault}" for fault in wrong[:5]]
    assert not faults, "\n".join(faults)


# ---- what the guard itself must hold ----------------------------------------------------------------


def test_the_full_site_holds_every_field() -> None:
    """A new field is written into ``tests/sites/full``, so that the edits above reach it."""
    written = {
        f"{kind(name)}: {field_name(entry_keys(name, keys))}".replace("[][]", "[]")
        for name in RECORD_FILES
        for keys, _ in nodes(load(FULL / name))
    }
    missing = []
    for record, model in RECORDS.items():
        for name, _ in schema._fields(model, "" if model.id_in_file else "id"):
            # A group by language is edited as a whole, as words are.
            pattern = re.escape(f"{record}: {name}").replace(r"\.\*", r"(\.[^.\[\]]+)?")
            if not any(re.fullmatch(pattern, field) for field in written):
                missing.append(f"{record}: {name}")
    assert missing == []


def entry_keys(name: str, keys: Keys) -> Keys:
    """The keys within one record: a file of entries is a list of records."""
    return keys[1:] if RECORDS[kind(name)].id_in_file else keys


def test_a_word_in_a_description_touches_no_list(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only the record's own pages show makes only these anew."""
    made: list[str] = []
    make = Maker.make
    restore(shop.root, shop.records)
    assert not shop.build(shop.output, shop.folder / "cache")

    def make_and_tell(maker: Maker, one: Output) -> bytes:
        made.append(one.path)
        return make(maker, one)

    monkeypatch.setattr(Maker, "make", make_and_tell)
    file = shop.root / "products/xa-mau/gao-mau/product.yaml"
    file.write_text(file.read_text("utf-8").replace("Không dùng khi mốc.", "Không dùng khi ẩm."), "utf-8")
    assert not shop.build(shop.output, shop.folder / "cache")
    # A made-up product is on no list of facts; its fair shows all of it. Its producer's page has its shops.
    own = re.compile(
        r"(en/)?(san-pham|products)/gao-mau/|data/|p/MU0001|01/|qr/|kiosk/hoi-thu|in/hoi-thu|sw\.js$|sitemap\.xml$"
        r"|(chu-the|en/producers)/htx-mau/index"
    )
    assert made
    assert [path for path in made if not own.match(path)] == []
