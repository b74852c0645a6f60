// SPDX-License-Identifier: Apache-2.0
// The configuration of `serve`: defaults, config.yaml, flags, in that order. Immutable once read;
// its arena owns every string.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "server/log.h"

struct adm_config {
    struct adm_arena arena;
    // NULL where nothing was said.
    const char *listen;  // "ADDR:PORT"
    const char *metrics; // "ADDR:PORT" or "off"
    const char *tls_cert, *tls_key, *client_ca, *self_signed;
    const char *const *dns_names;
    size_t dns_name_count;
    const char *policy; // NULL: the built-in policy
    const char *audit_file;
    const char *fingerprint_key_file;
    int64_t log_format; // enum adm_log_format
    int64_t log_level;  // enum adm_log_level
    int64_t body_bytes, inflight_bytes, connections, timeout_s;
    int64_t drain_wait_s, drain_deadline_s;
};

void adm_config_init(struct adm_config *config);
void adm_config_destroy(struct adm_config *config);
// config.yaml's text. Errors: "name:line:column: …", unknown keys with a suggestion.
ADM_CHECKED bool adm_config_read(struct adm_config *config, struct adm_str text, const char *name,
                                 struct adm_error *err);
// The flags after the verb (argv[0] is the verb). `--config` is left to the caller.
ADM_CHECKED bool adm_config_flags(struct adm_config *config, int argc, char **argv,
                                  struct adm_error *err);
// The value of --config, or NULL when it was not given.
ADM_CHECKED bool adm_config_file(int argc, char **argv, const char **out, struct adm_error *err);
// What must hold between settings.
ADM_CHECKED bool adm_config_check(const struct adm_config *config, struct adm_error *err);
