// SPDX-License-Identifier: Apache-2.0
#include "server/serve.h"

#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "mutators/registry.h"
#include "server/address.h"
#include "server/drain.h"
#include "server/file.h"
#include "server/https.h"
#include "server/log.h"
#include "server/plain.h"
#include "server/reload.h"
#include "server/signals.h"
#include "server/version.h"
#include "validators/registry.h"
#include "validators/schema/platform.h"

enum {
    BACKLOG = 1024,
    TICK_MS = 1000,
    KEY_BYTES = 32,
    KEY_LEAST = 16,
    KEY_MOST = 4096,
    SPARE_DESCRIPTORS = 256
};

struct serve {
    const struct adm_config *config;
    struct adm_arena arena;
    struct adm_server server;
    struct adm_reload reload;
    struct adm_accept accept;
    struct adm_plain plain;
    int signal_fd;
    bool accepting;
    char https_address[ADM_ADDRESS_MAX], metrics_address[ADM_ADDRESS_MAX];
};

static size_t worker_count(void) {
    cpu_set_t usable;
    int cpus = sched_getaffinity(0, sizeof usable, &usable) == 0 ? CPU_COUNT(&usable) : 2;
    return cpus < 2 ? 2 : (size_t)cpus;
}

// A connection is a descriptor; the usual soft limit of 1024 is just too low for 1024 of them.
static void raise_descriptors(const struct adm_config *config) {
    struct rlimit limit;
    rlim_t wanted = (rlim_t)config->connections + SPARE_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted)
        ADM_LOG(ADM_LOG_WARN, "fewer descriptors than limits.connections needs",
                ADM_LOG_INT("descriptors", limit.rlim_cur), ADM_LOG_INT("needed", wanted));
}

static bool make_key(struct serve *s, struct adm_error *err) {
    char *bytes = adm_arena_alloc(&s->arena, KEY_BYTES);
    if (bytes == NULL || getrandom(bytes, KEY_BYTES, 0) != KEY_BYTES)
        return adm_fail(err, ADM_CRYPTO, "no random bytes for the fingerprint key");
    s->server.fingerprint_key = (struct adm_str){bytes, KEY_BYTES};
    ADM_LOG(ADM_LOG_INFO, "fingerprints of this process only: fingerprint_key_file is not set",
            ADM_LOG_INT("key_bytes", KEY_BYTES));
    return true;
}

static bool read_key(struct serve *s, struct adm_error *err) {
    const char *path = s->config->fingerprint_key_file;
    struct adm_str key = {0};
    if (path == NULL)
        return make_key(s, err);
    ADM_TRY(adm_file_read(path, KEY_MOST, &s->arena, &key, err));
    if (key.len < KEY_LEAST)
        return adm_fail(err, ADM_INVALID, "'%s': a fingerprint key has at least %d bytes", path,
                        KEY_LEAST);
    s->server.fingerprint_key = key;
    return true;
}

static void name_instance(struct serve *s) {
    char name[256] = "unknown";
    (void)gethostname(name, sizeof name - 1);
    s->server.instance = adm_arena_copy(&s->arena, adm_str_from(name));
}

static bool prepare(struct serve *s, struct adm_error *err) {
    struct adm_server *server = &s->server;
    struct adm_registry *registry = &server->registry;
    server->config = s->config;
    server->worker_count = worker_count();
    server->budget.limit = (size_t)s->config->inflight_bytes;
    server->start_s = (int64_t)time(NULL);
    registry->validators = adm_registry_validators(&registry->validator_count);
    registry->mutators = adm_registry_mutators(&registry->mutator_count);
    name_instance(s);
    raise_descriptors(s->config);
    ADM_TRY(adm_platform_new(&server->platform, err));
    ADM_TRY(adm_metrics_init(&server->metrics, server->worker_count, err));
    ADM_TRY(read_key(s, err));
    ADM_TRY(adm_reload_start(&s->reload, server, err));
    return adm_audit_writer_new(s->config->audit_file, &server->audit, err);
}

