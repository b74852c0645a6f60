// SPDX-License-Identifier: Apache-2.0
// What the threads of `serve` share. Made before the threads start and torn down after they ended;
// between, everything is immutable, atomic, or swapped whole.
#pragma once

#include <microhttpd.h>

#include "audit/writer.h"
#include "server/budget.h"
#include "server/config.h"
#include "server/refusals.h"
#include "server/snapshot.h"
#include "server/tls.h"
#include "validators/platform_cache.h"

struct adm_call;

// One HTTPS thread. Only that thread touches `shard`, `spare` and `cache`.
struct adm_worker {
    struct adm_server *server;
    struct MHD_Daemon *daemon;
    struct adm_shard *shard;
    struct adm_call *spare; // calls to use again
    unsigned spare_count;
    struct adm_platform_cache cache;
    _Atomic unsigned connections; // given to this worker and not closed yet
};

struct adm_server {
    const struct adm_config *config;
    struct adm_registry registry;
    struct adm_platform *platform; // the schemas
    struct adm_snapshot_holder policy;
    struct adm_tls_holder tls;
    struct adm_refusals refusals; // of the files of both
    struct adm_metrics metrics;
    struct adm_budget budget;
    struct adm_audit_writer *audit;
    _Atomic uint64_t sequence;  // of audit records
    _Atomic bool audit_failing; // the last record was not written
    _Atomic bool draining;      // not ready any more
    _Atomic bool closing;       // answers say Connection: close
    _Atomic bool trim_wanted;   // a large request was freed
    struct adm_str fingerprint_key, instance;
    int64_t start_s;
    struct adm_worker *workers;
    size_t worker_count;
};

unsigned adm_server_connections(const struct adm_server *server);
