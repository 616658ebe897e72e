"""The vocabularies that the law gives, as they come with the program.

A project that has no file of its own reads them from here, so that new rules arrive with a new version of
the program. With its own ``content/criteria.yaml`` a project has its own documents too, since the versions
of the criteria name them.
"""

from collections.abc import Collection

from generator.packaged import VOCABULARY
from generator.records.files import PlainFile, RecordFile

_FILES = {
    "criteria": (("criteria", "criteria"), ("documents", "document")),
    "producer-kind": (("producer-kinds", "producer-kind"),),
}
"""A kind of which a project has no file → the files that are read instead: name and kind."""
_STAMP = "packaged"
"""Of all of them: they change with the program only, and then nothing is remembered of any file."""


def packaged_files(kinds_present: Collection[str]) -> list[RecordFile]:
    """Return the packaged files to read for a project that has files of ``kinds_present``.

    Their paths are absolute: they do not lie in the project.
    """
    return [
        RecordFile(
            PlainFile(path.as_posix(), path.stat().st_size, _STAMP), kind, kind if kind == name else "*"
        )
        for lacking, files in _FILES.items()
        if lacking not in kinds_present
        for name, kind in files
        for path in (VOCABULARY / f"{name}.yaml",)
    ]
