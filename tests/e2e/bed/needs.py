# SPDX-License-Identifier: Apache-2.0
"""What a test does on a machine that lacks something."""
import os

import pytest


def need(reasons):
    """A loud skip, or with CI set a failure: a machine of CI has everything."""
    if not reasons:
        return
    if os.environ.get("CI"):
        pytest.fail("; ".join(reasons), pytrace=False)
    pytest.skip("; ".join(reasons))
