/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_find.c - which articles share a key with one: among what is pending, in the runs and in the delta. */
#include "archive/copies_board.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>

enum { DOCIDS_A_LOOK = 256 };

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to find copies of articles");
}

static int add(struct board *b, uint32_t node, struct error *err)
{
    if (!array_grow(&b->found, &b->found_size, b->found_count + 1, sizeof *b->found))
        return no_memory(err);
    b->found[b->found_count++] = node;
    return 0;
}

/* ---- one key ----------------------------------------------------------- */

struct wanted {
    uint32_t key, node;
    bool later; /* the committed articles behind it; else the leaders before it */
    size_t leaders;
};

static int take(struct board *b, struct wanted *want, uint32_t node, struct error *err)
{
    if (node == want->node)
        return 0;
    bool leads = board_leads(b, node), before = board_before(b, node, want->node);
    want->leaders += leads && !want->later;
    return (want->later ? !before : leads && before) ? add(b, node, err) : 0;
}

/* The first entry from `at` on that is none of an article which was settled as a follower: those behind it never
 * change within a commit, so that an archive of ten thousand copies of one page costs no more than others do (path
 * halving, as in union-find: Tarjan, van Leeuwen: Worst-case analysis of set union algorithms, 1984). */
static size_t no_follower(struct board *b, size_t at)
{
    for (;;) {
        while (b->skips[at] != at) {
            b->skips[at] = b->skips[b->skips[at]];
            at = b->skips[at];
        }
        if (at == b->key_count)
            return at;
        uint32_t node = (uint32_t)b->keys[at];
        if (!b->nodes[node].settled || board_leads(b, node))
            return at;
        b->skips[at] = (uint32_t)at + 1;
    }
}

