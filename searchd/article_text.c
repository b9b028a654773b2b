/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_text.c - the text of an article that a permalink names. */
#include "searchd/article_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/permalink.h"
#include "archive/tombstone.h"
#include "archive/versions.h"

struct looking {
    const char *digits;
    struct version found, after; /* after: the record that came in the place of what is looked at */
    bool withdrawn; /* after is its tombstone */
    char *told;
    size_t told_len;
};

static void tell(struct looking *l, const struct version *v)
{
    char hash[PERMALINK_DIGITS + 1];
    for (size_t i = 0; i < PERMALINK_DIGITS / 2; i++)
        snprintf(hash + 2 * i, 3, "%02x", v->hash[i]);
    int n = snprintf(l->told + l->told_len, ARTICLE_TEXTS_TOLD - l->told_len, "%s %u (%s)",
                     l->told_len ? "," : "There are versions", (unsigned)v->number, hash);
    if (n > 0 && (size_t)n < ARTICLE_TEXTS_TOLD - l->told_len)
        l->told_len += (size_t)n;
    else
        l->told[l->told_len] = '\0'; /* the oldest are not told */
}

static int look(void *ctx, const struct version *v, struct error *err)
{
    struct looking *l = ctx;
    (void)err;
    if (v->kind == SEGMENT_ARTICLE) {
        l->withdrawn = l->after.kind == SEGMENT_RETRACTION;
        if (permalink_has(v->hash, l->digits, strlen(l->digits))) {
            l->found = *v;
            return 1;
        }
        if (!l->withdrawn)
            tell(l, v);
    }
    l->after = *v;
    return 0;
}

static int read_reason(struct reader *r, const struct version *tombstone, char told[ARTICLE_TEXTS_TOLD],
                       struct error *err)
{
    struct tombstone t = {0};
    if (tombstone_read(r, tombstone->segment, tombstone->place, &t, err))
        return -1;
    snprintf(told, ARTICLE_TEXTS_TOLD, "%s", t.reason);
    free(t.reason);
    return 0;
}

int article_text(struct reader *r, const struct record *newest, const char *digits, struct buffer *b,
                 struct segment_record *out, enum article_text_kind *kind, char told[ARTICLE_TEXTS_TOLD],
                 struct error *err)
{
    struct looking l = {.digits = digits, .told = told};
    struct segment *segment;
    *kind = ARTICLE_TEXT_FOUND;
    *told = '\0';
    if (!digits || permalink_has(newest->hash, digits, strlen(digits)))
        return reader_stored(r, newest, true, b, out, err);
    int stopped = versions_walk(reader_segments(r), newest->segment, newest->place, look, &l, err);
    if (stopped < 0)
        return -1;
    *kind = !stopped ? ARTICLE_TEXT_NONE : l.withdrawn ? ARTICLE_TEXT_RETRACTED : ARTICLE_TEXT_FOUND;
    if (*kind == ARTICLE_TEXT_RETRACTED)
        return read_reason(r, &l.after, told, err);
    if (*kind == ARTICLE_TEXT_NONE)
        return 0;
    return segments_get(reader_segments(r), l.found.segment, &segment, err) ||
                   segment_read(segment, l.found.place, true, b, out, err)
               ? -1
               : 0;
}
