// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/key_name.h"

#include <string.h>

// Tables are sorted: adm_words_in searches them by halves.

static const char *const password_words[] = {
    "adminpw",     "bindpw",   "contrasena", "kennwort", "masterauth", "mdp",        "motdepasse",
    "pass",        "passcode", "passphrase", "passw",    "passwd",     "password",   "passwort",
    "passwrd",     "psk",      "psswd",      "psw",      "pswd",       "pw",         "pwd",
    "requirepass", "rootpw",   "senha",      "userpass", "userpw",     "wachtwoord",
};
static const char *const plural_words[] = {
    "apikeys", "passphrases", "passwds", "passwords", "secrets", "tokens",
};
static const char *const credential_words[] = {"cred", "credential", "credentials", "creds"};
static const char *const auth_words[] = {"auth", "authorization"};
// Ends of words that nobody split: PGPASSWORD, authtoken.
static const char *const password_ends[] = {
    "adminpw",  "bindpw",   "masterauth", "pass",   "passphrase", "passwd",
    "password", "passwort", "pwd",        "rootpw", "userpw",
};
static const char *const key_ends[] = {
    "accesskey",  "accountkey", "apikey",    "authkey",       "encryptionkey", "masterkey",
    "privatekey", "secretid",   "secretkey", "secretkeybase", "sharedkey",     "signingkey",
};
static const char *const key_words[] = {
    "accesskey",  "accountkey", "apikey",    "authkey",       "encryptionkey", "masterkey",
    "privatekey", "secretid",   "secretkey", "secretkeybase", "sharedkey",     "signingkey",
};
// Words that end so and mean something else.
static const char *const not_pass[] = {
    "bypass",     "compass", "encompass", "keepass",  "lastpass",
    "multipass",  "nopass",  "nopasswd",  "onepass",  "overpass",
    "renderpass", "subpass", "surpass",   "trespass", "underpass",
};
// What stands before `pass` when that is a verb or a number.
static const char *const pass_heads[] = {
    "boarding", "by",    "fastcgi", "first", "grpc",   "high",   "low", "memcached", "multi",
    "optional", "proxy", "render",  "scgi",  "second", "single", "two", "uwsgi",
};
// What stands before `key` in the name of a secret.
static const char *const key_heads[] = {
    "access",       "account",   "admin",       "aes",          "age",
    "api",          "app",       "application", "auth",         "backup",
    "bot",          "cipher",    "consumer",    "cookie",       "crypto",
    "csrf",         "decrypt",   "decryption",  "deploy",       "encrypt",
    "encryption",   "fernet",    "function",

    "hash",         "hmac",      "in",          "ingestion",    "instrumentation",
    "integration",  "jwt",       "licence",     "license",      "master",
    "nonce",

    "preshared",    "private",   "recovery",    "registration", "root",
    "routing",      "rsa",       "sas",         "secret",       "secure",
    "security",     "sending",   "service",     "session",      "shared",
    "sign",         "signature", "signing",     "ssh",          "storage",
    "subscription", "symmetric", "token",       "tsig",         "unseal",
    "webhook",      "wrapping",  "write",
};
// Of these the value is a secret whatever it looks like.
static const char *const strict_key_heads[] = {
    "age", "encryption", "fernet", "master", "preshared", "private", "shared", "signing",
};
static const char *const token_not_heads[] = {
    "automount",    "bos",      "cancel", "cancellation", "cls",    "cluster",  "completion",
    "continuation", "continue", "csrf",   "end",          "eof",    "eos",      "header",
    "input",        "mask",     "max",    "min",          "next",   "nextpage", "num",
    "output",       "pad",      "page",   "pagination",   "prompt", "resume",   "sep",
    "skip",         "special",  "start",  "stop",         "sync",   "total",    "unk",
    "unknown",      "xsrf",
};
// Before `secret`: the value is what it says.
static const char *const secret_heads[] = {
    "access",     "admin",    "api",      "app",      "application", "aws",     "azure",
    "bot",        "client",   "consumer", "cookie",   "crypto",      "csrf",    "django",
    "encryption", "erlang",   "facebook", "flask",    "github",      "gitlab",  "google",
    "hash",       "hmac",     "hook",     "internal", "join",        "jwt",     "ldap",
    "minio",      "nextauth", "oauth",    "oidc",     "rails",       "refresh", "rpc",
    "s",          "saml",     "session",  "shared",   "signature",   "signing", "slack",
    "smtp",       "sso",      "state",    "stripe",   "turn",        "twitter", "user",
    "vault",      "webhook",
};
// Before `secret`: the value names a Secret.
static const char *const secret_name_heads[] = {
    "ca",       "cert",       "certificate", "cred",   "credential", "credentials",
    "existing", "external",   "from",        "image",  "ingress",    "k",
    "kube",     "kubernetes", "password",    "pull",   "registry",   "sealed",
    "ssl",      "tls",        "username",    "volume",
};
// Anywhere in the name: the value is public, elsewhere, or ciphertext.
static const char *const other_heads[] = {
    "checksum", "crypted", "digest",      "encrypted", "existing", "hashed",
    "pub",      "public",  "publishable", "sealed",    "sha",
};
// Said of which one, or of its form: looked through.
static const char *const clear_tails[] = {
    "b",         "base",        "content",  "current", "data",        "decoded",    "default",
    "dev",       "development", "literal",  "local",   "new",         "old",        "plain",
    "plaintext", "prev",        "previous", "primary", "prod",        "production", "qa",
    "raw",       "secondary",   "stage",    "staging", "str",         "string",     "test",
    "testing",   "text",        "txt",      "uat",     "unencrypted", "val",        "value",
};

