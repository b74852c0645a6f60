# SPDX-License-Identifier: Apache-2.0
"""Mutants of YAML texts, from a seed: bytes, lines, indentation, and every construct of YAML put
where it may or may not be."""

import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCALARS = ROOT / "tests" / "fixtures" / "yaml" / "pyyaml-scalars.tsv"
REFERENCES = sorted((ROOT / "deploy" / "platform-config" / "platform").glob("*/platform.yaml"))
SAMPLES = sorted((ROOT / "tests" / "fixtures" / "yaml" / "samples").glob("*.yaml"))

CHARACTERS = list(" \t\n:-?,[]{}#&*!|>'\"%@`~=<.+_01569abefnoxyzETZ/\\") + [
    "\r", "\r\n", "é", "\u0085", "\u2028", "\u2029", "\ufeff", "\x07", "\x00", "\u00a0", "😀", "\x7f",
    "\ufffe", "  ", ": ", " #", "- ", "\n\n", "\n  ", "''", "\\n", "\\x41", "\\u00e9", "\\\n", "---\n", "...\n",
    "%TAG ! x\n", "<<", "*a", "&a ", "!!str ", "? ", "||", "|-\n", ">+2\n", "\t#", " \t"]
KEYS = ["a", "on", "no", "1", "1.5", "~", "null", "2024-01-01", "2024-13-01", "=", "<<", '"<<"', "'q'", "é", "a b",
        "x-y", "y", "0x_", "a:b", "- a", "? a", "[a]", "{a: b}", "*a", "&k k", "!!str k", '"a\\tb"', "k" * 130,
        '"multi\n  line"', ".inf", "0o7", "+1", "22:22", '""', "''", "a#b", "#c", "`x", "@x", "%x"]
VALUES = ["", "[]", "{}", "[a, b]", "{a: 1, b: [c, {d: e}]}", "[a: b, c]", "[? a : b]", "{a, b: }", "{a b: c d}",
          "[http://x/?q=1]", "{http://x:80: 1}", '{"a":1,"b":2}', "['a':b]", "[a,,b]", "[,]", "[a, ]", "{,}", "[-]",
          "[- a]", "{-: -}", "{?: a}", "[a?]", "[?a]", "[::a]", "[a::b]", "{a:}", "{a:, b}", "[a #c\n  , b]",
          "*a", "*b", "&a x", "&a {x: 1}", "&b [1, *a]", "&a\n", "&a *a", "&c &d x", "!!str 1", "!!int '1'", "!x y",
          "! z", "!<tag:x> y", "!!binary aGk=", "!!set {a}", "|\n      text\n       more\n", ">\n      text\n\n      folded\n",
          "|-\n      a\n", "|+\n      a\n\n", "|2\n      a\n", ">1-\n a\n", "|\n", "| # c\n      a\n", "|#c\n      a\n",
          "|\t\n      a\n", "| x\n", "|0\n", "|10\n", "|\n\ta\n", "|\n      \ta\n", "|\n        a\n      b\n", "'it''s'",
          "'a\n      b'", "'a\n\n      b'", '"a\\\n      b"', '"a\n      b"', '"\\x41\\u00e9\\U0001F600\\0\\e\\N\\_\\L\\P"',
          '"\\q"', '"\\x4"', '"\\ud800"', '"\\/"', '"a\tb"', "'a\tb'", "a\tb", '"a\u2028b"', '"a\u0085b"', "a\u0085b",
          "a b", "a: b", "a:b", "a #c", "a#c", "#c", "a, b", "a]b", "-a", "- a", "--", "?a", "? a", ":a", ":memory:",
          "a\n      b", "a\n\n      b\n", "a # c\n      b", "@a", "`a`", "%a", "&", "*", "!", "|", ">", "'", '"', "[",
          "{", "]", "}", "'a' b", '"a"b', '"a": b', "{<<: {a: 1}}", "{<<: [{a: 1}, {a: 2, b: 3}], <<: {a: 4}, b: 5}",
          "{<<: x}", "{<<: [x]}", "{a: 1, a: 2}", "{<<: *a, x: 2}", "1" * 30, "-" + "7" * 19, "0x" + "f" * 17, "0" + "7" * 22,
          "0b" + "10" * 40, "1:" * 9 + "1", "1:" * 25 + "1", "1:" * 15 + "2.5", "9" * 400 + ".0", "12_3.4_5e+10", "1.0e-400",
          "4.9406564584124654e-324", "2.2250738585072011e-308", "0.1e+1_0", "9007199254740993", "0.30000000000000004",
          "2024-02-29", "2023-02-29", "2024-02-29T23:59:59.9999999+14:00", "2024-01-01 00:00:00 -24:00", "2024-1-1 0:00:60",
          "2024-01-01\n      12:00:00", "0001-01-01", "0000-01-01t00:00:00", "2024-01-01T00:00:00+23:99", "x" * 1100,
          "[" * 70 + "]" * 70, "[" * 20 + "a" + "]" * 20]
