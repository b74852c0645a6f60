// SPDX-License-Identifier: Apache-2.0
#include "server/log.h"

#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "core/writer.h"

enum { LINE_MAX_BYTES = 64 * 1024 };

// Written by adm_log_setup before there are threads, read-only after.
static enum adm_log_format chosen_format = ADM_LOG_LOGFMT;
static enum adm_log_level lowest_level = ADM_LOG_INFO;

static const char *const level_names[] = {"debug", "info", "warn", "error"};

void adm_log_setup(enum adm_log_format format, enum adm_log_level lowest) {
    chosen_format = format;
    lowest_level = lowest;
}

static void append_time(struct adm_text *text) {
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    adm_text_printf(text, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", utc.tm_year + 1900,
                    utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                    now.tv_nsec / 1000000);
}

static bool is_bare(struct adm_str value) {
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (c <= ' ' || c >= 0x7F || c == '"' || c == '=' || c == '\\')
            return false;
    }
    return value.len > 0;
}

static void append_value(struct adm_text *text, struct adm_str value) {
    if (chosen_format == ADM_LOG_LOGFMT && is_bare(value)) {
        adm_text_append(text, value);
        return;
    }
    struct adm_writer w;
    adm_writer_init(&w, text);
    adm_writer_string(&w, value);
}

static void append_key(struct adm_text *text, const char *key) {
    if (chosen_format == ADM_LOG_JSON)
        adm_text_printf(text, "%c\"%s\":", text->len == 0 ? '{' : ',', key);
    else
        adm_text_printf(text, "%s%s=", text->len == 0 ? "" : " ", key);
}

static void append_field(struct adm_text *text, const struct adm_log_field *field) {
    append_key(text, field->key);
    if (field->numeric)
        adm_text_append_int(text, field->number);
    else
        append_value(text, field->text);
}

static void append_head(struct adm_text *text, enum adm_log_level level, const char *message) {
    append_key(text, "time");
    if (chosen_format == ADM_LOG_JSON)
        adm_text_append_char(text, '"');
    append_time(text);
    if (chosen_format == ADM_LOG_JSON)
        adm_text_append_char(text, '"');
    append_key(text, "level");
    append_value(text, adm_str_from(level_names[level]));
    append_key(text, "msg");
    append_value(text, adm_str_from(message));
}

void adm_log_line(enum adm_log_level level, const char *message,
                  const struct adm_log_field *fields) {
    if (level < lowest_level)
        return;
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, LINE_MAX_BYTES);
    struct adm_text text;
    adm_text_init(&text, &arena);
    append_head(&text, level, message);
    for (; fields != NULL && fields->key != NULL; fields++)
        append_field(&text, fields);
    adm_text_append_c(&text, chosen_format == ADM_LOG_JSON ? "}\n" : "\n");
    // One write a line, so that lines of two threads do not mix. Nobody to tell when it fails.
    ssize_t written = write(STDERR_FILENO, text.data, text.len);
    (void)written;
}

bool adm_log_limit_allows(struct adm_log_limit *limit, uint64_t *held_back) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    // Plus one: window 0 is the zero-initialised limit's.
    int64_t window = now.tv_sec / (int64_t)limit->window_s + 1;
    int64_t seen = atomic_load(&limit->window);
    if (seen != window && atomic_compare_exchange_strong(&limit->window, &seen, window))
        atomic_store(&limit->lines, 0);
    if (atomic_fetch_add(&limit->lines, 1) >= limit->burst) {
        atomic_fetch_add(&limit->held_back, 1);
        return false;
    }
    *held_back = atomic_exchange(&limit->held_back, 0);
    return true;
}