// Keys that also name things: only what is random is one.
static const char *const loose_key_heads[] = {
    "instrumentation", "integration", "licence", "license", "routing", "subscription", "write",
};

static const struct adm_key_name none = {0};

static struct adm_key_name named(enum adm_key_name_kind kind, enum adm_family family, bool strict) {
    return (struct adm_key_name){.kind = kind, .family = family, .strict = strict};
}

static struct adm_str word_at(const struct adm_words *words, size_t from_end) {
    struct adm_str empty = {"", 0};
    if (words->count < from_end)
        return empty;
    return adm_words_without_digits(words->items[words->count - from_end]);
}

static bool is(struct adm_str word, const char *text) { return adm_chars_same(word, text); }

static struct adm_key_name read_key(struct adm_str head) {
    if (!ADM_WORDS_IN(head, key_heads))
        return none;
    if (ADM_WORDS_IN(head, loose_key_heads))
        return named(ADM_KEY_NAME_SALT, ADM_FAMILY_KEY, false);
    bool api = is(head, "api") || is(head, "app") || is(head, "application");
    return named(ADM_KEY_NAME_KEY, api ? ADM_FAMILY_API_KEY : ADM_FAMILY_KEY,
                 ADM_WORDS_IN(head, strict_key_heads));
}

struct pair {
    const char *head, *last;
    struct adm_key_name name;
};

// Two words that mean one thing.
static struct adm_key_name read_pair(struct adm_str head, struct adm_str last) {
    static const struct pair pairs[] = {
        {"pass", "word", {ADM_KEY_NAME_PASSWORD, ADM_FAMILY_PASSWORD, true, false}},
        {"pass", "phrase", {ADM_KEY_NAME_PASSWORD, ADM_FAMILY_PASSWORD, true, false}},
        {"pass", "code", {ADM_KEY_NAME_PASSWORD, ADM_FAMILY_PASSWORD, true, false}},
        {"rediscli", "auth", {ADM_KEY_NAME_PASSWORD, ADM_FAMILY_PASSWORD, true, false}},
        {"secret", "id", {ADM_KEY_NAME_KEY, ADM_FAMILY_SECRET, false, false}},
        {"erlang", "cookie", {ADM_KEY_NAME_KEY, ADM_FAMILY_SECRET, false, false}},
        {"key", "base", {ADM_KEY_NAME_KEY, ADM_FAMILY_KEY, true, false}},
        {"webhook", "url", {ADM_KEY_NAME_WEBHOOK, ADM_FAMILY_WEBHOOK, false, false}},
        {"webhook", "uri", {ADM_KEY_NAME_WEBHOOK, ADM_FAMILY_WEBHOOK, false, false}},
        {"hook", "url", {ADM_KEY_NAME_WEBHOOK, ADM_FAMILY_WEBHOOK, false, false}},
    };
    if (is(last, "key"))
        return read_key(head);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (is(head, pairs[i].head) && is(last, pairs[i].last))
            return pairs[i].name;
    return none;
}

