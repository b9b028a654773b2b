/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare.c - the words that set two sets of articles apart: two selections, a count, and what of it is told. */
#include "archive/compare.h"

#include "archive/clock.h"
#include "archive/compare_choose.h"
#include "archive/compare_words.h"
#include "archive/scoped.h"
#include "archive/search_identify.h"
#include "archive/select.h"
#include "archive/synonyms.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

enum {
    ROUNDS = 16, /* each reads articles of all times, so that what is read when time is over is of all times */
    LATE_EVERY = 16 /* articles between two looks at the clock */
};

DEFINE_SCOPED(compare_words, struct compare_words *, compare_words_free)

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the comparison needs too much memory");
}

static struct search_request request_of(const struct compare_request *request, int side)
{
    struct search_request search = request->search;

    search.also = request->side[side];
    search.also_len = request->side_len[side];
    search.sort = SORT_NEWEST;
    search.recency = 0;
    return search;
}

static bool join_hashes(char hashes[2][9], char hash[9])
{
    uint64_t digest = XXH64(hashes, 2 * sizeof hashes[0], 0);

    return snprintf(hash, 9, "%08x", (unsigned)(digest ^ digest >> 32)) == 8;
}

int compare_identify(const struct compare_request *request, struct arena *arena, char hash[9], struct error *err)
{
    char hashes[2][9];

    for (int side = 0; side < 2; side++) {
        struct search_request search = request_of(request, side);
        if (search_identify(&search, arena, hashes[side], err) < 0)
            return -1;
    }
    join_hashes(hashes, hash);
    return 0;
}

/* ---- the two sets ------------------------------------------------------ */

struct comparing {
    struct reader *reader;
    const struct compare_request *request;
    struct arena *arena;
    struct clock_limit limit;
    struct selection sets[2];
    struct compare_words *words;
    struct comparison *out;
    struct error *err;
};

static int add_warnings(struct comparing *c, const struct selection *s)
{
    struct comparison *out = c->out;
    const char **joined = arena_alloc(c->arena, (out->warning_count + s->warning_count + 1) * sizeof *joined);

    if (!joined)
        return no_memory(c->err);
    if (out->warning_count)
        memcpy(joined, out->warnings, out->warning_count * sizeof *joined);
    for (size_t i = 0, own = out->warning_count; i < s->warning_count; i++) {
        bool told = false;
        for (size_t k = 0; k < own && !told; k++)
            told = strcmp(joined[k], s->warnings[i]) == 0;
        if (!told)
            joined[out->warning_count++] = s->warnings[i];
    }
    out->warnings = joined;
    return 0;
}

/* What finds an article says nothing of its set: the words asked for, their synonyms too. */
static int leave_out(struct comparing *c, const struct search_request *search)
{
    struct query query;

    return search_understand(search, search->match, c->arena, &query, c->err) < 0 ||
                   synonyms_apply(reader_synonyms(c->reader), search->in, &query, c->arena, c->err) < 0 ||
                   compare_words_leave_out(c->words, query.root, c->err) < 0
               ? -1
               : 0;
}

static int understand_q(struct comparing *c)
{
    struct search_request search = c->request->search;
    struct query query;

    search.also = NULL;
    if (search_understand(&search, search.match, c->arena, &query, c->err) < 0)
        return -1;
    c->out->understood_as = query.understood_as;
    return 0;
}

static int select_sides(struct comparing *c)
{
    char hashes[2][9];

    for (int side = 0; side < 2; side++) {
        struct search_request search = request_of(c->request, side);
        search.deadline_ms = clock_ms_left(&c->limit);
        struct selection *s = &c->sets[side];
        if (select_run(c->reader, &search, c->arena, s, c->err) < 0 || leave_out(c, &search) < 0 ||
            add_warnings(c, s) < 0)
            return -1;
        c->out->side[side].understood_as = s->understood_as;
        c->out->side[side].articles = s->total;
        c->out->partial |= s->partial;
        memcpy(hashes[side], s->hash, sizeof hashes[side]);
    }
    for (size_t i = 0; i < c->sets[0].shards; i++)
        for (size_t k = 0; k < reader_shard(c->reader, i)->documents / 64 + 1; k++)
            c->out->both += (uint64_t)__builtin_popcountll(c->sets[0].bits[i][k] & c->sets[1].bits[i][k]);
    join_hashes(hashes, c->out->hash);
    return 0;
}

