// SPDX-License-Identifier: Apache-2.0
// HTTPS requests. Every body is read to its end before anything is answered.
//
//   what                                                     answer
//   POST /validate/E, /mutate/E, and both with /namespace-default/E
//     a readable AdmissionReview v1                          200, AdmissionReview with the same uid
//     the policy has no environment E                        200, a denial that names those it has
//     anything else as the body (bad JSON, v1beta1, empty)   400, one line of text
//     no certificate of the client CA (with tls.client_ca)   403, one line of text
//     Content-Type other than application/json               415
//     body over limits.body_bytes                            413, once it was read and dropped
//     bytes in flight over limits.inflight_bytes             429, Retry-After: 1, likewise
//   another method on those paths                            405, Allow: POST
//   GET or HEAD /healthz                                     200
//   GET or HEAD /readyz (?verbose lists the checks)          200, or 503 while draining
//   another method on those paths                            405, Allow: GET, HEAD
//   another path                                             404
//   a body over 16 × limits.body_bytes, or one that takes    the connection ends
//   more than 30 s
//   not HTTP/1, headers over 32 KiB                          400, 413 or 431 by libmicrohttpd
// While the server closes, every answer says Connection: close.
#pragma once

#include "server/server.h"

// libmicrohttpd's access handler and completion notice; `cls` is the worker.
enum MHD_Result adm_handler_request(void *cls, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version,
                                    const char *upload_data, size_t *upload_data_size,
                                    void **request_context);
void adm_handler_completed(void *cls, struct MHD_Connection *connection, void **request_context,
                           enum MHD_RequestTerminationCode why);
