// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "core/near.h"
#include "server/cli.h"
#include "server/command.h"
#include "server/policy_schema.h"
#include "validators/schema/platform.h"

static const char help[] =
    "usage: floe-admission schema print [platform|platform-1.2|environment NAME|policy]\n"
    "\n"
    "Prints a JSON Schema (draft 2020-12) that is built in:\n"
    "\n"
    "  platform          of platform.yaml, with what the consumer's 1.2 does not know (default)\n"
    "  platform-1.2      of platform.yaml, only what the consumer's 1.2 knows\n"
    "  environment NAME  what else local, dev, staging or prod demand of platform.yaml\n"
    "  policy            of the policy file\n"
    "\n"
    "For an editor with a YAML language server: print it to a file and put that above the text,\n"
    "as  # yaml-language-server: $schema=platform.schema.json\n";

static bool refuse(const char *what, const char *word, const char *const *known, size_t count,
                   struct adm_error *err) {
    const char *near = adm_near_word(adm_str_from(word), known, count);
    return adm_fail(err, ADM_INVALID, "there is no %s '%.64s'%s%s%s see schema --help", what, word,
                    near == NULL ? ";" : ", did you mean '", near == NULL ? "" : near,
                    near == NULL ? "" : "'?");
}

static bool find_environment(int argc, char **argv, struct adm_str *out, struct adm_error *err) {
    if (argc < 1)
        return adm_fail(err, ADM_INVALID, "name the environment: local, dev, staging or prod");
    struct adm_str name = adm_str_from(argv[0]);
    if (!adm_platform_has_overlay(name))
        return refuse("schema of the environment", argv[0], adm_policy_platforms,
                      ADM_POLICY_PLATFORMS, err);
    *out = adm_platform_schema_text(name);
    return true;
}

// `*used` is how many of the words were taken.
static bool find_schema(int argc, char **argv, struct adm_str *out, int *used,
                        struct adm_error *err) {
    static const char *const names[] = {"platform", "platform-1.2", "environment", "policy"};
    const char *name = argc > 0 ? argv[0] : "platform";
    *used = 1;
    if (strcmp(name, "environment") == 0) {
        *used = 2;
        return find_environment(argc - 1, argv + 1, out, err);
    }
    if (strcmp(name, "policy") == 0)
        *out = adm_policy_schema();
    else if (strcmp(name, "platform") == 0 || strcmp(name, "platform-1.2") == 0)
        *out = adm_platform_schema_text(adm_str_from(name));
    else if (strcmp(name, "platform-1.3") == 0)
        return adm_fail(err, ADM_INVALID,
                        "the schema of 1.3 is the default, 'platform'; see schema --help");
    else
        return refuse("schema", name, names, sizeof names / sizeof *names, err);
    return true;
}

static bool find(int argc, char **argv, struct adm_str *out, struct adm_error *err) {
    static const char *const verbs[] = {"print"};
    int used = 0;
    if (argc < 2)
        return adm_fail(err, ADM_INVALID, "say `schema print`; see schema --help");
    if (strcmp(argv[1], "print") != 0)
        return refuse("verb", argv[1], verbs, 1, err);
    ADM_TRY(find_schema(argc - 2, argv + 2, out, &used, err));
    if (argc > 2 + used)
        return adm_fail(err, ADM_INVALID, "unexpected argument '%.64s'; see schema --help",
                        argv[2 + used]);
    return true;
}

static bool wants_help(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

int adm_command_schema(int argc, char **argv) {
    struct adm_str text = {0};
    struct adm_error err = {0};
    if (wants_help(argc, argv)) {
        fputs(help, stdout);
        return adm_cli_printed();
    }
    if (!find(argc, argv, &text, &err))
        return adm_cli_refuse("schema", &err);
    fwrite(text.data, 1, text.len, stdout);
    return adm_cli_printed();
}
