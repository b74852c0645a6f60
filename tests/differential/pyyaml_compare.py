# SPDX-License-Identifier: Apache-2.0
"""PyYAML's pure loader beside the YAML reader: is what the reader accepts accepted there, and the same?"""

import json
import multiprocessing
import subprocess

import yaml

# Codes of docs/diagnostics.md that are hardening: what they refuse may be YAML.
HARDENING = {"not-utf8", "control-character", "tab", "directive", "tag", "duplicate-key", "key-type", "merge",
             "anchor-twice", "unknown-anchor", "recursive-alias", "alias-budget", "too-deep", "too-large", "too-many",
             "second-document", "flow-question-mark", "flow-colon", "block-header", "line-separator", "bad-scalar"}


def read_ours(program, texts):
    """What tree-dump says of each text."""
    stream = b"".join(b"%d\n%s" % (len(text), text) for text in texts)
    done = subprocess.run([program], input=stream, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answers = [json.loads(line) for line in done.stdout.split(b"\n") if line]
    assert len(answers) == len(texts)
    return answers


def same_float(number, theirs):
    ours = float.fromhex(number)
    return type(theirs) is float and (ours.hex() == theirs.hex() or (ours != ours and theirs != theirs))


def same_wide(number, theirs):
    try:
        nearest = float(theirs)
    except OverflowError:
        nearest = float("inf") if theirs > 0 else float("-inf")
    return type(theirs) is int and not -2**63 <= theirs < 2**63 and float.fromhex(number) == nearest


def same_time(text, theirs):
    """What PyYAML's constructor makes of the text as we hold it."""
    node = yaml.ScalarNode("tag:yaml.org,2002:timestamp", text)
    return repr(yaml.constructor.SafeConstructor().construct_yaml_timestamp(node)) == repr(theirs)


def same_map(ours, theirs):
    return (type(theirs) is dict and len(ours) == len(theirs) and len({key for key, _ in ours}) == len(ours)
            and all(key in theirs and same(value, theirs[key]) for key, value in ours))


def same(ours, theirs):
    """Whether a value of tree-dump is the Python object."""
    kind, value = ours[0], ours[1] if len(ours) > 1 else None
    if kind == "list":
        return type(theirs) is list and len(value) == len(theirs) and all(map(same, value, theirs))
    compare = {
        "null": lambda: theirs is None,
        "bool": lambda: theirs is value,
        "int": lambda: type(theirs) is int and theirs == int(value),
        "wide": lambda: same_wide(value, theirs),
        "float": lambda: same_float(value, theirs),
        "time": lambda: same_time(value, theirs),
        "text": lambda: type(theirs) is str and theirs == value,
        "map": lambda: same_map(value, theirs),
    }
    return compare[kind]()


def load_theirs(text):
    """(accepted, value): anything raised is a refusal, be it a crash."""
    try:
        return True, yaml.load(text, yaml.SafeLoader)
    except Exception:  # pylint: disable=broad-except
        return False, None


def judge(pair):
    """The verdict on (text, our answer): both, neither, differs, laxer, or (a tuple) the codes of a refusal of ours
    alone."""
    text, answer = pair
    accepted, value = load_theirs(text)
    if "codes" in answer:
        return tuple(answer["codes"]) if accepted else "neither"
    if not accepted:
        return "laxer"
    empty = value is None and answer["tree"] == ["map", []]
    return "both" if empty or same(answer["tree"], value) else "differs"


def compare(program, texts, processes=2):
    """[(text, verdict)] of every text."""
    answers = read_ours(program, [text.encode() for text in texts])
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        return list(zip(texts, pool.imap(judge, zip(texts, answers), chunksize=64)))