static int in_pending(struct board *b, struct wanted *want, struct error *err)
{
    size_t low = 0, high = b->key_count;
    uint64_t from = (uint64_t)want->key << 32;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->keys[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (; want->leaders <= LEADERS_MAX; low++) {
        low = no_follower(b, low);
        if (low == b->key_count || b->keys[low] >> 32 != want->key)
            break;
        uint32_t node = (uint32_t)b->keys[low];
        if (!board_before(b, node, want->node))
            break; /* as all behind it */
        if (take(b, want, node, err) < 0)
            return -1;
    }
    return 0;
}

static const struct run_leaders *leaders_of(struct board *b, size_t run, uint32_t key)
{
    const struct retired *gone = &b->writer->parts[run].since;
    struct run_leaders *l = &b->run_leaders[(key ^ run) & (RUN_LEADERS - 1)];
    struct copies_found found;

    if (l->is_known && l->key == key && l->run == run)
        return l;
    *l = (struct run_leaders){.is_known = true, .key = key, .run = run};
    for (size_t i = 0; l->count <= LEADERS_MAX && copies_run_find(b->runs[run], key, i, &found); i++)
        if (!found.follows && !retired_since(gone, found.docid))
            l->docids[l->count++] = found.docid;
    return l;
}

static int take_of_run(struct board *b, struct wanted *want, size_t run, uint32_t docid, struct error *err)
{
    uint32_t node;

    if (board_node(b, (struct old_place){(int)run, docid}, &node, err) < 0)
        return -1;
    return node == GONE ? 0 : take(b, want, node, err);
}

static int in_run(struct board *b, struct wanted *want, size_t run, struct error *err)
{
    const struct retired *gone = &b->writer->parts[run].since;
    const struct run_leaders *leaders = leaders_of(b, run, want->key);
    struct copies_found found;

    if (leaders->count > LEADERS_MAX) {
        want->leaders = leaders->count;
        return 0;
    }
    for (size_t i = 0; !want->later && i < leaders->count; i++)
        if (take_of_run(b, want, run, leaders->docids[i], err) < 0)
            return -1;
    for (size_t i = 0; want->later && copies_run_find(b->runs[run], want->key, i, &found); i++)
        if (!retired_since(gone, found.docid) && take_of_run(b, want, run, found.docid, err) < 0)
            return -1;
    return 0;
}

/* What a run says follows, but leads now. */
static int in_risen(struct board *b, struct wanted *want, struct error *err)
{
    for (size_t i = 0; i < b->risen_count; i++) {
        const struct sketch *sketch = &b->nodes[b->risen[i]].sketch;
        bool has = false;
        for (uint32_t k = 0; k < sketch->count && k < SKETCH_KEYS; k++)
            has = has || sketch->at[k] == want->key;
        if (has && take(b, want, b->risen[i], err) < 0)
            return -1;
    }
    return 0;
}

static int each_posting(struct board *b, xap_reader *r, xap_text term, int (*each)(struct board *b, void *ctx,
                        uint32_t docid, struct error *err), void *ctx, struct error *err)
{
    uint32_t docids[DOCIDS_A_LOOK], from = 1;
    size_t count;

    do {
        xap_error xerr;
        xap_status s = xap_reader_postings(r, term, from, docids, DOCIDS_A_LOOK, &count, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        for (size_t i = 0; i < count; i++)
            if (each(b, ctx, docids[i], err) < 0)
                return -1;
        if (count)
            from = docids[count - 1] + 1;
    } while (count == DOCIDS_A_LOOK);
    return 0;
}

static int take_of_delta(struct board *b, void *ctx, uint32_t docid, struct error *err)
{
    uint32_t node;

    if (board_node(b, (struct old_place){(int)b->writer->run_count, docid}, &node, err) < 0)
        return -1;
    return node == GONE ? 0 : take(b, ctx, node, err);
}

static int rising_keys(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static int in_delta(struct board *b, struct wanted *want, struct error *err)
{
    char term[COPIES_KEY_LEN + 1];

    if (!b->delta_key_count ||
        !bsearch(&want->key, b->delta_keys, b->delta_key_count, sizeof *b->delta_keys, rising_keys))
        return 0;
    copies_key_term(want->key, term);
    return each_posting(b, xap_writer_reader(b->writer->delta), (xap_text){term, COPIES_KEY_LEN}, take_of_delta, want,
                        err);
}

/* ---- all keys ----------------------------------------------------------- */

static int by_order(const void *left, const void *right, void *board)
{
    uint32_t x = *(const uint32_t *)left, y = *(const uint32_t *)right;

    return board_before(board, x, y) ? -1 : board_before(board, y, x);
}

/* Without what stands twice. */
static void put_in_order(struct board *b)
{
    size_t kept = 0;

    if (b->found_count)
        qsort_r(b->found, b->found_count, sizeof *b->found, by_order, b);
    for (size_t i = 0; i < b->found_count; i++)
        if (!kept || b->found[kept - 1] != b->found[i])
            b->found[kept++] = b->found[i];
    b->found_count = kept;
}

static int find(struct board *b, uint32_t x, bool later, struct error *err)
{
    b->found_count = 0;
    if (!b->nodes[x].sketched && board_read(b, x, err) < 0)
        return -1;
    const struct sketch sketch = b->nodes[x].sketch;
    for (uint32_t i = 0; i < sketch.count && i < SKETCH_KEYS; i++) {
        struct wanted want = {.key = sketch.at[i], .node = x, .later = later};
        size_t before = b->found_count;
        if (!later && in_pending(b, &want, err) < 0)
            return -1;
        for (size_t run = 0; want.leaders <= LEADERS_MAX && run < b->writer->run_count; run++)
            if (in_run(b, &want, run, err) < 0)
                return -1;
        if (want.leaders <= LEADERS_MAX && ((!later && in_risen(b, &want, err) < 0) || in_delta(b, &want, err) < 0))
            return -1;
        if (want.leaders > LEADERS_MAX)
            b->found_count = before;
    }
    put_in_order(b);
    return 0;
}

int board_find_leaders(struct board *b, uint32_t x, struct error *err)
{
    return find(b, x, false, err);
}

int board_find_later(struct board *b, uint32_t x, struct error *err)
{
    return find(b, x, true, err);
}

/* ---- groups -------------------------------------------------------------- */

static int take_of_group(struct board *b, void *ctx, uint32_t docid, struct error *err)
{
    uint32_t runs = *(const uint32_t *)ctx, node; /* 0: of the delta */
    struct old_place at = runs ? (struct old_place){(int)((docid - 1) % runs), (docid - 1) / runs + 1}
                               : (struct old_place){(int)b->writer->run_count, docid};

    if (board_node(b, at, &node, err) < 0)
        return -1;
    return node == GONE ? 0 : add(b, node, err);
}

int board_find_group(struct board *b, uint64_t group, struct error *err)
{
    char term[COPIES_TERM_LEN + 1];
    uint32_t runs = (uint32_t)b->writer->run_count, none = 0;

    copies_term(group, term);
    b->found_count = 0;
    if (runs && each_posting(b, b->writer->runs_read, (xap_text){term, COPIES_TERM_LEN}, take_of_group, &runs, err) < 0)
        return -1;
    if (b->writer->delta && each_posting(b, xap_writer_reader(b->writer->delta), (xap_text){term, COPIES_TERM_LEN},
                                         take_of_group, &none, err) < 0)
        return -1;
    put_in_order(b);
    return 0;
}
