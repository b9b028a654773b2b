/* SPDX-License-Identifier: GPL-2.0-or-later */
/* encode.h - the last step before the wire: 304 for what the client has, gzip for what is large. */
#ifndef HUSTINGS_ENCODE_H
#define HUSTINGS_ENCODE_H

#include "searchd/response.h"

enum { ENCODE_BYTES_MIN = 1024 }; /* below, gzip saves less than one packet */

/* Turns a 200 whose ETag If-None-Match names into 304; compresses a body that
 * is worth it; adds Vary. Without memory for gzip the body goes out plain. */
void encode_response(const struct request *request, struct response *response);
/* Whether If-None-Match names response's ETag. */
bool encode_client_has(const struct request *request, const struct response *response);
/* Whether an Accept-Encoding value takes gzip ("gzip;q=0" does not). NULL: false. */
bool encode_accepts_gzip(const char *accept);

#endif
