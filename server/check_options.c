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

// clang-format off
#define SHARED_ROWS                                                                                \
    {"--environment", 'e', ADM_FLAGS_VALUE, AT(environment), NULL},                                \
    {"--policy", 0, ADM_FLAGS_VALUE, AT(policy), NULL},                                            \
    {"--namespace", 'n', ADM_FLAGS_VALUE, AT(namespace), NULL},                                    \
    {"--user", 0, ADM_FLAGS_VALUE, AT(user), NULL},                                                \
    {"--group", 0, ADM_FLAGS_TAKE, 0, take_groups},                                                \
    {"--output", 'o', ADM_FLAGS_VALUE, AT(output), NULL},                                          \
    {"--help", 'h', ADM_FLAGS_SWITCH, AT(help), NULL}
// clang-format on

static const struct adm_flags_row check_rows[] = {
    SHARED_ROWS,
    {"--mutate", 0, ADM_FLAGS_SWITCH, AT(mutate), NULL},
    {"--namespace-asks", 0, ADM_FLAGS_SWITCH, AT(namespace_asks), NULL},
    {"--helm-release", 0, ADM_FLAGS_SWITCH, AT(helm_release), NULL},
};

static const struct adm_flags_row rollback_rows[] = {
    SHARED_ROWS,
    {"--history", 0, ADM_FLAGS_SWITCH, AT(history), NULL},
};

#define FLAGS_HELP                                                                                 \
    "  -o, --output FORMAT     text (default) or json\n"                                           \
    "      --policy FILE       policy.yaml; default: the one that is built in\n"                   \
    "  -n, --namespace NAME    of objects that name none (default)\n"                              \
    "      --user NAME         who creates the objects (check)\n"                                  \
    "      --group NAME,...    groups of that user besides system:authenticated; may be\n"         \
    "                          given again\n"

const char *adm_check_options_help(void) {
    return "usage: floe-admission check [FLAGS] FILE|-...\n"
           "       floe-admission check --helm-release [FLAGS] FILE|-...\n"
           "       floe-admission check rollback [FLAGS] --history FILE|-...\n"
           "\n"
           "Judges Kubernetes objects in files as the webhook would judge their creation: YAML or\n"
           "JSON, any number of documents, Lists too. An AdmissionReview is judged as it is.\n"
           "What `helm template` and `helm get manifest` print is such a file.\n"
           "\n"
           "flags:\n"
           "  -e, --environment NAME  as in a namespace with this label floe.dev/environment;\n"
           "                          `unlabelled`: as in one without; default: in full, as in "
           "the\n"
           "                          environment that judges unlabelled namespaces\n"
           "      --helm-release      the files are releases as Helm stores them, judged as the\n"
           "                          webhook judges an install: their Secrets or ConfigMaps, a\n"
           "                          List of them, the value of data.release (base64, once or\n"
           "                          twice, or its gzip), or the JSON of `helm status -o json`\n"
           "                          and `helm install --dry-run=client -o json`\n"
           "      --mutate            show the patch that pods, and the pods of workloads, would "
           "get,\n"
           "                          and what it makes of them\n"
           "      --namespace-asks    as in a namespace with the label floe.dev/inject: "
           "\"true\"\n" FLAGS_HELP "\n"
           "exit codes:\n"
           "  0  nothing is denied; there may be warnings\n"
           "  1  something would be denied\n"
           "  2  unusable arguments or input; what could be read was judged\n"
           "\n"
           "`check rollback --help` tells which revisions `helm rollback` could go back to.\n";
}

const char *adm_check_options_rollback_help(void) {
    return "usage: floe-admission check rollback [FLAGS] --history FILE|-...\n"
           "\n"
           "Which stored revisions of Helm releases would be refused today, and why: each is "
           "judged as\n"
           "the release that `helm rollback` to it would create. The objects that Helm then "
           "applies\n"
           "are judged by the webhook, each for itself.\n"
           "\n"
           "  kubectl get secret -n NAMESPACE -l owner=helm -o json |\n"
           "    floe-admission check rollback -e prod --history -\n"
           "\n"
           "flags:\n"
           "      --history           the files are stored revisions, in any form that\n"
           "                          `check --helm-release` takes; it may be left out\n"
           "  -e, --environment NAME  as for `check`\n" FLAGS_HELP "\n"
           "exit codes:\n"
           "  0  none is refused; some may be admitted with a warning, for a time\n"
           "  1  some are refused\n"
           "  2  unusable arguments or input; what could be read was judged\n";
}

static bool settle(struct adm_check_options *options, struct adm_error *err) {
    options->json = strcmp(options->output, "json") == 0;
    if (options->help)
        return true;
    if (!options->json && strcmp(options->output, "text") != 0)
        return adm_fail(err, ADM_INVALID, "--output is text or json, not '%.64s'", options->output);
    if (options->mutate && options->helm_release)
        return adm_fail(err, ADM_INVALID,
                        "--mutate does not go with --helm-release: pods are patched when Helm "
                        "applies them; check what `helm get manifest` prints");
    if (options->file_count == 0)
        return adm_fail(err, ADM_INVALID, "name the files to check, or - for standard input");
    return true;
}

static bool read_by(const struct adm_flags *flags, int argc, char **argv,
                    struct adm_check_options *out, struct adm_error *err) {
    struct adm_check_options options = {
        .verb = "check",
        .namespace = "default",
        .user = "check",
        .output = "text",
        .files = argv,
    };
    ADM_TRY(adm_flags_read(flags, argc, argv, &options, err));
    ADM_TRY(settle(&options, err));
    *out = options;
    return true;
}

bool adm_check_options_read(int argc, char **argv, struct adm_check_options *out,
                            struct adm_error *err) {
    static const struct adm_flags flags = {"check", check_rows,
                                           sizeof check_rows / sizeof *check_rows, AT(file_count)};
    return read_by(&flags, argc, argv, out, err);
}

bool adm_check_options_read_rollback(int argc, char **argv, struct adm_check_options *out,
                                     struct adm_error *err) {
    static const struct adm_flags flags = {"check rollback", rollback_rows,
                                           sizeof rollback_rows / sizeof *rollback_rows,
                                           AT(file_count)};
    return read_by(&flags, argc, argv, out, err);
}
