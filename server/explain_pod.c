// SPDX-License-Identifier: Apache-2.0
#include "server/explain_pod.h"

#include "core/pod.h"

// The template's metadata, and what the controller adds.
static void write_metadata(struct adm_writer *w, const struct adm_pod *pod,
                           const struct adm_object *object, struct adm_arena *arena) {
    struct adm_json_iter it = adm_json_iter(pod->metadata);
    adm_writer_key(w, "metadata");
    adm_writer_open(w, '{');
    while (adm_json_next(&it)) {
        if (adm_str_is(it.key, "name") || adm_str_is(it.key, "generateName"))
            continue;
        adm_writer_key_str(w, it.key);
        adm_writer_tree(w, it.value);
    }
    adm_writer_field(
        w, "generateName",
        adm_text_format(arena, "%.*s-", ADM_STR_ARGS(adm_object_display_name(object))));
    adm_writer_close(w, '}');
}

bool adm_explain_pod_make(const struct adm_check_call *call, const struct adm_object *object,
                          struct adm_check_call *later, struct adm_error *err) {
    struct adm_arena *arena = call->request.arena;
    const struct adm_json *root = NULL;
    struct adm_pod pod;
    struct adm_text text;
    struct adm_writer w;
    struct adm_str json = {0};
    if (!adm_pod_find(object, &pod))
        return adm_fail(err, ADM_INVALID, "there is no pod template in it");
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '{');
    adm_writer_field_c(&w, "apiVersion", "v1");
    adm_writer_field_c(&w, "kind", "Pod");
    write_metadata(&w, &pod, object, arena);
    adm_writer_key(&w, "spec");
    adm_writer_tree(&w, pod.spec);
    adm_writer_close(&w, '}');
    ADM_TRY(adm_text_finish(&text, &json, err));
    ADM_TRY(adm_json_parse_copy(json, arena, &root, err));
    *later = *call;
    later->request.review = &later->review;
    later->review.kind = (struct adm_gvk){{0}, ADM_STR("v1"), ADM_STR("Pod")};
    later->review.request_kind = later->review.kind;
    later->review.resource = (struct adm_gvr){{0}, ADM_STR("v1"), ADM_STR("pods")};
    later->review.request_resource = later->review.resource;
    later->review.name = (struct adm_str){0};
    later->review.object = root;
    later->request.object = adm_object_view(root);
    return true;
}
