"""``ocop keys``: the key of numbered stamps, its file, its copy on paper, and the public keys of the project.

The secret goes into the key file and onto the paper and nowhere else; both lie outside of the project.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cache import Cache
from generator.catalogue.findings import listed
from generator.catalogue.issued import grouped_fingerprint
from generator.catalogue.model import RevokedKey, StampKey, StampKeys
from generator.catalogue.records import Records
from generator.commands.console import Console
from generator.commands.issuing import Files, check_key, issuer_of, issuing, list_contents
from generator.dates import show_day
from generator.diagnostics.problem import RefusedError
from generator.disk import sync_folder
from generator.issuing import keys
from generator.issuing.issue import KeptFiles, Signer
from generator.issuing.keys import KeyFileError, PaperError, SigningKey
from generator.print.key_paper import KeyPaper, key_paper
from generator.project import BuildOptions, FaultyProjectError, Project
from generator.records.files import walk
from generator.records.issued import read_issued_codes
from generator.records.limits import RECORD_LIMIT
from generator.records.path_patterns import codes_of, file_in, folders_of_provinces
from generator.records.write import record_file

KEY_FILE = "stamp-key.json"
_LONGEST_FILE = 4096
"""Bytes of a file with a passphrase."""


@dataclass(frozen=True)
class KeyPlace:
    """Where a key is kept, and where its passphrase comes from."""

    file: Path
    passphrase_file: Path | None = None
    """None asks for it."""


def key_place(key_file: Path | None, passphrase_file: Path | None) -> KeyPlace:
    """Return where the key is kept: in the user's own folder of settings, unless a file is given."""
    return KeyPlace(key_file or Path(click.get_app_dir("ocop")) / KEY_FILE, passphrase_file)


@contextmanager
def _refusing(console: Console) -> Iterator[None]:
    """Turn what is wrong with a key file, or what the disk refuses, into the end of a command."""
    try:
        yield
    except KeyFileError as error:
        raise RefusedError(error.key, dict(error.values)) from None
    except OSError as error:
        console.cannot_write(error.filename or console.root, error)


def opened_key(console: Console, options: BuildOptions, place: KeyPlace) -> SigningKey:
    """Return the key with which stamps are issued. Raises :class:`RefusedError` where it cannot be had."""
    with _refusing(console):
        _check_place(options, place.file)
        keys.id_in(place.file)
        return keys.open_key(place.file, _passphrase(console, options, place, is_new=False))


def _check_place(options: BuildOptions, path: Path) -> None:
    keys.refuse_place(path, (options.root, options.output))


def _passphrase(console: Console, options: BuildOptions, place: KeyPlace, *, is_new: bool) -> str:
    """Return the passphrase of a key file; a new one is asked for twice. Raises :class:`RefusedError`."""
    if place.passphrase_file:
        _check_place(options, place.passphrase_file)
        passphrase = _first_line(place.passphrase_file)
    elif console.can_ask():
        text = console.text("key-new-passphrase" if is_new else "key-passphrase", path=place.file)
        again = console.text("key-passphrase-again") if is_new else False
        passphrase = click.prompt(text, hide_input=True, confirmation_prompt=again)
    else:
        raise RefusedError("key-cannot-ask")
    if is_new and keys.is_too_short(passphrase):
        raise RefusedError("key-passphrase-short", {"least": keys.SHORTEST_PASSPHRASE})
    return passphrase


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST_FILE).decode("utf-8-sig").splitlines()[0]
    except OSError as error:
        raise RefusedError("key-passphrase-file", {"path": path, "reason": error.strerror}) from None
    except (UnicodeDecodeError, IndexError):
        raise RefusedError("key-passphrase-empty", {"path": path}) from None


# -- commands ------------------------------------------------------------------------------------------


def new(console: Console, options: BuildOptions, place: KeyPlace) -> None:
    """Make a key, its file and its entry in the project."""
    with _refusing(console):
        _check_place(options, place.file)
        secret = keys.new_secret()
        unready = _prepare(console, options, place, secret, place.file)
        try:
            known = _add_key(console, options, keys.key_of(secret))
        except BaseException:
            unready.unlink(missing_ok=True)
            raise
        keys.put_key_file(unready, place.file)
    if known:
        console.note("key-others", keys=", ".join(known))
    _say_made(console, options, keys.key_of(secret), place.file)


