// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/platform.h"

#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "core/fingerprint.h"
#include "core/text.h"
#include "validators/schema/embedded.h"
#include "validators/schema/explain.h"
#include "validators/schema/platform_cross.h"
#include "validators/schema/platform_env.h"
#include "validators/schema/yaml_read.h"

#define ENVIRONMENTS "https://floe.dev/schemas/environments/"

enum { MODELS = 2, OVERLAYS = 4, PARTS = 2, SCHEMAS = MODELS + OVERLAYS + PARTS };
enum { SHA256_BYTES = 32, PLANS_BYTES_MAX = 1024 * 1024 };

// The models by enum adm_profile, the overlays, what overlays refer to.
static const struct {
    const char *name;
    struct adm_str (*text)(void);
    const char *uri; // of what others refer to
} schemas[SCHEMAS] = {
    [ADM_PROFILE_1_3] = {"platform", adm_embedded_platform, NULL},
    [ADM_PROFILE_1_2] = {"platform-1.2", adm_embedded_platform_1_2, NULL},
    {"local", adm_embedded_local, NULL},
    {"dev", adm_embedded_dev, NULL},
    {"staging", adm_embedded_staging, NULL},
    {"prod", adm_embedded_prod, NULL},
    {"deployed", adm_embedded_deployed, ENVIRONMENTS "deployed.schema.json"},
    {"hardened", adm_embedded_hardened, ENVIRONMENTS "hardened.schema.json"},
};

struct adm_platform {
    struct adm_arena arena; // of the plans
    struct adm_jsonschema *programs[MODELS + OVERLAYS];
    const struct adm_platform_rule_plan *cross, *environment;
    char digest[2 * SHA256_BYTES + 1];
};

// Over each schema's length and bytes, so that no two lists of schemas are one text.
static bool digest_of(char *out, struct adm_error *err) {
    unsigned char digest[SHA256_BYTES];
    gnutls_hash_hd_t hash = NULL;
    if (gnutls_hash_init(&hash, GNUTLS_DIG_SHA256) < 0)
        return adm_fail(err, ADM_CRYPTO, "hashing the schemas failed");
    bool good = true;
    for (size_t i = 0; i < SCHEMAS; i++) {
        struct adm_str text = schemas[i].text();
        uint64_t length = text.len;
        good = good && gnutls_hash(hash, &length, sizeof length) == 0 &&
               gnutls_hash(hash, text.data, text.len) == 0;
    }
    gnutls_hash_deinit(hash, digest);
    if (!good)
        return adm_fail(err, ADM_CRYPTO, "hashing the schemas failed");
    adm_fingerprint_hex(digest, sizeof digest, out);
    return true;
}

