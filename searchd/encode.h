/* SPDX-License-Identifier: GPL-2.0-or-later */
/* encode.h - the last step before the wire: 304 for what the client has, gzip or zstd for what is large. */
#ifndef HUSTINGS_ENCODE_H
#define HUSTINGS_ENCODE_H

#include "searchd/response.h"

enum { ENCODE_BYTES_MIN = 1024 }; /* below, compression saves less than one packet */

enum encoding { ENCODING_PLAIN, ENCODING_GZIP, ENCODING_ZSTD, ENCODING_COUNT };

/* The compressors' memory, a megabyte made when first used and used again: a thread's own. */
struct encoder;
struct encoder *encoder_new(void);      /* NULL: out of memory; then bodies go out plain */
void encoder_free(struct encoder *e); /* accepts NULL */

/* What an Accept-Encoding value wants most of what we have; of equals zstd ("gzip;q=0" is none). NULL: plain. */
enum encoding encode_choice(const char *accept);
const char *encoding_name(enum encoding encoding); /* "gzip"; NULL for plain */
/* body into out (empty, its own maximum). False, with out empty: no smaller, or no memory. Accepts NULL e. */
bool encode_body(struct encoder *e, enum encoding encoding, const char *body, size_t len, struct buffer *out);

/* Turns a 200 whose ETag If-None-Match names into 304, and adds Vary. */
void encode_revalidate(const struct request *request, struct response *response);
/* Compresses a body that is worth it, as the client takes it; the encoding it has then. */
enum encoding encode_compress(struct encoder *e, const struct request *request, struct response *response);
/* Whether If-None-Match names etag (either may be NULL). */
bool encode_client_has(const struct request *request, const char *etag);

#endif
