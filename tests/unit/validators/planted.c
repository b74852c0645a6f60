// SPDX-License-Identifier: Apache-2.0
#include "planted.h"

#include <criterion/criterion.h>

#include "releases.h"
#include "validators/credentials/detector.h"
#include "validators/credentials/tokens.h"

enum { TRIES = 40 };

static const struct adm_token *(*const groups[])(size_t *) = {
    adm_tokens_cloud, adm_tokens_forge, adm_tokens_registry, adm_tokens_people,
    adm_tokens_ai,    adm_tokens_infra, adm_tokens_service,
};
enum { GROUPS = sizeof groups / sizeof *groups };

uint32_t planted_below(struct planted_random *random, uint32_t limit) {
    uint32_t x = random->state;
    x ^= x << 13U;
    x ^= x >> 17U;
    x ^= x << 5U;
    random->state = x;
    return x % limit;
}

static struct adm_str of_set(struct planted_random *random, unsigned set, size_t count,
                             const char *prefix, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_text_append_c(&text, prefix);
    for (size_t i = 0; i < count;) {
        char c = (char)(33 + planted_below(random, 94));
        if (!adm_chars_in(c, set))
            continue;
        adm_text_append_char(&text, c);
        i++;
    }
    return adm_text_str(&text);
}

// Whether it is live: what an issuer's check refuses, or what is a hash, is only a warning.
static bool is_live(struct adm_str value, struct adm_arena *arena) {
    struct adm_detector detector;
    adm_detector_init(&detector, arena, ADM_DETECTOR_BUDGET);
    cr_assert(adm_detector_scan(
        &detector, &(struct adm_detector_value){.text = value, .place = ADM_DETECTOR_CONFIG},
        NULL));
    return detector.count == 1 && detector.findings[0].confidence > ADM_DETECTOR_LOW;
}

static bool make_token(struct planted_random *random, struct adm_arena *arena,
                       struct planted *out) {
    size_t count = 0;
    const struct adm_token *rows = groups[planted_below(random, GROUPS)](&count);
    const struct adm_token *row = &rows[planted_below(random, (uint32_t)count)];
    uint32_t more = planted_below(random, (uint32_t)(row->max - row->min) + 1U);
    out->value =
        of_set(random, row->set & ADM_CHARS_ALNUM, row->min + more % 8U, row->prefix, arena);
    out->what = row->prefix;
    out->keyed = false;
    return is_live(out->value, arena);
}

static struct adm_str private_key(struct planted_random *random, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    // Cut in two: scanners of git hosts refuse what looks real.
    adm_text_append_c(&text, "-----BEGIN RSA PRIV");
    adm_text_append_c(&text, "ATE KEY-----\nMIIEpAIBAAKCAQEA");
    for (int line = 0; line < 8; line++) {
        adm_text_append(&text, of_set(random, ADM_CHARS_BASE64, 48, "", arena));
        adm_text_append_char(&text, '\n');
    }
    adm_text_append_c(&text, "-----END RSA PRIV");
    adm_text_append_c(&text, "ATE KEY-----\n");
    return adm_text_str(&text);
}

struct planted planted_make(struct planted_random *random, struct adm_arena *arena) {
    struct planted out = {.what = "a password", .keyed = true};
    uint32_t kind = planted_below(random, 10);
    for (int i = 0; kind < 7 && i < TRIES; i++)
        if (make_token(random, arena, &out))
            return out;
    if (kind == 7)
        return (struct planted){private_key(random, arena), false, "a private key"};
    struct adm_str word = of_set(random, ADM_CHARS_LOWER, 5, "Qx7", arena);
    struct adm_str rest = of_set(random, ADM_CHARS_ALNUM, 8, "", arena);
    out.value = adm_text_format(arena, "%.*s%.*s9z", ADM_STR_ARGS(word), ADM_STR_ARGS(rest));
    if (kind == 8) {
        out.what = "a password of a URL";
        out.value = adm_text_format(arena, "postgres://web:%.*s@db/web", ADM_STR_ARGS(out.value));
    }
    return out;
}

static const struct {
    const char *name, *before, *after;
} forms[] = {
    {"yaml", "a: b\ndb:\n  password: \"", "\"\n"},
    {"json", "{\"colour\":\"blue\",\"password\":\"", "\"}"},
    {"env", "LOG_LEVEL=info\nDB_PASSWORD=", "\nPORT=1\n"},
    {"properties", "log.level=info\ndb.password=", "\n"},
    {"ini", "[db]\npassword = ", "\n"},
    {"toml", "[db]\npassword = \"", "\"\n"},
    {"xml", "<db password=\"", "\"/>\n"},
};

// Line ends would break every form but YAML's and JSON's escapes: those of a PEM are escaped.
static struct adm_str escaped(struct adm_str value, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < value.len; i++)
        if (value.data[i] == '\n')
            adm_text_append_c(&text, "\\n");
        else
            adm_text_append_char(&text, value.data[i]);
    return adm_text_str(&text);
}

struct adm_str planted_form(struct planted_random *random, const struct planted *planted,
                            struct adm_arena *arena, const char **name) {
    size_t at = planted_below(random, sizeof forms / sizeof *forms + (planted->keyed ? 0 : 2));
    struct adm_text text;
    *name = "bare";
    if (at >= sizeof forms / sizeof *forms)
        return planted->value;
    *name = forms[at].name;
    adm_text_init(&text, arena);
    adm_text_append_c(&text, forms[at].before);
    adm_text_append(&text, escaped(planted->value, arena));
    adm_text_append_c(&text, forms[at].after);
    return adm_text_str(&text);
}

static struct adm_str hex(struct adm_str bytes, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < bytes.len; i++)
        adm_text_printf(&text, "%02x", (unsigned)(unsigned char)bytes.data[i]);
    return adm_text_str(&text);
}

static struct adm_str utf16(struct adm_str bytes, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_text_append(&text, ADM_STR("\xff\xfe"));
    for (size_t i = 0; i < bytes.len; i++) {
        adm_text_append_char(&text, bytes.data[i]);
        adm_text_append_char(&text, '\0');
    }
    return adm_text_str(&text);
}

struct adm_str planted_wrap(struct planted_random *random, struct adm_str text,
                            struct adm_arena *arena, const char **name) {
    static const char *const names[] = {"plain",        "plain",        "base64", "base64 twice",
                                        "base64(gzip)", "base64(zlib)", "hex",    "base64(UTF-16)"};
    uint32_t at = planted_below(random, sizeof names / sizeof *names);
    *name = names[at];
    struct adm_str inner[] = {text,
                              text,
                              text,
                              releases_base64(arena, text),
                              releases_gzip(arena, text),
                              releases_zlib(arena, text),
                              text,
                              utf16(text, arena)};
    if (at < 2)
        return text;
    return at == 6 ? hex(text, arena) : releases_base64(arena, inner[at]);
}
