/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase.c - phrases and near groups, checked document by document. */
#include "archive/phrase.h"

#include "archive/byte_find.h"
#include "archive/forward.h"
#include "archive/match.h"
#include "archive/pairs.h"
#include "archive/proximity.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <stdlib.h>
#include <string.h>

enum {
    PATTERNS_MAX = 8,      /* spellings of a whole phrase that are looked for as bytes; more are decoded */
    NUMBERS_MAX = 64,      /* words of a phrase, all spellings */
    POSITIONS_MAX = 1 << 16, /* of one term in one article of the delta; further ones are not seen */
    CHECKS_A_LOOK = 64,      /* documents read between two looks at the clock */
    FETCH_BYTES = 1024,      /* of a document, before it is read */
    CACHE_LINE = 64
};

_Static_assert((int)PAIRS_WINDOW == (int)MATCH_WINDOW, "a window of one is a window of the other");

struct pattern {
    uint8_t bytes[PROXIMITY_PARTS_MAX * FORWARD_CODE_MAX];
    size_t len;
    size_t anchor;   /* of its rarest word, in bytes */
    uint32_t rarest; /* that word's number */
    uint32_t last;   /* word's number */
    uint32_t rows[PROXIMITY_PARTS_MAX * PAIRS_SHARED]; /* of its pairs of common words */
    size_t row_count;
};

/* What the phrase is in one shard. */
struct in_shard {
    const struct forward *forward; /* NULL: the delta */
    const struct pairs *pairs;
    bool possible;                 /* the shard has words for all parts */
    struct pattern patterns[PATTERNS_MAX];
    size_t pattern_count; /* 0: to be decoded */
    uint32_t numbers[NUMBERS_MAX];
    uint8_t groups[NUMBERS_MAX]; /* of each number */
    size_t number_count;
};

struct phrase {
    struct reader *reader;
    struct arena *arena;
    enum query_field field;
    struct proximity proximity;
    const struct term_list *groups[PROXIMITY_PARTS_MAX];
    size_t group_count;
    struct in_shard shards[SCHEMA_DATABASES_MAX];
};

/* ---- making ---------------------------------------------------------- */

static bool same_forms(const struct term_list *a, const struct term_list *b)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->at[i].len == b->at[0].len && memcmp(a->at[i].data, b->at[0].data, a->at[i].len) == 0)
            return true;
    return false;
}

static void group_parts(struct phrase *p, const struct term_list *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t g = 0;
        while (g < p->group_count && !same_forms(p->groups[g], &parts[i]))
            g++;
        if (g == p->group_count)
            p->groups[p->group_count++] = &parts[i];
        p->proximity.groups[i] = (uint8_t)g;
        p->proximity.need[g]++;
    }
}

/* The numbers of a group's words in a shard; how many. */
static size_t look_up(const struct phrase *p, size_t group, struct in_shard *s)
{
    size_t found = 0;

    for (size_t i = 0; i < p->groups[group]->count && s->number_count < NUMBERS_MAX; i++) {
        xap_text form = p->groups[group]->at[i];
        uint32_t number = forward_number(s->forward, form.data, form.len);
        if (number == FORWARD_NO_WORD)
            continue;
        s->numbers[s->number_count] = number;
        s->groups[s->number_count++] = (uint8_t)group;
        found++;
    }
    return found;
}

/* Every spelling of the whole phrase, part by part. */
static void make_patterns(const struct phrase *p, struct in_shard *s)
{
    s->pattern_count = 1;
    for (unsigned part = 0; part < p->proximity.parts; part++) {
        struct pattern before[PATTERNS_MAX];
        size_t before_count = s->pattern_count;
        memcpy(before, s->patterns, sizeof before);
        s->pattern_count = 0;
        for (size_t b = 0; b < before_count; b++) {
            for (size_t i = 0; i < s->number_count; i++) {
                if (s->groups[i] != p->proximity.groups[part])
                    continue;
                if (s->pattern_count == PATTERNS_MAX) {
                    s->pattern_count = 0;
                    return;
                }
                struct pattern *next = &s->patterns[s->pattern_count++];
                *next = before[b];
                if (part && s->pairs)
                    next->row_count += pairs_rows(s->pairs, next->last, s->numbers[i], next->rows + next->row_count);
                next->last = s->numbers[i];
                if (s->numbers[i] >= next->rarest) {
                    next->rarest = s->numbers[i];
                    next->anchor = next->len;
                }
                next->len += forward_code(s->numbers[i], next->bytes + next->len);
            }
        }
    }
}

static void compile(const struct phrase *p, struct in_shard *s, const struct reader_shard *shard)
{
    const struct forward *forward = shard->forward;

    s->forward = forward;
    s->pairs = shard->pairs;
    s->possible = true;
    for (size_t g = 0; forward && s->possible && g < p->group_count; g++)
        s->possible = look_up(p, g, s) > 0;
    if (forward && s->possible && p->proximity.ordered)
        make_patterns(p, s);
}

