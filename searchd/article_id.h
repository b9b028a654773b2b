/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_id.h - the id in /v1/articles/{id} and the paths below it. */
#ifndef HUSTINGS_ARTICLE_ID_H
#define HUSTINGS_ARTICLE_ID_H

#include "archive/tombstone.h"
#include "searchd/response.h"

/* The id in request->rest, decoded, malloc'd; the caller's. NULL: there is none such, and response says so. */
char *article_id(const struct request *request, struct response *response);
/* 404: no article has that id; or 410 where it has a tombstone (else its reason is NULL), with that. */
void article_missing(const struct request *request, struct response *response, const char *id,
                     const struct tombstone *tombstone);

#endif
