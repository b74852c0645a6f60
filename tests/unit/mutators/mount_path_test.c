// SPDX-License-Identifier: Apache-2.0
#include "mutators/mount_path.h"

#include <criterion/criterion.h>

Test(mount_path, relates_as_the_kubelet_reads_paths) {
    static const struct {
        const char *path;
        enum adm_mount_relation want;
    } rows[] = {
        {"/etc/floe/platform.yaml", ADM_MOUNT_SAME},
        {"/etc/floe/platform.yaml/", ADM_MOUNT_SAME},
        {"//etc///floe/./platform.yaml/.", ADM_MOUNT_SAME},
        {"etc/floe/platform.yaml", ADM_MOUNT_SAME},
        {"./etc/floe/platform.yaml", ADM_MOUNT_SAME},
        {"/etc/floe/x/../platform.yaml", ADM_MOUNT_SAME},
        {"/../../etc/floe/platform.yaml", ADM_MOUNT_SAME},
        {"/a/b/../../etc/floe/platform.yaml", ADM_MOUNT_SAME},
        {"/etc/floe/platform.yaml/x/..", ADM_MOUNT_SAME},
        {"/etc/floe", ADM_MOUNT_ABOVE},
        {"/etc/floe//", ADM_MOUNT_ABOVE},
        {"/etc", ADM_MOUNT_ABOVE},
        {"/", ADM_MOUNT_ABOVE},
        {"/x/..", ADM_MOUNT_ABOVE},
        {".", ADM_MOUNT_ABOVE},
        {"/etc/floe/platform.yaml/..", ADM_MOUNT_ABOVE},
        {"/etc/floe/platform.yaml/x", ADM_MOUNT_BELOW},
        {"/etc/floe/platform.yaml//x/y/", ADM_MOUNT_BELOW},
        {"", ADM_MOUNT_APART},
        {"/etc/floe2", ADM_MOUNT_APART},
        {"/etc/flo", ADM_MOUNT_APART},
        {"/etc/floe/platform.yml", ADM_MOUNT_APART},
        {"/etc/Floe/platform.yaml", ADM_MOUNT_APART},
        {"/etc/floe/...", ADM_MOUNT_APART},
        {"/var/etc/floe/platform.yaml", ADM_MOUNT_APART},
        {"/etc/floe/../platform.yaml", ADM_MOUNT_APART},
        {"/etc/floe/platform.yaml2/x", ADM_MOUNT_APART},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(
            adm_mount_path_relate(adm_str_from(rows[i].path), ADM_STR("/etc/floe/platform.yaml")),
            rows[i].want, "%s", rows[i].path);
}

Test(mount_path, empty_stands_apart_from_everything) {
    cr_expect_eq(adm_mount_path_relate(ADM_STR("/"), ADM_STR("")), ADM_MOUNT_APART);
    cr_expect_eq(adm_mount_path_relate(ADM_STR(""), ADM_STR("")), ADM_MOUNT_APART);
    cr_expect_eq(adm_mount_path_relate(ADM_STR("/"), ADM_STR("//")), ADM_MOUNT_SAME);
}
