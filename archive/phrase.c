/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase.c - phrases and near groups, checked document by document. */
#include "archive/phrase.h"

#include "archive/byte_find.h"
#include "archive/forward.h"
#include "archive/match.h"
#include "archive/pairs.h"
#include "archive/phrase_delta.h"
#include "archive/quoted.h"
#include "archive/schema.h"

#include <stdlib.h>
#include <string.h>

enum {
    PATTERNS_MAX = 8,      /* spellings of a whole phrase that are looked for as bytes; more are decoded */
    NUMBERS_MAX = 64,      /* words of a phrase, all spellings */
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
    struct phrase_words words;
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
        while (g < p->words.group_count && !same_forms(p->words.groups[g], &parts[i]))
            g++;
        if (g == p->words.group_count)
            p->words.groups[p->words.group_count++] = &parts[i];
        p->words.proximity.groups[i] = (uint8_t)g;
        p->words.proximity.need[g]++;
    }
}

/* The numbers of a group's words in a shard; how many. */
static size_t look_up(const struct phrase *p, size_t group, struct in_shard *s)
{
    size_t found = 0;

    for (size_t i = 0; i < p->words.groups[group]->count && s->number_count < NUMBERS_MAX; i++) {
        xap_text form = p->words.groups[group]->at[i];
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
    for (unsigned part = 0; part < p->words.proximity.parts; part++) {
        struct pattern before[PATTERNS_MAX];
        size_t before_count = s->pattern_count;
        memcpy(before, s->patterns, sizeof before);
        s->pattern_count = 0;
        for (size_t b = 0; b < before_count; b++) {
            for (size_t i = 0; i < s->number_count; i++) {
                if (s->groups[i] != p->words.proximity.groups[part])
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
    for (size_t g = 0; forward && s->possible && g < p->words.group_count; g++)
        s->possible = look_up(p, g, s) > 0;
    if (forward && s->possible && p->words.proximity.ordered)
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
    p->words.field = field;
    p->words.proximity.ordered = ordered;
    p->words.proximity.parts = (unsigned)(count < PROXIMITY_PARTS_MAX ? count : PROXIMITY_PARTS_MAX);
    p->words.proximity.window = p->words.proximity.parts + distance;
    if (p->words.proximity.window > PROXIMITY_WINDOW_MAX)
        p->words.proximity.window = PROXIMITY_WINDOW_MAX;
    group_parts(p, kept, p->words.proximity.parts);
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

    proximity_start(&p->words.proximity, &walk);
    while (at < end) {
        uint32_t number;
        at = forward_next(at, end, &number);
        if (number & FORWARD_MARK(0)) {
            proximity_start(&p->words.proximity, &walk);
            continue;
        }
        position++;
        uint8_t group = group_of(s, number);
        if (group != PROXIMITY_NO_GROUP && proximity_add(&p->words.proximity, &walk, position, group))
            return true;
    }
    return false;
}

static struct needle needle_of(const struct pattern *one)
{
    return (struct needle){one->bytes, one->len, one->anchor < one->len - 1 ? one->anchor : one->len - 2};
}

static bool holds_between(const struct phrase *p, const struct in_shard *s, const uint8_t *from, const uint8_t *end)
{
    if (!s->pattern_count)
        return decode(p, s, from, end);
    for (size_t i = 0; i < s->pattern_count; i++) {
        const struct pattern *one = &s->patterns[i];
        const struct needle needle = needle_of(one);
        if (byte_find(from, end, &needle))
            return true;
    }
    return false;
}

static bool quotes_in_run(const struct phrase *p, const struct in_shard *s, uint32_t document, const uint8_t *codes,
                          const uint8_t *codes_end)
{
    const uint8_t *record, *end, *joined;
    size_t joined_len;
    struct quoted_walk walk;
    struct quoted_span span;
    bool holds = false;

    if (!forward_quoted(s->forward, document, &record, &end))
        return false;
    quoted_start_run(&walk, record, end, &joined, &joined_len);
    for (size_t i = 0; !holds && i < s->pattern_count; i++) {
        const struct needle needle = needle_of(&s->patterns[i]);
        holds = quoted_holds(walk, codes, codes_end, &needle);
    }
    while (!s->pattern_count && !holds && quoted_next(&walk, &span) && span.end <= (size_t)(codes_end - codes))
        holds = decode(p, s, codes + span.from, codes + span.end);
    return holds;
}

static bool holds_in_run(const struct phrase *p, const struct in_shard *s, uint32_t document)
{
    const uint8_t *from, *end;

    if (!s->possible || !forward_at(s->forward, document, &from, &end))
        return false;
    if (p->words.field == FIELD_SAID)
        return quotes_in_run(p, s, document, from, end);
    cut_to_field(p->words.field, &from, &end);
    return holds_between(p, s, from, end);
}

/* ---- sifting --------------------------------------------------------- */

/* Leaves the documents that have, by their signatures, all pairs of any of the phrase's spellings. True: these are all
 * the phrase is. */
static bool sift_by_pairs(const struct phrase *p, const struct in_shard *s, uint32_t from, uint64_t bits[PAIRS_WORDS])
{
    uint64_t any[PAIRS_WORDS] = {0};
    bool exact = p->words.field == FIELD_ANY && p->words.proximity.parts == 2; /* one pair, wherever it stands */

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

static void check_in_run(const struct phrase *p, const struct in_shard *s, struct match_window *window,
                         const uint32_t *documents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t at = documents[i] - window->from;
        if (i % CHECKS_A_LOOK == CHECKS_A_LOOK - 1 && window->late(window->late_ctx))
            return;
        if (i + 1 < count)
            fetch(s, documents[i + 1]);
        window->bits[at / 64] |= (uint64_t)holds_in_run(p, s, documents[i]) << at % 64;
    }
}

static int check_in_delta(const struct phrase *p, struct match_window *window, const uint32_t *documents, size_t count,
                          struct error *err)
{
    const uint32_t *all = reader_shard(p->reader, window->shard)->docids;
    bool said = p->words.field == FIELD_SAID;
    struct quoted_records records = {0};
    uint32_t docids[MATCH_WINDOW];
    int rc = 0;

    for (size_t i = 0; i < count; i++)
        docids[i] = all[documents[i]];
    if (said && quoted_read(p->reader, window->shard, docids, count, &records, err) < 0)
        return -1;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        uint32_t at = documents[i] - window->from;
        struct quoted_walk walk;
        bool holds = false;
        if (i % CHECKS_A_LOOK == CHECKS_A_LOOK - 1 && window->late(window->late_ctx))
            break;
        quoted_start_at(&walk, &records, i);
        rc = phrase_in_delta(p->reader, &p->words, window->shard, docids[i], said ? &walk : NULL, &holds, err);
        window->bits[at / 64] |= (uint64_t)holds << at % 64;
    }
    buffer_free(&records.bytes);
    return rc;
}

int phrase_sift(void *ctx, struct match_window *window, struct error *err)
{
    const struct phrase *p = ctx;
    const struct in_shard *s = &p->shards[window->shard];
    uint32_t documents[MATCH_WINDOW];
    size_t count = 0;

    if (s->pairs && s->pattern_count && sift_by_pairs(p, s, window->from, window->bits))
        return 0;
    for (size_t w = 0; w < MATCH_WINDOW / 64; w++)
        for (uint64_t left = window->bits[w]; left; left &= left - 1)
            documents[count++] = window->from + (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
    memset(window->bits, 0, sizeof window->bits);
    if (!s->forward)
        return check_in_delta(p, window, documents, count, err);
    check_in_run(p, s, window, documents, count);
    return 0;
}
