// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_past.h"

#include "core/base64.h"

// What an old release needs to be looked at.
struct looking {
    struct adm_helm_past *past;
    struct adm_arena arena; // of its own
    struct adm_helm_units units;
};

static void looking_destroy(struct looking *looking) { adm_arena_destroy(&looking->arena); }

static bool digest_words(struct adm_helm_digests *digests, const struct adm_helm_unit *unit,
                         unsigned char out[ADM_HELM_DIGEST], struct adm_error *err) {
    const struct adm_credential_command *command = &unit->command;
    const struct adm_str head = {(const char *)&command->count, sizeof command->count};
    ADM_TRY(adm_helm_digests_make(digests, &head, 1, out, err));
    for (size_t i = 0; i < command->count; i++) {
        unsigned char before[ADM_HELM_DIGEST];
        memcpy(before, out, sizeof before);
        const struct adm_str parts[] = {{(const char *)before, sizeof before}, command->words[i]};
        ADM_TRY(adm_helm_digests_make(digests, parts, 2, out, err));
    }
    return true;
}

// Whatever decides how the unit is judged.
static bool digest_unit(struct adm_helm_digests *digests, const struct adm_helm_unit *unit,
                        unsigned char out[ADM_HELM_DIGEST], struct adm_error *err) {
    const char how[] = {(char)unit->place, (char)unit->kind,
                        (char)((unit->packed ? 1 : 0) | (unit->names_beside ? 2 : 0)),
                        (char)unit->part};
    unsigned char words[ADM_HELM_DIGEST];
    struct adm_str text = unit->text;
    if (unit->kind == ADM_CREDENTIAL_ITEM_COMMAND) {
        ADM_TRY(digest_words(digests, unit, words, err));
        text = (struct adm_str){(const char *)words, sizeof words};
    }
    const struct adm_str parts[] = {{how, sizeof how}, unit->key, text, adm_str_from(unit->form)};
    return adm_helm_digests_make(digests, parts, 4, out, err);
}

// Helm writes the documents with line breaks between them, whose number says nothing.
static struct adm_str trimmed(struct adm_str text) {
    while (text.len > 0 && (text.data[0] == '\n' || text.data[0] == '\r'))
        text = adm_str_slice(text, 1, text.len);
    while (text.len > 0 && (text.data[text.len - 1] == '\n' || text.data[text.len - 1] == '\r'))
        text.len--;
    return text;
}

static bool digest_document(struct adm_helm_digests *digests, struct adm_str text,
                            unsigned char out[ADM_HELM_DIGEST], struct adm_error *err) {
    const struct adm_str parts[] = {ADM_STR("document"), trimmed(text)};
    return adm_helm_digests_make(digests, parts, 2, out, err);
}

static bool add_units(struct looking *looking, struct adm_error *err) {
    struct adm_helm_digests *digests = &looking->past->digests;
    struct adm_helm_unit unit;
    unsigned char digest[ADM_HELM_DIGEST];
    for (bool more = true;;) {
        ADM_TRY(adm_helm_units_next(&looking->units, &unit, &more, err));
        if (!more)
            return true;
        ADM_TRY(digest_unit(digests, &unit, digest, err));
        ADM_TRY(adm_helm_digests_add(digests, digest, err));
    }
}

// A manifest that cannot be read has no documents.
static bool add_manifest(struct looking *looking, const struct adm_helm_unit *unit,
                         struct adm_error *err) {
    struct adm_helm_digests *digests = &looking->past->digests;
    struct adm_manifest manifest = {0};
    struct adm_error cause = {0};
    struct adm_str text = unit->text;
    unsigned char digest[ADM_HELM_DIGEST];
    bool decoded = !unit->packed || adm_base64_decode(unit->text, &looking->arena, &text);
    if (!decoded || !adm_manifest_read(text, &looking->arena, &manifest, &cause))
        return looking->arena.exhausted
                   ? adm_fail(err, ADM_MEMORY, "the old release needs more memory than is allowed")
                   : true;
    for (size_t i = 0; i < manifest.count; i++) {
        ADM_TRY(digest_document(digests, manifest.documents[i].text, digest, err));
        ADM_TRY(adm_helm_digests_add(digests, digest, err));
    }
    return true;
}

