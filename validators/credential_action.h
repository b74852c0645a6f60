// SPDX-License-Identifier: Apache-2.0
// One {{ action }} of text/template, as the operators run it: the literals that it puts out, and
// whether anything of a field comes with them. Functions are not called: an action that reads no
// field can only put out what its literals hold.
#pragma once

#include "core/str.h"

enum {
    ADM_CREDENTIAL_ACTION_LITERALS = 16, // of one action
    ADM_CREDENTIAL_ACTION_KEPT = 4,      // of a variable, or of the dot
    ADM_CREDENTIAL_ACTION_VARIABLES = 32,
};

enum adm_credential_action_kind {
    ADM_CREDENTIAL_ACTION_OUTPUT,
    ADM_CREDENTIAL_ACTION_SILENT, // an assignment, a comment, template, break
    ADM_CREDENTIAL_ACTION_IF,     // also define and block
    ADM_CREDENTIAL_ACTION_WITH,   // with and range: the dot is another
    ADM_CREDENTIAL_ACTION_ELSE,
    ADM_CREDENTIAL_ACTION_END,
};

// What a variable or the dot holds. No literals: something else.
struct adm_credential_action_held {
    struct adm_str name;
    struct adm_str literals[ADM_CREDENTIAL_ACTION_KEPT];
    size_t count;
};

struct adm_credential_action_scope {
    struct adm_credential_action_held variables[ADM_CREDENTIAL_ACTION_VARIABLES];
    size_t count;
    struct adm_credential_action_held dot;
};

struct adm_credential_action {
    enum adm_credential_action_kind kind;
    // In order; an argument that is none, but a field or in brackets, has no data.
    struct adm_str literals[ADM_CREDENTIAL_ACTION_LITERALS];
    bool nested[ADM_CREDENTIAL_ACTION_LITERALS]; // in brackets
    size_t count;
    bool derived; // a field, a variable that holds one, or what is made when it runs
    bool decodes, formats, reverses, closes_up;
    struct adm_str replacement; // of replace and its like
    struct adm_str assigned[2];
    size_t assigned_count;
};

// Reads the action that begins with {{ at `at`; its length, or 0 when it does not end. What it
// assigns is kept in `scope`. Linear in the action.
size_t adm_credential_action_read(struct adm_str text, size_t at,
                                  struct adm_credential_action_scope *scope,
                                  struct adm_credential_action *out);
// What `action` holds for what is named by it: a variable, or the dot of a `with`.
void adm_credential_action_hold(const struct adm_credential_action *action,
                                struct adm_credential_action_held *out);
