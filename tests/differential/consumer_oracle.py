# SPDX-License-Identifier: Apache-2.0
"""What the consumer does with a platform.yaml that YAML has read: our restatement, field by field from
consumer_model.txt, with its coercions (pydantic's lax mode) and its own validators (X1 to X7)."""
import re

import consumer_model

TRUE = {"1", "on", "t", "true", "y", "yes"}
FALSE = {"0", "off", "f", "false", "n", "no"}
INT64 = 2 ** 63
NAME = re.compile(r"^[a-zA-Z][a-zA-Z0-9_-]*$")


class Refused(Exception):
    pass


def to_bool(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise Refused("bool")


def to_int(value):
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < INT64:
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]+(_[0-9]+)*(\.0+)?", value.strip()):
        return int(value.strip().replace("_", "").partition(".")[0])
    raise Refused("int")


def to_float(value):
    if isinstance(value, (bool, int, float)):
        try:
            return float(value)
        except OverflowError:
            raise Refused("float") from None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise Refused("float")


def to_text(value):
    if isinstance(value, str):
        return value
    raise Refused("string")


def to_null(value):
    if value is None:
        return None
    raise Refused("null")


SCALARS = {"bool": to_bool, "int": to_int, "float": to_float, "string": to_text, "null": to_null,
           "any": lambda value: value}


def to_list(models, kind, value):
    if not isinstance(value, list):
        raise Refused("list")
    return [coerce(models, kind, item) for item in value]


def to_map(models, kind, value):
    if not isinstance(value, dict):
        raise Refused("map")
    return {to_text(key): coerce(models, kind, item) for key, item in value.items()}


def to_union(models, kinds, value):
    for kind in kinds:
        try:
            return coerce(models, kind, value)
        except Refused:
            continue
    raise Refused("union")


def to_enum(_, words, value):
    if isinstance(value, str) and value in words:
        return value
    raise Refused("enum")


def to_model(models, name, value):
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise Refused("model")
    model, out = models[name], {}
    if set(value) - set(model.fields):
        raise Refused("extra key")
    for field in model.fields.values():
        if field.name in value:
            out[field.name] = judge_field(models, field, value[field.name])
        elif field.required:
            raise Refused("missing key")
        else:
            # Defaults are built, not judged; an object's is all of its own defaults.
            plain = isinstance(field.type, tuple) and field.type[0] == "model" and field.default == {}
            out[field.name] = to_model(models, field.type[1], {}) if plain else field.default
    return out


PARTS = {"list": to_list, "map": to_map, "union": to_union, "enum": to_enum, "model": to_model}


def coerce(models, kind, value):
    if isinstance(kind, str):
        return SCALARS[kind](value)
    return PARTS[kind[0]](models, kind[1], value)


def judge_field(models, field, value):
    value = coerce(models, field.type, value)
    measured = len(value) if isinstance(value, str) else value
    if value is None or isinstance(value, (bool, dict, list)):
        return value
    if field.low is not None and not measured >= field.low:
        raise Refused("too low")
    if field.high is not None and not measured <= field.high:
        raise Refused("too high")
    # Rust's `$` is the end of the text; its \d and \w are Unicode's, as Python's are.
    if field.pattern and not re.search(field.pattern.replace("$", r"\Z"), value):
        raise Refused("pattern")
    return value


def credentials(profile):
    found = profile["credentials"]
    if found["mode"] == "oauth2":
        yield found["client_id"] and found["client_secret"]
    if found["mode"] == "iam_role":
        yield found["role_arn"]


def namespace_is_good(text):
    inner = text.replace("_", "").replace(".", "")
    return not text.startswith(".") and not text.endswith(".") and ".." not in text and inner.isalnum()


def demands(spec):
    """What the consumer's own validators demand of a spec whose fields are right: truth or not."""
    for section in ("storage", "catalogs", "compute"):
        for name, profile in spec[section].items():
            yield NAME.match(name)
            yield from credentials(profile)
    for layer in spec["layers"].values():
        yield layer["storage_ref"] in spec["storage"]
        yield layer["catalog_ref"] in spec["catalogs"]
        yield namespace_is_good(layer["namespace"])
    security = spec["security"]
    if security and security["authentication"]["enabled"] and security["authentication"]["method"] == "oidc":
        yield security["authentication"]["oidc"]
    if security and security["secret_backends"]["vault"]["enabled"]:
        vault = security["secret_backends"]["vault"]
        yield vault["server_url"] and (vault["auth_method"] != "kubernetes" or vault["kubernetes_role"])
    if spec["infrastructure"] and spec["infrastructure"]["cloud"]["provider"] == "aws":
        yield spec["infrastructure"]["cloud"]["region"]


def accepts(models, value):
    """Whether the consumer loads what YAML made of a file; an empty file is {}."""
    try:
        spec = to_model(models, "PlatformSpec", {} if value is None else value)
    except Refused:
        return False
    return all(demands(spec))



MODELS = consumer_model.read()