struct phrase *phrase_new(struct reader *r, struct arena *arena, bool ordered, enum query_field field,
                          const struct term_list *parts, size_t count, unsigned distance)
{
    struct phrase *p = arena_alloc(arena, sizeof *p);
    struct term_list *kept = arena_alloc(arena, count * sizeof *kept);

    if (!p || !kept)
        return NULL;
    memcpy(kept, parts, count * sizeof *kept);
    p->reader = r;
    p->arena = arena;
    p->field = field;
    p->proximity.ordered = ordered;
    p->proximity.parts = (unsigned)(count < PROXIMITY_PARTS_MAX ? count : PROXIMITY_PARTS_MAX);
    p->proximity.window = p->proximity.parts + distance;
    if (p->proximity.window > PROXIMITY_WINDOW_MAX)
        p->proximity.window = PROXIMITY_WINDOW_MAX;
    group_parts(p, kept, p->proximity.parts);
    for (size_t i = 0; i < reader_shard_count(r); i++)
        compile(p, &p->shards[i], reader_shard(r, i));
    return p;
}

/* ---- in a run -------------------------------------------------------- */

/* Cuts a document's codes to the field: texts come first, then the title, then authors. */
static void cut_to_field(enum query_field field, const uint8_t **from, const uint8_t **end)
{
    if (field == FIELD_ANY)
        return;
    const uint8_t *title = memchr(*from, FORWARD_TITLE, (size_t)(*end - *from));
    if (!title)
        title = *end;
    const uint8_t *author = memchr(title, FORWARD_AUTHOR, (size_t)(*end - title));
    if (!author)
        author = *end;
    if (field == FIELD_BODY) {
        *end = title;
    } else if (field == FIELD_TITLE) {
        *from = title;
        *end = author;
    } else {
        *from = author;
    }
}

static uint8_t group_of(const struct in_shard *s, uint32_t number)
{
    for (size_t i = 0; i < s->number_count; i++)
        if (s->numbers[i] == number)
            return s->groups[i];
    return PROXIMITY_NO_GROUP;
}

static bool decode(const struct phrase *p, const struct in_shard *s, const uint8_t *at, const uint8_t *end)
{
    struct proximity_walk walk;
    uint32_t position = 0;

    proximity_start(&p->proximity, &walk);
    while (at < end) {
        uint32_t number;
        at = forward_next(at, end, &number);
        if (number & FORWARD_MARK(0)) {
            proximity_start(&p->proximity, &walk);
            continue;
        }
        position++;
        uint8_t group = group_of(s, number);
        if (group != PROXIMITY_NO_GROUP && proximity_add(&p->proximity, &walk, position, group))
            return true;
    }
    return false;
}

static bool holds_in_run(const struct phrase *p, const struct in_shard *s, uint32_t document)
{
    const uint8_t *from, *end;

    if (!s->possible || !forward_at(s->forward, document, &from, &end))
        return false;
    cut_to_field(p->field, &from, &end);
    if (!s->pattern_count)
        return decode(p, s, from, end);
    for (size_t i = 0; i < s->pattern_count; i++) {
        const struct pattern *one = &s->patterns[i];
        const struct needle needle = {one->bytes, one->len, one->anchor < one->len - 1 ? one->anchor : one->len - 2};
        if (byte_find(from, end, &needle))
            return true;
    }
    return false;
}

/* ---- in the delta ---------------------------------------------------- */

struct occurrence {
    uint32_t position;
    uint8_t group;
};

static int by_position(const void *left, const void *right)
{
    const struct occurrence *a = left, *b = right;

    return (a->position > b->position) - (a->position < b->position);
}

struct occurrences {
    struct occurrence *at;
    size_t count;
};

static xap_status add_term(const struct phrase *p, size_t shard, uint32_t docid, const char *prefix, xap_text form,
                           uint8_t group, uint32_t *positions, struct occurrences *all, xap_error *xerr)
{
    char term[SCHEMA_TERM_MAX];
    size_t prefix_len = strlen(prefix), count = 0;

    memcpy(term, prefix, prefix_len);
    memcpy(term + prefix_len, form.data, form.len);
    xap_status s = xap_reader_positions(reader_xapian(p->reader), shard, docid, (xap_text){term, prefix_len + form.len},
                                        positions, POSITIONS_MAX, &count, xerr);
    if (s != XAP_OK || !count)
        return s;
    struct occurrence *moved = realloc(all->at, (all->count + count) * sizeof *moved);
    if (!moved)
        return XAP_NO_MEMORY;
    all->at = moved;
    for (size_t i = 0; i < count; i++)
        all->at[all->count++] = (struct occurrence){positions[i], group};
    return XAP_OK;
}

