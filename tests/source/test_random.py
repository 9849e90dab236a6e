"""Any text reads; whatever is written from the model reads back whole."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.document import Block, Essay, List, Paragraph, Quotation
from pipeline.files import Files
from pipeline.intake.escape import escaped
from pipeline.problems import Problems, failed
from pipeline.prose import every_block, plain
from pipeline.source import dump_essay, read
from pipeline.source.slug import SLUG, slug
from tests.source.typed import typed

SIGNS = st.text(alphabet="ab 1\n\t*_=~`[](){}<>!#|:-+.&;$^\\\"'/@%,—“”ä字\u2028\x0b\u0085", max_size=200)
PIECES = st.lists(
    st.sampled_from(
        [
            "[00:12]", "[a 1:02:03]", "[a]", "==", "**", "::: notes\n", ":::\n", "![a](b.png)", "{#id .c k=v}", "[^1]",
            "\n\n[^1]: n\n", "| a | b |\n|--|--|\n", "\n: c\n", "```\n", "$$", "$x$", "<b>", "<!--", "-->", "<script>",
            "> ", "- ", "1. ", "    ", "\n\n", "## ", "# T\n", "---\n", "a", " ", "&#12;", "— N", "]", "(", "^[",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip
WORDS = st.text(
    alphabet=st.characters(exclude_categories=("C", "Z", "M"), max_codepoint=0x24FF), min_size=1, max_size=12
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def reading(text: str) -> tuple[Essay | None, Problems]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "essay" / "essay.md"
        path.parent.mkdir()
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return read(path, Files(Path(name)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), SIGNS, PIECES))
@example("> a\n> [^1]\n\n[^1]: > b\n")
@example("- : a\n  : b\n")
def test_any_text_reads(text: str) -> None:
    essay, _ = reading(f"---\ntitle: T\nsources:\n  a: {{title: A, length: 60}}\n---\n{text}")
    if essay is None:  # lone surrogates are no UTF-8
        assert "\ud800" <= max(text) <= "\udfff" or any("\ud800" <= c <= "\udfff" for c in text)
        return
    dump = dump_essay(essay)
    refs = [block.ref for section in essay.sections for block in every_block(section.blocks)]
    assert len(refs) == len(set(refs))
    assert not any(ord(c) < 32 and c not in "\n\t" for c in dump)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=200), SIGNS))
def test_any_front_matter_reads(text: str) -> None:
    reading(f"---\n{text}\n---\nText.\n")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("phnq"), SENTENCE), min_size=1, max_size=12))
def test_what_is_written_reads_back(parts: list[tuple[str, str]]) -> None:
    written: list[str] = []
    for kind, sentence in parts:
        sentence = f"Say {sentence}."
        lead = {"p": "", "h": "## ", "n": "1. ", "q": "> "}[kind]
        written.append(lead + escaped(sentence))
    essay, problems = reading("---\ntitle: T\n---\n" + "\n\n".join(written) + "\n")
    assert essay is not None
    assert not failed(problems)
    found: list[str] = []
    for section in essay.sections:
        found += [plain(section.heading.inlines)] if section.heading else []
        for block in section.blocks:
            found += _paragraphs(block)
    assert [typed(text) for text in found] == [typed(f"Say {sentence}.") for _, sentence in parts]


def _paragraphs(block: Block) -> list[str]:
    assert isinstance(block, Paragraph | List | Quotation)
    return [plain(inner.inlines) for inner in every_block((block,)) if isinstance(inner, Paragraph)]


@given(st.text(max_size=200))
def test_any_title_makes_a_slug_or_nothing(title: str) -> None:
    made = slug(title)
    assert made == "" or (SLUG.fullmatch(made) and len(made) <= 80)


def test_slugs_are_transliterated() -> None:
    assert slug("Für & wider: Größe") == "fuer-and-wider-groesse"
    assert slug("Ça va? L’été à Łódź") == "ca-va-lete-a-lodz"
    assert slug("Привет, мир") == "privet-mir"
    assert slug("Ελλάδα") == "ellada"
    assert slug("日本") == ""
