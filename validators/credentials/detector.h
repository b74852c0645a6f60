// SPDX-License-Identifier: Apache-2.0
// The credential detector. The question answered for each value: would a security engineer call
// this a live credential in plaintext?
//
// What decides, in this order: the shape of a token (whatever its key is called, and wherever it
// stands, also below base64, hex, gzip, zlib and UTF-16); then the last word of the key that names
// the value, unless the value is a reference, a placeholder, a scalar, ciphertext or the name of
// something. Entropy decides nothing: `changeme` under a password's key is a live credential.
//
// Precision and recall. Keys of passwords take almost any value; keys called secret, token, auth
// or credentials name things as often as they hold them, so that a value which is only words joined
// by - _ . is taken for a name there. In comments only values with digits and letters are findings.
// So are they where white space alone separates name and value, unless the name (spark.…) or a
// section above says what the file is. Not findings: a word with a sentence behind it, what a
// statement binds later, ranges of versions, digests under checksum/, the lower-case name of an
// access key's user.
// Missed on purpose: values without a key and without a shape of their own (40 hex digits), secrets
// cut in pieces, home-made encodings. Password hashes, encrypted keys and public test keys come as
// findings of low confidence.
//
// Limits. One shared budget bounds the bytes that are decoded; ADM_DETECTOR_FINDINGS_MAX findings a
// value; a value is read in time linear in its length. What is left out marks `truncated`.
//
// Ownership. Findings and all working memory come from the caller's arena; slices of findings
// borrow from the value, its key, or the arena. A finding never holds the value, only its place.
// The tables are built before main and never change: any number of threads may scan at once.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/credentials/family.h"

#define ADM_DETECTOR_FINDINGS_MAX 256
// What the budget of one object is meant to be, bytes of decoded text.
#define ADM_DETECTOR_BUDGET ((size_t)32 * 1024 * 1024)

// Where a value stands: decides how its key is read and whether the value may be a whole file.
enum adm_detector_place {
    ADM_DETECTOR_FIELD,  // any string of an object that is none of the others
    ADM_DETECTOR_ENV,    // the literal value of an environment variable
    ADM_DETECTOR_ARG,    // one element of command or args
    ADM_DETECTOR_CONFIG, // a value of a ConfigMap, which may be a file
    ADM_DETECTOR_TEXT,   // a template, a script, notes
    ADM_DETECTOR_SECRET, // the data of a Secret, once decoded
    ADM_DETECTOR_ANNOTATION,
    ADM_DETECTOR_LABEL,
};

enum adm_detector_confidence {
    ADM_DETECTOR_LOW,    // a hash, an encrypted key, a test key: worth a warning
    ADM_DETECTOR_MEDIUM, // the key says so, the value has no shape
    ADM_DETECTOR_HIGH,   // a shape of its own, or a checksum that is right
};

enum adm_detector_strength { ADM_DETECTOR_NORMAL, ADM_DETECTOR_WEAK };

struct adm_detector_value {
    struct adm_str text;
    // What names the value: its key, the name beside it ({name, value}), the flag before it; may be
    // dotted or a path, in which the last segment decides. Empty: only the value itself speaks.
    struct adm_str key;
    enum adm_detector_place place;
    // A sibling (name, key, remoteRef, secretName) says that the value names a place in a Secret.
    bool names_beside;
};

struct adm_detector_finding {
    enum adm_family family;
    enum adm_detector_confidence confidence;
    enum adm_detector_strength strength;
    // Where, in the text that was given. What was found below an encoding has the place of the
    // encoded text.
    size_t offset, length;
    bool decoded;
    struct adm_str key; // the key that named it, or empty
    size_t item;        // the index in adm_detector_scan_args, else 0
};

// One object's detector. Zeroed and then filled by adm_detector_init.
struct adm_detector {
    struct adm_arena *arena;
    size_t budget; // bytes that may still be decoded
    struct adm_detector_finding *findings;
    size_t count, capacity;
    size_t first; // of the findings of the value that was scanned last
    // Something was not looked at: the budget, the number of findings or the arena ran out.
    bool truncated;
    // Opaque bytes that are no text in any encoding known here were met.
    bool opaque;
};

// `budget` in bytes, shared by all values that are scanned with this detector.
void adm_detector_init(struct adm_detector *detector, struct adm_arena *arena, size_t budget);
// Appends what is in one value to detector->findings, in order of offset. False: ADM_MEMORY.
ADM_CHECKED bool adm_detector_scan(struct adm_detector *detector,
                                   const struct adm_detector_value *value, struct adm_error *err);
// The same for the words of one command line (command and args joined): a flag names the word after
// it (--password x, -px, -u a:b), by the program that is called.
ADM_CHECKED bool adm_detector_scan_args(struct adm_detector *detector, const struct adm_str *args,
                                        size_t count, struct adm_error *err);
// "looks like an AWS secret key", with the weakness said: in the arena.
struct adm_str adm_detector_words(const struct adm_detector_finding *finding,
                                  struct adm_arena *arena);
