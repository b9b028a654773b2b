/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask.h - one question from its URL to its page: what search, count and similar share. */
#ifndef HUSTINGS_ASK_H
#define HUSTINGS_ASK_H

#include "archive/similar.h"
#include "archive/tombstone.h"
#include "searchd/cursor.h"
#include "searchd/params.h"
#include "searchd/worker.h"

struct asked {
    struct arena given, found; /* what was asked, and the page */
    struct search_params params;
    struct cursor cursor; /* that was given, if it is a place; else without a snapshot */
    struct search_page page;
    struct snapshot snapshot;
    /* What makes the page otherwise than a search, or what lies around this of another type; NULL: a search. */
    int (*run)(struct reader *r, struct asked *a, struct error *err);
    const char *like; /* the id of the article that others are wanted like; NULL: a search */
    struct similar_page similar; /* then, and not page */
    bool missing;                /* there is no such article */
    struct tombstone tombstone;  /* then, if there was one */
};

/* Reads the parameters into *out. like: the id, or NULL for a search; borrowed. False: response holds the problem. */
bool ask_read(const struct request *request, struct response *response, const char *like, struct asked *out);
/* Whether the page is no deeper, and values of facets are no more, than the service allows. False: response says so. */
bool ask_within(const struct request *request, struct response *response, const struct asked *a);
/* A query given as that parameter; other than q it only narrows. False: it is too long, or with strict=1 not
 * well-formed; response says so. */
bool ask_query(const struct request *request, struct response *response, struct asked *a, const char *param,
               const char *q, size_t len);
/* Searches, unless the client has the answer already: then, and on failure, false, and
 * response holds what is to be said. Sets ETag and Cache-Control. route names what is
 * made of the page, since the same query may be answered by several. */
bool ask_archive(const struct request *request, struct response *response, struct worker *worker, const char *route,
                 struct asked *a);
/* The answer is json (the caller's; NULL: out of memory). False: it is too large, and response says so. */
bool ask_answer(const struct request *request, struct response *response, const cJSON *json);
void ask_free(struct asked *a);
/* Milliseconds since the request was there. */
double ask_age_ms(const struct request *request);
/* What is left of its deadline for a search that begins now. */
double ask_deadline_ms(const struct request *request);

#endif
