/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_marks.c - one article whole, with those words marked that a search marks. */
#include "archive/article_marks.h"

#include "archive/plan.h"
#include "archive/search_identify.h"
#include "archive/synonyms.h"

#include <string.h>

enum { SOURCE_MAX = 8192 };

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "marking the words of an article needs too much memory");
}

static int plan(struct reader *r, const struct search_request *request, struct arena *arena, struct plan *out,
                struct error *err)
{
    struct query query;
    return search_understand(request, request->match, arena, &query, err) ||
                   synonyms_apply(reader_synonyms(r), request->in, &query, arena, err) ||
                   plan_query(r, request, &query, arena, out, err)
               ? -1
               : 0;
}

/* Whether a search answers another query than was asked, which is *meant then, depends on what it finds. */
static int find_marks(struct reader *r, const struct search_request *asked, struct arena *arena,
                      const struct marks **out, struct error *err)
{
    struct search_request request = {.q = asked->q, .q_len = asked->q_len, .match = asked->match, .in = asked->in,
                                     .quiet = true, .deadline_ms = asked->deadline_ms};
    struct plan planned;
    struct search_page page = {0};
    if (plan(r, &request, arena, &planned, err))
        return -1;
    if (planned.unknown && search_run(r, &request, arena, &page, err))
        return -1;
    if (page.corrected) {
        request.q = page.did_you_mean;
        request.q_len = strlen(request.q);
        if (plan(r, &request, arena, &planned, err))
            return -1;
    }
    *out = planned.marks;
    return 0;
}

static bool is_left_out(const struct boilerplate *known, uint64_t key)
{
    const struct boilerplate_line *line = boilerplate_find(known, key);
    return line && line->state != BOILERPLATE_DROPPED;
}

static void unmark_boilerplate(const struct boilerplate *known, uint64_t seed, struct marked *m)
{
    struct boilerplate_lines lines;
    size_t kept = 0, i = 0;
    boilerplate_lines_start(&lines, seed, m->text, m->len);
    for (uint64_t key; (key = boilerplate_lines_next(&lines));) {
        bool left_out = is_left_out(known, key);
        for (; i < m->span_count && m->spans[i].start < lines.stop; i++)
            if (!left_out || m->spans[i].start < lines.start)
                m->spans[kept++] = m->spans[i];
    }
    for (; i < m->span_count; i++)
        m->spans[kept++] = m->spans[i];
    m->span_count = kept;
}

static bool mark_text(struct reader *r, const struct marks *marks, struct arena *arena, struct article_marks *a)
{
    const struct boilerplate *known = reader_boilerplate(r);
    struct marked *text = &a->marked_text;
    if (!snippet_whole(reader_snippets(r), marks, a->text.data, a->text.len, arena, text))
        return false;
    if (!known->count || !text->span_count)
        return true;
    struct buffer source = buffer_make(SOURCE_MAX);
    bool fits = boilerplate_source(a->source.data, a->source.len, a->url.data, a->url.len, &source);
    if (fits)
        unmark_boilerplate(known, boilerplate_seed(source.data, source.len), text);
    buffer_free(&source);
    return fits;
}

int article_mark(struct reader *r, const struct search_request *request, struct arena *arena, struct article_marks *a,
                 struct error *err)
{
    const struct marks *marks;
    if (find_marks(r, request, arena, &marks, err))
        return -1;
    a->marked_title = a->marked_text = (struct marked){0};
    if ((a->title.data && !snippet_title(reader_snippets(r), marks, a->title.data, a->title.len, arena,
                                         &a->marked_title)) ||
        (a->text.data && !mark_text(r, marks, arena, a)))
        return no_memory(err);
    return 0;
}
