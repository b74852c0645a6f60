# SPDX-License-Identifier: Apache-2.0
"""./dev bench schema: reading and judging a platform.yaml beside libyaml's bare event loop, rendering, and
inputs of a megabyte made to be slow. Called by bench.py."""
import subprocess

FILE = "deploy/platform-config/platform/prod/platform.yaml"
TARGETS = {"judge ÷ events": 1.5, "read ÷ events": 1.2, "validate": 30.0, "render": 1.0}
HOSTILE, HOSTILE_MAX_MS = "1 MiB of ", 50.0


def target_of(name):
    return HOSTILE_MAX_MS if name.startswith(HOSTILE) else TARGETS.get(name)


def run(binary, root):
    """Prints each figure beside its target; how many are missed."""
    output = subprocess.check_output([binary, root / FILE], text=True)
    missed = 0
    print(f"\n{FILE}, CPU time of one core, medians")
    for line in output.splitlines():
        name, value, unit = line.split("\t")
        target = target_of(name)
        shown = f"{float(value):g}" if not unit and target is None else f"{float(value):.2f}"
        verdict = ""
        if target is not None:
            good = float(value) <= target
            missed += not good
            verdict = f"   target <= {target:g}{' ' + unit if unit else ''}   {'ok' if good else 'MISSED'}"
        print(f"{name:34}{shown:>12} {unit:3}{verdict}")
    return missed
