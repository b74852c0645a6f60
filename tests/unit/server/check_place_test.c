// SPDX-License-Identifier: Apache-2.0
#include "server/check_place.h"

#include <criterion/criterion.h>

static const char text[] = "kind: Pod\n"
                           "metadata:\n"
                           "  labels: {floe.dev/inject: hunter2, a: b}\n"
                           "  annotations:\n"
                           "    a.b/c: hunter2\n"
                           "    a: hunter2\n"
                           "data:\n"
                           "  tls: hunter2\n"
                           "  tls.key: hunter2\n"
                           "spec:\n"
                           "  containers:\n"
                           "  - name: first\n"
                           "  - name: second\n"
                           "    env: [{name: A, value: hunter2}, {name: B}]\n";

Test(check_place, finds_the_last_part_that_is_there) {
    static const struct {
        const char *path;
        uint32_t line, column;
    } rows[] = {
        {"metadata.labels[floe.dev/inject]", 3, 12},
        {"metadata.labels.a", 3, 38},
        {"metadata.labels[missing]", 3, 3},
        {"metadata.labels", 3, 3},
        {"metadata.annotations[a.b/c]", 5, 5},
        {"metadata.annotations[a]", 6, 5},
        {"data.tls", 8, 3},
        {"data.tls.key", 9, 3},
        {"data.tls.crt", 8, 3},
        {"spec.containers[0]", 12, 5},
        {"spec.containers[1].env[1]", 14, 38},
        {"spec.containers[1].env[1].value", 14, 38},
        {"spec.containers[2].env", 11, 3},
        {"spec.containers[99999999999]", 11, 3},
        {"spec.containers[x]", 11, 3},
        {"spec.initContainers[0]", 10, 1},
        {"status", 0, 0},
        {"", 0, 0},
        {"...[[", 0, 0},
        {"kind.x", 1, 1},
    };
    struct adm_arena arena;
    struct adm_yaml_stream stream = {0};
    struct adm_error err = {0};
    adm_arena_init(&arena, 1 << 20);
    cr_assert(adm_yaml_read(adm_str_from(text), "x", &arena, &stream, &err), "%s", err.message);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct adm_check_place place =
            adm_check_place_of(stream.documents[0], adm_str_from(rows[i].path));
        cr_expect(place.line == rows[i].line && place.column == rows[i].column, "%s: %u:%u",
                  rows[i].path, place.line, place.column);
    }
    adm_arena_destroy(&arena);
}

Test(check_place, knows_nothing_without_positions) {
    struct adm_check_place place = adm_check_place_of(NULL, ADM_STR("data.x"));
    cr_expect(place.line == 0 && place.column == 0);
}
