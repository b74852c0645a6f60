// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "certs/name.h"
#include "certs/store.h"
#include "core/near.h"
#include "server/cli.h"
#include "server/command.h"

enum { DAYS_MAX = 825 };

struct options {
    const char *directory;
    int64_t days;
    char *lists[ADM_NAME_COUNT_MAX]; // copies of the --dns values, split into names in place
    size_t list_count;
    const char *names[ADM_NAME_COUNT_MAX];
    size_t name_count;
    bool help;
};

static void destroy_options(struct options *options) {
    for (size_t i = 0; i < options->list_count; i++)
        free(options->lists[i]);
}

static void print_help(FILE *out) {
    size_t count = 0;
    const char *const *names = adm_store_default_names(&count);
    fputs(
        "usage: floe-admission certs init --dir DIR [--dns NAME[,NAME]]... [--days N]\n\n"
        "Makes a certificate authority (ca.crt, ca.key; 10 years) and a server certificate that "
        "it\n"
        "signs (tls.crt, tls.key), ECDSA P-256. Files have mode 0600 and are never overwritten.\n\n"
        "  --dir DIR    where to write; made with mode 0700 when absent\n"
        "  --dns NAME   DNS names (*.example.org, too) and IP addresses of the server; may be\n"
        "               repeated; default: ",
        out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",\n               ", names[i]);
    fprintf(out,
            "\n"
            "  --days N     validity of the server certificate, 1 to %d; default %d\n"
            "  --help       this text\n\n"
            "exit codes: 0 made, 1 could not be made, 2 unusable arguments\n",
            DAYS_MAX, ADM_STORE_DAYS_DEFAULT);
}

static bool put_directory(struct options *options, const char *value, struct adm_error *err) {
    if (value[0] == '\0')
        return adm_fail(err, ADM_INVALID, "--dir is empty");
    if (options->directory != NULL)
        return adm_fail(err, ADM_INVALID, "--dir is given twice");
    options->directory = value;
    return true;
}

