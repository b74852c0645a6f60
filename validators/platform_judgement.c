// SPDX-License-Identifier: Apache-2.0
#include "validators/platform_judgement.h"

#include <gnutls/crypto.h>

#include "core/fingerprint.h"
#include "validators/platform_cache.h"
#include "validators/platform_findings.h"

enum { DIGEST = 32 };

struct adm_platform_judgement {
    bool tried, ok, digested;
    struct adm_error err;         // when not ok
    unsigned char digest[DIGEST]; // of the text
};

static struct adm_platform_judgement *judgement_of(const struct adm_request *request,
                                                   struct adm_verdict *verdict) {
    if (verdict->platform == NULL)
        verdict->platform = adm_arena_array(request->arena, 1, sizeof *verdict->platform);
    return verdict->platform;
}

static bool digest_text(struct adm_platform_judgement *j, struct adm_str text,
                        struct adm_error *err) {
    if (!j->digested && gnutls_hash_fast(GNUTLS_DIG_SHA256, text.data, text.len, j->digest) < 0)
        return adm_fail(err, ADM_CRYPTO, "GnuTLS cannot compute SHA-256");
    j->digested = true;
    return true;
}

// Whatever the verdict depends on. The policy's digest stands for the environment's settings.
static bool make_key(const struct adm_request *request, const struct adm_platform_judgement *j,
                     unsigned char key[ADM_PLATFORM_CACHE_KEY], struct adm_error *err) {
    struct adm_text text;
    adm_text_init(&text, request->arena);
    adm_text_append(&text, (struct adm_str){(const char *)j->digest, sizeof j->digest});
    adm_text_append_c(&text, request->policy->digest);
    adm_text_append_c(&text, adm_platform_digest(request->platform));
    adm_text_append(&text, request->environment->name);
    struct adm_str parts = {0};
    ADM_TRY(adm_text_finish(&text, &parts, err));
    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, parts.data, parts.len, key) < 0)
        return adm_fail(err, ADM_CRYPTO, "GnuTLS cannot compute SHA-256");
    return true;
}

struct found {
    const struct adm_finding *findings;
    size_t count;
};

static bool judge_text(const struct adm_request *request, struct adm_str text, struct found *out,
                       struct adm_error *err) {
    const struct adm_environment *environment = request->environment;
    // A server's answer shows the lines of errors only; `check` has no cache and shows all.
    bool lean = request->cache != NULL;
    const struct adm_platform_input input = {
        .text = text,
        .profile = environment->platform_1_2 ? ADM_PROFILE_1_2 : ADM_PROFILE_1_3,
        .environment = environment->name,
        .overlay = environment->platform,
        .environments = request->policy->environment_names,
        .lean = lean,
    };
    struct adm_platform_report report = {0};
    ADM_TRY(adm_platform_judge(request->platform, &input, request->arena, &report, err));
    out->findings = adm_platform_findings_of(&report, !lean, request->arena);
    out->count = report.diagnostics.count;
    return out->findings != NULL || adm_fail(err, ADM_MEMORY, "out of memory for the findings");
}

static bool find(const struct adm_request *request, struct adm_platform_judgement *j,
                 struct adm_str text, struct found *out) {
    unsigned char key[ADM_PLATFORM_CACHE_KEY];
    if (request->platform == NULL)
        return adm_fail(&j->err, ADM_INVALID, "the schemas of platform.yaml are not loaded");
    ADM_TRY(digest_text(j, text, &j->err));
    ADM_TRY(make_key(request, j, key, &j->err));
    if (adm_platform_cache_get(request->cache, key, request->arena, &out->findings, &out->count))
        return true;
    ADM_TRY(judge_text(request, text, out, &j->err));
    // What ran short of memory on the way may have seen less than there is.
    if (!request->arena->exhausted)
        adm_platform_cache_put(request->cache, key, out->findings, out->count);
    return true;
}

bool adm_platform_judgement_add(const struct adm_request *request, struct adm_str text,
                                struct adm_verdict *verdict, struct adm_error *err) {
    struct adm_platform_judgement *j = judgement_of(request, verdict);
    struct found found = {0};
    if (j == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for platform.yaml");
    if (!j->tried) {
        j->tried = true;
        j->ok = find(request, j, text, &found);
        for (size_t i = 0; j->ok && i < found.count; i++)
            adm_verdict_add(verdict, &found.findings[i]);
        if (j->ok)
            verdict->schema = adm_str_from(adm_platform_digest(request->platform));
    }
    return j->ok || adm_fail(err, j->err.code, "%s", j->err.message);
}

struct adm_str adm_platform_judgement_digest(const struct adm_request *request, struct adm_str text,
                                             struct adm_verdict *verdict) {
    struct adm_platform_judgement *j = judgement_of(request, verdict);
    char *hex = adm_arena_alloc(request->arena, 2 * (size_t)DIGEST + 1);
    if (j == NULL || hex == NULL || !digest_text(j, text, NULL))
        return (struct adm_str){0};
    adm_fingerprint_hex(j->digest, sizeof j->digest, hex);
    return (struct adm_str){hex, 2 * (size_t)DIGEST};
}
