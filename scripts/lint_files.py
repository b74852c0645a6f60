# SPDX-License-Identifier: Apache-2.0
"""Lint that reads the tree itself: include arrows, sizes, licence headers. Used by lint.py."""
import ast
import os
import re
from pathlib import Path

FILE_LINES = 500
FUNCTION_LINES = 50
# A folder may include itself and what stands here; generated headers live under core/.
ARROWS = {
    "core": (),
    "validators": ("core",),
    "mutators": ("core",),
    "audit": ("core",),
    "certs": ("core",),
    "server": ("core", "validators", "mutators", "audit", "certs"),
}
LICENSED = {".c", ".h", ".py", ".sh", ".cmake", ".yaml", ".yml"}
LICENSED_NAMES = {"dev", "Dockerfile", "CMakeLists.txt", ".clang-tidy", ".clang-format", ".editorconfig"}
# Data that is read byte for byte, and folders that are not sources.
UNLICENSED = re.compile(r"tests/(fixtures|fuzz/corpus|conformance|e2e/golden)/|/templates/")
IGNORED = {".git", "build", "__pycache__", ".pytest_cache", ".cache"}


def walk(root):
    """Every source file below root, as paths relative to it, in order."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in IGNORED)
        for name in sorted(names):
            yield Path(folder, name).relative_to(root)


def includes(text):
    return re.findall(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', text, re.M)


def check_arrows(root):
    """A folder includes only what stands below it, and always from the root."""
    for path in walk(root):
        if path.suffix not in (".c", ".h") or path.parts[0] not in ARROWS:
            continue
        folder = path.parts[0]
        for name in includes((root / path).read_text()):
            target = name.split("/")[0]
            if target not in ARROWS or "/" not in name:
                yield f'{path}: include "{name}" from the root ("{folder}/…")'
            elif target != folder and target not in ARROWS[folder]:
                yield f'{path}: {folder} must not include {target} ("{name}")'


def check_licences(root):
    for path in walk(root):
        wanted = path.suffix in LICENSED or path.name in LICENSED_NAMES
        if not wanted or UNLICENSED.search(path.as_posix()):
            continue
        head = (root / path).read_text(errors="replace").splitlines()[:3]
        if not any("SPDX-License-Identifier: Apache-2.0" in line for line in head):
            yield f"{path}: no SPDX-License-Identifier: Apache-2.0 in the first three lines"


def c_functions(text):
    """(name, first line, last line) of each function of formatted C: bodies end with } in column 1."""
    start = name = None
    for number, line in enumerate(text.splitlines(), 1):
        if line == "}" and start:
            yield name, start, number
            start = None
        elif line == "{":
            start = start or number
        elif re.match(r"[A-Za-z_]", line):
            found = re.search(r"(\w+)\(", line)
            if found:
                name, start = found.group(1), number
        if line.endswith(";") and not line.startswith(" "):
            start = None


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno


def check_sizes(root):
    readers = {".c": c_functions, ".h": c_functions, ".py": python_functions, ".sh": None}
    for path in walk(root):
        if path.suffix not in readers:
            continue
        text = (root / path).read_text()
        lines = text.count("\n")
        if lines > FILE_LINES:
            yield f"{path}: {lines} lines, at most {FILE_LINES}"
        reader = readers[path.suffix]
        for name, first, last in reader(text) if reader else ():
            if last - first + 1 > FUNCTION_LINES:
                yield f"{path}:{first}: {name} has {last - first + 1} lines, at most {FUNCTION_LINES}"


def check_names(root):
    """core/patch.h declares adm_patch_* and nothing else that another file could call; where two
    folders have a file of one name, the folder's name stands before it (audit/writer.h: adm_audit_writer_*)."""
    shared = {"core/error.h": "adm_", "core/types.h": "adm_"}
    declaration = re.compile(r"^(?:ADM_CHECKED )?[a-z][\w \t]*[ \t*](\w+)\([^;{]*\)?[^;{]*;", re.M)
    for path in walk(root):
        if path.suffix != ".h" or path.parts[0] not in ARROWS:
            continue
        prefix = shared.get(path.as_posix(), f"adm_{path.stem}")
        allowed = (prefix, f"adm_{path.parts[0]}_{path.stem}")
        for name in declaration.findall((root / path).read_text()):
            if not name.startswith(allowed):
                yield f"{path}: {name} does not start with {prefix}"
