/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cursor.h - where a page of results ended, as text that means nothing to whoever carries it.
 *
 * Base64url (RFC 4648) of: version, kind, hash of the query, place, snapshot, and an XXH32 of these. It is no secret
 * and guards nothing: the sum is there so that a token that was cut or mistyped is told from one that is whole. */
#ifndef HUSTINGS_CURSOR_H
#define HUSTINGS_CURSOR_H

#include "archive/reader.h"

enum {
    CURSOR_MAX = 256, /* bytes of a token; ours are under 140 */
    CURSOR_TEXT = CURSOR_MAX + 1
};

struct cursor {
    bool walk;         /* by date: behind the article of docid `place`; else behind `place` results */
    uint64_t place;
    char hash[9];      /* search_page's: of no other query */
    char snapshot[SNAPSHOT_MAX];
};

/* Writes the token. hash is eight hexadecimal digits. */
void cursor_print(const struct cursor *c, char out[CURSOR_TEXT]);
/* False: it is no token of ours. */
bool cursor_read(const char *text, struct cursor *out);

#endif
