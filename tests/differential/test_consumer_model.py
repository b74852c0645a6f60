# SPDX-License-Identifier: Apache-2.0
"""The schemas of platform.yaml against the consumer's model, and against each other."""
import json
import pathlib

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed: nothing was compared")

import consumer_oracle  # noqa: E402 (after the skip)
import consumer_schema  # noqa: E402

HERE = pathlib.Path(__file__).parent
SCHEMAS = HERE.parents[1] / "schemas"
MODELS = consumer_oracle.MODELS
# What says which of the two a file is.
OWN = ("$id", "$comment")


def read(name):
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def test_the_model_is_whole():
    assert len(MODELS) == 68
    assert sum(len(model.fields) for model in MODELS.values()) == 245


def test_1_2_is_the_consumer_s_model_field_by_field():
    places, differences = consumer_schema.differences(MODELS, read("platform-1.2.schema.json"))
    assert not differences, "\n".join(differences)
    assert len(places) > 245  # shared objects are compared wherever they stand


def test_1_2_is_1_3_without_what_is_marked():
    newer, older = read("platform.schema.json"), read("platform-1.2.schema.json")
    left = consumer_schema.drop_unused(consumer_schema.without_newer(newer))
    for key in OWN:
        assert newer[key] != older[key]
        left.pop(key), older.pop(key)
    assert left == older


def test_1_3_has_26_keys_and_3_values_more():
    text = json.dumps(read("platform.schema.json"))
    assert text.count('"x-floe-since": "1.3"') == 26 + 3
    assert "x-floe-since" not in json.dumps(read("platform-1.2.schema.json"))


def test_every_key_says_what_it_is():
    """A title in lower-case words (or a name's own capitals) and a description, for editors and messages."""
    for name in ("platform.schema.json", "platform-1.2.schema.json"):
        schema = read(name)
        comparison = consumer_schema.Comparison(MODELS, schema)
        for node in [schema, *schema["$defs"].values()]:
            for key, found in node.get("properties", {}).items():
                found = comparison.target(found)
                assert found.get("title") and found.get("description", "").endswith("."), (name, key)
                assert not found["title"].endswith("."), (name, key)


def test_every_field_of_the_start_of_the_mutants():
    places, _ = consumer_schema.differences(MODELS, read("platform-1.2.schema.json"))
    value = yaml.safe_load((HERE / "every_field.yaml").read_text(encoding="utf-8"))
    assert consumer_oracle.accepts(MODELS, value)
    missing = [place for place in places if not stands(value, place.lstrip(".").split("."))]
    assert not missing, missing


def stands(value, steps):
    """Whether a path stands; where a map's key is free, its only one counts. A shared object that a text
    may stand for need not be there."""
    for step in steps:
        if not isinstance(value, dict):
            return step == "secret_ref"
        value = next(iter(value.values())) if step == "*" and "*" not in value else value.get(step, KeyError)
        if value is KeyError:
            return False
    return True