static bool compile(struct adm_platform *platform, struct adm_error *err) {
    struct adm_jsonschema_document parts[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        parts[i] = (struct adm_jsonschema_document){
            adm_str_from(schemas[MODELS + OVERLAYS + i].uri),
            schemas[MODELS + OVERLAYS + i].text(),
        };
    const struct adm_jsonschema_options options = {.documents = parts, .document_count = PARTS};
    for (size_t i = 0; i < MODELS + OVERLAYS; i++)
        ADM_TRY(adm_jsonschema_new(schemas[i].text(), &options, &platform->programs[i], err));
    adm_arena_init(&platform->arena, PLANS_BYTES_MAX);
    ADM_TRY(adm_platform_cross_plan(&platform->arena, &platform->cross, err));
    ADM_TRY(adm_platform_env_plan(&platform->arena, &platform->environment, err));
    return digest_of(platform->digest, err);
}

bool adm_platform_new(struct adm_platform **out, struct adm_error *err) {
    struct adm_platform *platform = calloc(1, sizeof *platform);
    if (platform == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory");
    if (!compile(platform, err)) {
        adm_platform_free(platform);
        return false;
    }
    *out = platform;
    return true;
}

void adm_platform_free(struct adm_platform *platform) {
    for (size_t i = 0; platform != NULL && i < MODELS + OVERLAYS; i++)
        adm_jsonschema_free(platform->programs[i]);
    if (platform != NULL)
        adm_arena_destroy(&platform->arena);
    free(platform);
}

const char *adm_platform_digest(const struct adm_platform *platform) { return platform->digest; }

// The index of a schema, or SCHEMAS.
static size_t schema_of(struct adm_str name) {
    size_t i = 0;
    while (i < SCHEMAS && !adm_str_is(name, schemas[i].name))
        i++;
    return i;
}

struct adm_str adm_platform_schema_text(struct adm_str name) {
    size_t i = schema_of(name);
    return i < SCHEMAS ? schemas[i].text() : (struct adm_str){0};
}

bool adm_platform_has_overlay(struct adm_str name) {
    size_t i = schema_of(name);
    return i >= MODELS && i < MODELS + OVERLAYS;
}

// What a judgement works with.
struct work {
    const struct adm_platform *platform;
    const struct adm_platform_input *input;
    struct adm_arena *arena;
    struct adm_platform_report *report;
    size_t refused; // how many of the diagnostics are the reader's and the schema's
    struct adm_explain_absent absent;
};

static bool judge_model(struct work *work, struct adm_error *err) {
    const struct adm_jsonschema *program = work->platform->programs[work->input->profile];
    const struct adm_node *root = work->report->document.root;
    struct adm_diagnostics *out = &work->report->diagnostics;
    struct adm_jsonschema_run run = {.arena = work->arena, .limit = ADM_DIAGNOSTICS_KEPT_MAX};
    ADM_TRY(adm_jsonschema_validate(program, root, &run, err));
    adm_explain_absent_read(&work->report->document, out, work->arena, &work->absent);
    const struct adm_jsonschema *newest = work->platform->programs[ADM_PROFILE_1_3];
    const struct adm_explain_options options = {
        .rule = ADM_RULE_PLATFORM_SCHEMA,
        .root = root,
        .program = program,
        .newer = program == newest ? NULL : newest,
        .absent = &work->absent,
    };
    adm_explain_violations(&options, &run, out);
    work->refused = out->count;
    adm_explain_notes(&options, &run, out);
    struct adm_platform_check check = {
        .root = root,
        .schema = adm_jsonschema_root(program),
        .arena = work->arena,
        .out = out,
        .rule = ADM_RULE_PLATFORM_SCHEMA,
        .on = work->input->profile == ADM_PROFILE_1_3 ? ADM_PLATFORM_CROSS_NEWER : 0,
        .absent = &work->absent,
    };
    adm_platform_rule_run(work->platform->cross, &check);
    return true;
}

// Whether the schema has already refused this very text.
static bool is_refused(const struct work *work, struct adm_span span) {
    const struct adm_diagnostic *all = work->report->diagnostics.items;
    for (size_t i = 0; i < work->refused; i++)
        if (all[i].primary.span.start == span.start && all[i].primary.span.end == span.end)
            return true;
    return false;
}

// Whether the key that the environment misses stands there misspelt, or could not be read. Of a key
// without a default the path is its object's, and the label names it: "add `pii_detection`".
static bool is_told(const struct work *work, const struct adm_diagnostic *d) {
    struct adm_str label = d->primary.text, path = d->path;
    if (adm_str_starts(label, "add `")) {
        struct adm_str key = adm_str_slice(label, 5, label.len);
        key = adm_str_slice(key, 0, adm_str_index(key, '`'));
        path = adm_text_format(work->arena, "%.*s%s%.*s", ADM_STR_ARGS(path),
                               path.len > 0 ? "." : "", ADM_STR_ARGS(key));
    }
    return adm_explain_absent_is_path_told(&work->absent, path);
}

// The environment speaks of what the schema has let pass: each cause once.
static void take_over(const struct work *work, const struct adm_diagnostics *found) {
    struct adm_diagnostics *all = &work->report->diagnostics;
    for (size_t i = 0; i < found->count; i++)
        if (!is_refused(work, found->items[i].primary.span) && !is_told(work, &found->items[i]))
            adm_diagnostic_add(all, &found->items[i]);
    all->failed |= found->failed;
}

static bool judge_overlay(struct work *work, const struct adm_node *filled,
                          struct adm_diagnostics *found, struct adm_error *err) {
    const struct adm_jsonschema *program =
        work->platform->programs[schema_of(work->input->overlay)];
    struct adm_jsonschema_run run = {.arena = work->arena, .limit = ADM_DIAGNOSTICS_KEPT_MAX};
    ADM_TRY(adm_jsonschema_validate(program, filled, &run, err));
    const struct adm_explain_options options = {
        .rule = ADM_RULE_PLATFORM_ENVIRONMENT,
        .root = work->report->document.root,
        .program = work->platform->programs[ADM_PROFILE_1_3],
        .absent = &work->absent,
    };
    adm_explain_violations(&options, &run, found);
    return true;
}

static bool judge_environment(struct work *work, struct adm_error *err) {
    const struct adm_jsonschema *model = work->platform->programs[ADM_PROFILE_1_3];
    const struct adm_node *filled = NULL;
    ADM_TRY(adm_jsonschema_fill(model, work->report->document.root, work->arena, &filled, err));
    struct adm_diagnostics found;
    adm_diagnostic_init(&found, work->arena);
    if (adm_platform_has_overlay(work->input->overlay))
        ADM_TRY(judge_overlay(work, filled, &found, err));
    const struct adm_platform_env env = {work->input->environment, work->input->environments};
    struct adm_platform_check check = {
        .root = filled,
        .schema = adm_jsonschema_root(model),
        .arena = work->arena,
        .out = &found,
        .rule = ADM_RULE_PLATFORM_ENVIRONMENT,
        .on = adm_platform_env_bit(work->input->overlay),
        .settings = &env,
        .absent = &work->absent,
    };
    adm_platform_rule_run(work->platform->environment, &check);
    take_over(work, &found);
    return true;
}

bool adm_platform_judge(const struct adm_platform *platform, const struct adm_platform_input *input,
                        struct adm_arena *arena, struct adm_platform_report *out,
                        struct adm_error *err) {
    struct adm_platform_report report = {.document = {.text = input->text}};
    struct work work = {platform, input, arena, &report, 0, {0}};
    struct adm_diagnostics *all = &report.diagnostics;
    adm_diagnostic_init(all, arena);
    ADM_TRY(adm_yaml_read_document(input->text, arena, &report.document, all, err));
    const struct adm_node *root = report.document.root;
    if (root != NULL)
        ADM_TRY(judge_model(&work, err));
    if (adm_yaml_tree_is(root, ADM_NODE_MAP) && input->environment.len > 0)
        ADM_TRY(judge_environment(&work, err));
    adm_diagnostic_sort(all);
    if (all->failed)
        return adm_fail(err, ADM_MEMORY, "out of memory while judging platform.yaml");
    if (all->errors > 0 || (all->count > 0 && !input->lean))
        // What any model knows may be shown: 1.3 knows all that 1.2 does.
        ADM_TRY(adm_mask_make(platform->programs[ADM_PROFILE_1_3], &report.document, arena,
                              &report.mask, err));
    *out = report;
    return true;
}
