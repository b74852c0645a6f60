# SPDX-License-Identifier: Apache-2.0
"""Child processes that end with us, free ports, and polling with a deadline."""
import ctypes
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 15
POLL_SECONDS = 0.05


class BedError(Exception):
    """The bed itself does not work; never a verdict on the product."""


@dataclass
class Result:
    code: int
    stdout: str
    stderr: str

    @property
    def text(self):
        """All that a person would have seen."""
        return self.stdout + self.stderr

    @property
    def ok(self):
        return self.code == 0

    def __iter__(self):
        return iter((self.code, self.stdout, self.stderr))


def run(command, env=None, stdin=None, timeout=60, cwd=None):
    """Runs a command to its end; stdin is text or None."""
    done = subprocess.run([str(word) for word in command], env=env, input=stdin or "", capture_output=True,
                          text=True, timeout=timeout, cwd=cwd, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


def must(command, **options):
    result = run(command, **options)
    if not result.ok:
        raise BedError(f"{command[0]} ended with {result.code}: {result.text.strip()}")
    return result


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, ask, seconds=30):
    """Polls until `ask` answers something true, and returns it. `what` is told when it never does."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise BedError(f"after {seconds} s still no {what}")
        time.sleep(POLL_SECONDS)


def _end_with_parent():
    """A child of a killed test run must not stay behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Process:
    """One child with its log; ended by the pid that we started, never by name."""

    def __init__(self, name, command, log, env=None):
        self.name = name
        self.log = log
        self.command = [str(word) for word in command]
        self.env = env
        self.child = None

    def start(self):
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                          env=self.env, preexec_fn=_end_with_parent)
        self.log.with_suffix(".pid").write_text(f"{self.child.pid}\n")
        return self

    @property
    def running(self):
        return self.child is not None and self.child.poll() is None

    def signal(self, number):
        if self.running:
            self.child.send_signal(number)

    def stop(self):
        """SIGTERM, then SIGKILL when that is not heard. The exit code."""
        if self.child is None:
            return None
        self.signal(signal.SIGTERM)
        try:
            return self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.child.wait()

    def tail(self, lines=15):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def wait_until(self, what, ask, seconds=60):
        """wait_for, but ends at once when the process has died."""
        def still():
            if not self.running:
                raise BedError(f"{self.name} ended with {self.child.returncode}:\n{self.tail()}")
            return ask()
        return wait_for(what, still, seconds)


def clean_environment(home, **more):
    """What a child may know of this machine: no kubeconfig, no proxy, no plugin of the user's."""
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
    return {**kept, "HOME": str(home), "LC_ALL": "C.UTF-8", **{key: str(value) for key, value in more.items()}}
