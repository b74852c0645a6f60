# SPDX-License-Identifier: Apache-2.0
"""A box for one node: network, mount and process namespaces of its own. Whoever is in it sees the machine's
files, and writes beside them where no flag moves what it writes (node_box.sh). All of it ends with its first
process, and that ends with us, however we end: what remains are a folder and empty cgroups."""
import contextlib
import ctypes
import os
import select
from pathlib import Path

from bed.process import BedError, Process, clean_environment, run

SCRIPT = Path(__file__).with_suffix(".sh")
CLONE_NEWNET = 0x40000000
END_SECONDS = 30


class Box:
    """`init` is a program that waits and buries orphans; `folder` keeps what is written in the box."""

    def __init__(self, folder, init):
        self.folder, self.init = folder, init
        self.keeper = None
        self._first = None

    @property
    def env(self):
        """The daemons look for their helpers where only root's PATH leads."""
        own = clean_environment(self.folder)
        return {**own, "PATH": f"{own.get('PATH', '/usr/bin:/bin')}:/usr/sbin:/sbin"}

    def open(self):
        self.folder.mkdir(parents=True)
        ready = self.folder / "ready"
        # unshare hears no SIGTERM while it waits; killed, it takes the first process of the box with it.
        self.keeper = Process("box", [
            "setpriv", "--pdeathsig", "KILL", "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child",
            "--mount-proc", "sh", SCRIPT, self.folder, self.init], self.folder / "box.log", self.env).start()
        self.keeper.wait_until("box", ready.exists, 20)
        keeper = self.keeper.child.pid
        child = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
        self._first = os.pidfd_open(int(child[0]))
        return self

    def close(self):
        """Returns when every process of the box is gone: the first is reported dead after all others."""
        if self.keeper is None:
            return
        self.keeper.kill()
        if self._first is not None:
            gone, _, _ = select.select([self._first], [], [], END_SECONDS)
            os.close(self._first)
            self._first = None
            if not gone:
                raise BedError(f"after {END_SECONDS} s processes of the box still run")
        self.keeper = None

    def namespace(self, kind):
        if self.keeper is None:
            raise BedError("the box is closed")
        return Path(f"/proc/{self.keeper.child.pid}/ns/{kind}")

    def command(self, *words):
        """The command line that runs `words` in the box."""
        return ["nsenter", f"--net={self.namespace('net')}", f"--mount={self.namespace('mnt')}",
                f"--pid={self.namespace('pid_for_children')}", "--", *(str(word) for word in words)]

    def run(self, *words, **options):
        return run(self.command(*words), env=self.env, **options)

    def must(self, *words, **options):
        result = self.run(*words, **options)
        if not result.ok:
            raise BedError(f"{words[0]} ended with {result.code} in the box: {result.text.strip()}")
        return result

    @contextlib.contextmanager
    def network(self):
        """This thread, and what it starts, in the box's network: a socket stays where it was made."""
        libc = ctypes.CDLL(None, use_errno=True)
        with open("/proc/thread-self/ns/net") as own, open(self.namespace("net")) as other:
            if libc.setns(other.fileno(), CLONE_NEWNET) != 0:
                raise BedError(f"setns: {os.strerror(ctypes.get_errno())}")
            try:
                yield
            finally:
                if libc.setns(own.fileno(), CLONE_NEWNET) != 0:
                    raise BedError(f"setns back: {os.strerror(ctypes.get_errno())}")
