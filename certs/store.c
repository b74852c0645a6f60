// SPDX-License-Identifier: Apache-2.0
#include "certs/store.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "certs/authority.h"
#include "certs/folder.h"
#include "certs/leaf.h"
#include "certs/pem.h"

enum file { CA_CERTIFICATE, CA_KEY, LEAF_CERTIFICATE, LEAF_KEY, FILE_COUNT };

static const char *const file_names[FILE_COUNT] = {"ca.crt", "ca.key", "tls.crt", "tls.key"};

static const char *const default_names[] = {
    "floe-admission.floe-admission.svc",
    "floe-admission.floe-admission.svc.cluster.local",
    "localhost",
    "127.0.0.1",
    "::1",
};

// Texts of the files to be written. A BIO wipes its memory when it is freed.
struct bundle {
    BIO *texts[FILE_COUNT];
    struct adm_folder_file files[FILE_COUNT];
    size_t count;
};

static void destroy_bundle(struct bundle *bundle) {
    for (size_t i = 0; i < bundle->count; i++)
        BIO_free_all(bundle->texts[i]);
}

struct secret_text {
    char bytes[ADM_FOLDER_FILE_MAX];
    size_t len;
};

static void wipe(struct secret_text *text) { OPENSSL_cleanse(text, sizeof *text); }

const char *const *adm_store_default_names(size_t *count) {
    *count = sizeof default_names / sizeof *default_names;
    return default_names;
}

static struct adm_leaf_request leaf_request(const struct adm_store_request *request,
                                            const struct adm_identity *authority) {
    struct adm_leaf_request leaf = {
        .authority = authority,
        .names = request->names,
        .name_count = request->name_count,
        .days = request->days == 0 ? ADM_STORE_DAYS_DEFAULT : request->days,
    };
    if (request->name_count == 0)
        leaf.names = adm_store_default_names(&leaf.name_count);
    return leaf;
}

bool adm_store_check(const struct adm_store_request *request, struct adm_error *err) {
    const struct adm_leaf_request leaf = leaf_request(request, NULL);
    return adm_leaf_check(&leaf, err);
}

static void add_text(struct bundle *bundle, enum file file, BIO *text) {
    bundle->texts[bundle->count] = text;
    bundle->files[bundle->count].name = file_names[file];
    bundle->files[bundle->count].bytes = adm_pem_bytes(text);
    bundle->count++;
}

static bool add_identity(struct bundle *bundle, enum file key, enum file certificate,
                         const struct adm_identity *identity, struct adm_error *err) {
    BIO *text = NULL;
    ADM_TRY(adm_pem_write_key(identity->key, &text, err));
    add_text(bundle, key, text);
    ADM_TRY(adm_pem_write_certificate(identity->certificate, &text, err));
    add_text(bundle, certificate, text);
    return true;
}

static bool make_set(const struct adm_folder *folder, const struct adm_store_request *request,
                     struct adm_error *err) {
    ADM_AUTO(adm_identity_destroy) struct adm_identity authority = {0};
    ADM_AUTO(adm_identity_destroy) struct adm_identity leaf = {0};
    ADM_AUTO(destroy_bundle) struct bundle bundle = {0};
    ADM_TRY(adm_authority_make(&authority, err));
    const struct adm_leaf_request plan = leaf_request(request, &authority);
    ADM_TRY(adm_leaf_make(&plan, &leaf, err));
    ADM_TRY(add_identity(&bundle, CA_KEY, CA_CERTIFICATE, &authority, err));
    ADM_TRY(add_identity(&bundle, LEAF_KEY, LEAF_CERTIFICATE, &leaf, err));
    return adm_folder_add(folder, bundle.files, bundle.count, err);
}

static bool read_certificate(const struct adm_folder *folder, enum file file, X509 **out,
                             struct adm_error *err) {
    ADM_AUTO(wipe) struct secret_text text = {.len = 0};
    ADM_TRY(adm_folder_read(folder, file_names[file], text.bytes, &text.len, err));
    return adm_pem_read_certificate((struct adm_str){text.bytes, text.len}, file_names[file], out,
                                    err);
}

static bool read_authority(const struct adm_folder *folder, struct adm_identity *out,
                           struct adm_error *err) {
    ADM_AUTO(wipe) struct secret_text text = {.len = 0};
    ADM_TRY(read_certificate(folder, CA_CERTIFICATE, &out->certificate, err));
    ADM_TRY(adm_folder_read(folder, file_names[CA_KEY], text.bytes, &text.len, err));
    ADM_TRY(adm_pem_read_key((struct adm_str){text.bytes, text.len}, file_names[CA_KEY], &out->key,
                             err));
    return adm_authority_check(out, file_names[CA_CERTIFICATE], err);
}

