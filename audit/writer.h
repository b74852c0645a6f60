// SPDX-License-Identifier: Apache-2.0
// Hands records to a thread that writes them to a file (append, mode 0600) or to standard output,
// so that a request never waits for a disk. Memory is two fixed buffers: one fills while the other
// is written, so that a batch of whole lines is one write. When the first is full the caller waits,
// since no decision goes unrecorded.
//
// A sink that fails (a full disk) is tried again, with pauses that grow to two seconds. Meanwhile
// put returns false; it keeps the record as long as there is room and does not wait. What was kept
// is written once the sink works again.
#pragma once

#include "core/error.h"
#include "core/str.h"

struct adm_audit_writer;

// `path` "-" is standard output. ADM_IO when it cannot be opened; a symbolic link is refused.
ADM_CHECKED bool adm_audit_writer_new(const char *path, struct adm_audit_writer **out,
                                      struct adm_error *err);
// Queues one record: a single line (≤ ADM_AUDIT_RECORD_MAX bytes, with its newline), else
// ADM_INVALID. Thread-safe. False while the sink fails: with ADM_IO the record is kept, with
// ADM_LIMIT there was no room and it is lost. The caller decides what that means.
ADM_CHECKED bool adm_audit_writer_put(struct adm_audit_writer *writer, struct adm_str record,
                                      struct adm_error *err);
// Opens the file again (after log rotation); the writing thread changes over between two records.
// On failure (ADM_IO) the old file stays in use. Thread-safe.
ADM_CHECKED bool adm_audit_writer_reopen(struct adm_audit_writer *writer, struct adm_error *err);
// Writes what is queued and ends the thread; a sink that fails then is given up. Nobody may be in
// put or reopen. NULL is fine.
void adm_audit_writer_free(struct adm_audit_writer *writer);
