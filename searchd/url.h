/* SPDX-License-Identifier: GPL-2.0-or-later */
/* url.h - percent-encoding undone, with lengths, so that %00 is seen and not an end. */
#ifndef HUSTINGS_URL_H
#define HUSTINGS_URL_H

#include <stdbool.h>
#include <stddef.h>

/* Decodes into out (len + 1 bytes at least; may be text itself) and puts a NUL
 * behind; returns the length. A bad escape stays as it was written. plus: '+' means a space. */
size_t url_decode(const char *text, size_t len, bool plus, char *out);

#endif
