// SPDX-License-Identifier: Apache-2.0
// One text under the detector: the value itself, or what was decoded from a part of it. Shared by
// the readers; a reader that finds something calls adm_scan_add, one that decodes something calls
// adm_scan_queue. Readers never call the scan itself, so nothing recurs.
#pragma once

#include "validators/credentials/detector.h"

struct adm_match {
    enum adm_family family;
    enum adm_detector_confidence confidence;
    enum adm_detector_strength strength;
    size_t at, len; // in the scan's text
    struct adm_str key;
};

// A text that waits to be scanned.
struct adm_scan_job {
    struct adm_scan_job *next;
    struct adm_str text;
    size_t at, len; // what of the value it was decoded from
    unsigned level; // decodings that led here
    bool packed;    // gzip or zlib among them
    struct adm_str key;
};

struct adm_scan {
    struct adm_str text;
    struct adm_str key; // names the whole text, or empty
    struct adm_detector *detector;
    const struct adm_detector_value *value;
    const struct adm_scan_job *job;
    struct adm_scan_job *last; // the queue's end
    size_t pair_until;         // pairs that begin before this have been read
    size_t jwt_until;          // the same for what looks like a JWT
    size_t run_from, run_to;   // the last run of `run_set`, so that it is not measured again and
    unsigned run_set;          // again from each of its characters
    size_t string_until;       // strings that begin before this have been read as lines
    size_t aliases;            // of YAML that were looked up
    size_t item;
    bool unescaped; // the text without its escapes is in the queue already
};

void adm_scan_add(struct adm_scan *scan, const struct adm_match *match);
// Has `text` (in the arena) scanned later, as what [at, at + len) of this text stands for. `key`
// names it, or is empty.
void adm_scan_queue(struct adm_scan *scan, struct adm_str text, const struct adm_match *where);
// Room for `bytes` of decoded text within the budget, in the arena; NULL without.
char *adm_scan_take(struct adm_scan *scan, size_t bytes);
// Whether a finding that was recognised by shape covers any of [at, at + len).
bool adm_scan_covers(const struct adm_scan *scan, size_t at, size_t len);
