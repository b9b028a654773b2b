/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian_c.h - the one door between our C and libxapian's C++.
 *
 * Errors     A call that can fail returns xap_status; XAP_OK is zero. On failure
 *            every output is untouched and *err (when err is not NULL) holds one
 *            line of text for people; branch on the status, never on the text.
 *            No C++ exception passes this header.
 * Ownership  What open, new or search hands out, the matching close or free
 *            takes back; both accept NULL. Pointers inside an object are
 *            borrowed from it and die with it. Inputs are copied.
 * Text       Bytes with a length; NUL is allowed where Xapian allows it. Paths
 *            end in NUL. Terms are at most XAP_TERM_MAX bytes.
 * Threads    No globals. A handle serves one thread at a time, and no two
 *            handles share anything: each worker opens its own reader.
 * Policy     None: nothing here logs, sleeps, retries or exits.
 */
#ifndef HUSTINGS_XAPIAN_C_H
#define HUSTINGS_XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum xap_status {
    XAP_OK = 0,
    XAP_NO_MEMORY,
    XAP_NO_DATABASE, /* nothing at that path, or not a database */
    XAP_VERSION,     /* written by an incompatible libxapian */
    XAP_LOCKED,      /* another writer holds it: try again later */
    XAP_STALE,       /* writers overtook this reader: reopen, do it all again */
    XAP_DAMAGED,     /* the files cannot be trusted */
    XAP_UNREACHABLE, /* a remote shard did not answer */
    XAP_NOT_FOUND,   /* no such document, term or key */
    XAP_INVALID,     /* an argument Xapian refuses: the caller's mistake */
    XAP_UNSUPPORTED, /* this backend cannot do that */
    XAP_FAILED       /* anything else (disk full, I/O), in Xapian's words */
} xap_status;

enum { XAP_TERM_MAX = 245 }; /* glass's limit; a NUL byte counts twice */

typedef struct xap_error {
    char text[256];
} xap_error;

typedef struct xap_text {
    const char *data;
    size_t len;
} xap_text;

typedef struct xap_reader xap_reader;     /* a snapshot of one or more databases */
typedef struct xap_writer xap_writer;     /* the single writer of one database */
typedef struct xap_document xap_document; /* a document being made */

/* A list of terms with their document frequencies, in byte order. */
typedef struct xap_term {
    xap_text term;
    uint32_t freq;
} xap_term;
typedef struct xap_terms {
    xap_term *at;
    size_t count;
} xap_terms;
void xap_terms_free(xap_terms *terms);

/* Bytes copied out; free with xap_bytes_free. data is never NULL after XAP_OK
 * and has a NUL behind its last byte. */
typedef struct xap_bytes {
    char *data;
    size_t len;
} xap_bytes;
void xap_bytes_free(xap_bytes *bytes);

const char *xap_library_version(void); /* "1.4.22" */

/* ---- documents ------------------------------------------------------- */

xap_status xap_document_new(xap_document **out, xap_error *err);
void xap_document_free(xap_document *doc);
/* Empties doc for another use; keeps the handle. */
xap_status xap_document_clear(xap_document *doc, xap_error *err);
/* Adds term at each of positions (any order, no duplicates) and raises its
 * wdf by wdf. count may be 0: the term then has no positions. */
xap_status xap_document_add_term(xap_document *doc, xap_text term, const uint32_t *positions, size_t count,
                                 uint32_t wdf, xap_error *err);
xap_status xap_document_add_boolean(xap_document *doc, xap_text term, xap_error *err);
xap_status xap_document_set_value(xap_document *doc, uint32_t slot, xap_text value, xap_error *err);
xap_status xap_document_set_data(xap_document *doc, xap_text data, xap_error *err);

/* ---- writing --------------------------------------------------------- */

typedef enum xap_open {
    XAP_OPEN,        /* must exist */
    XAP_CREATE,      /* made when absent */
    XAP_CREATE_THROWAWAY /* made anew, never synced, changed in place: only for shards that a
                          * crash may destroy. Without term lists: its documents can be
                          * searched and read, but neither deleted nor asked for their terms */
} xap_open;

