// SPDX-License-Identifier: Apache-2.0
// From the bytes that Helm stores to the release's JSON: gzip of it, or (old Helms) itself.
#pragma once

#include "validators/helm_release.h"

// Most bytes of an inflated release, and the ratio allowed after the first 8 MiB: real releases
// reach 98:1.
#define ADM_HELM_INFLATED_MAX ((size_t)32 * 1024 * 1024)
#define ADM_HELM_RATIO_MAX 200U
#define ADM_HELM_RATIO_FROM ((size_t)8 * 1024 * 1024)

// What may still be inflated: lowered by what was. SIZE_MAX: the caps above alone.
struct adm_helm_unpack {
    struct adm_arena *arena;
    size_t room;
};

// Whether these bytes begin a gzip member.
bool adm_helm_unpack_is_packed(struct adm_str bytes);
// One JSON object of `bytes` (JSON, or one plain gzip member of it). ADM_LIMIT past the caps or the
// room, ADM_INVALID for what is neither, ADM_MEMORY; messages begin with "its payload".
ADM_CHECKED bool adm_helm_unpack_json(struct adm_helm_unpack *unpack, struct adm_str bytes,
                                      const struct adm_json **out, struct adm_error *err);
// The fields of a release; what is absent or of another type is empty.
struct adm_helm_release adm_helm_unpack_view(const struct adm_json *root);
