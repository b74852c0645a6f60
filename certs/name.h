// SPDX-License-Identifier: Apache-2.0
// The names that a server certificate is for: DNS names (RFC 1123; `*.` may stand for the first
// label) and IP addresses.
#pragma once

#include <stddef.h>

#include "core/error.h"

// Most names of one certificate.
#define ADM_NAME_COUNT_MAX 100

struct adm_name {
    const char *text; // as given; borrowed
    unsigned char address[16];
    size_t address_len; // 4, 16, or 0 for a DNS name
};

// ADM_INVALID names the bad one and says what is wrong with it.
ADM_CHECKED bool adm_name_read(const char *text, struct adm_name *out, struct adm_error *err);
// Whether both mean the same host: DNS names without regard to case, addresses by their bytes.
bool adm_name_is_same(const struct adm_name *a, const struct adm_name *b);