/* Never waits for the lock: XAP_LOCKED at once. Nothing is flushed by itself:
 * only commit persists, and it is durable unless XAP_CREATE_THROWAWAY. When a
 * put, add, delete or commit fails half way, libxapian has dropped all that was
 * not committed: from then on every change and commit is XAP_FAILED, and the
 * writer can only be closed. Refusals (XAP_INVALID, XAP_NOT_FOUND) lose nothing. */
xap_status xap_writer_open(const char *path, xap_open how, xap_writer **out, xap_error *err);
/* Drops whatever was not committed (a throwaway may keep it). */
void xap_writer_close(xap_writer *w);
xap_status xap_writer_commit(xap_writer *w, xap_error *err);
/* Puts doc at docid (1..2^32-1), replacing what is there. */
xap_status xap_writer_put(xap_writer *w, uint32_t docid, const xap_document *doc, xap_error *err);
/* Appends doc at the next free docid. */
xap_status xap_writer_add(xap_writer *w, const xap_document *doc, uint32_t *docid, xap_error *err);
/* Replaces every document that has term by doc, or adds it; the docid it got. */
xap_status xap_writer_put_term(xap_writer *w, xap_text term, const xap_document *doc, uint32_t *docid,
                               xap_error *err);
/* XAP_NOT_FOUND when there is none. */
xap_status xap_writer_delete(xap_writer *w, uint32_t docid, xap_error *err);
xap_status xap_writer_set_metadata(xap_writer *w, xap_text key, xap_text value, xap_error *err);
xap_status xap_writer_add_synonym(xap_writer *w, xap_text word, xap_text synonym, xap_error *err);
xap_status xap_writer_add_spelling(xap_writer *w, xap_text word, uint32_t freq, xap_error *err);
/* The writer's own view, uncommitted changes included; borrowed from w. */
xap_reader *xap_writer_reader(xap_writer *w);

/* ---- reading --------------------------------------------------------- */

/* Opens count databases as one. Document d of shard s (from 0) of n is seen as
 * (d - 1) * n + s + 1, so that equal local order is order over all shards. A
 * path may be a database or a stub; a stub's shards count one by one, but their
 * metadata and revision cannot be had singly (XAP_UNSUPPORTED). */
xap_status xap_reader_open(const char *const *paths, size_t count, xap_reader **out, xap_error *err);
void xap_reader_close(xap_reader *r);
/* Moves to the newest revision of the same files; changed may be NULL. */
xap_status xap_reader_reopen(xap_reader *r, bool *changed, xap_error *err);

size_t xap_reader_shards(const xap_reader *r);
/* UUID (36 characters) and revision of one shard. */
xap_status xap_reader_shard(xap_reader *r, size_t shard, char uuid[37], uint64_t *revision, xap_error *err);
xap_status xap_reader_documents(xap_reader *r, uint32_t *count, uint32_t *last_docid, xap_error *err);
xap_status xap_reader_average_length(xap_reader *r, double *length, xap_error *err);

/* Documents of one shard that no search may find, though they are stored: sorted
 * local docids, copied. Replaces the set given before; survives reopen. XAP_INVALID
 * when another shard has the same UUID (a copy). */
xap_status xap_reader_hide(xap_reader *r, size_t shard, const uint32_t *docids, size_t count, xap_error *err);

xap_status xap_reader_term_freq(xap_reader *r, xap_text term, uint32_t *freq, xap_error *err);
/* The first max documents with term whose docid is at least from, hidden ones
 * left out, in rising order; *count is how many. */
xap_status xap_reader_postings(xap_reader *r, xap_text term, uint32_t from, uint32_t *docids, size_t max,
                               size_t *count, xap_error *err);
/* The same of all documents. */
xap_status xap_reader_docids(xap_reader *r, uint32_t from, uint32_t *docids, size_t max, size_t *count,
                             xap_error *err);
/* One shard's documents with term, as the shard numbers them, rising, hidden ones included. Without a term (len 0): all
 * of the shard's, with their lengths. Ask with a term for few: it goes through libxapian posting by posting. */