static struct adm_key_name read_secret(struct adm_str head) {
    struct adm_key_name name = named(ADM_KEY_NAME_SECRET, ADM_FAMILY_SECRET, false);
    if (ADM_WORDS_IN(head, secret_name_heads))
        return none;
    name.strict = ADM_WORDS_IN(head, secret_heads);
    return name;
}

static struct adm_key_name read_noun(struct adm_str head, struct adm_str last) {
    if (is(last, "pass") && ADM_WORDS_IN(head, pass_heads))
        return none;
    if (ADM_WORDS_IN(last, password_words))
        return named(ADM_KEY_NAME_PASSWORD, ADM_FAMILY_PASSWORD, true);
    if (is(last, "secret"))
        return read_secret(head);
    if (is(last, "token") || is(last, "pat") || is(last, "bearer"))
        return ADM_WORDS_IN(head, token_not_heads)
                   ? none
                   : named(ADM_KEY_NAME_TOKEN, ADM_FAMILY_TOKEN, false);
    if (ADM_WORDS_IN(last, credential_words))
        return named(ADM_KEY_NAME_CREDENTIALS, ADM_FAMILY_CREDENTIALS, false);
    if (ADM_WORDS_IN(last, auth_words))
        return named(ADM_KEY_NAME_AUTH, ADM_FAMILY_CREDENTIALS, false);
    if (is(last, "salt"))
        return named(ADM_KEY_NAME_SALT, ADM_FAMILY_SECRET, false);
    return none;
}

static struct adm_key_name read_unsplit(struct adm_str last) {
    static const char *const api_ends[] = {"apikey"};
    static const char *const token_ends[] = {"token"};
    static const char *const secret_ends[] = {"secret"};
    if (ADM_WORDS_IN(last, not_pass))
        return none;
    if (ADM_WORDS_ENDS_IN(last, password_ends))
        return named(ADM_KEY_NAME_PASSWORD, ADM_FAMILY_PASSWORD, true);
    if ((ADM_WORDS_ENDS_IN(last, key_ends) || ADM_WORDS_IN(last, key_words)))
        return named(ADM_KEY_NAME_KEY,
                     ADM_WORDS_ENDS_IN(last, api_ends) || is(last, "apikey") ? ADM_FAMILY_API_KEY
                                                                             : ADM_FAMILY_KEY,
                     false);
    if (ADM_WORDS_ENDS_IN(last, token_ends))
        return named(ADM_KEY_NAME_TOKEN, ADM_FAMILY_TOKEN, false);
    if (ADM_WORDS_ENDS_IN(last, secret_ends))
        return named(ADM_KEY_NAME_SECRET, ADM_FAMILY_SECRET, last.len > 6 + 2);
    return none;
}

static struct adm_key_name read_plural(struct adm_str head, struct adm_str last) {
    struct adm_key_name name = none;
    if (!ADM_WORDS_IN(last, plural_words))
        return none;
    last.len--;
    name = read_noun(head, last);
    if (name.kind == ADM_KEY_NAME_NONE)
        name = read_unsplit(last);
    name.plural = true;
    return name;
}

static struct adm_key_name read_words(const struct adm_words *words) {
    struct adm_str last = word_at(words, 1), head = word_at(words, 2);
    struct adm_key_name name = read_pair(head, last);
    if (name.kind == ADM_KEY_NAME_NONE)
        name = read_noun(head, last);
    if (name.kind == ADM_KEY_NAME_NONE && !ADM_WORDS_IN(last, secret_name_heads))
        name = read_unsplit(last);
    return name.kind == ADM_KEY_NAME_NONE ? read_plural(head, last) : name;
}

