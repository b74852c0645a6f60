// SPDX-License-Identifier: Apache-2.0
#include "server/validate_options.h"

#include <string.h>

#include "core/near.h"
#include "server/flags.h"

#define AT(member) offsetof(struct adm_validate_options, member)

struct choice {
    const char *flag, *list; // "--output", "text, line, …", in errors
    const char *const *words;
    size_t count;
};

static bool choose(const struct choice *choice, const char *value, size_t *out,
                   struct adm_error *err) {
    for (size_t i = 0; i < choice->count; i++) {
        if (strcmp(value, choice->words[i]) == 0) {
            *out = i;
            return true;
        }
    }
    const char *near = adm_near_word(adm_str_from(value), choice->words, choice->count);
    return adm_fail(err, ADM_INVALID, "%s is %s, not '%.64s'%s%s%s", choice->flag, choice->list,
                    value, near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
                    near == NULL ? "" : "'?");
}

static bool take_output(void *slot, const char *value, struct adm_error *err) {
    static const char *const words[ADM_VALIDATE_OUTPUTS] = {"text", "line", "json", "sarif",
                                                            "junit"};
    static const struct choice choice = {"--output", "text, line, json, sarif or junit", words,
                                         ADM_VALIDATE_OUTPUTS};
    size_t index = 0;
    ADM_TRY(choose(&choice, value, &index, err));
    *(enum adm_validate_output *)slot = (enum adm_validate_output)index;
    return true;
}

static bool take_colour(void *slot, const char *value, struct adm_error *err) {
    static const char *const words[] = {"auto", "always", "never"};
    static const struct choice choice = {"--color", "auto, always or never", words, 3};
    size_t index = 0;
    ADM_TRY(choose(&choice, value, &index, err));
    *(enum adm_validate_colour *)slot = (enum adm_validate_colour)index;
    return true;
}

static bool take_profile(void *slot, const char *value, struct adm_error *err) {
    // Of two that are equally near the first is suggested.
    static const char *const words[] = {"1.3", "1.2"};
    static const struct choice choice = {"--profile", "1.2 or 1.3", words, 2};
    size_t index = 0;
    ADM_TRY(choose(&choice, value, &index, err));
    *(const char **)slot = words[index];
    return true;
}

static const struct adm_flags_row rows[] = {
    {"--profile", 'p', ADM_FLAGS_TAKE, AT(profile), take_profile},
    {"--environment", 'e', ADM_FLAGS_VALUE, AT(environment), NULL},
    {"--policy", 0, ADM_FLAGS_VALUE, AT(policy), NULL},
    {"--output", 'o', ADM_FLAGS_TAKE, AT(output), take_output},
    {"--color", 0, ADM_FLAGS_TAKE, AT(colour), take_colour},
    {"--list-profiles", 0, ADM_FLAGS_SWITCH, AT(list_profiles), NULL},
    {"--warnings-as-errors", 0, ADM_FLAGS_SWITCH, AT(warnings_as_errors), NULL},
    {"--help", 'h', ADM_FLAGS_SWITCH, AT(help), NULL},
};

const char *adm_validate_options_help(void) {
    return "usage: floe-admission validate [FLAGS] FILE|-...\n"
           "\n"
           "Judges platform.yaml files as the webhook judges their ConfigMap: all mistakes, with\n"
           "the line and what to write instead. Kubernetes manifests are for `check`.\n"
           "\n"
           "flags:\n"
           "  -e, --environment NAME   also by the rules of this environment; default: the one\n"
           "                           that the folder names, as in platform/prod/platform.yaml\n"
           "  -p, --profile VERSION    1.2: only what the consumer's version 1.2 knows; 1.3: warn\n"
           "                           of the rest; default: as the policy says (1.3)\n"
           "  -o, --output FORMAT      text (default), line, json, sarif or junit\n"
           "      --color WHEN         auto (default: on a terminal), always or never\n"
           "      --warnings-as-errors warnings too make the exit code 1\n"
           "      --policy FILE        policy.yaml with your environments; default: built in\n"
           "      --list-profiles      show the storage, catalogs and compute of each file, and\n"
           "                           where they are used, and judge nothing (text or json)\n"
           "\n"
           "exit codes:\n"
           "  0  no errors; there may be warnings\n"
           "  1  errors\n"
           "  2  unusable arguments or files; what could be read was judged\n";
}

static bool settle(const struct adm_validate_options *options, struct adm_error *err) {
    if (options->help)
        return true;
    if (options->list_profiles && options->output != ADM_VALIDATE_TEXT &&
        options->output != ADM_VALIDATE_JSON)
        return adm_fail(err, ADM_INVALID, "--list-profiles writes text or json");
    return options->file_count > 0 ||
           adm_fail(err, ADM_INVALID, "name the files to validate, or - for standard input");
}

bool adm_validate_options_read(int argc, char **argv, struct adm_validate_options *out,
                               struct adm_error *err) {
    static const struct adm_flags flags = {"validate", rows, sizeof rows / sizeof *rows,
                                           AT(file_count)};
    struct adm_validate_options options = {.files = argv};
    ADM_TRY(adm_flags_read(&flags, argc, argv, &options, err));
    ADM_TRY(settle(&options, err));
    *out = options;
    return true;
}
