#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""./dev bench scan: what looking for credentials costs: the prefilter and the whole detector beside memchr,
one core. Called by bench.py.

The texts are this tree's own manifests and schemas, which hold no credentials, repeated to 16 MB: one
of YAML, one of JSON. Then texts made to be slow, which must stay linear: nanoseconds a byte. Then a
release of Helm of 1 MiB (bench_release.py): its creation beside inflating it, the update of its status
beside inflating two.
"""
import subprocess
import tempfile
from pathlib import Path

import bench_release

ROOT = Path(__file__).resolve().parent.parent
TEXT_BYTES = 16_000_000
PREFILTER_MIN, SCAN_MIN, HOSTILE_MAX_NS = 1000, 400, 1000
RELEASE_BYTES, RELEASE_MAX = 2 ** 20, 3.0
TEXTS = {
    "YAML": ("deploy/manifests/*.yaml", "deploy/*.yaml", "examples/demo/namespaces.yaml", "examples/demo/pod.yaml"),
    "JSON": ("schemas/**/*.json", "tests/bench/pod_review.json", "tests/bench/configmap_review.json"),
}


def write_texts(folder):
    """{name: path} of the texts, each the tree's own files again and again."""
    paths = {}
    for name, patterns in TEXTS.items():
        parts = [path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern))]
        once = b"\n".join(part for part in parts if part)
        paths[name] = folder / name
        paths[name].write_bytes((once * (TEXT_BYTES // len(once) + 1))[:TEXT_BYTES])
    return paths


def print_release(figures):
    """Prints what a release costs beside its targets; how many are missed."""
    inflate = float(figures["inflate_us"])
    create, update = float(figures["create_us"]) / inflate, float(figures["update_us"]) / inflate / 2
    good = 0 < create <= RELEASE_MAX and 0 < update <= RELEASE_MAX
    mib = int(figures["bytes"]) / 2 ** 20
    print(f"a release of {mib:.1f} MiB, inflated in {inflate / 1000:.2f} ms: created in {create:.1f} times that,"
          f" updated in {update:.1f} times twice that (<= {RELEASE_MAX:.0f})   {'ok' if good else 'MISSED'}")
    return 0 if good else 1


def words_of(line):
    words = line.split()
    return words[1], dict(zip(words[2::2], words[3::2]))


def print_row(name, figures):
    """Prints a text's figures beside their targets; how many are missed."""
    prefilter, scan = int(figures["prefilter"]), int(figures["scan"])
    good = prefilter >= PREFILTER_MIN and scan >= SCAN_MIN and figures["findings"] == "0"
    print(f"{name:6}{int(figures['memchr']):9} MB/s memchr{prefilter:7} MB/s prefilter (>= {PREFILTER_MIN})"
          f"{scan:6} MB/s detector (>= {SCAN_MIN}){int(figures['findings']):4} findings   {'ok' if good else 'MISSED'}")
    return 0 if good else 1


def run(binary, _root):
    """Prints each figure beside its target; how many are missed."""
    with tempfile.TemporaryDirectory(prefix="floe-bench.") as name:
        paths = write_texts(Path(name))
        stored = Path(name) / "release"
        stored.write_text(bench_release.build(RELEASE_BYTES))
        command = [binary, *paths.values(), "--release", stored]
        lines = subprocess.check_output(command, text=True).splitlines()
    missed = 0
    names = {str(path): text for text, path in paths.items()}
    for line in lines:
        first, figures = words_of(line)
        if line.startswith("file "):
            missed += print_row(names[first], figures)
        elif line.startswith("release "):
            missed += print_release(figures)
    slow = [(float(figures["ns_per_byte"]), first) for first, figures in map(words_of, lines) if "ns_per_byte" in figures]
    worst, which = max(slow)
    good = worst <= HOSTILE_MAX_NS
    print(f"{len(slow)} texts made to be slow: at most {worst:.0f} ns a byte (number {which}, <= {HOSTILE_MAX_NS})"
          f"   {'ok' if good else 'MISSED'}")
    return missed + (not good)
