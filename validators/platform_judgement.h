// SPDX-License-Identifier: Apache-2.0
// One judgement of platform.yaml for a request, whoever of its rules asks first.
#pragma once

#include "core/decision.h"

// Judges the text, or remembers the verdict on it, and adds the findings of platform-schema and
// platform-environment: once, however often it is called. False (with err), every time, when it
// cannot judge.
ADM_CHECKED bool adm_platform_judgement_add(const struct adm_request *request, struct adm_str text,
                                            struct adm_verdict *verdict, struct adm_error *err);
// The text's SHA-256 in hex, in the arena; empty when it cannot be had.
struct adm_str adm_platform_judgement_digest(const struct adm_request *request, struct adm_str text,
                                             struct adm_verdict *verdict);