typedef struct xap_posting {
    uint32_t docid;
    uint32_t wdf; /* or length */
} xap_posting;
typedef struct xap_postings {
    xap_posting *at;
    size_t count;
} xap_postings;
void xap_postings_free(xap_postings *postings);
xap_status xap_shard_postings(xap_reader *r, size_t shard, xap_text term, xap_postings *out, xap_error *err);
/* Gives the values that slot has in those documents of a shard (rising docids, as the shard numbers them) to take, with
 * the index of the docid. take must not throw or jump out; false ends it with XAP_NO_MEMORY. */
typedef bool xap_take_value(void *ctx, size_t index, xap_text value);
xap_status xap_shard_values(xap_reader *r, size_t shard, uint32_t slot, const uint32_t *docids, size_t count,
                            xap_take_value *take, void *ctx, xap_error *err);
/* Gives every term of a shard that at least min_freq documents have, in byte order. */
typedef bool xap_take_term(void *ctx, xap_text term, uint32_t freq);
xap_status xap_shard_terms(xap_reader *r, size_t shard, uint32_t min_freq, xap_take_term *take, void *ctx,
                           xap_error *err);
/* Up to max terms that begin with prefix and stand after `after` (empty: from
 * the first) in byte order. */
xap_status xap_reader_terms(xap_reader *r, xap_text prefix, xap_text after, size_t max, xap_terms *out,
                            xap_error *err);
/* A document's terms that begin with prefix; freq is the wdf. */
xap_status xap_reader_document_terms(xap_reader *r, uint32_t docid, xap_text prefix, xap_terms *out,
                                     xap_error *err);
/* The first max positions of term in document docid of one shard (as the shard numbers it), rising; none
 * when it does not stand there or has no positions. */
xap_status xap_reader_positions(xap_reader *r, size_t shard, uint32_t docid, xap_text term, uint32_t *positions,
                                size_t max, size_t *count, xap_error *err);
xap_status xap_reader_data(xap_reader *r, uint32_t docid, xap_bytes *out, xap_error *err);
xap_status xap_reader_value(xap_reader *r, uint32_t docid, uint32_t slot, xap_bytes *out, xap_error *err);
/* Smallest and largest value of slot over all documents; empty when unused. */
xap_status xap_reader_value_bounds(xap_reader *r, uint32_t slot, xap_bytes *low, xap_bytes *high, xap_error *err);
/* Synonyms of word over all shards, without duplicates; freq is 0. */
xap_status xap_reader_synonyms(xap_reader *r, xap_text word, xap_terms *out, xap_error *err);
/* Every word of the shards' synonym tables that begins with prefix; freq is 0. */
xap_status xap_reader_synonym_keys(xap_reader *r, xap_text prefix, xap_terms *out, xap_error *err);
/* The nearest word of the spelling table; empty when there is none. */
xap_status xap_reader_spelling(xap_reader *r, xap_text word, uint32_t max_edits, xap_bytes *out, xap_error *err);
/* Metadata of one shard; empty when the key is not there. */
xap_status xap_reader_metadata(xap_reader *r, size_t shard, xap_text key, xap_bytes *out, xap_error *err);
xap_status xap_reader_metadata_keys(xap_reader *r, size_t shard, xap_text prefix, xap_terms *out, xap_error *err);

/* ---- searching ------------------------------------------------------- */

/* A query is plain data that the caller lays out; nothing here owns any of it.
 * It is turned into Xapian's tree inside xap_search. */
typedef enum xap_op {
    XAP_NOTHING,   /* matches no document */
    XAP_ALL,       /* matches every document, weighs nothing */
    XAP_TERM,      /* text */
    XAP_AND,       /* all parts */
    XAP_OR,        /* any part */
    XAP_AND_NOT,   /* part 0 without any of the others */
    XAP_FILTER,    /* part 0 for weight, the others must match too */
    XAP_AND_MAYBE, /* part 0 matches, the others only add weight */
    XAP_PHRASE,    /* parts in order within window positions; a part is a TERM or an OR of TERMs */
    XAP_NEAR,      /* parts in any order within window positions; likewise */
    XAP_SYNONYM,   /* parts (TERMs) weighed as one term */
    XAP_MAX,       /* any part, weight of the best */
    XAP_SCALE,     /* part 0, weight times factor (0: matches, weighs nothing) */
    XAP_WILDCARD,  /* text is a prefix; at most limit terms, the first in byte order over all shards */
    XAP_RANGE,     /* value of slot from text to end, both inclusive; end.data NULL: no upper bound */
    XAP_CHECK      /* part 0, where check says so: asked last, of what all else beside it matches */
} xap_op;

