/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoted_word.c - a word within quotations, document by document. */
#include "archive/quoted_word.h"

#include "archive/docids.h"
#include "archive/forward.h"
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

/* A form in the delta. */
struct delta_form {
    xap_text term;
    uint32_t *docids; /* that have it, rising */
    size_t count;
};

struct in_shard {
    const struct forward *forward; /* NULL: the delta */
    uint32_t *numbers;             /* of the forms in it, rising */
    size_t number_count;
    bool stops[256]; /* first bytes of their codes */
    struct delta_form *forms;
    size_t form_count;
    bool ready;
};

struct quoted_word {
    struct reader *reader;
    struct arena *arena;
    struct term_list forms;
    struct in_shard shards[SCHEMA_DATABASES_MAX];
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

/* ---- in a run -------------------------------------------------------- */

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static bool look_up(struct quoted_word *w, struct in_shard *s)
{
    s->numbers = arena_alloc(w->arena, (w->forms.count + 1) * sizeof *s->numbers);
    if (!s->numbers)
        return false;
    for (size_t i = 0; i < w->forms.count; i++) {
        uint8_t code[FORWARD_CODE_MAX];
        uint32_t number = forward_number(s->forward, w->forms.at[i].data, w->forms.at[i].len);
        if (number == FORWARD_NO_WORD)
            continue;
        forward_code(number, code);
        s->stops[code[0]] = true;
        s->numbers[s->number_count++] = number;
    }
    qsort(s->numbers, s->number_count, sizeof *s->numbers, by_number);
    return true;
}

static bool stands_between(const struct in_shard *s, const uint8_t *at, const uint8_t *end)
{
    uint32_t passed = 0, number;

    while ((at = forward_skip(at, end, s->stops, &passed)) < end) {
        at = forward_next(at, end, &number);
        if (bsearch(&number, s->numbers, s->number_count, sizeof *s->numbers, by_number))
            return true;
    }
    return false;
}

static bool holds_in_run(const struct in_shard *s, uint32_t document)
{
    const uint8_t *record, *record_end, *codes, *end;
    struct quoted_walk walk;
    struct quoted_span span;

    if (!s->number_count || !forward_quoted(s->forward, document, &record, &record_end) || record == record_end ||
        !forward_at(s->forward, document, &codes, &end))
        return false;
    quoted_start(&walk, record, (size_t)(record_end - record));
    while (quoted_next(&walk, &span))
        if (span.end <= (size_t)(end - codes) && stands_between(s, codes + span.from, codes + span.end))
            return true;
    return stands_between(s, (const uint8_t *)walk.at, record_end);
}

/* Documents lie wherever they do: the next one's bytes are on their way while one is read. */
static void fetch(const struct in_shard *s, uint32_t document)
{
    const uint8_t *from, *end;

    if (!s->forward || !forward_quoted(s->forward, document, &from, &end))
        return;
    for (size_t at = 0; at < FETCH_BYTES; at += CACHE_LINE)
        __builtin_prefetch(from + at);
}

/* ---- in the delta ---------------------------------------------------- */

static int find_form(struct quoted_word *w, struct in_shard *s, size_t shard, xap_text form, struct error *err)
{
    struct delta_form *f = &s->forms[s->form_count];
    xap_postings list = {0};
    xap_error xerr;

    xap_status status = xap_shard_postings(reader_xapian(w->reader), shard, form, &list, &xerr);
    if (status != XAP_OK)
        return shim_error(err, status, &xerr);
    *f = (struct delta_form){.term = form, .docids = arena_alloc(w->arena, (list.count + 1) * sizeof *f->docids)};
    for (size_t i = 0; f->docids && i < list.count; i++)
        f->docids[f->count++] = list.at[i].docid;
    xap_postings_free(&list);
    s->form_count += f->count > 0;
    return f->docids ? 0 : no_memory(err);
}

static int find_forms(struct quoted_word *w, struct in_shard *s, size_t shard, struct error *err)
{
    s->forms = arena_alloc(w->arena, (w->forms.count + 1) * sizeof *s->forms);
    if (!s->forms)
        return no_memory(err);
    for (size_t i = 0; i < w->forms.count; i++)
        if (find_form(w, s, shard, w->forms.at[i], err) < 0)
            return -1;
    return 0;
}

/* Positions rise, and so do spans. */
static bool any_within(const uint32_t *positions, size_t count, struct quoted_walk walk)
{
    struct quoted_span span = {0};

    for (size_t i = 0; i < count; i++) {
        while (span.end <= positions[i])
            if (!quoted_next(&walk, &span))
                return false;
        if (positions[i] >= span.from)
            return true;
    }
    return false;
}

static int holds_in_delta(const struct quoted_word *w, const struct in_shard *s, size_t shard, uint32_t docid,
                          const struct quoted_walk *walk, uint32_t *positions, bool *holds, struct error *err)
{
    for (size_t i = 0; walk->left && !*holds && i < s->form_count; i++) {
        const struct delta_form *f = &s->forms[i];
        size_t at = docids_seek(f->docids, f->count, 0, docid), count = 0;
        xap_error xerr;
        if (at == f->count || f->docids[at] != docid)
            continue;
        xap_status status = xap_reader_positions(reader_xapian(w->reader), shard, docid, f->term, positions,
                                                 POSITIONS_MAX, &count, &xerr);
        if (status != XAP_OK)
            return shim_error(err, status, &xerr);
        *holds = any_within(positions, count, *walk);
    }
    return 0;
}

/* ---- sifting --------------------------------------------------------- */

static int make_ready(struct quoted_word *w, struct in_shard *s, size_t shard, struct error *err)
{
    s->ready = true;
    s->forward = reader_shard(w->reader, shard)->forward;
    if (!s->forward)
        return find_forms(w, s, shard, err);
    return look_up(w, s) ? 0 : no_memory(err);
}

static size_t list_documents(const struct match_window *window, uint32_t documents[MATCH_WINDOW])
{
    size_t count = 0;

    for (size_t w = 0; w < MATCH_WINDOW / 64; w++)
        for (uint64_t left = window->bits[w]; left; left &= left - 1)
            documents[count++] = window->from + (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
    return count;
}

static void keep(struct match_window *window, uint32_t document)
{
    uint32_t at = document - window->from;

    window->bits[at / 64] |= UINT64_C(1) << at % 64;
}

static void sift_run(const struct in_shard *s, struct match_window *window, const uint32_t *documents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i % CHECKS_A_LOOK == CHECKS_A_LOOK - 1 && window->late(window->late_ctx))
            return;
        if (i + 1 < count)
            fetch(s, documents[i + 1]);
        if (holds_in_run(s, documents[i]))
            keep(window, documents[i]);
    }
}

