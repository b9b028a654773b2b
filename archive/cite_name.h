/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite_name.h - a name of an author as bibliographies want it: family and given names apart, where it is plain which
 * they are. */
#ifndef HUSTINGS_CITE_NAME_H
#define HUSTINGS_CITE_NAME_H

#include "archive/record.h"

/* Borrowed from the text; data NULL: there is none. */
struct cite_name {
    bool literal; /* an organisation, one word, or anything that is no plain name: family is the whole */
    struct record_text given;
    struct record_text particle; /* "von der", as it was written: what CSL calls non-dropping */
    struct record_text family;
    struct record_text suffix; /* "Jr." */
};

enum { CITE_NAMES_MAX = 32 };

/* The names of one byline, which is one line (one_line.h): "Doe, Jane" is one, "Jane Doe, Richard Roe" two, and of
 * "Jane Doe, Political Reporter" the second is nobody. How many of out are set; 0 for no text alone. */
size_t cite_names(struct record_text line, struct cite_name out[CITE_NAMES_MAX]);

#endif
