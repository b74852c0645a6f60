// SPDX-License-Identifier: Apache-2.0
#include "server/log.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// What one line on standard error reads, from its level on.
static void capture(enum adm_log_format format, char out[512]) {
    const struct adm_log_field fields[] = {
        ADM_LOG_TEXT("plain", "a/b:1"),
        ADM_LOG_TEXT("spaced", "a b=\"c\"\n"),
        ADM_LOG_TEXT("empty", ""),
        ADM_LOG_INT("number", -5),
        {.key = NULL},
    };
    int pipes[2];
    int saved = dup(STDERR_FILENO);
    cr_assert_eq(pipe(pipes), 0);
    dup2(pipes[1], STDERR_FILENO);
    adm_log_setup(format, ADM_LOG_INFO);
    adm_log_line(ADM_LOG_DEBUG, "not shown", NULL);
    adm_log_line(ADM_LOG_WARN, "a message", fields);
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(pipes[1]);
    ssize_t len = read(pipes[0], out, 511);
    close(pipes[0]);
    cr_assert_gt(len, 0);
    out[len] = '\0';
    const char *level = strstr(out, format == ADM_LOG_JSON ? "\"level\"" : "level=");
    cr_assert_not_null(level);
    memmove(out, level, strlen(level) + 1);
}

Test(log, writes_logfmt) {
    char line[512];
    capture(ADM_LOG_LOGFMT, line);
    cr_expect_str_eq(line, "level=warn msg=\"a message\" plain=a/b:1 "
                           "spaced=\"a b=\\\"c\\\"\\n\" empty=\"\" number=-5\n");
}

Test(log, writes_json) {
    char line[512];
    capture(ADM_LOG_JSON, line);
    cr_expect_str_eq(line, "\"level\":\"warn\",\"msg\":\"a message\",\"plain\":\"a/b:1\","
                           "\"spaced\":\"a b=\\\"c\\\"\\n\",\"empty\":\"\",\"number\":-5}\n");
}

Test(log, limits_lines_and_counts_the_rest) {
    // A window so long that the test cannot see its end.
    struct adm_log_limit limit = {.burst = 3, .window_s = 1000000000};
    uint64_t held_back = 7;
    for (int i = 0; i < 3; i++) {
        cr_expect(adm_log_limit_allows(&limit, &held_back));
        cr_expect_eq(held_back, 0);
    }
    for (int i = 0; i < 5; i++)
        cr_expect_not(adm_log_limit_allows(&limit, &held_back));
    limit.window = 0; // as if it were another window
    cr_expect(adm_log_limit_allows(&limit, &held_back));
    cr_expect_eq(held_back, 5);
}
