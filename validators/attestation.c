// SPDX-License-Identifier: Apache-2.0
#include "validators/attestation.h"

#include "validators/data_hash.h"

struct claim {
    const struct adm_request *request;
    const struct adm_writer_row *row;
    const struct adm_secret_data *data, *old;
};

static const char account_prefix[] = "system:serviceaccount:";

static bool is_user(const struct adm_writer_row *row, struct adm_str user) {
    if (adm_policy_has(row->users, user))
        return true;
    return adm_str_starts(user, account_prefix) &&
           adm_policy_has(row->accounts, adm_str_slice(user, sizeof account_prefix - 1, user.len));
}

// The controller's pod, and not one of a controller whose name only starts alike.
static bool is_pod_of(struct adm_str pod, struct adm_str controller) {
    return adm_str_equal(adm_str_slice(pod, 0, controller.len), controller) &&
           (pod.len == controller.len || pod.data[controller.len] == '-' ||
            adm_str_ends(controller, "-"));
}

// A pod-bound token names its pod; impersonation and plain tokens have none.
static bool holds_bound_pod(const struct claim *c) {
    if (!adm_str_starts(c->request->review->user.name, account_prefix))
        return true;
    const struct adm_json *pods =
        adm_json_get(c->request->review->user.extra, "authentication.kubernetes.io/pod-name");
    struct adm_json_iter it = adm_json_iter(pods);
    if (!adm_json_next(&it))
        return !c->request->policy->require_bound_token;
    struct adm_str pod = adm_json_text(it.value);
    return pods->count == 1 && pod.len > 0 && is_pod_of(pod, c->row->bound_pod);
}

static bool is_owner_of(const struct adm_writer_row *row, const struct adm_owner *owner,
                        struct adm_str name) {
    struct adm_str group = adm_object_group(owner->api_version);
    struct adm_str version = adm_str_slice(owner->api_version, group.len == 0 ? 0 : group.len + 1,
                                           owner->api_version.len);
    return owner->controller && adm_str_equal(owner->kind, row->owner_kind) &&
           adm_str_equal(group, row->owner_group) &&
           (row->owner_version.len == 0 || adm_str_equal(version, row->owner_version)) &&
           (!row->owner_same_name || (name.len > 0 && adm_str_equal(owner->name, name)));
}

static bool holds_owner(const struct claim *c) {
    if (c->row->owner_kind.len == 0)
        return true;
    const struct adm_json *owners = c->request->object.owners;
    if (!adm_json_is(owners, ADM_JSON_ARRAY) || (c->row->owner_same_name && owners->count != 1))
        return false;
    struct adm_json_iter it = adm_json_iter(owners);
    while (adm_json_next(&it)) {
        struct adm_owner owner = adm_object_owner(it.value);
        if (is_owner_of(c->row, &owner, c->request->object.name))
            return true;
    }
    return false;
}

static bool holds_type(const struct claim *c) {
    struct adm_str type = adm_json_get_text(c->request->object.root, "type");
    return c->row->types.count == 0 ||
           adm_policy_has(c->row->types, type.len == 0 ? ADM_STR("Opaque") : type);
}

static bool holds_labels(const struct claim *c) {
    for (size_t i = 0; i < c->row->label_count; i++) {
        const struct adm_label_demand *demand = &c->row->labels[i];
        const struct adm_json *label = adm_json_find(c->request->object.labels, demand->key);
        if (label == NULL ||
            (demand->value.len > 0 && !adm_str_equal(adm_json_text(label), demand->value)))
            return false;
    }
    return true;
}

static bool holds_name(const struct claim *c) {
    const struct adm_object *object = &c->request->object;
    if (c->row->generate_name.len > 0 &&
        !adm_str_equal(object->generate_name, c->row->generate_name))
        return false;
    return c->row->name.len == 0 || adm_str_glob(adm_object_display_name(object), c->row->name);
}

static bool holds_namespace(const struct claim *c) {
    return c->row->namespaces.count == 0 ||
           adm_policy_has(c->row->namespaces, c->request->review->namespace);
}

static bool holds_keys(const struct claim *c) {
    if (c->row->keys.count == 0)
        return true;
    for (size_t i = 0; i < c->data->count; i++)
        if (!adm_policy_has(c->row->keys, c->data->entries[i].key))
            return false;
    return c->data->count == c->row->keys.count;
}

