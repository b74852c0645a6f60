// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/key_name.h"

#include <assert.h>
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

// The single words that the functions above ask for.
static const char *const single_words[] = {
    "apikey", "auth", "base",   "bearer", "code",   "cookie", "id",  "key", "net",
    "pass",   "pat",  "phrase", "salt",   "secret", "token",  "uri", "url", "word",
};

enum { LETTERS = 26, THREE = LETTERS * LETTERS * LETTERS };

// Filled by build() before main, constant after: by the last three letters of the words that a name
// is decided by, which letters may stand before those (a bit each, and one for none); and the words
// that are shorter.
static uint32_t ends[THREE];
static const char *short_words[8];
static size_t short_count;

// 0..25, or LETTERS for anything but a letter.
static size_t letter(char c) {
    if (adm_chars_in(c, ADM_CHARS_ALPHA))
        return (size_t)(adm_chars_lower(c) - 'a');
    return LETTERS;
}

// Three letters as a number, or THREE when others are among them.
static size_t end_of(const char *at) {
    size_t a = letter(at[0]), b = letter(at[1]), c = letter(at[2]);
    return a == LETTERS || b == LETTERS || c == LETTERS ? THREE : (a * LETTERS + b) * LETTERS + c;
}

static void add_end(const char *word) {
    size_t len = strlen(word);
    if (len < 3) {
        assert(short_count < sizeof short_words / sizeof *short_words);
        short_words[short_count++] = word;
        return;
    }
    size_t end = end_of(word + len - 3);
    assert(end < THREE);
    // One of three letters may also be the end of a longer word.
    ends[end] |= len == 3 ? UINT32_MAX : 1U << letter(word[len - 4]);
}

static void add_ends(const char *const *table, size_t count) {
    for (size_t i = 0; i < count; i++)
        add_end(table[i]);
}
#define ADD_ENDS(table) add_ends((table), sizeof(table) / sizeof *(table))

__attribute__((constructor)) static void build(void) {
    ADD_ENDS(password_words);
    ADD_ENDS(plural_words);
    ADD_ENDS(credential_words);
    ADD_ENDS(auth_words);
    ADD_ENDS(password_ends);
    ADD_ENDS(key_ends);
    ADD_ENDS(key_words);
    ADD_ENDS(clear_tails);
    ADD_ENDS(single_words);
}

// Whether the word may be one that decides: most names are told apart here.
static bool may_decide(struct adm_str word) {
    if (word.len > 3) {
        size_t end = end_of(word.data + word.len - 3);
        return end < THREE && (ends[end] >> letter(word.data[word.len - 4]) & 1U) != 0;
    }
    if (word.len == 3)
        return end_of(word.data) < THREE && ends[end_of(word.data)] != 0;
    for (size_t i = 0; i < short_count; i++)
        if (is(word, short_words[i]))
            return true;
    return false;
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

// Whether a name ends in small letters that end no word that decides: the quickest to see.
static bool ends_otherwise(struct adm_str key) {
    const char *end = key.data + key.len;
    return key.len >= 3 && adm_chars_in(end[-1], ADM_CHARS_LOWER) &&
           adm_chars_in(end[-2], ADM_CHARS_LOWER) && adm_chars_in(end[-3], ADM_CHARS_LOWER) &&
           ends[end_of(end - 3)] == 0;
}

// Apart, since the words are cleared and few names come so far.
__attribute__((noinline)) static struct adm_key_name read_split(struct adm_str key) {
    struct adm_words words;
    adm_words_split(key, &words);
    struct adm_key_name exception = read_exception(&words, key);
    if (exception.kind != ADM_KEY_NAME_NONE)
        return exception;
    for (; words.count > 0; words.count--) {
        struct adm_str last = word_at(&words, 1);
        struct adm_key_name name = may_decide(last) ? read_words(&words) : none;
        if (name.kind != ADM_KEY_NAME_NONE)
            return says_other(&words) && name.kind != ADM_KEY_NAME_PASSWORD ? none : name;
        if (last.len > 0 && !ADM_WORDS_IN(last, clear_tails))
            return none;
    }
    return none;
}

struct adm_key_name adm_key_name_read(struct adm_str key) {
    if (key.len == 0 || ends_otherwise(key) || !may_decide(last_word(key)))
        return none;
    return read_split(key);
}

bool adm_key_name_is(struct adm_str value) {
    return value.len <= 64 && adm_chars_all(value, ADM_CHARS_TOKEN) &&
           adm_key_name_read(value).kind != ADM_KEY_NAME_NONE;
}
