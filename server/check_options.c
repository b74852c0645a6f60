// SPDX-License-Identifier: Apache-2.0
#include "server/check_options.h"

#include <string.h>

#include "server/flags.h"

#define AT(member) offsetof(struct adm_check_options, member)
static bool take_groups(void *target, const char *names, struct adm_error *err) {
    struct adm_check_options *options = target;
    size_t len = strlen(names);
    if (names[0] == ',' || names[len - 1] == ',' || strstr(names, ",,") != NULL)
        return adm_fail(err, ADM_INVALID, "--group has an empty name: '%.64s'", names);
    if (options->group_count == ADM_CHECK_GROUPS_MAX)
        return adm_fail(err, ADM_INVALID, "more than %d times --group: put commas between names",
                        ADM_CHECK_GROUPS_MAX);
    options->groups[options->group_count++] = names;
    return true;
}

static const struct adm_flags_row rows[] = {
    {"--environment", 'e', ADM_FLAGS_VALUE, AT(environment), NULL},
    {"--policy", 0, ADM_FLAGS_VALUE, AT(policy), NULL},
    {"--namespace", 'n', ADM_FLAGS_VALUE, AT(namespace), NULL},
    {"--user", 0, ADM_FLAGS_VALUE, AT(user), NULL},
    {"--group", 0, ADM_FLAGS_TAKE, 0, take_groups},
    {"--output", 'o', ADM_FLAGS_VALUE, AT(output), NULL},
    {"--mutate", 0, ADM_FLAGS_SWITCH, AT(mutate), NULL},
    {"--help", 'h', ADM_FLAGS_SWITCH, AT(help), NULL},
};

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
    static const struct adm_flags flags = {"check", rows, sizeof rows / sizeof *rows,
                                           AT(file_count)};
    ADM_TRY(adm_flags_read(&flags, argc, argv, &options, err));
    ADM_TRY(settle(&options, err));
    *out = options;
    return true;
}
