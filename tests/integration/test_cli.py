# SPDX-License-Identifier: Apache-2.0
"""The command line: help, version, exit codes, suggestions."""

import re
import subprocess

import pytest


def run(binary, *arguments, **options):
    return subprocess.run([binary, *arguments], capture_output=True, text=True, timeout=60,
                          stdin=subprocess.DEVNULL, **options)


def test_version_names_the_commit(binary):
    done = run(binary, "--version")
    assert done.returncode == 0
    assert re.fullmatch(r"floe-admission \d+\.\d+\.\d+ \(commit ([0-9a-f]{12}|unknown)\)\n", done.stdout)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"], ["serve", "--help"], ["serve", "-h"],
                                       ["serve", "--listen", "x", "--help"], ["check", "--help"],
                                       ["explain", "--help"], ["explain", "-o", "json", "-h"]])
def test_help_goes_to_stdout(binary, arguments):
    done = run(binary, *arguments)
    assert done.returncode == 0 and done.stderr == ""
    assert "usage: floe-admission" in done.stdout
    assert "exit codes:" in done.stdout


def test_help_names_every_verb(binary):
    text = run(binary, "--help").stdout
    for verb in ("serve", "check", "explain", "validate", "schema", "certs"):
        assert f"\n  {verb} " in text
    for word in ("--mutate", "--namespace-asks", "--helm-release", "--policy"):
        assert word in run(binary, "check", "--help").stdout


def test_serve_help_lists_every_flag_and_setting(binary):
    text = run(binary, "serve", "--help").stdout
    for word in ("--config FILE", "--listen ADDR:PORT", "--metrics-listen", "--tls-cert", "--tls-key",
                 "--client-ca", "--self-signed DIR", "--policy", "--audit-log", "--log-format",
                 "--log-level", "tls.dns_names", "limits.body_bytes", "(20971520)",
                 "limits.inflight_bytes", "limits.connections", "limits.timeout_s", "drain.wait_s",
                 "drain.deadline_s", "fingerprint_key_file", "SIGHUP", "SIGUSR1", "SIGTERM"):
        assert word in text, word


# name: (arguments, words on standard error)
REFUSED = {
    "nothing": ([], "usage: floe-admission"),
    "a verb misspelt": (["srve"], "did you mean 'serve'? See floe-admission --help"),
    "a verb misspelt, 2": (["chek"], "did you mean 'check'?"),
    "a verb misspelt, 3": (["explian"], "did you mean 'explain'?"),
    "another word": (["frobnicate"], "unknown verb 'frobnicate'"),
    "a flag misspelt": (["serve", "--polcy", "x"], "did you mean '--policy'?"),
    "a flag misspelt, with =": (["serve", "--self-singed=x"], "did you mean '--self-signed'?"),
    "an unknown flag": (["serve", "--frobnicate"], "unknown flag '--frobnicate'"),
    "an argument": (["serve", "x"], "unexpected argument 'x'"),
    "a flag without its value": (["serve", "--listen"], "--listen needs a value"),
    "an empty value": (["serve", "--listen="], "--listen: 'listen' is empty"),
    "no certificate": (["serve"], "--self-signed DIR"),
    "a certificate without its key": (["serve", "--tls-cert", "x"], "both tls.cert and tls.key (--tls-cert and --tls-key)"),
    "two certificates": (["serve", "--tls-cert", "x", "--tls-key", "y", "--self-signed", "z"], "not both"),
    "a format": (["serve", "--log-format", "xml", "--self-signed", "x"], "'xml' is not a format: logfmt or json"),
    "a level": (["serve", "--log-level=loud", "--self-signed", "x"], "debug, info, warn or error"),
    "no such configuration": (["serve", "--config", "/nonexistent/c.yaml"], "No such file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_arguments_are_exit_2(binary, name):
    arguments, words = REFUSED[name]
    done = run(binary, *arguments)
    assert done.returncode == 2, done
    assert words in done.stderr
    assert done.stdout == ""


def test_help_to_a_full_disk_is_exit_1(binary):
    with open("/dev/full", "w") as full:
        done = subprocess.run([binary, "--help"], stdout=full, stderr=subprocess.DEVNULL)
    assert done.returncode == 1
