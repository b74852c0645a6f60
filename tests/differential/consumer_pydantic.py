# SPDX-License-Identifier: Apache-2.0
"""The consumer's models, built anew by pydantic 2 from consumer_model.txt: run by a Python that has it
(the tests look for one). Standard input: a pickled list of what YAML made of files. Standard output: a JSON
list that says of each whether pydantic takes it (with the validators X1 to X7 of consumer_oracle)."""
import enum
import json
import pickle
import sys
import typing

import consumer_model
import consumer_oracle
import pydantic

SCALARS = {"bool": bool, "int": int, "float": float, "string": str, "null": type(None), "any": typing.Any}
CONFIG = pydantic.ConfigDict(extra="forbid", use_enum_values=True)


class Builder:
    def __init__(self, models):
        self.models, self.built, self.enums = models, {}, 0

    def annotation(self, kind):
        if isinstance(kind, str):
            return SCALARS[kind]
        word, inner = kind
        if word == "list":
            return list[self.annotation(inner)]
        if word == "map":
            return dict[str, self.annotation(inner)]
        if word == "union":
            return typing.Union[tuple(map(self.annotation, inner))]
        if word == "enum":
            self.enums += 1
            return enum.Enum(f"Enum{self.enums}", {f"m{i}": text for i, text in enumerate(inner)}, type=str)
        return self.model(inner)

    def field(self, found):
        text = "string" in (found.type if isinstance(found.type, str) else found.type[1])
        low, high = ("min_length", "max_length") if text else ("ge", "le")
        ranges = {low: found.low, high: found.high, "pattern": found.pattern or None}
        ranges = {name: value for name, value in ranges.items() if value is not None}
        # A name of the consumer's may be a method of BaseModel: the alias keeps it.
        ranges["alias"] = found.name
        kind = self.annotation(found.type)
        if found.required:
            return (kind, pydantic.Field(**ranges))
        if isinstance(found.type, tuple) and found.type[0] == "model":
            return (kind, pydantic.Field(default_factory=kind, **ranges))
        return (kind, pydantic.Field(default=found.default, **ranges))

    def model(self, name):
        if name not in self.built:
            fields = {f"f_{found.name}": self.field(found) for found in self.models[name].fields.values()}
            self.built[name] = pydantic.create_model(name, __config__=CONFIG, **fields)
        return self.built[name]


def main():
    root = Builder(consumer_oracle.MODELS).model("PlatformSpec")

    def accepts(value):
        try:
            spec = root.model_validate({} if value is None else value)
        except pydantic.ValidationError:
            return False
        return all(consumer_oracle.demands(spec.model_dump(by_alias=True)))

    json.dump([accepts(text) for text in pickle.load(sys.stdin.buffer)], sys.stdout)


if __name__ == "__main__":
    main()
