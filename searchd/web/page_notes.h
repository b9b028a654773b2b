/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_notes.h - what is said above a list, and in its place where nothing was found. */
#ifndef HUSTINGS_PAGE_NOTES_H
#define HUSTINGS_PAGE_NOTES_H

#include "searchd/params.h"

#include <cjson/cJSON.h>

/* From an answer of /v1/search. root is page.h's. How much was found, and how the query was read. */
void page_notes(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);
/* What to do where nothing was found, from an answer with explain=1; else nothing. */
void page_ways_out(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);

#endif
