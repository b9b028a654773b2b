/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gunzip.h - gzip (RFC 1952) unpacked as it comes; anything else is passed on as it is.
 *
 * libarchive gives nothing of the last 64 KiB before a cut or damage and ends there; a web archive
 * has a gzip member for each record, so that what follows the damaged one can be read. */
#ifndef HUSTINGS_GUNZIP_H
#define HUSTINGS_GUNZIP_H

#include "indexer/formats/format.h"

struct gunzip;
struct gunzip *gunzip_new(input_source *source, void *ctx); /* NULL: out of memory */
void gunzip_free(struct gunzip *g);                         /* accepts NULL */
/* input_source, ctx being the gunzip. Cut or damaged gzip is an error once all that can be had of it was given. */
int gunzip_take(void *ctx, const char **bytes, size_t *len, struct error *err);

#endif
