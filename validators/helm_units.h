// SPDX-License-Identifier: Apache-2.0
// The units of a release: whatever may be new in it is in one of them. Texts of manifests (of which
// each document is a unit for itself), and every other string, key and number, with what decides
// how it is judged; where it stands decides nothing else, so that order never matters. Fields that
// have the form that Helm gives them are no units.
#pragma once

#include "validators/credential_command.h"
#include "validators/credential_walk.h"
#include "validators/helm_fields.h"
#include "validators/helm_release.h"

enum adm_helm_place {
    ADM_HELM_MANIFEST,    // documents: `manifest`, a hook's, a file of crds/
    ADM_HELM_CHART,       // templates, values, schema: a key alone is a warning
    ADM_HELM_FREE,        // everything else
    ADM_HELM_DESCRIPTION, // info.description: Helm copies errors into it
    ADM_HELM_FORM,        // a field that has not its form
};

struct adm_helm_unit {
    enum adm_helm_place place;
    enum adm_credential_item_kind kind;
    struct adm_str text; // base64 when `packed`; empty for a command
    bool packed;
    struct adm_str key; // what names it, or empty
    bool names_beside;
    enum adm_credential_part part;
    struct adm_credential_command command; // of ADM_CREDENTIAL_ITEM_COMMAND
    const char *form;                      // of ADM_HELM_FORM: what it is not
};

struct adm_helm_section;

// The walk over a release's units. Borrows from the release; memory in the arena.
struct adm_helm_units {
    struct adm_arena *arena;
    struct adm_helm_section *sections;
    size_t count, capacity, at;
    bool walking;
    struct adm_credential_walk walk; // within a section that is a tree
};

// ADM_MEMORY.
ADM_CHECKED bool adm_helm_units_init(struct adm_helm_units *units,
                                     const struct adm_helm_release *release,
                                     struct adm_arena *arena, struct adm_error *err);
// The next unit; at the end `*more` is false. ADM_LIMIT, ADM_MEMORY.
ADM_CHECKED bool adm_helm_units_next(struct adm_helm_units *units, struct adm_helm_unit *out,
                                     bool *more, struct adm_error *err);
// The path of the unit that was given last: keys that are a credential or hold `value` show as "…".
struct adm_str adm_helm_units_path(const struct adm_helm_units *units, struct adm_str value);
// The file that it is, or what names it else.
struct adm_str adm_helm_units_source(const struct adm_helm_units *units);
// The key that was given last is a credential.
void adm_helm_units_hide(struct adm_helm_units *units);
