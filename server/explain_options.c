// SPDX-License-Identifier: Apache-2.0
#include "server/explain_options.h"

#include <string.h>

#include "server/flags.h"

#define AT(member) offsetof(struct adm_check_options, member)

static const struct adm_flags_row rows[] = {
    {"--environment", 'e', ADM_FLAGS_VALUE, AT(environment), NULL},
    {"--policy", 0, ADM_FLAGS_VALUE, AT(policy), NULL},
    {"--namespace", 'n', ADM_FLAGS_VALUE, AT(namespace), NULL},
    {"--namespace-asks", 0, ADM_FLAGS_SWITCH, AT(namespace_asks), NULL},
    {"--output", 'o', ADM_FLAGS_VALUE, AT(output), NULL},
    {"--help", 'h', ADM_FLAGS_SWITCH, AT(help), NULL},
};

const char *adm_explain_options_help(void) {
    return "usage: floe-admission explain [FLAGS] FILE|-...\n"
           "\n"
           "Says for each Pod and workload in the files what would be done to it, and why not:\n"
           "which mutators change it, which rules judge it, in which mode, and whether what it\n"
           "would then need is there. ConfigMaps, Secrets, SealedSecrets and ExternalSecrets in\n"
           "the files are looked up by name and key, and no value is ever shown. When the files\n"
           "hold any of a sort for the pod's namespace, what they lack counts as missing.\n"
           "A Namespace in the files says by its labels whether its pods ask, and in which\n"
           "environment they are when --environment is not given.\n"
           "\n"
           "flags:\n"
           "  -e, --environment NAME  as in a namespace with this label floe.dev/environment;\n"
           "                          `unlabelled`: as in one without; default: the one that\n"
           "                          judges unlabelled namespaces, in full\n"
           "      --namespace-asks    as in a namespace with the label floe.dev/inject: \"true\"\n"
           "  -n, --namespace NAME    of objects that name none (default)\n"
           "      --policy FILE       policy.yaml; default: the one that is built in\n"
           "  -o, --output FORMAT     text (default) or json\n"
           "\n"
           "exit codes:\n"
           "  0  explained, and everything asked for would be given\n"
           "  1  something asked for would not be given, or the object would be denied\n"
           "  2  unusable arguments or input; what could be read was explained\n";
}

static bool settle(struct adm_check_options *options, struct adm_error *err) {
    options->json = strcmp(options->output, "json") == 0;
    if (options->help)
        return true;
    if (!options->json && strcmp(options->output, "text") != 0)
        return adm_fail(err, ADM_INVALID, "--output is text or json, not '%.64s'", options->output);
    if (options->file_count == 0)
        return adm_fail(err, ADM_INVALID, "name the files to explain, or - for standard input");
    return true;
}

bool adm_explain_options_read(int argc, char **argv, struct adm_check_options *out,
                              struct adm_error *err) {
    static const struct adm_flags flags = {"explain", rows, sizeof rows / sizeof *rows,
                                           AT(file_count)};
    struct adm_check_options options = {
        .verb = flags.verb,
        .namespace = "default",
        .user = "check",
        .output = "text",
        .mutate = true,
        .files = argv,
    };
    ADM_TRY(adm_flags_read(&flags, argc, argv, &options, err));
    ADM_TRY(settle(&options, err));
    *out = options;
    return true;
}
