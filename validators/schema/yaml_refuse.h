// SPDX-License-Identifier: Apache-2.0
// Refusals of the reader as diagnostics.
#pragma once

#include "validators/schema/diagnostic.h"
#include "validators/schema/yaml_words.h"

void adm_yaml_refuse_at(struct adm_diagnostics *found, enum adm_yaml_refusal refusal,
                        struct adm_span span);
// With the reason: where, and what it says there.
void adm_yaml_refuse_because(struct adm_diagnostics *found, enum adm_yaml_refusal refusal,
                             struct adm_span span, struct adm_label reason);
// A key that stands twice in its map: the later one, with the first as the reason.
void adm_yaml_refuse_twice(struct adm_diagnostics *found, const struct adm_member *later,
                           const struct adm_member *first);
// References that expand the document too far; `levels` of them lie within one another.
void adm_yaml_refuse_budget(struct adm_diagnostics *found, struct adm_span span, unsigned levels);
