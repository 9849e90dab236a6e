"""Running text of another tool: shortcodes, Liquid, pictures and embedded pages."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from urllib.parse import unquote

from pipeline.files import inside, unwritable
from pipeline.intake.draft import Draft
from pipeline.intake.structure import Row
from pipeline.problems import Place, warning

_MOST = 2000  # characters that one construct may take
_PIECES = re.compile(
    rf"(?P<code>(?<!`)(?P<ticks>`{{1,3}})(?!`)[^`]{{1,{_MOST}}}(?P=ticks)(?!`))"
    rf"|(?P<comment><!--\s*more\s*-->)"
    rf"|(?P<shortcode>\{{\{{[<%](?P<call>(?:(?![>%]\}}\}}).){{0,{_MOST}}})[>%]\}}\}})"
    rf"|(?P<liquid>\{{%(?P<tag>(?:(?!%\}}).){{0,{_MOST}}})%\}})"
    rf"|(?P<kramdown>\{{:[^{{}}\n]{{1,200}}\}})"
    rf"|(?P<output>\{{\{{(?P<name>[^{{}}]{{0,{_MOST}}})\}}\}})"
    rf"|(?P<image>!\[(?P<alt>[^\[\]]{{0,{_MOST}}})\]\(\s*(?:<(?P<angled>[^<>\n]{{1,500}})>|(?P<src>[^\s()<>]{{1,500}}))"
    rf"(?P<title>\s+(?:\"[^\"]{{0,500}}\"|'[^']{{0,500}}'))?\s*\)(?P<attributes>\{{(?!:)[^{{}}]{{0,500}}\}})?)"
    rf"|(?P<named>!\[(?P<words>[^\[\]]{{0,{_MOST}}})\](?:\[(?P<label>[^\[\]]{{0,500}})\])?)"
    rf"|(?P<img><img\b(?P<of>[^<>]{{0,{_MOST}}})>)"
    rf"|(?P<embed><(?P<element>script|style|iframe|object|embed|video|audio)\b(?P<given>[^<>]{{0,{_MOST}}})>"
    rf"(?:(?:(?!</(?P=element)).){{0,20000}}</(?P=element)\s*>)?)"
    rf"|(?P<key>\[-?@[\w:.#$%&+?<>~/-]{{1,200}}[^\[\]]{{0,500}}\]|(?<![\w@./])@(?:fig|tbl|sec|eq|lst)-[\w-]{{1,100}})",
    re.DOTALL | re.IGNORECASE,
)
_ARGUMENT = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([^\s\"'`=]+))")
_REMOTE = re.compile(r"https?://", re.IGNORECASE)
_DEFINED = re.compile(r" {0,3}\[([^\[\]^]+)\]:\s*<?([^\s<>]+\.(?:png|jpe?g|gif|webp|svg))>?(?:\s.*)?$", re.IGNORECASE)
_PAIRED_QUIETLY = frozenset(("raw", "endraw"))


class Passage:
    """Rewrites running text; ``folder`` is where the file lies, ``title`` the essay's."""

    def __init__(self, folder: Path, shown: str, title: str, made: Draft) -> None:
        self._folder = folder
        self._shown = shown
        self._title = title
        self._made = made
        self._defined: dict[str, str] = {}  # pictures by the label of their definition, [chart]: chart.png

    def text(self, rows: list[Row]) -> list[str]:
        """The lines of ``rows``, those that are code as they stand."""
        defined = [(i, found) for i, (_, line, code) in enumerate(rows) if not code and (found := _DEFINED.match(line))]
        self._defined = {found[1].casefold(): found[2] for _, found in defined}
        for i, _ in defined:
            rows[i] = (rows[i][0], "", False)
        lines: list[str] = []
        run: list[Row] = []
        for row in [*rows, (0, "", True)]:
            if not row[2]:
                run.append(row)
                continue
            if run:
                lines += self._run(run)
                run = []
            lines.append(row[1])
        return lines[:-1]

    def _run(self, rows: list[Row]) -> list[str]:
        numbers = [number for number, _, _ in rows]
        text = "\n".join(line for _, line, _ in rows)
        return re.sub(r"\n{3,}", "\n\n", self._rewritten(text, numbers)).split("\n")

    def _rewritten(self, text: str, numbers: list[int]) -> str:
        counted = [0, 0]  # where counting stands, and how many lines lie before

        def piece(found: re.Match[str]) -> str:
            counted[1] += text.count("\n", counted[0], found.start())
            counted[0] = found.start()
            return self._piece(found, numbers[min(counted[1], len(numbers) - 1)])

        return _PIECES.sub(piece, text)

    def _tell(self, line: int, what: str) -> None:
        self._made.problems.append(warning(Place(self._shown, line), "not-carried", what))

    def _piece(self, found: re.Match[str], line: int) -> str:
        match found.lastgroup:
            case "code":
                return found[0]
            case "comment":
                self._tell(line, f"the divider `{found[0]}`")
                return ""
            case "kramdown":
                self._tell(line, f"kramdown's attributes `{found[0]}`")
                return ""
            case "shortcode":
                return self._shortcode(found["call"].strip(), line)
            case "liquid":
                words = found["tag"].strip("- \n\t").split()
                if not words or words[0] not in _PAIRED_QUIETLY:
                    self._tell(line, f"Liquid's `{_short(found[0])}`")
                return ""
            case "output":
                if found["name"].strip() in ("page.title", ".Title", "title"):
                    return self._title
                self._tell(line, f"the placeholder `{_short(found[0])}`")
                return ""
            case "image":
                src = found["angled"] or found["src"]
                rest = (found["title"] or "", found["attributes"] or "")
                return self._image(found["alt"], src, line, title=rest[0], attributes=rest[1])
            case "named":
                return self._named(found, line)
            case "img":
                given = _arguments(found["of"].rstrip("/"))
                return self._image(given.get("alt", ""), given.get("src", ""), line)
            case "embed":
                return self._embedded(found, line)
            case _:
                self._tell(line, f"the reference `{found[0]}` stays as text")
                return found[0]

    def _shortcode(self, call: str, line: int) -> str:
        words = call.split(None, 1)
        name = words[0].lower() if words else ""
        given = _arguments(words[1] if len(words) > 1 else "")
        first = given.get("0", "")
        if name == "figure" and given.get("src", first):
            for key in given.keys() - {"src", "alt", "caption", "title", "0", "width", "height"}:
                self._tell(line, f"the figure's `{key}`")
            words_below = given.get("caption") or given.get("title") or ""
            image = self._image(given.get("alt") or words_below, given.get("src", first), line)
            return f"{image}\n\n: {words_below}\n" if words_below and image.startswith("![") else image
        address = {
            "youtube": f"https://www.youtube.com/watch?v={given.get('id', first)}",
            "vimeo": f"https://vimeo.com/{given.get('id', first)}",
            "video": given.get("src", first),
        }.get(name, "")
        if _REMOTE.match(address) and (first or "id" in given or "src" in given):
            self._tell(line, f"`{name}` plays nothing here; its address stands as a link")
            return f"<{_watched(address)}>"
        if not name.startswith("/"):
            self._tell(line, f"the shortcode `{_short(call)}`")
        return ""

    def _embedded(self, found: re.Match[str], line: int) -> str:
        element = found["element"].lower()
        src = _arguments(found["given"]).get("src", "")
        if element in ("iframe", "video", "audio", "embed") and _REMOTE.match(src):
            self._tell(line, f"`<{element}>` shows nothing here; its address stands as a link")
            return f"<{_watched(src)}>"
        self._tell(line, f"`<{element}>` must not stand in an essay")
        return ""

    def _image(self, alt: str, src: str, line: int, *, title: str = "", attributes: str = "") -> str:
        alt = " ".join(alt.split())
        if _REMOTE.match(src):
            self._tell(line, f"the picture `{_short(src)}` is not beside the text; a link to it stands instead")
            return f"[{alt or src}]({src})"
        name = self._picture(src)
        if name is None:
            self._tell(line, f"the picture `{_short(src)}`: there is no such file within the text's folder")
            return alt
        path = f"<{name}>" if re.search(r"[\s()]", name) else name
        return f"![{alt}]({path}{title}){attributes}"

    def _picture(self, src: str) -> str | None:
        """The picture's name in the essay's folder, to where it will be copied."""
        for name in dict.fromkeys((src, unquote(src))):
            clean = re.sub(r"^(?:\./)+", "", name).split("?")[0]
            path = inside(self._folder, clean)
            if path is None or unwritable(clean) or any(part == ".." for part in Path(clean).parts):
                continue
            try:
                regular = stat.S_ISREG(path.stat().st_mode)
            except OSError:
                continue
            if regular and clean != "essay.md":
                self._made.pictures[clean] = path
                return clean
        return None

    def _named(self, found: re.Match[str], line: int) -> str:
        """A picture whose file is named elsewhere: ``![A chart][chart]``."""
        src = self._defined.get((found["label"] or found["words"]).casefold())
        return self._image(found["words"], src, line) if src else found[0]


def _arguments(text: str) -> dict[str, str]:
    """Named arguments by name, others by their number."""
    given: dict[str, str] = {}
    for found in _ARGUMENT.finditer(text[:_MOST]):
        value = next((v for v in found.groups()[1:] if v is not None), "")
        given.setdefault(found[1].lower() if found[1] else str(sum(key.isdigit() for key in given)), value)
    return given


def _watched(src: str) -> str:
    """The page of an embedded YouTube film."""
    found = re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{5,20})", src)
    return f"https://www.youtube.com/watch?v={found[1]}" if found else src


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