TAILS = [" # comment", "#comment", " #", "\t# tab", " ", "  ", "\t", " :", ":", ": x", " - x", ",", " '", "\r", "?"]


def scalars():
    lines = SCALARS.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[1] for line in lines if not line.startswith("#")]


def fragments(text):
    """Each section of a file, as deep as two levels down, that has at most 25 lines."""
    lines = text.splitlines(keepends=True)
    found = []
    for start, line in enumerate(lines):
        width = len(line) - len(line.lstrip(" "))
        if width > 4 or not re.match(r" *[\w-]+:", line):
            continue
        end = start + 1
        while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * (width + 1))):
            end += 1
        if 2 <= end - start <= 25:
            found.append("".join(lines[start:end]))
    return found


class Mutator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.values = VALUES + scalars()
        whole = [path.read_text(encoding="utf-8") for path in REFERENCES]
        self.whole = whole
        self.fragments = [part for text in whole for part in fragments(text)]
        self.samples = [path.read_text(encoding="utf-8") for path in SAMPLES]

    def base(self):
        dice = self.random.random()
        if dice < 0.55:
            return self.dedent(self.random.choice(self.fragments))
        return self.random.choice(self.samples)

    def dedent(self, text):
        """Most fragments as documents of their own, some with the indentation they had."""
        first = len(text) - len(text.lstrip(" "))
        if self.random.random() < 0.05:
            return text
        return re.sub(rf"(?m)^ {{{first}}}", "", text)

    # Each takes a list of lines (with their breaks) and changes it.

    def change_bytes(self, lines):
        text = list("".join(lines))
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            at = self.random.randrange(len(text) + 1)
            kind = self.random.random()
            if kind < 0.45:
                text.insert(at, self.random.choice(CHARACTERS))
            elif kind < 0.7 and at < len(text):
                text[at] = self.random.choice(CHARACTERS)
            elif at < len(text):
                del text[at:at + self.random.choice((1, 1, 1, 2, 5))]
        lines[:] = "".join(text).splitlines(keepends=True)

    def change_indent(self, lines):
        at = self.random.randrange(len(lines))
        body = lines[at].lstrip(" ")
        width = len(lines[at]) - len(body)
        lines[at] = " " * max(0, width + self.random.choice((-4, -2, -2, -1, 1, 2, 2, 4))) + body

    def change_order(self, lines):
        at, to = self.random.randrange(len(lines)), self.random.randrange(len(lines))
        kind = self.random.randrange(8)
        if kind == 0:
            lines.insert(to, lines[at])
        elif kind <= 2:
            lines[at], lines[to] = lines[to], lines[at]
        elif kind == 3:
            lines[at] = lines[at].rstrip("\n")
        else:
            del lines[at]

    def change_value(self, lines):
        at = self.random.randrange(len(lines))
        match = re.match(r"( *(?:- )?[^\s:#]+:|( *-))( |$)", lines[at].rstrip("\n"))
        if match:
            lines[at] = f"{match.group(1)} {self.random.choice(self.values)}\n"

    def change_key(self, lines):
        at = self.random.randrange(len(lines))
        match = re.match(r"( *(?:- )?)([^\s:#]+)(:.*\n?)", lines[at])
        if match:
            lines[at] = f"{match.group(1)}{self.random.choice(KEYS)}{match.group(3)}"

    def add_tail(self, lines):
        at = self.random.randrange(len(lines))
        lines[at] = lines[at].rstrip("\n") + self.random.choice(TAILS) + "\n"

    def add_line(self, lines):
        at = self.random.randrange(len(lines) + 1)
        width = " " * self.random.choice((0, 0, 2, 2, 4, 6, 1))
        what = self.random.random()
        if what < 0.35:
            line = f"{width}{self.random.choice(KEYS)}: {self.random.choice(self.values)}\n"
        elif what < 0.55:
            line = f"{width}- {self.random.choice(self.values)}\n"
        elif what < 0.7:
            line = f"{width}# a comment: with [signs] & \"quotes\n"
        else:
            line = self.random.choice(("\n", "  \n", "\t\n", "---\n", "...\n", "--- x\n", "--- |\n", "%YAML 1.1\n",
                                       "%TAG ! !\n", "? a\n", ": b\n", "- - - a\n", "  <<: *a\n", "<<: {z: 1}\n",
                                       "a: &a {x: 1, y: 2}\n", "? - a\n", "%\n", "\ufeff\n", "    continued\n"))
        lines.insert(at, line)

    def quote_value(self, lines):
        at = self.random.randrange(len(lines))
        match = re.match(r"( *(?:- )?[^\s:#]+: )(\S.*)\n", lines[at])
        if match:
            quote = self.random.choice(("'", '"'))
            lines[at] = f"{match.group(1)}{quote}{match.group(2)}{quote}\n"

    def to_flow(self, lines):
        """Some `key: value` lines in a row become one flow map."""
        at = self.random.randrange(len(lines))
        pairs = []
        for line in lines[at:at + self.random.randrange(1, 5)]:
            match = re.match(r" *([^\s:#]+): (\S[^#\n]*)\n", line)
            if not match:
                break
            pairs.append(f"{match.group(1)}: {match.group(2).strip()}")
        if pairs:
            lines[at:at + len(pairs)] = ["flow: {" + self.random.choice((", ", ",", "\n  , ")).join(pairs) + "}\n"]

    def to_anchor(self, lines):
        """An anchor for a map, and an alias or a merge of it further down."""
        starts = [i for i, line in enumerate(lines) if re.match(r" *[^\s:#]+:\s*$", line)]
        if not starts:
            return self.add_line(lines)
        at = self.random.choice(starts)
        lines[at] = lines[at].rstrip() + " &anchor\n"
        use = self.random.choice(("{w}again: *anchor\n", "{w}more:\n{w}  <<: *anchor\n{w}  z: 1\n", "{w}<<: *anchor\n",
                                  "{w}more: {{<<: [*anchor, {{z: 1}}], on: 1}}\n", "{w}- *anchor\n", "{w}*anchor : 1\n"))
        lines.insert(self.random.randrange(at + 1, len(lines) + 1),
                     use.format(w=" " * self.random.choice((0, 0, 2, 4))))
        return None

    def line_breaks(self, lines):
        ending = self.random.choice(("\r\n", "\r", "\u2028", "\n\n"))
        if self.random.random() < 0.3:
            lines[:] = [line.replace("\n", ending) for line in lines]
        else:
            at = self.random.randrange(len(lines))
            lines[at] = lines[at].replace("\n", ending)

    CHANGES = ((change_bytes, 34), (change_indent, 9), (change_order, 8), (change_value, 22), (change_key, 5),
               (add_tail, 5), (add_line, 9), (quote_value, 5), (to_flow, 5), (to_anchor, 5), (line_breaks, 2))

    def mutant(self, base):
        lines = base.splitlines(keepends=True)
        changes, weights = zip(*self.CHANGES)
        for change in self.random.choices(changes, weights, k=self.random.choice((1, 1, 1, 1, 2))):
            if lines:
                change(self, lines)
        return "".join(lines)

    def mutants(self, count, whole=0):
        """`count` distinct mutants of fragments and samples, after `whole` of whole files."""
        seen = {}
        while len(seen) < whole:
            seen[self.mutant(self.random.choice(self.whole))] = None
        while len(seen) < count + whole:
            seen[self.mutant(self.base())] = None
        return list(seen)
