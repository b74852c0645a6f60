// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "core/policy_default.h"
#include "server/cli.h"
#include "server/command.h"
#include "server/environment_name.h"
#include "server/file.h"
#include "server/validate_input.h"
#include "server/validate_profiles.h"
#include "server/validate_report.h"
#include "validators/schema/yaml_read.h"

enum { POLICY_BYTES_MAX = 1024 * 1024 };
static const size_t run_memory_max = (size_t)4 << 30U, file_memory_max = (size_t)512 << 20U;

struct run {
    struct adm_validate_options options;
    struct adm_policy *policy;
    struct adm_platform *platform;
    struct adm_jsonschema *schema;             // with --list-profiles
    const struct adm_environment *environment; // of the flag, or NULL
    struct adm_validate_report report;
    struct adm_arena arena;   // for the whole run
    struct adm_arena of_file; // reset for every file
    bool unread;              // with --list-profiles: a file is no usable YAML
};

static void destroy(struct run *run) {
    adm_policy_free(run->policy);
    adm_platform_free(run->platform);
    adm_jsonschema_free(run->schema);
    adm_arena_destroy(&run->arena);
    adm_arena_destroy(&run->of_file);
}

static bool read_policy(struct run *run, struct adm_error *err) {
    struct adm_str text = adm_policy_default();
    const char *path = run->options.policy;
    if (path != NULL)
        ADM_TRY(adm_file_read(path, POLICY_BYTES_MAX, &run->arena, &text, err));
    return adm_policy_read(text, path == NULL ? "policy.yaml (built in)" : path, &run->policy, err);
}

static bool prepare(struct run *run, struct adm_error *err) {
    const struct adm_jsonschema_options plain = {0};
    adm_arena_init(&run->arena, run_memory_max);
    adm_arena_init(&run->of_file, file_memory_max);
    ADM_TRY(read_policy(run, err));
    if (run->options.environment != NULL) {
        run->environment =
            adm_environment_name_find(run->policy, run->options.environment, NULL, err);
        if (run->environment == NULL)
            return false;
    }
    if (run->options.list_profiles)
        ADM_TRY(adm_jsonschema_new(adm_platform_schema_text(ADM_STR("platform")), &plain,
                                   &run->schema, err));
    else
        ADM_TRY(adm_platform_new(&run->platform, err));
    return adm_validate_report_begin(&run->report, &run->options, &run->arena, err);
}

// By the flag, else by the file's folder; NULL: no environment's rules.
static const struct adm_environment *
environment_of(struct run *run, const struct adm_validate_input *input, struct adm_arena *arena) {
    if (run->environment != NULL || input->environment.len == 0)
        return run->environment;
    const struct adm_environment *found = adm_policy_environment(run->policy, input->environment);
    if (found == NULL)
        adm_validate_report_note(
            &run->report, adm_text_format(arena,
                                          "%s: the policy has no environment '%.*s': not judged by "
                                          "the rules of one (--environment, --policy)",
                                          input->name, ADM_STR_ARGS(input->environment))
                              .data);
    return found;
}

static enum adm_profile profile_of(const struct run *run,
                                   const struct adm_environment *environment) {
    if (run->options.profile != NULL)
        return strcmp(run->options.profile, "1.2") == 0 ? ADM_PROFILE_1_2 : ADM_PROFILE_1_3;
    return environment != NULL && environment->platform_1_2 ? ADM_PROFILE_1_2 : ADM_PROFILE_1_3;
}

static bool judge(struct run *run, const struct adm_validate_input *input, struct adm_arena *arena,
                  struct adm_error *err) {
    const struct adm_environment *environment = environment_of(run, input, arena);
    struct adm_platform_report *found = adm_arena_array(arena, 1, sizeof *found);
    if (found == NULL)
        return adm_fail(err, ADM_MEMORY, "'%s': out of memory", input->name);
    struct adm_platform_input question = {
        .text = input->text,
        .profile = profile_of(run, environment),
        .environments = run->policy->environment_names,
    };
    if (environment != NULL) {
        question.environment = environment->name;
        question.overlay = environment->platform;
    }
    ADM_TRY(adm_platform_judge(run->platform, &question, arena, found, err));
    const struct adm_validate_verdict verdict = {
        .name = input->name,
        .environment = question.environment,
        .profile = question.profile,
        .report = found,
    };
    adm_validate_report_verdict(&run->report, &verdict, arena);
    return true;
}

static bool list_profiles(struct run *run, const struct adm_validate_input *input,
                          struct adm_arena *arena, struct adm_error *err) {
    struct adm_document document;
    struct adm_diagnostics found;
    struct adm_text text;
    adm_diagnostic_init(&found, arena);
    adm_text_init(&text, arena);
    ADM_TRY(adm_yaml_read_document(input->text, arena, &document, &found, err));
    if (document.root == NULL) {
        run->unread = true;
        adm_validate_report_note(
            &run->report,
            adm_text_format(arena, "%s: not usable as YAML: validate it without --list-profiles",
                            input->name)
                .data);
        return true;
    }
    if (run->options.output == ADM_VALIDATE_JSON) {
        adm_validate_profiles_json(run->schema, document.root, input->name, &text);
    } else {
        if (run->options.file_count > 1)
            adm_text_printf(&text, "%s:\n", input->name);
        adm_validate_profiles_text(run->schema, document.root, &text);
    }
    struct adm_str whole = {0};
    ADM_TRY(adm_text_finish(&text, &whole, err));
    fwrite(whole.data, 1, whole.len, stdout);
    return true;
}

static void take_file(struct run *run, const char *path) {
    bool keeps = !run->options.list_profiles && adm_validate_report_keeps(&run->report);
    struct adm_arena *arena = keeps ? &run->arena : &run->of_file;
    struct adm_validate_input input = {0};
    struct adm_error err = {0};
    adm_arena_reset(&run->of_file);
    adm_validate_report_next(&run->report);
    bool ok = adm_validate_input_read(path, arena, &input, &err) &&
              (run->options.list_profiles ? list_profiles(run, &input, arena, &err)
                                          : judge(run, &input, arena, &err));
    if (!ok)
        adm_validate_report_unusable(&run->report, err.message);
}

static int end_listing(const struct run *run) {
    int code = adm_cli_printed() == 0 ? 0 : 2;
    if (run->report.unusable > 0)
        return 2;
    return code == 0 && run->unread ? 1 : code;
}

int adm_command_validate(int argc, char **argv) {
    ADM_AUTO(destroy) struct run run = {0};
    struct adm_error err = {0};
    if (!adm_validate_options_read(argc, argv, &run.options, &err))
        return adm_cli_refuse("validate", &err);
    if (run.options.help) {
        fputs(adm_validate_options_help(), stdout);
        return adm_cli_printed();
    }
    if (!prepare(&run, &err))
        return adm_cli_refuse("validate", &err);
    for (size_t i = 0; i < run.options.file_count; i++)
        take_file(&run, run.options.files[i]);
    return run.options.list_profiles ? end_listing(&run)
                                     : adm_validate_report_end(&run.report, &run.arena);
}
