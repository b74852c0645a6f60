// SPDX-License-Identifier: Apache-2.0
// What may stand only in some places: tabs (in quotes, in comments, in texts after | or >) and the
// line separators of Unicode (in quotes). Which place a byte is in is known from the spans of the
// scalars; what lies between them is punctuation, space and comments.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/schema/diagnostic.h"

enum adm_yaml_style { ADM_YAML_PLAIN, ADM_YAML_QUOTED, ADM_YAML_BLOCK };

struct adm_yaml_scalar_span {
    struct adm_span span;
    enum adm_yaml_style style;
};

// The scalars of a text in reading order.
struct adm_yaml_gaps {
    struct adm_yaml_scalar_span *items;
    size_t count, capacity;
};

ADM_CHECKED bool adm_yaml_gaps_add(struct adm_yaml_gaps *gaps, struct adm_arena *arena,
                                   struct adm_yaml_scalar_span scalar);
// Refuses the first misplaced tab of each line and every misplaced separator before `end`. Whether
// there was such a separator.
bool adm_yaml_gaps_check(const struct adm_yaml_gaps *gaps, struct adm_str text, uint32_t end,
                         struct adm_diagnostics *found);
// Refuses the separators of a part whose scalars are not known, as it could not be read: whatever
// may stand in quotes is left out. Whether there was one.
bool adm_yaml_gaps_check_unread(struct adm_str text, struct adm_span part,
                                struct adm_diagnostics *found);
