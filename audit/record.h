// SPDX-License-Identifier: Apache-2.0
// One decision as one JSON line. Values never: findings carry path, rule and fingerprint, patches
// only their paths.
#pragma once

#include "core/decision.h"

struct adm_audit_context {
    int64_t time_us;     // Unix time in microseconds
    int64_t latency_us;  // from the whole body read to the answer made
    int64_t deadline_ms; // the API server's ?timeout=, 0 when unknown
    uint64_t seq;        // counted by the caller: a gap is a record that was lost
    bool mutate;
    const char *version;     // of this server
    struct adm_str instance; // pod or host name
};

// Most bytes of a record, its newline included; findings, groups and long names are cut to fit, and
// the record then says `"truncated":true`.
#define ADM_AUDIT_RECORD_MAX 8192

// Writes the record and its newline into the request's arena, a little beyond its limit if need be.
// Absent members mean empty or unknown.
ADM_CHECKED bool adm_audit_record(const struct adm_request *request,
                                  const struct adm_decision *decision,
                                  const struct adm_audit_context *context, struct adm_str *out,
                                  struct adm_error *err);
