/* SPDX-License-Identifier: GPL-2.0-or-later */
/* route.h - which handler answers a path, and on which lane.
 *
 * A new endpoint is its get_*.c and one row of the table in route.c. */
#ifndef HUSTINGS_ROUTE_H
#define HUSTINGS_ROUTE_H

#include <stdbool.h>

#include "searchd/parameters.h"
#include "searchd/response.h"

enum lane {
    LANE_IMMEDIATE, /* on the I/O thread: must not wait for anything; worker is NULL */
    LANE_WORKER,    /* on a worker, which may read the archive */
    LANE_EXPORT     /* on the worker of exports, few at a time, whose answers are streams */
};

/* worker is the worker's own archive reader. */
typedef void route_handler(struct request *request, struct response *response, void *worker);

enum { ROUTE_MEDIA_MAX = 6, ROUTE_EXAMPLES_MAX = 4 };

struct route_media {
    const char *type;   /* text/csv */
    const char *schema; /* of a JSON body: its name in /openapi.json; NULL: none is told */
};

/* What serves it, and what /openapi.json says of it. */
struct route {
    const char *method; /* GET stands for HEAD also */
    const char *path;   /* ending in '/', and longer than that: takes the rest. '*': takes what is between two '/';
                         * such a row stands before one that takes the rest */
    enum lane lane;
    route_handler *handler;
    bool kept; /* whole answers may be given again while the archive is the same */
    uint64_t takes; /* its parameters: PARAM_BITs */
    uint64_t lets;  /* read like those and without a meaning, so that a search's URL can be asked of it too */
    const char *operation; /* "search": what clients that are made from the document call it */
    const char *summary;   /* one sentence */
    struct route_media media[ROUTE_MEDIA_MAX]; /* of its answers: first where no format is asked. type NULL ends */
    const char *examples[ROUTE_EXAMPLES_MAX];  /* targets that an archive of tests/articles answers with 200 */
};

/* The route, with request->rest and takes set. NULL: *response holds the answer (404, 405,
 * or what OPTIONS asks for). */
const struct route *route_find(struct request *request, struct response *response);
/* The same over a table of the caller's, ended by a NULL path. */
const struct route *route_find_in(const struct route *table, struct request *request, struct response *response);

/* The rows in their order; NULL past the last. */
const struct route *route_at(size_t i);
/* Whether a part of its path is an article's id. */
bool route_has_id(const struct route *route);
/* Whether people look at it: its problems are pages, too. */
bool route_is_page(const struct route *route);
/* For counting: 0 for NULL and for routes of other tables, then from 1 in the table's order; under METRICS_ROUTES_MAX.
 */
size_t route_number(const struct route *route);
const char *route_name(size_t number); /* its path; "other" for 0; NULL past the last */

route_handler get_healthz;
route_handler get_readyz;
route_handler get_metrics;
route_handler get_search;
route_handler get_compare;
route_handler get_count;
route_handler get_suggest;
route_handler get_article;
route_handler get_similar;
route_handler get_status;
route_handler get_versions;
route_handler get_copies;
route_handler get_openapi;
route_handler get_opensearch;
route_handler get_feed;
route_handler get_facets;
route_handler get_timeline;
route_handler get_export;
route_handler get_page;
route_handler get_article_page;
route_handler get_asset;

#endif
