# SPDX-License-Identifier: Apache-2.0
"""One cgroup for a node in each hierarchy of the machine: the pods' groups are below it, and go with it."""
import os
import secrets
from pathlib import Path

from bed.process import wait_for

PREFIX = "floe-e2e-node-"


def hierarchies():
    """Where the machine's cgroup hierarchies are mounted."""
    rows = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    return [Path(row[1]) for row in rows if row[2] in ("cgroup", "cgroup2")]


def groups(name=None):
    """The nodes' own groups: of one name, or all."""
    return [group for root in hierarchies() for group in root.glob(name or f"{PREFIX}*") if group.is_dir()]


def make(name):
    """`name` begins with our prefix and the pid of who makes it."""
    for root in hierarchies():
        group = root / name
        group.mkdir()
        # A new group of this controller has no processor and no memory, and takes no process.
        for setting in ("cpuset.cpus", "cpuset.mems"):
            if (root / setting).exists() and (group / setting).exists():
                (group / setting).write_text((root / setting).read_text())


def _remove(group):
    for folder, _, _ in os.walk(group, topdown=False):
        try:
            os.rmdir(folder)
        except FileNotFoundError:
            continue
        except OSError:
            return False
    return True


def remove(name):
    """When its processes have ended. The kernel lets a group go a little later."""
    for group in groups(name):
        wait_for(f"end of cgroup {group}", lambda group=group: _remove(group), 20)


def new_name():
    return f"{PREFIX}{os.getpid()}-{secrets.token_hex(2)}"


def remove_abandoned():
    """What a killed run left: groups of our prefix whose maker is gone. Others' are not touched."""
    for group in groups():
        maker = group.name.removeprefix(PREFIX).split("-")[0]
        if maker.isdigit() and not Path(f"/proc/{maker}").exists():
            _remove(group)
