"""Seals the archives: age encrypts them to a public key, and only the secret one opens them.

The secret key is in a file that stays elsewhere: whoever takes the backups reads nothing in them.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

HEAD = b"age-encryption.org/"  # how a sealed file begins


class NotOpened(Exception):
    """A sealed file cannot be opened; the message says why."""


def new_key(path: Path) -> str:
    """Writes a new secret key in a file that must not exist; returns the public key to publish."""
    import pyrage

    secret = pyrage.x25519.Identity.generate()
    public = str(secret.to_public())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{secret}\n")
    return public


@contextmanager
def sealed(file: BinaryIO, key: str) -> Iterator[BinaryIO]:
    """Yields a file to write in: what is written arrives in `file`, sealed when there is a key.

    It goes through a pipe, so that nothing readable is ever on the disk of the backups.
    """
    if not key:
        yield file
        return
    inner, outer = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        sealing = pool.submit(_seal, inner, file, key)
        with suppress(BrokenPipeError), os.fdopen(outer, "wb") as sink:
            yield sink
        sealing.result()  # raises what stopped it, such as a full disk


def _seal(inner, file, key):
    import pyrage

    try:
        with os.fdopen(inner, "rb") as source:
            pyrage.encrypt_io(source, file, [pyrage.x25519.Recipient.from_str(key)])
    except pyrage.EncryptError as error:  # a disk that refuses
        raise OSError(str(error)) from error


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(HEAD)) == HEAD


def unseal(path: Path, target: Path, *, identity: Path) -> None:
    """Writes the content of a sealed file; `identity` is the file of the secret key."""
    import pyrage

    try:
        lines = identity.read_text(encoding="ascii").split("\n")
        secrets = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
        keys = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
        if not keys:
            raise NotOpened(f"{identity} ne contient pas de clé secrète (AGE-SECRET-KEY-…).")
        with path.open("rb") as source, target.open("xb") as sink:
            pyrage.decrypt_io(source, sink, keys)
    except (pyrage.DecryptError, pyrage.IdentityError, OSError, ValueError) as error:
        raise NotOpened(f"Cette clé n’ouvre pas cette archive : {error}.") from error
