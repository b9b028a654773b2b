/* SPDX-License-Identifier: GPL-2.0-or-later */
/* squeeze.h - bytes compressed with state that is kept for the next. For encode.c only.
 *
 * Each appends to out and returns true, or false when that is no smaller or there is no memory. */
#ifndef HUSTINGS_SQUEEZE_H
#define HUSTINGS_SQUEEZE_H

#include "searchd/encode.h"

bool squeeze_gzip(struct encoder *e, const char *bytes, size_t len, struct buffer *out);
bool squeeze_zstd(struct encoder *e, const char *bytes, size_t len, struct buffer *out);

#endif
