// SPDX-License-Identifier: Apache-2.0
#include "mutators/mount_path.h"

// A path's components from the last to the first: backwards, `..` is a count and needs no memory.
struct walk {
    struct adm_str left;
    size_t skip;
};

static struct adm_str take_last(struct adm_str *left) {
    size_t at = left->len;
    while (at > 0 && left->data[at - 1] != '/')
        at--;
    struct adm_str component = adm_str_slice(*left, at, left->len);
    *left = adm_str_slice(*left, 0, at > 0 ? at - 1 : 0);
    return component;
}

static bool previous(struct walk *walk, struct adm_str *out) {
    while (walk->left.len > 0) {
        struct adm_str component = take_last(&walk->left);
        if (component.len == 0 || adm_str_is(component, "."))
            continue;
        if (adm_str_is(component, "..")) {
            walk->skip++;
            continue;
        }
        if (walk->skip == 0) {
            *out = component;
            return true;
        }
        walk->skip--;
    }
    return false;
}

static size_t depth_of(struct adm_str path) {
    struct walk walk = {.left = path};
    struct adm_str component;
    size_t depth = 0;
    while (previous(&walk, &component))
        depth++;
    return depth;
}

static void drop(struct walk *walk, size_t count) {
    struct adm_str dropped;
    while (count > 0 && previous(walk, &dropped))
        count--;
}

enum adm_mount_relation adm_mount_path_relate(struct adm_str path, struct adm_str other) {
    if (path.len == 0 || other.len == 0)
        return ADM_MOUNT_APART;
    size_t depth = depth_of(path), other_depth = depth_of(other);
    size_t common = depth < other_depth ? depth : other_depth;
    struct walk a = {.left = path}, b = {.left = other};
    drop(&a, depth - common);
    drop(&b, other_depth - common);
    struct adm_str mine, theirs;
    while (previous(&a, &mine) && previous(&b, &theirs))
        if (!adm_str_equal(mine, theirs))
            return ADM_MOUNT_APART;
    if (depth == other_depth)
        return ADM_MOUNT_SAME;
    return depth < other_depth ? ADM_MOUNT_ABOVE : ADM_MOUNT_BELOW;
}
