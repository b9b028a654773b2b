/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_learn.c - the writer's part: lines that recur are learned before a commit, and articles that were
 * indexed with them are made anew.
 *
 * What is pending was counted as it was put (boilerplate_tally.h). A line that stands there but not often enough is
 * also looked for in what is committed: any line, when few articles are put, and of many articles those that recur
 * among them. */
#include "archive/array_grow.h"
#include "archive/boilerplate_article.h"
#include "archive/boilerplate_rule.h"
#include "archive/boilerplate_search.h"
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/stored.h"
#include "archive/text.h"
#include "archive/word_freq.h"
#include "archive/writer.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum {
    LOOK_ARTICLES = 64, /* committed ones with the line that prove enough, the newest */
    SOURCE_MAX = 8192
};

/* A line of a pending article that may be learned. */
struct candidate {
    uint64_t key;
    uint32_t sample;
};

struct learning {
    struct writer *writer;
    struct reader *reader; /* NULL: nothing is committed */
    struct candidate *candidates;
    size_t count, size;
    struct buffer stored, source;
    struct boilerplate_lines lines;
    struct error *err;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to learn lines that recur");
}

int boilerplate_note(struct writer *w, const struct packed *p, const struct pending_entry *entry, struct error *err)
{
    return boilerplate_tally_add(w->tally, &p->article, (uint32_t)(entry - w->pending.entries)) ? 0 : no_memory(err);
}

/* ---- what becomes of a line ------------------------------------------ */

static int open_committed(struct writer *w, struct error *err)
{
    if (w->committed)
        return reader_refresh(w->committed, NULL, err);
    return reader_open(w->dir, &w->committed, err);
}

static int append_line(struct writer *w, const char *source, const char *line, struct boilerplate_line *now,
                       struct error *err)
{
    struct packed *p = &w->scratch;
    const struct segment_link link = {.version = 1, .stored = time(NULL)};

    now->segment = SEGMENT_NUMBER;
    now->since = w->commit + 1;
    if (packer_line(w->packer, source, line, now->state, w, p, err) < 0 ||
        segment_append_linked(w->segment, p->record.data, p->record.len, &link, &now->place, err) < 0)
        return -1;
    w->boilerplate_changed = true;
    return boilerplate_set(&w->boilerplate, now) ? 0 : no_memory(err);
}

static int make_anew(struct writer *w, uint32_t docid, struct error *err)
{
    struct reader_place place = reader_place(w->committed, docid);

    return known_again(w, (struct old_place){(int)place.number, place.docid}, err);
}

static int make_hit_anew(void *ctx, const struct boilerplate_hit *hit, struct error *err)
{
    return make_anew(ctx, hit->docid, err);
}

static int make_left_out_anew(struct writer *w, uint64_t key, struct error *err)
{
    struct arena arena = arena_make(SIZE_MAX);
    uint32_t *docids;
    size_t count = 0;
    uint64_t total;

    int rc = boilerplate_left_out_of(w->committed, key, 0, &arena, &docids, &count, &total, err);
    for (size_t i = 0; rc == 0 && i < count; i++)
        rc = make_anew(w, docids[i], err);
    arena_free(&arena);
    return rc;
}

int writer_set_line(struct writer *w, const char *source, const char *line, enum boilerplate_state state,
                    size_t *changed, struct error *err)
{
    size_t before = w->pending.count;
    struct boilerplate_question q = {.seed = boilerplate_seed(source, strlen(source)), .line = line,
                                     .len = strlen(line)};
    struct boilerplate_line now = {.key = boilerplate_key(q.seed, line, q.len), .state = state};

    q.key = now.key;
    if (!now.key || strchr(line, '\n'))
        return error_set(err, FAULT_INVALID, "boilerplate is one line of 1 to %d bytes", BOILERPLATE_LINE_MAX);
    const struct boilerplate_line *known = boilerplate_find(&w->boilerplate, now.key);
    bool was_out = known && known->state != BOILERPLATE_DROPPED, is_out = state != BOILERPLATE_DROPPED;
    *changed = 0;
    if (known && (known->state == state || state == BOILERPLATE_LEARNED))
        return 0;
    if ((w->commit && open_committed(w, err) < 0) || append_line(w, source, line, &now, err) < 0)
        return -1;
    if (w->commit && is_out != was_out && (is_out ? boilerplate_search(w->committed, &q, make_hit_anew, w, err)
                                     : make_left_out_anew(w, now.key, err)) < 0)
        return -1;
    *changed = w->pending.count - before;
    return 0;
}

