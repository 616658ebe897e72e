"""What an edited workbook would change, and what is told of its cells. Nothing is read or written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from generator.catalogue.model import KeyPath
from generator.exporting.tables import Column
from generator.messages import message


class Standing(Enum):
    """How much a remark matters."""

    TOLD = auto()
    """Nothing is wrong."""
    REFUSED = auto()
    """A cell or row was not taken."""
    CONFLICT = auto()
    """The record was changed since the workbook was exported; the cell was not taken."""


@dataclass(frozen=True)
class Remark:
    """What is told of a cell, or of a sheet."""

    standing: Standing
    cell: str
    """Its address with its sheet; of a sheet only the name."""
    key: str
    """Of a sentence of ``workbook.json``."""
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence."""
        return message(f"workbook.{self.key}", language, **self.values)


@dataclass(frozen=True)
class FieldChange:
    """A field that is another one in the workbook than in the record."""

    path: KeyPath
    """From the root of the record."""
    column: Column
    before: str
    """Canonical, as is ``after``; empty for nothing."""
    after: str
    cell: str


@dataclass
class RecordChange:
    """A record with what the workbook changes, or a new one."""

    kind: str
    identity: str
    file: str
    cell: str
    """Where the record's first row stands."""
    before: dict[str, Any]
    """Plain data; empty for a new record."""
    after: dict[str, Any]
    fields: list[FieldChange] = field(default_factory=list)
    is_new: bool = False


@dataclass
class Proposals:
    """What a workbook would change."""

    changes: list[RecordChange] = field(default_factory=list)
    """Records that change or are new, in the order of their kinds and rows."""
    remarks: list[Remark] = field(default_factory=list)

    def of(self, standing: Standing) -> list[Remark]:
        """Return the remarks of a standing."""
        return [remark for remark in self.remarks if remark.standing is standing]
