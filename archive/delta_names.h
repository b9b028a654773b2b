/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta_names.h - the list of names that a small commit leaves in the delta's metadata. For delta.c only. */
#ifndef HUSTINGS_DELTA_NAMES_H
#define HUSTINGS_DELTA_NAMES_H

#include "archive/names.h"

struct delta_names { /* {0} to begin with */
    struct name_tally *tally;
    struct lexicon *words;
    uint32_t *numbers;
    size_t numbers_size, documents;
};

void delta_names_free(struct delta_names *n);
/* Counts the document that made has read last. */
int delta_names_add(struct delta_names *n, uint32_t docid, struct document_maker *made, struct error *err);
/* Puts the list into delta, to be committed with the documents. */
int delta_names_write(struct delta_names *n, xap_writer *delta, struct error *err);

#endif
