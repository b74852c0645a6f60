# SPDX-License-Identifier: Apache-2.0
"""Tells a story of commands: the title, what is typed, the answer, and whether it is what was expected."""
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32"}
STEP_SECONDS = 120


def paint(colour, text):
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return text
    return f"\033[{COLOURS[colour]}m{text}\033[0m"


class Teller:
    def __init__(self):
        self.env = {**os.environ, "LC_ALL": "C.UTF-8"}
        self.steps = 0
        self.surprises = 0

    def chapter(self, title):
        print(f"\n{paint('bold', f'=== {title} ===')}", flush=True)

    def say(self, text):
        print(text, flush=True)

    def step(self, title, command, exit_code=0, words=(), absent=()):
        """Runs what is typed. Expected: the exit code (or one of several), every word of `words` in the
        answer, and none of `absent`. Returns the answer."""
        self.steps += 1
        print(f"\n{paint('bold', f'{self.steps}. {title}')}\n{paint('dim', '$ ' + command)}", flush=True)
        try:
            done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, env=self.env,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, timeout=STEP_SECONDS, check=False)
            code, answer = done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            code, answer = -1, f"no answer within {STEP_SECONDS} s\n"
        print("".join(f"  {line}\n" for line in answer.splitlines()), end="")
        self._judge(code, exit_code, [w for w in words if w not in answer], [w for w in absent if w in answer])
        return answer

    def _judge(self, code, wanted, missing, unwanted):
        problems = [f"the answer lacks {word!r}" for word in missing]
        problems += [f"the answer has {word!r}" for word in unwanted]
        if code != wanted:
            problems.insert(0, f"exit code {code} instead of {wanted}")
        self.surprises += bool(problems)
        if problems:
            print(paint("red", f"✗ not as expected: {'; '.join(problems)}"), flush=True)
        else:
            print(paint("green", f"✓ as expected (exit code {code})"), flush=True)
