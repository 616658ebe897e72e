"""The web application of the editor: who is let in, which address does what, and its pages.

It listens on the loopback interface at a port of its own, so it is an origin of its own: scripts of the site
that is being looked at cannot reach it. Its addresses begin with a secret that is made anew at each start and
told on the terminal alone; no cookie is used, because browsers send those of 127.0.0.1 to every port.
Besides, each request must name this computer as its host, and each that changes something must come from a
page of the editor by its origin, carry a token of that page, and be small.
"""

import secrets
from collections.abc import Mapping, Sequence
from hmac import compare_digest
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from tornado.web import Application, HTTPError, RequestHandler

from generator.diagnostics.problem import Problem, RefusedError
from generator.editing.editor import (
    EDITED,
    STORY,
    BusyError,
    Checked,
    ConflictError,
    Editor,
    EncodingError,
    FaultyEditError,
    Opened,
    diff_lines,
    positions_of,
    readable,
)
from generator.editing.forms import (
    PREFIX,
    TooLongError,
    UnknownFieldError,
    put_problems,
    with_entry,
    without_entry,
)
from generator.messages import message
from generator.photo import PhotoError
from generator.records.edit import RecordEditor, UneditableFileError, UnreadableFileError
from generator.records.new import KINDS
from generator.records.path_patterns import STORIES
from generator.records.photos import MAX_SIZE
from generator.today import show_time

FOLDER = Path(__file__).parent
STATIC = {"editor.css": "text/css; charset=utf-8", "editor.js": "text/javascript; charset=utf-8"}
MOST_BYTES = MAX_SIZE + 1024 * 1024
"""Of a request with a photo."""
MOST_BYTES_OF_FORM = 4 * 1024 * 1024
MISDIRECTED = 421
OWN_PAGES = ("none", "same-origin")
"""From where a browser may say that a request comes: typed by the user, or a page of the editor."""
MOST_LISTED = 300
"""Rows of a list; a search finds the others."""


