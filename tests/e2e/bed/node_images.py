# SPDX-License-Identifier: Apache-2.0
"""Images without a registry: this project's own, made by ./dev image, the base that it is made on, for what runs
in the tests' pods, and a static program that holds a pod, written as `docker save` would write it."""
import functools
import hashlib
import io
import json
import platform
import re
import tarfile

from bed import parts
from bed.process import must, run

SOURCE = parts.ROOT / "tests" / "e2e" / "images"
PAUSE = "floe.dev/e2e/pause:1"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def admission():
    """The name that ./dev image gives, and that the shipped Deployment should ask for."""
    text = (parts.ROOT / "CMakeLists.txt").read_text()
    return "floe-admission:" + re.search(r"^project\(floe-admission VERSION ([0-9.]+)", text, re.M).group(1)


def missing_admission():
    """Why the project's image cannot be used; empty when it can."""
    if run(["docker", "image", "inspect", admission()]).ok:
        return []
    return [f"the image {admission()} is not built (./dev image)"]


def compile_pause(target):
    must(["gcc", "-static", "-Os", "-s", "-Wall", "-Wextra", "-o", target, SOURCE / "pause.c"])
    return target


@functools.cache
def base():
    """The image that the project's is made on."""
    label = '{{index .Config.Labels "org.opencontainers.image.base.name"}}'
    return must(["docker", "image", "inspect", "--format", label, admission()]).stdout.strip()


def _tar(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def pause(program):
    """An image of one layer with one file, in the form of `docker save`."""
    layer = _tar({"pause": program.read_bytes()})
    machine = platform.machine()
    config = {"architecture": ARCHITECTURES.get(machine, machine), "os": "linux",
              "config": {"Entrypoint": ["/pause"]},
              "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
              "history": [{"created_by": "tests/e2e/bed/node_images.py"}]}
    manifest = [{"Config": "config.json", "RepoTags": [PAUSE], "Layers": ["layer.tar"]}]
    return _tar({"manifest.json": json.dumps(manifest).encode(), "config.json": json.dumps(config).encode(),
                 "layer.tar": layer})