def rotate(console: Console, options: BuildOptions, place: KeyPlace) -> None:
    """Make a new key in the place of the one in a file, which is kept beside it."""
    with _refusing(console):
        _check_place(options, place.file)
        former = place.file.with_name(f"{place.file.stem}-{keys.id_in(place.file)}{place.file.suffix}")
        secret = keys.new_secret()
        passphrase = _passphrase(console, options, place, is_new=True)
        # Before anything else: a run that ends here leaves two names of one key, which harm nobody.
        keys.keep_former_file(place.file, former)
        unready = keys.prepare_key_file(place.file, secret, passphrase)
        try:
            _add_key(console, options, keys.key_of(secret))
            unready.replace(place.file)
        finally:
            unready.unlink(missing_ok=True)
        sync_folder(place.file.parent)
    console.say("key-former", path=former)
    _say_made(console, options, keys.key_of(secret), place.file)


def restore(console: Console, options: BuildOptions, place: KeyPlace) -> None:
    """Make the file of a key from its letters on paper. Raises :class:`RefusedError` for an unknown key."""
    with _refusing(console):
        _check_place(options, place.file)
        secret = _typed_secret(console)
        key = keys.key_of(secret)
        with issuing(options, console.waiting(options.root)) as project:
            known = project.records.stamp_keys
            if key.id not in known:
                raise RefusedError("key-paper-unknown", {"key": key.id, **listed("known", known)})
        keys.put_key_file(_prepare(console, options, place, secret, place.file), place.file)
    console.say("key-restored", key=key.id, path=place.file)


def paper(console: Console, options: BuildOptions, place: KeyPlace, *, file: Path) -> None:
    """Write the copy on paper as a PDF, which only its owner may read."""
    with _refusing(console):
        for path in (place.file, file):
            _check_place(options, path)
        if os.path.lexists(file):
            raise RefusedError("key-paper-exists", {"path": file})
        keys.id_in(place.file)
        passphrase = _passphrase(console, options, place, is_new=False)
        secret = keys.read_secret(place.file, passphrase)
        with issuing(options, console.waiting(options.root)) as project:
            site = project.records.site
        publisher = site.record.publisher.get(site.record.languages[0].code) if site else ""
        day = show_day(options.day, "vi")
        page = KeyPaper(keys.key_of(secret).id, keys.paper_lines(secret), publisher, day)
        keys.write_private(file, key_paper(page))
    console.say("key-paper", path=file)


def revoke(
    console: Console, options: BuildOptions, place: KeyPlace, *, identity: str, reason: str, yes: bool
) -> None:
    """Mark a key as leaked and sign the lists of its lots anew with the key of the file."""
    key = opened_key(console, options, place)
    if key.id == identity:
        raise RefusedError("key-revoke-own", {"key": identity})
    with _refusing(console), issuing(options, console.waiting(options.root)) as project:
        _check_other_faults(project)
        records = project.records
        if identity not in records.stamp_keys:
            raise RefusedError("key-revoke-unknown", {"key": identity, **listed("known", records.stamp_keys)})
        check_key(records, key)
        files = Files(project)
        lists = _signed_with(project, files, identity)
        if not yes and not console.agrees("key-revoke-ask", key=identity, lots=len(lists)):
            console.stop(1, "key-revoke-not")
        signer = Signer(key, issuer_of(records), options.day)
        signed = {lot: signer.signed_anew(before) for lot, before in lists.items()}
        contents = list_contents(records, signed)
        if records.stamp_keys[identity].revoked is None:
            contents |= _marked(project, files, identity, RevokedKey(on=options.day, reason=reason))
        files.put(contents)
    console.say("key-revoke-done", key=identity, lots=len(lists), new=key.id)
    batches = [
        batch for before in lists.values() for batch in before.manifest.batches if batch.key == identity
    ]
    stamps = sum(batch.last - batch.first + 1 for batch in batches)
    if stamps:
        console.say("key-revoke-stamps", stamps=stamps)


def show(console: Console, options: BuildOptions, place: KeyPlace) -> None:
    """List the public keys of the project, and which of them the key file has."""
    with _refusing(console), issuing(options, console.waiting(options.root)) as project:
        records = project.records
    for key in records.stamp_keys.values():
        lots = sum(codes.manifest.key == key.id for codes in records.issued_codes.values())
        console.say(
            "key-row",
            key=key.id,
            day=key.made_on,
            lots=lots,
            fingerprint=grouped_fingerprint(key.public_key),
        )
        if key.revoked:
            console.say("key-row-revoked", day=key.revoked.on)
    if not records.stamp_keys:
        console.say("key-none")
    try:
        identity = keys.id_in(place.file)
    except KeyFileError as error:
        console.say(error.key, **error.values)
    else:
        is_known = identity in records.stamp_keys
        console.say("key-in-file" if is_known else "key-in-file-unknown", key=identity, path=place.file)


