// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "core/near.h"
#include "core/yaml.h"
#include "server/settings.h"

enum { TREE_BYTES_MAX = 8 * 1024 * 1024, KEYS_MAX = 64 };

struct reader {
    struct adm_config *config;
    const char *name; // of the file
};

static bool fail_at(const struct reader *r, const struct adm_yaml *node, const char *message,
                    struct adm_error *err) {
    return adm_fail(err, ADM_INVALID, "%s:%u:%u: %s", r->name, node->line, node->column, message);
}

// The setting `section`.`key`, or NULL.
static const struct adm_setting *find(const char *section, struct adm_str key) {
    size_t count = 0;
    const struct adm_setting *table = adm_settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i].section, section) == 0 && adm_str_is(key, table[i].key))
            return &table[i];
    }
    return NULL;
}

static bool is_section(struct adm_str key) {
    size_t count = 0;
    const struct adm_setting *table = adm_settings_table(&count);
    for (size_t i = 0; i < count && key.len > 0; i++) {
        if (adm_str_is(key, table[i].section))
            return true;
    }
    return false;
}

// Keys that may stand in a section, sections included at the top level.
static size_t list_keys(const char *section, const char **out) {
    size_t count = 0;
    size_t found = 0;
    const struct adm_setting *table = adm_settings_table(&count);
    for (size_t i = 0; i < count && found + 2 < KEYS_MAX; i++) {
        if (strcmp(table[i].section, section) == 0)
            out[found++] = table[i].key;
        else if (section[0] == '\0')
            out[found++] = table[i].section;
    }
    return found;
}

static bool refuse_key(const struct reader *r, const char *section, const struct adm_yaml *key,
                       struct adm_error *err) {
    const char *known[KEYS_MAX];
    size_t count = list_keys(section, known);
    char word[65] = {0};
    size_t len = key->text.len < 64 ? key->text.len : 64;
    if (len > 0)
        memcpy(word, key->text.data, len);
    const char *near = adm_near_word(adm_str_from(word), known, count);
    char message[200];
    struct adm_error text = {0};
    (void)adm_fail(&text, ADM_INVALID, "unknown key '%s%s%s'%s%s%s", section,
                   section[0] == '\0' ? "" : ".", word, near == NULL ? "" : ", did you mean '",
                   near == NULL ? "" : near, near == NULL ? "" : "'?");
    strncpy(message, text.message, sizeof message - 1);
    message[sizeof message - 1] = '\0';
    return fail_at(r, key, message, err);
}

static bool read_list(const struct reader *r, const struct adm_setting *setting,
                      const struct adm_yaml *node, struct adm_error *err) {
    size_t count = 0;
    if (node->type != ADM_YAML_LIST)
        return fail_at(r, node, "expected a list of texts", err);
    for (const struct adm_yaml *e = node->child; e != NULL; e = e->next, count++) {
        if (e->type != ADM_YAML_SCALAR || e->text.len == 0)
            return fail_at(r, e, "expected a text", err);
    }
    const char **items = adm_arena_array(&r->config->arena, count + 1, sizeof *items);
    if (items == NULL)
        return fail_at(r, node, "the list is too long", err);
    size_t i = 0;
    for (const struct adm_yaml *e = node->child; e != NULL; e = e->next)
        items[i++] = adm_arena_copy(&r->config->arena, e->text).data;
    *(const char *const **)(void *)((char *)r->config + setting->offset) = items;
    r->config->dns_name_count = count;
    return true;
}

static bool read_setting(const struct reader *r, const struct adm_setting *setting,
                         const struct adm_yaml *node, struct adm_error *err) {
    struct adm_error cause = {0};
    if (setting->type == ADM_SETTING_LIST)
        return read_list(r, setting, node, err);
    if (node->type != ADM_YAML_SCALAR)
        return fail_at(r, node, "expected one value, not a list or a map", err);
    if (!adm_settings_put(r->config, setting, node->text, &cause))
        return fail_at(r, node, cause.message, err);
    return true;
}

static bool read_section(const struct reader *r, const char *section, const struct adm_yaml *map,
                         struct adm_error *err) {
    if (map->type != ADM_YAML_MAP)
        return fail_at(r, map, "expected a map of settings", err);
    for (const struct adm_yaml *node = map->child; node != NULL; node = node->next) {
        const struct adm_setting *setting = find(section, node->key->text);
        if (setting == NULL)
            return refuse_key(r, section, node->key, err);
        ADM_TRY(read_setting(r, setting, node, err));
    }
    return true;
}

static bool read_top(const struct reader *r, const struct adm_yaml *map, struct adm_error *err) {
    if (map->type != ADM_YAML_MAP)
        return fail_at(r, map, "expected a map of settings", err);
    for (const struct adm_yaml *node = map->child; node != NULL; node = node->next) {
        struct adm_str key = node->key->text;
        const struct adm_setting *setting = find("", key);
        char section[32] = {0};
        if (setting != NULL) {
            ADM_TRY(read_setting(r, setting, node, err));
            continue;
        }
        if (!is_section(key) || key.len >= sizeof section)
            return refuse_key(r, "", node->key, err);
        memcpy(section, key.data, key.len);
        ADM_TRY(read_section(r, section, node, err));
    }
    return true;
}

bool adm_config_read(struct adm_config *config, struct adm_str text, const char *name,
                     struct adm_error *err) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, TREE_BYTES_MAX);
    struct adm_yaml_stream stream = {0};
    struct reader r = {.config = config, .name = name};
    ADM_TRY(adm_yaml_read(text, name, &arena, &stream, err));
    if (stream.count > 1)
        return fail_at(&r, stream.documents[1], "expected one document", err);
    return stream.count == 0 || read_top(&r, stream.documents[0], err);
}
