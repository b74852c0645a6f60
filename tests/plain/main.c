// SPDX-License-Identifier: Apache-2.0
#include "criterion/criterion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct plain_test *first;
static unsigned failures; // of the test that runs in this process
static jmp_buf end_of_test;

void plain_add(struct plain_test *test) {
    struct plain_test **last = &first;
    while (*last != NULL)
        last = &(*last)->next;
    *last = test;
}

void plain_check(bool holds, bool fatal, const char *where, const char *format, ...) {
    if (holds)
        return;
    char words[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s%s\n", where, words);
    failures++;
    if (fatal)
        longjmp(end_of_test, 1);
}

static struct plain_options suite_of(const struct plain_test *test) {
    for (const struct plain_test *t = first; t != NULL; t = t->next)
        if (t->name == NULL && strcmp(t->suite, test->suite) == 0)
            return t->options;
    return (struct plain_options){.none = 0};
}

static void call(void (*function)(void)) {
    if (function != NULL && setjmp(end_of_test) == 0)
        function();
}

static void run(const struct plain_test *test) {
    const struct plain_options suite = suite_of(test);
    call(suite.init);
    call(test->options.init);
    if (failures == 0)
        call(test->run);
    call(test->options.fini);
    call(suite.fini);
}

// Whether the test passed, a sanitizer's exit code included.
static bool passes(const struct plain_test *test) {
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        run(test);
        exit(failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == EXIT_SUCCESS;
}

int main(void) {
    unsigned passed = 0;
    unsigned failed = 0;
    for (const struct plain_test *test = first; test != NULL; test = test->next) {
        if (test->name == NULL)
            continue;
        bool ok = passes(test);
        passed += ok;
        failed += !ok;
        if (!ok)
            fprintf(stderr, "FAIL %s::%s\n", test->suite, test->name);
    }
    fprintf(stderr, "%u passed, %u failed\n", passed, failed);
    return failed == 0 && passed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
