"""A made-up site that edits change: its records as plain data, who names whom, and the way back."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml
from tiny import tree

Data = dict[str, Any]
LETTERS = "abcdefghiklmnopqrstuvxy"


class _WithoutAliases(yaml.SafeDumper):
    """Writes every value where it stands: records must not use the anchors and aliases of YAML."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class asks of each value
        return True


def as_yaml(data: Any) -> str:
    """A record as text."""
    dumped: str = yaml.dump(data, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=1000)
    return dumped


@dataclass
class EditedSite:
    """The records in a folder, the options of the next build, and what was printed so far."""

    root: Path
    day: date
    base_url: str | None = None
    cache: str = "a"
    issue: Callable[["EditedSite", str, str | None], str] = lambda _site, _code, _lot: ""
    """Enter an address into the ledger; the address, or nothing where that is refused."""
    outputs_to_spoil: list[str] = field(default_factory=list)
    """What happens to the output folder before the next build: ``delete``, ``empty``, ``remove all``."""
    fresh: bool = False
    """Whether the next build forgets what the last one knew."""
    earlier: list[dict[str, bytes]] = field(default_factory=list)
    """The records as they were after each step, by file."""

    def file(self, name: str) -> Path:
        """A file of the site."""
        return self.root / name

    def load(self, file: Path) -> Any:
        """A record with every scalar as the text that is written there."""
        return yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)

    def save(self, file: Path, data: Any) -> None:
        """Write a record."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_yaml(data), "utf-8")

    def records(self, kind: str) -> list[Path]:
        """The files of a kind of record, in order."""
        patterns = {
            "product": "products/*/*/product.yaml",
            "producer": "content/producers/*/producer.yaml",
            "decision": "content/decisions/*.yaml",
            "news": "content/news/*.yaml",
            "fair": "content/fairs/*.yaml",
            "page": "content/pages/*/page.yaml",
        }
        return sorted(self.root.glob(patterns[kind]))

    def yaml_files(self) -> list[Path]:
        """Every record but the ledger, which is only added to."""
        folders = (self.root / "content", self.root / "products")
        found = [file for folder in folders for file in folder.rglob("*.yaml")]
        return sorted(file for file in found if file.name != "ledger.yaml")

    def products(self) -> dict[str, Path]:
        """The product files by id."""
        return {file.parent.name: file for file in self.records("product")}

    def lots(self, identity: str) -> Path:
        """The file of a product's lots, which need not exist."""
        return self.products()[identity].parent / "lots.yaml"

    def change_references(self, keys: set[str], old: str, new: str) -> None:
        """Write another id wherever a record names one under these keys."""
        for file in self.yaml_files():
            data = self.load(file)
            changed = _with_reference(data, keys, old, new)
            if changed != data:
                self.save(file, changed)


def _with_reference(data: Any, keys: set[str], old: str, new: str) -> Any:
    if isinstance(data, list):
        return [_with_reference(entry, keys, old, new) for entry in data]
    if not isinstance(data, dict):
        return data
    changed: Data = {}
    for key, value in data.items():
        if key in keys and value == old:
            changed[key] = new
        elif key in keys and isinstance(value, list) and old in value:
            changed[key] = list(dict.fromkeys(new if entry == old else entry for entry in value))
        else:
            changed[key] = _with_reference(value, keys, old, new)
    # A record that is replaced by itself says no more than that.
    return changed


PRODUCT_KEYS = {"products", "successor"}
PRODUCER_KEYS = {"producers", "producer"}
DECISION_KEYS = {"decision"}
PLACE_KEYS = {"commune", "communes", "places", "now"}


def add_values(data: Data, key: str, *values: str) -> None:
    """Add to a list of a record, each value once; a list without any goes."""
    found = list(dict.fromkeys([*data.get(key, []), *values]))
    data.pop(key, None)
    if found:
        data[key] = found


def take_value(data: Data, key: str, value: str) -> None:
    """Take from a list of a record; an empty list goes."""
    data[key] = [entry for entry in data.get(key, []) if entry != value]
    if not data[key]:
        del data[key]


def random_word(random: Random) -> str:
    """Five small letters."""
    return "".join(random.choice(LETTERS) for _ in range(5))


def new_name(site: EditedSite, random: Random, kind: str) -> str:
    """A name for a file or folder that nothing in the site has."""
    taken = {path.stem for folder in ("content", "products") for path in site.file(folder).rglob("*")}
    while (name := f"{kind}-{random_word(random)}") in taken:
        pass
    return name


def new_code(site: EditedSite, random: Random) -> str:
    """A trace code that no record and no ledger entry ever had (by chance that is as good as certain)."""
    return f"MU{random.randrange(100000, 999999)}"


def pair_of(random: Random, choices: list[Path]) -> tuple[Path, Path] | None:
    """Two of them, or None where there are not two."""
    if len(choices) < 2:
        return None
    one, other = random.sample(choices, 2)
    return one, other


def forget(site: EditedSite, keys: set[str], gone: str) -> None:
    """Name a record nowhere any more; what named nothing else goes too."""
    for file in site.yaml_files():
        data = site.load(file)
        changed = _without_reference(data, keys, gone)
        if changed != data:
            if isinstance(changed, dict) and "booths" in changed:
                changed["booths"] = [
                    booth
                    for booth in changed["booths"]
                    if {"products", "producers", "commune"} & booth.keys()
                ]
                if not changed["booths"]:
                    del changed["booths"]
            site.save(file, changed)


def _without_reference(data: Any, keys: set[str], gone: str) -> Any:
    if isinstance(data, list):
        return [_without_reference(entry, keys, gone) for entry in data]
    if not isinstance(data, dict):
        return data
    changed: Data = {}
    for key, value in data.items():
        kept = value
        if key in keys and isinstance(value, list):
            kept = [entry for entry in value if entry != gone]
            if not kept and value:
                continue
        elif key in keys and value == gone:
            continue
        changed[key] = _without_reference(kept, keys, gone)
    return changed


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every scalar of a record with the keys that lead to it."""
    if isinstance(data, str):
        yield path, data
        return
    entries = data.items() if isinstance(data, dict) else enumerate(data or ())
    for key, value in entries:
        yield from leaves(value, (*path, key))


def put(data: Any, path: tuple[str | int, ...], value: Any) -> None:
    """Write a value where the keys lead."""
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def tree_of_records(root: Path) -> dict[str, bytes]:
    """The files of ``content`` and ``products`` with their bytes."""
    return {
        f"{folder}/{name}": data
        for folder in ("content", "products")
        for name, data in tree(root / folder).items()
    }


def restore(root: Path, files: dict[str, bytes]) -> None:
    """Put back the files of ``content`` and ``products``."""
    for folder in ("content", "products"):
        shutil.rmtree(root / folder)
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
