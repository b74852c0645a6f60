// SPDX-License-Identifier: Apache-2.0
// Reading a text in a test, and what came of it as text.
#pragma once

#include "core/text.h"
#include "validators/schema/yaml_read.h"

struct yaml_reading {
    struct adm_arena arena;
    struct adm_document document;
    struct adm_diagnostics found; // sorted
    struct adm_error err;
    bool done;
};

void yaml_reading_init(struct yaml_reading *r, struct adm_str text);
void yaml_reading_destroy(struct yaml_reading *r);
// "{a: 1, b: [\"text\", null, 0x1p-1, 2024-01-01]}"; "-" without a root. With `spans` each value is
// followed by "@line:column-line:column".
const char *yaml_reading_tree(struct yaml_reading *r, bool spans);
// "1:2 tag, 3:4 tab", by position.
const char *yaml_reading_codes(struct yaml_reading *r);
// Properties that hold for every text: spans lie within it and in order, children have keys where
// they ought to, every refusal has code and message. Empty when they hold.
const char *yaml_reading_flaw(struct yaml_reading *r);
