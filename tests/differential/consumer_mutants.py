# SPDX-License-Identifier: Apache-2.0
"""A YAML text with one node changed, over and over: its text, and the value that it then has."""
from dataclasses import dataclass

import yaml

# In flow style, so that each fits wherever a value stands.
VALUES = [
    "null", "true", "false", "yes", "0", "1", "-1", "8", "8.0", "1.5", "100000", "1.0e+30", "1" + "0" * 30, ".nan",
    ".inf", "''", "abc", "'true'", "'1'", "' 8 '", "'8.0'", "'1_000'", "'1e3'", "'nan'", '"abc\\n"', "'a-b.c'", "'é'",
    "2024-01-01", "[]", "[abc]", "[1]", "{}", "{abc: 1}", "{secret_ref: abc}", '{secret_ref: "abc\\n"}',
]
LOADED = [(text, yaml.safe_load(text)) for text in VALUES]
PLACEHOLDER = "MUTANT-STANDS-HERE"
Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass
class Mutant:
    name: str  # "layers.bronze.name = 1"
    text: str
    value: object


def paths(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths(item, (*path, key))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def replaced(root, path, value):
    """A copy with another value at the path; it shares what is not on the way there."""
    for depth in reversed(range(len(path))):
        parent = at(root, path[:depth])
        parent = dict(parent) if isinstance(parent, dict) else list(parent)
        parent[path[depth]] = value
        value = parent
    return value


def dump(value):
    return yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1000)


def own_values(value):
    """Near what stands there: what a pattern that forgets the text's end lets through."""
    if not isinstance(value, str):
        return []
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'
    return [quoted, value.upper() + "x"] if value.isalnum() and value.isascii() else [quoted]


def changed(root, path):
    """The node replaced by each value."""
    frame = dump(replaced(root, path, PLACEHOLDER))
    assert frame.count(PLACEHOLDER) == 1
    name = ".".join(map(str, path))
    own = [(text, yaml.safe_load(text)) for text in own_values(at(root, path))]
    for text, value in LOADED + own:
        yield Mutant(f"{name} = {text}", frame.replace(PLACEHOLDER, text), replaced(root, path, value))


def removed(root, path):
    parent = at(root, path[:-1])
    if isinstance(parent, dict):
        left = {key: value for key, value in parent.items() if key != path[-1]}
    else:
        left = [value for index, value in enumerate(parent) if index != path[-1]]
    out = replaced(root, path[:-1], left)
    yield Mutant(f"{'.'.join(map(str, path))} removed", dump(out), out)


def renamed(root, path):
    """A key of a map under other names."""
    for name in (f"{path[-1]}x", f"{path[-1]}\n", "1a", 1, None):
        parent = at(root, path[:-1])
        items = {name if key == path[-1] else key: value for key, value in parent.items()}
        out = replaced(root, path[:-1], items)
        yield Mutant(f"{'.'.join(map(str, path))} is called {name!r}", dump(out), out)


def of(text):
    root = yaml.safe_load(text)
    mutants = []
    for path in paths(root):
        mutants += changed(root, path)
        if path:
            mutants += removed(root, path)
        if path and isinstance(at(root, path[:-1]), dict):
            mutants += renamed(root, path)
    return mutants
