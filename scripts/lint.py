#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: ./dev lint [CHECK...] runs all of them, or those named.

What the compilers and clang-tidy said of a file is remembered in the cache outside the tree, by the
content of the file, of every header of ours that it includes, and of the tool's settings.
"""
import hashlib
import json
import os
import py_compile
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import lint_files

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "floe-admission" / "lint"
JOBS = int(os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL") or os.cpu_count() or 2)
DATABASE = ROOT / "build" / "lint"


def run(*command):
    return subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)


def sources(*suffixes):
    return [path for path in lint_files.walk(ROOT) if path.suffix in suffixes]


def check_format():
    done = run("clang-format", "--dry-run", "-Werror", *sources(".c", ".h"))
    if done.returncode != 0:
        yield done.stderr.strip() + "\n./dev fmt mends this"


def check_shell():
    scripts = [*sources(".sh"), Path("dev"), Path(".ci/run")]
    done = run("shellcheck", "-x", *scripts)
    if done.returncode != 0:
        yield done.stdout.strip()


def check_python():
    with tempfile.TemporaryDirectory() as folder:
        for path in sources(".py"):
            try:
                py_compile.compile(str(ROOT / path), cfile=f"{folder}/x.pyc", doraise=True)
            except py_compile.PyCompileError as error:
                yield str(error)


def check_manifests():
    done = run("/usr/bin/python3", "scripts/manifests.py", "--check")
    if done.returncode != 0:
        yield (done.stdout + done.stderr).strip()


def configure():
    """The compile commands of every C file, fuzzers and tests included, as clang would compile them."""
    done = run("cmake", "--preset", "clang", "-B", DATABASE)
    if done.returncode != 0:
        sys.exit(f"lint: cmake failed\n{done.stdout}{done.stderr}")
    entries = json.loads((DATABASE / "compile_commands.json").read_text())
    return {Path(e["file"]): shlex.split(e["command"]) for e in entries if "/generated/" not in e["file"]}


def dependencies(source, command):
    """The source and every header of ours that it includes."""
    flags = [word for word in command[1:] if word.startswith(("-I", "-D", "-std", "-isystem"))]
    done = run("clang", "-MM", *flags, source)
    return sorted(Path(word) for word in done.stdout.replace("\\\n", " ").split()[1:])


def key_of(tool, settings, source, command):
    # Wherever the tree stands: a fresh clone asks nothing that was answered before.
    said = f"{tool}\n{settings}\n{shlex.join(command)}\n".replace(str(ROOT), "")
    digest = hashlib.sha256(said.encode())
    for path in dependencies(source, command):
        digest.update((ROOT / path).read_bytes())
    return digest.hexdigest()


def remembered(tool, settings, source, command, judge):
    """What `judge` said of the source, asked only once for the same content."""
    path = CACHE / key_of(tool, settings, source, command)
    if not path.exists():
        words = judge()
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(words)
        partial.rename(path)
    return path.read_text()


def judge_all(tool, settings, judge, tests=True):
    with ThreadPoolExecutor(JOBS) as pool:
        waiting = [pool.submit(remembered, tool, settings, source, command,
                               lambda s=source, c=command: judge(s, c))
                   for source, command in sorted(configure().items())
                   if tests or ROOT / "tests" not in source.parents]
        for future in waiting:
            if future.result():
                yield future.result()


def check_tidy():
    settings = (ROOT / ".clang-tidy").read_text() + run("clang-tidy", "--version").stdout

    def judge(source, _):
        done = run("clang-tidy", "--quiet", "-p", DATABASE, source)
        return done.stdout.strip() if done.returncode != 0 else ""

    return judge_all("clang-tidy", settings, judge)


def compile_with(compiler, *flags, tests=True):
    def judge(source, command):
        words = [w for w in command[1:] if w not in ("-c", "-o") and not w.endswith((".o", ".c"))]
        done = run(compiler, *words, *flags, "-c", source, "-o", "/dev/null")
        return done.stderr.strip() if done.returncode != 0 else ""

    return judge_all(f"{compiler} {flags}", run(compiler, "--version").stdout, judge, tests)


def check_clang():
    return compile_with("clang")


def check_analyzer():
    """gcc's own analyzer, on what ships (the tests' macros confuse it)."""
    return compile_with("gcc", "-O1", "-fanalyzer", tests=False)


def check_headers():
    """Each header compiles by itself."""
    def judge(path):
        return run("gcc", "-std=c17", "-D_GNU_SOURCE", "-I.", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                   "-include", path, "-x", "c", "/dev/null").stderr.strip()

    with ThreadPoolExecutor(JOBS) as pool:
        yield from filter(None, pool.map(judge, sources(".h")))


CHECKS = {
    "format": check_format,
    "arrows": lambda: lint_files.check_arrows(ROOT),
    "licences": lambda: lint_files.check_licences(ROOT),
    "sizes": lambda: lint_files.check_sizes(ROOT),
    "names": lambda: lint_files.check_names(ROOT),
    "shell": check_shell,
    "python": check_python,
    "manifests": check_manifests,
    "headers": check_headers,
    "clang": check_clang,
    "tidy": check_tidy,
    "analyzer": check_analyzer,
}


def main(names):
    if "--help" in names or "-h" in names:
        print(__doc__.strip())
        return 0
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"lint: no check '{unknown[0]}'; the checks are: {' '.join(CHECKS)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or CHECKS:
        problems = list(CHECKS[name]())
        print(f"lint: {name}: {'ok' if not problems else 'found'}", flush=True)
        print("".join(f"{problem}\n" for problem in problems), end="", flush=True)
        failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