def editor_application(
    editor: Editor, port: int, hosts: Sequence[str], site: str, refusal: str
) -> Application:
    """Return the web application of an editor on ``port``; its paths begin with ``settings["secret"]``.

    ``hosts`` are the names by which it may be addressed, ``site`` is the address of the served site, and
    ``refusal`` the sentence for requests that name another host.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    speech = editor.speech

    def say(key: str, /, **values: object) -> str:
        return message(f"editor.{key}", speech, **values)

    secret = secrets.token_urlsafe(32)
    environment.globals |= {"say": say, "lang": speech, "root": f"/{secret}"}
    return Application(
        [
            (r"/([\w-]+)/", _Home),
            (r"/([\w-]+)/list/([a-z]+)", _List),
            (r"/([\w-]+)/new/([a-z]+)", _New),
            (r"/([\w-]+)/edit/([a-z]+)/(.+)", _Edit),
            (r"/([\w-]+)/text/([a-z]+)/(.+)", _Text),
            (r"/([\w-]+)/photo/([a-z]+)/(.+)", _Photo),
            (r"/([\w-]+)/undo", _Undo),
            (r"/([\w-]+)/static/([a-z.]+)", _Static),
        ],
        default_handler_class=_Nothing,
        editor=editor,
        secret=secret,
        token=secrets.token_urlsafe(32),
        hosts={f"{host}:{port}" for host in hosts},
        site=site,
        refusal=refusal,
        say=say,
        environment=environment,
        log_function=_log_nothing,
    )


def _log_nothing(_handler: RequestHandler) -> None:
    """Keep requests, whose addresses have the secret, out of logs."""


class _Page(RequestHandler):
    """A handler that lets nobody in but the user of this computer with the secret."""

    most_bytes = MOST_BYTES_OF_FORM

    def set_default_headers(self) -> None:
        """Forbid frames, foreign content, storing, and guessing of types."""
        site = self.settings["site"]
        policy = (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
            f"form-action 'self'; frame-src {site}; frame-ancestors 'none'; base-uri 'none'"
        )
        for name, value in {
            "Content-Security-Policy": policy,
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            # Of other origins no one learns the address; the editor's own forms still say their origin.
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
            "Server": "ocop",
        }.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse a foreign host, a foreign page, a wrong secret, and forms that are not the editor's."""
        request, settings = self.request, self.settings
        if request.host.lower() not in settings["hosts"]:
            raise HTTPError(MISDIRECTED)
        if request.headers.get("Sec-Fetch-Site", "none") not in OWN_PAGES:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        given = self.path_args[0] if self.path_args else ""
        if not compare_digest(given.encode(), settings["secret"].encode()):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        if request.method == "POST":
            self._check_form()
        elif request.method not in ("GET", "HEAD"):
            raise HTTPError(HTTPStatus.METHOD_NOT_ALLOWED)
        self.editor.look()

    def _check_form(self) -> None:
        """Refuse what no page of the editor sends."""
        request, settings = self.request, self.settings
        if request.headers.get("Origin", "").lower() != f"http://{request.host}".lower():
            raise HTTPError(HTTPStatus.FORBIDDEN)
        if len(request.body) > self.most_bytes:
            raise HTTPError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not compare_digest(self.sent("token").encode(), settings["token"].encode()):
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def decode_argument(self, value: bytes, name: str | None = None) -> str:  # noqa: ARG002 - tornado gives it
        """Return what was sent as text; no form of ours sends anything but UTF-8."""
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise HTTPError(HTTPStatus.BAD_REQUEST) from None

    def sent(self, name: str) -> str:
        """Return a value of the form, once; empty where it was not sent."""
        return self.get_body_argument(name, "", strip=False)

    @property
    def editor(self) -> Editor:
        """The editor."""
        editor: Editor = self.settings["editor"]
        return editor

    def show(self, template: str, status: int = HTTPStatus.OK, **values: Any) -> None:
        """Answer with a page."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        page = self.settings["environment"].get_template(template)
        self.finish(page.render(token=self.settings["token"], **values))

    def go_to(self, *parts: str, query: str = "") -> None:
        """Send the browser to another page of the editor."""
        path = "/".join(quote(part) for part in parts)
        self.set_status(HTTPStatus.SEE_OTHER)
        self.set_header("Location", f"/{self.settings['secret']}/{path}{query}")
        self.finish()

    def tell(self, status: int, key: str, **values: object) -> None:
        """Answer with a sentence."""
        self.show("notice.html", status, words=self.settings["say"](key, **values), lines=[])

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with what is wrong in a line, without a secret or a trace."""
        error = kwargs.get("exc_info", (None, None))[1]
        if isinstance(error, BusyError):
            self.tell(HTTPStatus.SERVICE_UNAVAILABLE, "busy")
            return
        if isinstance(error, EncodingError):
            fault, speech = error.problem, self.editor.speech
            words = f"{fault.location}: {fault.sentence(speech)}"
            self.show("notice.html", HTTPStatus.UNPROCESSABLE_ENTITY, words=words, lines=[fault.hint(speech)])
            return
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            self.tell(
                HTTPStatus.INTERNAL_SERVER_ERROR, "cannot-write", path=error.filename or "", reason=reason
            )
            return
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        words = (
            self.settings["refusal"]
            if status_code == MISDIRECTED
            else f"{status_code}: {HTTPStatus(status_code).phrase}"
        )
        self.finish(f"{words}\n")

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Leave the terminal to what its reader can use: refusals and full disks are told on the page."""
        if not isinstance(value, HTTPError | BusyError | EncodingError | OSError):
            super().log_exception(typ, value, tb)

    def opened(self, kind: str, identity: str) -> Opened:
        """Return the file of a record, or of one that is being begun; 404 for any other."""
        opened = self.editor.open(kind, identity)
        if opened is None and kind in KINDS and self.request.method == "POST" and self.sent("begun"):
            province, _, name = identity.rpartition("/")
            try:
                opened = self.editor.begin(kind, "", name, self.sent("place"), province)
            except (RefusedError, FaultyEditError):
                opened = None
        if opened is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return opened

    def links_of(self, opened: Opened) -> dict[str, Any]:
        """Return what pages about a file show beside it."""
        editor, kind, identity = self.editor, opened.kind, opened.identity
        page = editor.page_of(kind, identity)
        beside: list[tuple[str, str, str]] = []
        say = self.settings["say"]
        if kind == "product":
            files = [
                row.identity for row in editor.listed("lots") if row.identity.partition(":")[0] == identity
            ]
            beside = [
                (say("lots-of", name=editor.name_of("lots", name)), "edit/lots", name)
                for name in files or [identity]
            ]
        if kind in STORIES:
            beside = [
                (say("story-in", language=name), f"text/{STORY}", f"{kind}/{identity}/{code}")
                for code, name in editor.languages
            ]
        if kind in ("lots", STORY):
            holder = ("product", identity.partition(":")[0])
            if kind == STORY:
                holder_kind, _, rest = identity.partition("/")
                holder = (holder_kind, rest.rpartition("/")[0])
            beside = [(editor.name_of(*holder), f"edit/{holder[0]}", holder[1])]
        title = editor.name_of(kind, identity)
        if kind == STORY:
            language = dict(editor.languages).get(identity.rpartition("/")[2], "")
            title = say("story-of", name=beside[0][0], language=language)
        return {
            "opened": opened,
            "title": title,
            "preview": f"{self.settings['site']}{page}" if page and not opened.is_new else "",
            "beside": beside if not opened.is_new or kind in ("lots", STORY) else [],
            "place": self.sent("place") if opened.is_new else "",
        }

    def show_review(self, opened: Opened, checked: Checked, start: str, address: str) -> None:
        """Show what would change, with all that was sent under names that begin so, to be saved or edited."""
        speech = self.editor.speech
        self.show(
            "review.html",
            lines=diff_lines("" if opened.is_new else opened.text, checked.text),
            sent=[(name, self.sent(name)) for name in self.request.body_arguments if name.startswith(start)],
            address=address,
            warnings=[(fault.sentence(speech), fault.hint(speech)) for fault in checked.problems],
            **self.links_of(opened),
        )

    def show_conflict(self, opened: Opened, error: ConflictError, new: str) -> None:
        """Tell that a file changed since its form was made, and show both changes."""
        self.show(
            "conflict.html",
            HTTPStatus.CONFLICT,
            theirs=diff_lines(error.then, error.now) if error.then is not None else [],
            mine=diff_lines(error.then if error.then is not None else error.now, new),
            **self.links_of(opened),
        )


class _Nothing(_Page):
    """Whatever has no address here."""

    def get(self) -> None:
        """Answer that there is nothing."""
        raise HTTPError(HTTPStatus.NOT_FOUND)

    post = get


class _Home(_Page):
    """The kinds of records, and the last changes."""

    def get(self, _secret: str) -> None:
        """Show them."""
        editor = self.editor
        self.show(
            "home.html",
            kinds=[(kind, len(editor.listed(kind))) for kind in EDITED],
            new_kinds=KINDS,
            commits=[(known, show_time(known.made_ns)) for known in editor.last_commits()],
            undone=self.get_query_argument("undone", ""),
            site=self.settings["site"],
        )


class _List(_Page):
    """The records of a kind."""

    def get(self, _secret: str, kind: str) -> None:
        """Show them, or those with some words."""
        if kind not in EDITED:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        words = self.get_query_argument("q", "")
        rows = self.editor.listed(kind, words)
        faulty = {fault.location.file for fault in self.editor.snapshot.problems if fault.is_error}
        self.show(
            "list.html",
            kind=kind,
            words=words,
            rows=rows[:MOST_LISTED],
            more=max(0, len(rows) - MOST_LISTED),
            faulty=faulty,
            can_begin=kind in KINDS,
        )


class _New(_Page):
    """The beginning of a record."""

    def get(self, _secret: str, kind: str) -> None:
        """Ask for its name and its place."""
        self._ask(kind)

    def post(self, _secret: str, kind: str) -> None:
        """Show its form, or say why it cannot be begun."""
        if kind not in KINDS:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        name, province = self.sent("name").strip(), self.sent("province").strip()
        editor = self.editor
        try:
            opened = editor.begin(kind, name, self.sent("id").strip(), self.sent("place").strip(), province)
        except FaultyEditError as error:
            self._ask(kind, [fault.sentence(editor.speech) for fault in error.problems])
            return
        except RefusedError as error:
            self._ask(kind, [message(f"cli.{error.key}", editor.speech, **error.values)])
            return
        data = RecordEditor(opened.text, opened.path).get()
        assert isinstance(data, dict)
        field = "name" if "name" in data else "title"
        data[field] = {self.editor.languages[0][0]: name} if name else {}
        show_form(self, opened, data, [])

    def _ask(self, kind: str, problems: Sequence[str] = ()) -> None:
        if kind not in KINDS:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        records = self.editor.snapshot.records
        provinces = [folder for folder in records.places if folder]
        self.show(
            "new.html",
            HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
            kind=kind,
            problems=problems,
            places=self.editor.choices("commune") if kind == "product" else [],
            provinces=["", *provinces] if "" in records.places else provinces,
            values={name: self.sent(name) for name in ("name", "id", "place", "province")},
        )


def show_form(
    page: _Page,
    opened: Opened,
    data: Any,
    problems: Sequence[Problem],
    *,
    status: int = HTTPStatus.OK,
    text: str | None = None,
    **values: Any,
) -> None:
    """Answer with the form of a record; ``problems`` are those of ``text``, the file's if it is not given."""
    editor = page.editor
    usual, others = editor.form(opened).show(data)
    fields = [*usual, *others]
    located = positions_of(opened.text if text is None else text, opened.path, problems, editor.speech)
    errors = {fault.sentence(editor.speech).rstrip(".") for fault in problems if fault.is_error}
    left = put_problems(fields, located, data)
    remarks = [
        (field.name, words, any(words.startswith(sentence) for sentence in errors))
        for shown in fields
        for field in shown.everything()
        for words in field.problems
    ]
    page.show(
        "form.html",
        status,
        fields=usual,
        others=others,
        remarks=remarks,
        left=left,
        has_errors=bool(errors),
        saved=page.get_query_argument("saved", ""),
        languages=editor.languages,
        can_have_photos=opened.kind in ("product", "producer") and not opened.is_new,
        **{"photo_problem": "", "focus": ""} | page.links_of(opened) | name_in(data) | values,
    )


