"""What a row of a list says of records: the field that each value belongs to, and when two values are one.

Which record is meant is not known here.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from generator.catalogue.fields import meaning
from generator.catalogue.model import RECORDS, KeyPath
from generator.catalogue.place_names import place_key
from generator.importing.names import body_key, name_key, producer_name
from generator.importing.rows import ListRow, Value
from generator.records.shape import fields_at
from generator.records.write import as_text, number_text
from generator.text import fold

PRODUCT: Mapping[str, KeyPath] = {
    "product.name": ("name", "vi"),
    "product.name_en": ("name", "en"),
    "product.set": ("set",),
    "product.group": ("group_as_printed",),
    "product.code": ("official_code", 0),
    "product.gtin": ("gtin",),
    "product.trace_stamps": ("trace_stamps",),
    "address.printed": ("origin", "printed"),
    "address.commune": ("origin", "commune"),
    "address.district": ("origin", "district"),
    "address.mapped_by": ("origin", "mapped_by"),
}
PRODUCER: Mapping[str, KeyPath] = {
    "producer.name": ("name", "vi"),
    "producer.kind": ("kind",),
    "address.printed": ("address", "printed"),
    "address.commune": ("address", "commune"),
    "address.district": ("address", "district"),
    "address.mapped_by": ("address", "mapped_by"),
    "producer.phone": ("contacts", "phone", "value"),
    "producer.email": ("contacts", "email", "value"),
    "producer.web": ("contacts", "web", "value"),
}
DECISION: Mapping[str, KeyPath] = {
    "decision.number": ("number",),
    "decision.day": ("date",),
    "decision.body": ("body", "vi"),
    "decision.level": ("level",),
}
RATING: Mapping[str, KeyPath] = {
    "rating.stars": ("stars",),
    "rating.score": ("score",),
    "rating.kind": ("kind",),
    "rating.valid_from": ("valid_from",),
    "rating.valid_until": ("valid_until",),
}
FIELDS: Mapping[str, Mapping[str, KeyPath]] = {
    "product": PRODUCT,
    "producer": PRODUCER,
    "decision": DECISION,
    "rating": RATING,
}
"""By kind of record: fields of a list, and where they stand in it. ``rating`` is an entry of a product."""
PRIVATE = ("contacts",)
"""A list tells how to reach somebody, never that they agreed to be shown: such a value is never public."""


def facts_of(row: ListRow, kind: str) -> dict[KeyPath, Value]:
    """Return what a row says of its record of a kind and may go into it, by path."""
    values = ((path, row.values.get(name)) for name, path in FIELDS[kind].items())
    return {
        path: value
        for path, value in values
        if value is not None and value.usable and value.value not in (None, "")
    }


def plain(value: Any) -> str:
    """Return a value as a record writes it."""
    return number_text(Decimal(str(value))) if isinstance(value, Decimal | float) else as_text(value)


def value_at(record: Any, path: KeyPath) -> Any:
    """Return the value of a record at a path, or None."""
    for key in path:
        if record is None:
            return None
        if isinstance(key, int):
            record = record[key] if key < len(record) else None
        elif hasattr(record, "root"):
            record = record.root.get(key)
        else:
            record = getattr(record, key, None)
    return record


def are_same(path: KeyPath, first: Any, other: Any) -> bool:
    """Whether two values of a field say the same, however they are spelt."""
    return _keys(path)(plain(first)) == _keys(path)(plain(other))


def _keys(path: KeyPath) -> Callable[[str], object]:
    """Return what tells whether two values of a field are one."""
    if path[0] == "contacts":
        return {"web": _web_key, "email": str.casefold}.get(str(path[1]), _phone_key)
    return _KEYS.get(str(path[-1]), _KEYS.get(str(path[0]), str))


def _name_key(written: str) -> object:
    name = producer_name(written)
    return (name.form, name.core) if name.form else name_key(written)


def _phone_key(written: str) -> object:
    numbers = re.split(r"[/;,]|\s[-–]\s", written)
    return sorted(re.sub(r"^(?:84)(?=\d{9})", "0", re.sub(r"\D", "", number)) for number in numbers)


def _web_key(written: str) -> object:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", written.strip().casefold()).rstrip("/")


def _address_key(written: str) -> object:
    return place_key(written.replace(",", " ").replace("-", " "))


_KEYS: Mapping[str, Callable[[str], object]] = {
    "printed": _address_key,
    "body": body_key,
    "name": _name_key,
    "number": lambda written: re.sub(r"\W", "", fold(written)).lstrip("0"),
    "gtin": lambda written: written.lstrip("0"),
}
"""By field: what tells whether two values of it are one."""


def field_label(kind: str, path: KeyPath, language: str) -> str:
    """Return what a field of a record is called: the labels of the parts that lead to it."""
    labels: list[str] = []
    inside: KeyPath = ()
    for key in path:
        if isinstance(key, int):
            labels[-1] += f" {key + 1}"
        elif info := fields_at(RECORDS[kind], inside).get(key):
            labels.append(meaning(info).label(language))
        inside = (*inside, key)
    return " › ".join(labels)
