// SPDX-License-Identifier: Apache-2.0
// Free texts that the consumer takes and that look wrong: warnings.
#include "core/text.h"
#include "validators/schema/platform_cross.h"

static void warn(struct adm_platform_check *check, const struct adm_place *place, const char *code,
                 const char *message, const char *label) {
    adm_platform_rule_say(check, place,
                          (struct adm_diagnostic){
                              .severity = ADM_SEVERITY_WARNING,
                              .code = code,
                              .message = adm_str_from(message),
                              .primary = {place->node->span, adm_str_from(label)},
                          });
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static size_t digits(struct adm_str s, size_t at) {
    while (at < s.len && is_digit(s.data[at]))
        at++;
    return at;
}

// Kubernetes' quantities, without exponents: digits, a fraction, a suffix.
static bool is_quantity(struct adm_str s) {
    static const char *const suffixes[] = {"",  "m",  "k",  "M",  "G",  "T",  "P",
                                           "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    size_t at = digits(s, 0);
    if (at > 0 && at < s.len && s.data[at] == '.') {
        size_t end = digits(s, at + 1);
        at = end > at + 1 ? end : 0;
    }
    for (size_t i = 0; at > 0 && i < sizeof suffixes / sizeof *suffixes; i++)
        if (adm_str_is(adm_str_slice(s, at, s.len), suffixes[i]))
            return true;
    return false;
}

static void quantity(struct adm_platform_check *check, const struct adm_place *place) {
    if (adm_yaml_tree_is(place->node, ADM_NODE_TEXT) && !is_quantity(place->node->text))
        warn(check, place, "bad-quantity", "Kubernetes takes no such quantity",
             "like \"500m\", \"2\", \"1.5Gi\"");
}

static bool is_zone_letter(char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '+' || c == '-';
}

// UTC, Europe/Berlin, America/Argentina/Ushuaia, Etc/GMT+1
static void time_zone(struct adm_platform_check *check, const struct adm_place *place) {
    if (!adm_yaml_tree_is(place->node, ADM_NODE_TEXT))
        return;
    struct adm_str s = place->node->text;
    bool good = s.len > 0 && is_letter(s.data[0]) && s.data[s.len - 1] != '/';
    for (size_t i = 1; good && i < s.len; i++)
        good = is_zone_letter(s.data[i]) || (s.data[i] == '/' && s.data[i - 1] != '/');
    if (!good)
        warn(check, place, "bad-time-zone", "this does not look like a time zone",
             "a name like UTC or Europe/Berlin");
}

// scheme://something, without spaces
static bool is_url(struct adm_str s) {
    size_t at = 0;
    while (at < s.len && (is_zone_letter(s.data[at]) || s.data[at] == '.'))
        at++;
    bool scheme = at > 0 && is_letter(s.data[0]);
    bool rest = s.len > at + 3 && adm_str_starts(adm_str_slice(s, at, s.len), "://");
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] <= ' ')
            return false;
    return scheme && rest;
}

static void url(struct adm_platform_check *check, const struct adm_place *place) {
    struct adm_str text = adm_yaml_tree_text(place->node);
    if (text.len > 0 && !is_url(text))
        warn(check, place, "not-a-url", "this does not look like a URL",
             "a scheme, `://` and a host");
}

// gRPC clients take host:port, too.
static void collector(struct adm_platform_check *check, const struct adm_place *place) {
    struct adm_str text = adm_yaml_tree_text(place->node);
    size_t colon = adm_str_index(text, ':');
    bool port = colon > 0 && colon + 1 < text.len && digits(text, colon + 1) == text.len;
    if (!port)
        url(check, place);
}

static void history_outcome(struct adm_platform_check *check, const struct adm_place *place) {
    struct adm_str key = place->member->key;
    if (adm_str_is(key, "successful") || adm_str_is(key, "failed"))
        return;
    struct adm_str shown = adm_platform_rule_shown_key(check, place);
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .severity = ADM_SEVERITY_WARNING,
            .code = "unknown-outcome",
            .message =
                adm_text_format(check->arena, "`%.*s` is no outcome of a job", ADM_STR_ARGS(shown)),
            .primary = {place->member->key_span, ADM_STR("`successful` and `failed` are")},
        });
}

static void history_count(struct adm_platform_check *check, const struct adm_place *place) {
    bool number = place->node->type == ADM_NODE_INT || place->node->type == ADM_NODE_FLOAT;
    if (number && place->node->number < 0)
        warn(check, place, "negative", "fewer than no finished jobs cannot be kept",
             "write 0 or more");
}

#define CLEANUP "infrastructure.lifecycle.cleanup.jobs.history_limits.*"
#define LIMITS "infrastructure.lifecycle.resource_quotas.namespace_limits."
#define PROFILE "infrastructure.resource_profiles.*."

static const struct adm_platform_rule rows[] = {
    {"infrastructure.timezone", time_zone, 0},
    {CLEANUP, history_outcome, 0},
    {CLEANUP, history_count, 0},
    {LIMITS "requests_cpu", quantity, 0},
    {LIMITS "requests_memory", quantity, 0},
    {LIMITS "limits_cpu", quantity, 0},
    {LIMITS "limits_memory", quantity, 0},
    {PROFILE "requests.cpu", quantity, 0},
    {PROFILE "requests.memory", quantity, 0},
    {PROFILE "limits.cpu", quantity, 0},
    {PROFILE "limits.memory", quantity, 0},
    {"infrastructure.cloud.localstack.endpoint", url, 0},
    {"security.authentication.oidc.provider_url", url, 0},
    {"security.secret_backends.vault.server_url", url, 0},
    {"storage.*.endpoint", url, 0},
    {"catalogs.*.uri", url, 0},
    {"observability.otlp_endpoint", collector, 0},
    {"observability.lineage_endpoint", url, 0},
};

const struct adm_platform_rules adm_platform_cross_lint = {rows, sizeof rows / sizeof *rows};
