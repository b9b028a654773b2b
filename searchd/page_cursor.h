/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_cursor.h - pages of a search at any depth: the cursor that was given, and that of the next page. */
#ifndef HUSTINGS_PAGE_CURSOR_H
#define HUSTINGS_PAGE_CURSOR_H

#include "searchd/ask.h"

/* Reads the cursor that was given, if it is a place in the query of that hash, into a->cursor, and what is searched for
 * and in which snapshot. False: it is none, and response says so. */
bool page_cursor_read(const struct request *request, struct response *response, const char *hash, struct asked *a);
/* What is said of one that is none. given is borrowed. */
struct problem page_cursor_problem(const char *given);
/* The next page's, once a->page was found; "" where there is none. */
void page_cursor_next(const struct asked *a, char out[CURSOR_TEXT]);

#endif
