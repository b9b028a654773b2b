/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoted_word.c - a word within quotations, form by form: in a document that has one its place is looked for. */
#include "archive/quoted_word.h"

#include "archive/forward.h"
#include "archive/match_list.h"
#include "archive/quoted.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHECKS_A_LOOK = 64,      /* documents read between two looks at the clock */
    POSITIONS_MAX = 1 << 16, /* of one form in one article of the delta; further ones are not seen */
    FETCH_BYTES = 256,       /* of a document, before it is read */
    CACHE_LINE = 64
};

struct form {
    xap_text term;
    struct match_list list;
    uint8_t code[FORWARD_CODE_MAX]; /* in a run */
    struct needle needle;
};

struct in_shard {
    struct form *forms; /* that the shard has; NULL: not looked for yet */
    size_t form_count;
    uint32_t last; /* where the window of the last call began */
};

struct quoted_word {
    struct reader *reader;
    struct arena *arena;
    struct term_list forms;
    struct in_shard shards[SCHEMA_DATABASES_MAX];
};

/* A window, asked. */
struct asked {
    struct reader *reader;
    struct match_window *window;
    const struct reader_shard *shard;
    uint64_t held[WINDOW_WORDS]; /* its documents that have a form in a quotation */
    size_t checks;
    /* In the delta: */
    uint32_t docids[MATCH_WINDOW]; /* of its documents */
    uint16_t places[MATCH_WINDOW]; /* of each document of the window among those */
    struct quoted_records records;
    uint32_t *positions;
    struct error *err;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

struct quoted_word *quoted_word_new(struct reader *r, struct arena *arena, const struct term_list *forms)
{
    struct quoted_word *w = arena_alloc(arena, sizeof *w);

