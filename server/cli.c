// SPDX-License-Identifier: Apache-2.0
#include "server/cli.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/near.h"
#include "server/command.h"
#include "server/version.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} verbs[] = {
    {"serve", adm_command_serve, "answer the API server over HTTPS"},
    {"check", adm_command_check, "judge files: FILE… or - for standard input"},
    {"explain", adm_command_explain, "say why a pod gets what it gets: FILE… or -"},
    {"validate", adm_command_validate, "judge platform.yaml files, with carets: FILE… or -"},
    {"schema", adm_command_schema, "print the JSON Schemas that are built in"},
    {"certs", adm_command_certs, "make certificates for the server"},
};

enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

static void print_help(FILE *out) {
    fputs("floe-admission: a Kubernetes admission webhook that keeps plaintext secrets out\n\n"
          "usage: floe-admission VERB [ARGUMENTS]\n\n",
          out);
    for (size_t i = 0; i < VERB_COUNT; i++)
        fprintf(out, "  %-10s %s\n", verbs[i].name, verbs[i].help);
    fputs("\n  --version  the version and its git commit\n"
          "  --help     this text; `floe-admission VERB --help` tells more\n\n"
          "exit codes: 0 clean, 1 findings or a failed run, 2 unusable input or arguments\n",
          out);
}

int adm_cli_printed(void) { return fflush(stdout) == 0 && ferror(stdout) == 0 ? 0 : 1; }

int adm_cli_refuse(const char *verb, const struct adm_error *err) {
    fprintf(stderr, "floe-admission %s: %s\n", verb, err->message);
    return 2;
}

static int refuse_verb(const char *word) {
    const char *known[VERB_COUNT + 2] = {"--version", "--help"};
    for (size_t i = 0; i < VERB_COUNT; i++)
        known[i + 2] = verbs[i].name;
    const char *near = adm_near_word(adm_str_from(word), known, VERB_COUNT + 2);
    fprintf(stderr, "floe-admission: unknown verb '%.64s'%s%s%s floe-admission --help\n", word,
            near == NULL ? "; see" : ", did you mean '", near == NULL ? "" : near,
            near == NULL ? "" : "'? See");
    return 2;
}

// A log line must not land in a socket that got the number of a closed standard stream.
static bool open_standard_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            return false;
    }
    return true;
}

int adm_cli_run(int argc, char **argv) {
    if (!open_standard_streams())
        return 1;
    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    const char *word = argv[1];
    if (strcmp(word, "--version") == 0 || strcmp(word, "version") == 0) {
        printf("floe-admission %s (commit %s)\n", adm_version_number(), adm_version_commit());
        return adm_cli_printed();
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        print_help(stdout);
        return adm_cli_printed();
    }
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strcmp(word, verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    }
    return refuse_verb(word);
}
