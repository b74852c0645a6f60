// SPDX-License-Identifier: Apache-2.0
// Why what is on disk is not what is in force: written by the main thread when it reads the files
// again, read by whoever answers /readyz?verbose.
#pragma once

#include <pthread.h>

#include "core/error.h"

enum adm_reload_what { ADM_RELOAD_POLICY, ADM_RELOAD_CERTIFICATE, ADM_RELOAD_COUNT };

struct adm_refusals {
    pthread_mutex_t lock;
    char messages[ADM_RELOAD_COUNT]
                 [ADM_ERROR_MESSAGE_MAX + 1]; // empty: what is on disk is in force
};

void adm_refusals_init(struct adm_refusals *refusals);
void adm_refusals_destroy(struct adm_refusals *refusals);
// `why` is NULL when the content was taken.
void adm_refusals_set(struct adm_refusals *refusals, enum adm_reload_what what,
                      const struct adm_error *why);
// Whether the content was refused, and why.
bool adm_refusals_get(struct adm_refusals *refusals, enum adm_reload_what what,
                      char out[ADM_ERROR_MESSAGE_MAX + 1]);