/* Whether document docid (as the shard numbers it, from 1) is to match. Called within xap_search, on its thread; may
 * ask the reader that is searched, must not throw or jump out. Not XAP_OK ends the search with that status. */
typedef xap_status xap_decide(void *ctx, size_t shard, uint32_t docid, bool *holds, xap_error *err);

typedef struct xap_query xap_query;
struct xap_query {
    xap_op op;
    xap_text text;
    xap_text end;
    uint32_t slot;
    uint32_t window;
    uint32_t limit;
    double factor;
    xap_decide *check;
    void *check_ctx;
    const xap_query *const *parts;
    size_t count;
};

typedef enum xap_order {
    XAP_BY_RELEVANCE,  /* BM25, ties by rising docid */
    XAP_BY_DOCID,      /* rising docid, unweighted: stops as soon as the page is full */
    XAP_BY_DOCID_DOWN, /* falling docid, unweighted: reads every match */
    XAP_BY_VALUE,      /* rising value of sort_slot, then rising docid */
    XAP_BY_VALUE_DOWN
} xap_order;

#define XAP_NO_SLOT UINT32_MAX

/* {0} asks for no hits, by relevance, exact within what was looked at. */
typedef struct xap_search_options {
    uint32_t first;          /* hits to skip */
    uint32_t count;          /* hits to return */
    uint32_t check_at_least; /* matches to look at before bounds may be guessed; UINT32_MAX: all, exact */
    xap_order order;
    uint32_t sort_slot;
    struct {
        bool set; /* false: Xapian's defaults */
        double k1, k2, k3, b, min_normlen;
    } bm25;
    bool collapse;
    uint32_t collapse_slot;
    uint32_t collapse_max; /* documents kept per value, at least 1 */
    const uint32_t *facet_slots;
    size_t facets;
    double deadline_ms; /* 0: none. Milliseconds from the call; wildcard expansion is not covered, nor a match that
                         * by the number of its postings cannot take a quarter of it */
} xap_search_options;

typedef struct xap_hit {
    uint32_t docid;
    uint32_t collapsed; /* further documents with its collapse value: a lower bound */
    double weight;
    xap_text data;
} xap_hit;

/* How often each value of one facet slot stands among the matches seen, in
 * byte order of value; documents without a value are counted in `none`. */
typedef struct xap_facet {
    uint32_t slot;
    xap_term *at;
    size_t count;
    uint32_t none;
} xap_facet;

/* One page, copied out: it outlives the reader and cannot fail later. */
typedef struct xap_page {
    xap_hit *hits;
    size_t count;
    uint32_t lower, estimate, upper; /* number of matches; equal when exact */
    bool expired;                    /* the deadline cut the match short: hits are the best seen by then */
    xap_facet *facets;
    size_t facet_count;
    double max_possible;
} xap_page;

/* A deadline, hidden documents, checks and facets need all shards local (else XAP_UNSUPPORTED). */
xap_status xap_search(xap_reader *r, const xap_query *query, const xap_search_options *options, xap_page **out,
                      xap_error *err);
void xap_page_free(xap_page *page);

/* ---- whole databases ------------------------------------------------- */

/* Writes sources, compacted and merged, to a new database at target, synced.
 * keep_docids needs disjoint docid ranges (sources may come in any order);
 * otherwise documents are renumbered in the order given. libxapian 1.4 syncs the
 * files in any case; sync adds the directory. No source may be
 * under a writer. A failed target must be removed by the caller. */
xap_status xap_compact(const char *const *sources, size_t count, const char *target, bool keep_docids, bool sync,
                       xap_error *err);
/* Xapian's own structural check. problems gets how many were found, report what
 * it printed. */
xap_status xap_check(const char *path, size_t *problems, xap_bytes *report, xap_error *err);

#ifdef __cplusplus
}
#endif
#endif
