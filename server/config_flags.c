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

struct arguments {
    int argc;
    char **argv;
    int at; // the argument being read; moves to the last one used
};

// One argument "--flag=value" or two "--flag value".
static bool read_value(struct arguments *arguments, const char **value, struct adm_error *err) {
    const char *argument = arguments->argv[arguments->at];
    const char *equals = strchr(argument, '=');
    if (equals != NULL) {
        *value = equals + 1;
        return true;
    }
    if (arguments->at + 1 >= arguments->argc)
        return adm_fail(err, ADM_INVALID, "%.64s needs a value", argument);
    *value = arguments->argv[++arguments->at];
    return true;
}

// Whether the argument is the flag, with or without "=value".
static bool is_flag(const char *argument, const char *flag) {
    size_t len = strlen(flag);
    return strncmp(argument, flag, len) == 0 && (argument[len] == '\0' || argument[len] == '=');
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
    for (int i = 1; i < argc; i++) {
        if (is_flag(argv[i], flag))
            return true;
    }
    return false;
}

static bool read_flag(struct adm_config *config, struct arguments *arguments,
                      struct adm_error *err) {
    const char *argument = arguments->argv[arguments->at];
    const char *value = NULL;
    struct adm_error cause = {0};
    const struct adm_setting *setting = find(argument, strcspn(argument, "="));
    if (setting == NULL && !is_flag(argument, "--config"))
        return refuse(argument, err);
    ADM_TRY(read_value(arguments, &value, err));
    if (setting == NULL)
        return true;
    if (!adm_settings_put(config, setting, adm_str_from(value), &cause))
        return adm_fail(err, ADM_INVALID, "%s: %s", setting->flag, cause.message);
    override_certificate(config, setting);
    return true;
}

bool adm_config_flags(struct adm_config *config, int argc, char **argv, struct adm_error *err) {
    bool both = has_flag(argc, argv, "--self-signed") &&
                (has_flag(argc, argv, "--tls-cert") || has_flag(argc, argv, "--tls-key"));
    if (both)
        return adm_fail(err, ADM_INVALID,
                        "give either --tls-cert and --tls-key, or --self-signed, not both");
    struct arguments arguments = {argc, argv, 1};
    for (; arguments.at < argc; arguments.at++)
        ADM_TRY(read_flag(config, &arguments, err));
    return true;
}

bool adm_config_file(int argc, char **argv, const char **out, struct adm_error *err) {
    struct arguments arguments = {argc, argv, 1};
    const char *file = NULL;
    for (; arguments.at < argc; arguments.at++) {
        if (is_flag(argv[arguments.at], "--config"))
            ADM_TRY(read_value(&arguments, &file, err));
    }
    *out = file;
    return true;
}
