// SPDX-License-Identifier: Apache-2.0
#include "server/check_options.h"

#include <stdio.h>
#include <string.h>

#include "core/near.h"

enum option_type { SWITCH, VALUE, GROUP };

struct option {
    const char *name;
    char letter; // or 0
    enum option_type type;
    size_t offset; // of a bool or a const char * in the options
};

#define AT(member) offsetof(struct adm_check_options, member)
static const struct option table[] = {
    {"--environment", 'e', VALUE, AT(environment)},
    {"--policy", 0, VALUE, AT(policy)},
    {"--namespace", 'n', VALUE, AT(namespace)},
    {"--user", 0, VALUE, AT(user)},
    {"--group", 0, GROUP, AT(groups)},
    {"--output", 'o', VALUE, AT(output)},
    {"--mutate", 0, SWITCH, AT(mutate)},
    {"--help", 'h', SWITCH, AT(help)},
};
enum { OPTIONS = sizeof table / sizeof *table };

const char *adm_check_options_help(void) {
    return "usage: floe-admission check [FLAGS] FILE|-...\n"
           "\n"
           "Judges Kubernetes objects in files as the webhook would judge their creation: YAML or\n"
           "JSON, any number of documents, Lists too. An AdmissionReview is judged as it is.\n"
           "\n"
           "flags:\n"
           "  -e, --environment NAME  as in a namespace with this label floe.dev/environment;\n"
           "                          `unlabelled`: as in one without; default: in full, as in "
           "the\n"
           "                          environment that judges unlabelled namespaces\n"
           "      --mutate            show the patch that pods, and the pods of workloads, would "
           "get\n"
           "  -o, --output FORMAT     text (default) or json\n"
           "      --policy FILE       policy.yaml; default: the one that is built in\n"
           "  -n, --namespace NAME    of objects that name none (default)\n"
           "      --user NAME         who creates the objects (check)\n"
           "      --group NAME,...    groups of that user besides system:authenticated; may be\n"
           "                          given again\n"
           "\n"
           "exit codes:\n"
           "  0  nothing is denied; there may be warnings\n"
           "  1  something would be denied\n"
           "  2  unusable arguments or input; what could be read was judged\n";
}

static bool refuse(const char *argument, struct adm_error *err) {
    const char *known[OPTIONS];
    char name[64];
    for (size_t i = 0; i < OPTIONS; i++)
        known[i] = table[i].name;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(argument, "="), argument);
    const char *near = adm_near_word(adm_str_from(name), known, OPTIONS);
    if (near == NULL)
        return adm_fail(err, ADM_INVALID, "unknown flag '%s'; see check --help", name);
    return adm_fail(err, ADM_INVALID, "unknown flag '%s', did you mean '%s'? See check --help",
                    name, near);
}

// "--name", "--name=value", "-n" or "-nvalue"; `*rest` is what follows the name, or NULL.
static const struct option *find(const char *argument, const char **rest) {
    size_t len = strcspn(argument, "=");
    for (size_t i = 0; i < OPTIONS; i++) {
        bool is_long = strlen(table[i].name) == len && memcmp(table[i].name, argument, len) == 0;
        bool is_short =
            argument[1] != '-' && table[i].letter != 0 && argument[1] == table[i].letter;
        if (is_long)
            *rest = argument[len] == '=' ? argument + len + 1 : NULL;
        else if (is_short)
            *rest = argument[2] == '\0' ? NULL : argument + 2 + (argument[2] == '=');
        else
            continue;
        return &table[i];
    }
    return NULL;
}

static void *slot(struct adm_check_options *options, const struct option *option) {
    return (char *)options + option->offset;
}

static bool take_groups(struct adm_check_options *options, const char *names,
                        struct adm_error *err) {
    size_t len = strlen(names);
    if (names[0] == ',' || names[len - 1] == ',' || strstr(names, ",,") != NULL)
        return adm_fail(err, ADM_INVALID, "--group has an empty name: '%.64s'", names);
    if (options->group_count == ADM_CHECK_GROUPS_MAX)
        return adm_fail(err, ADM_INVALID, "more than %d times --group: put commas between names",
                        ADM_CHECK_GROUPS_MAX);
    options->groups[options->group_count++] = names;
    return true;
}

static bool take(struct adm_check_options *options, int argc, char **argv, int *i,
                 struct adm_error *err) {
    const char *rest = NULL;
    const struct option *option = find(argv[*i], &rest);
    if (option == NULL)
        return refuse(argv[*i], err);
    if (option->type == SWITCH) {
        if (rest != NULL)
            return adm_fail(err, ADM_INVALID, "%s takes no value", option->name);
        *(bool *)slot(options, option) = true;
        return true;
    }
    if (rest == NULL && *i + 1 < argc)
        rest = argv[++*i];
    if (rest == NULL || rest[0] == '\0')
        return adm_fail(err, ADM_INVALID, "%s needs a value", option->name);
    if (option->type == GROUP)
        return take_groups(options, rest, err);
    *(const char **)slot(options, option) = rest;
    return true;
}

static bool settle(struct adm_check_options *options, struct adm_error *err) {
    options->json = strcmp(options->output, "json") == 0;
    if (options->help)
        return true;
    if (!options->json && strcmp(options->output, "text") != 0)
        return adm_fail(err, ADM_INVALID, "--output is text or json, not '%.64s'", options->output);
    if (options->file_count == 0)
        return adm_fail(err, ADM_INVALID, "name the files to check, or - for standard input");
    return true;
}

bool adm_check_options_read(int argc, char **argv, struct adm_check_options *out,
                            struct adm_error *err) {
    struct adm_check_options options = {
        .namespace = "default", .user = "check", .output = "text", .files = argv};
    bool only_files = false;
    for (int i = 1; i < argc; i++) {
        if (only_files || argv[i][0] != '-' || argv[i][1] == '\0')
            options.files[options.file_count++] = argv[i];
        else if (strcmp(argv[i], "--") == 0)
            only_files = true;
        else
            ADM_TRY(take(&options, argc, argv, &i, err));
    }
    ADM_TRY(settle(&options, err));
    *out = options;
    return true;
}
