// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/read_command.h"

#include <string.h>

#include "validators/credentials/appraise.h"
#include "validators/credentials/pair.h"

enum { LINE_MAX_LOOK = 256, PASSWORD = 1, USER_PASSWORD = 2, UNESCAPE_MAX = 1024 * 1024 };

struct row {
    const char *program;
    char letter;
    bool attached; // only -px, never -p x
    int meaning;
    const char *with; // a word that the line must have, or NULL
};

static const struct row rows[] = {
    {"mysql", 'p', true, PASSWORD, NULL},
    {"mysqldump", 'p', true, PASSWORD, NULL},
    {"mysqladmin", 'p', true, PASSWORD, NULL},
    {"mysqlcheck", 'p', true, PASSWORD, NULL},
    {"mysqlimport", 'p', true, PASSWORD, NULL},
    {"mysqlshow", 'p', true, PASSWORD, NULL},
    {"mariadb", 'p', true, PASSWORD, NULL},
    {"mariadb-dump", 'p', true, PASSWORD, NULL},
    {"mariadb-admin", 'p', true, PASSWORD, NULL},
    {"xtrabackup", 'p', true, PASSWORD, NULL},
    {"mongo", 'p', false, PASSWORD, NULL},
    {"mongosh", 'p', false, PASSWORD, NULL},
    {"mongodump", 'p', false, PASSWORD, NULL},
    {"mongorestore", 'p', false, PASSWORD, NULL},
    {"mongoexport", 'p', false, PASSWORD, NULL},
    {"mongoimport", 'p', false, PASSWORD, NULL},
    {"sshpass", 'p', false, PASSWORD, NULL},
    {"redis-cli", 'a', false, PASSWORD, NULL},
    {"valkey-cli", 'a', false, PASSWORD, NULL},
    {"ldapsearch", 'w', false, PASSWORD, NULL},
    {"ldapadd", 'w', false, PASSWORD, NULL},
    {"ldapmodify", 'w', false, PASSWORD, NULL},
    {"ldapdelete", 'w', false, PASSWORD, NULL},
    {"ldapwhoami", 'w', false, PASSWORD, NULL},
    {"ldappasswd", 'w', false, PASSWORD, NULL},
    {"sqlcmd", 'P', false, PASSWORD, NULL},
    {"bcp", 'P', false, PASSWORD, NULL},
    {"isql", 'P', false, PASSWORD, NULL},
    {"unzip", 'P', false, PASSWORD, NULL},
    {"zip", 'P', false, PASSWORD, NULL},
    {"7z", 'p', true, PASSWORD, NULL},
    {"7za", 'p', true, PASSWORD, NULL},
    {"curl", 'u', false, USER_PASSWORD, NULL},
    {"curl", 'U', false, USER_PASSWORD, NULL},
    {"docker", 'p', false, PASSWORD, "login"},
    {"podman", 'p', false, PASSWORD, "login"},
    {"nerdctl", 'p', false, PASSWORD, "login"},
    {"buildah", 'p', false, PASSWORD, "login"},
    {"skopeo", 'p', false, PASSWORD, "login"},
    {"helm", 'p', false, PASSWORD, "login"},
    {"crane", 'p', false, PASSWORD, "login"},
    {"oras", 'p', false, PASSWORD, "login"},
    {"az", 'p', false, PASSWORD, "login"},
    {"oc", 'p', false, PASSWORD, "login"},
    {"cf", 'p', false, PASSWORD, "login"},
    {"ipmitool", 'P', false, PASSWORD, NULL},
    {"trino", 'p', false, PASSWORD, NULL},
    {"beeline", 'p', false, PASSWORD, NULL},
    {"mosquitto_pub", 'P', false, PASSWORD, NULL},
    {"mosquitto_sub", 'P', false, PASSWORD, NULL},
    {"airflow", 'p', false, PASSWORD, "users"},
    {"kafkacat", 'P', false, 0, NULL},
    {"cqlsh", 'p', false, PASSWORD, NULL},
    {"nodetool", 'p', false, 0, NULL},
    {"rabbitmqadmin", 'p', false, PASSWORD, NULL},
    {"ssh-keygen", 'N', false, PASSWORD, NULL},
    {"twine", 'p', false, PASSWORD, "upload"},
};

