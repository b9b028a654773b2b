/* SPDX-License-Identifier: GPL-2.0-or-later */
/* atom.h - articles as an Atom feed (RFC 4287), with links to its other pages (RFC 5005). */
#ifndef HUSTINGS_ATOM_H
#define HUSTINGS_ATOM_H

#include "archive/newest.h"

struct atom_feed {
    const char *archive;  /* its uuid: ids are made from it */
    const char *title;    /* what was asked, any bytes; NULL: everything */
    size_t title_len;
    const char *snapshot; /* its id */
    const char *base;     /* public_url.h's: what links to the archive begin with */
    const char *self, *page, *search, *previous, *next; /* targets behind base; the last two may be NULL */
    int64_t snapshot_time; /* when the archive was changed last, seconds since 1970: where no article tells a later */
};

/* The whole document, of UTF-8 and of nothing that XML forbids. arena: for what is in between. False: out of memory. */
bool atom_put(const struct atom_feed *feed, const struct newest *page, struct arena *arena, struct buffer *out);
/* What its updated says: the latest of its articles', else the snapshot's time. */
int64_t atom_updated(const struct atom_feed *feed, const struct newest *page);

#endif
