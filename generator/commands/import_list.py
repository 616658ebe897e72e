"""``ocop import``: takes an officer's list into the records, and says first what was understood of it.

A workbook that ``ocop export`` wrote is taken back by ``workbook_import``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from generator.catalogue.check import is_placeholder
from generator.catalogue.model import Places, record_json
from generator.commands import workbook_import
from generator.commands.console import Console
from generator.commands.trial import contents_of, errors_with, put_in_place
from generator.diagnostics.problem import RefusedError, Report
from generator.exporting.sheets import is_ours
from generator.importing.answers import SKIP, Answers, Option, Question
from generator.importing.existing import ExistingRecords
from generator.importing.known import Known
from generator.importing.matching import Matcher
from generator.importing.proposals import ListSource, Plan
from generator.importing.report import Totals, plan_lines, shown_cells, table_lines, totals_of, workbook_of
from generator.importing.rows import Understanding
from generator.importing.understand import understand
from generator.importing.writing import blame, file_text
from generator.messages import message
from generator.project import BuildOptions, FaultyProjectError, open_project
from generator.records.changes import changing, record_digests
from generator.records.edit import UneditableFileError, UnreadableFileError
from generator.records.new import unknown_province
from generator.records.qualified import without_folder
from generator.spreadsheets.workbook import SpreadsheetError, Workbook, read_workbook

ANSWERS = ".answers.yaml"
"""What is added to the name of a list for the file of its answers."""


@dataclass(frozen=True)
class ImportOptions:
    """Which list is imported, and how."""

    file: Path
    answers: Path | None = None
    """None: beside the list."""
    report: Path | None = None
    province: str = ""
    """The folder of a further province."""
    publisher: str | None = None
    """Whose list it is; None: it is asked."""
    yes: bool = False
    """Ask nothing and write what is certain."""
    dry_run: bool = False

    @property
    def answers_file(self) -> Path:
        """The file that remembers answers."""
        return self.answers or self.file.with_name(f"{self.file.name}{ANSWERS}")


@dataclass
class Trial:
    """What an import would write, checked together with the project."""

    plan: Plan
    texts: dict[str, str] = field(default_factory=dict)
    """New contents of files by path."""
    read: dict[str, str] = field(default_factory=dict)
    """Digests of those files when the plan was made; empty for one that was not there."""


def run(console: Console, options: BuildOptions, **given: Any) -> None:
    """Import a list; ``given`` are the fields of :class:`ImportOptions`.

    Exit code 0 where all rows are written or unchanged, 1 where a person must do something: nothing, or not
    all, was written.
    """
    wanted = ImportOptions(**given)
    if wanted.report and wanted.report.resolve() == wanted.file.resolve():
        raise RefusedError("import-over-list", {"path": wanted.report})
    try:
        workbook = read_workbook(wanted.file)
    except SpreadsheetError as error:
        raise RefusedError("import-nothing", report=Report([error.problem])) from None
    if is_ours(workbook):
        workbook_import.run(
            console, options, workbook, yes=wanted.yes, dry_run=wanted.dry_run, report=wanted.report
        )
        return
    answers, problems = Answers.load(wanted.answers_file)
    if problems:
        raise RefusedError("import-nothing", report=Report(problems))
    # From before they are read: what somebody changes from now on is never overwritten.
    digests = record_digests(options.root)
    with open_project(options, progress=console.progress()) as project:
        try:
            _ = project.catalogue
        except FaultyProjectError:
            raise RefusedError("import-faults", report=project.report.errors) from None
        session = ImportSession(
            console,
            options,
            wanted,
            workbook,
            answers,
            existing=ExistingRecords(project.records, wanted.province),
            digests=digests,
        )
        session.run()


class ImportSession:
    """One import: understanding, questions, trial, writing."""

    def __init__(
        self,
        console: Console,
        options: BuildOptions,
        wanted: ImportOptions,
        workbook: Workbook,
        answers: Answers,
        *,
        existing: ExistingRecords,
        digests: Mapping[str, str],
    ) -> None:
        """``digests`` are those of all files of the records when they were read."""
        records = existing.records
        if wanted.province not in records.places:
            raise unknown_province(records, wanted.province)
        assert records.site is not None, "a project without errors has settings"
        assert records.criteria is not None, "and criteria, if only those that come with the program"
        site = records.site.record
        self.console = console
        self.language = console.language
        self.options = options
        self.root = options.root
        self.wanted = wanted
        self.workbook = workbook
        self.answers = answers
        self.existing = existing
        self.digests = digests
        self.names = Known(
            _as_written(records.places[wanted.province].record, wanted.province),
            records.criteria.record,
            [entry.record for entry in records.of("producer-kind").values()],
        )
        self.languages = records.languages
        names = [site.office.name] if site.office else []
        if not is_placeholder(site.base_url):  # else the publisher is most likely that of a new project too
            names.append(site.publisher)
        self.publisher_question = Question(
            "source|publisher",
            "importing.ask-publisher",
            (("file", wanted.file.name),),
            tuple(Option(name.pick("vi")[0], name.root) for name in names),
            (wanted.file.name,),
            open_ended=True,
        )
        self.understanding = Understanding(())

    @property
    def source(self) -> ListSource:
        """The list as a source: whose it is as given, as answered, or only that an officer brought it."""
        answer = self.answers.get(self.publisher_question.key)
        publisher = self.wanted.publisher or (answer if answer != SKIP else None)
        named = publisher or message("importing.publisher-unknown", "vi")
        return ListSource(self.wanted.file.name, named, self.options.day, self.languages)

    def run(self) -> None:
        """Understand, ask, try and write."""
        plan = self._plan()
        self.console.print_lines(table_lines(self.understanding.tables, self.language))
        is_asked = self.console.can_ask() and not self.wanted.yes and not self.wanted.dry_run
        if is_asked:
            plan = self._ask_until_answered(plan)
        trial = self._tried(plan)
        totals = totals_of(trial.plan, self._cell_questions(trial.plan))
        questions = self._cell_questions(trial.plan)
        self.console.print_lines(plan_lines(trial.plan, self.understanding.tables, questions, self.language))
        self.console.say("import-source", publisher=self.source.publisher)
        self._write_report(trial.plan)
        if self.wanted.dry_run:
            self.console.say("list-dry-run", **_counts(totals))
        elif not trial.texts:
            self.console.say("list-imported", **_counts(totals))
        elif not is_asked and not self.wanted.yes:
            self.console.stop(1, "import-unattended")
        elif is_asked and not self.console.agrees("import-confirm", count=totals.written):
            self.console.stop(1, "import-refused")
        else:
            self._write(trial)
            self.console.say("list-imported", **_counts(totals))
        if not totals.is_complete:
            raise SystemExit(1)

    # -- understanding and asking ---------------------------------------------------------------------

    def _plan(self) -> Plan:
        self.understanding = understand(self.workbook, self.answers, self.names)
        matching = Matcher(self.existing, self.answers).match(self.understanding.rows)
        return Plan(self.existing, self.answers, self.source, matching)

    def _ask_until_answered(self, plan: Plan) -> Plan:
        """Ask what is open; an answer may open further questions. What was answered is remembered at once."""
        skipped: set[str] = set()
        while questions := self._open_questions(plan, skipped):
            try:
                for number, question in enumerate(questions, start=1):
                    choice = self._answer_to(question, number, len(questions))
                    if choice:
                        self.answers.remember(question, choice)
                    else:
                        skipped.add(question.key)
            finally:
                self._save_answers()
            plan = self._plan()
        return plan

    def _cell_questions(self, plan: Plan) -> list[Question]:
        """Return the open questions about cells that are worth asking."""
        return [question for question in self.understanding.questions if plan.needs_answer(question)]

    def _open_questions(self, plan: Plan, skipped: set[str]) -> list[Question]:
        asked = [*self._cell_questions(plan), *plan.questions]
        if not self.wanted.publisher and self.answers.get(self.publisher_question.key) is None:
            asked.append(self.publisher_question)
        questions = {question.key: question for question in asked}
        return [
            question
            for key, question in questions.items()
            if key not in skipped and self.answers.get(key) != SKIP
        ]

    def _answer_to(self, question: Question, number: int, count: int) -> str:
        """Ask one question; empty where it is left open."""
        console = self.console
        cells = shown_cells(question)
        console.say(
            "import-question", number=number, count=count, text=question.text(self.language), cells=cells
        )
        for place, option in enumerate(question.options, start=1):
            label = option.label.get(self.language) or next(iter(option.label.values()))
            console.print_lines([f"  {place}. {label}"])
        if (earlier := self.answers.get(question.key)) is not None:
            console.say("import-unusable", written=earlier)
        hint = (
            "import-choose"
            if not question.open_ended
            else "import-typed"
            if question.options
            else "import-type"
        )
        console.say(hint, count=len(question.options))
        while True:
            written = click.prompt("", prompt_suffix="> ", default="", show_default=False).strip()
            if written in ("", SKIP):
                return str(written)
            if written.isdecimal() and 1 <= int(written) <= len(question.options):
                return question.options[int(written) - 1].choice
            is_name = question is not self.publisher_question or not written.isdecimal()
            is_option = any(option.choice == written for option in question.options)
            if is_option or (question.open_ended and is_name):
                return str(written)
            console.say("import-again", count=len(question.options))

    def _save_answers(self) -> None:
        if not self.answers.choices:
            return
        self.console.write_file(self.wanted.answers_file, self.answers.text().encode())

    # -- trying and writing ---------------------------------------------------------------------------

    def _tried(self, plan: Plan) -> Trial:
        """Return what can be written without bringing an error into the project; the rest is refused."""
        try:
            with changing(self.root, self.console.waiting(self.root)):
                while True:
                    trial = self._texts(plan)
                    errors = errors_with(self.options, contents_of(trial.texts)) if trial.texts else []
                    if not errors:
                        return trial
                    left_out = blame(plan, trial.texts, errors)
                    if not left_out.rows and not left_out.levels:
                        raise RefusedError("import-errors", report=Report(errors))
                    plan = plan.without(left_out)
        except OSError as error:
            self.console.cannot_write(error.filename or self.root, error)

    def _texts(self, plan: Plan) -> Trial:
        """Return the files of a plan as texts; a record that cannot be edited refuses the import."""
        trial = Trial(plan)
        head = " · ".join(
            message("importing.head", language, file=self.source.file) for language in ("vi", "en")
        )
        days = {
            plan.identity(draft): str(proposal.data.get("date", ""))
            for draft, proposal in plan.proposals.items()
            if draft.kind == "decision" and proposal.data is not None
        }
        days |= {identity.rpartition("/")[2]: d.date or "" for identity, d in self.existing.decisions.items()}
        for proposal in plan.proposals.values():
            if not proposal.is_written:
                continue
            path = proposal.path
            before = "" if proposal.is_new else (self.root / path).read_bytes().decode()
            try:
                trial.texts[path] = file_text(proposal, before, days, head)
            except UnreadableFileError as error:
                raise RefusedError("import-nothing", report=Report(error.problems)) from None
            except UneditableFileError:
                raise RefusedError("import-uneditable", {"path": path}) from None
            trial.read[path] = self.digests.get(path, "")
        return trial

    def _write(self, trial: Trial) -> None:
        """Put all files in place, or none."""
        command = f"import {self.source.file}"
        put_in_place(self.console, self.root, contents_of(trial.texts), command, trial.read)

    def _write_report(self, plan: Plan) -> None:
        if self.wanted.report:
            content = workbook_of(self.understanding, plan, self.language)
            self.console.write_file(self.wanted.report, content)
            self.console.say("import-report", path=self.wanted.report)


def _as_written(places: Places, province: str) -> Places:
    """Return the places of a province with their ids as its records write them."""
    return Places.model_validate(without_folder("places", json.loads(record_json(places)), province))


def _counts(totals: Totals) -> dict[str, int]:
    return {
        "written": totals.written,
        "new": totals.new,
        "changed": totals.changed,
        "unchanged": totals.unchanged,
        "open": totals.open,
        "refused": totals.refused,
    }
