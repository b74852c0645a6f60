// SPDX-License-Identifier: Apache-2.0
#include "server/refusals.h"

#include <string.h>

void adm_refusals_init(struct adm_refusals *refusals) {
    *refusals = (struct adm_refusals){.messages = {{0}}};
    pthread_mutex_init(&refusals->lock, NULL);
}

void adm_refusals_destroy(struct adm_refusals *refusals) { pthread_mutex_destroy(&refusals->lock); }

void adm_refusals_set(struct adm_refusals *refusals, enum adm_reload_what what,
                      const struct adm_error *why) {
    static const struct adm_error none = {0};
    const struct adm_error *error = why == NULL ? &none : why;
    pthread_mutex_lock(&refusals->lock);
    memcpy(refusals->messages[what], error->message, sizeof error->message);
    pthread_mutex_unlock(&refusals->lock);
}

bool adm_refusals_get(struct adm_refusals *refusals, enum adm_reload_what what,
                      char out[ADM_ERROR_MESSAGE_MAX + 1]) {
    pthread_mutex_lock(&refusals->lock);
    memcpy(out, refusals->messages[what], sizeof refusals->messages[what]);
    pthread_mutex_unlock(&refusals->lock);
    return out[0] != '\0';
}
