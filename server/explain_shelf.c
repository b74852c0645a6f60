// SPDX-License-Identifier: Apache-2.0
#include "server/explain_shelf.h"

#include "core/near.h"
#include "core/object.h"
#include "core/text.h"
#include "validators/shown.h"

enum { NEAR_MAX = 256, KEYS_SHOWN = 20 };

void adm_explain_shelf_init(struct adm_explain_shelf *shelf, const char *namespace,
                            struct adm_arena *arena) {
    *shelf = (struct adm_explain_shelf){.arena = arena, .namespace = namespace};
}

static const struct adm_json *target_of(const struct adm_check_item *item) {
    return adm_json_get(adm_json_get(item->object, "spec"), "target");
}

// Whether an ExternalSecret creates its Secret (creationPolicy Owner, Orphan).
static bool creates(const struct adm_check_item *item) {
    struct adm_str policy = adm_json_get_text(target_of(item), "creationPolicy");
    return !adm_str_is(policy, "None") && !adm_str_is(policy, "Merge");
}

static enum adm_explain_offer offers_of(const struct adm_check_item *item) {
    static const struct {
        const char *group, *kind;
        enum adm_explain_offer offers;
    } rows[] = {
        {"", "ConfigMap", ADM_EXPLAIN_OFFERS_MAP},
        {"", "Secret", ADM_EXPLAIN_OFFERS_SECRET},
        {"bitnami.com", "SealedSecret", ADM_EXPLAIN_OFFERS_SEALED},
        {"external-secrets.io", "ExternalSecret", ADM_EXPLAIN_OFFERS_EXTERNAL},
    };
    struct adm_str group = adm_object_group(item->api_version);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (adm_str_is(item->kind, rows[i].kind) && adm_str_is(group, rows[i].group))
            return rows[i].offers == ADM_EXPLAIN_OFFERS_EXTERNAL && !creates(item)
                       ? ADM_EXPLAIN_OFFERS_NOTHING
                       : rows[i].offers;
    return ADM_EXPLAIN_OFFERS_NOTHING;
}

static void describe(const struct adm_explain_shelf *shelf, struct adm_explain_thing *thing) {
    const struct adm_object object = adm_object_view(thing->item.object);
    thing->offers = offers_of(&thing->item);
    thing->namespace = object.namespace.len > 0 ? object.namespace : adm_str_from(shelf->namespace);
    thing->name = object.name;
    struct adm_str target = adm_json_get_text(target_of(&thing->item), "name");
    if (thing->offers == ADM_EXPLAIN_OFFERS_EXTERNAL && target.len > 0)
        thing->name = target;
}

bool adm_explain_shelf_add(struct adm_explain_shelf *shelf, const struct adm_explain_thing *thing,
                           struct adm_error *err) {
    if (shelf->count == shelf->capacity) {
        size_t more = shelf->capacity == 0 ? 64 : shelf->capacity * 2;
        struct adm_explain_thing *grown = adm_arena_grow(
            shelf->arena, shelf->list, shelf->capacity * sizeof *grown, more * sizeof *grown);
        if (grown == NULL)
            return adm_fail(err, ADM_MEMORY, "%s: too much to be held; split it", thing->file);
        shelf->list = grown;
        shelf->capacity = more;
    }
    shelf->list[shelf->count] = *thing;
    describe(shelf, &shelf->list[shelf->count++]);
    return true;
}

// The keys that an object offers.
struct offer {
    const struct adm_json *maps[2]; // whose keys it has, or NULL
    const struct adm_json *entries; // a list whose elements name a key by "secretKey", or NULL
    bool open;                      // keys may come from elsewhere
};

// A template's data stands for what was fetched, unless it says Merge.
static void read_external(const struct adm_check_item *item, struct offer *out) {
    const struct adm_json *spec = adm_json_get(item->object, "spec");
    const struct adm_json *template = adm_json_get(target_of(item), "template");
    const struct adm_json *data = adm_json_get(template, "data");
    bool replaces = adm_json_is(data, ADM_JSON_OBJECT) &&
                    !adm_str_is(adm_json_get_text(template, "mergePolicy"), "Merge");
    const struct adm_json *fetched = adm_json_get(spec, "dataFrom");
    out->maps[0] = data;
    out->entries = replaces ? NULL : adm_json_get(spec, "data");
    out->open = adm_json_get(template, "templateFrom") != NULL ||
                (!replaces && fetched != NULL && fetched->count > 0);
}

static struct offer read_offer(const struct adm_explain_thing *thing) {
    const struct adm_json *root = thing->item.object;
    const struct adm_json *spec = adm_json_get(root, "spec");
    struct offer offer = {.maps = {adm_json_get(root, "data"), NULL}};
    if (thing->offers == ADM_EXPLAIN_OFFERS_MAP)
        offer.maps[1] = adm_json_get(root, "binaryData");
    if (thing->offers == ADM_EXPLAIN_OFFERS_SECRET)
        offer.maps[1] = adm_json_get(root, "stringData");
    if (thing->offers == ADM_EXPLAIN_OFFERS_SEALED) {
        offer.maps[0] = adm_json_get(spec, "encryptedData");
        offer.maps[1] = adm_json_get(adm_json_get(spec, "template"), "data");
    }
    if (thing->offers == ADM_EXPLAIN_OFFERS_EXTERNAL)
        read_external(&thing->item, &offer);
    return offer;
}

