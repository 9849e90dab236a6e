"""The objects of a PDF as Python values (ISO 32000-1, 7.3): enough to read back what WeasyPrint writes, and no more.

Files are read from their start, object by object, as WeasyPrint lays them down; a file that somebody changed in place
is none of ours.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_BLANK = re.compile(rb"(?:[\x00\t\n\f\r ]+|%[^\r\n]*)*")
_TOKEN = re.compile(
    rb"<<|>>|[\[\]]|/([^\x00\t\n\f\r ()<>\[\]{}/%]*)|<([0-9A-Fa-f\s]*)>|([^\x00\t\n\f\r ()<>\[\]{}/%]+)"
)
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
_OBJECT = re.compile(rb"(\d+) 0 obj\s")
_REFERENCE = re.compile(rb"(\d+) 0 R(?![0-9A-Za-z])")
_ESCAPES = {ord("n"): 10, ord("r"): 13, ord("t"): 9, ord("b"): 8, ord("f"): 12}


class Name(str):
    """A name, without its slash (7.3.5)."""

    __slots__ = ()


class Operator(str):
    """An operator of a content stream (7.8.2), or a keyword that stands for no value."""

    __slots__ = ()


class Reference(NamedTuple):
    """An indirect reference, to an object of generation 0 (7.3.10)."""

    number: int


@dataclass(slots=True)
class Stream:
    """A stream (7.3.8): its dictionary and its bytes as they lie in the file."""

    about: dict[str, Any]
    raw: bytes

    @property
    def data(self) -> bytes:
        """Its bytes, unpacked where they are packed by Flate."""
        return zlib.decompress(self.raw) if self.about.get("Filter") == "FlateDecode" else self.raw


class Scanner:
    """Reads values one by one from ``data``, from ``at`` on."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def skip(self) -> None:
        """Goes past blanks and comments."""
        found = _BLANK.match(self.data, self.at)
        self.at = found.end() if found else self.at

    def done(self) -> bool:
        """Whether nothing is left but blanks."""
        self.skip()
        return self.at >= len(self.data)

    def value(self) -> Any:
        """The next value or operator. Raises ValueError where there is none."""
        self.skip()
        if self.data[self.at : self.at + 1] == b"(":
            return self._literal()
        if found := _REFERENCE.match(self.data, self.at):
            self.at = found.end()
            return Reference(int(found[1]))
        found = _TOKEN.match(self.data, self.at)
        if found is None:
            raise ValueError(f"no value at byte {self.at}")
        self.at = found.end()
        name, digits, word = found.groups()
        if name is not None:
            return Name(re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), name).decode("latin-1"))
        if digits is not None:
            digits = b"".join(digits.split())
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        if word is not None:
            return _word(word)
        return {b"<<": self._dictionary, b"[": self._array}.get(found[0], lambda: Operator(found[0].decode()))()

    def _array(self) -> list[Any]:
        items: list[Any] = []
        while (item := self.value()) != Operator("]") or not isinstance(item, Operator):
            items.append(item)
        return items

    def _dictionary(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while isinstance(key := self.value(), Name):
            made[str(key)] = self.value()
        return made

    def _literal(self) -> bytes:
        """A literal string (7.3.4.2), where parentheses nest and a backslash escapes."""
        out, depth, at, data = bytearray(), 1, self.at + 1, self.data
        while depth:
            byte = data[at]
            at += 1
            if byte == 0x5C:
                escaped = data[at]
                at += 1
                if 0x30 <= escaped <= 0x37:
                    octal = data[at - 1 : at + 2]
                    octal = octal[: len(octal) - len(octal.lstrip(b"01234567"))]
                    at += len(octal) - 1
                    out.append(int(octal, 8) & 255)
                elif escaped not in (10, 13):
                    out.append(_ESCAPES.get(escaped, escaped))
                continue
            depth += (byte == 0x28) - (byte == 0x29)
            if depth:
                out.append(byte)
        self.at = at
        return bytes(out)


def _word(word: bytes) -> Any:
    if _NUMBER.fullmatch(word):
        return float(word) if b"." in word else int(word)
    return {b"true": True, b"false": False, b"null": None}.get(word, Operator(word.decode("latin-1")))


@dataclass(slots=True)
class File:
    """A PDF as its objects by number, and its trailer (7.5.5)."""

    objects: dict[int, Any] = field(default_factory=dict)
    trailer: dict[str, Any] = field(default_factory=dict)

    def get(self, value: Any) -> Any:
        """``value``, or the object that it refers to; None for one that is not there."""
        return self.objects.get(value.number) if isinstance(value, Reference) else value

    @property
    def catalog(self) -> dict[str, Any]:
        """The root of all (7.7.2)."""
        found = self.get(self.trailer.get("Root"))
        return found if isinstance(found, dict) else {}

    def pages(self) -> list[tuple[int, dict[str, Any]]]:
        """Its pages in order, each with its object's number."""
        tree = self.get(self.catalog.get("Pages")) or {}
        return [(kid.number, self.objects[kid.number]) for kid in tree.get("Kids", ())]


def read(data: bytes) -> File:
    """The file whose bytes are ``data``. Raises ValueError for what is no PDF of ours."""
    if not data.startswith(b"%PDF-"):
        raise ValueError("this is no PDF")
    file, scanner = File(), Scanner(data)
    scanner.skip()
    while found := _OBJECT.match(data, scanner.at):
        scanner.at = found.end()
        value = scanner.value()
        scanner.skip()
        if data.startswith(b"stream", scanner.at):
            start = data.index(b"\n", scanner.at) + 1
            value = Stream(value, data[start : start + value["Length"]])
            scanner.at = data.index(b"endstream", start + len(value.raw)) + len(b"endstream")
            if value.about.get("Type") == "XRef":
                file.trailer = value.about
        scanner.at = data.index(b"endobj", scanner.at) + len(b"endobj")
        scanner.skip()
        file.objects[int(found[1])] = value
    for packed in [o for o in file.objects.values() if isinstance(o, Stream) and o.about.get("Type") == "ObjStm"]:
        _unpack(packed, file)
    if (at := data.rfind(b"\ntrailer")) >= 0:
        file.trailer = Scanner(data, at + len(b"\ntrailer")).value()
    if not file.catalog:
        raise ValueError("it has no catalog")
    return file


def _unpack(packed: Stream, file: File) -> None:
    """An object stream (7.5.7): pairs of numbers and offsets, then the objects."""
    data = packed.data
    head = [int(word) for word in data[: packed.about["First"]].split()]
    for number, offset in zip(head[::2], head[1::2], strict=True):
        file.objects[number] = Scanner(data, packed.about["First"] + offset).value()


def text(value: Any) -> str:
    """A text string (7.9.2.2) as words; empty for what is none."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1")
