// SPDX-License-Identifier: Apache-2.0
// Hands records to a thread that writes them to a file (append, mode 0600) or to standard output,
// so that a request never waits for a disk. The queue is a fixed pool of slots; when all are taken
// the caller waits, since no decision goes unrecorded.
#pragma once

#include "core/error.h"
#include "core/str.h"

struct adm_audit_writer;

// `path` "-" is standard output. ADM_IO when it cannot be opened.
ADM_CHECKED bool adm_audit_writer_new(const char *path, struct adm_audit_writer **out,
                                      struct adm_error *err);
// Queues one record (≤ ADM_AUDIT_RECORD_MAX bytes, with its newline). Thread-safe. False (ADM_IO)
// when the last write to the sink failed: the caller decides what that means.
ADM_CHECKED bool adm_audit_writer_put(struct adm_audit_writer *writer, struct adm_str record,
                                      struct adm_error *err);
// Opens the file again (after log rotation).
ADM_CHECKED bool adm_audit_writer_reopen(struct adm_audit_writer *writer, struct adm_error *err);
// Writes what is queued and ends the thread.
void adm_audit_writer_free(struct adm_audit_writer *writer);
