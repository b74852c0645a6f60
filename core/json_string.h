// SPDX-License-Identifier: Apache-2.0
// JSON strings, decoded where they stand. Private to core/json.
#pragma once

#include "core/str.h"

// Decodes the string whose first byte after the quote is `at`. Returns the byte after the closing
// quote, or NULL with out->data at the offending byte. Needs zero bytes after the text.
char *adm_json_string_read(char *at, struct adm_str *out);
