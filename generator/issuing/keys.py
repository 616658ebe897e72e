"""The secret of an office's numbered stamps: what is derived from it, and the file that keeps it.

One secret of 32 random bytes gives both the key that signs manifests and the master from which serials are
derived. It lies in one file, encrypted with a passphrase, outside of the project and of any repository;
letters on paper (:func:`paper_lines`) are its copy. Nothing here writes it anywhere else.
"""

import json
import os
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.disk import naming, sync_folder
from generator.issuing.serials import ALPHABET, as_meant

# Late in functions: few commands need it, and it takes longer to import than the rest of this package.
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET_BYTES = 32
SHORTEST_PASSPHRASE = 12
"""Letters of a passphrase."""
_SCRYPT = {"n": 2**17, "r": 8, "p": 1}
"""Costs 128 MiB and some 0.4 s for each passphrase that somebody tries."""
_HEAD: dict[str, Any] = {"format": 1, "kdf": "scrypt n=131072 r=8 p=1", "cipher": "AES-256-GCM"}
"""Members by which a key file is known. The costs are fixed: one that named others could stop a machine."""
_SIGNATURE, _SERIALS = b"ocop stamps 1: signature", b"ocop stamps 1: serials"
"""What the two secrets that are derived are for (``info`` of HKDF, RFC 5869)."""
_SALT_BYTES, _NONCE_BYTES = 16, 12
_LARGEST = 10_000
"""Bytes of a key file, which has some 400."""
ID_DIGITS = 10
"""Hexadecimal digits of a key's id: it follows from the public key."""
BYTES_IN_LINE = 4
LINES = SECRET_BYTES // BYTES_IN_LINE
_LETTERS_IN_LINE = 7
"""35 bits: the number of the line, from 0 to 7, and its four bytes."""
_CHECKS = f"{ALPHABET}*~$=U"
"""Check letters of Crockford's base 32, for remainders by 37.

A wrong letter, or two that changed places, give another one."""


class KeyFileError(Exception):
    """Raised where a key cannot be had or kept; ``key`` names the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values


class PaperError(ValueError):
    """Raised for a line of letters that was mistyped."""


@dataclass(frozen=True)
class SigningKey:
    """A key that is open: it signs manifests and gives serials."""

    id: str
    public_key: bytes
    master: bytes = field(repr=False)
    """The secret from which serials are derived."""
    _private: "Ed25519PrivateKey" = field(repr=False, compare=False)

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature of 64 bytes."""
        return self._private.sign(data)

    @property
    def public_text(self) -> str:
        """The public key as records write it."""
        return b64encode(self.public_key).decode()


def new_secret() -> bytes:
    """Return a new secret."""
    return secrets.token_bytes(SECRET_BYTES)


def key_of(secret: bytes) -> SigningKey:
    """Return the key that a secret gives."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(_derived(secret, _SIGNATURE))
    public = private.public_key().public_bytes_raw()
    return SigningKey(id_of(public), public, _derived(secret, _SERIALS), private)


def id_of(public_key: bytes) -> str:
    """Return the id of a key."""
    return f"k-{sha256(public_key).hexdigest()[:ID_DIGITS]}"


def _derived(secret: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=SECRET_BYTES, salt=None, info=purpose).derive(secret)


# -- the file ------------------------------------------------------------------------------------------


def open_key(path: Path, passphrase: str) -> SigningKey:
    """Return the key of a file. Raises :class:`KeyFileError` like :func:`read_secret`."""
    return key_of(read_secret(path, passphrase))


def read_secret(path: Path, passphrase: str) -> bytes:
    """Return the secret of a key file.

    Raises :class:`KeyFileError` where there is no file, it is none of ours or spoilt, or the passphrase is
    another one.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    parts = _parts(path)
    key = _stretched(passphrase, b64decode(parts["salt"]))
    try:
        secret = AESGCM(key).decrypt(
            b64decode(parts["nonce"]), b64decode(parts["secret"]), _bound(parts["id"])
        )
    except InvalidTag:
        raise KeyFileError("key-passphrase-wrong", path=path) from None
    if key_of(secret).id != parts["id"]:
        raise KeyFileError("key-file-spoilt", path=path)
    return secret


def id_in(path: Path) -> str:
    """Return the id of the key in a file, without its passphrase. Raises like :func:`read_secret`."""
    return _parts(path)["id"]


