# SPDX-License-Identifier: Apache-2.0
"""Where the binaries are. scripts/tools.py builds and pins them; this only asks."""
import functools
import importlib.util
import os
import shutil
from pathlib import Path

from bed.process import must

ROOT = Path(__file__).resolve().parents[3]
CONTROL_PLANE = ("etcd", "kube-apiserver", "kube-controller-manager", "kubectl")


@functools.cache
def _tools():
    spec = importlib.util.spec_from_file_location("floe_tools", ROOT / "scripts" / "tools.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def path(part):
    """The binary of a part, whether it is there or not."""
    return Path(_tools().binary(part))


def version(part):
    return _tools().version(part)


def _in_module_cache(part):
    """(where the source of a part is, its folder in tests/e2e/tools, its module)"""
    folder, module = _tools().PARTS[part][:2]
    cache = Path(os.environ.get("GOMODCACHE") or
                 Path(os.environ.get("GOPATH") or Path.home() / "go") / "pkg" / "mod")
    return cache / f"{module}@{version(part)}", folder, module


def source(part):
    """The source of a part, for the CRDs that it ships: in Go's module cache, fetched when it is not there."""
    path, folder, module = _in_module_cache(part)
    if not path.exists():
        must(["go", "mod", "download", module], env=_tools().go_environment(), cwd=_tools().MODULES / folder,
             timeout=300)
    return path


def admission():
    """The server under test."""
    return Path(os.environ.get("FLOE_ADMISSION") or ROOT / "build" / "floe-admission").resolve()


def missing(*names):
    """Why these parts cannot be used, a sentence each; empty when all can."""
    reasons = [f"{name} is not built (scripts/tools.py {name})" for name in names if not path(name).exists()]
    if not shutil.which("openssl"):
        reasons.append("openssl is not installed (./dev setup)")
    return reasons


def missing_source(part):
    """Why there are no CRDs of this part; empty when there are."""
    if _in_module_cache(part)[0].exists() or shutil.which("go"):
        return []
    return [f"the source of {part} is not in Go's module cache, and there is no Go to fetch it"]


def missing_admission():
    """The same for the server under test."""
    return [] if admission().exists() else [f"{admission()} is not built (./dev build)"]
