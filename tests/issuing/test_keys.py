"""The key of numbered stamps: its file, its paper, its commands, and that no secret gets anywhere else."""

import json
import os
import re
import stat
import subprocess
import unicodedata
from base64 import b32encode, b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from stamps import LOT, RICE, SECRET, key
from tiny import copy_tiny, order, replace

from generator.cli import command_line
from generator.commands.build import build
from generator.commands.issuing import issue_stamps
from generator.issuing import keys
from generator.issuing.issue import WantedStamps, serials_of
from generator.issuing.keys import KeyFileError, PaperError
from generator.issuing.manifest import is_signed_by, read_manifest
from generator.issuing.serials import ALPHABET
from generator.project import FaultyProjectError, open_project

pytestmark = pytest.mark.slow  # each passphrase is stretched on purpose

PASSPHRASE = "ruộng bậc thang mùa nước đổ"
WRONG = "ruộng bậc thang mùa lúa chín"
MANIFEST = f"{RICE}/codes/{LOT}.json"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """A folder outside of the project, with the passphrase in a file."""
    folder = tmp_path / "safe"
    folder.mkdir()
    (folder / "pass.txt").write_text(f"{PASSPHRASE}\n", "utf-8")
    return folder


def write(path: Path, secret: bytes = SECRET) -> None:
    keys.put_key_file(keys.prepare_key_file(path, secret, PASSPHRASE), path)


