// SPDX-License-Identifier: Apache-2.0
// The values of a Secret that are looked for in its metadata, prepared once.
#pragma once

#include "validators/key_list.h"
#include "validators/secret_data.h"

// The base64 of a value differs with the bytes that stand before it, modulo 3.
enum { ADM_NEEDLE_ALIGNMENTS = 3 };

struct adm_needle {
    struct adm_secret_entry entry;
    struct adm_str plain; // without white space
    // base64 of the whole groups of three; empty below 8 bytes: such values are found whole only.
    struct adm_str encoded[ADM_NEEDLE_ALIGNMENTS];
};

struct adm_needles {
    const struct adm_request *request;
    struct adm_needle *items;
    size_t count;
    size_t work; // bytes compared so far
};

// The values of `data`, and those of `old` that are no longer there; `out->work` is kept.
// ADM_MEMORY.
ADM_CHECKED bool adm_needles_make(const struct adm_request *request,
                                  const struct adm_secret_data *data,
                                  const struct adm_secret_data *old, struct adm_needles *out,
                                  struct adm_error *err);
// Adds to `keys` those whose value stands in the text, in any of its forms (forms.h). ADM_MEMORY,
// or ADM_LIMIT when `work` has passed 256 MiB: then nothing was skimmed, the caller refuses.
ADM_CHECKED bool adm_needles_find(struct adm_needles *needles, struct adm_str text,
                                  struct adm_key_list *keys, struct adm_error *err);
// Counts other work on top. ADM_LIMIT as above.
ADM_CHECKED bool adm_needles_work(struct adm_needles *needles, size_t work, struct adm_error *err);
