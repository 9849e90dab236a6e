"""From a data file's bytes to its text: what program saved it in which encoding."""

from __future__ import annotations

import re

from pipeline.problems import Severity
from pipeline.sheets.sheet import Fault, Wrong

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What is often given a `.csv` that it is not.
_BINARY = (
    (b"PK\x03\x04", "an Excel or OpenDocument workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "compressed"),
    (b"SQLite format", "a database"),
)
# Encodings that may be asked for: those that text is saved in, none that unpack or rewrite.
_KNOWN = re.compile(
    r"utf-?8(-sig)?|utf-?16(-?[bl]e)?|(windows-?|cp)125[0-8]|cp(437|850|852|855|866)|iso-?8859-?(1[013-6]|[1-9])"
    r"|latin-?1|ascii|koi8-[ru]|mac-?roman|shift-?jis|cp932|euc-(jp|kr)|gbk|gb18030|big5|cp949"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
_MOST_CONTROLS = 0.005  # of a text; more than that is no text
_SAVE = "save it as UTF-8: in Excel, “CSV UTF-8 (comma delimited)”"


def decoded(data: bytes, encoding: str | None, faults: list[Fault]) -> str:
    """``data`` as text with line feeds. Raises :class:`Wrong` where it is none."""
    kind = next((kind for magic, kind in _BINARY if data.startswith(magic)), None)
    if kind:
        raise Wrong("csv-binary", None, f"it is no text but {kind}", "save the table as CSV")
    text = _asked(data, encoding) if encoding else _guessed(data, faults)
    controls = _CONTROL.findall(text)
    if controls:
        first = _CONTROL.search(text)
        line = text.count("\n", 0, first.start()) + 1 if first else 1
        if "\0" in controls or len(controls) > _MOST_CONTROLS * len(text):
            what = "a NUL byte" if "\0" in controls else f"{len(controls)} control characters"
            raise Wrong("csv-binary", line, f"{what}: this is no text, or a damaged one", _SAVE)
        what = f"the control character U+{ord(controls[0]):04X} is left out, and all {len(controls)} like it"
        faults.append(Fault(Severity.WARNING, "csv-control", line, what, "delete it"))
        text = _CONTROL.sub("", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _asked(data: bytes, encoding: str) -> str:
    name = encoding.strip().lower().replace("_", "-")
    if not _KNOWN.fullmatch(name):
        hint = "utf-8, utf-16, windows-1252, iso-8859-1, shift-jis and their like"
        raise Wrong("csv-encoding", None, f"`{encoding}` is no encoding of text that is known", hint)
    try:
        return data.decode(name.replace("windows-", "cp")).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        what = f"byte 0x{data[fault.start]:02x} is none of {encoding}"
        raise Wrong("csv-encoding", line, what, "leave `encoding` out, or name the right one") from fault


def _guessed(data: bytes, faults: list[Fault]) -> str:
    """By its byte-order mark, else UTF-8, else Windows-1252, as Excel saves “CSV”; that is told."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(marked)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        what = f"byte 0x{data[fault.start]:02x} is not UTF-8"
        if marked != "utf-8" or b"\0" in data:
            raise Wrong("csv-binary", line, f"{what}: this is no text, or a damaged one", _SAVE) from fault
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise Wrong("csv-encoding", line, f"{what}, and it is not Windows-1252 either", _SAVE) from fault
    hint = f"{_SAVE}; or say so: {{encoding=windows-1252}}"
    faults.append(Fault(Severity.WARNING, "csv-encoding", line, f"{what}: it is read as Windows-1252", hint))
    return text
