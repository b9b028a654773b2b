/* SPDX-License-Identifier: GPL-2.0-or-later */
/* similar.c - articles like an article: its words chosen, searched for, and copies left out. */
#include "archive/similar.h"

#include "archive/clock.h"
#include "archive/docid_article.h"
#include "archive/plan.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/search_show.h"
#include "archive/shingles.h"

#include <string.h>

struct comparing {
    struct reader *reader;
    const struct search_request *request;
    struct arena *arena;
    struct similar_page *page;
    struct error *err;
    struct clock_limit limit;
    struct words *words;
    struct shingles *told; /* of the article, then of what is shown */
    size_t told_count;
};

static int no_memory(struct comparing *c)
{
    return error_set(c->err, FAULT_MEMORY, "the search needs too much memory");
}

static void scoped_buffer(struct buffer *b)
{
    buffer_free(b);
}

static bool is_late(const struct comparing *c)
{
    return clock_is_past(&c->limit);
}

/* What a story is told by: the text, or without any the title. */
static bool take_shingles(struct comparing *c, const struct segment_record *stored, const struct record *record,
                          struct shingles *out)
{
    struct record_text said = {stored->text, stored->text_len};

    if (!docid_said(c->reader, record, c->arena, &said))
        return false;
    if (said.len)
        return shingles_make(c->words, said.data, said.len, c->arena, out);
    return shingles_make(c->words, record->title.data ? record->title.data : "", record->title.len, c->arena, out);
}

/* The article itself: its words, and its story. */
static int read_article(struct comparing *c, const char *id)
{
    scoped(buffer) struct buffer facts = buffer_make(SEGMENT_RECORD_MAX);
    struct segment_record stored;
    struct record record;

    if (reader_find(c->reader, id, &facts, &record, NULL, c->err) < 0 ||
        reader_stored(c->reader, &record, false, reader_buffer(c->reader), &stored, c->err) < 0)
        return -1;
    const char *own = arena_copy(c->arena, record.id.data, record.id.len);
    if (!own || !take_shingles(c, &stored, &record, &c->told[c->told_count++]))
        return no_memory(c);
    c->page->id = (struct record_text){own, record.id.len};
    struct record_text text = {stored.text, stored.text_len};
    if (!docid_said(c->reader, &record, c->arena, &text))
        return no_memory(c);
    return similar_terms(c->reader, c->words, record.title, text, c->arena, &c->page->terms, c->err);
}

static const struct tree *term(struct arena *arena, const char *data, size_t len)
{
    struct tree *t = arena_alloc(arena, sizeof *t);

    if (t)
        *t = (struct tree){.op = TREE_TERM, .term = {data, len}};
    return t;
}

/* Any of the words, but not the article itself. */
static const struct tree *query(struct comparing *c)
{
    const struct similar_terms *terms = &c->page->terms;
    size_t count = terms->count;
    const struct tree **words = arena_alloc(c->arena, (count + 1) * sizeof *words);
    const struct tree **parts = arena_alloc(c->arena, 2 * sizeof *parts);
    struct tree *any = arena_alloc(c->arena, sizeof *any), *others = arena_alloc(c->arena, sizeof *others);
    char *id = arena_alloc(c->arena, SCHEMA_TERM_MAX);

    if (!words || !parts || !any || !others || !id)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (!(words[i] = term(c->arena, terms->at[i].data, terms->at[i].len)))
            return NULL;
    *any = (struct tree){.op = count ? TREE_OR : TREE_NOTHING, .parts = words, .count = count};
    parts[0] = any;
    parts[1] = term(c->arena, id, schema_id_term(c->page->id.data, c->page->id.len, id));
    *others = (struct tree){.op = TREE_AND_NOT, .parts = parts, .count = 2};
    return parts[1] ? others : NULL;
}

/* Which of told is the same story; told_count: none. */
static size_t told_by(const struct comparing *c, const struct shingles *story)
{
    size_t i = 0;

    while (i < c->told_count && !shingles_near(&c->told[i], story))
        i++;
    return i;
}

/* The day by which it was, or INT32_MAX when that is not known. */
static int32_t published_by(const struct record *record)
{
    struct date d;

    return record->date.data && date_parse_iso(record->date.data, record->date.len, &d, NULL) ? date_last_day(&d)
                                                                                               : INT32_MAX;
}

/* Shows the article of that hit: where its story is shown already, in the other's place if it was published before
 * that, and not at all where the article itself tells it. */
static int consider(struct comparing *c, struct showing *show, const struct match_hit *hit)
{
    struct search_page *found = &c->page->found;
    struct search_result result = {0};
    struct segment_record stored;
    struct shingles story;

    if (show_facts(show, hit->docid, hit->weight, &result) < 0 || show_read(show, &result, &stored) < 0)
        return -1;
    if (!take_shingles(c, &stored, &result.record, &story))
        return no_memory(c);
    size_t by = told_by(c, &story);
    struct search_result *place = by ? &found->results[by - 1] : NULL;
    if (!place || (by < c->told_count && published_by(&place->record) <= published_by(&result.record)))
        return 0;
    if (by == c->told_count) {
        c->told_count++;
        found->count++;
    } else {
        result.score = place->score; /* of the story */
    }
    c->told[by] = story;
    *place = result;
    return show_text(show, &stored, place);
}

static int show_hits(struct comparing *c, const struct match_page *hits)
{
    struct search_page *found = &c->page->found;
    struct showing show = {.reader = c->reader, .request = c->request, .arena = c->arena, .err = c->err};
    double least = c->page->terms.most * SIMILAR_PERCENT / 100;
    const char *warning;

    found->results = arena_alloc(c->arena, (c->request->count + 1) * sizeof *found->results);
    found->warnings = arena_alloc(c->arena, sizeof *found->warnings);
    if (!found->results || !found->warnings)
        return no_memory(c);
    for (size_t i = 0; i < hits->count && found->count < c->request->count && !found->partial; i++) {
        if (hits->hits[i].weight < least)
            break;
        if (consider(c, &show, &hits->hits[i]) < 0)
            return -1;
        found->partial |= is_late(c);
    }
    if (show_damage(&show, &warning) < 0)
        return -1;
    if (warning)
        found->warnings[found->warning_count++] = warning;
    return 0;
}

static int find(struct comparing *c, const char *id)
{
    struct match_options options = {.count = c->request->count * SIMILAR_LOOK};
    const struct tree *words, *filtered;
    struct match_page hits;

    if (read_article(c, id) < 0)
        return -1;
    if (!(words = query(c)))
        return no_memory(c);
    if (plan_filtered(c->reader, c->request, words, c->arena, &filtered, c->err) < 0)
        return -1;
    options.deadline_ms = clock_ms_left(&c->limit);
    if (match_run(c->reader, filtered, &options, c->arena, &hits, c->err) < 0)
        return -1;
    c->page->found.partial = hits.expired;
    return show_hits(c, &hits);
}

int similar_run(struct reader *r, const char *id, const struct search_request *request, struct arena *arena,
                struct similar_page *out, struct error *err)
{
    struct similar_page page = {0};
    struct comparing c = {.reader = r, .request = request, .arena = arena, .page = &page, .err = err,
                          .limit = {.ms = request->deadline_ms}};

    clock_gettime(CLOCK_MONOTONIC, &c.limit.begin);
    c.told = arena_alloc(arena, (request->count + 2) * sizeof *c.told);
    c.words = words_new();
    int rc = c.told && c.words ? find(&c, id) : no_memory(&c);
    words_free(c.words);
    if (rc == 0)
        *out = page;
    return rc;
}
