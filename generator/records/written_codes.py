"""Trace codes in files that cannot be read as records, so that no such code is given a second time."""

import re

from generator.catalogue.ids import full_id

_OWN = re.compile(r"^[\"']?(?:code|former_codes)\b.*(?:\n[ \t-].*)*", re.MULTILINE)
_PRINTED = re.compile(r"address\W+/p/(?:[a-z0-9-]+/)?[A-Z]{2}[0-9]{4,6}\b")
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{4,6}(?![A-Za-z0-9])")
_SAMPLE = re.compile(r"^sample:\s*true\b", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\s)#.*")


def sample_by_written_code(content: bytes, folder: str) -> dict[str, bool]:
    """Return whether a faulty product or ledger says that it is a sample, by each trace code in it.

    Before each code stands ``folder``, that of its province.
    """
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\r\n", "\n")
    sample = bool(_SAMPLE.search(text))
    passages = [match[0] for match in (*_OWN.finditer(text), *_PRINTED.finditer(text))]
    codes = {code.upper() for passage in passages for code in _CODE.findall(_COMMENT.sub("", passage))}
    return {full_id(folder, code): sample for code in codes}
