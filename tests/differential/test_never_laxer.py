# SPDX-License-Identifier: Apache-2.0
"""Whatever the 1.2 profile accepts, the consumer accepts: every node of two files is replaced by every one
of a list of values, removed, and renamed, and both are asked.

floe-core itself cannot be installed here (it is on no registry that this project's machines reach), so its
side is played twice: by consumer_oracle.py, our own restatement of its models and validators from
consumer_model.txt, which runs everywhere; and, where some Python has pydantic 2 (FLOE_PYDANTIC names one,
else python3 on the PATH is tried), by models that pydantic builds from the same table, which checks the
coercions that we restated. Neither shows that the table is floe-core's: that was checked once, when it was
taken from its source (commit fdde34b5, 2026-01-01).

FLOE_JUDGE_BATCH names judge-batch (build/dev/tests/judge-batch).
"""
import json
import os
import pathlib
import pickle
import subprocess
import sys

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed: nothing was compared")

import consumer_mutants  # noqa: E402 (after the skip)
import consumer_oracle  # noqa: E402

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
FILES = [ROOT / "deploy/platform-config/platform/local/platform.yaml", HERE / "every_field.yaml"]


@pytest.fixture(scope="module")
def program():
    path = ROOT / os.environ.get("FLOE_JUDGE_BATCH", "build/dev/tests/judge-batch")
    if not path.exists():
        pytest.skip(f"{path} is not built: nothing was compared (FLOE_JUDGE_BATCH names another)")
    return path


@pytest.fixture(scope="module")
def mutants():
    return [mutant for path in FILES for mutant in consumer_mutants.of(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def ours(program, mutants):
    """Of each mutant: whether the 1.2 profile accepts it."""
    texts = [mutant.text.encode() for mutant in mutants]
    sent = b"".join(b"%d\n%s" % (len(text), text) for text in texts)
    done = subprocess.run([program, "1.2"], input=sent, capture_output=True, timeout=300, check=True)
    lines = done.stdout.decode().splitlines()
    assert len(lines) == len(mutants)
    return [line == "accepted" for line in lines]


@pytest.fixture(scope="module")
def oracle(mutants):
    return [consumer_oracle.accepts(consumer_oracle.MODELS, mutant.value) for mutant in mutants]


@pytest.fixture(scope="module")
def real(mutants):
    """pydantic's own verdicts."""
    check = "import pydantic; assert pydantic.VERSION.startswith('2.')"
    for python in filter(None, (os.environ.get("FLOE_PYDANTIC"), "python3", sys.executable)):
        if subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0:
            break
    else:
        pytest.skip("no Python here has pydantic 2: the consumer's coercions are our restatement alone")
    done = subprocess.run([python, HERE / "consumer_pydantic.py"], capture_output=True, check=True, timeout=300,
                          input=pickle.dumps([mutant.value for mutant in mutants]))
    return json.loads(done.stdout)


def where(mutants, *conditions):
    return [mutant.name for mutant, *hold in zip(mutants, *conditions) if all(hold)]


def refused(verdicts):
    return [not verdict for verdict in verdicts]


def test_there_are_enough_of_them(mutants, ours):
    first = len(consumer_mutants.of(FILES[0].read_text(encoding="utf-8")))
    print(f"{len(mutants)} mutants, {first} of the local file; {sum(ours)} are accepted by the 1.2 profile")
    assert first >= 7491
    assert sum(ours) > len(mutants) / 20


def test_texts_have_their_values(mutants):
    for mutant in mutants[::97]:
        assert repr(yaml.safe_load(mutant.text)) == repr(mutant.value), mutant.name


def test_never_laxer_than_the_oracle(mutants, ours, oracle):
    wrong = where(mutants, ours, refused(oracle))
    stricter = where(mutants, refused(ours), oracle)
    print(f"laxer: {len(wrong)}; stricter: {len(stricter)} of {sum(oracle)} that the oracle accepts")
    assert not wrong, wrong[:20]
    # Stricter on purpose: quoted booleans and numbers, 0 and 1 for booleans, booleans for numbers.
    assert len(stricter) < sum(oracle) / 3, stricter[:20]


def test_never_laxer_than_pydantic(mutants, ours, real):
    wrong = where(mutants, ours, refused(real))
    assert not wrong, wrong[:20]


def test_the_oracle_is_pydantic(mutants, oracle, real):
    laxer, stricter = where(mutants, oracle, refused(real)), where(mutants, refused(oracle), real)
    print(f"pydantic and the oracle differ on {len(laxer)} + {len(stricter)}")
    assert not laxer, laxer[:20]
    assert not stricter, stricter[:20]