def name_in(data: Any) -> dict[str, str]:
    """Return the first name of a record as the title of its form, where the data have one."""
    texts = data.get("name") or data.get("title")
    name = next(filter(None, texts.values()), "") if isinstance(texts, dict) else ""
    return {"title": name} if name else {}


class _Edit(_Page):
    """The form of a record."""

    def get(self, _secret: str, kind: str, identity: str) -> None:
        """Show it as it is; a file that no form can show is shown as text."""
        opened = self._of_record(kind, identity)
        if readable(opened):
            self.go_to("text", kind, identity)
            return
        try:
            show_form(self, opened, self.editor.data(opened), self.editor.problems_of(opened.path))
        except TooLongError:
            self.go_to("text", kind, identity)

    def post(self, _secret: str, kind: str, identity: str) -> None:
        """Show what would change, save it, or show the form with an entry more or less."""
        editor, opened, act = self.editor, self._of_record(kind, identity), self.sent("act")
        sent = {name: self.sent(name) for name in self.request.body_arguments if name.startswith(PREFIX)}
        try:
            old = editor.data(opened)
            data = editor.form(opened).data(sent, old)
            new = editor.text_with(opened, data)
            editor.as_opened(opened, self.sent("digest"))
            self._act(opened, data, new, act)
        except UnknownFieldError:
            raise HTTPError(HTTPStatus.BAD_REQUEST) from None
        except (UnreadableFileError, UneditableFileError, TooLongError):
            self.tell(HTTPStatus.UNPROCESSABLE_ENTITY, "not-editable", path=opened.path)
        except ConflictError as error:
            self.show_conflict(opened, error, new)
        except FaultyEditError as error:
            show_form(self, opened, data, error.problems, status=HTTPStatus.UNPROCESSABLE_ENTITY, text=new)

    def _act(self, opened: Opened, data: Mapping[str, Any], new: str, act: str) -> None:
        change, _, name = act.partition(":")
        if change == "add" and self.editor.form(opened).has_list(data, name):
            show_form(self, opened, with_entry(data, name), [], focus=name)
        elif change == "remove" and self.editor.form(opened).has_list(data, name.rpartition(".")[0]):
            show_form(self, opened, without_entry(data, name), [], focus=name.rpartition(".")[0])
        elif act == "edit":
            show_form(self, opened, data, [])
        elif act == "save":
            self.editor.save(opened, {opened.path: new.encode()})
            self.go_to("edit", opened.kind, opened.identity, query="?saved=1")
        elif act == "check":
            checked = self.editor.check(opened, {opened.path: new.encode()})
            if checked.has_errors:
                raise FaultyEditError(checked.problems)
            self.show_review(opened, checked, PREFIX, "edit")
        else:
            raise HTTPError(HTTPStatus.BAD_REQUEST)

    def _of_record(self, kind: str, identity: str) -> Opened:
        if kind not in EDITED:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return self.opened(kind, identity)


