/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_list.c - one term's postings in one shard, window by window. */
#include "archive/match_list.h"

#include "archive/bm25.h"
#include "archive/docids.h"
#include "archive/shim_error.h"

#include <string.h>

/* The list as libxapian has it, its docids made into places among the shard's documents. */
static int take_postings(const struct reader_shard *shard, const xap_postings *postings, double average,
                         struct arena *arena, struct match_list *l, struct error *err)
{
    size_t at = 0;

    l->numbers = arena_alloc(arena, 2 * postings->count * sizeof *l->numbers + 1);
    if (!l->numbers)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    l->wdfs = l->numbers + postings->count;
    l->wdfs_read = true;
    for (size_t i = 0; i < postings->count; i++) {
        at = docids_seek(shard->docids, shard->documents, at, postings->at[i].docid);
        if (at == shard->documents || shard->docids[at] != postings->at[i].docid)
            return error_set(err, FAULT_DAMAGED, "a posting list names a document that is not there");
        l->numbers[l->count] = (uint32_t)at;
        l->wdfs[l->count++] = postings->at[i].wdf;
        double x = postings->at[i].wdf / bm25_norm(shard->lengths[at], average);
        if (x > l->most)
            l->most = x;
    }
    l->freq = (uint32_t)l->count;
    return 0;
}

int match_list_open(struct reader *r, size_t shard, xap_text term, double average, struct arena *arena,
                    struct match_list *out, struct error *err)
{
    const struct reader_shard *of = reader_shard(r, shard);
    struct match_list l = {.share = SHARE_FULL, .scale = 1};
    xap_postings postings = {0};
    xap_error xerr;

    if (of->blocks && blocks_find(of->blocks, term.data, term.len, &l.blocks)) {
        double then = blocks_average(of->blocks);
        l.numbers = arena_alloc(arena, 2 * BLOCK_SIZE * sizeof *l.numbers);
        if (!l.numbers)
            return error_set(err, FAULT_MEMORY, "the search needs too much memory");
        l.wdfs = l.numbers + BLOCK_SIZE;
        l.freq = l.blocks.freq;
        /* A norm grows at most in proportion to the average that it is reckoned by. */
        l.scale = then > 0 && average > then ? average / then : 1;
        *out = l;
        return 0;
    }
    xap_status s = xap_shard_postings(reader_xapian(r), shard, term, &postings, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    int rc = take_postings(of, &postings, average, arena, &l, err);
    xap_postings_free(&postings);
    *out = l;
    return rc;
}

void match_list_rewind(struct match_list *l)
{
    l->at = 0;
    if (l->blocks.count)
        l->count = l->next = 0;
}

/* Steps over what lies before from. Afterwards the postings at hand, if there are any left, end behind it. */
static void advance(struct match_list *l, uint32_t from)
{
    if (l->count && l->numbers[l->count - 1] < from)
        l->at = l->count;
    while (l->at < l->count && l->numbers[l->at] < from)
        l->at++;
    if (l->at == l->count)
        while (l->next < l->blocks.count && l->blocks.heads[l->next].last < from)
            l->next++;
}

/* Whether block `next` may have documents before end. */
static bool next_begins_before(const struct match_list *l, uint32_t end)
{
    return l->next < l->blocks.count && (l->next == 0 || l->blocks.heads[l->next - 1].last + 1 < end);
}

double match_list_most(struct match_list *l, uint32_t from, uint32_t end)
{
    double most = 0;

    advance(l, from);
    if (l->at < l->count && l->numbers[l->at] < end)
        most = l->blocks.count ? l->blocks.heads[l->next - 1].most : l->most;
    for (size_t i = l->next; i < l->blocks.count && (i == 0 || l->blocks.heads[i - 1].last + 1 < end); i++)
        if (l->blocks.heads[i].most > most)
            most = l->blocks.heads[i].most;
    return most * l->scale * l->share;
}

bool match_list_reaches(struct match_list *l, uint32_t from, uint32_t end)
{
    advance(l, from);
    return l->at < l->count ? l->numbers[l->at] < end : next_begins_before(l, end);
}

static bool read_block(struct match_list *l)
{
    l->count = blocks_numbers(&l->blocks, l->next++, l->numbers);
    l->at = 0;
    l->wdfs_read = false;
    return l->count > 0;
}

static void read_wdfs(struct match_list *l)
{
    if (!blocks_wdfs(&l->blocks, l->next - 1, l->wdfs))
        memset(l->wdfs, 0, BLOCK_SIZE * sizeof *l->wdfs); /* damaged: `check` tells */
    l->wdfs_read = true;
}

bool match_list_fill(struct match_list *l, uint32_t from, uint32_t end, uint64_t *bits, uint32_t *wdfs)
{
    bool any = false;

    advance(l, from);
    for (;;) {
        if (l->at == l->count) {
            if (!next_begins_before(l, end))
                return any;
            if (!read_block(l))
                continue;
            advance(l, from);
        }
        if (wdfs && !l->wdfs_read)
            read_wdfs(l);
        size_t at = l->at;
        for (; at < l->count && l->numbers[at] < end; at++) {
            uint32_t i = l->numbers[at] - from;
            bits[i / 64] |= UINT64_C(1) << i % 64;
            if (wdfs)
                wdfs[i] += l->wdfs[at] * l->share;
        }
        any = any || at > l->at;
        l->at = at;
        if (at < l->count)
            return any;
    }
}
