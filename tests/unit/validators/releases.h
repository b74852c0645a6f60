// SPDX-License-Identifier: Apache-2.0
// Releases as Helm stores them, and the reviews that carry them. Everything lives in the arena.
#pragma once

#include "core/decision.h"

// One gzip member, as Go writes it.
struct adm_str releases_gzip(struct adm_arena *arena, struct adm_str bytes);
struct adm_str releases_zlib(struct adm_arena *arena, struct adm_str bytes);
struct adm_str releases_base64(struct adm_arena *arena, struct adm_str bytes);
// As a JSON string, quotes included.
struct adm_str releases_quoted(struct adm_arena *arena, struct adm_str text);

struct releases_review {
    struct adm_str release; // JSON of the release web, version 1
    struct adm_str old;     // the same of the old object; empty: a CREATE
    bool config_map;        // HELM_DRIVER=configmap
    bool bare;              // not compressed
    const char *labels;     // more of them, with a comma before each, or NULL
};
// The whole AdmissionReview.
struct adm_str releases_review(struct adm_arena *arena, const struct releases_review *r);

// A release in which one part is given (JSON of its value), the others are harmless.
struct releases_parts {
    const char *status;                               // NULL: pending-install
    struct adm_str manifest, notes, description;      // texts
    struct adm_str hook;                              // its manifest
    struct adm_str config, values, metadata, unknown; // JSON objects
    struct adm_str file_name, file, template, schema; // texts
};
struct adm_str releases_json(struct adm_arena *arena, const struct releases_parts *parts);