static bool make_leaf(const struct adm_folder *folder, const struct adm_store_request *request,
                      struct adm_error *err) {
    ADM_AUTO(adm_identity_destroy) struct adm_identity authority = {0};
    ADM_AUTO(adm_identity_destroy) struct adm_identity leaf = {0};
    ADM_AUTO(destroy_bundle) struct bundle bundle = {0};
    ADM_TRY(read_authority(folder, &authority, err));
    const struct adm_leaf_request plan = leaf_request(request, &authority);
    ADM_TRY(adm_leaf_make(&plan, &leaf, err));
    ADM_TRY(add_identity(&bundle, LEAF_KEY, LEAF_CERTIFICATE, &leaf, err));
    return adm_folder_add(folder, bundle.files, bundle.count, err);
}

bool adm_store_init(const struct adm_store_request *request, struct adm_error *err) {
    ADM_AUTO(adm_folder_close) struct adm_folder folder = {0};
    ADM_TRY(adm_store_check(request, err));
    ADM_TRY(adm_folder_make(request->directory, err));
    ADM_TRY(adm_folder_open(request->directory, &folder, err));
    for (size_t i = 0; i < FILE_COUNT; i++)
        if (adm_folder_has(&folder, file_names[i]))
            return adm_fail(err, ADM_IO, "'%s/%s' exists already and is not overwritten",
                            request->directory, file_names[i]);
    return make_set(&folder, request, err);
}

// "ca.crt, tls.key": the files that are there, or those that are not.
static void list_files(const bool *there, bool wanted, char *out, size_t size) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < FILE_COUNT; i++)
        if (there[i] == wanted && len < size)
            len += (size_t)snprintf(out + len, size - len, "%s%s", len == 0 ? "" : ", ",
                                    file_names[i]);
}

static bool refuse_part(const char *directory, const bool *there, struct adm_error *err) {
    char found[64];
    char absent[64];
    list_files(there, true, found, sizeof found);
    list_files(there, false, absent, sizeof absent);
    return adm_fail(err, ADM_INVALID,
                    "'%s' has %s but not %s: add what is missing or remove the rest", directory,
                    found, absent);
}

// What is absent, where the rest allows it.
static bool make_missing(const struct adm_folder *folder, const struct adm_store_request *request,
                         bool *made, struct adm_error *err) {
    bool there[FILE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < FILE_COUNT; i++) {
        there[i] = adm_folder_has(folder, file_names[i]);
        count += there[i];
    }
    bool authority_alone = count == 2 && there[CA_CERTIFICATE] && there[CA_KEY];
    if (count == 0)
        ADM_TRY(make_set(folder, request, err));
    else if (authority_alone)
        ADM_TRY(make_leaf(folder, request, err));
    else if (count != FILE_COUNT)
        return refuse_part(request->directory, there, err);
    *made = count != FILE_COUNT;
    return true;
}

bool adm_store_ensure(const struct adm_store_request *request, bool *made, struct adm_error *err) {
    ADM_AUTO(adm_folder_close) struct adm_folder folder = {0};
    return adm_store_check(request, err) && adm_folder_make(request->directory, err) &&
           adm_folder_open(request->directory, &folder, err) &&
           make_missing(&folder, request, made, err);
}

static bool print_fingerprint(const X509 *certificate, struct adm_store_summary *out,
                              struct adm_error *err) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (X509_digest(certificate, EVP_sha256(), digest, &len) != 1)
        return adm_fail(err, ADM_CRYPTO, "digest a certificate: %s", adm_crypto_words().text);
    for (size_t i = 0; i < len && 3 * i + 3 <= sizeof out->authority_fingerprint; i++)
        snprintf(out->authority_fingerprint + 3 * i, sizeof out->authority_fingerprint - 3 * i,
                 "%02X%s", digest[i], i + 1 == len ? "" : ":");
    return true;
}

bool adm_store_summarize(const char *directory, struct adm_store_summary *out,
                         struct adm_error *err) {
    ADM_AUTO(adm_folder_close) struct adm_folder folder = {0};
    ADM_AUTO(adm_crypto_free_certificate) X509 *authority = NULL;
    ADM_AUTO(adm_crypto_free_certificate) X509 *leaf = NULL;
    struct adm_store_summary summary = {0};
    bool ok = adm_folder_open(directory, &folder, err) &&
              read_certificate(&folder, CA_CERTIFICATE, &authority, err) &&
              read_certificate(&folder, LEAF_CERTIFICATE, &leaf, err) &&
              adm_identity_expiry(authority, &summary.authority_expires_s, err) &&
              adm_identity_expiry(leaf, &summary.leaf_expires_s, err) &&
              print_fingerprint(authority, &summary, err);
    if (ok)
        *out = summary;
    return ok;
}
