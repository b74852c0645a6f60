// SPDX-License-Identifier: Apache-2.0
#include "audit/writer.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audit/record.h"
#include "scratch.h"

enum { THREADS = 4, LINES = 10000, PATIENCE = 20000 };

static struct adm_audit_writer *writer;

TestSuite(writer, .init = scratch_setup, .fini = scratch_teardown);

static void open_writer(const char *path) {
    struct adm_error err = {0};
    cr_assert(adm_audit_writer_new(path, &writer, &err), "%s", err.message);
}

static void put(const char *line) {
    struct adm_error err = {0};
    cr_expect(adm_audit_writer_put(writer, adm_str_from(line), &err), "%s", err.message);
}

// Puts `line` until the answer is `code`; false after many tries.
static bool put_until(const char *line, enum adm_code code) {
    const struct timespec moment = {.tv_nsec = 1000000};
    for (int i = 0; i < PATIENCE; i++) {
        struct adm_error err = {0};
        bool ok = adm_audit_writer_put(writer, adm_str_from(line), &err);
        if ((ok ? ADM_OK : err.code) == code)
            return true;
        if (code != ADM_LIMIT)
            nanosleep(&moment, NULL);
    }
    return false;
}

static void limit_file_size(rlim_t bytes) {
    struct rlimit limit = {0};
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(writer, appends_lines_with_mode_0600) {
    const char *path = scratch_path("audit.jsonl");
    struct stat found = {0};
    open_writer(path);
    put("{\"a\":1}\n");
    adm_audit_writer_free(writer);
    open_writer(path);
    put("{\"a\":2}\n");
    adm_audit_writer_free(writer);
    cr_expect(adm_str_is(scratch_read(path), "{\"a\":1}\n{\"a\":2}\n"));
    cr_assert_eq(stat(path, &found), 0);
    cr_expect_eq(found.st_mode & 0777U, 0600U);
}

Test(writer, free_of_nothing) { adm_audit_writer_free(NULL); }

Test(writer, refuses_what_is_not_one_line) {
    static char large[ADM_AUDIT_RECORD_MAX + 2];
    memset(large, 'x', sizeof large - 1);
    large[sizeof large - 2] = '\n';
    const struct adm_str rows[] = {ADM_STR(""), ADM_STR("no end"), ADM_STR("two\nlines\n"),
                                   ADM_STR("end\nthen more"), adm_str_from(large)};
    const char *path = scratch_path("audit.jsonl");
    open_writer(path);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_error err = {0};
        cr_expect_not(adm_audit_writer_put(writer, rows[i], &err), "row %zu", i);
        cr_expect_eq(err.code, ADM_INVALID, "row %zu", i);
    }
    put(large + 1); // exactly the limit
    adm_audit_writer_free(writer);
    cr_expect_eq(scratch_read(path).len, ADM_AUDIT_RECORD_MAX);
}

