/* SPDX-License-Identifier: GPL-2.0-or-later */
/* assets.h - the files of web/ that are served as they are, in the binary since it was built: embed.cmake makes the
 * table of them. */
#ifndef HUSTINGS_ASSETS_H
#define HUSTINGS_ASSETS_H

#include <stddef.h>

struct asset {
    const char *path;    /* "/style.css" */
    const char *type;    /* Content-Type */
    const char *version; /* 16 hex digits of its SHA-256: an address with ?v= and these never changes its meaning */
    const char *bytes;
    size_t len;
};

extern const struct asset assets[]; /* a NULL path ends it */

/* NULL: there is none. */
const struct asset *asset_at(const char *path);

#endif
