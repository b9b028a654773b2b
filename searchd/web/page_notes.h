/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_notes.h - what is said above a list: how much was found, how the query was read, and what to do where nothing
 * was. */
#ifndef HUSTINGS_PAGE_NOTES_H
#define HUSTINGS_PAGE_NOTES_H

#include "searchd/params.h"

#include <cjson/cJSON.h>

/* From an answer of /v1/search, asked with explain=1 where it found nothing. root is page.h's. */
void page_notes(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);

#endif
