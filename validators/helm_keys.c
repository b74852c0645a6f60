// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_keys.h"

// More keys than any struct of Helm's has; the pairwise look stays small.
enum { KEYS_MAX = 64 };

static char lower(char c) {
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    return c;
}

static bool folds_equal(struct adm_str a, struct adm_str b) {
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

static bool is_ascii(struct adm_str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] >= 0x80U)
            return false;
    return true;
}

// Field names that decide what Helm does with a release (pkg/release): another spelling of them
// would be read in their place.
static bool is_misspelt(struct adm_str key) {
    static const char *const fields[] = {
        "name",      "info",     "chart",    "config",     "manifest", "hooks",  "version",
        "namespace", "labels",   "metadata", "templates",  "values",   "schema", "files",
        "lock",      "kind",     "path",     "events",     "weight",   "status", "notes",
        "data",      "last_run", "deleted",  "description"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct adm_str field = adm_str_from(fields[i]);
        if (folds_equal(key, field))
            return !adm_str_equal(key, field);
    }
    return false;
}

static bool keys_are_distinct(const struct adm_json *object) {
    struct adm_str keys[KEYS_MAX];
    size_t count = 0;
    struct adm_json_iter it = adm_json_iter(object);
    while (adm_json_next(&it)) {
        if (count == KEYS_MAX || !is_ascii(it.key) || is_misspelt(it.key))
            return false;
        for (size_t i = 0; i < count; i++)
            if (folds_equal(keys[i], it.key))
                return false;
        keys[count++] = it.key;
    }
    return true;
}

// An object, or each object of an array; absent, null and scalars have no keys.
static bool are_distinct(const struct adm_json *node) {
    if (adm_json_is(node, ADM_JSON_OBJECT))
        return keys_are_distinct(node);
    struct adm_json_iter it = adm_json_iter(node);
    while (adm_json_next(&it))
        if (adm_json_is(it.value, ADM_JSON_OBJECT) && !keys_are_distinct(it.value))
            return false;
    return true;
}

static bool hooks_are_distinct(const struct adm_json *hooks) {
    struct adm_json_iter it = adm_json_iter(hooks);
    while (adm_json_next(&it))
        if (!are_distinct(adm_json_get(it.value, "last_run")))
            return false;
    return are_distinct(hooks);
}

bool adm_helm_keys_are_plain(const struct adm_json *release) {
    const struct adm_json *chart = adm_json_get(release, "chart");
    const struct adm_json *metadata = adm_json_get(chart, "metadata");
    const struct adm_json *lock = adm_json_get(chart, "lock");
    const struct adm_json *structs[] = {
        release,
        adm_json_get(release, "info"),
        chart,
        metadata,
        lock,
        adm_json_get(chart, "templates"),
        adm_json_get(chart, "files"),
        adm_json_get(metadata, "dependencies"),
        adm_json_get(metadata, "maintainers"),
        adm_json_get(lock, "dependencies"),
    };
    for (size_t i = 0; i < sizeof structs / sizeof structs[0]; i++)
        if (!are_distinct(structs[i]))
            return false;
    return hooks_are_distinct(adm_json_get(release, "hooks"));
}