static bool start_plain(struct serve *s, struct adm_error *err) {
    int fd = -1;
    if (strcmp(s->config->metrics, "off") == 0) {
        memcpy(s->metrics_address, "off", sizeof "off");
        return true;
    }
    ADM_TRY(adm_address_listen(s->config->metrics, BACKLOG, &fd, err));
    adm_address_of(fd, s->metrics_address);
    return adm_plain_start(&s->plain, &s->server, fd, err);
}

static bool start_https(struct serve *s, struct adm_error *err) {
    int fd = -1;
    ADM_TRY(adm_https_start(&s->server, err));
    ADM_TRY(adm_address_listen(s->config->listen, BACKLOG, &fd, err));
    adm_address_of(fd, s->https_address);
    s->accepting = adm_accept_start(&s->accept, &s->server, fd, err);
    return s->accepting;
}

static bool start(struct serve *s, struct adm_error *err) {
    ADM_TRY(adm_signals_open(&s->signal_fd, err));
    ADM_TRY(prepare(s, err));
    ADM_TRY(start_plain(s, err));
    ADM_TRY(start_https(s, err));
    ADM_LOG(ADM_LOG_INFO, "ready", ADM_LOG_TEXT("https", s->https_address),
            ADM_LOG_TEXT("metrics", s->metrics_address),
            ADM_LOG_INT("workers", s->server.worker_count), ADM_LOG_INT("pid", getpid()),
            ADM_LOG_TEXT("version", adm_version_number()),
            ADM_LOG_TEXT("commit", adm_version_commit()));
    return true;
}

static void reopen_audit(struct serve *s) {
    struct adm_error err = {0};
    if (!adm_audit_writer_reopen(s->server.audit, &err))
        ADM_LOG(ADM_LOG_ERROR, "audit file not opened again", ADM_LOG_TEXT("error", err.message));
}

static void tick(struct serve *s) {
    adm_reload_look(&s->reload);
    if (atomic_exchange(&s->server.trim_wanted, false))
        malloc_trim(0);
}

// Until a signal asks for the end.
static void watch(struct serve *s) {
    for (;;) {
        int number = adm_signals_wait(s->signal_fd, TICK_MS);
        if (adm_signals_is_end(number))
            return;
        if (number == SIGHUP)
            adm_reload_now(&s->reload);
        if (number != 0)
            reopen_audit(s);
        else
            tick(s);
    }
}

// Whatever did start. The plain port first: its thread looks at the workers.
static void stop(struct serve *s) {
    if (s->accepting)
        adm_accept_stop(&s->accept);
    adm_signals_close(&s->signal_fd);
    adm_plain_stop(&s->plain);
    adm_https_stop(&s->server);
    adm_audit_writer_free(s->server.audit);
    adm_tls_destroy(&s->server.tls);
    adm_refusals_destroy(&s->server.refusals);
    adm_snapshot_destroy(&s->server.policy);
    adm_metrics_destroy(&s->server.metrics);
    adm_platform_free(s->server.platform);
    adm_arena_destroy(&s->arena);
}

int adm_serve_run(const struct adm_config *config) {
    static struct serve s;
    struct adm_error err = {0};
    bool patient = false;
    s = (struct serve){.config = config, .signal_fd = -1};
    adm_arena_init(&s.arena, (size_t)1024 * 1024);
    adm_snapshot_init(&s.server.policy);
    adm_tls_init(&s.server.tls);
    adm_refusals_init(&s.server.refusals);
    // Secrets pass through this memory: no core file, no debugger of the same user.
    (void)prctl(PR_SET_DUMPABLE, 0);
    bool started = start(&s, &err);
    if (started) {
        watch(&s);
        patient = adm_drain_run(&s.server, &s.accept, s.signal_fd);
        s.accepting = false;
    } else {
        ADM_LOG(ADM_LOG_ERROR, "cannot start", ADM_LOG_TEXT("error", err.message));
    }
    stop(&s);
    if (started)
        ADM_LOG(ADM_LOG_INFO, "stopped", ADM_LOG_INT("pid", getpid()));
    return patient ? 0 : 1;
}
