// SPDX-License-Identifier: Apache-2.0
// The directory of the server's certificates: ca.crt and ca.key (the authority), tls.crt and
// tls.key (what the server shows). All files have mode 0600, appear whole, and are never
// overwritten.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

#define ADM_STORE_DAYS_DEFAULT 90

struct adm_store_request {
    const char *directory;    // made with mode 0700 when absent; its parent must exist
    const char *const *names; // DNS names and IP addresses of the server, at most 100
    size_t name_count;        // 0: the default names
    int64_t days;             // validity of tls.crt, 1..825; 0: ADM_STORE_DAYS_DEFAULT
};

struct adm_store_summary {
    int64_t authority_expires_s, leaf_expires_s; // Unix seconds
    char authority_fingerprint[96];              // SHA-256, "AB:CD:…"
};

// The names of the Service, localhost and the loopback addresses; static storage.
const char *const *adm_store_default_names(size_t *count);
// Whether names and days are good, before anything is made (ADM_INVALID, ADM_LIMIT).
ADM_CHECKED bool adm_store_check(const struct adm_store_request *request, struct adm_error *err);
// Makes all four files. ADM_IO when one of them exists already; then nothing is changed.
ADM_CHECKED bool adm_store_init(const struct adm_store_request *request, struct adm_error *err);
// Keeps a complete set as it is, makes all four files where there is none, and signs a new leaf
// with the authority found where only tls.crt and tls.key are absent. ADM_INVALID for every other
// part of a set. `*made` tells whether files were written.
ADM_CHECKED bool adm_store_ensure(const struct adm_store_request *request, bool *made,
                                  struct adm_error *err);
ADM_CHECKED bool adm_store_summarize(const char *directory, struct adm_store_summary *out,
                                     struct adm_error *err);
