// SPDX-License-Identifier: Apache-2.0
// The addresses of refers.h.
#include <string.h>

#include "validators/credentials/key_name.h"
#include "validators/credentials/refers.h"

enum { CALL_MIN = 3, NAME_LONG = 200, SEGMENT_RANDOM = 16, SEGMENT_MAX = 64, KEY_SHAPE = 40 };

static bool is_one_word(struct adm_str s) { return !adm_chars_any(s, ADM_CHARS_SPACE); }

// A word that a person would give to a folder: not capitals, small letters and digits all mixed.
static bool is_segment(struct adm_str s) {
    bool mixed = adm_chars_any(s, ADM_CHARS_UPPER) && adm_chars_any(s, ADM_CHARS_LOWER) &&
                 adm_chars_any(s, ADM_CHARS_DIGIT);
    return s.len <= SEGMENT_MAX && (s.len < SEGMENT_RANDOM || !mixed);
}

// Segments of a path, at least `min`; what stands in them is names.
static bool has_segments(struct adm_str s, size_t min) {
    size_t count = 0, start = 0;
    for (size_t i = 0; i <= s.len; i++) {
        char c = adm_chars_at(s, i);
        if (i < s.len && c != '/' && c != '\\') {
            if (!adm_chars_in(c, ADM_CHARS_TOKEN) &&
                (c == '\0' || strchr("*:@~{}$%#?&=,<> ", c) == NULL))
                return false;
            continue;
        }
        if (!is_segment(adm_str_slice(s, start, i)))
            return false;
        count += i > start;
        start = i + 1;
    }
    return count >= min;
}

// A mix of cases and digits as long as an AWS secret key, which may hold slashes.
static bool has_key_shape(struct adm_str s) {
    return s.len >= KEY_SHAPE && adm_chars_all(s, ADM_CHARS_BASE64 | ADM_CHARS_EQUALS) &&
           adm_chars_any(s, ADM_CHARS_UPPER) && adm_chars_any(s, ADM_CHARS_LOWER) &&
           adm_chars_any(s, ADM_CHARS_DIGIT);
}

static bool is_path(struct adm_str s) {
    static const char *const leads[] = {"./", "../", "~/", "file:/", "\\\\"};
    if (has_key_shape(s) || !is_one_word(s))
        return false;
    for (size_t i = 0; i < sizeof leads / sizeof(char *); i++)
        if (adm_str_starts(s, leads[i]))
            return has_segments(s, 1);
    if (s.len > 3 && adm_chars_in(s.data[0], ADM_CHARS_ALPHA) && s.data[1] == ':' &&
        (s.data[2] == '\\' || s.data[2] == '/'))
        return has_segments(adm_str_slice(s, 2, s.len), 1);
    if (s.len < 2 || s.data[0] != '/')
        return false;
    // One segment alone may be a password that begins with a slash.
    return has_segments(s, 2) ||
           (has_segments(s, 1) && !adm_chars_any(s, ADM_CHARS_DIGIT | ADM_CHARS_UPPER));
}

static bool is_file(struct adm_str s) {
    static const char *const ends[] = {
        ".asc",    ".cer", ".conf",   ".crt",  ".csr",  ".db",   ".der",   ".enc",  ".env",
        ".go",     ".gpg", ".html",   ".ini",  ".jks",  ".js",   ".json",  ".kdbx", ".key",
        ".keytab", ".log", ".md",     ".p12",  ".pass", ".pem",  ".pfx",   ".png",  ".properties",
        ".pub",    ".py",  ".secret", ".sh",   ".svg",  ".tmpl", ".token", ".toml", ".tpl",
        ".ts",     ".txt", ".xml",    ".yaml", ".yml",
    };
    if (adm_str_index(s, '.') == s.len)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof(char *); i++)
        if (adm_str_ends(s, ends[i]))
            return is_one_word(s) && s.len > strlen(ends[i]) && has_segments(s, 1);
    return false;
}

// arn:partition:service:region:account:resource
static bool is_arn(struct adm_str s) {
    size_t fields[5] = {0}, count = 0;
    for (size_t i = 0; i < s.len && count < 5; i++)
        if (s.data[i] == ':')
            fields[count++] = i;
    if (!adm_str_starts(s, "arn:aws") || count < 5)
        return false;
    struct adm_str service = adm_str_slice(s, fields[1] + 1, fields[2]);
    struct adm_str account = adm_str_slice(s, fields[3] + 1, fields[4]);
    return adm_chars_all(service, ADM_CHARS_LOWER_DIGIT | ADM_CHARS_DASH_LOW) &&
           (account.len == 0 || (account.len == 12 && adm_chars_all(account, ADM_CHARS_DIGIT))) &&
           s.len > fields[4] + 1;
}

static bool is_gcp_name(struct adm_str s) {
    size_t secrets = adm_chars_find(s, 0, s.len, "/secrets/");
    return adm_str_starts(s, "projects/") && secrets != SIZE_MAX && secrets > 9 &&
           s.len > secrets + 9 && has_segments(s, 4);
}

struct scheme {
    const char *lead;
    size_t segments; // at least so many after it
};

