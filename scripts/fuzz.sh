#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh [SECONDS]: every fuzzer in turn, two processes, SECONDS each (60). Inputs that break one are
# kept in build/fuzz/artifacts; what is merely new stays in build/fuzz/corpus for the next run.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

seconds="${1:-60}"
if [[ ! "$seconds" =~ ^[1-9][0-9]{0,5}$ ]]; then
    echo "fuzz: '$seconds' is no number of seconds" >&2
    exit 2
fi
out="$ROOT/build/fuzz"
mkdir -p "$out/artifacts"
if ! cmake --preset fuzz >"$out/configure.log" 2>&1; then
    cat "$out/configure.log" >&2
    exit 1
fi
cmake --build "$out" --target fuzzers

broken=()
count=0
for source in tests/fuzz/*_fuzz.c; do
    name="$(basename "$source" _fuzz.c)"
    count=$((count + 1))
    mkdir -p "$out/corpus/$name" "$out/logs/$name"
    echo "fuzz: $name, $seconds s"
    # libFuzzer writes what it finds into the first folder: the committed corpus comes second.
    if ! (cd "$out/logs/$name" &&
        ASAN_OPTIONS="detect_leaks=1" UBSAN_OPTIONS="print_stacktrace=1" \
            "$out/tests/fuzz-$name" -jobs=2 -workers=2 -max_total_time="$seconds" -max_len=65536 \
            -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
            -dict="$ROOT/tests/fuzz/words.dict" -artifact_prefix="$out/artifacts/$name-" \
            "$out/corpus/$name" "$ROOT/tests/fuzz/corpus/$name" >run.log 2>&1); then
        tail -n 40 "$out/logs/$name"/*.log >&2
        broken+=("$name")
    fi
done
if [[ ${#broken[@]} -gt 0 ]]; then
    echo "fuzz: $count fuzzers, $seconds s each, broken: ${broken[*]} (inputs in build/fuzz/artifacts)"
    exit 1
fi
echo "fuzz: $count fuzzers, $seconds s each, nothing found"