/* ---- learning -------------------------------------------------------- */

struct proof {
    struct learning *learning;
    struct boilerplate_evidence evidence;
    uint64_t key;
    size_t count; /* committed articles with the line */
    bool anew;    /* it is learned: they are made anew */
};

static int take_proof(void *ctx, const struct boilerplate_hit *hit, struct error *err)
{
    struct proof *p = ctx;
    struct writer *w = p->learning->writer;
    struct boilerplate_evidence one = boilerplate_evidence_of(hit->article, p->key);
    char id[SCHEMA_TERM_MAX];

    if (p->anew)
        return make_anew(w, hit->docid, err);
    schema_id_term(hit->record->id.data, hit->record->id.len, id);
    const struct pending_entry *pending = pending_find(&w->pending, id);
    if (pending && !pending->again)
        return 0; /* replaced or deleted */
    p->count++;
    p->evidence.articles |= one.articles;
    p->evidence.texts |= one.texts;
    p->evidence.days |= one.days;
    return 0;
}

/* How many articles the source has, but for those that replace others. */
static int count_source(struct learning *l, const struct article *a, uint64_t seed, size_t *out)
{
    struct buffer name = buffer_make(SOURCE_MAX);
    const char *at = NULL;
    size_t host_len = 0;
    uint32_t freq = 0;
    int rc = 0;

    if (l->reader && !a->source && !(a->url && schema_url(a->url, strlen(a->url), &at, &host_len))) {
        freq = reader_snapshot(l->reader)->articles;
    } else if (l->reader) {
        rc = a->source ? schema_value_term(PREFIX_SOURCE, a->source, strlen(a->source), &name)
                       : schema_value_term(PREFIX_URL, at, host_len, &name);
        rc = rc < 0 ? no_memory(l->err)
                    : term_articles(l->reader, (xap_text){name.data, name.len}, UINT32_MAX, &freq, l->err);
    }
    buffer_free(&name);
    *out = freq + boilerplate_tally_source(l->writer->tally, seed);
    return rc;
}

/* Whether the line of a that was read last is boilerplate; then it is learned. */
static int judge(struct learning *l, const struct article *a, const struct boilerplate_count *counted)
{
    struct writer *w = l->writer;
    struct proof proof = {.learning = l, .evidence = counted->evidence, .key = counted->key};
    struct boilerplate_question q = {.key = counted->key, .seed = l->lines.seed, .line = l->lines.line,
                                     .len = l->lines.len, .source = a->source ? a->source : "",
                                     .source_len = a->source ? strlen(a->source) : 0};
    unsigned in_batch = (unsigned)__builtin_popcountll(counted->evidence.articles);
    struct boilerplate_line now = {.key = counted->key, .state = BOILERPLATE_LEARNED};

    if (!boilerplate_recurs(&proof.evidence)) {
        q.least = in_batch < BOILERPLATE_ARTICLES ? BOILERPLATE_ARTICLES - in_batch : 1;
        q.most = LOOK_ARTICLES;
        if (!l->reader || boilerplate_search(l->reader, &q, take_proof, &proof, l->err) < 0)
            return l->reader ? -1 : 0;
        if (!boilerplate_recurs(&proof.evidence))
            return 0;
        q.least = q.most = 0;
    }
    unsigned share = boilerplate_share(q.line, q.len, &proof.evidence);
    if (share) {
        size_t all = 0;
        proof.count = 0;
        if ((l->reader && boilerplate_search(l->reader, &q, take_proof, &proof, l->err) < 0) ||
            count_source(l, a, q.seed, &all) < 0)
            return -1;
        share = boilerplate_share(q.line, q.len, &proof.evidence);
        if ((proof.count + counted->articles) * 100 < all * share)
            return 0;
    }
    proof.anew = true;
    scoped(char_ptr) char *line = strndup(q.line, q.len);
    if (!line)
        return no_memory(l->err);
    if (append_line(w, l->source.data, line, &now, l->err) < 0)
        return -1;
    return l->reader ? boilerplate_search(l->reader, &q, take_proof, &proof, l->err) : 0;
}

