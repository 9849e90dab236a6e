"""What is no template that can be worn gets a problem in plain words, and never a traceback."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from pipeline.problems import Place
from pipeline.template.package import opened
from pipeline.template.report import report
from pipeline.template.wearing import dressed, read
from tests.fit.desk import theme
from tests.template import brands

HERE = Place("brand.pptx")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def typed(kind: str) -> bytes:
    """A package whose main part is of another ``kind``."""
    override = f'<Override PartName="/main.xml" ContentType="{kind}"/>'
    types = f'<Types xmlns="{_PACKAGE}/content-types">{override}</Types>'
    link = f'<Relationship Id="rId1" Type="{_DOCUMENT}" Target="main.xml"/>'
    links = f'<Relationships xmlns="{_PACKAGE}/relationships">{link}</Relationships>'
    return zipped({"[Content_Types].xml": types.encode(), "_rels/.rels": links.encode(), "main.xml": b"<a/>"})


def bomb() -> bytes:
    return brands.edited(brands.default(), {}, {"ppt/media/zeros.bin": bytes(300 << 20)})


BAD = {
    "nothing": (b"", "template-broken"),
    "text": (b"not a presentation at all", "template-broken"),
    "half": (brands.default()[:9000], "template-broken"),
    "old": (_OLE + "PowerPoint Document".encode("utf-16-le"), "template-format"),
    "encrypted": (_OLE + "EncryptedPackage".encode("utf-16-le"), "template-encrypted"),
    "other old": (_OLE, "template-format"),
    "zip": (zipped({"a.txt": b"a"}), "template-format"),
    "open document": (zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation"}), "template-format"),
    "word": (
        typed("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
        "template-format",
    ),
    "excel": (
        typed("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        "template-format",
    ),
    "no master": (
        brands.edited(brands.default(), {r"ppt/slideMasters/.*": lambda _: None}),
        "template-broken",
    ),
    "no presentation": (brands.edited(brands.default(), {r"ppt/presentation\.xml": lambda _: None}), "template-broken"),
    "a layout that is named and not there": (
        brands.edited(brands.default(), {r"ppt/slideLayouts/slideLayout2\.xml": lambda _: None}),
        "template-broken",
    ),
    "a master that is no XML": (
        brands.edited(brands.default(), {r"ppt/slideMasters/slideMaster1\.xml": lambda data: data[:2000]}),
        "template-broken",
    ),
    "settings that are no XML": (
        brands.edited(brands.default(), {r"ppt/presProps\.xml": lambda data: data[:200]}),
        "template-broken",
    ),
    "a layout of no master": (
        brands.edited(brands.default(), {r"ppt/slideLayouts/_rels/slideLayout2\.xml\.rels": lambda _: None}),
        "template-broken",
    ),
    "entities": (
        brands.edited(
            brands.default(),
            {
                r"ppt/slideLayouts/slideLayout2\.xml": lambda data: data.replace(
                    b"?>", b'?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1
                )
            },
        ),
        "template-broken",
    ),
    "no layouts": (
        brands.edited(brands.default(), {r"ppt/slideLayouts/.*": lambda _: None}),
        "template-broken",
    ),
    "strict": (
        brands.edited(
            brands.default(),
            {
                r"ppt/presentation\.xml": lambda data: data.replace(
                    b"http://schemas.openxmlformats.org/presentationml/2006/main",
                    b"http://purl.oclc.org/ooxml/presentationml/main",
                )
            },
        ),
        "template-format",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_template_says_why(name: str) -> None:
    data, code = BAD[name]
    found, problems = read(data, "brand.pptx", theme("editorial"), HERE)
    assert found is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].hint


def test_a_bomb_is_not_unpacked() -> None:
    found, problems = opened(bomb(), HERE)
    assert found is None
    assert [problem.code for problem in problems] == ["template-too-large"]


def test_names_that_lead_out_or_come_twice_are_refused() -> None:
    outside = brands.edited(brands.default(), {}, {"../../evil.xml": b"<a/>"})
    assert [p.code for p in opened(outside, HERE)[1]] == ["template-broken"]
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = brands.edited(brands.default(), {}, {"ppt/presentation.xml": b"<a/>"})
    assert [p.code for p in opened(twice, HERE)[1]] == ["template-broken"]


def test_a_locked_zip_is_encrypted() -> None:
    data = bytearray(brands.default())
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # general purpose bit 0 of each central header (APPNOTE 4.4.4)
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert [p.code for p in opened(bytes(data), HERE)[1]] == ["template-encrypted"]


@pytest.mark.parametrize("seed", range(12))
def test_noise_gives_no_traceback(seed: int) -> None:
    """Bytes of the package turned over at random, and words of its XML."""
    chance = random.Random(seed)
    data = bytearray(brands.default())
    for _ in range(chance.choice((1, 5, 50))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    found, problems = read(bytes(data), "brand.pptx", theme("editorial"), HERE)
    assert found is not None or problems

    def shaken(part: bytes) -> bytes:
        words = part.split(b'"')
        for _ in range(6):
            at = 2 * chance.randrange(len(words) // 2) + 1 if len(words) > 2 else 0
            if words[at][:4] != b"http":
                words[at] = chance.choice((b"", b"-1", b"99999999999999", b"NaN", b"x", b"1e400"))
        return b'"'.join(words)

    noisy = brands.edited(brands.drawn(), {r"ppt/(slideLayouts|slideMasters|theme)/[^/]*\.xml": shaken})
    found, problems = read(noisy, "brand.pptx", theme("editorial"), HERE)
    assert found is not None or problems
    if found is not None:
        assert dressed(found, theme("editorial")).template is not None
        assert report(found, theme("editorial"))