static bool says_other(const struct adm_words *words) {
    for (size_t i = 0; i < words->count; i++)
        if (ADM_WORDS_IN(words->items[i], other_heads))
            return true;
    return false;
}

// fs.azure.account.key.<account>.dfs.core.windows.net, VAULT_DEV_ROOT_TOKEN_ID
static struct adm_key_name read_exception(const struct adm_words *words, struct adm_str key) {
    struct adm_str last = word_at(words, 1);
    if (is(last, "net") && adm_chars_find(key, 0, key.len, "azure.account.key.") < key.len)
        return named(ADM_KEY_NAME_KEY, ADM_FAMILY_KEY, true);
    return is(last, "id") && is(word_at(words, 2), "token") && is(word_at(words, 3), "root")
               ? named(ADM_KEY_NAME_PASSWORD, ADM_FAMILY_TOKEN, true)
               : none;
}

// Whether the word's last two letters end any word that may be the last of a credential's name:
// most names are none, and most of them are told apart here.
static bool may_end(struct adm_str word) {
    static const char before[26][8] = {
        ['a' - 'a'] = "hn", ['d' - 'a'] = "erw", ['e' - 'a'] = "dis",     ['h' - 'a'] = "t",
        ['i' - 'a'] = "r",  ['k' - 'a'] = "s",   ['l' - 'a'] = "ar",      ['n' - 'a'] = "eo",
        ['p' - 'a'] = "d",  ['r' - 'a'] = "e",   ['s' - 'a'] = "delnsty", ['t' - 'a'] = "aelr",
        ['w' - 'a'] = "ps", ['y' - 'a'] = "e",
    };
    if (word.len < 3)
        return word.len == 2;
    char last = adm_chars_lower(word.data[word.len - 1]);
    char c = adm_chars_lower(word.data[word.len - 2]);
    return adm_chars_in(last, ADM_CHARS_LOWER) && adm_chars_in(c, ADM_CHARS_LOWER) &&
           strchr(before[last - 'a'], c) != NULL;
}

// The last word of a name without splitting the rest.
static struct adm_str last_word(struct adm_str key) {
    size_t end = key.len, start = 0;
    while (end > 0 && !adm_chars_in(key.data[end - 1], ADM_CHARS_ALPHA))
        end--;
    start = end;
    while (start > 0 && adm_chars_in(key.data[start - 1], ADM_CHARS_LOWER))
        start--;
    if (start == end) // capitals to the end
        while (start > 0 && adm_chars_in(key.data[start - 1], ADM_CHARS_UPPER))
            start--;
    else if (start > 0 && adm_chars_in(key.data[start - 1], ADM_CHARS_UPPER))
        start--;
    return adm_str_slice(key, start, end);
}

struct adm_key_name adm_key_name_read(struct adm_str key) {
    struct adm_words words;
    struct adm_str last_of_all = last_word(key);
    if (!may_end(last_of_all) && !ADM_WORDS_IN(last_of_all, clear_tails) && !is(last_of_all, "net"))
        return none;
    adm_words_split(key, &words);
    struct adm_key_name exception = read_exception(&words, key);
    if (exception.kind != ADM_KEY_NAME_NONE)
        return exception;
    for (; words.count > 0; words.count--) {
        struct adm_str last = word_at(&words, 1);
        struct adm_key_name name = may_end(last) ? read_words(&words) : none;
        if (name.kind != ADM_KEY_NAME_NONE)
            return says_other(&words) && name.kind != ADM_KEY_NAME_PASSWORD ? none : name;
        if (last.len > 0 && !ADM_WORDS_IN(last, clear_tails))
            return none;
    }
    return none;
}

bool adm_key_name_is(struct adm_str value) {
    return value.len <= 64 && adm_chars_all(value, ADM_CHARS_TOKEN) &&
           adm_key_name_read(value).kind != ADM_KEY_NAME_NONE;
}