static bool put_names(struct options *options, const char *value, struct adm_error *err) {
    if (options->list_count == ADM_NAME_COUNT_MAX)
        return adm_fail(err, ADM_LIMIT, "--dns is given more than %d times", ADM_NAME_COUNT_MAX);
    char *copy = strdup(value);
    if (copy == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory");
    options->lists[options->list_count++] = copy;
    for (char *rest = copy; rest != NULL;) {
        const char *name = strsep(&rest, ",");
        if (options->name_count == ADM_NAME_COUNT_MAX)
            return adm_fail(err, ADM_LIMIT, "more than %d names", ADM_NAME_COUNT_MAX);
        options->names[options->name_count++] = name;
    }
    return true;
}

static bool put_days(struct options *options, const char *value, struct adm_error *err) {
    size_t digits = strspn(value, "0123456789");
    long days = digits > 0 && digits < 5 && value[digits] == '\0' ? strtol(value, NULL, 10) : 0;
    if (days < 1 || days > DAYS_MAX)
        return adm_fail(err, ADM_INVALID, "--days must be a whole number from 1 to %d, not '%.32s'",
                        DAYS_MAX, value);
    options->days = days;
    return true;
}

static const struct {
    const char *name;
    bool (*put)(struct options *options, const char *value, struct adm_error *err);
} flags[] = {{"--dir", put_directory}, {"--dns", put_names}, {"--days", put_days}};

enum { FLAG_COUNT = sizeof flags / sizeof *flags };

static bool refuse_flag(const char *word, struct adm_error *err) {
    const char *known[FLAG_COUNT + 1] = {"--help"};
    char flag[64];
    snprintf(flag, sizeof flag, "%.*s", (int)strcspn(word, "="), word);
    for (size_t i = 0; i < FLAG_COUNT; i++)
        known[i + 1] = flags[i].name;
    if (word[0] != '-')
        return adm_fail(err, ADM_INVALID, "unexpected argument '%.64s'", word);
    const char *near = adm_near_word(adm_str_from(flag), known, FLAG_COUNT + 1);
    return adm_fail(err, ADM_INVALID, "unknown flag '%s'%s%s%s", flag,
                    near == NULL ? "" : ", did you mean '", near == NULL ? "" : near,
                    near == NULL ? "" : "'?");
}

// One argument "--flag=value" or two "--flag value"; `*i` moves to the last one used.
static bool read_flag(struct options *options, int argc, char **argv, int *i,
                      struct adm_error *err) {
    const char *word = argv[*i];
    size_t len = strcspn(word, "=");
    for (size_t f = 0; f < FLAG_COUNT; f++) {
        if (strlen(flags[f].name) != len || memcmp(flags[f].name, word, len) != 0)
            continue;
        if (word[len] == '=')
            return flags[f].put(options, word + len + 1, err);
        if (*i + 1 == argc)
            return adm_fail(err, ADM_INVALID, "%s needs a value", word);
        *i += 1;
        return flags[f].put(options, argv[*i], err);
    }
    return refuse_flag(word, err);
}

static bool is_help(const char *word) {
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static bool read_options(struct options *options, int argc, char **argv, struct adm_error *err) {
    for (int i = 1; i < argc; i++) {
        if (is_help(argv[i])) {
            options->help = true;
            return true;
        }
        ADM_TRY(read_flag(options, argc, argv, &i, err));
    }
    return true;
}

// The path as a shell reads it back.
static void print_path(const char *directory, const char *file) {
    bool plain = strspn(directory, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789_./-") == strlen(directory);
    if (plain) {
        printf("%s/%s", directory, file);
        return;
    }
    putchar('\'');
    for (const char *c = directory; *c != '\0'; c++) {
        if (*c == '\'')
            fputs("'\\'", stdout);
        putchar(*c);
    }
    printf("/%s'", file);
}

static void print_written(const char *directory, const char *file, const char *what) {
    fputs("wrote ", stdout);
    print_path(directory, file);
    printf("  %s", what);
}

static void print_expiry(int64_t expires_s) {
    time_t when = (time_t)expires_s;
    struct tm utc = {0};
    char text[32] = "?";
    if (gmtime_r(&when, &utc) != NULL)
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    printf(", valid until %s\n", text);
}

static void print_names(const struct adm_store_request *request) {
    size_t count = request->name_count;
    const char *const *names = count == 0 ? adm_store_default_names(&count) : request->names;
    fputs("for ", stdout);
    for (size_t i = 0; i < count; i++)
        printf("%s%s", i == 0 ? "" : ", ", names[i]);
    putchar('\n');
}

static void print_next(const char *directory) {
    fputs("\nNext, put it into the cluster (README.md, Deploy):\n\n"
          "  kubectl apply -f deploy/manifests/namespace.yaml\n"
          "  kubectl -n floe-admission create secret tls floe-admission-tls --cert ",
          stdout);
    print_path(directory, "tls.crt");
    fputs(" --key ", stdout);
    print_path(directory, "tls.key");
    fputs("\n\nand when the Deployment is ready, the CA into the webhook configurations:\n\n"
          "  for kind in validating mutating; do\n"
          "    sed \"s|caBundle: .*|caBundle: $(base64 -w0 ",
          stdout);
    print_path(directory, "ca.crt");
    fputs(")|\" deploy/manifests/$kind.yaml | kubectl apply -f -\n"
          "  done\n\n"
          "Keep ca.key out of the cluster: only the next certificate needs it.\n",
          stdout);
}

static void print_summary(const struct adm_store_request *request,
                          const struct adm_store_summary *summary) {
    print_written(request->directory, "ca.crt", "certificate authority");
    print_expiry(summary->authority_expires_s);
    print_written(request->directory, "ca.key", "its private key\n");
    print_written(request->directory, "tls.crt", "server certificate");
    print_expiry(summary->leaf_expires_s);
    print_written(request->directory, "tls.key", "its private key\n");
    print_names(request);
    printf("CA fingerprint (SHA-256): %s\n", summary->authority_fingerprint);
    print_next(request->directory);
}

static int make(const struct options *options) {
    const struct adm_store_request request = {
        .directory = options->directory,
        .names = options->names,
        .name_count = options->name_count,
        .days = options->days,
    };
    struct adm_store_summary summary = {0};
    struct adm_error err = {0};
    if (!adm_store_check(&request, &err))
        return adm_cli_refuse("certs init", &err);
    if (!adm_store_init(&request, &err) ||
        !adm_store_summarize(request.directory, &summary, &err)) {
        fprintf(stderr, "floe-admission certs init: %s\n", err.message);
        return 1;
    }
    print_summary(&request, &summary);
    return adm_cli_printed();
}

static int run_init(int argc, char **argv) {
    ADM_AUTO(destroy_options) struct options options = {0};
    struct adm_error err = {0};
    if (!read_options(&options, argc, argv, &err))
        return adm_cli_refuse("certs init", &err);
    if (options.help) {
        print_help(stdout);
        return adm_cli_printed();
    }
    if (options.directory != NULL)
        return make(&options);
    adm_fail(&err, ADM_INVALID, "--dir is missing: where shall the files be written?");
    return adm_cli_refuse("certs init", &err);
}

int adm_command_certs(int argc, char **argv) {
    static const char *const known[] = {"init", "--help"};
    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    if (is_help(argv[1])) {
        print_help(stdout);
        return adm_cli_printed();
    }
    if (strcmp(argv[1], "init") == 0)
        return run_init(argc - 1, argv + 1);
    const char *near = adm_near_word(adm_str_from(argv[1]), known, 2);
    struct adm_error err = {0};
    adm_fail(&err, ADM_INVALID, "unknown command '%.64s'%s%s%s", argv[1],
             near == NULL ? "" : ", did you mean '", near == NULL ? "" : near,
             near == NULL ? "; see --help" : "'?");
    return adm_cli_refuse("certs", &err);
}