static xap_status holds_in_field(const struct phrase *p, size_t shard, uint32_t docid, const char *prefix,
                                 uint32_t *positions, bool *holds, xap_error *xerr)
{
    struct occurrences all = {0};
    struct proximity_walk walk;
    xap_status s = XAP_OK;

    for (size_t g = 0; s == XAP_OK && g < p->group_count; g++) {
        size_t before = all.count;
        for (size_t i = 0; s == XAP_OK && i < p->groups[g]->count; i++)
            s = add_term(p, shard, docid, prefix, p->groups[g]->at[i], (uint8_t)g, positions, &all, xerr);
        if (all.count == before)
            break; /* a part does not stand here */
        if (g + 1 < p->group_count)
            continue;
        qsort(all.at, all.count, sizeof *all.at, by_position);
        proximity_start(&p->proximity, &walk);
        for (size_t i = 0; i < all.count && !*holds; i++)
            *holds = proximity_add(&p->proximity, &walk, all.at[i].position, all.at[i].group);
    }
    free(all.at);
    return s;
}

static xap_status holds_in_delta(const struct phrase *p, size_t shard, uint32_t docid, bool *holds, xap_error *xerr)
{
    static const struct {
        enum query_field field;
        const char *prefix;
    } fields[] = {{FIELD_BODY, ""}, {FIELD_TITLE, PREFIX_TITLE}, {FIELD_AUTHOR, PREFIX_AUTHOR}};
    uint32_t *positions = malloc(POSITIONS_MAX * sizeof *positions);
    xap_status s = positions ? XAP_OK : XAP_NO_MEMORY;

    for (size_t i = 0; s == XAP_OK && !*holds && i < sizeof fields / sizeof *fields; i++)
        if (p->field == FIELD_ANY || p->field == fields[i].field)
            s = holds_in_field(p, shard, docid, fields[i].prefix, positions, holds, xerr);
    free(positions);
    return s;
}

/* ---- sifting --------------------------------------------------------- */

/* Leaves the documents that have, by their signatures, all pairs of any of the phrase's spellings. True: these are all
 * the phrase is. */
static bool sift_by_pairs(const struct phrase *p, const struct in_shard *s, uint32_t from, uint64_t bits[PAIRS_WORDS])
{
    uint64_t any[PAIRS_WORDS] = {0};
    bool exact = p->field == FIELD_ANY && p->proximity.parts == 2; /* one pair, wherever it stands */

    for (size_t i = 0; i < s->pattern_count; i++) {
        const struct pattern *one = &s->patterns[i];
        uint64_t all[PAIRS_WORDS];
        memcpy(all, bits, sizeof all);
        exact = exact && one->row_count == 1 && one->rows[0] < PAIRS_EXACT;
        for (size_t k = 0; k < one->row_count; k++) {
            const uint64_t *row = pairs_bits(s->pairs, from / PAIRS_WINDOW, one->rows[k]);
            for (size_t w = 0; w < PAIRS_WORDS; w++)
                all[w] &= row[w];
        }
        for (size_t w = 0; w < PAIRS_WORDS; w++)
            any[w] |= all[w];
    }
    memcpy(bits, any, sizeof any);
    return exact;
}

/* Documents lie wherever they do: the next one's bytes are on their way while one is read. */
static void fetch(const struct in_shard *s, uint32_t document)
{
    const uint8_t *from, *end;

    if (!s->forward || !forward_at(s->forward, document, &from, &end))
        return;
    for (size_t left = (size_t)(end - from) < FETCH_BYTES ? (size_t)(end - from) : FETCH_BYTES, at = 0; at < left;
         at += CACHE_LINE)
        __builtin_prefetch(from + at);
}

int phrase_sift(void *ctx, struct match_window *window, struct error *err)
{
    const struct phrase *p = ctx;
    const struct in_shard *s = &p->shards[window->shard];
    const uint32_t *docids = reader_shard(p->reader, window->shard)->docids;
    uint32_t documents[MATCH_WINDOW];
    size_t count = 0;
    xap_error xerr;

    if (s->pairs && s->pattern_count && sift_by_pairs(p, s, window->from, window->bits))
        return 0;
    for (size_t w = 0; w < MATCH_WINDOW / 64; w++)
        for (uint64_t left = window->bits[w]; left; left &= left - 1)
            documents[count++] = window->from + (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
    memset(window->bits, 0, sizeof window->bits);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = documents[i] - window->from;
        bool holds = false;
        if (i % CHECKS_A_LOOK == CHECKS_A_LOOK - 1 && window->late(window->late_ctx))
            return 0;
        if (i + 1 < count)
            fetch(s, documents[i + 1]);
        xap_status status = XAP_OK;
        if (s->forward)
            holds = holds_in_run(p, s, documents[i]);
        else
            status = holds_in_delta(p, window->shard, docids[documents[i]], &holds, &xerr);
        if (status != XAP_OK)
            return shim_error(err, status, &xerr);
        window->bits[at / 64] |= (uint64_t)holds << at % 64;
    }
    return 0;
}