def why(path: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(KeyFileError) as caught:
        keys.open_key(path, passphrase)
    return caught.value.key


# -- the file ------------------------------------------------------------------------------------------


def test_a_key_file_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    path = tmp_path / "usb" / "stamp-key.json"
    write(path)
    opened = keys.open_key(path, PASSPHRASE)
    assert (opened.id, opened.public_key, opened.master) == (key().id, key().public_key, key().master)
    assert keys.open_key(path, unicodedata.normalize("NFD", PASSPHRASE)).id == key().id
    assert keys.id_in(path) == key().id
    assert why(path, WRONG) == "key-passphrase-wrong"
    assert why(path, f"{PASSPHRASE} ") == "key-passphrase-wrong"
    assert why(tmp_path / "other") == "key-file-missing"
    assert why(tmp_path / "usb") == "key-file-unreadable"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_two_files_of_one_secret_have_nothing_in_common(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name)
    first, second = (json.loads((tmp_path / name).read_bytes()) for name in ("a", "b"))
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] == second[name]} == {"format", "kdf", "cipher", "id"}


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "stamp-key.json"
    write(path)
    before = path.read_bytes()
    unready = keys.prepare_key_file(tmp_path / "other", bytes(32), PASSPHRASE)
    with pytest.raises(KeyFileError, match="key-file-exists"):
        keys.put_key_file(unready, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_spoilt_key_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stamp-key.json"
    write(path)
    good = json.loads(path.read_bytes())
    tries: list[bytes] = [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b" " * 20_000]
    tries += [json.dumps({**good, **change}).encode() for change in CHANGES]
    tries += [json.dumps({name: good[name] for name in good if name != left}).encode() for left in good]
    # Whatever the file asks for, no more than the usual memory is taken.
    stretched = keys._stretched
    monkeypatch.setattr(
        keys, "_stretched", lambda word, salt: b"" if len(salt) != 16 else stretched(word, salt)
    )
    for content in tries:
        path.write_bytes(content)
        assert why(path) == "key-file-spoilt", content[:200]
    for name in ("salt", "nonce", "secret"):
        part = bytearray(b64decode(good[name]))
        part[0] ^= 1
        path.write_text(json.dumps({**good, name: b64encode(part).decode()}))
        assert why(path) == "key-passphrase-wrong", name
    path.write_text(json.dumps({**good, "id": "k-0000000000"}))
    assert why(path) == "key-passphrase-wrong"


CHANGES: list[dict[str, Any]] = [
    {"kdf": "scrypt n=1073741824 r=8 p=1"},
    {"format": 2},
    {"cipher": "none"},
    {"salt": ""},
    {"nonce": "AAAA"},
    {"secret": 7},
    {"secret": "*"},
    {"id": 7},
    {"more": ""},
]


def test_short_passphrases() -> None:
    assert keys.is_too_short("mật khẩu    ")
    assert keys.is_too_short("11 chữ cái.")
    assert not keys.is_too_short("12 chữ cái..")
    # Letters count as people see them.
    assert keys.is_too_short(unicodedata.normalize("NFD", "ắằẳẵặấầẩẫậ"))


# -- places --------------------------------------------------------------------------------------------


def test_no_secret_lies_in_a_project_or_a_repository(tmp_path: Path) -> None:
    root, output, repository = tmp_path / "site", tmp_path / "output", tmp_path / "repository"
    for folder in (root / "content", output, repository / "deep"):
        folder.mkdir(parents=True)
    (repository / ".git").write_text("gitdir: elsewhere")  # a worktree's or submodule's
    (tmp_path / "link").symlink_to(root / "content")
    (tmp_path / "file").symlink_to(root / "stamp-key.json")

    def refusal(path: Path) -> str:
        try:
            keys.refuse_place(path, (root, output))
        except KeyFileError as error:
            return error.key
        return ""

    assert refusal(tmp_path / "usb" / "key.json") == ""
    for path in (
        "site",
        "site/key.json",
        "site/content/deep/key.json",
        "output/key.json",
        "link/key.json",
        "file",
    ):
        assert refusal(tmp_path / path) == "key-place-project", path
    assert refusal(tmp_path / "site/../output/x") == "key-place-project"
    assert refusal(repository / "deep" / "key.json") == "key-place-git"
    assert refusal(repository / "key.json") == "key-place-git"


# -- paper ---------------------------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=50, deadline=None)
def test_letters_on_paper_are_the_secret(secret: bytes) -> None:
    lines = keys.paper_lines(secret)
    assert keys.secret_typed(lines) == secret
    assert keys.secret_typed([f" {line.lower().replace('-', ' ')}" for line in lines]) == secret


def test_every_slip_in_a_line_is_told() -> None:
    for number, line in enumerate(keys.paper_lines(SECRET)):
        letters = line.replace("-", "")
        slips = {
            letters[:place] + other + letters[place + 1 :] for place in range(7) for other in ALPHABET
        } - {letters}
        for place in range(6):
            swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
            slips |= {swapped} - {letters}
        slips |= {letters[:-1], letters + "0", ""}
        for slip in slips:
            with pytest.raises(PaperError):
                keys.line_typed(number, slip)
        with pytest.raises(PaperError):
            keys.line_typed(number ^ 1, line)


def test_a_wrong_number_of_lines_is_told() -> None:
    lines = keys.paper_lines(SECRET)
    for wrong in (lines[:-1], [*lines, lines[0]], [lines[1], lines[0], *lines[2:]]):
        with pytest.raises(PaperError):
            keys.secret_typed(wrong)


def test_what_is_derived_stays_the_same_for_ever() -> None:
    """Another outcome would make every stamp that is on packs unknown."""
    assert key().public_text == "DYoxoSfcSuGQkqjH2dS8i5mR/5E0YIIlRjCdIFRjzT4="
    assert key().id == "k-4ee478aaff"
    assert key().master.hex() == MASTER
    assert b64encode(key().sign(b"manifest")).decode() == SIGNATURE
    assert keys.paper_lines(SECRET)[1] == "420A-1G77"


MASTER = "efbc5e0f02818e8d86f33ff6a1aef05d3c40107f15b83ceca92a7770057c56f5"
SIGNATURE = "naogescR1nPvFRX0l7SigzhqCMaAEUHMSwqJxKsJy47HdxuE1tW3AYIxxPldic+l57hAunhHvlJxmrwyblEtCQ=="


# -- commands ------------------------------------------------------------------------------------------


def run(
    site: Path, safe: Path, *words: str, typed: str = "", language: str = "en", file: str = "k.json"
) -> Result:
    """Run ``ocop keys`` with the key file and the passphrase of the safe."""
    more = [
        "--key-file",
        str(safe / file),
        "--passphrase-file",
        str(safe / "pass.txt"),
        "--day",
        "2026-11-21",
    ]
    return CliRunner().invoke(
        command_line(language), ["--root", str(site), "keys", *words, *more, "--lang", language], input=typed
    )


def issue(site: Path, safe: Path, number: str, copies: int = 2, file: str = "k.json") -> list[str]:
    """Issue stamps and return their serials."""
    opened = keys.open_key(safe / file, PASSPHRASE)
    wanted = [WantedStamps("gao-mau", LOT, copies, numbered=True)]
    [given] = issue_stamps(order(site, site / "output"), wanted, order=number, use="tem", key=opened)
    return list(serials_of(opened, given))


def faults(site: Path) -> list[str]:
    with open_project(order(site, site / "output")) as project:
        with suppress(FaultyProjectError):
            _ = project.catalogue
        return [fault.code for fault in project.report.problems if fault.is_error]


def manifest(site: Path) -> tuple[Any, str, str]:
    return read_manifest((site / MANIFEST).read_bytes())


def test_a_key_is_made_listed_and_used(site: Path, safe: Path) -> None:
    done = run(site, safe, "new")
    assert done.exit_code == 0, done.output
    identity = keys.id_in(safe / "k.json")
    assert identity in done.stdout
    assert str(safe / "k.json") in done.stdout
    assert faults(site) == []
    issue(site, safe, "00000001")
    listed = run(site, safe, "list").stdout
    assert f"{identity}: made on 21 November 2026; lots whose lists it signs: 1" in listed
    assert f"has the key {identity}." in listed
    again = run(site, safe, "new")
    assert (again.exit_code, "no key is ever overwritten" in again.stderr) == (1, True)
    more = run(site, safe, "new", file="k2.json")
    assert more.exit_code == 0
    assert identity in more.stderr
    assert (site / "content/stamp-keys.yaml").read_text("utf-8").count("public_key:") == 2


def test_a_key_that_was_replaced_still_verifies_and_prints(site: Path, safe: Path) -> None:
    run(site, safe, "new")
    old = keys.open_key(safe / "k.json", PASSPHRASE)
    serials = issue(site, safe, "00000001")
    assert run(site, safe, "rotate").exit_code == 0
    new = keys.open_key(safe / "k.json", PASSPHRASE)
    former = safe / f"k-{old.id}.json"
    assert keys.open_key(former, PASSPHRASE).id == old.id != new.id
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in safe.glob("k*.json")} == {0o600}
    assert faults(site) == [], "the list that the old key signed is as good as before"
    _, signed, signature = manifest(site)
    assert is_signed_by(old.public_key, signed, signature)
    issue(site, safe, "00000002")
    told, signed, signature = manifest(site)
    assert is_signed_by(new.public_key, signed, signature)
    assert [batch.key for batch in told.batches] == [old.id, new.id]
    assert faults(site) == []
    # The same order again, from the ledger and the former key.
    assert issue(site, safe, "00000001", file=former.name) == serials


