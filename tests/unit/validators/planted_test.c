// SPDX-License-Identifier: Apache-2.0
// The property behind all the rules: a credential that was planted anywhere, wrapped in anything,
// is never admitted in dev. Seeded: a failure names its number.
#include "planted.h"

#include <criterion/criterion.h>

#include "core/policy_default.h"
#include "releases.h"
#include "validators/registry.h"

enum { CASES = 4000 };

struct plot {
    struct adm_arena *arena;
    struct adm_str text;   // what is planted, as it would be written
    struct adm_str quoted; // the same as a JSON string
    bool keyed;
    const char *place;
};

#define REVIEW                                                                                     \
    "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":"   \
    "\"1\",\"kind\":{\"group\":\"%s\",\"version\":\"v1\",\"kind\":\"%s\"},\"resource\":{"          \
    "\"group\":\"%s\",\"version\":\"v1\",\"resource\":\"x\"},\"name\":\"x\",\"namespace\":"        \
    "\"team-a\",\"operation\":\"CREATE\",\"userInfo\":{\"username\":\"alice\"},\"object\":"

static struct adm_str joined(struct plot *plot, const char *before, struct adm_str middle,
                             const char *after) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, plot->arena);
    adm_text_append_c(&text, before);
    adm_text_append(&text, middle);
    adm_text_append_c(&text, after);
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

// Objects with the planted text in the middle: a JSON string, or its base64 in one.
static const struct {
    const char *group, *kind, *before, *after;
    bool base64;
} objects[] = {
    {"", "Secret", "{\"kind\":\"Secret\",\"type\":\"Opaque\",\"data\":{\"a\":", "}}", true},
    {"", "Secret", "{\"kind\":\"Secret\",\"stringData\":{\"a\":", "}}", false},
    {"", "ConfigMap", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\":{\"app.conf\":", "}}",
     false},
    {"", "ConfigMap",
     "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"binaryData\":{\"app.conf\":", "}}", true},
    {"", "ConfigMap",
     "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"annotations\":{\"a.io/note\":",
     "}}}", false},
    {"apps", "Deployment",
     "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"template\":{\"spec\":{"
     "\"containers\":[{\"name\":\"c\",\"env\":[{\"name\":\"SETTINGS\",\"value\":",
     "}]}]}}}}", false},
    {"apps", "StatefulSet",
     "{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"spec\":{\"template\":{\"spec\":{"
     "\"initContainers\":[{\"name\":\"c\",\"command\":[\"sh\",\"-c\",",
     "]}]}}}}", false},
    {"batch", "CronJob",
     "{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\",\"spec\":{\"jobTemplate\":{\"spec\":{"
     "\"template\":{\"metadata\":{\"annotations\":{\"note\":",
     "}},\"spec\":{\"containers\":[]}}}}}}", false},
};
enum { OBJECTS = sizeof objects / sizeof *objects };

static struct adm_str object_of(struct plot *plot, uint32_t at) {
    struct adm_str value =
        objects[at].base64 ? releases_quoted(plot->arena, releases_base64(plot->arena, plot->text))
                           : plot->quoted;
    plot->place = objects[at].before;
    return joined(plot, objects[at].before, value, objects[at].after);
}

static struct adm_str object_review(struct plot *plot, uint32_t at) {
    struct adm_str head = adm_text_format(plot->arena, REVIEW, objects[at].group, objects[at].kind,
                                          objects[at].group);
    struct adm_str object = object_of(plot, at);
    return adm_text_format(plot->arena, "%.*s%.*s,\"oldObject\":null}}", ADM_STR_ARGS(head),
                           ADM_STR_ARGS(object));
}

static struct adm_str of_text(struct plot *plot, const char *before, const char *after) {
    return joined(plot, before, plot->text, after);
}

// The parts of a release that enforce keys, then those where a shape must speak for itself.
static struct releases_parts parts_of(struct plot *plot, uint32_t at) {
    static const char *const names[] = {"config",    "notes",       "file",     "unknown key",
                                        "metadata",  "description", "crds/",    "config key",
                                        "file name", "values",      "template", "schema"};
    struct adm_str object = joined(plot, "{\"settings\":", plot->quoted, "}");
    struct releases_parts parts = {0};
    plot->place = names[at];
    switch (at) {
    case 0:
        parts.config = object;
        break;
    case 1:
        parts.notes = of_text(plot, "Installed.\n", "\n");
        break;
    case 2:
        parts.file = plot->text;
        break;
    case 3:
        parts.unknown = object;
        break;
    case 4:
        parts.metadata = object;
        break;
    case 5:
        parts.description = plot->text;
        break;
    case 6:
        parts.file_name = ADM_STR("crds/x.yaml");
        parts.file =
            joined(plot, "{\"apiVersion\":\"x/v1\",\"kind\":\"X\",\"spec\":", plot->quoted, "}");
        break;
    case 7:
        parts.config = joined(plot, "{", plot->quoted, ":true}");
        break;
    case 8:
        parts.file = ADM_STR("x");
        parts.file_name = plot->text;
        break;
    case 9:
        parts.values = object;
        break;
    case 10:
        parts.template = plot->text;
        break;
    default:
        parts.schema = plot->text;
    }
    return parts;
}
enum { PARTS_KEYED = 9, PARTS = 12 };

