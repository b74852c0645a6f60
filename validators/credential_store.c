// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_store.h"

#include "core/fingerprint.h"
#include "core/patch.h"
#include "validators/credential_report.h"
#include "validators/credentials/unwrap.h"
#include "validators/shown.h"

// The two bytes of a length, and what AES-GCM adds.
enum { HEAD = 2, TAG = 16 };

struct store {
    const char *group, *kind;
    const char *pointer;
};

static const struct store stores[] = {
    {"external-secrets.io", "SecretStore", "/spec/provider/fake"},
    {"external-secrets.io", "ClusterSecretStore", "/spec/provider/fake"},
    {"generators.external-secrets.io", "Fake", "/spec/data"},
    {"generators.external-secrets.io", "ClusterGenerator", "/spec/generator/fakeSpec"},
};

// base64 of: the length of the RSA block, big-endian; the block; the sealed bytes and their tag.
static bool is_ciphertext(struct adm_str value, struct adm_arena *arena) {
    size_t len = 0;
    char *bytes = adm_arena_alloc(arena, value.len + 1);
    if (bytes == NULL || adm_chars_any(value, ADM_CHARS_DASH_LOW) ||
        !adm_unwrap_base64(value, bytes, value.len, &len) || len < HEAD)
        return false;
    size_t block = (size_t)(unsigned char)bytes[0] << 8U | (unsigned char)bytes[1];
    return (block == 256 || block == 384 || block == 512) && len >= HEAD + block + TAG;
}

static void add_unsealed(const struct adm_request *request, const struct adm_json_iter *it,
                         bool unchanged, struct adm_verdict *verdict) {
    struct adm_str value = adm_json_text(it->value), key = adm_shown_key(it->key, value);
    adm_verdict_add(
        verdict,
        &(struct adm_finding){
            .rule = ADM_RULE_CREDENTIAL_IN_CONFIG,
            .limit = unchanged ? ADM_MODE_WARN : ADM_MODE_OFF,
            .path = it->keyed ? adm_text_format(request->arena, "spec.encryptedData.%.*s",
                                                ADM_STR_ARGS(key))
                              : ADM_STR("spec.encryptedData"),
            .message = adm_text_format(request->arena,
                                       "%sthe value of `%.*s` is no ciphertext of kubeseal (%s)",
                                       unchanged ? "as before, " : "", ADM_STR_ARGS(key),
                                       adm_verdict_length_class(value.len)),
            .fix =
                ADM_STR("it is plaintext, or cut short, and can never be unsealed: seal it again "
                        "with `kubeseal`"),
            .fingerprint = adm_fingerprint_of(request->fingerprint_key, value, request->arena),
        });
}

static const struct adm_json *judge_sealed(const struct adm_request *request,
                                           const struct adm_json *old,
                                           struct adm_verdict *verdict) {
    static const char pointer[] = "/spec/encryptedData";
    const struct adm_json *map = adm_patch_resolve(request->object.root, adm_str_from(pointer)),
                          *before = adm_patch_resolve(old, adm_str_from(pointer));
    struct adm_json_iter it = adm_json_iter(map);
    while (adm_json_next(&it)) {
        struct adm_arena_mark mark = adm_arena_mark(request->arena);
        bool good = is_ciphertext(adm_json_text(it.value), request->arena);
        if (!request->arena->exhausted)
            adm_arena_rewind(request->arena, mark);
        if (!good)
            add_unsealed(request, &it,
                         it.keyed && adm_json_equal(it.value, adm_json_find(before, it.key)),
                         verdict);
    }
    return adm_json_is(map, ADM_JSON_OBJECT) ? map : NULL;
}

static void add_fake(const struct adm_request *request, const struct store *store, bool unchanged,
                     struct adm_verdict *verdict) {
    struct adm_text path;
    adm_text_init(&path, request->arena);
    for (const char *c = store->pointer + 1; *c != '\0'; c++) {
        if (*c == '/')
            adm_text_append_char(&path, '.');
        else
            adm_text_append_char(&path, *c);
    }
    adm_verdict_add(
        verdict,
        &(struct adm_finding){
            .rule = ADM_RULE_CREDENTIAL_IN_CONFIG,
            .limit = unchanged ? ADM_MODE_WARN : ADM_MODE_OFF,
            .path = adm_text_str(&path),
            .message = adm_text_format(request->arena,
                                       "%sa fake store holds its values in plaintext, and Secrets "
                                       "made from it would pass as external",
                                       unchanged ? "as before, " : ""),
            .fix =
                ADM_STR("use the provider of a real store; for tests, an exception in the policy"),
        });
}

static const struct adm_json *judge_fake(const struct adm_request *request,
                                         const struct store *store, const struct adm_json *old,
                                         struct adm_verdict *verdict) {
    struct adm_str pointer = adm_str_from(store->pointer);
    const struct adm_json *fake = adm_patch_resolve(request->object.root, pointer);
    if (fake == NULL || fake->type == ADM_JSON_NULL)
        return NULL;
    add_fake(request, store, adm_json_equal(fake, adm_patch_resolve(old, pointer)), verdict);
    return fake;
}

const struct adm_json *adm_credential_store_judge(const struct adm_request *request,
                                                  const struct adm_json *old,
                                                  struct adm_verdict *verdict) {
    const struct adm_gvk *kind = &request->review->kind;
    if (adm_str_is(kind->group, "bitnami.com") && adm_str_is(kind->kind, "SealedSecret"))
        return judge_sealed(request, old, verdict);
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
        if (adm_str_is(kind->group, stores[i].group) && adm_str_is(kind->kind, stores[i].kind))
            return judge_fake(request, &stores[i], old, verdict);
    return NULL;
}
