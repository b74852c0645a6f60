// SPDX-License-Identifier: Apache-2.0
// One function a family of keywords: each fills in code, message, spans, label, note and help of
// the diagnostic that is being made. The schema's own words (x-floe-message, -help, -code) replace
// them afterwards.
#pragma once

#include "validators/schema/explain_part.h"

typedef void adm_explain_words(const struct adm_explain_part *part);

adm_explain_words adm_explain_words_type;
adm_explain_words adm_explain_words_choice;
adm_explain_words adm_explain_words_range;
adm_explain_words adm_explain_words_length;
adm_explain_words adm_explain_words_pattern;
adm_explain_words adm_explain_words_items;
adm_explain_words adm_explain_words_unique;
adm_explain_words adm_explain_words_keys;
adm_explain_words adm_explain_words_unknown;
adm_explain_words adm_explain_words_missing;
adm_explain_words adm_explain_words_needed;
adm_explain_words adm_explain_words_name;
adm_explain_words adm_explain_words_other;

// The property that an unknown key of the value probably means; empty when there is none.
struct adm_str adm_explain_words_meant(const struct adm_explain_part *part,
                                       const struct adm_member *member);
// The words of x-floe-message with `{key}`, `{missing}`, `{value}` and `{implied}` filled in.
struct adm_str adm_explain_words_filled(const struct adm_explain_part *part,
                                        struct adm_str message);
// The keys that the run's violation and those beside it miss: "`a`, `b` and `c`".
struct adm_str adm_explain_words_missed(const struct adm_explain_part *part);
// Whether two violations are of one object and one subschema, and so are told in one sentence.
bool adm_explain_words_are_beside(const struct adm_violation *a, const struct adm_violation *b);
