/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_decode.h - a stream of XML as UTF-8, block by block, by what it declares. */
#ifndef HUSTINGS_XML_DECODE_H
#define HUSTINGS_XML_DECODE_H

#include "archive/buffer.h"
#include "archive/error.h"

struct xml_decode;

/* first: the bytes that the stream opens with, in which its encoding is declared. NULL with *err set. */
struct xml_decode *xml_decode_new(const char *first, size_t len, struct error *err);
void xml_decode_free(struct xml_decode *d); /* accepts NULL */
/* Appends the bytes as UTF-8; a letter cut in two waits for its end. */
int xml_decode_feed(struct xml_decode *d, const char *bytes, size_t len, bool last, struct buffer *out,
                    struct error *err);
/* What had to be assumed (static), or NULL. */
const char *xml_decode_warning(const struct xml_decode *d);

#endif
