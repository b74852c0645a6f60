# SPDX-License-Identifier: Apache-2.0
"""The consumer's data model: consumer_model.txt as Python values."""
import pathlib
import re
from dataclasses import dataclass, field

import yaml

HERE = pathlib.Path(__file__).parent
ABSENT = object()


@dataclass
class Field:
    name: str
    type: object  # a word, or ("list", type), ("map", type), ("enum", words), ("model", name), ("union", types)
    required: bool = False
    default: object = None
    pattern: str = ""
    low: int = None  # of the value, or of a text's length
    high: int = None


@dataclass
class Model:
    name: str
    places: list
    fields: dict = field(default_factory=dict)


def inside(text, head):
    return text[len(head) + 1:-1]


def parse_type(text):
    text = text.strip()
    if text.startswith("enum("):
        return ("enum", [word.strip() for word in inside(text, "enum").split(",")])
    if text.startswith("list<") and text.endswith(">"):
        return ("list", parse_type(inside(text, "list")))
    if text.startswith("map<") and " | " not in text:
        key, value = inside(text, "map").split(",", 1)
        assert key == "string", text
        return ("map", parse_type(value))
    if " | " in text:
        return ("union", [parse_type(part) for part in text.split(" | ")])
    if text in ("string", "bool", "int", "float", "any", "null"):
        return text
    assert re.fullmatch(r"[A-Z]\w+", text), text
    return ("model", text)


def parse_range(found, text, patterns):
    """`length 1..100`, `1..36500`, `>= 1`, `pattern P-name`."""
    text = text.removeprefix("length ")
    if text.startswith("pattern "):
        found.pattern = patterns[text.removeprefix("pattern ")]
    elif text.startswith(">= "):
        found.low = int(text.removeprefix(">= "))
    else:
        found.low, found.high = map(int, text.split(".."))


def parse_field(line, patterns):
    name, rest = line.split(": ", 1)
    rest, *ranges = rest.split("; ")
    rest, _, default = rest.partition(" = ")
    found = Field(name, parse_type(rest.removesuffix(" required")), rest.endswith(" required"))
    if default:
        found.default = default if default == "None" else yaml.safe_load(default)
    for text in ranges:
        parse_range(found, text, patterns)
    return found


def read(path=HERE / "consumer_model.txt"):
    """The models by name; the root is PlatformSpec."""
    patterns, models, current = {}, {}, None
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("P-"):
            name, pattern = line.split(" = ", 1)
            patterns[name] = pattern
        elif line.startswith("["):
            name, places = line[1:].split("] ", 1)
            current = models[name] = Model(name, places.split(", "))
        else:
            found = parse_field(line, patterns)
            current.fields[found.name] = found
    return models
