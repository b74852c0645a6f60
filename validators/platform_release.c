// SPDX-License-Identifier: Apache-2.0
// platform-release: the ConfigMap says which release of the platform configuration it holds, the
// text is that release's, and the environment admits it.
#include "validators/platform_judgement.h"
#include "validators/platform_text.h"
#include "validators/validator.h"

#define VERSION "floe.dev/platform-config-version"
#define DIGEST "floe.dev/platform-config-digest"

static const char version_prefix[] = "platform-config-v";
static const char digest_prefix[] = "sha256:";
enum { HEX = 64 };

static bool applies(const struct adm_request *request) {
    return adm_platform_text_applies(request) &&
           adm_json_is(adm_platform_text_of(&request->object).value, ADM_JSON_STRING);
}

static bool is_old(const struct adm_request *request) {
    const struct adm_object *now = &request->object, *old = &request->old_object;
    return adm_platform_text_is_old(request) &&
           adm_str_equal(adm_object_annotation(now, VERSION),
                         adm_object_annotation(old, VERSION)) &&
           adm_str_equal(adm_object_annotation(now, DIGEST), adm_object_annotation(old, DIGEST));
}

static void add(struct adm_verdict *verdict, const char *path, const char *code,
                struct adm_str message, struct adm_str fix) {
    adm_verdict_add(verdict, &(struct adm_finding){
                                 .rule = ADM_RULE_PLATFORM_RELEASE,
                                 .path = adm_str_from(path),
                                 .message = message,
                                 .fix = fix,
                                 .code = adm_str_from(code),
                             });
}

static void add_version(struct adm_verdict *verdict, const char *code, struct adm_str message,
                        struct adm_str fix) {
    add(verdict, "metadata.annotations[" VERSION "]", code, message, fix);
}

static void add_digest(struct adm_verdict *verdict, const char *code, struct adm_str message,
                       struct adm_str fix) {
    add(verdict, "metadata.annotations[" DIGEST "]", code, message, fix);
}

static bool admits(const struct adm_releases *releases, struct adm_str text,
                   const struct adm_semver *version) {
    if (adm_policy_has(releases->versions, text))
        return true;
    return releases->minimum.numbers[0].len > 0 && version->pre.len == 0 &&
           adm_semver_compare(version, &releases->minimum) >= 0;
}

static void append_version(struct adm_text *text, const struct adm_semver *version) {
    adm_text_printf(text, "%.*s.%.*s.%.*s%s%.*s", ADM_STR_ARGS(version->numbers[0]),
                    ADM_STR_ARGS(version->numbers[1]), ADM_STR_ARGS(version->numbers[2]),
                    version->pre.len > 0 ? "-" : "", ADM_STR_ARGS(version->pre));
}

// "1.3.7, 1.4.0 and later".
static struct adm_str admitted(const struct adm_releases *releases, struct adm_arena *arena) {
    enum { NAMED_MAX = 10 };
    struct adm_text text;
    struct adm_str names = {0};
    size_t named = releases->versions.count < NAMED_MAX ? releases->versions.count : NAMED_MAX;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < named; i++)
        adm_text_printf(&text, "%s%.*s", i == 0 ? "" : ", ",
                        ADM_STR_ARGS(releases->versions.items[i]));
    if (named < releases->versions.count)
        adm_text_printf(&text, " and %zu more", releases->versions.count - named);
    if (releases->minimum.numbers[0].len > 0) {
        adm_text_append_c(&text, text.len == 0 ? "" : "; ");
        append_version(&text, &releases->minimum);
        adm_text_append_c(&text, " and later, without pre-releases");
    }
    return adm_text_finish(&text, &names, NULL) ? names : (struct adm_str){0};
}

static void judge_admitted(const struct adm_request *request, struct adm_str text,
                           const struct adm_semver *version, struct adm_verdict *verdict) {
    const struct adm_environment *environment = request->environment;
    const struct adm_releases *releases = environment->releases;
    struct adm_arena *arena = request->arena;
    if (releases != NULL && !admits(releases, text, version))
        add_version(verdict, "release-not-admitted",
                    adm_text_format(arena, "release %.*s is not admitted in `%.*s`",
                                    ADM_STR_ARGS(text), ADM_STR_ARGS(environment->name)),
                    adm_text_format(arena, "admitted: %.*s (`platform_releases` in the policy)",
                                    ADM_STR_ARGS(admitted(releases, arena))));
    if (releases == NULL && adm_str_is(environment->platform, "prod"))
        add_version(verdict, "release-not-admitted",
                    adm_text_format(arena, "the policy admits no release in `%.*s`",
                                    ADM_STR_ARGS(environment->name)),
                    ADM_STR("its owner names some under `platform_releases`"));
}

static void judge_version(const struct adm_request *request, struct adm_verdict *verdict) {
    struct adm_str value = adm_object_annotation(&request->object, VERSION);
    struct adm_str text = adm_str_slice(value, sizeof version_prefix - 1, value.len);
    struct adm_semver version;
    if (value.len == 0)
        add_version(verdict, "release-version",
                    ADM_STR("the platform configuration does not say which release it is"),
                    ADM_STR("annotate the ConfigMap: " VERSION ": platform-config-v<version>, "
                            "such as platform-config-v1.4.0"));
    else if (!adm_str_starts(value, version_prefix) || !adm_semver_read(text, &version))
        add_version(verdict, "release-version", ADM_STR("the annotation does not name a release"),
                    ADM_STR("write platform-config-v and a version: platform-config-v1.4.0"));
    else
        judge_admitted(request, text, &version, verdict);
}

static bool is_digest(struct adm_str value) {
    if (!adm_str_starts(value, digest_prefix) || value.len != sizeof digest_prefix - 1 + HEX)
        return false;
    for (size_t i = sizeof digest_prefix - 1; i < value.len; i++) {
        char c = value.data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

// The right digest is not said: who may put another text in place must not be handed it.
static bool judge_digest(const struct adm_request *request, struct adm_verdict *verdict,
                         struct adm_error *err) {
    static const char how[] = DIGEST ": sha256:<what sha256sum says of platform.yaml>";
    struct adm_str value = adm_object_annotation(&request->object, DIGEST);
    struct adm_str text = adm_json_text(adm_platform_text_of(&request->object).value);
    struct adm_str digest = adm_platform_judgement_digest(request, text, verdict);
    if (digest.len == 0)
        return adm_fail(err, ADM_CRYPTO, "the digest of platform.yaml could not be computed");
    if (value.len == 0)
        add_digest(verdict, "release-digest",
                   ADM_STR("the platform configuration does not say the digest of its release"),
                   adm_text_format(request->arena, "annotate the ConfigMap: %s", how));
    else if (!is_digest(value))
        add_digest(verdict, "release-digest", ADM_STR("the annotation is not a SHA-256 digest"),
                   adm_text_format(request->arena, "write %s", how));
    else if (!adm_str_equal(adm_str_slice(value, sizeof digest_prefix - 1, value.len), digest))
        add_digest(
            verdict, "release-digest",
            ADM_STR("the text is not the one that was released: its digest differs"),
            ADM_STR("apply the released file as it is, byte by byte, or make a new release"));
    return true;
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    if (is_old(request))
        return true;
    judge_version(request, verdict);
    return judge_digest(request, verdict, err);
}

const struct adm_validator adm_validator_platform_release = {
    .rule = ADM_RULE_PLATFORM_RELEASE,
    .title = "platform.yaml is a release that the environment admits",
    .applies = applies,
    .judge = judge,
};