static const struct row *find_row(struct adm_str program, struct adm_str line, char letter) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].letter == letter && adm_str_is(program, rows[i].program) &&
            (rows[i].with == NULL || adm_chars_find(line, 0, line.len, rows[i].with) < line.len))
            return &rows[i];
    return NULL;
}

int adm_read_command_meaning(struct adm_str program, struct adm_str line, char letter) {
    const struct row *row = find_row(program, line, letter);
    return row == NULL ? 0 : row->meaning;
}

static size_t command_start(struct adm_str text, size_t at) {
    size_t from = at;
    while (from > 0 && at - from < LINE_MAX_LOOK &&
           strchr("\n;|&(\"'`", text.data[from - 1]) == NULL)
        from--;
    return from;
}

static struct adm_str base_name(struct adm_str path) {
    for (size_t i = path.len; i > 0; i--)
        if (path.data[i - 1] == '/')
            return adm_str_slice(path, i, path.len);
    return path;
}

// Words before a command's name: assignments, sudo, a key of YAML.
static bool is_before_command(struct adm_str word) {
    static const char *const leads[] = {"sudo", "exec", "time", "env", "-",     "$",     "run",
                                        "RUN",  "then", "do",   "if",  "until", "while", "!"};
    for (size_t i = 0; i < sizeof leads / sizeof(char *); i++)
        if (adm_str_is(word, leads[i]))
            return true;
    return word.len == 0 || adm_str_index(word, '=') < word.len || adm_str_ends(word, ":");
}

// The program's name without its folder.
static struct adm_str program_of(struct adm_str line) {
    for (size_t at = 0; at < line.len;) {
        at += adm_chars_run(line, at, ADM_CHARS_SPACE, line.len);
        size_t end = at;
        while (end < line.len && !adm_chars_in(line.data[end], ADM_CHARS_SPACE))
            end++;
        struct adm_str word = adm_str_slice(line, at, end);
        if (!is_before_command(word))
            return base_name(word);
        at = end;
    }
    return adm_str_slice(line, line.len, line.len);
}

void adm_read_command_flag(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t start = command_start(text, at);
    struct adm_str line = adm_str_slice(text, start, at);
    const struct row *row = find_row(program_of(line), line, adm_chars_at(text, at + 2));
    struct adm_pair_name name = {0};
    struct adm_pair_value value = {0};
    struct adm_match match = {0};
    if (row == NULL || row->meaning == 0)
        return;
    bool blank = adm_chars_at(text, at + 3) == ' ';
    char before = adm_chars_before(text, start, 1);
    if (before == '"' || before == '\'')
        name.inside = before;
    if ((blank && row->attached) || adm_chars_at(text, at + 3) == '\n' ||
        !adm_pair_value_at(text, at + 3, &name, &value) || adm_chars_at(value.text, 0) == '-')
        return;
    bool live = row->meaning == PASSWORD ? adm_appraise_password(value.text, &match)
                                         : adm_str_index(value.text, ':') < value.text.len &&
                                               adm_appraise_user_password(value.text, &match);
    if (!live)
        return;
    match.at = value.at;
    match.len = value.text.len;
    adm_scan_add(scan, &match);
}

// Flags of curl that take no value, so that another may follow in the same word.
bool adm_read_command_is_user(struct adm_str flag) {
    static const char *const alone = "0123456#aBfgGiIjJklLMnNOpqRsSvVZ";
    if (flag.len < 3 || flag.data[0] != '-')
        return false;
    for (size_t i = 1; i + 1 < flag.len; i++)
        if (flag.data[i] == '\0' || strchr(alone, flag.data[i]) == NULL)
            return false;
    return flag.data[flag.len - 1] == 'u';
}

