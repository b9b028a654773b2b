/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_settle.c - the groups of copies after a commit's changes: who leads and who follows.
 *
 * Articles are looked at in the order of publication, so that when one is, all before it are settled: it follows the
 * earliest leader that it is near to, or leads. At first these are the articles that were put, and those that followed
 * an article which changed or is gone. One that comes to lead may take articles behind it from later leaders, and one
 * that leads no more leaves its followers: those join the queue, which is never of articles before the one at hand.
 * What comes out is what looking at all articles would give, but that a key (story.h) which more than LEADERS_MAX
 * stories share is passed over, and how many share it may depend on what came first. */
#include "archive/copies_board.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>

struct settling {
    struct board board;
    uint32_t *queue; /* committed articles, a heap with the earliest first */
    size_t queue_count, queue_size;
    uint64_t *touched; /* groups that may have gained or lost */
    size_t touched_count, touched_size;
    uint32_t *leaders; /* committed ones that are followed, and need not be looked at themselves */
    size_t leader_count, leader_size;
    struct error *err;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to find copies of articles");
}

/* ---- the queue --------------------------------------------------------- */

static int enqueue(struct settling *s, uint32_t x)
{
    struct board *b = &s->board;

    if (b->nodes[x].queued || b->nodes[x].settled)
        return 0;
    if (!array_grow(&s->queue, &s->queue_size, s->queue_count + 1, sizeof *s->queue))
        return no_memory(s->err);
    b->nodes[x].queued = true;
    size_t at = s->queue_count++;
    for (size_t parent; at > 0 && board_before(b, x, s->queue[parent = (at - 1) / 2]); at = parent)
        s->queue[at] = s->queue[parent];
    s->queue[at] = x;
    return 0;
}

static uint32_t dequeue(struct settling *s)
{
    const struct board *b = &s->board;
    uint32_t first = s->queue[0], moved = s->queue[--s->queue_count];
    size_t at = 0;

    for (size_t child; (child = 2 * at + 1) < s->queue_count; at = child) {
        if (child + 1 < s->queue_count && board_before(b, s->queue[child + 1], s->queue[child]))
            child++;
        if (board_before(b, moved, s->queue[child]))
            break;
        s->queue[at] = s->queue[child];
    }
    s->queue[at] = moved;
    return first;
}

static int enqueue_followers(struct settling *s, uint64_t group)
{
    struct board *b = &s->board;

    if (board_find_group(b, group, s->err) < 0)
        return -1;
    for (size_t i = 0; i < b->found_count; i++)
        if (!board_leads(b, b->found[i]) && enqueue(s, b->found[i]) < 0)
            return -1;
    return 0;
}

/* ---- one article --------------------------------------------------------- */

static int touch(struct settling *s, uint64_t group)
{
    if (!group)
        return 0;
    if (!array_grow(&s->touched, &s->touched_size, s->touched_count + 1, sizeof *s->touched))
        return no_memory(s->err);
    s->touched[s->touched_count++] = copies_group(group);
    return 0;
}

/* The group of the earliest leader that x is near to, or 0. */
static int find_leader(struct settling *s, uint32_t x, uint64_t *group)
{
    struct board *b = &s->board;
    bool near = false;

    *group = 0;
    if (board_find_leaders(b, x, s->err) < 0)
        return -1;
    for (size_t i = 0; i < b->found_count; i++) {
        if (board_near(b, x, b->found[i], &near, s->err) < 0)
            return -1;
        if (!near)
            continue;
        uint32_t leader = b->found[i];
        *group = copies_led_by(b->nodes[leader].id);
        if (b->nodes[leader].settled)
            return 0;
        if (!array_grow(&s->leaders, &s->leader_size, s->leader_count + 1, sizeof *s->leaders))
            return no_memory(s->err);
        s->leaders[s->leader_count++] = leader;
        return 0;
    }
    return 0;
}

/* x has come to lead: what is near to it and behind it is looked at again. */
static int take_from_later(struct settling *s, uint32_t x)
{
    struct board *b = &s->board;
    bool near = false;

    if (board_find_later(b, x, s->err) < 0)
        return -1;
    for (size_t i = 0; i < b->found_count; i++) {
        uint32_t y = b->found[i];
        if (b->nodes[y].queued || b->nodes[y].settled)
            continue;
        if (board_near(b, x, y, &near, s->err) < 0 || (near && enqueue(s, y) < 0))
            return -1;
    }
    return 0;
}

static int settle(struct settling *s, uint32_t x)
{
    struct board *b = &s->board;
    uint64_t had = b->nodes[x].had, led = copies_led_by(b->nodes[x].id), group;
    bool is_new = b->nodes[x].pending != NOT_PENDING, led_before = !had || had & COPIES_LEADS;

    if (find_leader(s, x, &group) < 0)
        return -1;
    b->nodes[x].now = group ? group : led | COPIES_LEADS;
    b->nodes[x].settled = true;
    if (touch(s, had) < 0 || touch(s, b->nodes[x].now) < 0)
        return -1;
    bool of_run = !is_new && b->nodes[x].old.database < (int)b->writer->run_count;
    if (!group && of_run && !led_before && board_rises(b, x, s->err) < 0)
        return -1;
    if (group)
        return !is_new && had && led_before ? enqueue_followers(s, led) : 0;
    return is_new || !led_before ? take_from_later(s, x) : 0;
}

