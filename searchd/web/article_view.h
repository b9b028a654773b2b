/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_view.h - what the page of one article is made from, and the addresses in it. For the page of articles only.
 *
 * Each article_put_* appends one part of the page to out; where there is nothing to tell, nothing. */
#ifndef HUSTINGS_ARTICLE_VIEW_H
#define HUSTINGS_ARTICLE_VIEW_H

#include "searchd/public_url.h"
#include "searchd/web/page.h"

struct article_view {
    const struct request *request;
    void *worker;
    const char *root;           /* page.h's */
    char base[PUBLIC_URL_MAX];  /* by which others reach the daemon; "": not known */
    struct search_params params; /* the view that led here */
    struct search_params everything, asked; /* that which filters nothing; and with the query alone */
    const char *hash;           /* an earlier text is asked for; NULL: the newest */
    uint32_t a, b;              /* two versions are compared; 0: not */
    const char *with;           /* a copy is compared with it; NULL: none */
    struct api_answer article, versions, copies, similar;
    struct api_answer change;   /* of what is compared */
    const char *id;
    struct arena arena;
    struct buffer out;
};

/* The address of an article's page, which keeps the query whose words are marked. */
struct buffer article_address(const struct article_view *v, const char *id);
/* Appends <a href="address"attributes>, whose end is the caller's, and frees address. */
void article_link(struct article_view *v, struct buffer *address, const char *attributes);
/* A link to all articles of that value; of one too long to be asked for it alone. */
void article_filter_link(struct article_view *v, enum search_facet field, const char *value);
/* A link to another article by its title; NULL title: by its id. */
void article_title_link(struct article_view *v, const cJSON *article);
/* "Vale Herald, 2 March 2017", as far as it is known. */
void article_put_origin(struct article_view *v, const cJSON *article);

/* Title, who wrote it, and where and when it stood. */
void article_put_head(struct article_view *v);
/* What is to be known of the text before it is read: that it is an earlier one, was changed, or was printed elsewhere
 * first; and how many words are marked. */
void article_put_notes(struct article_view *v);
void article_put_text(struct article_view *v);
/* What changed from one version to another, or differs in a copy, in place of the text. */
void article_put_change(struct article_view *v);
void article_put_versions(struct article_view *v);
void article_put_copies(struct article_view *v);
void article_put_similar(struct article_view *v);
void article_put_citation(struct article_view *v);

#endif
