// SPDX-License-Identifier: Apache-2.0
// A tiny JSON Patch applier (RFC 6902: `add` and `test`) on jansson's trees, as strict as the API
// server's: a missing parent, an index beyond the end and a failing test fail the patch.
#pragma once

#include <jansson.h>
#include <stdbool.h>

// Changes `*document`; false when an operation fails (the document is then half patched).
bool patch_apply(json_t **document, const json_t *patch);
