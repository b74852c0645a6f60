// SPDX-License-Identifier: Apache-2.0
// Names that name another environment: a whole word of a bucket, a domain, an address's
// host, an attribute.
#include "core/text.h"
#include "validators/schema/platform_env.h"
#include "validators/schema/platform_env_address.h"

static const struct adm_str built_in[] = {{"local", 5}, {"dev", 3}, {"staging", 7}, {"prod", 4}};

static bool is_joint(char c) { return c == '-' || c == '.' || c == '_' || c == '/'; }

// The word that begins at `*at` or after it, which then is its end; empty at the end of the text.
static struct adm_str next_word(struct adm_str text, size_t *at) {
    while (*at < text.len && is_joint(text.data[*at]))
        ++*at;
    size_t start = *at;
    while (*at < text.len && !is_joint(text.data[*at]))
        ++*at;
    return adm_str_slice(text, start, *at);
}

static int lower(int byte) { return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte; }

static bool equal_folded(struct adm_str a, struct adm_str b) {
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

static struct adm_str short_form(struct adm_str word) {
    return equal_folded(word, ADM_STR("production")) ? ADM_STR("prod") : word;
}

// Whether the name may begin with this word; short forms begin as long ones do.
static bool may_begin(struct adm_str name, struct adm_str word) {
    if (name.len == 0 || is_joint(name.data[0]))
        return true;
    return word.len > 0 && lower(word.data[0]) == lower(name.data[0]);
}

// The end of the name's words in the text, from `at` on, where `first` is the first; 0 when they
// are not there.
static size_t match(struct adm_str text, size_t at, struct adm_str first, struct adm_str name) {
    size_t part = 0;
    if (!may_begin(name, first))
        return 0;
    struct adm_str wanted = next_word(name, &part);
    while (wanted.len > 0) {
        struct adm_str word = next_word(text, &at);
        if (!equal_folded(short_form(word), short_form(wanted)))
            return 0;
        wanted = next_word(name, &part);
    }
    return at;
}

// The other environment that the text names, or empty. Of names that begin alike the longest
// counts: `prod-eu` does not name `prod`.
static struct adm_str other_in(struct adm_str text, const struct adm_platform_env *env) {
    struct adm_strs names = env->names;
    if (names.count == 0)
        names = (struct adm_strs){built_in, sizeof built_in / sizeof *built_in};
    for (size_t at = 0; at < text.len;) {
        size_t next = at;
        struct adm_str other = {0}, word = next_word(text, &next);
        size_t longest = match(text, at, word, env->name);
        for (size_t i = 0; i < names.count; i++) {
            size_t end = match(text, at, word, names.items[i]);
            if (end > longest) {
                longest = end;
                other = names.items[i];
            }
        }
        if (other.len > 0)
            return other;
        at = longest > 0 ? longest : next;
    }
    return (struct adm_str){0};
}

static void judge(struct adm_platform_check *check, const struct adm_place *place,
                  struct adm_str text, const char *what) {
    const struct adm_platform_env *env = check->settings;
    struct adm_str other = other_in(text, env);
    if (other.len == 0)
        return;
    adm_platform_rule_say(
        check, place,
        (struct adm_diagnostic){
            .code = "env-other",
            .message = adm_text_format(check->arena,
                                       "%s names the environment `%.*s`, and this file is for "
                                       "`%.*s`",
                                       what, ADM_STR_ARGS(other), ADM_STR_ARGS(env->name)),
            .primary = {place->node->span,
                        adm_text_format(check->arena, "names `%.*s`", ADM_STR_ARGS(other))},
        });
}

// "deployment.environment" has a dot, so that no row can name it.
static void attribute(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_place *value =
        adm_platform_rule_below(check, place, ADM_STR("deployment.environment"));
    if (value != NULL)
        judge(check, value, adm_yaml_tree_text(value->node),
              "the attribute `deployment.environment`");
}

static void bucket(struct adm_platform_check *check, const struct adm_place *place) {
    judge(check, place, adm_yaml_tree_text(place->node), "a bucket");
}

// The last label is the world's: cluster.local, floe.dev.
static struct adm_str without_last_label(struct adm_str domain) {
    size_t end = domain.len;
    while (end > 0 && domain.data[end - 1] != '.')
        end--;
    return end > 0 ? adm_str_slice(domain, 0, end - 1) : domain;
}

static void domain(struct adm_platform_check *check, const struct adm_place *place) {
    judge(check, place, without_last_label(adm_yaml_tree_text(place->node)), "a domain");
}

// Public services whose own name has an environment's word: Azure DevOps, which issues OIDC tokens
// at vstoken.dev.azure.com. Nobody else can have a host below these.
static const struct adm_str services[] = {{"dev.azure.com", 13}};

// What an owner has named in a host: what stands before a service's own name, or all but the last
// label.
static struct adm_str own_part(struct adm_str host) {
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        size_t start = host.len - services[i].len;
        if (host.len >= services[i].len && (start == 0 || host.data[start - 1] == '.') &&
            equal_folded(adm_str_slice(host, start, host.len), services[i]))
            return adm_str_slice(host, 0, start);
    }
    return without_last_label(host);
}

static void address(struct adm_platform_check *check, const struct adm_place *place) {
    struct adm_str host = adm_platform_env_address_host(adm_yaml_tree_text(place->node));
    if (adm_str_ends(host, "."))
        host.len--;
    judge(check, place, own_part(host), "an address");
}

static const struct adm_platform_rule rows[] = {
    {"observability.attributes", attribute, 0},
    {"storage.*.bucket", bucket, 0},
    {"observability.compute_logs.bucket", bucket, 0},
    {"infrastructure.network.dns.internal_domain", domain, 0},
    {"infrastructure.network.dns.external_domain", domain, 0},
    {"infrastructure.network.ingress.routes.*.host", domain, 0},
    {"infrastructure.cloud.localstack.endpoint", address, 0},
    {"security.authentication.oidc.provider_url", address, 0},
    {"security.secret_backends.vault.server_url", address, 0},
    {"storage.*.endpoint", address, 0},
    {"catalogs.*.uri", address, 0},
    {"observability.otlp_endpoint", address, 0},
    {"observability.lineage_endpoint", address, 0},
};

const struct adm_platform_rules adm_platform_env_names = {rows, sizeof rows / sizeof *rows};
