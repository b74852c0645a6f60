// SPDX-License-Identifier: Apache-2.0
// What a run has found. Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_run.h"

// The operation's demand is not met: the frame fails, and unless it is quiet a violation is
// recorded. `what` says of it what the operation does not: keyword (when it differs), member, …
ADM_CHECKED bool adm_jsonschema_report_failure(struct adm_jsonschema_state *s,
                                               struct adm_jsonschema_frame *f,
                                               struct adm_violation what);
// A value that a schema with `x-floe-since` accepted.
ADM_CHECKED bool adm_jsonschema_report_note(struct adm_jsonschema_state *s,
                                            struct adm_jsonschema_frame *f);
