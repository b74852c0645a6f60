// SPDX-License-Identifier: Apache-2.0
// Volumes: which of the pod's gives a file that is wished for, and the one that is added.
#pragma once

#include "mutators/injection.h"
#include "mutators/wish.h"

// Sets volume->found; a volume of the user's by that name which gives something else is a warning.
void adm_volume_plan_find(struct adm_injection *injection, struct adm_wish_volume *volume);
// Whether a mount of the pod's volume `name` with this subPath is the file.
bool adm_volume_plan_gives(const struct adm_injection *injection,
                           const struct adm_wish_volume *volume, const struct adm_wish_file *file,
                           struct adm_str name, struct adm_str sub_path);
// Whether our own volume can give the file: it is to be added, or is there and does.
bool adm_volume_plan_has_room(const struct adm_wish_volume *volume,
                              const struct adm_wish_file *file);
// Plans the volume where it is mounted and missing.
void adm_volume_plan_add(struct adm_injection *injection, const struct adm_wish_volume *volume);
