// SPDX-License-Identifier: Apache-2.0
// The values of a Secret: `data` (base64), `stringData` (files only: the API server folds it into
// data) and `binaryData`, decoded once into the arena and sorted by key.
#pragma once

#include "core/decision.h"

struct adm_secret_entry {
    const char *map;      // "data", "stringData", "binaryData"
    struct adm_str key;   // as written
    struct adm_str value; // decoded; the raw text where it is not base64
};

struct adm_secret_data {
    struct adm_secret_entry *entries;
    size_t count;
};

// The name of a map that is present and neither null nor a map of keys to values, or NULL.
const char *adm_secret_data_mistyped(const struct adm_json *secret);
// ADM_MEMORY when the arena is exhausted; an absent or wrongly typed map has no entries, a value
// that is not text counts with its literal, a list or a map as "{}" (it is in the object, so it is
// judged).
ADM_CHECKED bool adm_secret_data_read(const struct adm_json *secret, struct adm_arena *arena,
                                      struct adm_secret_data *out, struct adm_error *err);
// That of the request's object, read at the first call for this verdict; NULL and `err` without
// memory.
const struct adm_secret_data *adm_secret_data_of(const struct adm_request *request,
                                                 struct adm_verdict *verdict,
                                                 struct adm_error *err);
// The decoded value under `key`, `data` first; false when absent. Logarithmic.
bool adm_secret_data_find(const struct adm_secret_data *data, struct adm_str key,
                          struct adm_str *value);
// Whether data, stringData, binaryData and type are the same in both objects.
bool adm_secret_data_same(const struct adm_json *a, const struct adm_json *b);
