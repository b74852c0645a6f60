#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything CI runs: ./dev test [STAGE...].

One line a stage with its time, written when it ends: most stages wait more than they compute, so three
run at a time. A stage's output is in build/test/<stage>.log, and its end is shown when it fails. A stage
that this machine cannot run is skipped with the reason; where CI is set, that is a failure.
"""
import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "test"
PYTHON = "/usr/bin/python3"
CI = bool(os.environ.get("CI"))
TAIL_LINES = 60
PRINTING = threading.Lock()
# A report of any sanitizer ends the program with a code that no test takes for success; Criterion swallows
# it, so cmake/Testing.cmake also looks for the report.
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:exitcode=99:abort_on_error=0",
    "UBSAN_OPTIONS": "print_stacktrace=1:exitcode=99",
    "LSAN_OPTIONS": "exitcode=99",
    "TSAN_OPTIONS": "exitcode=99:halt_on_error=0",
}


class Failure(Exception):
    pass


class Skip(Exception):
    pass


def run(log, *command, env=None):
    """Runs a command with its output in the log."""
    log.write(f"$ {' '.join(map(str, command))}\n")
    log.flush()
    done = subprocess.run(list(map(str, command)), cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})}, check=False)
    if done.returncode != 0:
        raise Failure(f"{Path(str(command[-1])).name if len(command) < 3 else ' '.join(map(str, command[:3]))}"
                      f" ended with {done.returncode}")


def cmake(log, preset, *targets):
    run(log, "bash", "-c", "source scripts/common.sh && exec \"$@\"", "-", "cmake", "--preset", preset)
    chosen = [word for target in targets for word in ("--target", target)]
    run(log, "bash", "-c", "source scripts/common.sh && exec \"$@\"", "-",
        "cmake", "--build", f"build/{preset}", *chosen)


def ctest(log, preset, *arguments):
    run(log, "ctest", "--test-dir", f"build/{preset}", "--output-on-failure", "--no-tests=error", *arguments,
        env=SANITIZERS)


def pytest(log, folder, binary, *arguments, env=None):
    run(log, PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder, *arguments,
        env={**SANITIZERS, "FLOE_ADMISSION": str(ROOT / binary), **(env or {})})


def stage_setup(log):
    run(log, "bash", "scripts/setup.sh")


def stage_build(log):
    run(log, "bash", "scripts/build.sh")


def stage_lint(log):
    run(log, PYTHON, "scripts/lint.py")


def stage_unit(log):
    cmake(log, "dev")
    ctest(log, "dev")
    pytest(log, "tests/differential", "build/dev/floe-admission",
           env={"FLOE_TREE_DUMP": str(ROOT / "build/dev/tests/tree-dump"),
                "FLOE_JUDGE_BATCH": str(ROOT / "build/dev/tests/judge-batch")})


def stage_asan(log):
    cmake(log, "asan")
    ctest(log, "asan")
    pytest(log, "tests/integration", "build/asan/floe-admission")


def stage_tsan(log):
    cmake(log, "tsan", "floe-admission", "unit-server", "unit-audit")
    ctest(log, "tsan", "-R", "^unit-(server|audit)$")
    pytest(log, "tests/integration", "build/tsan/floe-admission", "--threads")


def stage_coverage(log):
    cmake(log, "coverage")
    for old in (ROOT / "build" / "coverage").rglob("*.gcda"):
        old.unlink()
    ctest(log, "coverage", "-R", "^unit-")
    run(log, "gcovr", "--root", ".", "--object-directory", "build/coverage", "--filter", "core/",
        "--filter", "validators/", "--txt", "build/coverage.txt", "--print-summary",
        "--fail-under-line", "90", "build/coverage")


def stage_integration(log):
    pytest(log, "tests/integration", "build/floe-admission")


def stage_fuzz(log):
    run(log, "bash", "scripts/fuzz.sh", "5")


def stage_demo(log):
    run(log, PYTHON, "scripts/demo.py", *(["--no-cluster"] if tools_are_missing() else []))


def stage_image(log):
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        raise Skip("no Docker daemon answers")
    run(log, "bash", "scripts/image.sh")


def stage_e2e(log):
    if not shutil.which("go") and tools_are_missing():
        raise Skip("the control plane is not built and there is no Go to build it")
    run(log, "bash", "scripts/e2e.sh")


def stage_node(log):
    found = subprocess.run([PYTHON, "-m", "bed.node_needs"], cwd=ROOT, capture_output=True, text=True, check=False,
                           env={**os.environ, "PYTHONPATH": str(ROOT / "tests" / "e2e")})
    if found.returncode != 0:
        raise Skip("; ".join(found.stdout.splitlines()) or found.stderr[-200:])
    run(log, "bash", "scripts/e2e.sh", "--node")


STAGES = {name.removeprefix("stage_"): function for name, function in list(globals().items())
          if name.startswith("stage_")}
# Without these nothing else can run.
NEEDED = ("setup", "build")
# These use every processor by themselves.
ALONE = (*NEEDED, "lint")
# These need the control plane.
CLUSTERS = ("e2e", "node")


def start_tools():
    """The control plane takes minutes to compile when cold: begin at once, below everything else."""
    if not shutil.which("go"):
        return None
    with open(LOGS / "tools.log", "w", encoding="utf-8") as log:
        return subprocess.Popen(["nice", "-n", "15", PYTHON, "scripts/tools.py"], cwd=ROOT, stdout=log,
                                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)


def show_tail(path):
    lines = path.read_text(errors="replace").splitlines()
    print("\n".join(f"    {line}" for line in lines[-TAIL_LINES:]), flush=True)


def run_stage(name):
    """'passed', 'failed' or 'skipped'; prints the stage's one line."""
    path = LOGS / f"{name}.log"
    start = time.monotonic()
    result, words = "passed", ""
    try:
        with open(path, "w", encoding="utf-8") as log:
            STAGES[name](log)
    except Skip as why:
        result, words = ("failed" if CI else "skipped"), f": {why}"
    except Failure as why:
        result, words = "failed", f": {why} (build/test/{name}.log)"
    with PRINTING:
        print(f"{name:<12} {result} in {time.monotonic() - start:.0f} s{words}", flush=True)
        if result == "failed":
            show_tail(path)
    return result