// The URIs of stores: a scheme and then a path.
static const struct scheme schemes[] = {
    {"akv://", 1},
    {"asm://", 1},
    {"aws-sm://", 1},
    {"awskms://", 1},
    {"awssm://", 1},
    {"azkv://", 1},
    {"azurekeyvault://", 1},
    {"berglas://", 2},
    {"bws://", 1},
    {"conjur:", 2},
    {"consul:", 2},
    {"env://", 1},
    {"file:", 1},
    {"gcpkms://", 1},
    {"gcpsm://", 1},
    {"gs://", 2},
    {"gsm:", 1},
    {"keepass://", 1},
    {"keyring:", 1},
    {"keyvault://", 1},
    {"op://", 3},
    {"s3://", 2},
    {"secret://", 1},
    {"secretmanager:", 1},
    {"secretref:", 1},
    {"secretsmanager:", 1},
    {"sm://", 1},
    {"ssm:", 1},
    {"vault:", 2},
    {"k8s://", 2},
    {"awssecret://", 1},
    {"gcpsecretmanager:", 1},
};

static const struct scheme *store_of(struct adm_str s) {
    if (adm_str_index(s, ':') == s.len)
        return NULL;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (adm_str_starts(s, schemes[i].lead))
            return &schemes[i];
    return NULL;
}

static bool is_store_uri(struct adm_str s) {
    const struct scheme *store = store_of(s);
    if (store != NULL)
        return has_segments(adm_str_slice(s, strlen(store->lead), s.len), store->segments);
    size_t mark = adm_chars_find(s, 0, 40, "://");
    return adm_str_starts(s, "ref+") && mark != SIZE_MAX &&
           has_segments(adm_str_slice(s, mark + 3, s.len), 1);
}

// env:NAME, and the URL of something without a password in it.
static bool is_url(struct adm_str s) {
    size_t mark = adm_chars_find(s, 0, 24, "://");
    if (adm_str_starts(s, "env:"))
        return adm_chars_all(adm_str_slice(s, 4, s.len),
                             ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DASH_LOW);
    return store_of(s) == NULL && mark != SIZE_MAX && mark > 1 &&
           adm_chars_all(adm_str_slice(s, 0, mark), ADM_CHARS_TOKEN) && is_one_word(s);
}

bool adm_refers_is_address(struct adm_str value) {
    if (value.len > 2048 || !is_one_word(value))
        return false;
    return is_arn(value) || is_gcp_name(value) || is_store_uri(value) || is_path(value) ||
           is_file(value) || is_url(value) ||
           (adm_str_starts(value, "@Microsoft.KeyVault(") && adm_str_ends(value, ")")) ||
           (adm_str_starts(value, "<path:") && adm_str_ends(value, ">"));
}

// Objects that programs keep settings in.
static const char *const holders[] = {
    "args",    "cfg",     "conf",    "config",      "configuration", "context", "ctx",    "data",
    "each",    "env",     "environ", "environment", "inputs",        "local",   "module", "options",
    "opts",    "os",      "param",   "params",      "process",       "props",   "random", "req",
    "request", "secrets", "self",    "settings",    "state",         "steps",   "sys",    "system",
    "this",    "user",    "values",  "var",         "vars",
};

// *anchor, &anchor, ("x")
static bool is_anchor(struct adm_str s) {
    if (s.len < 2 || (s.data[0] != '*' && s.data[0] != '&'))
        return s.len > 1 && s.data[0] == '(';
    return adm_chars_all(adm_str_slice(s, 1, s.len), ADM_CHARS_TOKEN);
}

// f(…), x["…"]: `len` characters of a name come first.
static bool is_call(struct adm_str s, size_t len) {
    char next = adm_chars_at(s, len), inside = adm_chars_at(s, len + 1);
    if ((next != '(' && next != '[') || len < CALL_MIN)
        return false;
    return inside == '\0' || inside == '$' || strchr(")];,", s.data[s.len - 1]) != NULL ||
           adm_chars_any(adm_str_slice(s, len, s.len), ADM_CHARS_QUOTE | ADM_CHARS_SPACE) ||
           adm_chars_all(adm_str_slice(s, 0, len), ADM_CHARS_LOWER | ADM_CHARS_DOT);
}

// cfg.password, random_password.db.result
static bool is_member(struct adm_str s) {
    size_t dots = 0;
    for (size_t i = 0; i < s.len; i++)
        dots += s.data[i] == '.';
    struct adm_str first = adm_str_slice(s, 0, adm_str_index(s, '.'));
    if (dots >= 2 && adm_chars_all(s, ADM_CHARS_LOWER | ADM_CHARS_DOT | ADM_CHARS_DASH_LOW))
        return true;
    return dots > 0 &&
           (ADM_WORDS_IN(first, holders) ||
            (adm_key_name_is(s) && adm_chars_all(first, ADM_CHARS_ALPHA | ADM_CHARS_DASH_LOW)));
}

bool adm_refers_is_code(struct adm_str value) {
    size_t len = adm_chars_run(value, 0, ADM_CHARS_TOKEN, NAME_LONG);
    if (len == 0 || adm_chars_in(value.data[0], ADM_CHARS_DIGIT))
        return is_anchor(value);
    size_t call = adm_str_index(value, '(');
    bool late = call < value.len && adm_chars_in(value.data[call - 1], ADM_CHARS_ALPHA) &&
                adm_chars_in(adm_chars_at(value, call + 1), ADM_CHARS_QUOTE);
    // `late`: password or getpass("…")
    return is_call(value, len) || late || (len == value.len && is_member(value));
}
