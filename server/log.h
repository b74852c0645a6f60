// SPDX-License-Identifier: Apache-2.0
// The operational log: one line a problem, to stderr, as logfmt or JSON. Set up once before threads
// start, then thread-safe. Never hand it a value that was judged.
#pragma once

#include "core/str.h"

enum adm_log_level { ADM_LOG_DEBUG, ADM_LOG_INFO, ADM_LOG_WARN, ADM_LOG_ERROR };
enum adm_log_format { ADM_LOG_LOGFMT, ADM_LOG_JSON };

struct adm_log_field {
    const char *key; // NULL ends a list
    struct adm_str text;
    int64_t number;
    bool numeric;
};

#define ADM_LOG_TEXT(k, c_string)                                                                  \
    { .key = (k), .text = adm_str_from(c_string) }
#define ADM_LOG_STR(k, str)                                                                        \
    { .key = (k), .text = (str) }
#define ADM_LOG_INT(k, value)                                                                      \
    { .key = (k), .number = (int64_t)(value), .numeric = true }
// adm_log_line with its fields: ADM_LOG(ADM_LOG_INFO, "listening", ADM_LOG_TEXT("address", a)).
#define ADM_LOG(level, message, ...)                                                               \
    adm_log_line((level), (message), (const struct adm_log_field[]){__VA_ARGS__, {.key = NULL}})

void adm_log_setup(enum adm_log_format format, enum adm_log_level lowest);
// `fields` ends with a NULL key; NULL for none.
void adm_log_line(enum adm_log_level level, const char *message,
                  const struct adm_log_field *fields);

// At most `burst` lines in `window_s` seconds; zero-initialised apart from these two. Thread-safe.
struct adm_log_limit {
    unsigned burst, window_s;
    _Atomic int64_t window;     // index of the current window
    _Atomic unsigned lines;     // in the current window
    _Atomic uint64_t held_back; // since the last line that passed
};
// Whether one more line may be written; `*held_back` is how many were not since the last one.
bool adm_log_limit_allows(struct adm_log_limit *limit, uint64_t *held_back);
