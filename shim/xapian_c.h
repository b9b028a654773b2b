/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian_c.h - the one door between our C and libxapian's C++: it writes and reads databases, and matches no query.
 *
 * Errors     A call that can fail returns xap_status; XAP_OK is zero. On failure
 *            every output is untouched and *err (when err is not NULL) holds one
 *            line of text for people; branch on the status, never on the text.
 *            No C++ exception passes this header.
 * Ownership  What open or new hands out, the matching close or free takes
 *            back; both accept NULL. Pointers inside an object are
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
                          * listed and read, but not asked for their terms */
} xap_open;

/* Never waits for the lock: XAP_LOCKED at once. Nothing is flushed by itself:
 * only commit persists, and it is durable unless XAP_CREATE_THROWAWAY. When a
 * put or commit fails half way, libxapian has dropped all that was
 * not committed: from then on every change and commit is XAP_FAILED, and the
 * writer can only be closed. Refusals (XAP_INVALID, XAP_NOT_FOUND) lose nothing. */
xap_status xap_writer_open(const char *path, xap_open how, xap_writer **out, xap_error *err);
/* Drops whatever was not committed (a throwaway may keep it). */
void xap_writer_close(xap_writer *w);
xap_status xap_writer_commit(xap_writer *w, xap_error *err);
/* Puts doc at docid (1..2^32-1), replacing what is there. */
xap_status xap_writer_put(xap_writer *w, uint32_t docid, const xap_document *doc, xap_error *err);
xap_status xap_writer_set_metadata(xap_writer *w, xap_text key, xap_text value, xap_error *err);
xap_status xap_writer_add_synonym(xap_writer *w, xap_text word, xap_text synonym, xap_error *err);
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

/* Documents of one shard that xap_reader_postings and xap_reader_docids leave out,
 * though they are stored: sorted local docids, copied. Replaces the set given
 * before; survives reopen. */
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
/* Smallest and largest value of slot over all documents; empty when unused. */
xap_status xap_reader_value_bounds(xap_reader *r, uint32_t slot, xap_bytes *low, xap_bytes *high, xap_error *err);
/* Synonyms of word over all shards, without duplicates; freq is 0. */
xap_status xap_reader_synonyms(xap_reader *r, xap_text word, xap_terms *out, xap_error *err);
/* Metadata of one shard; empty when the key is not there. */
xap_status xap_reader_metadata(xap_reader *r, size_t shard, xap_text key, xap_bytes *out, xap_error *err);

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