def tools_are_missing():
    return subprocess.run([PYTHON, "scripts/tools.py", "--missing"], cwd=ROOT, capture_output=True,
                          check=False).stdout != b""


def run_stages(wanted, tools):
    """The results. What needs the processors for itself comes first; e2e, which takes longest, begins the rest, or
    ends it where its tools are still being built; the node tier has the machine's containers for itself."""
    results = []
    for name in (n for n in wanted if n in ALONE):
        results.append(run_stage(name))
        if results[-1] == "failed" and name in NEEDED:
            return results
    rest = [n for n in wanted if n not in ALONE and n not in CLUSTERS]
    last = [n for n in wanted if n in CLUSTERS]
    if "e2e" in last and not tools_are_missing():
        last.remove("e2e")
        rest.insert(0, "e2e")
    with ThreadPoolExecutor(3) as pool:
        results += pool.map(run_stage, rest)
    if last and tools:
        tools.wait()  # e2e.sh builds what is still missing and says why it cannot
    return results + [run_stage(name) for name in last]


def main(names):
    if "--help" in names or "-h" in names:
        print(__doc__.strip())
        return 0
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"test: no stage '{unknown[0]}'; the stages are: {' '.join(STAGES)}", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    wanted = names or list(STAGES)
    tools = start_tools() if set(CLUSTERS) & set(wanted) else None
    try:
        results = run_stages(wanted, tools)
    finally:
        if tools and tools.poll() is None:
            tools.terminate()
            tools.wait()
    print(", ".join(f"{results.count(result)} {result}" for result in ("passed", "failed", "skipped")))
    return 0 if set(results) in ({"passed"}, {"passed", "skipped"}) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
