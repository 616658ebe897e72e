"""Reads a file as a workbook by what it is, whatever its name says."""

from pathlib import Path

from generator.spreadsheets import ods, xls, xlsx
from generator.spreadsheets.archive import Archive
from generator.spreadsheets.delimited import SUFFIXES, draft_of_text
from generator.spreadsheets.draft import workbook_of
from generator.spreadsheets.source_file import Kind, kind_of, kind_of_archive, read_source, wrong_kind
from generator.spreadsheets.workbook import Workbook


def read_file(path: Path) -> Workbook:
    """Read a file. Raises :class:`SpreadsheetError`."""
    data = read_source(path)
    kind = kind_of(data)
    if kind == Kind.ZIP:
        archive = Archive(path, data)
        if xlsx.WORKBOOK in archive.parts:
            return workbook_of(path, xlsx.drafts(archive), xlsx.custom_properties(archive))
        if archive.parts.get("mimetype", b"").startswith(ods.MEDIA_TYPE):
            return workbook_of(path, ods.drafts(archive), {})
        raise wrong_kind(path, kind_of_archive(archive.names))
    if kind == Kind.OLE:
        return workbook_of(path, xls.drafts(path, data), {})
    if kind == Kind.TEXT and path.suffix.lower() in SUFFIXES:
        return workbook_of(path, [draft_of_text(path, data)], {})
    raise wrong_kind(path, kind)
