/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render.h - answers as JSON, the same from searchd and from `indexer search --json`. */
#ifndef HUSTINGS_RENDER_H
#define HUSTINGS_RENDER_H

#include "archive/article.h"
#include "archive/search_ends.h"
#include "archive/similar.h"

/* What a result may hold, as bits: 1u << RESULT_TITLE. */
enum result_field {
    RESULT_ID, RESULT_URL, RESULT_TITLE, RESULT_TITLE_HTML, RESULT_SOURCE, RESULT_SECTION, RESULT_AUTHOR, RESULT_TAGS,
    RESULT_DATE, RESULT_DATE_PRECISION, RESULT_LANG, RESULT_SCORE, RESULT_SNIPPET, RESULT_COPIES, RESULT_VERSION,
    RESULT_TEXT, RESULT_CONTENT_HASH, RESULT_PERMALINK, RESULT_WITHDRAWN, RESULT_FIELD_COUNT
};
enum result_highlight { HIGHLIGHT_HTML, HIGHLIGHT_OFFSETS, HIGHLIGHT_NONE };

struct render_options {
    uint32_t fields; /* bits; RESULT_FIELDS_DEFAULT */
    enum result_highlight highlight;
    uint32_t page, per_page; /* page 0: it has no number */
    uint32_t window;         /* no more pages than hold so many results can be asked for; 0: SEARCH_WINDOW */
    double took_ms;
    const char *const *warnings; /* further ones, before the query's own */
    size_t warning_count;
    const char *next_cursor; /* NULL: there is no further page */
    bool order_moved;        /* it may not follow the page before, since the archive changed */
};
#define RESULT_FIELDS_DEFAULT ((1u << RESULT_TEXT) - 1)

const char *result_field_name(enum result_field field); /* "title_html" */
/* How a query was read, as the member "query" of every answer. False: out of memory. */
bool render_query(cJSON *into, const struct search_request *request, const char *understood_as, const char *hash);
/* One result as those of render_search, with the options' fields; arena holds what is borrowed meanwhile. scored: by
 * relevance. NULL: out of memory. */
cJSON *render_result(const struct search_result *result, bool scored, const struct render_options *options,
                     struct arena *arena);
/* The answer of /v1/search (API.md); of /v1/count without results and paging. NULL: out of memory. */
cJSON *render_search(const struct search_request *request, const struct search_page *page,
                     const struct snapshot *snapshot, const struct render_options *options);
cJSON *render_count(const struct search_request *request, const struct search_page *page,
                    const struct snapshot *snapshot, const struct render_options *options);
/* The answer of /v1/facets; "count" says what was counted, as request->collapse has it. */
cJSON *render_facets(const struct search_request *request, const struct search_page *page,
                     const struct snapshot *snapshot, const struct render_options *options);
/* What it begins with: the query, and how many articles, or stories, it finds. */
cJSON *render_total(const struct search_request *request, const struct search_page *page,
                    const struct snapshot *snapshot, const struct render_options *options);
/* The members first and last, and where by is no FACET_COUNT first_by. False: out of memory. */
bool render_ends(cJSON *into, const struct search_ends *ends, enum search_facet by);
/* The answer of /v1/articles/{id}/similar: as /v1/search's, with id and words for a query, without
 * total and pages. */
cJSON *render_similar(const struct search_request *request, const struct similar_page *page,
                      const struct snapshot *snapshot, const struct render_options *options);
/* The byte ranges that are marked, as pairs. False: out of memory. */
bool render_offsets(cJSON *into, const char *name, const struct marked *marked);
/* "snapshot": which state of the archive answers. False: out of memory. */
bool render_snapshot(cJSON *into, const struct snapshot *snapshot);
/* What may differ from what that state answered then; NULL: nothing. */
const char *render_snapshot_says(const struct snapshot *snapshot);
/* The same into a list of warnings. */
bool render_snapshot_warning(cJSON *warnings, const struct snapshot *snapshot);
/* What a result tells of an article but its text and score, into an object. False: out of memory. */
bool render_facts(cJSON *into, const struct record *record);
/* One article whole, from its stored record, named as in results: what is absent is null, keys we do not know
 * stand behind. `add` takes it back as the same article. NULL: out of memory, or no article. */
cJSON *render_article(const struct segment_record *stored);

#endif
