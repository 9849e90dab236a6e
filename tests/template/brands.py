"""Templates of different origin, made or found when the tests run: none lies in the repository.

python-pptx's own (4:3), pandoc's (16:9, with example slides, notes and a notes master), LibreOffice's from Debian, and
what a company might make of the first: renamed, stripped of layouts, dark.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pptx

Change = Callable[[bytes], bytes | None]
OTP = Path("/usr/lib/libreoffice/share/template/common/presnt")
MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def default() -> bytes:
    """python-pptx's default: 4:3, eleven layouts, no slides."""
    return (Path(pptx.__file__).parent / "templates" / "default.pptx").read_bytes()


def pandoc_program() -> str | None:
    """pandoc: the one that the bench brings, else Debian's."""
    try:
        return str(importlib.import_module("pypandoc").get_pandoc_path())
    except (ImportError, OSError):
        return shutil.which("pandoc")


def pandoc() -> bytes:
    """pandoc's reference.pptx: four example slides with notes."""
    command = [pandoc_program() or "pandoc", "--print-default-data-file", "reference.pptx"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def libreoffice(folder: Path, *names: str) -> dict[str, bytes]:
    """LibreOffice's own templates by name, as it saves them in PowerPoint's format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(OTP / f"{name}.otp") for name in names]
    env = {**os.environ, "HOME": str(folder)}
    command = ["soffice", profile, "--headless", "--convert-to", "potx", "--outdir", str(folder), *files]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=300)
    return {name: (folder / f"{name}.potx").read_bytes() for name in names}


def edited(data: bytes, changes: Mapping[str, Change], added: Mapping[str, bytes] | None = None) -> bytes:
    """``data`` with each part whose name matches a pattern changed; None takes it out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            held: bytes | None = old.read(info)
            for pattern, change in changes.items():
                if held is not None and re.fullmatch(pattern, info.filename):
                    held = change(held)
            if held is not None:
                new.writestr(info.filename, held)
        for name, extra in (added or {}).items():
            new.writestr(name, extra)
    return stream.getvalue()


def replaced(*pairs: tuple[str, str]) -> Change:
    """A change that puts patterns right."""

    def change(data: bytes) -> bytes:
        text = data.decode()
        for pattern, instead in pairs:
            text = re.sub(pattern, instead, text, flags=re.DOTALL)
        return text.encode()

    return change


def relation(number: int, kind: str, target: str) -> str:
    """The end of a relationships part with one more in it."""
    type_ = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    return f'<Relationship Id="rId{number}" Type="{type_}" Target="{target}"/></Relationships>'


def renamed(data: bytes) -> bytes:
    """Layouts with names that say nothing, and the likeliest without types: their placeholders tell them apart."""
    changes: dict[str, Change] = {}
    for n in range(1, 12):
        name, type_ = (r'<p:cSld name="[^"]*"', f'<p:cSld name="Folie {n}"'), (r' type="\w+" preserve', " preserve")
        changes[rf"ppt/slideLayouts/slideLayout{n}\.xml"] = replaced(name, type_) if n < 5 else replaced(name)
    return edited(data, changes)


def only(data: bytes, *kept: int) -> bytes:
    """Only the layouts of these numbers, the others deleted with all that names them."""
    gone = [n for n in range(1, 12) if n not in kept]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rels = archive.read("ppt/slideMasters/_rels/slideMaster1.xml.rels").decode()
    ids = {n: re.search(rf"<Relationship [^>]*slideLayout{n}\.xml[^>]*>", rels) for n in gone}
    keys = [re.search(r'Id="(rId\d+)"', found[0])[1] for found in ids.values() if found]  # type: ignore[index]
    patterns = [(rf'<Relationship [^>]*slideLayout{n}\.xml"[^>]*/>', "") for n in gone]
    overrides = [(rf'<Override [^>]*slideLayout{n}\.xml"[^>]*/>', "") for n in gone]
    listed = [(rf'<p:sldLayoutId [^>]*r:id="{key}"/>', "") for key in keys]
    dropped = "|".join(str(n) for n in gone)
    return edited(
        data,
        {
            rf"ppt/slideLayouts/(_rels/)?slideLayout({dropped})\.xml(\.rels)?": lambda _: None,
            r"ppt/slideMasters/_rels/slideMaster1\.xml\.rels": replaced(*patterns),
            r"ppt/slideMasters/slideMaster1\.xml": replaced(*listed),
            r"\[Content_Types\]\.xml": replaced(*overrides),
        },
    )


def placed(data: bytes, layout: int, held: str, box: tuple[int, int, int, int]) -> bytes:
    """``data`` with a placeholder of a layout in a ``box``: ``held`` is what its ``p:ph`` says."""
    left, top, width, height = box
    frame = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    there = rf"(<p:ph {held}/></p:nvPr></p:nvSpPr>\s*)(<p:spPr\s*/>|<p:spPr>.*?</p:spPr>)"
    changed = replaced((there, rf"\1<p:spPr>{frame}</p:spPr>"))
    return edited(data, {rf"ppt/slideLayouts/slideLayout{layout}\.xml": changed})


def cramped(data: bytes) -> bytes:
    """A title two inches wide in the middle of the slide, a field of an inch and a half below it; nothing else."""
    few = only(data, 1, 2)
    return placed(
        placed(few, 2, 'type="title"', (3_600_000, 3_000_000, 1_900_000, 800_000)),
        2,
        'idx="1"',
        (457_200, 4_000_000, 8_229_600, 1_400_000),
    )


def dark(data: bytes) -> bytes:
    """Light on dark, by the master's colour map."""
    turned = replaced(
        (r'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"', '<p:clrMap bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"')
    )
    return edited(data, {r"ppt/slideMasters/slideMaster1\.xml": turned})


_TREE = """
<p:sp><p:nvSpPr><p:cNvPr id="901" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9144000" cy="180000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:gradFill><a:gsLst><a:gs pos="0"><a:schemeClr val="accent1"/></a:gs><a:gs pos="100000"><a:schemeClr val="accent1">
<a:lumMod val="60000"/><a:lumOff val="40000"/></a:schemeClr></a:gs></a:gsLst><a:lin ang="0"/></a:gradFill>
<a:ln><a:noFill/></a:ln></p:spPr></p:sp>
<p:grpSp><p:nvGrpSpPr><p:cNvPr id="902" name="Mark"/><p:cNvGrpSpPr/><p:nvPr userDrawn="1"/></p:nvGrpSpPr>
<p:grpSpPr><a:xfrm><a:off x="8400000" y="6400000"/><a:ext cx="400000" cy="300000"/>
<a:chOff x="0" y="0"/><a:chExt cx="100" cy="100"/></a:xfrm></p:grpSpPr>
<p:sp><p:nvSpPr><p:cNvPr id="903" name="Leaf"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm rot="900000"><a:off x="10" y="10"/><a:ext cx="80" cy="80"/></a:xfrm>
<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>
<a:path w="10" h="10"><a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="10" y="0"/></a:lnTo>
<a:cubicBezTo><a:pt x="10" y="8"/><a:pt x="8" y="10"/><a:pt x="0" y="10"/></a:cubicBezTo><a:close/></a:path>
</a:pathLst></a:custGeom><a:solidFill><a:srgbClr val="2A7F62"/></a:solidFill></p:spPr></p:sp></p:grpSp>
"""
SHAPES = _TREE.replace("\n", "")


def drawn(data: bytes | None = None) -> bytes:
    """A band with a gradient and a group with a turned leaf, on the master."""
    shapes = replaced((r"(<p:spTree>.*?</p:grpSpPr>)", r"\1" + SHAPES))
    return edited(data or default(), {r"ppt/slideMasters/slideMaster1\.xml": shapes})


def macros(data: bytes) -> bytes:
    """A .pptm: with a project of macros."""
    kind = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    project = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    types = replaced((re.escape(MAIN.decode()), kind), (r"</Types>", project))
    type_ = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = f'<Relationship Id="rId900" Type="{type_}" Target="vbaProject.bin"/></Relationships>'
    links = replaced((r"</Relationships>", link))
    changes = {r"\[Content_Types\]\.xml": types, r"ppt/_rels/presentation\.xml\.rels": links}
    return edited(data, changes, {"ppt/vbaProject.bin": b"\xd0\xcf\x11\xe0 no real project"})
