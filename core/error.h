// SPDX-License-Identifier: Apache-2.0
// Errors: whatever can fail returns bool, is ADM_CHECKED and takes `struct adm_error *err` last.
// The caller owns the error; on failure outputs stay untouched. A denial is a verdict, not an
// error.
#pragma once

#include <stdbool.h>

#define ADM_CHECKED __attribute__((warn_unused_result))
#define ADM_PRINTF(text, first) __attribute__((format(printf, text, first)))
// Runs `destroy(&variable)` when the variable goes out of scope.
#define ADM_AUTO(destroy) __attribute__((cleanup(destroy)))

// Longest message in bytes, without the final NUL; longer ones are cut at a UTF-8 boundary.
#define ADM_ERROR_MESSAGE_MAX 256

enum adm_code {
    ADM_OK = 0,
    ADM_SYNTAX,      // the input is not what its grammar says
    ADM_LIMIT,       // the input is larger, deeper or longer than allowed
    ADM_INVALID,     // the input is well-formed and says something impossible
    ADM_UNSUPPORTED, // a version or kind that is not served here
    ADM_IO,          // the operating system said no
    ADM_MEMORY,      // no memory, or the arena's limit
    ADM_CRYPTO,      // OpenSSL or GnuTLS said no
};

struct adm_error {
    enum adm_code code;
    char message[ADM_ERROR_MESSAGE_MAX + 1];
    const char *file; // where it was raised; static storage
    int line;
};

// Records the failure and returns false, so that `return adm_fail(err, ADM_IO, "open '%s': …", p)`.
#define adm_fail(err, code, ...) adm_error_set((err), (code), __FILE__, __LINE__, __VA_ARGS__)

// Passes a failed step up; the only macro that returns.
#define ADM_TRY(step)                                                                              \
    do {                                                                                           \
        if (!(step))                                                                               \
            return false;                                                                          \
    } while (0)

// Behind adm_fail. `err` may be NULL. Always returns false.
bool adm_error_set(struct adm_error *err, enum adm_code code, const char *file, int line,
                   const char *format, ...) ADM_PRINTF(5, 6);

// The code's name in lower case ("syntax", "limit", …); static storage.
const char *adm_error_name(enum adm_code code);
