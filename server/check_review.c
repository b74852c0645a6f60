// SPDX-License-Identifier: Apache-2.0
#include "server/check_review.h"

#include "core/object.h"

static char lower(char c) {
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c;
}

static bool ends_in_any(struct adm_str kind, const char *const *ends) {
    for (; *ends != NULL; ends++)
        if (adm_str_ends(kind, *ends))
            return true;
    return false;
}

// As English has it, which is what the writers of CRDs do (Gateway: gateways, Mesh: meshes).
// `*kept` is how much of the kind stays.
static const char *plural_of(struct adm_str kind, size_t *kept) {
    static const char *const vowels[] = {"ay", "ey", "oy", "uy", NULL};
    static const char *const hissing[] = {"s", "x", "ch", "sh", NULL};
    *kept = kind.len;
    if (adm_str_is(kind, "Endpoints"))
        return "";
    if (adm_str_ends(kind, "y") && !ends_in_any(kind, vowels)) {
        *kept = kind.len - 1;
        return "ies";
    }
    return ends_in_any(kind, hissing) ? "es" : "s";
}

static struct adm_str guess_resource(struct adm_str kind, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_str out = {0};
    size_t kept = 0;
    const char *end = plural_of(kind, &kept);
    adm_text_init(&text, arena);
    for (size_t i = 0; i < kept; i++)
        adm_text_append_char(&text, lower(kind.data[i]));
    adm_text_append_c(&text, end);
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}

static struct adm_str version_of(struct adm_str api_version) {
    size_t slash = adm_str_index(api_version, '/');
    return slash == api_version.len ? api_version
                                    : adm_str_slice(api_version, slash + 1, api_version.len);
}

bool adm_check_review_is_cluster(const struct adm_review *review) {
    static const struct {
        const char *group, *kind;
    } kinds[] = {
        {"", "Namespace"},
        {"external-secrets.io", "ClusterSecretStore"},
        {"external-secrets.io", "ClusterExternalSecret"},
        {"external-secrets.io", "ClusterPushSecret"},
        {"generators.external-secrets.io", "ClusterGenerator"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (adm_str_is(review->kind.group, kinds[i].group) &&
            adm_str_is(review->kind.kind, kinds[i].kind))
            return true;
    return false;
}

void adm_check_review_make(const struct adm_check_writer *writer, const struct adm_check_item *item,
                           struct adm_arena *arena, struct adm_review *out) {
    const struct adm_object object = adm_object_view(item->object);
    const struct adm_gvk kind = {adm_object_group(item->api_version), version_of(item->api_version),
                                 item->kind};
    const struct adm_gvr resource = {kind.group, kind.version, guess_resource(kind.kind, arena)};
    *out = (struct adm_review){
        .uid = ADM_STR("check"),
        .kind = kind,
        .request_kind = kind,
        .resource = resource,
        .request_resource = resource,
        .name = object.name,
        .namespace = object.namespace.len > 0 ? object.namespace : adm_str_from(writer->namespace),
        .operation = ADM_OPERATION_CREATE,
        .user = {.name = adm_str_from(writer->user), .groups = writer->groups},
        .object = item->object,
    };
    if (adm_check_review_is_cluster(out))
        out->namespace = (struct adm_str){0};
}