static bool has_key(const struct offer *offer, struct adm_str key) {
    if (key.len == 0 || adm_json_find(offer->maps[0], key) != NULL ||
        adm_json_find(offer->maps[1], key) != NULL)
        return true;
    struct adm_json_iter it = adm_json_iter(offer->entries);
    while (adm_json_next(&it))
        if (adm_str_equal(adm_json_get_text(it.value, "secretKey"), key))
            return true;
    return false;
}

static void append_key(struct adm_text *text, size_t *count, struct adm_str key) {
    if (++*count > KEYS_SHOWN)
        return;
    adm_text_append_c(text, text->len > 0 ? ", " : "");
    adm_text_append(text, key);
}

static struct adm_str keys_of(const struct offer *offer, struct adm_arena *arena) {
    struct adm_text text;
    size_t count = 0;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < 2; i++) {
        struct adm_json_iter it = adm_json_iter(offer->maps[i]);
        while (adm_json_next(&it))
            append_key(&text, &count, adm_shown_key(it.key, adm_json_text(it.value)));
    }
    struct adm_json_iter it = adm_json_iter(offer->entries);
    while (adm_json_next(&it))
        append_key(&text, &count,
                   adm_shown_key(adm_json_get_text(it.value, "secretKey"), (struct adm_str){0}));
    if (count > KEYS_SHOWN)
        adm_text_printf(&text, " and %zu more", count - KEYS_SHOWN);
    return adm_text_str(&text);
}

static enum adm_explain_state state_of(const struct adm_explain_thing *thing,
                                       const struct offer *offer, struct adm_str key) {
    bool is_itself =
        thing->offers == ADM_EXPLAIN_OFFERS_MAP || thing->offers == ADM_EXPLAIN_OFFERS_SECRET;
    if (has_key(offer, key))
        return is_itself ? ADM_EXPLAIN_FOUND : ADM_EXPLAIN_MADE;
    return offer->open ? ADM_EXPLAIN_MAYBE : ADM_EXPLAIN_NO_KEY;
}

struct search {
    const struct adm_explain_want *want;
    struct adm_explain_found found;
    struct adm_str names[NEAR_MAX]; // of its sort in its namespace
    size_t count;
};

static bool is_of_sort(const struct adm_explain_thing *thing, bool is_secret) {
    return thing->offers != ADM_EXPLAIN_OFFERS_NOTHING &&
           (thing->offers != ADM_EXPLAIN_OFFERS_MAP) == is_secret;
}

static void consider(struct search *search, const struct adm_explain_thing *thing,
                     struct adm_arena *arena) {
    struct adm_explain_found *found = &search->found;
    bool named = adm_str_equal(thing->name, search->want->name);
    if (!adm_str_equal(thing->namespace, search->want->namespace)) {
        if (named)
            found->elsewhere = thing->namespace;
        return;
    }
    if (search->count < NEAR_MAX)
        search->names[search->count++] = thing->name;
    struct offer offer = {0};
    enum adm_explain_state state = ADM_EXPLAIN_MISSING;
    if (named) {
        offer = read_offer(thing);
        state = state_of(thing, &offer, search->want->key);
    }
    if (state <= found->state)
        return;
    found->state = state;
    found->by = named ? thing : NULL;
    found->keys = (struct adm_str){0};
    if (state == ADM_EXPLAIN_NO_KEY)
        found->keys = keys_of(&offer, arena);
}

struct adm_explain_found adm_explain_shelf_find(const struct adm_explain_shelf *shelf,
                                                const struct adm_explain_want *want) {
    struct search search = {.want = want, .found = {.state = ADM_EXPLAIN_UNKNOWN}};
    for (size_t i = 0; i < shelf->count; i++)
        if (is_of_sort(&shelf->list[i], want->is_secret))
            consider(&search, &shelf->list[i], shelf->arena);
    if (search.found.state == ADM_EXPLAIN_MISSING) {
        size_t near = adm_near_index(want->name, search.names, search.count);
        if (near < search.count)
            search.found.near = search.names[near];
    }
    return search.found;
}

const struct adm_json *adm_explain_shelf_labels(const struct adm_explain_shelf *shelf,
                                                struct adm_str namespace) {
    for (size_t i = 0; i < shelf->count; i++) {
        const struct adm_check_item *item = &shelf->list[i].item;
        const struct adm_object object = adm_object_view(item->object);
        if (adm_str_is(item->kind, "Namespace") && adm_str_is(item->api_version, "v1") &&
            adm_str_equal(object.name, namespace))
            return object.labels;
    }
    return NULL;
}

const char *adm_explain_shelf_state(enum adm_explain_state state) {
    static const char *const names[] = {"unknown", "missing", "no-key", "maybe", "made", "found"};
    return names[state];
}