static int by_sample(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->sample != b->sample)
        return a->sample < b->sample ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static int by_key(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    return (a->key > b->key) - (a->key < b->key);
}

static int choose(struct learning *l)
{
    size_t slot_count;
    const struct boilerplate_count *slots = boilerplate_tally_slots(l->writer->tally, &slot_count);

    for (size_t i = 0; i < slot_count; i++) {
        if (!slots[i].key || (!l->writer->commit && !boilerplate_recurs(&slots[i].evidence)) ||
            boilerplate_find(&l->writer->boilerplate, slots[i].key))
            continue;
        if (!array_grow(&l->candidates, &l->size, l->count + 1, sizeof *l->candidates))
            return no_memory(l->err);
        l->candidates[l->count++] = (struct candidate){slots[i].key, slots[i].sample};
    }
    if (l->count)
        qsort(l->candidates, l->count, sizeof *l->candidates, by_sample);
    return 0;
}

static int read_sample(struct learning *l, uint32_t sample, struct article *out)
{
    const struct pending_entry *entry = &l->writer->pending.entries[sample];
    struct segment *segment;
    struct segment_record record;

    return segments_get(&l->writer->segments, entry->item.segment, &segment, l->err) < 0 ||
                   segment_read(segment, entry->item.place, false, &l->stored, &record, l->err) < 0 ||
                   stored_read(&record, out, l->err) < 0
               ? -1
               : 0;
}

/* All candidates of one article. */
static int judge_article(struct learning *l, const struct candidate *of, size_t count)
{
    struct article a = {0};

    if (l->writer->pending.entries[of->sample].deleted)
        return 0;
    if (read_sample(l, of->sample, &a) < 0)
        return -1;
    buffer_clear(&l->source);
    bool fits = boilerplate_source(a.source ? a.source : "", a.source ? strlen(a.source) : 0, a.url ? a.url : "",
                                   a.url ? strlen(a.url) : 0, &l->source);
    int rc = fits ? 0 : no_memory(l->err);
    boilerplate_lines_start(&l->lines, fits ? boilerplate_seed(l->source.data, l->source.len) : 0, a.text,
                            strlen(a.text));
    for (uint64_t key; rc == 0 && (key = boilerplate_lines_next(&l->lines));) {
        const struct candidate one = {.key = key};
        const struct boilerplate_count *counted = boilerplate_tally_find(l->writer->tally, key);
        if (counted && bsearch(&one, of, count, sizeof one, by_key) && !boilerplate_find(&l->writer->boilerplate, key))
            rc = judge(l, &a, counted);
    }
    article_free(&a);
    return rc;
}

static int learn(struct learning *l)
{
    struct writer *w = l->writer;

    if (choose(l) < 0)
        return -1;
    if (!l->count)
        return 0;
    if (segment_flush(w->segment, l->err) < 0 || (w->commit && open_committed(w, l->err) < 0))
        return -1;
    l->reader = w->commit ? w->committed : NULL;
    for (size_t from = 0, to; from < l->count; from = to) {
        for (to = from; to < l->count && l->candidates[to].sample == l->candidates[from].sample;)
            to++;
        if (judge_article(l, &l->candidates[from], to - from) < 0)
            return -1;
    }
    return 0;
}

int boilerplate_learn(struct writer *w, struct error *err)
{
    struct learning *l = calloc(1, sizeof *l);

    if (!l)
        return no_memory(err);
    l->writer = w;
    l->err = err;
    l->stored = buffer_make(SEGMENT_RECORD_MAX);
    l->source = buffer_make(SOURCE_MAX);
    int rc = learn(l);
    boilerplate_tally_clear(w->tally);
    free(l->candidates);
    buffer_free(&l->stored);
    buffer_free(&l->source);
    free(l);
    return rc;
}
