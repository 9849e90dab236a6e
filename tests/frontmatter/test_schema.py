"""The JSON Schema and the reader: two views of one form, held against one another."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from pipeline import frontmatter
from pipeline.problems import failed
from pipeline.yamltree import Mapping, parse

ACCEPTED = [
    "title: T\nnewsletter: {relay: {host: smtp.example.org, port: 587, security: starttls, user: ann, rate: 30/min}}",
    "title: T\nnewsletter: {relay: {host: '::1', security: none, rate: 1.5 / s}}",
    "title: T\nnewsletter: {relay: {host: '2001:db8::192.0.2.1'}}",
    "title: T\nnewsletter: {relay: {host: 192.0.2.1}}",
    "title: T\nnewsletter: {relay: {host: localhost}}",
    "title: T",
    "title: 12\ndate: '2026-11-22'\nlang: de\nurl: https://example.org\ntags: a\nauthors: Ann",
    "title: T\nauthors: [Ann, {name: Bob, email: b@example.org}]\ntags: [a, b]\noutputs: [deck]\nsummary:",
    "title: T\nsources: {a: {title: A, length: '3:15:00'}, b: {title: B, length: 195 min}, c: {title: C, length: 60}}",
    "title: T\ndeck: {minutes: 20, sections: [a]}\nhandout: {paper: A4, qr: true}\nnewsletter: {body: full, issue: 12}",
    "title: T\ndeck:\noutputs: deck\ntheme: plain",
]
REFUSED = [
    "title: T\nnewsletter: {relay: smtp.example.org}",
    "title: T\nnewsletter: {relay: {host: 'smtp://example.org'}}",
    "title: T\nnewsletter: {relay: {host: 'smtp.example.org:587'}}",
    "title: T\nnewsletter: {relay: {host: smtp..example.org}}",
    "title: T\nnewsletter: {relay: {host: a.example, port: 70000}}",
    "title: T\nnewsletter: {relay: {host: a.example, security: ssl}}",
    "title: T\nnewsletter: {relay: {host: a.example, rate: 0/s}}",
    "title: T\nnewsletter: {relay: {host: a.example, rate: 14}}",
    "title: T\nnewsletter: {relay: {host: a.example, password: secret}}",
    "subtitle: T",
    "title: [T]",
    "title: T\nauthor: Ann",
    "title: T\ndate: soon",
    "title: T\nlang: de_DE",
    "title: T\nurl: example.org",
    "title: T\ndraft: maybe",
    "title: T\noutputs: [slides]",
    "title: T\ntheme: ../x",
    "title: T\nauthors: [{email: a@example.org}]",
    "title: T\nauthors: [{name: A, email: nowhere}]",
    "title: T\nsources: {1a: {title: A}}",
    "title: T\nsources: {a: {url: 'https://example.org'}}",
    "title: T\nsources: {a: {title: A, length: long}}",
    "title: T\nsources: {a: {title: A, length: '3:75'}}",
    "title: T\nsources: [a]",
    "title: T\ndeck: {minutes: 0}",
    "title: T\ndeck: {minutes: x}",
    "title: T\ndeck: {minuts: 3}",
    "title: T\ndeck: {template: /etc/passwd}",
    "title: T\nhandout: {paper: A3}",
    "title: T\nnewsletter: [a]",
]


def valid(schema: Any, value: Any) -> bool:
    """The part of JSON Schema 2020-12 that our schema uses; an unknown keyword fails the test."""
    types = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
    for keyword, want in schema.items():
        match keyword:
            case "$schema" | "title" | "description":
                good = True
            case "type" if isinstance(want, list):
                good = any(valid({"type": one}, value) for one in want)
            case "type" if want in ("integer", "number"):
                good = isinstance(value, int if want == "integer" else int | float) and not isinstance(value, bool)
            case "type":
                good = isinstance(value, types[want])
            case "properties":
                good = not isinstance(value, dict) or all(valid(s, value[k]) for k, s in want.items() if k in value)
            case "required":
                good = not isinstance(value, dict) or all(key in value for key in want)
            case "additionalProperties":
                known = schema.get("properties", {})
                rest = [v for k, v in value.items() if k not in known] if isinstance(value, dict) else []
                good = not rest if want is False else all(valid(want, v) for v in rest)
            case "propertyNames":
                good = not isinstance(value, dict) or all(valid(want, key) for key in value)
            case "items":
                good = not isinstance(value, list) or all(valid(want, item) for item in value)
            case "anyOf":
                good = any(valid(one, value) for one in want)
            case "enum":
                good = value in want
            case "pattern":
                good = not isinstance(value, str) or re.search(want, value) is not None
            case "format":
                assert want == "date"
                good = not isinstance(value, str) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None
            case "minimum":
                good = not isinstance(value, int) or value >= want
            case "maximum":
                good = not isinstance(value, int) or value <= want
            case _:
                pytest.fail(f"the keyword {keyword} is new")
        if not good:
            return False
    return True


def accepted(text: str) -> bool:
    tree, problems = parse(text, "essay.md")
    assert isinstance(tree, Mapping)
    return not failed((*problems, *frontmatter.read(tree)[1]))


@pytest.mark.parametrize("text", ACCEPTED)
def test_both_accept(text: str) -> None:
    assert accepted(text)
    assert valid(json.loads(frontmatter.schema()), yaml.safe_load(text))


@pytest.mark.parametrize("text", REFUSED)
def test_both_refuse(text: str) -> None:
    assert not accepted(text)
    assert not valid(json.loads(frontmatter.schema()), yaml.safe_load(text))


def keys(schema: Any, above: str = "") -> list[str]:
    return [f"{above}{key}" for key in schema["properties"]]


def test_every_key_of_the_design_is_there() -> None:
    found = json.loads(frontmatter.schema())
    assert " ".join(keys(found)) == (
        "title short_title subtitle summary cover authors date lang url license tags theme draft outputs sources fonts "
        "bibliography csl deck handout newsletter"
    )
    parts = {name: found["properties"][name]["anyOf"][0] for name in ("deck", "handout", "newsletter")}
    assert (
        " ".join(keys(parts["deck"]))
        == "event venue date minutes words_per_minute template layouts embed_fonts agenda builds sections url"
    )
    assert " ".join(keys(parts["handout"])) == "paper qr slides slides_per_page source url"
    assert " ".join(keys(parts["newsletter"])) == (
        "issue subject preheader greeting from reply_to postal_address unsubscribe_url archive_url assets_url body "
        "service noindex returns dkim relay"
    )


def test_the_publication_has_a_name_and_no_title() -> None:
    found = json.loads(frontmatter.publication_schema())
    assert {"name", "url", "lang", "newsletter"} <= set(keys(found))
    assert "title" not in keys(found)
    assert "required" not in found
