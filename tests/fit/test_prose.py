"""Markup becomes paragraphs and runs, and nothing of it is lost."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.fit.prose import Prose
from pipeline.fitted import Bullet, Run, TextParagraph

TARGETS = {"s-n5": "s-n5", "benefits": "s-n2"}


def paragraphs(html: str) -> tuple[TextParagraph, ...]:
    element = etree.HTML(f"<div>{html}</div>").find("body/div")
    assert element is not None
    return Prose("en", TARGETS).blocks(element)


def outline(html: str) -> list[str]:
    marks = {Bullet.NONE: "", Bullet.DISC: "•", Bullet.TASK: "☐", Bullet.DONE: "☑"}
    return [
        f"{p.level}{marks.get(p.bullet, f'{p.number}.')}{''.join(r.text for r in p.runs)}" for p in paragraphs(html)
    ]


def test_runs_carry_their_formatting() -> None:
    (one,) = paragraphs("a <em>b</em> <strong>c <s>d</s></strong> <code>e</code> <span lang='ja'>f</span>")
    assert one.runs == (
        Run("a ", lang="en"),
        Run("b", italic=True, lang="en"),
        Run(" ", lang="en"),
        Run("c ", bold=True, lang="en"),
        Run("d", bold=True, strike=True, lang="en"),
        Run(" ", lang="en"),
        Run("e", mono=True, lang="en"),
        Run(" ", lang="en"),
        Run("f", lang="ja"),
    )


def test_emphasis_within_emphasis_stands_upright() -> None:
    (one,) = paragraphs("<em>a <em>b</em></em>")
    assert [run.italic for run in one.runs] == [True, False]


def test_blanks_collapse_and_breaks_are_kept() -> None:
    (one,) = paragraphs("  a\n  b <em> c</em> <br>\n d  ")
    assert "".join(run.text for run in one.runs) == "a b c\vd"


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("https://example.org", "https://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("#s-n5", "#s-n5"),
        ("#benefits", "#s-n2"),
        ("#nowhere", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ],
)
def test_links_lead_out_safely_or_to_a_slide(href: str, link: str | None) -> None:
    (one,) = paragraphs(f'<a href="{href}" title="There">x</a>')
    assert one.runs[0].link == link
    assert one.runs[0].link_name == ("There" if link else None)


def test_lists_keep_levels_numbers_and_loose_paragraphs() -> None:
    html = "<ol start=3><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li><li></li><li>e</li></ol>"
    assert outline(html) == ["03.a", "1•b", "04.c", "1d", "05.e"]


def test_tasks_are_bullets() -> None:
    html = '<ul class="tasks"><li><span class="task">☑</span> done</li><li><span class="task">☐</span> to do</li></ul>'
    assert outline(html) == ["0☑done", "0☐to do"]


def test_numbered_tasks_keep_their_numbers() -> None:
    html = '<ol><li><span class="task">☑</span> done</li><li>none</li><li><span class="task">☐</span> to do</li></ol>'
    assert outline(html) == ["01.■ done", "02.none", "03.□ to do"]


def test_tables_definitions_and_code_become_lines() -> None:
    html = (
        "<table><caption>Cap</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
        "<dl><dt>Term</dt><dd>Meaning</dd></dl><pre><code>x = 1\n\ty</code></pre><blockquote><p>q</p></blockquote><hr>"
    )
    assert outline(html) == ["0Cap", "0a – b", "01 – 2", "0Term", "1Meaning", "0x = 1", "0    y", "0q"]


def test_an_image_in_a_line_leaves_its_alt_text() -> None:
    assert outline('a <img src="x.png" alt="a cat"> b') == ["0a a cat b"]


def test_direction_follows_the_first_letter() -> None:
    assert [p.rtl for p in paragraphs("<p>عربي abc</p><p>abc عربي</p><p>1 עברית</p>")] == [True, False, True]


def test_lists_nested_fifty_deep_stay_within_nine_levels() -> None:
    html = "<ul><li>x" * 50 + "</li></ul>" * 50
    assert max(p.level for p in paragraphs(html)) == 8
    assert len(paragraphs(html)) == 50
