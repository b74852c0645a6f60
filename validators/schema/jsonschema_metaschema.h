// SPDX-License-Identifier: Apache-2.0
// The draft's own schemas (schemas/draft2020-12/), built into the binary.
#pragma once

#include "core/str.h"

struct adm_str adm_jsonschema_metaschema_schema(void);
struct adm_str adm_jsonschema_metaschema_core(void);
struct adm_str adm_jsonschema_metaschema_applicator(void);
struct adm_str adm_jsonschema_metaschema_unevaluated(void);
struct adm_str adm_jsonschema_metaschema_validation(void);
struct adm_str adm_jsonschema_metaschema_meta_data(void);
struct adm_str adm_jsonschema_metaschema_format_annotation(void);
struct adm_str adm_jsonschema_metaschema_format_assertion(void);
struct adm_str adm_jsonschema_metaschema_content(void);
