"""``ocop gather``: joins the published data of several provinces into the records of one catalogue."""

from functools import partial
from pathlib import Path

from generator.catalogue.gather_file import GatherFile
from generator.catalogue.ids import bare_id, folder_of
from generator.catalogue.model import Language, Record, Site, SourceCopy
from generator.commands.console import Console
from generator.commands.trial import errors_in
from generator.diagnostics.problem import RefusedError, Report
from generator.gathering.conflicts import Claims, claims_of
from generator.gathering.copies import FaultyCopyError
from generator.gathering.gather_file import read_gather_file
from generator.gathering.gathering import (
    KINDS_OF_GOODS_AND_PRODUCERS,
    Gathered,
    Gathering,
    Project,
    ProjectFaultyError,
    Remark,
)
from generator.messages import both
from generator.project import BuildOptions, is_project, open_project
from generator.records.changes import changing, commit, stage
from generator.records.write import file_of, record_file
from generator.text import Text


def run(console: Console, options: BuildOptions, file: Path) -> None:
    """Gather and tell what was done for each province; exit code 1 where a copy could not be used."""
    gathered_file, problems = read_gather_file(file)
    if gathered_file is None or problems:
        Console(console.language, file.parent).show(Report(problems))
        raise SystemExit(1)
    try:
        with changing(options.root, console.waiting(options.root)) as has_finished:
            if has_finished:
                console.note("changes-finished")
            if not is_project(options.root):
                _start_project(options.root, gathered_file)
                console.say("gather-started", path=file_of("site", "site"))
            result = gather(options, gathered_file, file.parent)
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)
    for remark in result.remarks:
        _show(console, remark)
    if result.written or result.removed:
        console.say("gathered", written=result.written, removed=result.removed)
    else:
        console.say("gather-same")
    if result.failed:
        raise SystemExit(1)


def gather(options: BuildOptions, file: GatherFile, folder: Path) -> Gathered:
    """Gather into the project of ``options``; ``folder`` is that of the file.

    Raises :class:`RefusedError` where the project itself has errors.
    """
    try:
        return Gathering(_project(options), file, folder).run(partial(errors_in, options))
    except ProjectFaultyError as error:
        raise RefusedError("gather-project", report=Report(error.problems)) from None
    except FaultyCopyError as error:
        raise RefusedError("gather-copy-changed", {"file": error.file}) from None


def _project(options: BuildOptions) -> Project:
    """Return what the project has now. Raises :class:`RefusedError` where its settings cannot be read."""
    with open_project(options) as project:
        records = project.records
        if records.site is None:
            errors = [fault for fault in project.report.sorted() if fault.is_error]
            raise RefusedError("gather-project", report=Report(errors))
        copies: dict[str, SourceCopy] = {
            folder_of(identity): entry.record for identity, entry in records.of("copy").items()
        }
        claims: dict[str, Claims] = {}
        for province in copies:
            products = [
                entry.record.model_copy(update={"id": bare_id(identity)})
                for identity, entry in records.products.items()
                if folder_of(identity) == province
            ]
            ledger = records.ledgers.get(province)
            claims[province] = claims_of(province, products, ledger.record.issued if ledger else ())
        vocabularies: dict[str, dict[str, Record]] = {
            kind: {identity: entry.record for identity, entry in records.of(kind).items()}
            for kind in KINDS_OF_GOODS_AND_PRODUCERS
        }
        return Project(
            root=options.root,
            languages=[language.code for language in records.site.record.languages],
            vocabularies=vocabularies,
            claims=lambda province: claims.get(province, {}),
            copies=copies,
            codes={folder: entry.record.province.code for folder, entry in records.places.items()},
        )


def _start_project(root: Path, file: GatherFile) -> None:
    """Write the settings of a new catalogue; everything else is gathered or comes with the program."""
    site = Site(
        id="site",
        title=file.title,
        publisher=file.publisher,
        base_url=file.base_url,
        languages=tuple(Language(code=code, name=name) for code, name in both("gather.language").items()),
        tagline=Text(both("gather.site-tagline")),
        intro=Text(both("gather.site-intro")),
        report=Text(both("gather.site-report")),
    )
    path = file_of("site", "site")
    stage(root, {path: partial(str.encode, record_file("site", [site], path))})
    commit(root, [path], [], "gather")


def _show(console: Console, remark: Remark) -> None:
    """Print a remark; what is wrong goes to standard error."""
    values = {
        "province": remark.province or console.text("gather-all"),
        "text": remark.words[console.language],
    }
    if remark.is_fault and remark.file:
        console.note("gather-line-file", file=remark.file, **values)
    elif remark.is_fault:
        console.note("gather-line", **values)
    else:
        console.say("gather-line", **values)