def test_a_key_is_replaced_after_a_run_that_was_ended_at_any_step(
    site: Path, safe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However far a run came: the next one replaces the key, and no secret is lost."""
    run(site, safe, "new")
    secrets = {keys.read_secret(safe / "k.json", PASSPHRASE)}
    for step in ("write_private", "put_key_file", "keep_former_file", "prepare_key_file"):
        for before in (True, False):
            with monkeypatch.context() as patched:
                real = getattr(keys, step)

                def ended(*given: Any, real: Any = real, before: bool = before) -> None:
                    if not before:
                        real(*given)
                    raise KeyboardInterrupt

                patched.setattr(keys, step, ended)
                assert run(site, safe, "rotate").exit_code == 1
            assert keys.read_secret(safe / "k.json", PASSPHRASE) in secrets
        done = run(site, safe, "rotate")
        assert done.exit_code == 0, (step, done.output)
        secrets.add(keys.read_secret(safe / "k.json", PASSPHRASE))
        assert secrets == {keys.read_secret(path, PASSPHRASE) for path in safe.glob("k*.json")}, step


def test_a_leaked_key_is_revoked_and_its_lists_are_signed_anew(site: Path, safe: Path) -> None:
    run(site, safe, "new")
    old = keys.id_in(safe / "k.json")
    issue(site, safe, "00000001", copies=3)
    reason = ("--reason", "mất máy", "--yes")
    own = run(site, safe, "revoke", old, *reason)
    assert (own.exit_code, "ocop keys rotate" in own.stderr) == (1, True)
    run(site, safe, "rotate")
    unknown = run(site, safe, "revoke", "k-0000000000", *reason)
    assert (unknown.exit_code, old in unknown.stderr) == (1, True)
    unasked = run(site, safe, "revoke", old, *reason[:2])
    assert (unasked.exit_code, faults(site)) == (1, [])
    done = run(site, safe, "revoke", old, *reason)
    assert done.exit_code == 0, done.output
    assert "issued with it (3)" in done.stdout
    new = keys.open_key(safe / "k.json", PASSPHRASE)
    told, signed, signature = manifest(site)
    assert (told.key, [batch.key for batch in told.batches]) == (new.id, [old])
    assert is_signed_by(new.public_key, signed, signature)
    assert faults(site) == []
    text = (site / "content/stamp-keys.yaml").read_text("utf-8")
    assert "mất máy" in text
    refused = run(site, safe, "revoke", new.id, *reason, file=f"k-{old}.json")
    assert (refused.exit_code, "was revoked on" in refused.stderr) == (1, True)
    assert (site / "content/stamp-keys.yaml").read_text("utf-8") == text


def test_a_key_marked_by_hand_is_an_error_that_revoke_mends(site: Path, safe: Path) -> None:
    run(site, safe, "new")
    old = keys.id_in(safe / "k.json")
    issue(site, safe, "00000001")
    run(site, safe, "rotate")
    replace(
        site / "content/stamp-keys.yaml",
        f"- id: {old}\n",
        f"- id: {old}\n  revoked: {{on: 2026-11-21, reason: mất}}\n",
    )
    assert faults(site) == ["CODES-REVOKED"]
    assert run(site, safe, "revoke", old, "--reason", "mất máy", "--yes").exit_code == 0
    assert faults(site) == []


def test_a_key_comes_back_from_paper(site: Path, safe: Path) -> None:
    run(site, safe, "new")
    secret = keys.read_secret(safe / "k.json", PASSPHRASE)
    first = issue(site, safe, "00000001")
    (safe / "k.json").unlink()
    lines = keys.paper_lines(secret)
    typed = [lines[0], "ABCD-EFGH", *(line.lower() for line in lines[1:])]
    done = run(site, safe, "restore", typed="\n".join([*typed, ""]))
    assert done.exit_code == 0, done.output
    assert "Line 2 was mistyped" in done.stderr
    assert issue(site, safe, "00000001") == first
    # As a reader of QR codes types it.
    (safe / "k.json").unlink()
    assert run(site, safe, "restore", typed=" ".join(lines) + "\n").exit_code == 0
    assert keys.read_secret(safe / "k.json", PASSPHRASE) == secret
    other = " ".join(keys.paper_lines(bytes(32)))
    (safe / "k.json").unlink()
    refused = run(site, safe, "restore", typed=f"{other}\n")
    assert (refused.exit_code, (safe / "k.json").exists()) == (1, False)
    assert "Compare the id on the paper" in refused.stderr


def test_the_paper_copy_is_one_page_that_only_its_owner_reads(site: Path, safe: Path) -> None:
    run(site, safe, "new")
    done = run(site, safe, "paper", str(safe / "paper.pdf"))
    assert done.exit_code == 0, done.output
    if os.name == "posix":
        assert stat.S_IMODE((safe / "paper.pdf").stat().st_mode) == 0o600
    text = subprocess.run(
        ["pdftotext", "-layout", str(safe / "paper.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    pages = unicodedata.normalize("NFC", text).split("\f")
    assert len(pages) == 2
    assert "cất trong tủ khóa" in pages[0]
    assert keys.id_in(safe / "k.json") in pages[0]
    letters = re.sub(r"\s", "", pages[0])
    secret = keys.read_secret(safe / "k.json", PASSPHRASE)
    assert [line for line in keys.paper_lines(secret) if line not in letters] == []
    again = run(site, safe, "paper", str(safe / "paper.pdf"))
    assert again.exit_code == 1
    inside = run(site, safe, "paper", str(site / "paper.pdf"))
    assert (inside.exit_code, "No key is kept at" in inside.stderr) == (1, True)
    assert not (site / "paper.pdf").exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_wrong_is_told_in_one_sentence(site: Path, safe: Path, language: str) -> None:
    run(site, safe, "new")
    (safe / "wrong.txt").write_text(WRONG, "utf-8")
    (safe / "short.txt").write_text("ngắn", "utf-8")
    (safe / "empty.txt").write_text("", "utf-8")
    (site / "pass.txt").write_text(PASSPHRASE, "utf-8")
    (safe / "spoilt.json").write_text("{}")

    def refusal(*words: str) -> str:
        before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        done = CliRunner().invoke(
            command_line(language), ["keys", *words, "--root", str(site), "--lang", language]
        )
        assert done.exit_code == 1
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        after = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        assert after == before
        return done.stderr

    def with_files(file: str, passphrase: str) -> tuple[str, ...]:
        return ("--key-file", str(safe / file), "--passphrase-file", str(safe / passphrase))

    revoke = ("revoke", "k-0123456789", "--reason", "x", "--yes")
    sentences = [
        refusal(*revoke, *with_files("k.json", "wrong.txt")),
        refusal(*revoke, *with_files("spoilt.json", "pass.txt")),
        refusal(*revoke, *with_files("none.json", "pass.txt")),
        refusal(*revoke, *with_files("k.json", "none.txt")),
        refusal(*revoke, *with_files("k.json", "empty.txt")),
        refusal(*revoke, *with_files("k.json", "../site/pass.txt")),
        refusal("new", *with_files("../site/k.json", "pass.txt")),
        refusal("new", *with_files("new.json", "short.txt")),
        refusal("new", "--key-file", str(safe / "new.json")),
        refusal("new", *with_files("k.json", "pass.txt")),
    ]
    assert len(set(sentences)) == len(sentences)
    assert not (safe / "new.json").exists()
    assert not list(safe.glob(".*"))


def test_a_full_disk_leaves_no_key_without_its_entry(
    site: Path, safe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        assert run(site, safe, "new").exit_code == 1
    assert sorted(path.name for path in safe.iterdir()) == ["pass.txt"]
    assert not (site / "content/stamp-keys.yaml").exists()


@pytest.mark.parametrize("words", ["keys list", "keys revoke k-0 --reason x --yes", "stamps withdraw MU0001"])
def test_a_disk_that_refuses_is_told(
    site: Path, safe: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "x")

    run(site, safe, "new")
    issue(site, safe, "00000001")
    files = ["--key-file", str(safe / "k.json"), "--passphrase-file", str(safe / "pass.txt")]
    more = [*words.split(), *files, "--root", str(site), "--lang", "en"]
    more += [LOT, "1", "2", "--reason", "mất"] if "withdraw" in words else []
    if "list" in words:
        more = [word for word in more if word not in files[2:]]
    monkeypatch.setattr("generator.commands.issuing.changing", full)
    done = CliRunner().invoke(command_line("en"), more)
    assert done.exit_code == 1
    assert not isinstance(done.exception, OSError)
    assert "No space left on device" in done.stderr


# -- no secret anywhere else ---------------------------------------------------------------------------


def forms(secret: bytes) -> list[bytes]:
    """How a secret could be written."""
    texts = [secret.hex(), b64encode(secret).decode(), b32encode(secret).decode().rstrip("=")]
    return [secret, *(form for text in texts for form in (text.encode(), text.upper().encode()))]


def test_no_secret_gets_into_project_output_git_cache_or_messages(
    site: Path, safe: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    said = [run(site, safe, "new").output]
    secret = keys.read_secret(safe / "k.json", PASSPHRASE)
    opened = keys.key_of(secret)
    serials = issue(site, safe, "00000001")
    said += [
        run(site, safe, "list").output,
        run(site, safe, "paper", str(safe / "paper.pdf")).output,
        run(site, safe, "rotate").output,
        run(site, safe, "revoke", opened.id, "--reason", "mất", "--yes").output,
        repr(opened),
    ]
    secrets = [secret, keys.read_secret(safe / "k.json", PASSPHRASE)]
    (safe / "k.json").unlink()
    said += [run(site, safe, "restore", typed=" ".join(keys.paper_lines(secret)) + "\n").output]
    # What a terminal shows of the line that somebody types is no message of ours.
    said[-1] = said[-1].replace(" ".join(keys.paper_lines(secret)), "")
    assert not build(order(site, tmp_path / "output", cache)).report.failed
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=site, check=True)
    git = subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x"], cwd=site, check=True
    )
    assert git.returncode == 0
    packed = subprocess.run(
        ["git", "cat-file", "--batch", "--batch-all-objects"], cwd=site, capture_output=True, check=True
    ).stdout
    places = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    places = {path: data for path, data in places.items() if not path.startswith(str(safe))}
    places |= {"git": packed, "messages": "\n".join(said).encode()}
    assert len(places) > 100
    seeds = [keys._derived(secret, keys._SIGNATURE) for secret in secrets]
    masters = [keys.key_of(secret).master for secret in secrets]
    searched = [form for part in (*secrets, *masters, *seeds) for form in forms(part)]
    lines = [line for secret in secrets for line in keys.paper_lines(secret)]
    searched += [part.encode() for line in lines for part in (line, line.replace("-", ""))]
    searched += [PASSPHRASE.encode(), unicodedata.normalize("NFD", PASSPHRASE).encode()]
    # Serials are on stamps: whoever reads the project must not be able to print them all.
    searched += [serial.encode() for serial in serials]

    def leaks() -> list[str]:
        return [path for path, data in places.items() if any(form in data for form in searched)]

    assert leaks() == []
    for form in searched:
        places["a log"] = b"x" + form + b"x"
        assert leaks() == ["a log"], "the search itself finds nothing"


# -- backups -------------------------------------------------------------------------------------------


def test_a_backup_keeps_codes(site: Path, safe: Path, tmp_path: Path) -> None:
    run(site, safe, "new")
    issue(site, safe, "00000001")
    for words in (
        ["backup", str(tmp_path / "b.zip"), "--root", str(site)],
        ["restore", str(tmp_path / "b.zip"), str(tmp_path / "again")],
    ):
        done = CliRunner().invoke(command_line("en"), words)
        assert done.exit_code == 0, done.output
    kept = [f"{RICE}/codes/{LOT}.json", f"{RICE}/codes/{LOT}.codes", "content/stamp-keys.yaml"]
    for path in (*kept, "products/ledger.yaml"):
        assert (tmp_path / "again" / path).read_bytes() == (site / path).read_bytes()
    assert faults(tmp_path / "again") == []
    issue(tmp_path / "again", safe, "00000002")
    assert faults(tmp_path / "again") == []


def test_git_changes_no_byte_of_a_list(tmp_path: Path) -> None:
    """On Windows git writes two bytes for the end of a line; a short list can look like text."""
    root = tmp_path / "site"
    (root / "codes").mkdir(parents=True)
    (root / ".gitattributes").write_bytes((PROJECT / "generator/starter/gitattributes").read_bytes())
    (root / "codes" / f"{LOT}.codes").write_bytes(b"0123456789a\n")
    windows = ["-c", "core.autocrlf=true", "-c", "user.name=x", "-c", "user.email=x@y"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *windows, *words], cwd=root, check=True)
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", root, tmp_path / "again"], check=True)
    assert (tmp_path / "again" / "codes" / f"{LOT}.codes").read_bytes() == b"0123456789a\n"
