"""Text in other scripts takes no more lines in LibreOffice than was predicted, in the faces given for them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.deck import build
from pipeline.files import Files
from pipeline.fit import fit
from tests.conftest import needs
from tests.deck.sample import MOMENT
from tests.fit.desk import ROOT, essay, page, slide
from tests.fit.office import Found, compared, exported
from tests.fonts import given as g

WORDS = {
    "Jpan": "歩くことは、考えることである。 だから毎日「歩く」。 東京 2024年 インターネット・サービス 「安全」。",
    "Arab": "المشي هو التفكير، لذلك نمشي كل يوم. القاهرة 2024 المستشفيات والجامعات (الكبيرة) نعم",
    "Hebr": "ללכת פירושו לחשוב, ולכן הולכים כל יום. ירושלים 2024 האוניברסיטאות (הגדולות) כן",
    "Cyrl": "Ходить — значит думать. Поэтому мы ходим каждый день. Достопримечательности 2024 (большие) да",
    "Grek": "Περπατάω σημαίνει σκέφτομαι. Γι’ αυτό περπατάμε κάθε μέρα. Ηλεκτροεγκεφαλογράφημα 2024 ναι",
    "Deva": "चलना ही सोचना है। इसलिए हम रोज़ चलते हैं। विश्वविद्यालयों 2024 (बड़े) हाँ",
    "Thai": "การเดินคือการคิด ดังนั้นเราจึงเดินทุกวัน มหาวิทยาลัยขนาดใหญ่หลายแห่งในประเทศไทยกำลังพัฒนาระบบใหม่ กรุงเทพ 2024 ใช่",
    "Hang": "걷는 것은 생각하는 것이다. 그래서 우리는 매일 걷는다. 인터넷서비스 2024년 서울",
    "Zsye": "🎉 👩🏽\u200d💻 🇯🇵 ❤\ufe0f 1\ufe0f\u20e3 ☎\ufe0f party 2024",
}
LATIN = (
    "walking",
    "is",
    "thinking,",
    "so",
    "every",
    "day",
    "—",
    "AVATAR",
    "(see",
    "it)",
    "“quote”",
    "internationalization",
)
LONG = {"Jpan": 3, "Thai": 4}  # what stands between two blanks is a sentence rather than a word
LANGS = {"Jpan": "ja", "Arab": "ar", "Hebr": "he", "Cyrl": "ru", "Grek": "el", "Deva": "hi", "Thai": "th", "Hang": "ko"}


def drawn(draw: random.Random, script: str, least: int, most: int) -> str:
    """Words of a script, a few Latin ones among them, some bold, italic or both."""
    words, made = WORDS[script].split(), []
    for _ in range(draw.randint(least, max(least, most // LONG.get(script, 1)))):
        word = draw.choice(LATIN if draw.random() < 0.15 else words)
        tag = draw.choices(("", "strong", "em"), (8, 1, 1))[0]
        made.append(f"<{tag}>{word}</{tag}>" if tag else word)
    return " ".join(made)


def slides(draw: random.Random, script: str, count: int) -> list[str]:
    made = []
    for n in range(count):
        name = f"{script.lower()}-{n}"
        match n % 4:
            case 0:
                items = "".join(f"<li>{drawn(draw, script, 1, 20)}</li>" for _ in range(draw.randint(1, 6)))
                made.append(slide("points", name, title=drawn(draw, script, 2, 8), body=f"<ul>{items}</ul>"))
            case 1:
                made.append(slide("statement", name, title="T", body=f"<p>{drawn(draw, script, 5, 40)}</p>"))
            case 2:
                made.append(slide("term", name, title=f"<p>{drawn(draw, script, 3, 12)}</p>"))
            case _:
                paragraphs = "".join(f"<p>{drawn(draw, script, 3, 40)}</p>" for _ in range(draw.randint(1, 3)))
                made.append(slide("points", name, title="T", body=paragraphs))
    return made


@pytest.mark.slow
@needs("soffice", "pdftotext")
def test_no_script_takes_more_lines_than_predicted(tmp_path: Path) -> None:
    draw = random.Random(8859)
    files = Files(ROOT)
    decks, fitted, worn = {}, {}, {}
    for script in WORDS:
        for lang in ("en", LANGS.get(script, "en")):
            name = f"{script}-{lang}"
            theme = worn[name] = g.worn(lang)
            made, problems = fit(page(*slides(draw, script, 16), lang=lang, footer=""), essay(), theme, files)
            assert made is not None, [str(p) for p in problems]
            fitted[name] = made
            data, problems = build(made, essay(), theme, files, MOMENT)
            assert data is not None, [str(p) for p in problems]
            decks[name] = data
    shown = exported(decks, g.worn(), tmp_path)
    found = Found()
    for name, made in fitted.items():
        one = compared(made, shown[name], worn[name])
        # What pdftotext takes for the width of joined emoji is that of their parts.
        one.wrong = [fault for fault in one.wrong if not ("right edge" in fault and name.startswith("Zsye"))]
        found.add(one, name)
    assert not found.wrong, "\n".join(found.wrong)
    print(f"{found.boxes} boxes, {found.exact} with just the lines predicted")
    assert found.boxes >= 400
    assert found.exact / found.boxes > 0.5
