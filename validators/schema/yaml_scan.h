// SPDX-License-Identifier: Apache-2.0
// The bytes of a YAML text before libyaml sees them: its lines, what makes libyaml fail without a
// place (bytes that are not UTF-8, control characters) or without end (%-directives), and whether
// there is anything whose place must be looked at afterwards.
#pragma once

#include "core/error.h"
#include "validators/schema/diagnostic.h"

struct adm_yaml_scan {
    const uint32_t *lines; // byte offset of each line's start; at least one
    uint32_t line_count;
    bool ascii;      // code points are bytes
    bool tabs;       // has a tab
    bool separators; // has U+0085, U+2028 or U+2029
    bool stopped;    // refused: not for libyaml
};

// Adds what it refuses to `found`. False without memory.
ADM_CHECKED bool adm_yaml_scan_text(struct adm_str text, struct adm_arena *arena,
                                    struct adm_diagnostics *found, struct adm_yaml_scan *out,
                                    struct adm_error *err);
// Bytes of the line separator (U+0085, U+2028, U+2029) at `at`, or 0.
size_t adm_yaml_scan_separator(struct adm_str text, size_t at);