void adm_read_command_curl(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t to = at + LINE_MAX_LOOK < text.len ? at + LINE_MAX_LOOK : text.len;
    struct adm_pair_name name = {0};
    struct adm_pair_value value = {0};
    struct adm_match match = {0};
    for (size_t i = at; i + 1 < to && strchr("\n;|&", text.data[i]) == NULL; i++) {
        if (text.data[i] != ' ' || text.data[i + 1] != '-')
            continue;
        size_t len = adm_chars_run(text, i + 2, ADM_CHARS_ALNUM, 16);
        if (adm_chars_at(text, i + 2 + len) != ' ' ||
            !adm_read_command_is_user(adm_str_slice(text, i + 1, i + 2 + len)) ||
            !adm_pair_value_at(text, i + 3 + len, &name, &value) ||
            adm_str_index(value.text, ':') == value.text.len ||
            !adm_appraise_user_password(value.text, &match))
            continue;
        match.at = value.at;
        match.len = value.text.len;
        adm_scan_add(scan, &match);
        return;
    }
}

void adm_read_command_user(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t start = command_start(text, at), value_at = at + 7;
    struct adm_pair_name name = {0};
    struct adm_pair_value value = {0};
    struct adm_match match = {0};
    if (!adm_str_is(program_of(adm_str_slice(text, start, at)), "curl") ||
        !adm_chars_begins(text, at, "--user") ||
        !adm_chars_in(adm_chars_at(text, at + 6), ADM_CHARS_SPACE | ADM_CHARS_EQUALS) ||
        !adm_pair_value_at(text, value_at, &name, &value) ||
        adm_str_index(value.text, ':') == value.text.len ||
        !adm_appraise_user_password(value.text, &match))
        return;
    match.at = value.at;
    match.len = value.text.len;
    adm_scan_add(scan, &match);
}

void adm_read_command_sql(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    struct adm_pair_name name = {0};
    struct adm_pair_value value = {0};
    struct adm_match match = {0};
    size_t quote = at + 4 + adm_chars_run(text, at + 4, ADM_CHARS_SPACE, 4);
    if (at < 9 || !adm_chars_begins(text, at - 9, "identified") ||
        !adm_chars_in(adm_chars_at(text, quote), ADM_CHARS_QUOTE) ||
        !adm_pair_value_at(text, quote, &name, &value) ||
        !adm_appraise_password(value.text, &match))
        return;
    match.at = value.at;
    match.len = value.text.len;
    adm_scan_add(scan, &match);
}

struct position {
    const char *words; // the command up to what is counted
    size_t skipped;    // words after it
    bool mixed;        // only a word with digits in it: people write about the command, too
};

static const struct position positions[] = {
    {"rabbitmqctl add_user ", 1, false}, {"rabbitmqctl change_password ", 1, false},
    {"operator unseal ", 0, true}, // window at the end of "operator"
    {"vault login ", 0, true},           {"mc alias set ", 3, false},
    {"mc config host add ", 3, false},   {"htpasswd -", 2, false},
};

static size_t word_end(struct adm_str text, size_t at) {
    char quote = adm_chars_at(text, at);
    if (quote == '"' || quote == '\'') {
        size_t len = adm_str_index(adm_str_slice(text, at + 1, text.len), quote);
        return at + 2 + len < text.len ? at + 2 + len : text.len;
    }
    while (at < text.len && !adm_chars_in(text.data[at], ADM_CHARS_SPACE | ADM_CHARS_QUOTE) &&
           strchr(";|&)", text.data[at]) == NULL)
        at++;
    return at;
}

