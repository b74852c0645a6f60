// SPDX-License-Identifier: Apache-2.0
// A release judged as the webhook does it, from the review's tree to the decision: its creation,
// and the update of its status, which inflates two. Beside it zlib alone inflates what was
// inflated.
#include "release_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "core/base64.h"
#include "core/policy_default.h"
#include "validators/helm_unpack.h"
#include "validators/registry.h"

enum { ROUNDS = 9, GZIP = 16 };
static const size_t MEMORY_MAX = (size_t)328 * 1024 * 1024;

struct bench {
    struct adm_arena arena; // of the inputs
    struct adm_policy *policy;
    struct adm_str created, updated; // the release as it is created, and as it is updated
};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double least(double a, double b) { return a == 0 || b < a ? b : a; }

static struct adm_str gzip(struct bench *bench, struct adm_str bytes) {
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, MAX_WBITS + GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        exit(1);
    uLong bound = deflateBound(&z, bytes.len);
    char *out = adm_arena_alloc(&bench->arena, bound);
    if (out == NULL)
        exit(1);
    z.next_in = (Bytef *)(uintptr_t)bytes.data;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)bound;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        exit(1);
    struct adm_str packed = {out, z.total_out};
    deflateEnd(&z);
    return packed;
}

static double time_inflate(struct adm_str packed, size_t len) {
    Bytef *out = malloc(len + 1);
    z_stream z = {0};
    double start = now_s();
    if (out == NULL || inflateInit2(&z, MAX_WBITS + GZIP) != Z_OK)
        exit(1);
    z.next_in = (Bytef *)(uintptr_t)packed.data;
    z.avail_in = (uInt)packed.len;
    z.next_out = out;
    z.avail_out = (uInt)len + 1;
    if (inflate(&z, Z_FINISH) != Z_STREAM_END)
        exit(1);
    double spent = now_s() - start;
    inflateEnd(&z);
    free(out);
    return spent;
}

static struct adm_str base64(struct bench *bench, struct adm_str bytes) {
    struct adm_text text;
    adm_text_init(&text, &bench->arena);
    adm_base64_encode(bytes, &text);
    return adm_text_str(&text);
}

// The Secret's tree.
static const struct adm_json *object_of(struct bench *bench, struct adm_str release) {
    const struct adm_json *root = NULL;
    struct adm_text text;
    adm_text_init(&text, &bench->arena);
    adm_text_append_c(&text, "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":"
                             "\"helm.sh/release.v1\",\"metadata\":{\"name\":"
                             "\"sh.helm.release.v1.web.v1\",\"labels\":{\"owner\":\"helm\","
                             "\"name\":\"web\",\"version\":\"1\"}},\"data\":{\"release\":\"");
    adm_text_append(&text, base64(bench, base64(bench, gzip(bench, release))));
    adm_text_append_c(&text, "\"}}");
    if (!adm_json_parse_copy(adm_text_str(&text), &bench->arena, &root, NULL))
        exit(1);
    return root;
}

// Fewest seconds of a decision.
static double time_decision(const struct bench *bench, const struct adm_json *object,
                            const struct adm_json *old) {
    struct adm_arena arena;
    double best = 0;
    const struct adm_review review = {
        .kind = {.kind = ADM_STR("Secret")},
        .namespace = ADM_STR("team-a"),
        .operation = old == NULL ? ADM_OPERATION_CREATE : ADM_OPERATION_UPDATE,
        .object = object,
        .old_object = old,
    };
    struct adm_registry registry = {0};
    struct adm_decision decision;
    registry.validators = adm_registry_validators(&registry.validator_count);
    adm_arena_init(&arena, MEMORY_MAX);
    for (int i = 0; i < ROUNDS; i++) {
        double start = now_s();
        const struct adm_request request = {
            .review = &review,
            .policy = bench->policy,
            .environment = adm_policy_environment(bench->policy, ADM_STR("dev")),
            .object = adm_object_view(object),
            .old_object = adm_object_view(old),
            .fingerprint_key = ADM_STR("bench"),
            .arena = &arena,
        };
        adm_arena_reset(&arena);
        adm_decision_make(&registry, &request, false, &decision);
        best = least(best, now_s() - start);
    }
    bool admitted = decision.kind != ADM_DECISION_DENY;
    if (!admitted)
        fprintf(stderr, "%.*s\n", ADM_STR_ARGS(decision.response.message));
    adm_arena_destroy(&arena);
    return admitted ? best : 0;
}

// The same release once it was deployed.
static struct adm_str deployed(struct bench *bench, struct adm_str release) {
    static const char before[] = "\"pending-install\"", after[] = "\"deployed\"       ";
    char *copy = (char *)(uintptr_t)adm_arena_copy(&bench->arena, release).data;
    char *at = copy == NULL ? NULL : strstr(copy, before);
    if (at == NULL)
        exit(1);
    memcpy(at, after, sizeof before - 1);
    return (struct adm_str){copy, release.len};
}

static void print_costs(struct bench *bench, const char *path) {
    struct adm_str packed = gzip(bench, bench->created);
    double inflate_s = 0;
    for (int i = 0; i < ROUNDS; i++)
        inflate_s = least(inflate_s, time_inflate(packed, bench->created.len));
    const struct adm_json *created = object_of(bench, bench->created),
                          *updated = object_of(bench, bench->updated);
    double create_s = time_decision(bench, created, NULL),
           update_s = time_decision(bench, updated, created);
    printf("release %s bytes %zu packed %zu inflate_us %.0f create_us %.0f update_us %.0f\n", path,
           bench->created.len, packed.len, inflate_s * 1e6, create_s * 1e6, update_s * 1e6);
}

bool release_bench_file(const char *path) {
    struct bench bench = {0};
    struct adm_error err = {0};
    adm_arena_init(&bench.arena, MEMORY_MAX);
    char *bytes = adm_arena_alloc(&bench.arena, ADM_HELM_INFLATED_MAX);
    FILE *file = fopen(path, "rb");
    size_t len = file == NULL || bytes == NULL ? 0 : fread(bytes, 1, ADM_HELM_INFLATED_MAX, file);
    if (file != NULL)
        fclose(file);
    bool good =
        len > 0 && adm_policy_read(adm_policy_default(), "policy.yaml", &bench.policy, &err);
    if (good) {
        bench.created = (struct adm_str){bytes, len};
        bench.updated = deployed(&bench, bench.created);
        print_costs(&bench, path);
        adm_policy_free(bench.policy);
    }
    adm_arena_destroy(&bench.arena);
    return good;
}
