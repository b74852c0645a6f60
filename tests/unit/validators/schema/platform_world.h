// SPDX-License-Identifier: Apache-2.0
// The compiled schemas and an arena, for tests that judge whole files.
#pragma once

#include "validators/schema/platform.h"

extern struct adm_platform *platform_world;
extern struct adm_arena platform_world_arena;

// Before and after each test; Criterion's .init and .fini.
void platform_world_start(void);
void platform_world_stop(void);
// Judges in the arena; the test fails when that cannot be done.
struct adm_platform_report platform_world_judge(const struct adm_platform_input *input);