def _parts(path: Path) -> dict[str, str]:
    """Return what a key file says. Raises :class:`KeyFileError`."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # opening a pipe waits without end
            raise KeyFileError("key-file-spoilt", path=path)
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        raise KeyFileError("key-file-missing", path=path) from None
    except OSError as error:
        raise KeyFileError("key-file-unreadable", path=path, reason=error.strerror) from None
    try:
        parts = json.loads(content[: _LARGEST + 1].decode())
        head = {name: parts.pop(name) for name in _HEAD}
        lengths = [len(b64decode(parts[name], validate=True)) for name in ("salt", "nonce", "secret")]
        is_ours = set(parts) == {"id", "salt", "nonce", "secret"} and isinstance(parts["id"], str)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyFileError("key-file-spoilt", path=path) from None
    if head != _HEAD or not is_ours or lengths[:2] != [_SALT_BYTES, _NONCE_BYTES]:
        raise KeyFileError("key-file-spoilt", path=path)
    result: dict[str, str] = parts
    return result


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    # The same letters may be typed with their marks apart.
    written = unicodedata.normalize("NFC", passphrase).encode(errors="surrogatepass")
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(written)


def _bound(identity: str) -> bytes:
    """Return what is authenticated beside the secret."""
    return json.dumps([*_HEAD.values(), identity]).encode()


def is_too_short(passphrase: str) -> bool:
    """Whether a passphrase could be found by trying."""
    return len(unicodedata.normalize("NFC", passphrase).strip()) < SHORTEST_PASSPHRASE


def prepare_key_file(path: Path, secret: bytes, passphrase: str) -> Path:
    """Write the file of a key beside its place, and return where; :func:`put_key_file` puts it there.

    Only its owner may read it. Raises ``OSError`` where none can be written.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    identity = key_of(secret).id
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    encrypted = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, secret, _bound(identity))
    parts = {"salt": salt, "nonce": nonce, "secret": encrypted}
    file = {**_HEAD, "id": identity, **{name: b64encode(part).decode() for name, part in parts.items()}}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unready = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    write_private(unready, (json.dumps(file, indent=1) + "\n").encode())
    return unready


def keep_former_file(path: Path, former: Path) -> None:
    """Keep a key file under another name, whole or not at all.

    It may lie there from a run that was ended. Raises :class:`KeyFileError` where another file does.
    """
    content = path.read_bytes()
    if former.is_file() and former.read_bytes() == content:
        return
    copy = former.with_name(f".{former.name}.{secrets.token_hex(8)}.new")
    write_private(copy, content)
    put_key_file(copy, former)


def put_key_file(unready: Path, path: Path) -> None:
    """Put a file of a key in its place. Raises :class:`KeyFileError` where one is there by now."""
    try:
        try:
            os.link(unready, path)
        except FileExistsError:
            raise
        except OSError:
            if os.path.lexists(path):
                raise FileExistsError from None
            unready.rename(path)  # a disk without second names
    except FileExistsError:
        raise KeyFileError("key-file-exists", path=path) from None
    finally:
        unready.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read, down to the disk; nothing is left if that fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with naming(path), os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def refuse_place(path: Path, forbidden: Iterable[Path]) -> None:
    """Raise :class:`KeyFileError` where a secret would lie in a project, in its output or in a repository.

    ``forbidden`` are the folders of the first two. Links are followed.
    """
    real = Path(os.path.realpath(path))
    for folder in (Path(os.path.realpath(folder)) for folder in forbidden):
        if folder == real or folder in real.parents:
            raise KeyFileError("key-place-project", path=path, folder=folder)
    for folder in real.parents:
        if os.path.lexists(folder / ".git"):
            raise KeyFileError("key-place-git", path=path, folder=folder)


# -- the copy on paper ---------------------------------------------------------------------------------


def paper_lines(secret: bytes) -> list[str]:
    """Return a secret as eight lines of eight letters, each with its number inside and a check letter."""
    parts = (secret[start : start + BYTES_IN_LINE] for start in range(0, SECRET_BYTES, BYTES_IN_LINE))
    return [_line(number, part) for number, part in enumerate(parts)]


def _line(number: int, part: bytes) -> str:
    value = number << 8 * BYTES_IN_LINE | int.from_bytes(part, "big")
    letters = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(_LETTERS_IN_LINE)))
    return f"{letters[:4]}-{letters[4:]}{_CHECKS[value % len(_CHECKS)]}"


def line_typed(number: int, typed: str) -> bytes:
    """Return the bytes of a line, whose number counts from 0. Raises :class:`PaperError` for a slip."""
    letters = as_meant(typed)
    value = 0
    for letter in letters[:-1]:
        value = value * 32 + ALPHABET.find(letter)
    is_whole = len(letters) == _LETTERS_IN_LINE + 1 and set(letters[:-1]) <= set(ALPHABET)
    is_right = is_whole and _CHECKS[value % len(_CHECKS)] == letters[-1]
    if not is_right or value >> 8 * BYTES_IN_LINE != number:
        raise PaperError
    return value.to_bytes(BYTES_IN_LINE + 1, "big")[1:]


def secret_typed(lines: Sequence[str]) -> bytes:
    """Return the secret of eight lines. Raises :class:`PaperError`."""
    if len(lines) != LINES:
        raise PaperError
    return b"".join(line_typed(number, line) for number, line in enumerate(lines))
