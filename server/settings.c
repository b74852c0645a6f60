// SPDX-License-Identifier: Apache-2.0
#include "server/settings.h"

#include "core/text.h"
#include "server/address.h"

static const char *const formats[] = {"logfmt", "json", NULL};
static const char *const levels[] = {"debug", "info", "warn", "error", NULL};

#define AT(field) offsetof(struct adm_config, field)
#define MIB ((int64_t)1024 * 1024)

static const struct adm_setting table[] = {
    {"", "listen", "--listen", "ADDR:PORT", "HTTPS address (0.0.0.0:8443; port 0 is any free port)",
     ADM_SETTING_ADDRESS, AT(listen), 0, 0, NULL},
    {"", "metrics", "--metrics-listen", "ADDR:PORT",
     "plain address of /metrics and the probes (127.0.0.1:9090), or off",
     ADM_SETTING_ADDRESS_OR_OFF, AT(metrics), 0, 0, NULL},
    {"tls", "cert", "--tls-cert", "FILE", "certificate chain, PEM", ADM_SETTING_TEXT, AT(tls_cert),
     0, 0, NULL},
    {"tls", "key", "--tls-key", "FILE", "its key, PEM", ADM_SETTING_TEXT, AT(tls_key), 0, 0, NULL},
    {"tls", "client_ca", "--client-ca", "FILE",
     "admission calls need a client certificate of these CAs", ADM_SETTING_TEXT, AT(client_ca), 0,
     0, NULL},
    {"tls", "self_signed", "--self-signed", "DIR", "make a CA and a certificate there when absent",
     ADM_SETTING_TEXT, AT(self_signed), 0, 0, NULL},
    {"tls", "dns_names", NULL, NULL,
     "names of the self-signed certificate (the Service, localhost)", ADM_SETTING_LIST,
     AT(dns_names), 0, 0, NULL},
    {"", "policy", "--policy", "FILE", "policy (the built-in one)", ADM_SETTING_TEXT, AT(policy), 0,
     0, NULL},
    {"audit", "file", "--audit-log", "FILE", "audit records; - is standard output (-)",
     ADM_SETTING_TEXT, AT(audit_file), 0, 0, NULL},
    {"log", "format", "--log-format", "FORMAT", "logfmt or json (logfmt)", ADM_SETTING_CHOICE,
     AT(log_format), 0, 0, formats},
    {"log", "level", "--log-level", "LEVEL", "debug, info, warn or error (info)",
     ADM_SETTING_CHOICE, AT(log_level), 0, 0, levels},
    {"limits", "body_bytes", NULL, NULL, "largest review", ADM_SETTING_INT, AT(body_bytes), 1024,
     512 * MIB, NULL},
    {"limits", "inflight_bytes", NULL, NULL, "bytes of reviews held at once", ADM_SETTING_INT,
     AT(inflight_bytes), 1024, 16384 * MIB, NULL},
    {"limits", "connections", NULL, NULL, "connections at once", ADM_SETTING_INT, AT(connections),
     1, 65536, NULL},
    {"limits", "timeout_s", NULL, NULL, "idle connections end after this", ADM_SETTING_INT,
     AT(timeout_s), 1, 86400, NULL},
    {"drain", "wait_s", NULL, NULL, "seconds for endpoints to notice", ADM_SETTING_INT,
     AT(drain_wait_s), 0, 3600, NULL},
    {"drain", "deadline_s", NULL, NULL, "seconds a drain may take in all", ADM_SETTING_INT,
     AT(drain_deadline_s), 0, 3600, NULL},
    {"", "fingerprint_key_file", NULL, NULL,
     "key of the fingerprints, 16 bytes and more (a random one a process)", ADM_SETTING_TEXT,
     AT(fingerprint_key_file), 0, 0, NULL},
};

const struct adm_setting *adm_settings_table(size_t *count) {
    *count = sizeof table / sizeof *table;
    return table;
}

static bool read_int(struct adm_str value, int64_t *out) {
    int64_t result = 0;
    if (value.len == 0 || value.len > 15)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] < '0' || value.data[i] > '9')
            return false;
        result = result * 10 + (value.data[i] - '0');
    }
    *out = result;
    return true;
}

static bool put_text(struct adm_config *config, const struct adm_setting *setting,
                     struct adm_str value, struct adm_error *err) {
    if (value.len == 0)
        return adm_fail(err, ADM_INVALID, "'%s' is empty", setting->key);
    struct adm_str copy = adm_arena_copy(&config->arena, value);
    if (copy.data == NULL)
        return adm_fail(err, ADM_LIMIT, "'%s' is too long", setting->key);
    *(const char **)((char *)config + setting->offset) = copy.data;
    return true;
}

static bool put_address(struct adm_config *config, const struct adm_setting *setting,
                        struct adm_str value, struct adm_error *err) {
    bool is_off = setting->type == ADM_SETTING_ADDRESS_OR_OFF && adm_str_is(value, "off");
    if (value.len > 0 && !is_off)
        ADM_TRY(adm_address_check(value, err));
    return put_text(config, setting, value, err);
}

// "debug, info, warn or error".
static struct adm_str list_choices(const struct adm_setting *setting, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    for (size_t i = 0; setting->choices[i] != NULL; i++) {
        const char *before = i == 0 ? "" : setting->choices[i + 1] == NULL ? " or " : ", ";
        adm_text_printf(&text, "%s%s", before, setting->choices[i]);
    }
    return adm_text_str(&text);
}

static bool put_choice(struct adm_config *config, const struct adm_setting *setting,
                       struct adm_str value, struct adm_error *err) {
    for (int64_t i = 0; setting->choices[i] != NULL; i++) {
        if (!adm_str_is(value, setting->choices[i]))
            continue;
        *(int64_t *)(void *)((char *)config + setting->offset) = i;
        return true;
    }
    return adm_fail(err, ADM_INVALID, "'%.*s' is not a %s: %.*s",
                    ADM_STR_ARGS(adm_str_slice(value, 0, 64)), setting->key,
                    ADM_STR_ARGS(list_choices(setting, &config->arena)));
}

static bool put_int(struct adm_config *config, const struct adm_setting *setting,
                    struct adm_str value, struct adm_error *err) {
    int64_t number = 0;
    if (!read_int(value, &number) || number < setting->least || number > setting->most)
        return adm_fail(err, ADM_INVALID, "'%s' must be a whole number from %lld to %lld",
                        setting->key, (long long)setting->least, (long long)setting->most);
    *(int64_t *)(void *)((char *)config + setting->offset) = number;
    return true;
}

bool adm_settings_put(struct adm_config *config, const struct adm_setting *setting,
                      struct adm_str value, struct adm_error *err) {
    switch (setting->type) {
    case ADM_SETTING_INT:
        return put_int(config, setting, value, err);
    case ADM_SETTING_CHOICE:
        return put_choice(config, setting, value, err);
    case ADM_SETTING_LIST:
        return adm_fail(err, ADM_INVALID, "'%s' must be a list", setting->key);
    case ADM_SETTING_ADDRESS:
    case ADM_SETTING_ADDRESS_OR_OFF:
        return put_address(config, setting, value, err);
    case ADM_SETTING_TEXT:
        return put_text(config, setting, value, err);
    }
    return adm_fail(err, ADM_INVALID, "'%s' cannot be set", setting->key);
}
