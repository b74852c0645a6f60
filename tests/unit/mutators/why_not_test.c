// SPDX-License-Identifier: Apache-2.0
// What a mutator says of a fixture when it would do nothing; nothing when it would.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "mutators/mutator.h"
#include "plan.h"

static const struct {
    const char *fixture;
    const struct adm_mutator *mutator;
    const char *begin; // of the sentence
} rows[] = {
    {"platform-config/patch/pod-asks", &adm_mutator_platform_config, ""},
    {"platform-config/patch/pod-asks", &adm_mutator_credentials,
     "nothing names a credential; name one in the annotation floe.dev/credentials"},
    {"credentials-mount/patch/names-keys", &adm_mutator_credentials, ""},
    {"platform-config/unchanged/does-not-ask", &adm_mutator_platform_config,
     "the pod does not ask; give it or its namespace the label floe.dev/inject: \"true\""},
    {"platform-config/unchanged/opts-out", &adm_mutator_platform_config,
     "the pod's label floe.dev/inject says \"false\"; write \"true\" to ask"},
    {"platform-config/unchanged/mirror-pod", &adm_mutator_platform_config, "a mirror pod"},
    {"platform-config/unchanged/system-namespace", &adm_mutator_credentials,
     "the namespace is one of the policy's system_namespaces"},
    {"platform-config/unchanged/update", &adm_mutator_platform_config, "only pods are changed"},
    {"platform-config/unchanged/spec-is-missing", &adm_mutator_platform_config,
     "it has no spec to change"},
    {"platform-config/deny/nothing-names-the-map", &adm_mutator_platform_config,
     "the pod asks for platform.yaml and nothing names its ConfigMap; set the annotation"},
    {"platform-config/unchanged/injected-already", &adm_mutator_platform_config,
     "everything is there already"},
    {"credentials-mount/unchanged/injected-already", &adm_mutator_credentials,
     "everything is there already"},
    {"credentials-mount/unchanged/no-keys-known", &adm_mutator_credentials,
     "the keys of Secret nobody are left out, and the policy names none for dev; write <secret>"},
    {"credentials-mount/deny/two-words", &adm_mutator_credentials,
     "the annotation cannot be read: line 1, column 17"},
};

Test(why_not, says_it_in_a_sentence) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[512];
        json_error_t error;
        struct planned planned;
        snprintf(path, sizeof path, "%s/%s.json", ADM_FIXTURES, rows[i].fixture);
        json_auto_t *review = json_load_file(path, 0, &error);
        cr_assert(review != NULL, "%s: %s", path, error.text);
        char *text = json_dumps(review, JSON_COMPACT);
        plan_text(&planned, adm_str_from(text), &(struct given){.credentials = true});
        struct adm_str said = rows[i].mutator->why_not(&planned.request);
        bool fits = rows[i].begin[0] == '\0' ? said.len == 0 : adm_str_starts(said, rows[i].begin);
        cr_expect(fits, "%s: %.*s", rows[i].fixture, ADM_STR_ARGS(said));
        plan_destroy(&planned);
        free(text);
    }
}
