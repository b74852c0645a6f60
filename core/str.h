// SPDX-License-Identifier: Apache-2.0
// A borrowed slice of bytes. Not NUL-terminated; whoever made the bytes owns them.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct adm_str {
    const char *data;
    size_t len;
};

#define ADM_STR(literal) ((struct adm_str){(literal), sizeof(literal) - 1})
// For printf's "%.*s".
#define ADM_STR_ARGS(s) (int)(s).len, (s).data

// A slice over a C string; NULL gives the empty slice.
struct adm_str adm_str_from(const char *text);
static inline bool adm_str_equal(struct adm_str a, struct adm_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}
bool adm_str_is(struct adm_str s, const char *text);
bool adm_str_starts(struct adm_str s, const char *prefix);
bool adm_str_ends(struct adm_str s, const char *suffix);
// Whether `part` occurs in `s`; an empty part never does.
bool adm_str_contains(struct adm_str s, struct adm_str part);
// The first index of `c`, or s.len.
size_t adm_str_index(struct adm_str s, char c);
// Bytes [from, to), clamped to the slice.
struct adm_str adm_str_slice(struct adm_str s, size_t from, size_t to);
// Total order by bytes, shorter first on a tie: <0, 0, >0.
int adm_str_compare(struct adm_str a, struct adm_str b);
// Whole-slice match where `*` in the pattern stands for any bytes. Linear time for one `*`.
bool adm_str_glob(struct adm_str s, struct adm_str pattern);
// A DNS-1123 label (RFC 1123; Kubernetes' IsDNS1123Label): 1..63 of [a-z0-9-], ends alphanumeric.
bool adm_str_is_dns_label(struct adm_str s);
