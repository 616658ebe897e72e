"""The XML in the archives that XLSX and ODS files are: unpacked within limits, and read without DTDs.

Pictures, embedded objects, links to other files and whatever else lies in an archive are never unpacked.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from generator.spreadsheets.refusals import MAX_MEMBERS, MAX_UNPACKED, refusal

_ENCRYPTED = 0x1
_MEGABYTE = 2**20
_SEPARATOR = " "
"""Between namespace and name: no namespace may have it."""


class Archive:
    """The parts of an archive that are XML, by name; none is larger than was allowed."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Unpack the parts. Raises :class:`SpreadsheetError` for a broken or an exploding archive."""
        self.path = path
        self.parts: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
                self.names = {member.filename for member in members}
                wanted = [member for member in members if is_wanted(member.filename)]
                if any(member.flag_bits & _ENCRYPTED for member in wanted):
                    raise refusal("SHEET-PASSWORD", path)
                self._check_sizes(len(members), sum(member.file_size for member in wanted))
                for member in wanted:
                    self.parts[member.filename] = archive.read(member)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ):
            raise refusal("SHEET-BROKEN", path) from None
        # A size that is stated too small cuts a part short, which its checksum has told above.
        self._check_sizes(len(self.parts), sum(map(len, self.parts.values())))

    def _check_sizes(self, members: int, size: int) -> None:
        if members > MAX_MEMBERS or size > MAX_UNPACKED:
            raise refusal("SHEET-BOMB", self.path, limit=MAX_UNPACKED // _MEGABYTE)

    def part(self, name: str) -> bytes:
        """Return a part. Raises :class:`SpreadsheetError` where it is missing."""
        if name not in self.parts:
            raise refusal("SHEET-BROKEN", self.path)
        return self.parts[name]

    def walk(
        self,
        content: bytes,
        start: Callable[[str, dict[str, str]], object],
        end: Callable[[str], object] | None = None,
        text: Callable[[str], object] | None = None,
    ) -> None:
        """Call functions for each element of a part; names of elements and attributes come without prefixes.

        Raises :class:`SpreadsheetError` where it is no XML, or defines entities, which may grow without end.
        """
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        names = _LocalNames()
        parser.StartElementHandler = lambda name, attributes: start(names[name], names.of_keys(attributes))
        if end:
            parser.EndElementHandler = lambda name: end(names[name])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse_definitions
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError, OverflowError):
            raise refusal("SHEET-BROKEN", self.path) from None

    def _refuse_definitions(self, *_: object) -> None:
        raise refusal("SHEET-BOMB", self.path, limit=MAX_UNPACKED // _MEGABYTE)


def is_wanted(name: str) -> bool:
    """Whether a part of an archive is read at all."""
    folder = name.lower()
    passed_over = ("xl/media", "xl/embeddings", "xl/externallinks", "xl/drawings", "xl/charts", "customxml")
    return folder.endswith((".xml", ".rels", "mimetype")) and not folder.startswith(passed_over)


class _LocalNames(dict[str, str]):
    """Names without the address of their namespace, each cut once: a sheet has millions of elements."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(_SEPARATOR)[2]
        return self[name]

    def of_keys(self, attributes: dict[str, str]) -> dict[str, str]:
        for key in attributes:
            if _SEPARATOR in key:
                return {self[key]: value for key, value in attributes.items()}
        return attributes
