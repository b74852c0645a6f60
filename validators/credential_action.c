// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_action.h"

#include "validators/credentials/chars.h"
#include "validators/credentials/words.h"

enum { HELD_MAX = 8192 }; // bytes of one literal: longer is no value

static const char *const decoders[] = {"b64dec", "base64decode"};
static const char *const closing[] = {
    "mustregexreplaceall", "mustregexreplaceallliteral", "nospace",
    "regexreplaceall",     "regexreplaceallliteral",     "replace"};
static const char *const opening[] = {"block", "define", "if"};
static const char *const silent[] = {"break", "continue", "template"};
static const char *const dotted[] = {"range", "with"};
// What these put out is in no literal.
static const char *const sources[] = {
    "date",          "derivepassword", "env",           "expandenv",
    "genca",         "gencacert",      "genprivatekey", "genselfsignedcert",
    "gensignedcert", "gethostbyname",  "htpasswd",      "lookup",
    "now",           "randalpha",      "randalphanum",  "randascii",
    "randbytes",     "randint",        "randnumeric",   "uuidv4",
};

struct reader {
    struct adm_str text;
    size_t at;
    struct adm_credential_action_scope *scope;
    struct adm_credential_action *action;
    bool first;    // no word was read yet
    bool runs_tpl; // the dot is what the literal is run over
    bool replaces;
    size_t depth; // of brackets
};

static void push(struct reader *r, struct adm_str literal) {
    if (r->action->count == ADM_CREDENTIAL_ACTION_LITERALS)
        return;
    r->action->nested[r->action->count] = r->depth > 0;
    r->action->literals[r->action->count++] = literal;
}

// An argument that is no literal: its place is kept for printf.
static void push_hole(struct reader *r) {
    if (r->depth == 0)
        push(r, (struct adm_str){NULL, 0});
    r->action->derived = true;
}

static void push_held(struct reader *r, const struct adm_credential_action_held *held) {
    if (held == NULL || held->count == 0) {
        push_hole(r);
        return;
    }
    for (size_t i = 0; i < held->count; i++)
        push(r, held->literals[i]);
}

static void read_literal(struct reader *r) {
    char quote = r->text.data[r->at];
    size_t start = r->at + 1, end = start;
    while (end < r->text.len && r->text.data[end] != quote)
        end += r->text.data[end] == '\\' && quote != '`' ? 2 : 1;
    struct adm_str literal = adm_str_slice(r->text, start, end < r->text.len ? end : r->text.len);
    push(r, literal);
    if (r->replaces)
        r->action->replacement = literal;
    r->at = end + 1;
    r->first = false;
}

static struct adm_credential_action_held *find(struct adm_credential_action_scope *scope,
                                               struct adm_str name) {
    for (size_t i = 0; i < scope->count; i++)
        if (adm_str_equal(scope->variables[i].name, name))
            return &scope->variables[i];
    return NULL;
}

static size_t skip_blanks(struct adm_str text, size_t at) {
    return at + adm_chars_run(text, at, ADM_CHARS_SPACE, text.len);
}

// Whether the variable that ends at `at` is assigned to here, also as the first of two.
static bool is_assigned(struct adm_str text, size_t at) {
    size_t sign = skip_blanks(text, at);
    char c = adm_chars_at(text, sign), next = adm_chars_at(text, sign + 1);
    return (c == ':' && next == '=') || (c == '=' && next != '=') || c == ',';
}

static void read_variable(struct reader *r) {
    size_t len = adm_chars_run(r->text, r->at + 1, ADM_CHARS_ALNUM, r->text.len);
    while (adm_chars_at(r->text, r->at + 1 + len) == '_')
        len += 1 + adm_chars_run(r->text, r->at + 2 + len, ADM_CHARS_ALNUM, r->text.len);
    struct adm_str name = adm_str_slice(r->text, r->at + 1, r->at + 1 + len);
    size_t end = r->at + 1 + len;
    if (name.len > 0 && is_assigned(r->text, end)) {
        if (r->action->assigned_count < 2)
            r->action->assigned[r->action->assigned_count++] = name;
    } else {
        push_held(r, name.len > 0 ? find(r->scope, name) : NULL);
    }
    r->at = end + adm_chars_run(r->text, end, ADM_CHARS_TOKEN, r->text.len); // its fields
    r->first = false;
}

// .field, or the dot itself; a field of what stands in brackets is decided there.
static void read_field(struct reader *r) {
    bool of_brackets = adm_chars_before(r->text, r->at, 1) == ')';
    r->at += adm_chars_run(r->text, r->at, ADM_CHARS_TOKEN, r->text.len);
    r->first = false;
    if (!of_brackets && !r->runs_tpl)
        push_held(r, &r->scope->dot);
}

