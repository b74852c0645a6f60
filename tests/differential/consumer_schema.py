# SPDX-License-Identifier: Apache-2.0
"""How a JSON Schema differs from the consumer's model, field by field."""

# Where the schema is narrower on purpose (schemas/README.md): no text or number of the consumer's own files.
INT_MAX = 9007199254740991
LENGTHS = {"^[a-zA-Z0-9]([a-zA-Z0-9-]*": 253, r"^arn:aws:iam::": 2048}
TYPES = {"string": "string", "bool": "boolean", "int": "integer", "float": "number", "null": "null"}


class Comparison:
    def __init__(self, models, schema):
        self.models, self.schema = models, schema
        self.places, self.differences = [], []

    def say(self, place, what, *values):
        self.differences.append(" ".join(map(str, (place, what, *values))))

    def target(self, schema):
        out = dict(schema)
        while "$ref" in out:
            out = {**self.schema["$defs"][out.pop("$ref").rpartition("/")[2]], **out}
        return out

    def equal(self, place, what, ours, theirs):
        if ours != theirs:
            self.say(place, what, ours, "instead of", theirs)

    def compare_range(self, kind, schema, place, field):
        if kind in ("int", "float"):
            high = field.high if field.high is not None else INT_MAX
            self.equal(place, "range", (schema.get("minimum"), schema.get("maximum")), (field.low, high))
        if kind == "string":
            self.equal(place, "pattern", schema.get("pattern", ""), field.pattern)
            low, high = field.low or 0, field.high
            if field.pattern.endswith("{0,252}$"):
                low, high = 1, 253  # what the pattern says anyhow
            for head, length in LENGTHS.items():
                high = length if field.pattern.startswith(head) else high
            self.equal(place, "length", (schema.get("minLength", 0), schema.get("maxLength")), (low, high))

    def compare_part(self, kind, schema, place, field):
        """One of the types that a value may have; gives JSON's name of it."""
        if isinstance(kind, str):
            if field:
                self.compare_range(kind, schema, place, field)
            return TYPES[kind]
        word, inner = kind
        if word == "enum":
            self.equal(place, "choices", schema.get("enum"), inner)
            return "string"
        if word == "list":
            self.compare_type(inner, schema["items"], place + "[]")
            return "array"
        if word == "map":
            self.compare_type(inner, schema["additionalProperties"], place + ".*")
        else:
            self.compare_model(self.models[inner], schema, place)
        return "object"

    def compare_type(self, kind, schema, place, field=None):
        schema = self.target(schema)
        if kind == "any":
            self.equal(place, "any", set(schema) - {"title", "description", "examples"}, set())
            return
        parts = kind[1] if kind[0] == "union" else [kind]
        theirs = {self.compare_part(part, schema, place, field) for part in parts}
        ours = schema.get("type")
        self.equal(place, "types", set(ours if isinstance(ours, list) else [ours]), theirs)

    def compare_model(self, model, schema, place=""):
        required = sorted(field.name for field in model.fields.values() if field.required)
        self.equal(place, "closed", schema.get("additionalProperties"), False)
        self.equal(place, "keys", set(schema["properties"]), set(model.fields))
        self.equal(place, "required", sorted(schema.get("required", [])), required)
        for field in model.fields.values():
            self.compare_field(field, schema["properties"][field.name], f"{place}.{field.name}")

    def compare_field(self, field, schema, place):
        self.places.append(place)
        self.compare_type(field.type, schema, place, field)
        self.equal(place, "has a default", "default" in schema, not field.required)
        if "default" in schema:
            ours = schema["default"]
            self.equal(place, "default", (type(ours), ours), (type(field.default), field.default))


def differences(models, schema):
    """(the places of all fields, what differs)"""
    comparison = Comparison(models, schema)
    comparison.compare_model(models["PlatformSpec"], schema)
    return comparison.places, comparison.differences


def without_newer(node):
    """A schema of 1.3 without whatever `x-floe-since` marks: keys, and with `if`/`then` values."""
    if isinstance(node, list):
        return [without_newer(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {}
    for key, value in node.items():
        if key == "properties":
            value = {name: schema for name, schema in value.items() if "x-floe-since" not in schema}
        out[key] = without_newer(value)
    if "x-floe-since" in out.get("then", {}):
        narrow(out, out.pop("if"), out.pop("then"))
    return out


def narrow(schema, newer, _):
    if "const" in newer:
        schema["enum"].remove(newer["const"])
        return
    assert newer == {"type": "array"}, newer
    schema["type"] = "object"
    for key in ("items", "maxItems", "uniqueItems"):
        del schema[key]
    schema["examples"] = [example for example in schema["examples"] if isinstance(example, dict)]


def drop_unused(schema):
    """Definitions that nothing refers to any more."""
    while True:
        text = str({**schema, "$defs": {}}) + str(schema["$defs"])
        unused = [name for name in schema["$defs"] if f"'#/$defs/{name}'" not in text]
        if not unused:
            return schema
        for name in unused:
            del schema["$defs"][name]
