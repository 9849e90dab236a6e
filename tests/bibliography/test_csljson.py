"""CSL-JSON as entries."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bibliography import csljson
from pipeline.bibliography.entries import Day, Name
from pipeline.bibliography.marks import ITALIC


class _All:
    def __contains__(self, key: object) -> bool:
        return True


ALL = _All()


def test_a_work_is_read() -> None:
    work = {
        "id": "a",
        "type": "book",
        "title": "On <i>Homo</i> &amp; more",
        "author": [{"family": "X", "given": "Y"}, {"literal": "Z & Co"}],
        "issued": {"date-parts": [["2020", 3]]},
        "page": "3–4",
    }
    found, problems = csljson.read(json.dumps([work]), "r.json", ALL)
    (entry,) = found.entries
    assert problems == ()
    assert entry.texts == {"title": f"On {ITALIC.around('Homo')} & more", "page": "3-4"}
    assert entry.names == {"author": (Name("X", "Y"), Name("Z & Co", whole=True))}
    assert entry.days == {"issued": Day(((2020, 3),))}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[{"id":', ("bibliography-broken", 1, 8)),
        ('{"a": 1}', ("bibliography-broken", 1, None)),
        ("[" * 100_000, ("bibliography-broken", 1, None)),
        ('[{"title": "no id"}]', ("bibliography-broken", 1, None)),
        ('[{"id": "a"},\n{"id": "a"}]', ("bibliography-duplicate", 2, None)),
    ],
)
def test_what_is_wrong_is_told(text: str, told: tuple[str, int, int | None]) -> None:
    _, (problem,) = csljson.read(text, "r.json", ALL)
    assert (problem.code, problem.place.line, problem.place.column) == told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "family", "date-parts"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["id", "type", "title", "author", "issued", "page", "volume"]), JSON))
def test_no_value_breaks_the_reader(work: dict[str, object]) -> None:
    csljson.read(json.dumps([work]), "r.json", ALL)
