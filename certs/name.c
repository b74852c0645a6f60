// SPDX-License-Identifier: Apache-2.0
#include "certs/name.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

enum { DNS_MAX = 253, LABEL_MAX = 63 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_label(const char *label, size_t len) {
    if (len == 0 || len > LABEL_MAX || !is_alphanumeric(label[0]) ||
        !is_alphanumeric(label[len - 1]))
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_alphanumeric(label[i]) && label[i] != '-')
            return false;
    return true;
}

// What is wrong with a DNS name, or NULL.
static const char *fault_of(const char *name) {
    bool wildcard = name[0] == '*' && name[1] == '.';
    const char *label = wildcard ? name + 2 : name;
    size_t labels = 0;
    size_t len = 0;
    bool numeric = true;
    if (strlen(name) > DNS_MAX)
        return "a DNS name has at most 253 characters";
    for (;; label += len + 1, labels++) {
        len = strcspn(label, ".");
        if (!is_label(label, len))
            return "a DNS name is labels of letters, digits and inner '-', 1 to 63 each, joined by "
                   "'.'; only the first may be '*'";
        numeric = strspn(label, "0123456789") == len;
        if (label[len] == '\0')
            break;
    }
    // A resolver takes such a name for an address (RFC 1123 §2.1).
    if (numeric)
        return "it is no IP address, and a DNS name's last label is not a number";
    // OpenSSL and Go do not match `*.svc`.
    return wildcard && labels < 1 ? "at least two labels must follow '*.'" : NULL;
}

bool adm_name_read(const char *text, struct adm_name *out, struct adm_error *err) {
    struct adm_name name = {.text = text};
    if (text[0] == '\0')
        return adm_fail(err, ADM_INVALID, "an empty name");
    if (inet_pton(AF_INET, text, name.address) == 1)
        name.address_len = 4;
    else if (inet_pton(AF_INET6, text, name.address) == 1)
        name.address_len = 16;
    const char *fault = NULL;
    if (strchr(text, ':') == NULL && name.address_len == 0)
        fault = fault_of(text);
    else if (name.address_len == 0)
        fault = "it is no IPv6 address (no brackets, port or zone), and a DNS name has no ':'";
    if (fault != NULL)
        return adm_fail(err, ADM_INVALID, "the name '%.64s'%s: %s", text,
                        strlen(text) > 64 ? "…" : "", fault);
    *out = name;
    return true;
}

bool adm_name_is_same(const struct adm_name *a, const struct adm_name *b) {
    if (a->address_len != b->address_len)
        return false;
    if (a->address_len > 0)
        return memcmp(a->address, b->address, a->address_len) == 0;
    return strcasecmp(a->text, b->text) == 0;
}