static void judge_position(struct adm_scan *scan, size_t at, const struct position *row) {
    struct adm_str text = scan->text;
    size_t skip = row->skipped;
    for (size_t i = 0; i < 16; i++) {
        while (adm_chars_at(text, at) == ' ')
            at++;
        size_t end = word_end(text, at);
        struct adm_match match = {0};
        struct adm_str word = adm_str_slice(text, at, end);
        if (word.len == 0)
            return;
        bool flag = word.data[0] == '-';
        if (!flag && skip == 0) {
            bool told = !row->mixed || adm_chars_any(word, ADM_CHARS_DIGIT);
            if (told && adm_str_index(word, '=') == word.len &&
                adm_appraise_password(word, &match)) {
                match.at += at;
                adm_scan_add(scan, &match);
            }
            return;
        }
        skip -= flag ? 0 : 1;
        at = end;
    }
}

void adm_read_command_words(struct adm_scan *scan, size_t at) {
    for (size_t i = 0; i < sizeof positions / sizeof *positions; i++) {
        size_t len = strlen(positions[i].words);
        size_t from = positions[i].words[0] == 'o' && at >= 4 ? at - 4 : at;
        bool htpasswd = positions[i].words[0] == 'h';
        if (!adm_chars_begins(scan->text, from, positions[i].words))
            continue;
        size_t flags = adm_chars_run(scan->text, from + len, ADM_CHARS_ALPHA, 12);
        if (!htpasswd ||
            adm_chars_find(scan->text, from + len, from + len + flags, "b") != SIZE_MAX)
            judge_position(scan, htpasswd ? from + len - 1 : from + len, &positions[i]);
        return;
    }
}

void adm_read_command_chpasswd(struct adm_scan *scan, const struct adm_pair_name *name) {
    struct adm_str line = adm_str_slice(scan->text, name->line, name->start);
    size_t echo = adm_chars_find(line, 0, line.len, "echo "),
           colon = adm_chars_find(line, 0, line.len, ":");
    struct adm_match match = {0};
    if (echo == SIZE_MAX || colon == SIZE_MAX || colon < echo)
        return;
    size_t end = word_end(line, colon + 1);
    if (!adm_appraise_password(adm_str_slice(line, colon + 1, end), &match))
        return;
    match.at += name->line + colon + 1;
    adm_scan_add(scan, &match);
}

static unsigned hex_digits(struct adm_str s, size_t at, size_t count) {
    unsigned value = 0;
    for (size_t i = 0; i < count; i++) {
        char c = adm_chars_lower(s.data[at + i]);
        value = value << 4U | (unsigned)(adm_chars_in(c, ADM_CHARS_DIGIT) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

// The printable ASCII character that \xHH or \u00HH at `at` stands for, or NUL. Other characters
// hide nothing that is looked for: \u00e4, \x1b.
static char escaped(struct adm_str text, size_t at) {
    char kind = adm_chars_at(text, at + 1);
    size_t digits = kind == 'u' ? 4 : 2;
    if (text.data[at] != '\\' || (kind != 'u' && kind != 'x') ||
        adm_chars_run(text, at + 2, ADM_CHARS_HEX, digits) != digits)
        return '\0';
    unsigned rune = hex_digits(text, at + 2, digits);
    return (char)(rune >= 0x20 && rune < 0x7F ? rune : 0);
}

void adm_read_command_unescape(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    struct adm_match where = {.at = 0, .len = text.len};
    size_t len = 0;
    if (scan->unescaped || escaped(text, at) == '\0')
        return;
    scan->unescaped = true;
    if (text.len > UNESCAPE_MAX) {
        scan->detector->truncated = true;
        return;
    }
    char *out = adm_scan_take(scan, text.len);
    for (size_t i = 0; out != NULL && i < text.len; i++) {
        char c = escaped(text, i);
        out[len++] = (char)(c == '\0' ? text.data[i] : c);
        if (c != '\0')
            i += adm_chars_at(text, i + 1) == 'u' ? 5 : 3;
    }
    if (out != NULL)
        adm_scan_queue(scan, (struct adm_str){out, len}, &where);
}
