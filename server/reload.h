// SPDX-License-Identifier: Apache-2.0
// The files that may change while the server runs: the policy, the certificate with its key and the
// client CAs. A new content replaces the old whole; one that is no good is refused with one log
// line and the old kept. Only the main thread calls these.
#pragma once

#include "server/server.h"

struct adm_reload {
    struct adm_server *server; // borrowed
    struct {
        char tried[65]; // digest of the content that was last put in force or refused
        char seen[65];  // digest at the last look
    } files[ADM_RELOAD_COUNT];
};

// Puts policy and certificate in force for the first time; makes the self-signed ones when absent.
ADM_CHECKED bool adm_reload_start(struct adm_reload *reload, struct adm_server *server,
                                  struct adm_error *err);
// Reads everything again now, whether it changed or not.
void adm_reload_now(struct adm_reload *reload);
// Looks at the contents, and takes one that changed and has then stayed the same until the next
// look: a file that is being written is left alone. Follows replaced symbolic links and renames.
void adm_reload_look(struct adm_reload *reload);
