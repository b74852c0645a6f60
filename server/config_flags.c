// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "core/near.h"
#include "server/settings.h"

enum { FLAGS_MAX = 64 };

static const struct adm_setting *find(const char *flag, size_t len) {
    size_t count = 0;
    const struct adm_setting *table = adm_settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        const char *known = table[i].flag;
        if (known != NULL && strlen(known) == len && memcmp(known, flag, len) == 0)
            return &table[i];
    }
    return NULL;
}

static bool refuse(const char *flag, struct adm_error *err) {
    const char *known[FLAGS_MAX] = {"--config", "--help"};
    size_t found = 2;
    size_t count = 0;
    const struct adm_setting *table = adm_settings_table(&count);
    for (size_t i = 0; i < count && found < FLAGS_MAX; i++) {
        if (table[i].flag != NULL)
            known[found++] = table[i].flag;
    }
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(flag, "="), flag);
    const char *near = adm_near_word(adm_str_from(name), known, found);
    if (flag[0] != '-')
        return adm_fail(err, ADM_INVALID, "unexpected argument '%.64s'", flag);
    return adm_fail(err, ADM_INVALID, "unknown flag '%s'%s%s%s", name,
                    near == NULL ? "" : ", did you mean '", near == NULL ? "" : near,
                    near == NULL ? "" : "'?");
}

// One argument "--flag=value" or two "--flag value"; `*i` moves to the last one used.
static bool split(int argc, char **argv, int *i, struct adm_str *flag, const char **value,
                  struct adm_error *err) {
    const char *argument = argv[*i];
    const char *equals = strchr(argument, '=');
    if (equals != NULL) {
        *flag = (struct adm_str){argument, (size_t)(equals - argument)};
        *value = equals + 1;
        return true;
    }
    *flag = adm_str_from(argument);
    if (*i + 1 >= argc)
        return adm_fail(err, ADM_INVALID, "%.64s needs a value", argument);
    *value = argv[++*i];
    return true;
}

// A certificate named by flags replaces the file's whole choice of one.
static void override_certificate(struct adm_config *config, const struct adm_setting *setting) {
    if (setting->offset == offsetof(struct adm_config, self_signed)) {
        config->tls_cert = NULL;
        config->tls_key = NULL;
    } else if (setting->offset == offsetof(struct adm_config, tls_cert) ||
               setting->offset == offsetof(struct adm_config, tls_key)) {
        config->self_signed = NULL;
    }
}

static bool has_flag(int argc, char **argv, const char *flag) {
    size_t len = strlen(flag);
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], flag, len) == 0 && (argv[i][len] == '\0' || argv[i][len] == '='))
            return true;
    }
    return false;
}

bool adm_config_flags(struct adm_config *config, int argc, char **argv, struct adm_error *err) {
    bool both = has_flag(argc, argv, "--self-signed") &&
                (has_flag(argc, argv, "--tls-cert") || has_flag(argc, argv, "--tls-key"));
    if (both)
        return adm_fail(err, ADM_INVALID,
                        "give either --tls-cert and --tls-key, or --self-signed, not both");
    for (int i = 1; i < argc; i++) {
        struct adm_str flag = {0};
        const char *value = NULL;
        struct adm_error cause = {0};
        size_t len = strcspn(argv[i], "=");
        const struct adm_setting *setting = find(argv[i], len);
        bool is_config = len == strlen("--config") && memcmp(argv[i], "--config", len) == 0;
        if (setting == NULL && !is_config)
            return refuse(argv[i], err);
        ADM_TRY(split(argc, argv, &i, &flag, &value, err));
        if (setting == NULL)
            continue;
        if (!adm_settings_put(config, setting, adm_str_from(value), &cause))
            return adm_fail(err, ADM_INVALID, "%s: %s", setting->flag, cause.message);
        override_certificate(config, setting);
    }
    return true;
}

bool adm_config_file(int argc, char **argv, const char **out, struct adm_error *err) {
    *out = NULL;
    for (int i = 1; i < argc; i++) {
        struct adm_str flag = {0};
        const char *value = NULL;
        if (strcmp(argv[i], "--config") != 0 && strncmp(argv[i], "--config=", 9) != 0)
            continue;
        ADM_TRY(split(argc, argv, &i, &flag, &value, err));
        *out = value;
    }
    return true;
}
