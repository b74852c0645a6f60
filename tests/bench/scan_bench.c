// SPDX-License-Identifier: Apache-2.0
// What looking for credentials costs one core: the prefilter alone and the whole detector, beside
// memchr over the same bytes in the same run. Run by scripts/bench_scan.py; prints a line a file
// and, for texts made to be slow, nanoseconds a byte. CPU time, so that a busy machine matters
// less.
//   scan-bench FILE... [--release FILE...]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "release_bench.h"
#include "validators/credentials/detector.h"
#include "validators/credentials/prefilter.h"

enum { ROUNDS = 7, HOSTILE_BYTES = 1024 * 1024 };
static const size_t TEXT_MAX = (size_t)64 * 1024 * 1024, ARENA_MAX = (size_t)512 * 1024 * 1024;

struct cost {
    double memchr_s, prefilter_s, scan_s;
    size_t findings;
};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double least(double a, double b) { return a == 0 || b < a ? b : a; }

static double time_memchr(struct adm_str text) {
    double start = now_s();
    const char *volatile found = memchr(text.data, 1, text.len);
    (void)found;
    return now_s() - start;
}

static double time_prefilter(struct adm_str text) {
    double start = now_s();
    uint32_t buckets = 0;
    for (size_t at = 0; at < text.len;)
        at = adm_prefilter_find(text, at, &buckets) + 1;
    return now_s() - start;
}

static double time_scan(struct adm_str text, struct adm_arena *arena, size_t *findings) {
    struct adm_detector detector;
    struct adm_detector_value value = {.text = text, .place = ADM_DETECTOR_CONFIG};
    double start = now_s();
    adm_arena_reset(arena);
    adm_detector_init(&detector, arena, ADM_DETECTOR_BUDGET);
    if (!adm_detector_scan(&detector, &value, NULL))
        exit(1);
    *findings = detector.count;
    return now_s() - start;
}

static struct cost measure(struct adm_str text) {
    struct adm_arena arena;
    struct cost cost = {0};
    adm_arena_init(&arena, ARENA_MAX);
    for (int i = 0; i < ROUNDS; i++) {
        cost.memchr_s = least(cost.memchr_s, time_memchr(text));
        cost.prefilter_s = least(cost.prefilter_s, time_prefilter(text));
        cost.scan_s = least(cost.scan_s, time_scan(text, &arena, &cost.findings));
    }
    adm_arena_destroy(&arena);
    return cost;
}

static double rate(size_t bytes, double seconds) { return (double)bytes / seconds / 1e6; }

static bool bench_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(TEXT_MAX);
    size_t len = file == NULL || bytes == NULL ? 0 : fread(bytes, 1, TEXT_MAX, file);
    if (file != NULL)
        fclose(file);
    if (len > 0) {
        struct cost cost = measure((struct adm_str){bytes, len});
        printf("file %s bytes %zu memchr %.0f prefilter %.0f scan %.0f findings %zu\n", path, len,
               rate(len, cost.memchr_s), rate(len, cost.prefilter_s), rate(len, cost.scan_s),
               cost.findings);
    }
    free(bytes);
    return len > 0;
}

// Made to ask for as much work a byte as there is. \101 for A: scanners of git hosts refuse what
// looks real.
static const char *const hostile[] = {
    "password: ",
    "password=\"",
    "pass ",
    "\"name\": \"password\", ",
    "password:\n",
    "- name: password\n",
    "password: !Ref x\n",
    "token: {{ \"a\" | default ",
    "password: ${A:-",
    "password: {{ ",
    "password: \"$(a ",
    " -p",
    "eyJhbGciOiJIUzI1NiJ9.",
    "eyJ-",
    "ya29.",
    "a://b@",
    "AKI\101QYLPMN5HHHFPZAM2 ",
    "-----BEGIN PRIV\101TE KEY-----\\nMIIEpAIBAAKCAQEA4ej0p7bQ7L/r4rVGUz9RN4VQWoej1Bg1mY",
    "cGFzc3dvcmQ9aHVudGVyMiBwYXNzd29yZD1odW50ZXIyIA==\n",
    "\\u0070assword: ",
};

static void bench_hostile(void) {
    char *bytes = malloc(HOSTILE_BYTES);
    if (bytes == NULL)
        exit(1);
    for (size_t i = 0; i < sizeof hostile / sizeof(char *); i++) {
        size_t len = strlen(hostile[i]);
        for (size_t at = 0; at < HOSTILE_BYTES; at++)
            bytes[at] = hostile[i][at % len];
        struct cost cost = measure((struct adm_str){bytes, HOSTILE_BYTES});
        printf("hostile %zu ns_per_byte %.1f findings %zu\n", i, cost.scan_s * 1e9 / HOSTILE_BYTES,
               cost.findings);
    }
    free(bytes);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: scan-bench FILE... [--release FILE...]\n");
        return 2;
    }
    bool releases = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--release") == 0) {
            releases = true;
        } else if (!(releases ? release_bench_file : bench_file)(argv[i])) {
            fprintf(stderr, "scan-bench: cannot read %s\n", argv[i]);
            return 2;
        }
    }
    bench_hostile();
    return 0;
}