static bool holds_hash(const struct claim *c) {
    if (c->row->hash == ADM_HASH_NONE)
        return true;
    struct adm_str hash =
        adm_object_annotation(&c->request->object, "reconcile.external-secrets.io/data-hash");
    return adm_data_hash_matches(hash, c->data, c->old, c->request->arena);
}

// In the order in which a gap is worth telling: the last column reached is the nearest miss.
static const struct {
    bool (*holds)(const struct claim *);
    const char *gap, *path;
} columns[] = {
    {holds_bound_pod, "its token is not bound to a pod of that controller", "userInfo"},
    {holds_namespace, "it does not write in this namespace", "metadata.namespace"},
    {holds_owner, "the Secret has no matching controlling owner", "metadata.ownerReferences"},
    {holds_type, "the Secret has another type", "type"},
    {holds_name, "the Secret has another name", "metadata.name"},
    {holds_labels, "the Secret lacks a label of that writer", "metadata.labels"},
    {holds_keys, "the Secret has other keys", "data"},
    {holds_hash, "the data hash does not match the data",
     "metadata.annotations[reconcile.external-secrets.io/data-hash]"},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static size_t columns_held(const struct claim *claim) {
    size_t held = 0;
    while (held < COLUMNS && columns[held].holds(claim))
        held++;
    return held;
}

static bool is_on(const struct adm_writer_row *row, int64_t now_s) {
    return row->enabled && (row->expires_s == 0 || now_s < row->expires_s);
}

// Whether any owner is of a kind that some row demands: a claim that only that writer may make.
static const struct adm_writer_row *claimed_row(const struct adm_request *request) {
    struct adm_json_iter it = adm_json_iter(request->object.owners);
    while (adm_json_next(&it)) {
        struct adm_owner owner = adm_object_owner(it.value);
        struct adm_str group = adm_object_group(owner.api_version);
        for (size_t i = 0; i < request->policy->writer_count; i++) {
            const struct adm_writer_row *row = &request->policy->writers[i];
            if (row->owner_kind.len > 0 && adm_str_equal(owner.kind, row->owner_kind) &&
                adm_str_equal(group, row->owner_group))
                return row;
        }
    }
    return NULL;
}

// What one row of this user says; `*held` is how many of its columns hold.
static struct adm_attestation answer_of(const struct claim *claim, size_t *held) {
    *held = columns_held(claim);
    if (*held < COLUMNS)
        return (struct adm_attestation){.kind = ADM_ATTESTATION_GAP,
                                        .row = claim->row,
                                        .gap = columns[*held].gap,
                                        .path = columns[*held].path};
    return (struct adm_attestation){.kind = ADM_ATTESTATION_WRITER, .row = claim->row};
}

// Nothing that is on knows this user: a row that is off, or a claim that is another's to make.
static struct adm_attestation answer_unknown(const struct adm_request *request,
                                             const struct adm_writer_row *off) {
    if (off != NULL)
        return (struct adm_attestation){.kind = ADM_ATTESTATION_OFF, .row = off, .off = off};
    const struct adm_writer_row *claimed = claimed_row(request);
    if (claimed == NULL)
        return (struct adm_attestation){0};
    return (struct adm_attestation){
        .kind = ADM_ATTESTATION_FORGED, .row = claimed, .path = "metadata.ownerReferences"};
}

struct adm_attestation adm_attestation_of(const struct adm_request *request,
                                          const struct adm_secret_data *data,
                                          const struct adm_secret_data *old) {
    struct adm_attestation best = {0};
    const struct adm_writer_row *off = NULL;
    size_t best_held = 0;
    for (size_t i = 0; i < request->policy->writer_count; i++) {
        const struct adm_writer_row *row = &request->policy->writers[i];
        size_t held = 0;
        if (!is_user(row, request->review->user.name))
            continue;
        struct adm_attestation answer = answer_of(&(struct claim){request, row, data, old}, &held);
        if (!is_on(row, request->now_s)) {
            // A row that is off and does not hold either has nothing to say.
            if (off == NULL && answer.kind == ADM_ATTESTATION_WRITER)
                off = row;
            continue;
        }
        if (answer.kind == ADM_ATTESTATION_WRITER)
            return answer;
        // The gap that was reached last is the nearest miss.
        if (best.row == NULL || held > best_held) {
            best = answer;
            best_held = held;
        }
    }
    best.off = off;
    return best.row == NULL ? answer_unknown(request, off) : best;
}
