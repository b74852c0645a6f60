// SPDX-License-Identifier: Apache-2.0
// Operations that look at a value itself. Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_run.h"

adm_jsonschema_run_step adm_jsonschema_assert_false;
adm_jsonschema_run_step adm_jsonschema_assert_type;
adm_jsonschema_run_step adm_jsonschema_assert_const;
adm_jsonschema_run_step adm_jsonschema_assert_enum;
adm_jsonschema_run_step adm_jsonschema_assert_multiple;
adm_jsonschema_run_step adm_jsonschema_assert_bound;
adm_jsonschema_run_step adm_jsonschema_assert_length;
adm_jsonschema_run_step adm_jsonschema_assert_pattern;
adm_jsonschema_run_step adm_jsonschema_assert_format;
adm_jsonschema_run_step adm_jsonschema_assert_count;
adm_jsonschema_run_step adm_jsonschema_assert_unique;
adm_jsonschema_run_step adm_jsonschema_assert_required;

// Whether a value has one of the types (0: any): 1.0 is an integer.
bool adm_jsonschema_assert_is_of(const struct adm_node *node, unsigned types);