Test(writer, refuses_what_cannot_be_opened) {
    const char *link = scratch_path("link");
    cr_assert_eq(symlink(scratch_path("target"), link), 0);
    const struct {
        const char *path, *says;
    } rows[] = {{scratch_path("absent/audit.jsonl"), "No such file"},
                {scratch_path("."), "directory"},
                {link, "symbolic link"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_error err = {0};
        cr_expect_not(adm_audit_writer_new(rows[i].path, &writer, &err), "row %zu", i);
        cr_expect_eq(err.code, ADM_IO, "row %zu", i);
        cr_expect_not_null(strstr(err.message, rows[i].says), "%s", err.message);
    }
    cr_expect_neq(access(scratch_path("target"), F_OK), 0);
}

Test(writer, ends_the_line_that_a_crash_left) {
    const char *path = scratch_path("audit.jsonl");
    scratch_write(path, "{\"a\":1}\n{\"a\":");
    open_writer(path);
    put("{\"a\":3}\n");
    adm_audit_writer_free(writer);
    cr_expect(adm_str_is(scratch_read(path), "{\"a\":1}\n{\"a\":\n{\"a\":3}\n"));
}

Test(writer, writes_to_standard_output) {
    int ends[2];
    char got[64] = {0};
    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    cr_assert_eq(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
    open_writer("-");
    put("one\n");
    cr_expect(adm_audit_writer_reopen(writer, NULL));
    put("two\n");
    adm_audit_writer_free(writer);
    cr_expect_eq(read(ends[0], got, sizeof got - 1), 8);
    cr_expect_str_eq(got, "one\ntwo\n");
    cr_expect_eq(fcntl(STDOUT_FILENO, F_GETFD), 0, "standard output stays open");
}

Test(writer, a_closed_pipe_is_a_failure_not_a_signal) {
    int ends[2];
    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    cr_assert_eq(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
    close(ends[0]);
    open_writer("-");
    cr_expect(put_until("one\n", ADM_IO));
    adm_audit_writer_free(writer);
}

Test(writer, waits_for_a_reader_of_a_non_blocking_pipe) {
    static const char line[] = "0123456789 0123456789 0123456789\n";
    const size_t sent = (size_t)LINES * (sizeof line - 1); // less than the buffer, more than a pipe
    int ends[2];
    char chunk[4096];
    size_t total = 0;
    ssize_t got = 0;
    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    cr_assert_eq(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
    close(ends[1]);
    cr_assert_eq(fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK), 0);
    open_writer("-");
    for (int i = 0; i < LINES; i++)
        put(line);
    while (total < sent && (got = read(ends[0], chunk, sizeof chunk)) > 0)
        total += (size_t)got;
    cr_expect_eq(total, sent);
    adm_audit_writer_free(writer);
}

static void *put_numbered(void *context) {
    const int *thread = context;
    char line[128];
    for (int i = 0; i < LINES; i++) {
        snprintf(line, sizeof line, "%d %d %.*s\n", *thread, i, i % 90,
                 "....................................................................."
                 "........................");
        struct adm_error err = {0};
        if (!adm_audit_writer_put(writer, adm_str_from(line), &err))
            return (void *)-1;
    }
    return NULL;
}

static void check_numbered(struct adm_str text) {
    long next[THREADS] = {0};
    size_t lines = 0;
    for (char *at = NULL; text.len > 0; lines++) {
        size_t end = adm_str_index(text, '\n');
        long thread = strtol(text.data, &at, 10);
        long number = strtol(at, &at, 10);
        cr_assert_lt(end, text.len);
        cr_assert(thread >= 0 && thread < THREADS);
        cr_assert_eq(number, next[thread], "thread %ld", thread);
        cr_assert_eq(*at, ' ');
        cr_assert_eq(strspn(at + 1, "."), (size_t)(number % 90));
        cr_assert_eq(at + 1 + number % 90, text.data + end);
        next[thread]++;
        text = adm_str_slice(text, end + 1, text.len);
    }
    cr_expect_eq(lines, (size_t)THREADS * LINES);
}

static void put_from_threads(void) {
    pthread_t threads[THREADS];
    int numbers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        cr_assert_eq(pthread_create(&threads[i], NULL, put_numbered, &numbers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *result = NULL;
        cr_assert_eq(pthread_join(threads[i], &result), 0);
        cr_expect_null(result, "thread %d was refused", i);
    }
}

Test(writer, lines_of_threads_are_neither_mixed_nor_lost) {
    const char *path = scratch_path("audit.jsonl");
    open_writer(path);
    put_from_threads();
    adm_audit_writer_free(writer);
    check_numbered(scratch_read(path));
}

static void *rotate(void *context) {
    const char *const *paths = context;
    for (int i = 0; i < 20; i++) {
        (void)rename(paths[0], paths[i + 1]);
        struct adm_error err = {0};
        if (!adm_audit_writer_reopen(writer, &err))
            return (void *)-1;
        sched_yield();
    }
    return NULL;
}

Test(writer, rotation_under_load_loses_nothing) {
    const char *paths[21] = {scratch_path("audit.jsonl")};
    struct adm_text all;
    struct adm_str whole = {0};
    pthread_t rotator;
    void *result = NULL;
    for (int i = 1; i <= 20; i++)
        paths[i] = scratch_path(adm_text_format(&scratch_arena, "audit.%02d", i).data);
    open_writer(paths[0]);
    cr_assert_eq(pthread_create(&rotator, NULL, rotate, paths), 0);
    put_from_threads();
    cr_assert_eq(pthread_join(rotator, &result), 0);
    cr_expect_null(result);
    adm_audit_writer_free(writer);
    adm_text_init(&all, &scratch_arena);
    for (int i = 1; i <= 20; i++)
        adm_text_append(&all, scratch_read(paths[i]));
    adm_text_append(&all, scratch_read(paths[0]));
    cr_assert(adm_text_finish(&all, &whole, NULL));
    check_numbered(whole);
}

Test(writer, reopen_that_fails_keeps_the_old_file) {
    const char *path = scratch_path("audit.jsonl");
    const char *moved = scratch_path("audit.1");
    struct adm_error err = {0};
    open_writer(path);
    put("one\n");
    cr_assert_eq(rename(path, moved), 0);
    cr_assert_eq(mkdir(path, 0700), 0);
    cr_expect_not(adm_audit_writer_reopen(writer, &err));
    cr_expect_eq(err.code, ADM_IO);
    put("two\n");
    adm_audit_writer_free(writer);
    cr_expect(adm_str_is(scratch_read(moved), "one\ntwo\n"));
    cr_expect_eq(rmdir(path), 0);
}

Test(writer, a_full_disk_is_said_and_never_waited_for) {
    static char large[ADM_AUDIT_RECORD_MAX + 1];
    struct adm_error err = {0};
    memset(large, 'x', sizeof large - 2);
    large[sizeof large - 2] = '\n';
    open_writer("/dev/full");
    cr_expect(put_until("one\n", ADM_IO));
    cr_expect(put_until(large, ADM_LIMIT));
    cr_expect_not(adm_audit_writer_put(writer, adm_str_from(large), &err));
    cr_expect_not_null(strstr(err.message, "No space left"), "%s", err.message);
    cr_expect_not_null(strstr(err.message, "lost"), "%s", err.message);
    adm_audit_writer_free(writer);
}

// A limit on the file's size stands in for a full disk: the write that reaches it is cut short.
Test(writer, what_was_kept_is_written_when_the_disk_has_room_again) {
    const char *path = scratch_path("audit.jsonl");
    struct adm_text expected;
    adm_text_init(&expected, &scratch_arena);
    limit_file_size(100);
    open_writer(path);
    for (int i = 0; i < 50; i++) {
        const char *line = adm_text_format(&scratch_arena, "{\"line\":%d}\n", i).data;
        struct adm_error err = {0};
        bool ok = adm_audit_writer_put(writer, adm_str_from(line), &err);
        cr_expect(ok || err.code == ADM_IO);
        adm_text_append_c(&expected, line);
    }
    bool failed = put_until("{}\n", ADM_IO);
    limit_file_size(RLIM_INFINITY);
    bool recovered = put_until("{}\n", ADM_OK);
    adm_audit_writer_free(writer);
    cr_expect(failed);
    cr_expect(recovered);
    struct adm_str text = scratch_read(path);
    struct adm_str head = adm_text_str(&expected);
    cr_assert_geq(text.len, head.len);
    cr_expect(adm_str_equal(adm_str_slice(text, 0, head.len), head));
    for (size_t at = head.len; at < text.len; at += 3)
        cr_expect(adm_str_is(adm_str_slice(text, at, at + 3), "{}\n"));
}

Test(writer, a_new_file_begins_with_a_whole_record) {
    const char *path = scratch_path("audit.jsonl");
    const char *moved = scratch_path("audit.1");
    limit_file_size(10);
    open_writer(path);
    put("{\"first\":1}\n");
    bool failed = put_until("{}\n", ADM_IO);
    bool cut = rename(path, moved) == 0;
    limit_file_size(RLIM_INFINITY);
    bool reopened = adm_audit_writer_reopen(writer, NULL);
    adm_audit_writer_free(writer);
    cr_expect(failed && cut && reopened);
    cr_expect(adm_str_is(scratch_read(moved), "{\"first\":1"));
    cr_expect(adm_str_starts(scratch_read(path), "{\"first\":1}\n{}\n"));
}
