# SPDX-License-Identifier: Apache-2.0
"""What the YAML reader accepts, PyYAML's pure loader accepts with equal values; and it refuses little else.

FLOE_TREE_DUMP names tree-dump (build/dev/tests/tree-dump); FLOE_MUTANTS and FLOE_MUTANTS_SEED run more, others.
"""

import collections
import os
import pathlib

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed: nothing was compared")

import pyyaml_compare  # noqa: E402 (after the skip)
import pyyaml_mutants  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("FLOE_MUTANTS", "30000"))
SEED = int(os.environ.get("FLOE_MUTANTS_SEED", "1"))
WHOLE = 120


@pytest.fixture(scope="module")
def program():
    path = ROOT / os.environ.get("FLOE_TREE_DUMP", "build/dev/tests/tree-dump")
    if not path.exists():
        pytest.skip(f"{path} is not built: nothing was compared (FLOE_TREE_DUMP names another)")
    return path


@pytest.fixture(scope="module")
def verdicts(program):
    """(the mutant, what came of it) of every mutant."""
    texts = pyyaml_mutants.Mutator(SEED).mutants(COUNT, WHOLE)
    assert len(set(texts)) >= 20000
    return pyyaml_compare.compare(program, texts)


def test_reference_files_and_samples_are_equal(program):
    files = pyyaml_mutants.REFERENCES + pyyaml_mutants.SAMPLES
    texts = [path.read_text(encoding="utf-8") for path in files]
    assert len(pyyaml_mutants.REFERENCES) >= 4
    assert [verdict for _, verdict in pyyaml_compare.compare(program, texts)] == ["both"] * len(files)


def test_accepted_here_is_accepted_and_equal_there(verdicts):
    wrong = [(verdict, text) for text, verdict in verdicts if verdict in ("laxer", "differs")]
    both = sum(verdict == "both" for _, verdict in verdicts)
    print(f"{len(verdicts)} mutants, seed {SEED}: {both} accepted by both and equal, "
          f"{sum(verdict == 'neither' for _, verdict in verdicts)} refused by both, {len(wrong)} counter-examples")
    assert not wrong, wrong[:5]
    assert both >= len(verdicts) / 5


def test_little_else_is_refused_and_each_by_a_hardening_rule(verdicts):
    refused = [(verdict, text) for text, verdict in verdicts if isinstance(verdict, tuple)]
    accepted = len(refused) + sum(verdict == "both" for _, verdict in verdicts)
    share = len(refused) / accepted
    counts = collections.Counter(code for codes, _ in refused for code in set(codes))
    print(f"of {accepted} mutants that PyYAML accepts {len(refused)} are refused here ({share:.1%}): {dict(counts)}")
    assert share <= 0.10
    unexplained = [pair for pair in refused if not set(pair[0]) & pyyaml_compare.HARDENING]
    assert not unexplained, unexplained[:5]
