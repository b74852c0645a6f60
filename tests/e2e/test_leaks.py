# SPDX-License-Identifier: Apache-2.0
"""After everything: no value that any test has written is in anything that the server wrote or sent."""
import base64

from bed import audit

MARKER = b"hunter2"


def forms():
    """The marker as it is, and in base64 at each of the three ways in which bytes can fall into groups."""
    yield MARKER
    for shift in range(3):
        # The first characters depend on the bytes before the marker too, the last on those after it.
        encoded = base64.b64encode(b"\0" * shift + MARKER)
        yield encoded[(0, 2, 3)[shift]:(len(MARKER) + shift) * 8 // 6]


def found_in(raw):
    return [form for form in forms() if form in raw]


def test_forms_find_the_marker():
    for before in ("", "x", "yz", "a=b\n"):
        raw = base64.b64encode(f"{before}hunter2-e2e-marker".encode())
        assert found_in(raw), raw


def test_our_logs_hold_no_value(webhook):
    for path in (webhook.log, webhook.audit_log):
        raw = path.read_bytes()
        assert raw and not found_in(raw), path


def test_the_audit_annotations_hold_no_value(cluster, webhook):
    notes = [value for event in audit.lines(cluster.audit_log) for value in audit.annotations(event).values()]
    assert notes and not found_in("\n".join(notes).encode())


def test_the_configuration_of_the_server_was_right(webhook):
    """Errors in the server's log would be ours: every call came from the real API server."""
    wrong = [line for line in webhook.log.read_text().splitlines() if "level=error" in line]
    assert not wrong, wrong
