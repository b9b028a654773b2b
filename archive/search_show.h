/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_show.h - an article that was found, made into what is shown of it. For search.c and similar.c. */
#ifndef HUSTINGS_SEARCH_SHOW_H
#define HUSTINGS_SEARCH_SHOW_H

#include "archive/search.h"

struct showing {
    struct reader *reader;
    const struct search_request *request; /* says what of a result is wanted */
    const struct marks *marks;            /* NULL: nothing is marked */
    struct arena *arena;
    struct error *err;
    unsigned damaged; /* articles whose text could not be read */
};

/* Facts and title of the article of that docid. */
int show_facts(struct showing *s, uint32_t docid, double score, struct search_result *result);
/* Its stored text, borrowed from reader_buffer; one that is damaged is counted, and empty. */
int show_read(struct showing *s, const struct search_result *result, struct segment_record *stored);
/* What of the text is wanted. */
int show_text(struct showing *s, const struct segment_record *stored, struct search_result *result);
/* What is to be said of the damaged ones; *warning NULL: there are none. */
int show_damage(struct showing *s, const char **warning);

#endif