/* ---- counting ---------------------------------------------------------- */

/* Of all articles of a set, those that are read, evenly. */
struct spread {
    uint64_t all, wanted, seen;
};

static bool spread_takes(struct spread *s)
{
    return s->seen++ * s->wanted % s->all < s->wanted;
}

/* Which sets count a document, if it is of that round: bits. */
struct round {
    struct spread spread[2];
    uint64_t number, taken;
};

static unsigned sides_in_round(struct round *r, unsigned sides)
{
    unsigned takes = 0;

    for (unsigned side = 0; side < 2; side++)
        if (sides & 1u << side && spread_takes(&r->spread[side]))
            takes |= 1u << side;
    return takes && r->taken++ % ROUNDS == r->number ? takes : 0;
}

static uint32_t docid_of(const struct comparing *c, size_t shard, size_t document)
{
    uint32_t docid = reader_shard(c->reader, shard)->docids[document];

    return (docid - 1) * (uint32_t)reader_shard_count(c->reader) + (uint32_t)shard + 1;
}

/* 1: time is over. */
static int count_word(struct comparing *c, struct round *round, size_t shard, size_t w)
{
    uint64_t a = c->sets[0].bits[shard][w], b = c->sets[1].bits[shard][w];

    for (uint64_t left = a | b; left; left &= left - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(left);
        unsigned sides = sides_in_round(round, (unsigned)(a >> bit & 1) | (unsigned)(b >> bit & 1) << 1);
        if (!sides)
            continue;
        if (round->taken / ROUNDS % LATE_EVERY == 0 && clock_is_past(&c->limit))
            return 1;
        bool withdrawn;
        if (reader_is_withdrawn(c->reader, docid_of(c, shard, w * 64 + bit), &withdrawn, c->err) < 0)
            return -1;
        if (withdrawn)
            continue; /* its words are not shown */
        if (compare_words_count(c->words, shard, w * 64 + bit, sides, c->err) < 0)
            return -1;
        c->out->side[0].counted += sides & 1;
        c->out->side[1].counted += sides >> 1;
    }
    return 0;
}

static int count(struct comparing *c)
{
    uint64_t most = c->request->counted_max ? c->request->counted_max : COMPARE_COUNTED_MAX;
    struct round start = {0};

    for (int side = 0; side < 2; side++) {
        uint64_t all = c->sets[side].total;
        start.spread[side] = (struct spread){.all = all ? all : 1, .wanted = all < most ? all : most};
        c->out->sampled |= all > most;
    }
    for (unsigned number = 0; number < ROUNDS; number++) {
        struct round round = start;
        round.number = number;
        for (size_t shard = 0; shard < c->sets[0].shards; shard++) {
            size_t bit_words = reader_shard(c->reader, shard)->documents / 64 + 1;
            for (size_t w = 0; w < bit_words; w++) {
                int rc = count_word(c, &round, shard, w);
                if (rc > 0)
                    c->out->partial = true;
                if (rc)
                    return rc < 0 ? -1 : 0;
            }
        }
    }
    return 0;
}

int compare_run(struct reader *r, const struct compare_request *request, struct arena *arena, struct comparison *out,
                struct error *err)
{
    scoped(compare_words) struct compare_words *words = compare_words_new(r);
    struct comparison found = {0};
    struct comparing c = {.reader = r, .request = request, .arena = arena, .words = words, .out = &found, .err = err,
                          .limit = {.ms = request->search.deadline_ms}};

    clock_gettime(CLOCK_MONOTONIC, &c.limit.begin);
    if (!words)
        return no_memory(err);
    if (understand_q(&c) < 0 || select_sides(&c) < 0 || count(&c) < 0 ||
        compare_choose(r, words, request->limit ? request->limit : COMPARE_LIMIT, arena, &found, err) < 0)
        return -1;
    *out = found;
    return 0;
}