# -- parts of them -------------------------------------------------------------------------------------


def _prepare(console: Console, options: BuildOptions, place: KeyPlace, secret: bytes, target: Path) -> Path:
    """Write a key file beside its place, after asking for a passphrase; ``target`` must be free."""
    if os.path.lexists(target):
        raise KeyFileError("key-file-exists", path=target)
    passphrase = _passphrase(console, options, place, is_new=True)
    return keys.prepare_key_file(target, secret, passphrase)


def _say_made(console: Console, options: BuildOptions, key: SigningKey, path: Path) -> None:
    shown = grouped_fingerprint(key.public_text)
    console.say("key-made", key=key.id, path=path, file=file_in("", "stamp-keys"), fingerprint=shown)
    console.say("key-next", root=options.root)


def _typed_secret(console: Console) -> bytes:
    """Return the secret that somebody types from paper, line by line; a mistyped line is asked for again."""
    parts: list[bytes] = []
    while len(parts) < keys.LINES:
        typed = click.prompt(console.text("key-line", n=len(parts) + 1, of=keys.LINES))
        lines = typed.split()
        try:
            if not parts and len(lines) == keys.LINES:  # what a reader of QR codes types
                return keys.secret_typed(lines)
            parts.append(keys.line_typed(len(parts), typed))
        except PaperError:
            console.note("key-line-wrong", n=len(parts) + 1)
    return b"".join(parts)


def _add_key(console: Console, options: BuildOptions, key: SigningKey) -> list[str]:
    """Write the public part of a new key into the project; return the ids of those that it has already."""
    with issuing(options, console.waiting(options.root)) as project:
        records = _readable_records(project)
        path = file_in("", "stamp-keys")
        entry = records.of("stamp-keys").get("stamp-keys")
        before: Sequence[StampKey] = entry.record.keys if entry else ()
        new_key = StampKey(id=key.id, public_key=key.public_text, made_on=options.day)
        files = Files(project)
        files.content(path, RECORD_LIMIT)
        files.put({path: _keys_file(StampKeys(id="stamp-keys", keys=(*before, new_key)), path)})
        return [known for known, public in records.stamp_keys.items() if not public.revoked]


def _readable_records(project: Project) -> Records:
    """Return the records. Raises :class:`RefusedError` where the file of public keys cannot be read."""
    records = project.records
    if any(kind == "stamp-keys" for kind, _ in records.faulty):
        raise RefusedError("issue-faults", report=project.report.errors)
    return records


def _keys_file(record: StampKeys, path: str) -> bytes:
    return record_file("stamp-keys", [record], path).encode()


def _check_other_faults(project: Project) -> None:
    """Raise :class:`RefusedError` where the records have other errors than lists of revoked keys."""
    try:
        _ = project.catalogue
    except FaultyProjectError:
        errors = project.report.errors
        if any(fault.code != "CODES-REVOKED" for fault in errors.problems):
            raise RefusedError("issue-faults", report=errors) from None


def _signed_with(project: Project, files: Files, identity: str) -> dict[tuple[str, str], KeptFiles]:
    """Return the lists that a key has signed by product and lot code, also where it is revoked already."""
    root = project.options.root
    all_files = walk(root)[0]
    provinces = folders_of_provinces(all_files)
    paths = [(codes, file) for path, file in all_files.items() if (codes := codes_of(path, provinces))]
    known = project.records.stamp_keys.items()
    public = {key: entry.model_copy(update={"revoked": None}) for key, entry in known}
    read = read_issued_codes(root, paths, public, Cache(None, root)).by_lot.items()
    return {lot: files.kept(codes) for lot, codes in read if codes.manifest.key == identity}


def _marked(project: Project, files: Files, identity: str, revoked: RevokedKey) -> dict[str, bytes]:
    """Return the file that has a key, with the key marked as revoked."""
    for entry in project.records.of("stamp-keys").values():
        if any(key.id == identity for key in entry.record.keys):
            changed = [
                key.model_copy(update={"revoked": revoked}) if key.id == identity else key
                for key in entry.record.keys
            ]
            files.content(entry.file, RECORD_LIMIT)
            record = entry.record.model_copy(update={"keys": tuple(changed)})
            return {entry.file: _keys_file(record, entry.file)}
    return {}


COMMANDS: dict[str, Callable[..., None]] = {
    "new": new,
    "paper": paper,
    "restore": restore,
    "rotate": rotate,
    "revoke": revoke,
    "list": show,
}
"""The commands by their names."""
