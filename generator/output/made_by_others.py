"""What late units may ask of the outputs of all other units, looked up only when one of them asks.

Of a large site all files together are very many, so what lies in a folder that a late unit asked for is kept
as a table from build to build, and a build enters its own changes there.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from generator.catalogue.reader import Query
from generator.output.build_state import AssetState, Files, FolderTables, UnitOutputs
from generator.site.outputs import Listed, OtherOutputs, OutputFile, files_below


class MadeByOthers:
    """The outputs of all units but the late ones, and the pictures and codes that they name."""

    def __init__(
        self,
        units: Sequence[UnitOutputs],
        assets: Mapping[str, AssetState],
        before: Files,
        now: Files,
        listed: Callable[[], Mapping[str, Sequence[Listed]]],
    ) -> None:
        """``before`` are the files of the last build that this one may have changed, ``now`` its own.

        ``listed`` gives what units say to the sitemap, by their names.
        """
        self._units = units
        self._assets = assets
        self._before = before
        self._now = now
        self._entries_by_unit = listed

    def for_late_unit(
        self, stored: FolderTables, asked: FolderTables, reads: Mapping[Query, str]
    ) -> OtherOutputs:
        """Return what a late unit asks.

        Tables of folders are taken from ``stored`` and go to ``asked``; ``reads`` is what the unit asked when
        it ran last.
        """

        def digest(path: str) -> str | None:
            if path in self._now:
                return self._now[path].digest
            known = "" if path in self._before else reads.get(("output-file", path))
            if known is None:
                known = self._files[path].digest if path in self._files else ""
            return known or None

        def files_in(folder: str) -> Mapping[str, OutputFile]:
            asked[folder] = self._updated(stored[folder], folder) if folder in stored else self._below(folder)
            return asked[folder]

        return OtherOutputs(self._listed, digest, files_in)

    def _listed(self) -> list[Listed]:
        return [entry for entries in self._entries_by_unit().values() for entry in entries]

    @cached_property
    def _files(self) -> dict[str, OutputFile]:
        files = {path: OutputFile(file.digest, file.size) for path, file in self._assets.items()}
        for unit in self._units:
            files |= {path: OutputFile(file.digest, file.size) for path, file in unit.files.items()}
        return files

    def _below(self, folder: str) -> dict[str, OutputFile]:
        return files_below(self._files, folder)

    def _updated(self, table: Mapping[str, OutputFile], folder: str) -> dict[str, OutputFile]:
        files = {path: file for path, file in table.items() if path not in self._before}
        for path, file in self._now.items():
            if path.startswith(folder):
                files[path] = OutputFile(file.digest, file.size)
        return files