static int sift_delta(const struct quoted_word *w, const struct in_shard *s, struct match_window *window,
                      const uint32_t *documents, size_t count, struct error *err)
{
    const uint32_t *all = reader_shard(w->reader, window->shard)->docids;
    uint32_t docids[MATCH_WINDOW];
    uint32_t *positions = malloc(POSITIONS_MAX * sizeof *positions);
    struct quoted_records records;

    for (size_t i = 0; i < count; i++)
        docids[i] = all[documents[i]];
    if (!positions || quoted_read(w->reader, window->shard, docids, count, &records, err) < 0) {
        bool no_room = !positions;
        free(positions);
        return no_room ? no_memory(err) : -1;
    }
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        struct quoted_walk walk;
        bool holds = false;
        if (i % CHECKS_A_LOOK == CHECKS_A_LOOK - 1 && window->late(window->late_ctx))
            break;
        quoted_start_at(&walk, &records, i);
        rc = holds_in_delta(w, s, window->shard, docids[i], &walk, positions, &holds, err);
        if (holds)
            keep(window, documents[i]);
    }
    buffer_free(&records.bytes);
    free(positions);
    return rc;
}

int quoted_word_sift(void *ctx, struct match_window *window, struct error *err)
{
    struct quoted_word *w = ctx;
    struct in_shard *s = &w->shards[window->shard];
    uint32_t documents[MATCH_WINDOW];

    if (!s->ready && make_ready(w, s, window->shard, err) < 0)
        return -1;
    size_t count = list_documents(window, documents);
    memset(window->bits, 0, sizeof window->bits);
    if (!s->forward)
        return sift_delta(w, s, window, documents, count, err);
    sift_run(s, window, documents, count);
    return 0;
}
