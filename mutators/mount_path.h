// SPDX-License-Identifier: Apache-2.0
// How one mount point stands to another, compared as the kubelet and the runtime read them:
// relative to the root, with `//`, `/./`, `..` and trailing slashes resolved by their text.
// Symbolic links of the image are not known here.
#pragma once

#include "core/str.h"

enum adm_mount_relation {
    ADM_MOUNT_APART,
    ADM_MOUNT_SAME,
    ADM_MOUNT_ABOVE, // an ancestor of the other
    ADM_MOUNT_BELOW, // below the other
};

// How `path` stands to `other`. An empty path stands apart: it is no mount point.
enum adm_mount_relation adm_mount_path_relate(struct adm_str path, struct adm_str other);
