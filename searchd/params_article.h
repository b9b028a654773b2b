/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_article.h - a raw query string as what /v1/articles/{id} is asked. */
#ifndef HUSTINGS_PARAMS_ARTICLE_H
#define HUSTINGS_PARAMS_ARTICLE_H

#include "archive/cite.h"
#include "archive/render.h"
#include "searchd/params.h"

struct article_params {
    const char *hash; /* hex digits that the content hash of the text wanted begins with; NULL: the newest */
    bool cited;       /* as an entry of a bibliography, and not as JSON */
    enum cite_format format; /* then */
    struct search_request marked; /* what is marked in it: q, match, in. q NULL: nothing */
    enum result_highlight highlight;
    bool strict;
};

/* As params_parse. Without strict=1 what is no parameter here is passed over: an article has no place for warnings. */
int params_article(const char *query, size_t len, uint64_t takes, struct arena *arena, struct article_params *out,
                   struct problem *problem);

#endif
