// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// Drops the bytes of a rune that the limit cut in two.
static void trim_partial_rune(char *message, size_t len) {
    size_t end = len;
    while (end > 0 && ((unsigned char)message[end - 1] & 0xC0U) == 0x80U)
        end--;
    if (end == 0 || (unsigned char)message[end - 1] < 0xC0U)
        return;
    unsigned char lead = (unsigned char)message[end - 1];
    size_t need = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
    if (len - (end - 1) < need)
        message[end - 1] = '\0';
}

bool adm_error_set(struct adm_error *err, enum adm_code code, const char *file, int line,
                   const char *format, ...) {
    if (err == NULL)
        return false;
    char message[ADM_ERROR_MESSAGE_MAX + 1];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (written > ADM_ERROR_MESSAGE_MAX)
        trim_partial_rune(message, ADM_ERROR_MESSAGE_MAX);
    // Through a buffer: the arguments may point into the error that is being wrapped.
    memcpy(err->message, message, sizeof message);
    err->code = code;
    err->file = file;
    err->line = line;
    return false;
}

const char *adm_error_name(enum adm_code code) {
    static const char *const names[] = {"ok",          "syntax", "limit",  "invalid",
                                        "unsupported", "io",     "memory", "crypto"};
    return (size_t)code < sizeof names / sizeof *names ? names[code] : "unknown";
}