static bool add_documents(struct looking *looking, struct adm_error *err) {
    struct adm_helm_unit unit;
    for (bool more = true;;) {
        ADM_TRY(adm_helm_units_next(&looking->units, &unit, &more, err));
        if (!more)
            return true;
        if (unit.place == ADM_HELM_MANIFEST)
            ADM_TRY(add_manifest(looking, &unit, err));
    }
}

// The old release, in the arena of `looking` unless the caller holds it; false without err when
// there is none.
static bool open_release(struct looking *looking, struct adm_helm_release *release, bool *found,
                         struct adm_error *err) {
    const struct adm_helm_past *past = looking->past;
    struct adm_helm_unpack unpack = {.arena = &looking->arena, .room = past->room};
    const struct adm_json *root = NULL;
    struct adm_error cause = {0};
    *found = past->held != NULL;
    if (*found)
        *release = *past->held;
    else if (past->bytes.len > 0)
        *found = adm_helm_unpack_json(&unpack, past->bytes, &root, &cause);
    if (looking->arena.exhausted)
        return adm_fail(err, ADM_MEMORY, "the old release needs more memory than is allowed");
    if (root != NULL)
        *release = adm_helm_unpack_view(root);
    return true;
}

// Unpacks the old release and adds its units, or the documents of its manifests.
static bool look(struct adm_helm_past *past, bool documents, struct adm_error *err) {
    struct adm_arena *arena = past->request->arena;
    ADM_AUTO(looking_destroy) struct looking looking = {.past = past};
    struct adm_helm_release release = {0};
    bool found = false;
    adm_arena_init(&looking.arena, arena->limit - arena->used);
    bool done = open_release(&looking, &release, &found, err);
    if (done && found) {
        done = adm_helm_units_init(&looking.units, &release, &looking.arena, err) &&
               (documents ? add_documents(&looking, err) : add_units(&looking, err));
        past->status = adm_arena_copy(arena, release.status);
    }
    // Whatever was refused memory may have seen less than there is.
    arena->exhausted = arena->exhausted || looking.arena.exhausted;
    return done;
}

bool adm_helm_past_read(struct adm_helm_past *past, struct adm_error *err) {
    struct adm_arena *arena = past->request->arena;
    adm_helm_digests_init(&past->digests, arena);
    if (past->held == NULL &&
        (past->stored.len == 0 || !adm_base64_decode(past->stored, arena, &past->bytes)))
        return true;
    return look(past, false, err);
}

void adm_helm_past_destroy(struct adm_helm_past *past) { adm_helm_digests_destroy(&past->digests); }

bool adm_helm_past_has(struct adm_helm_past *past, const struct adm_helm_unit *unit, bool *has,
                       struct adm_error *err) {
    unsigned char digest[ADM_HELM_DIGEST];
    *has = false;
    if (past->digests.count == 0)
        return true;
    ADM_TRY(digest_unit(&past->digests, unit, digest, err));
    *has = adm_helm_digests_has(&past->digests, digest);
    return true;
}

bool adm_helm_past_has_document(struct adm_helm_past *past,
                                const struct adm_manifest_document *document, bool *has,
                                struct adm_error *err) {
    unsigned char digest[ADM_HELM_DIGEST];
    *has = false;
    if (past->digests.count == 0)
        return true;
    if (!past->documents)
        ADM_TRY(look(past, true, err));
    past->documents = true;
    ADM_TRY(digest_document(&past->digests, document->text, digest, err));
    *has = adm_helm_digests_has(&past->digests, digest);
    return true;
}
