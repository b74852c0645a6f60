// SPDX-License-Identifier: Apache-2.0
// A stream of Kubernetes manifests, read as Helm and the API server read it: the text of a
// release's `manifest`, of a hook, of a file of crds/. Laxer than core/yaml.h on purpose: what Helm
// would apply must be seen, so duplicate keys, custom tags and inline documents are read, not
// refused; what cannot be parsed fails.
//
// Documents are split at each line that begins with `---`, as Helm splits templates and the API
// server's decoder what Helm stored. Text behind the dashes belongs to the document that follows.
// An object with a list under `items` is a list, whatever its kind, and each item a document; an
// item that says neither kind nor apiVersion has the list's (`SecretList`: Secret); what else the
// list says is a document, too, when it says more than its kind. Anchors, aliases and merge keys
// are resolved within a budget; custom tags are ignored (`!vault hunter2` is the text `hunter2`),
// `!!binary` is decoded. Where a document begins with `{`, concatenated JSON values are documents
// each. What follows `...`, which the API server does not read, is loose.
//
// Duplicate keys: the last wins. Where a document has one of kind, apiVersion, metadata, data,
// stringData, binaryData, type, spec more than once, more documents (`shadowed`) follow it, one for
// each earlier occurrence in reading order, of all these keys together: a rule that looks a key up
// sees every value of it. At most 16, else ADM_LIMIT.
#pragma once

#include "core/json.h"

#define ADM_MANIFEST_DOCUMENTS_MAX 10000U

struct adm_manifest_document {
    // What the API server would be given, built in the arena: of a duplicate key the last comes
    // first (so that adm_json_get finds it), the others stay in the tree behind the members, for
    // whoever walks it. NULL: there is no map in this document (a comment, a scalar, a list).
    const struct adm_json *object;
    // From behind one separator to the next without the white space at its end, borrowed: comments
    // included. The documents that one such piece holds (items of a list, alternatives, values of
    // concatenated JSON) have the same text, in a row; `loose` is the first one's.
    struct adm_str text;
    struct adm_str source; // what stands behind a leading `# Source: `, as it stands, or empty
    uint32_t line;         // of its first line in the stream, 1-based
    bool duplicates;       // some map of it has a key twice
    bool shadowed;         // an alternative that duplicate keys offer and nobody applies, see above
    // What stands in the text and in no object: comments (those with nothing between them as one),
    // what cannot be parsed behind a whole document or `...`, a whole document that is no map. Some
    // are copies in the arena.
    const struct adm_str *loose;
    size_t loose_count;
};

struct adm_manifest {
    const struct adm_manifest_document *documents; // in the arena
    size_t count;
};

// Pieces without anything are no documents. Errors: ADM_SYNTAX, ADM_INVALID with "line L column C"
// of the stream; ADM_LIMIT (32 MiB, documents, depth 64, 2 million values, aliases: 4 MiB, 20000,
// 1000 anchors a document); ADM_MEMORY. Messages never show the text.
ADM_CHECKED bool adm_manifest_read(struct adm_str text, struct adm_arena *arena,
                                   struct adm_manifest *out, struct adm_error *err);
