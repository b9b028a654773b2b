/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_best.c - the best so many of a search's matches: a heap. */
#include "archive/match_best.h"

bool match_is_better(const struct match_candidate *a, const struct match_candidate *b)
{
    return a->weight != b->weight ? a->weight > b->weight : a->docid < b->docid;
}

static void sift_down(struct match_candidate *heap, size_t count, size_t at)
{
    struct match_candidate moved = heap[at];

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && match_is_better(&heap[child], &heap[child + 1]))
            child++;
        if (match_is_better(&heap[child], &moved))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moved;
}

bool match_best_make(struct match_best *b, size_t wanted, struct arena *arena)
{
    *b = (struct match_best){.at = arena_alloc(arena, (wanted + 1) * sizeof *b->at), .wanted = wanted};
    return b->at != NULL;
}

bool match_best_keep(struct match_best *b, const struct match_candidate *one)
{
    if (match_best_full(b)) {
        if (!b->wanted || !match_is_better(one, &b->at[0]))
            return false;
        b->at[0] = *one;
        sift_down(b->at, b->kept, 0);
        return true;
    }
    size_t at = b->kept++;
    for (size_t parent; at > 0 && match_is_better(&b->at[parent = (at - 1) / 2], one); at = parent)
        b->at[at] = b->at[parent];
    b->at[at] = *one;
    return true;
}

void match_best_sort(struct match_best *b)
{
    for (size_t count = b->kept; count > 1; count--) {
        struct match_candidate worst = b->at[0];
        b->at[0] = b->at[count - 1];
        b->at[count - 1] = worst;
        sift_down(b->at, count - 1, 0);
    }
}