static struct adm_str document_of(struct plot *plot, uint32_t at) {
    struct adm_str object = object_of(plot, at);
    return joined(plot, "---\n# Source: web/templates/x.yaml\n", object, "\n");
}

static struct adm_str release_review(struct planted_random *random, struct plot *plot,
                                     uint32_t first) {
    uint32_t parts = plot->keyed ? PARTS_KEYED : PARTS;
    uint32_t documents = OBJECTS - first;
    uint32_t at = planted_below(random, 2 * documents + parts);
    struct releases_parts release = {0};
    if (at < documents)
        release.manifest = document_of(plot, first + at);
    else if (at < 2 * documents)
        release.hook = document_of(plot, first + at - documents);
    else
        release = parts_of(plot, at - 2 * documents);
    struct releases_review review = {.release = releases_json(plot->arena, &release),
                                     .config_map = planted_below(random, 4) == 0};
    if (planted_below(random, 3) == 0)
        review.old =
            releases_json(plot->arena, &(struct releases_parts){.status = "pending-install"});
    return releases_review(plot->arena, &review);
}

static bool is_denied(struct adm_str text, const struct adm_policy *policy,
                      struct adm_arena *arena) {
    const struct adm_json *document = NULL;
    struct adm_review review;
    struct adm_error err = {0};
    struct adm_registry registry = {0};
    struct adm_decision decision;
    cr_assert(adm_json_parse_copy(text, arena, &document, &err), "%s", err.message);
    cr_assert(adm_review_read(document, &review, &err), "%s", err.message);
    struct adm_request request = {
        .review = &review,
        .policy = policy,
        .environment = adm_policy_environment(policy, ADM_STR("dev")),
        .object = adm_object_view(review.object),
        .old_object = adm_object_view(review.old_object),
        .fingerprint_key = ADM_STR("test key"),
        .now_s = 1780272000,
        .arena = arena,
    };
    registry.validators = adm_registry_validators(&registry.validator_count);
    adm_decision_make(&registry, &request, false, &decision);
    return decision.kind == ADM_DECISION_DENY;
}

// The review of one case. Of a Secret's own data everything is refused, so that it tells nothing
// about harmless texts: those go elsewhere.
static struct adm_str review_of(struct planted_random *random, struct plot *plot, bool harmless) {
    uint32_t first = harmless ? 2 : 0;
    if (planted_below(random, 3) == 0)
        return object_review(plot, first + planted_below(random, OBJECTS - first));
    return release_review(random, plot, first);
}

static struct planted_random seeded(uint32_t number) {
    struct planted_random random = {.state = number * 2654435761U + 1U};
    for (int i = 0; i < 4; i++)
        (void)planted_below(&random, 2);
    return random;
}

static void check_planted(uint32_t number, const struct adm_policy *policy,
                          struct adm_arena *arena) {
    struct planted_random random = seeded(number);
    const char *form = "", *wrapping = "";
    struct planted planted = planted_make(&random, arena);
    struct adm_str text = planted_form(&random, &planted, arena, &form);
    text = planted_wrap(&random, text, arena, &wrapping);
    struct plot plot = {arena, text, releases_quoted(arena, text), planted.keyed, ""};
    cr_expect(is_denied(review_of(&random, &plot, false), policy, arena),
              "case %u: %s as %s, %s, at %s", number, planted.what, form, wrapping, plot.place);
}

static void check_harmless(uint32_t number, const struct adm_policy *policy,
                           struct adm_arena *arena) {
    struct planted_random random = seeded(number);
    const char *wrapping = "";
    struct adm_str text =
        planted_wrap(&random, ADM_STR("colour: blue and 17 other shades of it"), arena, &wrapping);
    struct plot plot = {arena, text, releases_quoted(arena, text), false, ""};
    cr_expect_not(is_denied(review_of(&random, &plot, true), policy, arena), "case %u: %s, at %s",
                  number, wrapping, plot.place);
}

static void check_all(void (*check)(uint32_t number, const struct adm_policy *policy,
                                    struct adm_arena *arena)) {
    struct adm_policy *policy = NULL;
    struct adm_error err = {0};
    struct adm_arena arena;
    cr_assert(adm_policy_read(adm_policy_default(), "policy.yaml", &policy, &err), "%s",
              err.message);
    adm_arena_init(&arena, (size_t)64 * 1024 * 1024);
    for (uint32_t i = 1; i <= CASES; i++) {
        check(i, policy, &arena);
        adm_arena_reset(&arena);
    }
    adm_arena_destroy(&arena);
    adm_policy_free(policy);
}

Test(planted, is_never_admitted_in_dev) { check_all(check_planted); }

// Else the property would say nothing.
Test(planted, harmless_texts_at_the_same_places_are_admitted) { check_all(check_harmless); }