static enum adm_credential_action_kind kind_of(struct adm_str word) {
    if (ADM_WORDS_IN(word, opening))
        return ADM_CREDENTIAL_ACTION_IF;
    if (ADM_WORDS_IN(word, dotted))
        return ADM_CREDENTIAL_ACTION_WITH;
    if (ADM_WORDS_IN(word, silent))
        return ADM_CREDENTIAL_ACTION_SILENT;
    if (adm_chars_same(word, "else"))
        return ADM_CREDENTIAL_ACTION_ELSE;
    return adm_chars_same(word, "end") ? ADM_CREDENTIAL_ACTION_END : ADM_CREDENTIAL_ACTION_OUTPUT;
}

static void read_word(struct reader *r) {
    struct adm_credential_action *action = r->action;
    size_t len = adm_chars_run(r->text, r->at, ADM_CHARS_URL64, r->text.len);
    struct adm_str word = adm_str_slice(r->text, r->at, r->at + len);
    if (r->first)
        action->kind = kind_of(word);
    action->decodes = action->decodes || ADM_WORDS_IN(word, decoders);
    action->formats = action->formats || adm_chars_same(word, "printf");
    action->reverses = action->reverses || adm_chars_same(word, "reverse");
    action->closes_up = action->closes_up || ADM_WORDS_IN(word, closing);
    r->replaces = ADM_WORDS_IN(word, closing);
    r->runs_tpl = r->runs_tpl || adm_chars_same(word, "tpl");
    action->derived = action->derived || ADM_WORDS_IN(word, sources);
    r->first = false;
    r->at += len;
}

static void read_sign(struct reader *r) {
    char c = r->text.data[r->at++];
    if (c == '(' && r->depth == 0)
        push(r, (struct adm_str){NULL, 0});
    r->depth += c == '(';
    if (c == ')' && r->depth > 0)
        r->depth--;
    if (c == '|')
        r->replaces = false;
}

static void assign(struct reader *r) {
    for (size_t i = 0; i < r->action->assigned_count; i++) {
        struct adm_str name = r->action->assigned[i];
        struct adm_credential_action_held *held = find(r->scope, name), now = {0};
        adm_credential_action_hold(r->action, &now);
        now.name = name;
        if (held == NULL && r->scope->count < ADM_CREDENTIAL_ACTION_VARIABLES)
            held = &r->scope->variables[r->scope->count++];
        if (held == NULL) // too many: the last ones share a place
            held = &r->scope->variables[ADM_CREDENTIAL_ACTION_VARIABLES - 1];
        if (now.count > 0 || held->count == 0) // in another branch it may still be the literal
            *held = now;
    }
}

static void skip_comment(struct reader *r) {
    if (!adm_chars_begins(r->text, skip_blanks(r->text, r->at), "/*"))
        return;
    size_t end = adm_chars_find(r->text, r->at, r->text.len, "*/");
    r->at = end == SIZE_MAX ? r->text.len : end + 2;
    r->action->kind = ADM_CREDENTIAL_ACTION_SILENT;
}

static void read_next(struct reader *r) {
    char c = r->text.data[r->at];
    if (adm_chars_in(c, ADM_CHARS_QUOTE))
        read_literal(r);
    else if (c == '$')
        read_variable(r);
    else if (c == '.')
        read_field(r);
    else if (adm_chars_in(c, ADM_CHARS_ALPHA) || c == '_')
        read_word(r);
    else
        read_sign(r);
}

static void finish(struct reader *r) {
    if (r->action->assigned_count > 0 && r->action->kind == ADM_CREDENTIAL_ACTION_OUTPUT)
        r->action->kind = ADM_CREDENTIAL_ACTION_SILENT;
    assign(r);
}

size_t adm_credential_action_read(struct adm_str text, size_t at,
                                  struct adm_credential_action_scope *scope,
                                  struct adm_credential_action *out) {
    struct reader r = {.text = text, .at = at + 2, .scope = scope, .action = out, .first = true};
    *out = (struct adm_credential_action){0};
    if (adm_chars_at(text, r.at) == '-')
        r.at++;
    skip_comment(&r);
    while (r.at + 1 < text.len && !(text.data[r.at] == '}' && text.data[r.at + 1] == '}'))
        read_next(&r);
    if (r.at + 1 >= text.len)
        return 0;
    finish(&r);
    return r.at + 2 - at;
}

void adm_credential_action_hold(const struct adm_credential_action *action,
                                struct adm_credential_action_held *out) {
    out->count = 0;
    for (size_t i = 0; !action->derived && i < action->count; i++)
        if (action->literals[i].len > 0 && out->count < ADM_CREDENTIAL_ACTION_KEPT)
            out->literals[out->count++] = adm_str_slice(
                action->literals[i], 0,
                action->literals[i].len < HELD_MAX ? action->literals[i].len : HELD_MAX);
}
