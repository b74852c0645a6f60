// SPDX-License-Identifier: Apache-2.0
// A body becomes a review, its views are walked, and an answer made of its texts is written.
#include "fuzz.h"

#include "core/pod.h"
#include "core/review.h"
#include "core/verdict.h"

static size_t walk(const struct adm_json *root) {
    struct adm_object object = adm_object_view(root);
    struct adm_owner owner = {0};
    struct adm_pod pod;
    size_t seen = adm_object_controller(&object, &owner);
    seen += adm_object_display_name(&object).len + adm_object_label(&object, "a").len;
    if (!adm_pod_find(&object, &pod))
        return seen;
    struct adm_pod_iter it = adm_pod_containers(&pod);
    while (adm_pod_next(&it))
        seen += 1 + adm_json_get_text(it.container, "name").len;
    return seen;
}

static void answer(const struct adm_review *review, struct adm_arena *arena, size_t seen) {
    struct adm_str name = adm_verdict_one_line(review->name, 256, arena);
    struct adm_cause cause = {review->namespace, review->user.name};
    struct adm_response response = {
        .uid = review->uid,
        .allowed = seen % 2 == 0,
        .message = review->name,
        .causes = &cause,
        .cause_count = 1,
        .warnings = &name,
        .warning_count = 1,
        .annotations = &cause,
        .annotation_count = 1,
        .patch = review->sub_resource,
    };
    struct adm_text text;
    const struct adm_json *written = NULL;
    adm_text_init(&text, arena);
    adm_review_write(&response, &text);
    FUZZ_HOLDS(!text.failed);
    FUZZ_HOLDS(adm_json_parse_copy(adm_text_str(&text), arena, &written, NULL));
    FUZZ_HOLDS(
        adm_str_equal(adm_json_get_text(adm_json_get(written, "response"), "uid"), review->uid));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    struct adm_review review;
    struct adm_error err = {0};
    const struct adm_json *document = NULL;
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    if (adm_json_parse_copy(fuzz_text(data, size), &arena, &document, &err) &&
        adm_review_read(document, &review, &err))
        answer(&review, &arena, walk(review.object) + walk(review.old_object));
    else
        FUZZ_HOLDS(err.code != ADM_OK && err.message[0] != '\0');
    adm_arena_destroy(&arena);
    return 0;
}
