/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feedback_tally.c - the words of a few documents of one run, counted by their numbers. */
#include "archive/feedback_tally.h"

#include "archive/bm25.h"
#include "archive/document.h"

#include <string.h>

enum {
    SLOT_BITS = 15,
    SLOTS = 1 << SLOT_BITS,
    TITLE_WORDS = 64,
    TOUCHED_MAX = TALLY_WORDS + TITLE_WORDS
};
_Static_assert(TALLY_DOCUMENTS * TOUCHED_MAX < SLOTS / 2, "the table is never more than half full");

struct tally_slot {
    uint32_t number; /* and 1; 0: free */
    uint32_t wdf;    /* in the document at hand */
    uint32_t documents;
    float parts;
};

bool feedback_tally_make(struct feedback_tally *t, const struct forward *forward, struct arena *arena)
{
    *t = (struct feedback_tally){.forward = forward, .slots = arena_alloc(arena, SLOTS * sizeof *t->slots),
                                 .touched = arena_alloc(arena, TOUCHED_MAX * sizeof *t->touched)};
    return t->slots && t->touched;
}

static uint32_t slot_of(const struct feedback_tally *t, uint32_t number)
{
    uint32_t i = number * 2654435761u >> (32 - SLOT_BITS);

    while (t->slots[i].number && t->slots[i].number != number + 1)
        i = (i + 1) % SLOTS;
    return i;
}

/* The first so many words from `from` on, up to the next field. */
static void count(struct feedback_tally *t, const uint8_t *from, const uint8_t *end, size_t most, uint32_t wdf)
{
    for (size_t words = 0; from < end && words < most; words++) {
        uint32_t number;
        from = forward_next(from, end, &number);
        if (number & FORWARD_MARK(0))
            return;
        uint32_t i = slot_of(t, number);
        if (!t->slots[i].wdf)
            t->touched[t->touched_count++] = i;
        t->slots[i].number = number + 1;
        t->slots[i].wdf += wdf;
    }
}

void feedback_tally_add(struct feedback_tally *t, size_t document, double importance, double norm)
{
    const uint8_t *from, *end;

    if (!forward_at(t->forward, document, &from, &end))
        return; /* damaged: `check` tells */
    const uint8_t *text = memchr(from, FORWARD_TEXT, (size_t)(end - from));
    const uint8_t *title = memchr(from, FORWARD_TITLE, (size_t)(end - from));
    t->touched_count = 0;
    if (text)
        count(t, text + 1, end, TALLY_WORDS, 1);
    if (title)
        count(t, title + 1, end, TITLE_WORDS, DOCUMENT_TITLE_WDF);
    for (size_t i = 0; i < t->touched_count; i++) {
        struct tally_slot *slot = &t->slots[t->touched[i]];
        slot->parts += (float)(importance * bm25_part(slot->wdf, norm));
        slot->documents++;
        slot->wdf = 0;
    }
}

bool feedback_tally_take(const struct feedback_tally *t, uint32_t least, struct arena *arena, feedback_take *take,
                         void *ctx)
{
    size_t words = forward_words(t->forward);
    uint64_t *wanted =
        arena_alloc(arena, (words / 64 + 1) * sizeof *wanted); /* by number, to look up few of all words */

    if (!wanted)
        return false;
    for (size_t i = 0; i < SLOTS; i++) {
        uint32_t number = t->slots[i].number - 1;
        if (t->slots[i].number && t->slots[i].documents >= least && number < words)
            wanted[number / 64] |= UINT64_C(1) << number % 64;
    }
    for (size_t i = 0; i < words; i++) {
        uint32_t number = forward_number_at(t->forward, i);
        if (number >= words || !(wanted[number / 64] >> number % 64 & 1))
            continue;
        const struct tally_slot *slot = &t->slots[slot_of(t, number)];
        size_t len;
        const char *word = forward_word(t->forward, i, &len);
        if (!take(ctx, (xap_text){word, len}, slot->documents, slot->parts))
            return false;
    }
    return true;
}