    if (w)
        *w = (struct quoted_word){.reader = r, .arena = arena, .forms = *forms};
    return w;
}

static int find_forms(struct quoted_word *w, struct in_shard *s, size_t shard, struct error *err)
{
    const struct forward *forward = reader_shard(w->reader, shard)->forward;

    s->forms = arena_alloc(w->arena, (w->forms.count + 1) * sizeof *s->forms);
    if (!s->forms)
        return no_memory(err);
    for (size_t i = 0; i < w->forms.count; i++) {
        struct form *f = &s->forms[s->form_count];
        *f = (struct form){.term = w->forms.at[i]};
        if (match_list_open(w->reader, shard, f->term, 1, w->arena, &f->list, err) < 0)
            return -1;
        uint32_t number = forward ? forward_number(forward, f->term.data, f->term.len) : FORWARD_NO_WORD;
        if (number != FORWARD_NO_WORD)
            f->needle = (struct needle){.bytes = f->code, .len = forward_code(number, f->code)};
        s->form_count += f->list.freq && (!forward || f->needle.len);
    }
    return 0;
}

/* ---- in a run -------------------------------------------------------- */

static bool holds_in_run(const struct forward *forward, uint32_t document, const struct needle *needle)
{
    const uint8_t *record, *record_end, *codes, *end, *joined;
    struct quoted_walk walk;
    size_t joined_len;

    if (!forward_quoted(forward, document, &record, &record_end) || record == record_end ||
        !forward_at(forward, document, &codes, &end))
        return false;
    quoted_start_run(&walk, record, record_end, &joined, &joined_len);
    return quoted_holds(walk, codes, end, needle) || quoted_find(joined, joined + joined_len, needle);
}

/* Documents lie wherever they do: the next one's bytes are on their way while one is read. */
static void fetch(const struct forward *forward, uint32_t document)
{
    const uint8_t *from, *end;

    if (!forward_quoted(forward, document, &from, &end))
        return;
    for (size_t at = 0; at < FETCH_BYTES; at += CACHE_LINE)
        __builtin_prefetch(from + at);
}

/* ---- in the delta ---------------------------------------------------- */

/* Positions rise, and so do spans. */
static bool any_within(const uint32_t *positions, size_t count, struct quoted_walk *walk)
{
    struct quoted_span span = {0};

    for (size_t i = 0; i < count; i++) {
        while (span.end <= positions[i])
            if (!quoted_next(walk, &span))
                return false;
        if (positions[i] >= span.from)
            return true;
    }
    return false;
}

static int holds_in_delta(struct asked *a, uint32_t document, xap_text form, bool *holds)
{
    size_t place = a->places[document - a->window->from], count = 0;
    struct quoted_walk walk;
    xap_error xerr;

    quoted_start_at(&walk, &a->records, place);
    if (!walk.left)
        return 0;
    xap_status s = xap_reader_positions(reader_xapian(a->reader), a->window->shard, a->docids[place], form,
                                        a->positions, POSITIONS_MAX, &count, &xerr);
    if (s != XAP_OK)
        return shim_error(a->err, s, &xerr);
    *holds = any_within(a->positions, count, &walk);
    return 0;
}

static size_t list(const struct match_window *window, const uint64_t bits[WINDOW_WORDS], uint32_t out[MATCH_WINDOW])
{
    size_t count = 0;

    for (size_t w = 0; w < WINDOW_WORDS; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            out[count++] = window->from + (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
    return count;
}

static int read_delta(struct asked *a)
{
    uint32_t documents[MATCH_WINDOW];
    size_t count = list(a->window, a->window->bits, documents);

    for (size_t i = 0; i < count; i++) {
        a->docids[i] = a->shard->docids[documents[i]];
        a->places[documents[i] - a->window->from] = (uint16_t)i;
    }
    a->positions = malloc(POSITIONS_MAX * sizeof *a->positions);
    if (!a->positions)
        return no_memory(a->err);
    return quoted_read(a->reader, a->window->shard, a->docids, count, &a->records, a->err);
}

/* ---- sifting --------------------------------------------------------- */

/* Of the documents in question those that have the form in a quotation. */
static int check_form(struct asked *a, struct form *f, uint32_t end)
{
    uint64_t bits[WINDOW_WORDS] = {0};
    uint32_t documents[MATCH_WINDOW];

    if (!match_list_fill(&f->list, a->window->from, end, bits, NULL))
        return 0;
    for (size_t w = 0; w < WINDOW_WORDS; w++)
        bits[w] &= a->window->bits[w] & ~a->held[w];
    size_t count = list(a->window, bits, documents);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = documents[i] - a->window->from;
        bool holds = false;
        if (++a->checks % CHECKS_A_LOOK == 0 && a->window->late(a->window->late_ctx))
            return 0;
        if (!a->shard->forward && holds_in_delta(a, documents[i], f->term, &holds) < 0)
            return -1;
        if (a->shard->forward && i + 1 < count)
            fetch(a->shard->forward, documents[i + 1]);
        if (a->shard->forward)
            holds = holds_in_run(a->shard->forward, documents[i], &f->needle);
        a->held[at / 64] |= (uint64_t)holds << at % 64;
    }
    return 0;
}

int quoted_word_sift(void *ctx, struct match_window *window, struct error *err)
{
    struct quoted_word *w = ctx;
    struct in_shard *s = &w->shards[window->shard];
    const struct reader_shard *shard = reader_shard(w->reader, window->shard);
    struct asked a = {.reader = w->reader, .window = window, .shard = shard, .err = err};
    size_t left = shard->documents - window->from;
    uint32_t end = window->from + (uint32_t)(left < MATCH_WINDOW ? left : MATCH_WINDOW);

    if (!s->forms && find_forms(w, s, window->shard, err) < 0)
        return -1;
    for (size_t i = 0; window->from < s->last && i < s->form_count; i++)
        match_list_rewind(&s->forms[i].list);
    s->last = window->from;
    int rc = shard->forward ? 0 : read_delta(&a);
    for (size_t i = 0; rc == 0 && i < s->form_count; i++)
        rc = check_form(&a, &s->forms[i], end);
    memcpy(window->bits, a.held, sizeof a.held);
    buffer_free(&a.records.bytes);
    free(a.positions);
    return rc;
}
