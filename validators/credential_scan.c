// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_scan.h"

#include "validators/credential_path.h"
#include "validators/credential_search.h"

// Nodes of old objects that one scan looks at to see whether what it found is new.
static const size_t search_max = (size_t)64 * 1024 * 1024;
static const char last_applied[] = "kubectl.kubernetes.io/last-applied-configuration";

void adm_credential_scan_init(struct adm_credential_scan *scan, const struct adm_request *request,
                              enum adm_rule rule, struct adm_verdict *verdict) {
    *scan = (struct adm_credential_scan){
        .request = request, .rule = rule, .verdict = verdict, .search = search_max};
    adm_detector_init(&scan->detector, request->arena, ADM_DETECTOR_BUDGET);
}

const struct adm_json *adm_credential_scan_old(const struct adm_request *request) {
    return request->review->operation == ADM_OPERATION_UPDATE ? request->old_object.root : NULL;
}

bool adm_credential_scan_is_same(const struct adm_object *object, const struct adm_json *old,
                                 bool status) {
    struct adm_object before = adm_object_view(old);
    struct adm_json_iter it = adm_json_iter(object->root);
    if (old == NULL || !adm_json_equal(object->annotations, before.annotations) ||
        !adm_json_equal(object->labels, before.labels))
        return false;
    while (adm_json_next(&it)) {
        bool judged = adm_str_is(it.key, "status") ? status : !adm_str_is(it.key, "metadata");
        if (judged && !adm_json_equal(it.value, adm_json_find(old, it.key)))
            return false;
    }
    return true;
}

// One object, and kubectl's copy of it, which is read after the object itself.
struct run {
    struct adm_credential_search search;
    const struct adm_json *copy, *copy_before; // of the old object; or NULL
    struct adm_str copy_path;
};

// Only the annotation of the object itself: one in a copy, or in a pod's template, is a text.
static bool is_copy(const struct adm_credential_search *search,
                    const struct adm_credential_item *item) {
    const struct adm_credential_step *steps = search->walk.steps;
    size_t depth = search->walk.depth;
    if (search->is_copy || item->kind != ADM_CREDENTIAL_ITEM_STRING ||
        item->part != ADM_CREDENTIAL_ANNOTATIONS ||
        !adm_str_is(steps[depth - 1].it.key, last_applied))
        return false;
    return depth == 1 || (depth == 3 && adm_str_is(steps[0].it.key, "metadata") &&
                          adm_str_is(steps[1].it.key, "annotations"));
}

// Without memory it fails; what does not parse is `*out` NULL.
static bool parse(struct adm_str text, struct adm_arena *arena, const struct adm_json **out,
                  struct adm_error *err) {
    struct adm_error cause = {0};
    *out = NULL;
    if (adm_json_parse_copy(text, arena, out, &cause) || cause.code != ADM_MEMORY)
        return true;
    return adm_fail(err, ADM_MEMORY, "%s", cause.message);
}

// Whether the text is a copy that will be walked. What does not parse is searched as a text.
static bool keep_copy(struct run *run, const struct adm_credential_item *item, bool *kept,
                      struct adm_error *err) {
    struct adm_credential_scan *scan = run->search.scan;
    struct adm_arena *arena = scan->request->arena;
    struct adm_str before =
        adm_json_text(adm_credential_path_in(&run->search.walk, run->search.old, &scan->search));
    ADM_TRY(parse(item->text, arena, &run->copy, err));
    *kept = run->copy != NULL;
    run->copy_path = adm_credential_search_path(&run->search, (struct adm_str){0});
    run->copy_before = run->copy;
    return adm_str_equal(before, item->text) || parse(before, arena, &run->copy_before, err);
}

static bool walk(struct run *run, const struct adm_json *root, enum adm_credential_part part,
                 struct adm_error *err) {
    struct adm_credential_search *search = &run->search;
    struct adm_credential_item item;
    bool more = true, kept = false;
    adm_credential_walk_init(&search->walk, root, part);
    search->walk.skip = search->scan->skip;
    while (true) {
        ADM_TRY(adm_credential_walk_next(&search->walk, &item, &more, err));
        if (!more)
            return true;
        kept = false;
        if (is_copy(search, &item))
            ADM_TRY(keep_copy(run, &item, &kept, err));
        if (!kept)
            ADM_TRY(adm_credential_search_item(search, &item, err));
    }
}

// The copy that the walk before has met. `old`: the object that it would be a copy of.
static bool walk_copy(struct run *run, const struct adm_json *old, struct adm_error *err) {
    if (run->copy == NULL)
        return true;
    run->search.prefix = run->copy_path;
    run->search.old = old;
    run->search.old_copy = run->copy_before;
    run->search.is_copy = true;
    return walk(run, run->copy, ADM_CREDENTIAL_TREE, err);
}

bool adm_credential_scan_object(struct adm_credential_scan *scan, const struct adm_json *object,
                                const struct adm_json *old, struct adm_error *err) {
    struct run run = {.search = {.scan = scan, .old = old, .update = old != NULL}};
    ADM_TRY(walk(&run, object, ADM_CREDENTIAL_TREE, err));
    return walk_copy(&run, old, err);
}

bool adm_credential_scan_metadata(struct adm_credential_scan *scan, const struct adm_json *object,
                                  const struct adm_json *old, struct adm_error *err) {
    const struct adm_json *metadata = adm_json_get(object, "metadata"),
                          *old_metadata = adm_json_get(old, "metadata");
    struct run run = {.search = {.scan = scan,
                                 .prefix = ADM_STR("metadata.labels"),
                                 .old = adm_json_get(old_metadata, "labels"),
                                 .update = old != NULL}};
    ADM_TRY(walk(&run, adm_json_get(metadata, "labels"), ADM_CREDENTIAL_LABELS, err));
    run.search.prefix = ADM_STR("metadata.annotations");
    run.search.old = adm_json_get(old_metadata, "annotations");
    ADM_TRY(walk(&run, adm_json_get(metadata, "annotations"), ADM_CREDENTIAL_ANNOTATIONS, err));
    // What a Secret had in its data is new where everybody can read it.
    bool secret = adm_str_is(adm_json_get_text(object, "kind"), "Secret");
    return walk_copy(&run, secret ? NULL : old, err);
}

bool adm_credential_scan_text(struct adm_credential_scan *scan,
                              const struct adm_credential_text *text, struct adm_error *err) {
    return adm_credential_search_text(
        scan,
        &(struct adm_detector_value){.text = text->text, .key = text->key, .place = text->place},
        &(struct adm_credential_found){
            .path = text->path, .text = text->text, .place = text->place, .keyed = text->keyed},
        err);
}

void adm_credential_scan_finish(struct adm_credential_scan *scan) {
    if (scan->opaque_count == 0)
        return;
    bool one = scan->opaque_count == 1;
    adm_verdict_add(scan->verdict,
                    &(struct adm_finding){
                        .rule = scan->rule,
                        .limit = ADM_MODE_WARN,
                        .path = scan->opaque_path,
                        .message = adm_text_format(
                            scan->request->arena,
                            "%zu value%s no text in any encoding known here, and %s not "
                            "searched for credentials",
                            scan->opaque_count, one ? " is" : "s are", one ? "was" : "were"),
                        .fix = ADM_STR("keep keystores and the like in a Secret"),
                    });
}