class _Text(_Page):
    """A file as text: a story, or records that no form can show."""

    def get(self, _secret: str, kind: str, identity: str) -> None:
        """Show it."""
        opened = self._of_text(kind, identity)
        self._show(opened, opened.text, self.editor.problems_of(opened.path))

    def post(self, _secret: str, kind: str, identity: str) -> None:
        """Show what would change, or save it."""
        editor, opened, act = self.editor, self._of_text(kind, identity), self.sent("act")
        text = self.sent("text").replace("\r\n", "\n")
        if "\r\n" in opened.text:
            text = text.replace("\n", "\r\n")
        content = {opened.path: text.encode()}
        try:
            editor.as_opened(opened, self.sent("digest"))
            if act == "edit":
                self._show(opened, text, [])
            elif act == "save":
                editor.save(opened, content)
                self.go_to("text", kind, identity, query="?saved=1")
            elif act == "check":
                checked = editor.check(opened, content)
                if checked.has_errors:
                    self._show(opened, text, checked.problems, HTTPStatus.UNPROCESSABLE_ENTITY)
                else:
                    self.show_review(opened, checked, "text", "text")
            else:
                raise HTTPError(HTTPStatus.BAD_REQUEST)
        except ConflictError as error:
            self.show_conflict(opened, error, text)
        except FaultyEditError as error:
            self._show(opened, text, error.problems, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _of_text(self, kind: str, identity: str) -> Opened:
        opened = self.opened(kind, identity)
        if opened.is_new and kind != STORY:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return opened

    def _show(
        self, opened: Opened, text: str, problems: Sequence[Problem], status: int = HTTPStatus.OK
    ) -> None:
        speech = self.editor.speech
        self.show(
            "text.html",
            status,
            text=text,
            problems=[
                (str(fault.location), fault.sentence(speech), fault.hint(speech), fault.is_error)
                for fault in problems
            ],
            has_errors=any(fault.is_error for fault in problems),
            saved=self.get_query_argument("saved", ""),
            **self.links_of(opened),
        )


class _Photo(_Page):
    """A photo that is added to a record."""

    most_bytes = MOST_BYTES

    def post(self, _secret: str, kind: str, identity: str) -> None:
        """Take the photo with its description."""
        editor, say = self.editor, self.settings["say"]
        opened = self.opened(kind, identity)
        if kind not in ("product", "producer") or opened.is_new:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        files = self.request.files.get("photo", [])
        words = {
            part: {
                code: text for code, _ in editor.languages if (text := self.sent(f"{part}.{code}").strip())
            }
            for part in ("alt", "credit")
        }
        if len(files) != 1 or not words["alt"]:
            self._again(opened, say("photo-needs"))
            return
        try:
            editor.as_opened(opened, self.sent("digest"))
            filled = {part: texts for part, texts in words.items() if texts}
            editor.photo(opened, files[0]["filename"], files[0]["body"], filled)
        except PhotoError as error:
            key = "photo-too-big" if error.why == "too big" else "photo-unreadable"
            self._again(opened, say(key, size=error.size, limit=error.limit))
        except ConflictError:
            self._again(opened, say("photo-conflict"))
        except FaultyEditError as error:
            self._again(opened, " ".join(fault.sentence(editor.speech) for fault in error.problems))
        except (UnreadableFileError, UneditableFileError):
            self.tell(HTTPStatus.UNPROCESSABLE_ENTITY, "not-editable", path=opened.path)
        else:
            self.go_to("edit", kind, identity, query="?saved=1")

    def _again(self, opened: Opened, words: str) -> None:
        data = self.editor.data(opened)
        show_form(self, opened, data, [], status=HTTPStatus.UNPROCESSABLE_ENTITY, photo_problem=words)


class _Undo(_Page):
    """The last change, taken back."""

    def post(self, _secret: str) -> None:
        """Put the files back."""
        number = self.sent("number")
        if not number.isdecimal() or len(number) > 9:
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        try:
            self.editor.take_back(int(number))
        except RefusedError as error:
            speech = self.editor.speech
            words = message(f"cli.{error.key}", speech, **error.values)
            faults = [f"{fault.location}: {fault.sentence(speech)}" for fault in error.report.sorted()]
            self.show("notice.html", HTTPStatus.CONFLICT, words=words, lines=faults)
        else:
            self.go_to("", query="?undone=1")


class _Static(_Page):
    """The style and the script of the editor."""

    def get(self, _secret: str, name: str) -> None:
        """Send one of the files."""
        if name not in STATIC:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.set_header("Content-Type", STATIC[name])
        self.finish((FOLDER / name).read_bytes())
