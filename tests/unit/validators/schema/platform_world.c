// SPDX-License-Identifier: Apache-2.0
#include "platform_world.h"

#include <criterion/criterion.h>

enum { ARENA_MAX = 64 * 1024 * 1024 };

struct adm_platform *platform_world;
struct adm_arena platform_world_arena;

void platform_world_start(void) {
    struct adm_error err = {0};
    cr_assert(adm_platform_new(&platform_world, &err), "%s", err.message);
    adm_arena_init(&platform_world_arena, ARENA_MAX);
}

void platform_world_stop(void) {
    adm_platform_free(platform_world);
    adm_arena_destroy(&platform_world_arena);
}

struct adm_platform_report platform_world_judge(const struct adm_platform_input *input) {
    struct adm_platform_report report;
    struct adm_error err = {0};
    cr_assert(adm_platform_judge(platform_world, input, &platform_world_arena, &report, &err), "%s",
              err.message);
    return report;
}
