/* SPDX-License-Identifier: GPL-2.0-or-later */
/* squeezer.h - one long body compressed as its pieces come. */
#ifndef HUSTINGS_SQUEEZER_H
#define HUSTINGS_SQUEEZER_H

#include "searchd/encode.h"

struct squeezer;
/* NULL: plain, or out of memory. */
struct squeezer *squeezer_new(enum encoding encoding);
/* Appends what is ready of all that was put so far; last: the rest, and the end. False: out of memory. */
bool squeezer_put(struct squeezer *s, const char *bytes, size_t len, bool last, struct buffer *out);
void squeezer_free(struct squeezer *s); /* accepts NULL */

#endif