/* Those that followed what was put or deleted. */
static int begin(struct settling *s)
{
    struct board *b = &s->board;
    const struct pending *pending = &b->writer->pending;

    for (size_t i = 0; i < b->pending; i++)
        if (b->nodes[i].had & COPIES_LEADS && enqueue_followers(s, b->nodes[i].had) < 0)
            return -1;
    for (size_t i = 0; i < pending->count; i++) {
        const struct pending_entry *entry = &pending->entries[i];
        if (!entry->deleted || entry->old.database < 0)
            continue;
        uint64_t group;
        if (board_group_of(b, entry->old, &group, s->err) < 0 || touch(s, group) < 0 ||
            (group & COPIES_LEADS && enqueue_followers(s, group) < 0))
            return -1;
    }
    return 0;
}

static int settle_all(struct settling *s)
{
    struct board *b = &s->board;
    uint32_t next = 0;

    while (next < b->pending || s->queue_count) {
        bool of_queue = next == b->pending || (s->queue_count && board_before(b, s->queue[0], next));
        if (settle(s, of_queue ? dequeue(s) : next++) < 0)
            return -1;
    }
    return 0;
}

/* ---- what comes of it ------------------------------------------------------ */

static int rising(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

struct member {
    uint64_t group;
    uint32_t node;
};

static int by_group(const void *left, const void *right)
{
    const struct member *a = left, *b = right;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* A group of touched: members are the settled ones of it, and a committed leader that one of them follows. The leader
 * is in it only while another is. */
static int settle_leader(struct settling *s, uint64_t group, const struct member *members, size_t count)
{
    struct board *b = &s->board;
    uint32_t leader = GONE;
    size_t followers = 0;

    for (size_t i = 0; i < count; i++) {
        const struct board_node *node = &b->nodes[members[i].node];
        if (!node->settled || node->now & COPIES_LEADS)
            leader = members[i].node;
        else
            followers++;
    }
    /* Committed ones that were not looked at; a group that is new has none. */
    if (leader == GONE || b->nodes[leader].had & COPIES_LEADS) {
        if (board_find_group(b, group, s->err) < 0)
            return -1;
        for (size_t i = 0; i < b->found_count; i++) {
            uint32_t x = b->found[i];
            if (b->nodes[x].settled)
                continue;
            if (b->nodes[x].had & COPIES_LEADS)
                leader = x;
            else
                followers++;
        }
    }
    if (leader != GONE) {
        b->nodes[leader].now = followers ? group | COPIES_LEADS : 0;
        b->nodes[leader].settled = true;
    }
    return 0;
}

static int settle_leaders(struct settling *s)
{
    const struct board *b = &s->board;
    struct member *members = malloc((b->count + s->leader_count + 1) * sizeof *members);
    size_t count = 0, at = 0;
    int rc = members ? 0 : no_memory(s->err);

    for (uint32_t i = 0; rc == 0 && i < b->count; i++)
        if (b->nodes[i].settled)
            members[count++] = (struct member){copies_group(b->nodes[i].now), i};
    for (size_t i = 0; rc == 0 && i < s->leader_count; i++)
        members[count++] = (struct member){copies_led_by(b->nodes[s->leaders[i]].id), s->leaders[i]};
    if (count)
        qsort(members, count, sizeof *members, by_group);
    if (s->touched_count)
        qsort(s->touched, s->touched_count, sizeof *s->touched, rising);
    for (size_t i = 0; rc == 0 && i < s->touched_count; i++) {
        uint64_t group = s->touched[i];
        if (i && s->touched[i - 1] == group)
            continue;
        while (at < count && members[at].group < group)
            at++;
        size_t end = at;
        while (end < count && members[end].group == group)
            end++;
        rc = settle_leader(s, group, &members[at], end - at);
        at = end;
    }
    free(members);
    return rc;
}

static int apply(struct settling *s)
{
    struct board *b = &s->board;
    struct writer *w = b->writer;

    for (size_t i = 0; i < b->count; i++) {
        const struct board_node *node = &b->nodes[i];
        if (!node->settled || (node->pending == NOT_PENDING && node->now == node->had))
            continue;
        if (node->pending == NOT_PENDING && known_again(w, node->old, s->err) < 0)
            return -1;
        struct pending_entry *entry = pending_find(&w->pending, node->id);
        entry->item.group = node->now;
        if (node->sketched)
            entry->item.keys = sketch_keys(&node->sketch);
        w->copies += !entry->again && node->now && !(node->now & COPIES_LEADS);
    }
    return 0;
}

int copies_settle(struct writer *w, struct error *err)
{
    struct settling s = {.err = err};

    if (!w->pending.count)
        return 0;
    int rc = board_open(&s.board, w, err);
    if (rc == 0)
        rc = begin(&s) < 0 || settle_all(&s) < 0 || settle_leaders(&s) < 0 || apply(&s) < 0 ? -1 : 0;
    board_close(&s.board);
    free(s.queue);
    free(s.touched);
    free(s.leaders);
    return rc;
}
