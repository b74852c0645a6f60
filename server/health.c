// SPDX-License-Identifier: Apache-2.0
#include "server/health.h"

#include <time.h>

bool adm_health_is_ready(const struct adm_server *server) {
    return !atomic_load(&server->draining);
}

struct adm_reply adm_health_live(void) {
    return adm_reply_text(MHD_HTTP_OK, ADM_STR("ok\n"));
}

// In the manner of the API server's own /readyz?verbose: [+] good, [-] not ready, [!] worth
// knowing.
static void append_check(struct adm_text *text, char sign, const char *name, const char *words) {
    adm_text_printf(text, "[%c] %s: %s\n", sign, name, words);
}

// One line more when the last content on disk was refused; what is in force has its own.
static void append_refusal(struct adm_server *server, enum adm_reload_what what, const char *name,
                           struct adm_text *text) {
    char why[ADM_ERROR_MESSAGE_MAX + 1];
    if (!adm_refusals_get(&server->refusals, what, why))
        return;
    struct adm_str line =
        adm_verdict_one_line(adm_str_from(why), ADM_ERROR_MESSAGE_MAX, text->arena);
    adm_text_printf(text, "[!] %s: the file on disk is refused: %.*s\n", name, ADM_STR_ARGS(line));
}

static void append_certificate(struct adm_server *server, struct adm_text *text) {
    struct adm_tls *tls = adm_tls_acquire(&server->tls);
    int64_t days = (tls->expires_s - (int64_t)time(NULL)) / 86400;
    append_refusal(server, ADM_RELOAD_CERTIFICATE, "certificate", text);
    adm_text_printf(text, "[%c] certificate: %s %lld days\n", days < 7 ? '!' : '+',
                    days < 0 ? "expired since" : "valid for", (long long)(days < 0 ? -days : days));
    adm_tls_release(tls);
}

static void append_policy(struct adm_server *server, struct adm_text *text) {
    struct adm_snapshot *snapshot = adm_snapshot_acquire(&server->policy);
    const struct adm_policy *policy = snapshot->policy;
    append_refusal(server, ADM_RELOAD_POLICY, "policy", text);
    adm_text_printf(text, "[+] policy: %zu environments, digest %.12s\n", policy->environment_count,
                    policy->digest);
    if (policy->unlabelled_mode == ADM_MODE_ENFORCE)
        append_check(text, '+', "unlabelled", "namespaces without a label are enforced");
    else
        adm_text_printf(text,
                        "[!] unlabelled: namespaces without a label are not enforced (mode %s)\n",
                        adm_rule_mode_name(policy->unlabelled_mode));
    adm_snapshot_release(snapshot);
}

struct adm_reply adm_health_ready(struct adm_server *server, bool verbose,
                                  struct adm_arena *arena) {
    bool ready = adm_health_is_ready(server);
    unsigned status = ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE;
    struct adm_str brief = ready ? ADM_STR("ok\n") : ADM_STR("draining\n");
    if (!verbose)
        return adm_reply_text(status, brief);
    struct adm_text text;
    struct adm_str whole = {0};
    adm_text_init(&text, arena);
    append_check(&text, ready ? '+' : '-', "serving", ready ? "ok" : "draining");
    append_policy(server, &text);
    append_certificate(server, &text);
    bool failing = atomic_load(&server->audit_failing);
    append_check(&text, failing ? '!' : '+', "audit", failing ? "records are not written" : "ok");
    adm_text_append(&text, brief);
    return adm_reply_text(status, adm_text_finish(&text, &whole, NULL) ? whole : brief);
}
