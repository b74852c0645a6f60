// SPDX-License-Identifier: Apache-2.0
#include "server/snapshot.h"

#include <stdlib.h>

void adm_snapshot_init(struct adm_snapshot_holder *holder) {
    *holder = (struct adm_snapshot_holder){.current = NULL};
    pthread_mutex_init(&holder->lock, NULL);
}

void adm_snapshot_release(struct adm_snapshot *snapshot) {
    if (snapshot == NULL || atomic_fetch_sub(&snapshot->references, 1) != 1)
        return;
    adm_policy_free(snapshot->policy);
    free(snapshot);
}

static struct adm_snapshot *exchange(struct adm_snapshot_holder *holder,
                                     struct adm_snapshot *next) {
    pthread_mutex_lock(&holder->lock);
    struct adm_snapshot *old = holder->current;
    holder->current = next;
    pthread_mutex_unlock(&holder->lock);
    return old;
}

void adm_snapshot_destroy(struct adm_snapshot_holder *holder) {
    adm_snapshot_release(exchange(holder, NULL));
    pthread_mutex_destroy(&holder->lock);
}

bool adm_snapshot_swap(struct adm_snapshot_holder *holder, struct adm_policy *policy,
                       struct adm_metrics *metrics, struct adm_error *err) {
    struct adm_snapshot *next = calloc(1, sizeof *next);
    if (next == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for a policy");
    next->policy = policy;
    atomic_init(&next->references, 1);
    for (size_t i = 0; i < policy->environment_count; i++)
        next->slots[i] = adm_metrics_slot(metrics, policy->environments[i].name);
    adm_snapshot_release(exchange(holder, next));
    return true;
}

struct adm_snapshot *adm_snapshot_acquire(struct adm_snapshot_holder *holder) {
    pthread_mutex_lock(&holder->lock);
    struct adm_snapshot *current = holder->current;
    atomic_fetch_add(&current->references, 1);
    pthread_mutex_unlock(&holder->lock);
    return current;
}
