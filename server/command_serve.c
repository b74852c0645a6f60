// SPDX-License-Identifier: Apache-2.0
#include <inttypes.h>
#include <string.h>

#include "server/cli.h"
#include "server/command.h"
#include "server/file.h"
#include "server/serve.h"
#include "server/settings.h"

enum { FILE_BYTES_MAX = 1024 * 1024, FLAG_WIDTH = 28 };

static void print_setting(const struct adm_setting *setting, const struct adm_config *defaults) {
    char name[64];
    const char *dot = setting->section[0] == '\0' ? "" : ".";
    snprintf(name, sizeof name, "%s%s%s", setting->section, dot, setting->key);
    printf("  %-*s %s", FLAG_WIDTH, name, setting->help);
    if (setting->type == ADM_SETTING_INT)
        printf(", %" PRId64 " to %" PRId64 " (%" PRId64 ")", setting->least, setting->most,
               *(const int64_t *)(const void *)((const char *)defaults + setting->offset));
    printf("%s%s\n", setting->flag == NULL ? "" : "; ", setting->flag == NULL ? "" : setting->flag);
}

static int print_help(const struct adm_config *defaults) {
    char name[64];
    size_t count = 0;
    const struct adm_setting *table = adm_settings_table(&count);
    printf("usage: floe-admission serve [--config FILE] [FLAGS]\n\n"
           "Answers AdmissionReviews over HTTPS. Flags override the configuration file.\n\n"
           "flags:\n  %-*s %s\n",
           FLAG_WIDTH, "--config FILE", "configuration, YAML");
    for (size_t i = 0; i < count; i++) {
        if (table[i].flag == NULL)
            continue;
        snprintf(name, sizeof name, "%s %s", table[i].flag, table[i].metavar);
        printf("  %-*s %s\n", FLAG_WIDTH, name, table[i].help);
    }
    printf("\nsettings of the configuration file:\n");
    for (size_t i = 0; i < count; i++)
        print_setting(&table[i], defaults);
    printf("\nsignals:\n"
           "  SIGHUP           read policy and certificates again, open the audit file again\n"
           "  SIGUSR1          open the audit file again\n"
           "  SIGTERM, SIGINT  drain and end; the second one ends at once\n"
           "\nexit codes:\n"
           "  0  drained after SIGTERM or SIGINT\n"
           "  1  could not start (policy, certificate, address), or the drain was cut short\n"
           "  2  unusable arguments or configuration file\n");
    return adm_cli_printed();
}

static bool read_file(struct adm_config *config, const char *path, struct adm_error *err) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    struct adm_str text = {0};
    adm_arena_init(&arena, (size_t)8 * FILE_BYTES_MAX);
    ADM_TRY(adm_file_read(path, FILE_BYTES_MAX, &arena, &text, err));
    return adm_config_read(config, text, path, err);
}

static bool configure(struct adm_config *config, int argc, char **argv, struct adm_error *err) {
    const char *file = NULL;
    ADM_TRY(adm_config_file(argc, argv, &file, err));
    if (file != NULL)
        ADM_TRY(read_file(config, file, err));
    ADM_TRY(adm_config_flags(config, argc, argv, err));
    return adm_config_check(config, err);
}

static bool wants_help(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

int adm_command_serve(int argc, char **argv) {
    ADM_AUTO(adm_config_destroy) struct adm_config config;
    struct adm_error err = {0};
    adm_config_init(&config);
    if (wants_help(argc, argv))
        return print_help(&config);
    if (!configure(&config, argc, argv, &err))
        return adm_cli_refuse("serve", &err);
    adm_log_setup((enum adm_log_format)config.log_format, (enum adm_log_level)config.log_level);
    return adm_serve_run(&config);
}
