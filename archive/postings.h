/* SPDX-License-Identifier: GPL-2.0-or-later */
/* postings.h - an index of some thousand documents made in memory and written as a Xapian database in one go.
 *
 * Postings are gathered as they come, sorted by term by counting, and written in Xapian's order of keys
 * (libxapian 1.4's backends/glass: glass_postlist.cc, glass_values.cc, glass_docdata.h). No positions and no term
 * lists. One thread's tool. Memory: 8 bytes for each posting, twice. */
#ifndef HUSTINGS_POSTINGS_H
#define HUSTINGS_POSTINGS_H

#include "archive/error.h"
#include "archive/lexicon.h"

struct postings;
/* words: those that postings_word names by number; borrowed. NULL: out of memory. */
struct postings *postings_new(struct lexicon *words);
void postings_free(struct postings *p); /* accepts NULL */

/* Begins the database at path, a folder that is not there yet; forgets what was gathered before. */
int postings_begin(struct postings *p, const char *path, struct error *err);
/* Begins a document: docids rise. data is what Xapian keeps for it. */
int postings_document(struct postings *p, uint32_t docid, const char *data, size_t len, struct error *err);
/* Terms and values of that document. A term given twice is one, its wdf added up. False: out of memory. */
bool postings_word(struct postings *p, uint32_t number, uint32_t wdf);
bool postings_term(struct postings *p, const char *term, size_t len, uint32_t wdf);
bool postings_value(struct postings *p, unsigned slot, const char *value, size_t len); /* not empty; once a slot */
/* Writes what was gathered. */
int postings_write(struct postings *p, struct error *err);

#endif
