/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_uuid.h - a UUID made from a name: the same name within the same archive has the same one for ever (RFC 9562,
 * version 5). */
#ifndef HUSTINGS_NAME_UUID_H
#define HUSTINGS_NAME_UUID_H

#include <stdbool.h>
#include <stddef.h>

enum { NAME_UUID_BYTES = 37 }; /* with its NUL */

/* space: another UUID as text, whose names these are. False: it is none. */
bool name_uuid(const char *space, const char *name, size_t len, char out[NAME_UUID_BYTES]);

#endif
