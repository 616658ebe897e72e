"""What late units may ask of the outputs of all other units, looked up only when one of them asks.

Of a large site all files together are very many, so what lies in a folder that a late unit asked for is kept
as a table from build to build, and a build enters its own changes there.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from generator.output.build_state import Files, FolderTables, UnitOutputs
from generator.site.outputs import Listed, OtherOutputs, OutputFile, files_below


class MadeByOthers:
    """The outputs of all units but the late ones, and the pictures and codes that they name."""

    def __init__(self, units: Sequence[UnitOutputs], assets: Files, before: Files, now: Files) -> None:
        """``before`` are the files of the last build that this one may have changed, ``now`` its own."""
        self._units = units
        self._assets = assets
        self._before = before
        self._now = now

    def for_late_unit(self, stored: FolderTables, asked: FolderTables) -> OtherOutputs:
        """Return what a late unit asks. Tables of folders are taken from ``stored`` and go to ``asked``."""

        def files_in(folder: str) -> Mapping[str, OutputFile]:
            asked[folder] = self._updated(stored[folder], folder) if folder in stored else self._below(folder)
            return asked[folder]

        return OtherOutputs(self._listed, self._file, files_in)

    def _listed(self) -> list[Listed]:
        return [entry for unit in self._units for entry in unit.sitemap_entries]

    def _file(self, path: str) -> OutputFile | None:
        return self._files.get(path)

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
