// SPDX-License-Identifier: Apache-2.0
#include "plan.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "mutators/registry.h"

static void add_credentials(struct planned *planned) {
    static const struct adm_credential warehouse[] = {{{"password", 8}, {"warehouse-password", 18}},
                                                      {{"username", 8}, {"username", 8}}};
    static const struct adm_credential demo[] = {
        {{"aws-credentials", 15}, {"aws-credentials", 15}},
        {{"polaris-client-id", 17}, {"polaris-client-id", 17}}};
    static const struct adm_credential_secret rows[] = {{{"warehouse", 9}, warehouse, 2},
                                                        {{"floe-demo-credentials", 21}, demo, 2}};
    planned->environments[0].credentials = &rows[0];
    planned->environments[1].credentials = &rows[1];
    planned->environments[0].credential_count = planned->environments[1].credential_count = 1;
    planned->environments[1].default_credentials = (struct adm_strs){&rows[1].name, 1};
    planned->environments[2].base = &planned->environments[0];
}

static void fill_policy(struct planned *planned, const struct given *given) {
    static const char *const names[] = {"dev", "local", "prod"};
    for (size_t i = 0; i < 3; i++) {
        planned->environments[i].name = adm_str_from(names[i]);
        for (size_t rule = 0; rule < ADM_RULE_COUNT; rule++)
            planned->environments[i].modes[rule] = i == 1 ? ADM_MODE_WARN : ADM_MODE_ENFORCE;
    }
    static const struct adm_str system[] = {{"kube-system", 11}};
    planned->policy.system_namespaces = (struct adm_strs){system, 1};
    planned->policy.unlabelled_mode = ADM_MODE_WARN;
    if (given->credentials)
        add_credentials(planned);
    planned->policy.platform_config_map = adm_str_from(given->map);
    memset(planned->policy.digest, 'a', sizeof planned->policy.digest - 1);
}

static const struct adm_environment *environment_of(const struct planned *planned,
                                                    const char *name) {
    if (name != NULL && strcmp(name, "unlabelled") == 0)
        return &planned->environments[2];
    size_t i = 0;
    while (name != NULL && i < 2 && !adm_str_is(planned->environments[i].name, name))
        i++;
    return &planned->environments[i];
}

static void decide(struct planned *planned, const struct given *given) {
    struct adm_registry registry = {0};
    registry.mutators = given->templates ? adm_registry_previews(&registry.mutator_count)
                                         : adm_registry_mutators(&registry.mutator_count);
    planned->request = (struct adm_request){
        .review = &planned->review,
        .policy = &planned->policy,
        .environment = environment_of(planned, given->environment),
        .unlabelled = given->environment != NULL && strcmp(given->environment, "unlabelled") == 0,
        .namespace_asks = given->namespace_asks,
        .object = adm_object_view(planned->review.object),
        .old_object = adm_object_view(planned->review.old_object),
        .fingerprint_key = ADM_STR("test key"),
        .now_s = 1780272000,
        .arena = &planned->arena,
    };
    adm_decision_make(&registry, &planned->request, true, &planned->decision);
}

void plan_text(struct planned *planned, struct adm_str text, const struct given *given) {
    *planned = (struct planned){0};
    adm_arena_init(&planned->arena, (size_t)64 << 20U);
    fill_policy(planned, given);
    struct adm_error err = {0};
    const struct adm_json *document = NULL;
    cr_assert(adm_json_parse_copy(text, &planned->arena, &document, &err), "%s", err.message);
    cr_assert(adm_review_read(document, &planned->review, &err), "%s", err.message);
    decide(planned, given);
    struct adm_text out;
    adm_text_init(&out, &planned->arena);
    adm_review_write(&planned->decision.response, &out);
    cr_assert(adm_text_finish(&out, &planned->response, NULL));
}

void plan_destroy(struct planned *planned) { adm_arena_destroy(&planned->arena); }

// One token of a JSON pointer, unescaped, and what follows it.
static const char *take_token(const char *pointer, char *token, size_t size) {
    size_t len = 0;
    cr_assert(*pointer == '/', "a pointer starts with a slash");
    for (pointer++; *pointer != '\0' && *pointer != '/'; pointer++) {
        cr_assert(len + 1 < size);
        token[len] = *pointer;
        if (*pointer == '~')
            token[len] = *++pointer == '1' ? '/' : '~';
        len++;
    }
    token[len] = '\0';
    return pointer;
}

static json_t *child(json_t *node, const char *token) {
    if (json_is_array(node))
        return json_array_get(node, (size_t)strtoul(token, NULL, 10));
    return json_object_get(node, token);
}

static void add(json_t *parent, const char *token, json_t *value) {
    cr_assert(json_is_object(parent) || json_is_array(parent), "add below what is missing: %s",
              token);
    if (json_is_object(parent)) {
        cr_assert(json_object_set(parent, token, value) == 0);
        return;
    }
    cr_assert_str_eq(token, "-", "only appends to arrays");
    cr_assert(json_array_append(parent, value) == 0);
}

static void apply_one(json_t *root, json_t *operation) {
    const char *op = json_string_value(json_object_get(operation, "op"));
    const char *pointer = json_string_value(json_object_get(operation, "path"));
    json_t *value = json_object_get(operation, "value");
    cr_assert(op != NULL && pointer != NULL && value != NULL);
    char token[512];
    json_t *node = root;
    for (const char *rest = take_token(pointer, token, sizeof token); *rest != '\0';
         rest = take_token(rest, token, sizeof token)) {
        node = child(node, token);
        cr_assert(node != NULL, "no parent: %s", pointer);
    }
    if (strcmp(op, "test") == 0) {
        cr_assert(json_equal(child(node, token), value), "test fails: %s", pointer);
        return;
    }
    cr_assert_str_eq(op, "add");
    add(node, token, value);
}

json_t *plan_apply(const json_t *object, struct adm_str patch) {
    json_t *result = json_deep_copy(object);
    if (patch.len == 0)
        return result;
    json_error_t error;
    json_auto_t *operations = json_loadb(patch.data, patch.len, JSON_REJECT_DUPLICATES, &error);
    cr_assert(json_is_array(operations), "%s: %.*s", error.text, ADM_STR_ARGS(patch));
    for (size_t i = 0; i < json_array_size(operations); i++)
        apply_one(result, json_array_get(operations, i));
    return result;
}

char *plan_review_with(const json_t *review, json_t *object) {
    json_auto_t *copy = json_deep_copy(review);
    cr_assert(json_object_set(json_object_get(copy, "request"), "object", object) == 0);
    char *text = json_dumps(copy, JSON_COMPACT);
    cr_assert(text != NULL);
    return text;
}
