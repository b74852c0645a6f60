// SPDX-License-Identifier: Apache-2.0
// The policy in force: immutable, reference-counted, swapped whole. The lock is held for a pointer
// and a count only.
#pragma once

#include <pthread.h>

#include "server/metrics.h"

struct adm_snapshot {
    struct adm_policy *policy;                 // owned
    size_t slots[ADM_POLICY_ENVIRONMENTS_MAX]; // metric slot of each environment
    _Atomic unsigned references;
};

struct adm_snapshot_holder {
    pthread_mutex_t lock;
    struct adm_snapshot *current;
};

void adm_snapshot_init(struct adm_snapshot_holder *holder);
void adm_snapshot_destroy(struct adm_snapshot_holder *holder);
// Takes the policy over; whoever holds the old one keeps it until its release.
ADM_CHECKED bool adm_snapshot_swap(struct adm_snapshot_holder *holder, struct adm_policy *policy,
                                   struct adm_metrics *metrics, struct adm_error *err);
// Given back with adm_snapshot_release.
struct adm_snapshot *adm_snapshot_acquire(struct adm_snapshot_holder *holder);
void adm_snapshot_release(struct adm_snapshot *snapshot);
