// SPDX-License-Identifier: Apache-2.0
#include "certs/leaf.h"

#include <openssl/x509v3.h>
#include <string.h>

#include "certs/name.h"

static const struct adm_identity_extension extensions[] = {
    {NID_basic_constraints, "critical,CA:FALSE"},
    {NID_key_usage, "critical,digitalSignature"},
    {NID_ext_key_usage, "serverAuth"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
};

struct names {
    struct adm_name items[ADM_NAME_COUNT_MAX];
    size_t count;
};

static void add_once(struct names *names, const struct adm_name *name) {
    for (size_t i = 0; i < names->count; i++)
        if (adm_name_is_same(&names->items[i], name))
            return;
    names->items[names->count++] = *name;
}

static bool read_names(const struct adm_leaf_request *request, struct names *out,
                       struct adm_error *err) {
    if (request->name_count == 0)
        return adm_fail(err, ADM_INVALID, "a certificate needs at least one name");
    if (request->name_count > ADM_NAME_COUNT_MAX)
        return adm_fail(err, ADM_LIMIT, "%zu names: a certificate has at most %d",
                        request->name_count, ADM_NAME_COUNT_MAX);
    for (size_t i = 0; i < request->name_count; i++) {
        struct adm_name name;
        ADM_TRY(adm_name_read(request->names[i], &name, err));
        add_once(out, &name);
    }
    return true;
}

static bool check(const struct adm_leaf_request *request, struct names *out,
                  struct adm_error *err) {
    if (request->days < 1 || request->days > ADM_LEAF_DAYS_MAX)
        return adm_fail(err, ADM_INVALID, "a certificate is valid for 1 to %d days, not %lld",
                        ADM_LEAF_DAYS_MAX, (long long)request->days);
    return read_names(request, out, err);
}

bool adm_leaf_check(const struct adm_leaf_request *request, struct adm_error *err) {
    struct names names = {.count = 0};
    return check(request, &names, err);
}

// An octet string (IP address) and an IA5 string (DNS name) are one type to OpenSSL.
static GENERAL_NAME *general_name(const struct adm_name *name) {
    GENERAL_NAME *made = GENERAL_NAME_new();
    ASN1_STRING *value = name->address_len > 0 ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
    bool ok =
        made != NULL && value != NULL &&
        (name->address_len > 0 ? ASN1_STRING_set(value, name->address, (int)name->address_len)
                               : ASN1_STRING_set(value, name->text, (int)strlen(name->text))) == 1;
    if (!ok) {
        ASN1_STRING_free(value);
        GENERAL_NAME_free(made);
        return NULL;
    }
    GENERAL_NAME_set0_value(made, name->address_len > 0 ? GEN_IPADD : GEN_DNS, value);
    return made;
}

static void free_names(STACK_OF(GENERAL_NAME) * *names) { GENERAL_NAMES_free(*names); }

static bool push(STACK_OF(GENERAL_NAME) * stack, const struct adm_name *name) {
    GENERAL_NAME *made = general_name(name);
    if (made != NULL && sk_GENERAL_NAME_push(stack, made) > 0)
        return true;
    GENERAL_NAME_free(made);
    return false;
}

bool adm_leaf_make(const struct adm_leaf_request *request, struct adm_identity *out,
                   struct adm_error *err) {
    struct names names = {.count = 0};
    ADM_TRY(check(request, &names, err));
    ADM_AUTO(free_names) STACK_OF(GENERAL_NAME) *stack = sk_GENERAL_NAME_new_null();
    for (size_t i = 0; i < names.count; i++)
        if (stack == NULL || !push(stack, &names.items[i]))
            return adm_fail(err, ADM_MEMORY, "out of memory for the names of a certificate");
    const struct adm_identity_plan plan = {
        .common_name = "floe-admission",
        .days = request->days,
        .extensions = extensions,
        .extension_count = sizeof extensions / sizeof *extensions,
        .issuer = request->authority,
        .names = stack,
    };
    return adm_identity_make(&plan, out, err);
}
