// SPDX-License-Identifier: Apache-2.0
// A stream of Kubernetes manifests, read as Helm and the API server read it: the text of a release's
// `manifest`, of a hook, of a file of crds/. Laxer than core/yaml.h on purpose: what Helm would apply
// must be seen, so duplicate keys, custom tags and inline documents are read, not refused; what
// cannot be parsed fails.
//
// Documents are split where Helm (`---` at the start of a line, also `--- {inline}`) or the API
// server's decoder would split; what only one of them would see is a document, too. Lists (`List`,
// `*List` with items) are flattened. Anchors, aliases and merge keys are resolved within a budget;
// custom tags are ignored (`!vault hunter2` is the text `hunter2`), `!!binary` is decoded.
// Concatenated JSON values are documents each.
#pragma once

#include "core/json.h"

#define ADM_MANIFEST_DOCUMENTS_MAX 10000U

struct adm_manifest_document {
    // What the API server would be given, built in the arena: of a duplicate key the last comes
    // first (so that adm_json_get finds it), the others stay in the tree behind it, for whoever
    // walks it. NULL: there is no map in this document (empty, a comment, a scalar, a list).
    const struct adm_json *object;
    struct adm_str text;   // the whole document as it stands, borrowed: comments included
    struct adm_str source; // the template's path of `# Source: …`, or empty
    uint32_t line;         // of its first line in the stream, 1-based
    bool duplicates;       // some map of it has a key twice
    // What stands in the text and in no object: comments, text after `...`, scalar documents.
    const struct adm_str *loose;
    size_t loose_count;
};

struct adm_manifest {
    const struct adm_manifest_document *documents; // in the arena
    size_t count;
};

// Errors: ADM_SYNTAX, ADM_INVALID with "line L column C" of the stream; ADM_LIMIT (documents, depth
// 64, aliases, nodes, a line); ADM_MEMORY. Messages never show the text.
ADM_CHECKED bool adm_manifest_read(struct adm_str text, struct adm_arena *arena,
                                   struct adm_manifest *out, struct adm_error *err);
