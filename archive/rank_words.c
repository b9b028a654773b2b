/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rank_words.c - where some words stand in a document, in the document's order. */
#include "archive/rank_words.h"

#include "archive/docids.h"
#include "archive/forward.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 2048,         /* of a table of numbers; a power of two, twice what may be in it */
    NUMBERS_MAX = SLOTS / 2,
    POSITIONS_MAX = 256,  /* of one form in one document of the delta */
    FIELD_GAP = 1 << 10   /* positions between two fields */
};

struct slot {
    uint32_t number; /* of the forward file, and 1; 0: free */
    uint32_t word;
};

struct delta_form {
    xap_text term; /* with its field's prefix */
    unsigned word;
    enum query_field field;
    uint32_t *docids; /* of the delta's documents that have it, rising */
    size_t count;
};

struct occurrence {
    uint32_t position;
    unsigned word;
    enum query_field field;
};

struct in_shard {
    const struct forward *forward;
    struct slot *slots;
    size_t number_count;
    bool stops[256]; /* first bytes of their codes, and marks */
    struct delta_form *forms; /* without a forward file */
    size_t form_count;
    bool ready;
};

struct rank_words {
    struct reader *reader;
    struct arena *arena;
    const struct term_list *forms;
    size_t count;
    struct in_shard shards[SCHEMA_DATABASES_MAX];
    struct occurrence *occurrences; /* of a document of the delta */
    size_t occurrence_count, occurrence_size;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

struct rank_words *rank_words_new(struct reader *r, const struct term_list *forms, size_t count, struct arena *arena)
{
    struct rank_words *w = arena_alloc(arena, sizeof *w);

    if (w)
        *w = (struct rank_words){.reader = r, .arena = arena, .forms = forms,
                                 .count = count < RANK_WORDS_MAX ? count : RANK_WORDS_MAX};
    return w;
}

/* ---- in a run -------------------------------------------------------- */

static struct slot *slot_of(struct slot *slots, uint32_t number)
{
    size_t i = number * 2654435761u >> 21;

    while (slots[i].number && slots[i].number != number + 1)
        i = (i + 1) % SLOTS;
    return &slots[i];
}

static bool look_up(struct rank_words *w, struct in_shard *s)
{
    s->slots = arena_alloc(w->arena, SLOTS * sizeof *s->slots);
    if (!s->slots)
        return false;
    memset(s->stops, true, FORWARD_WORD_FIRST);
    for (size_t i = 0; i < w->count; i++) {
        for (size_t k = 0; k < w->forms[i].count && s->number_count < NUMBERS_MAX; k++) {
            xap_text form = w->forms[i].at[k];
            uint32_t number = forward_number(s->forward, form.data, form.len);
            struct slot *slot = number == FORWARD_NO_WORD ? NULL : slot_of(s->slots, number);
            if (!slot || slot->number)
                continue;
            *slot = (struct slot){number + 1, (uint32_t)i};
            uint8_t code[FORWARD_CODE_MAX];
            forward_code(number, code);
            s->stops[code[0]] = true;
            s->number_count++;
        }
    }
    return true;
}

static void read_run(const struct in_shard *s, size_t document, rank_take *take, void *ctx)
{
    const uint8_t *at, *end;
    enum query_field field = FIELD_BODY;
    uint32_t position = 0;

    if (!s->number_count || !forward_at(s->forward, document, &at, &end))
        return;
    while ((at = forward_skip(at, end, s->stops, &position)) < end) {
        uint32_t number;
        at = forward_next(at, end, &number);
        if (number & FORWARD_MARK(0)) {
            field = number == FORWARD_MARK(FORWARD_TITLE)    ? FIELD_TITLE
                    : number == FORWARD_MARK(FORWARD_AUTHOR) ? FIELD_AUTHOR
                                                             : FIELD_BODY;
            position += FIELD_GAP;
            continue;
        }
        position++;
        const struct slot *slot = slot_of(s->slots, number);
        if (slot->number)
            take(ctx, slot->word, field, position);
    }
}

/* ---- in the delta ---------------------------------------------------- */

static int find_form(struct rank_words *w, struct in_shard *s, size_t shard, unsigned word, enum query_field field,
                     xap_text form, struct error *err)
{
    const char *prefix = field == FIELD_TITLE ? PREFIX_TITLE : field == FIELD_AUTHOR ? PREFIX_AUTHOR : "";
    struct delta_form *f = &s->forms[s->form_count];
    xap_postings list = {0};
    xap_error xerr;
    char *term = arena_printf(w->arena, "%s%.*s", prefix, (int)form.len, form.data);

    if (!term)
        return no_memory(err);
    *f = (struct delta_form){.term = {term, strlen(term)}, .word = word, .field = field};
    xap_status status = xap_shard_postings(reader_xapian(w->reader), shard, f->term, &list, &xerr);
    if (status != XAP_OK)
        return shim_error(err, status, &xerr);
    f->docids = arena_alloc(w->arena, (list.count + 1) * sizeof *f->docids);
    for (size_t i = 0; f->docids && i < list.count; i++)
        f->docids[f->count++] = list.at[i].docid;
    xap_postings_free(&list);
    s->form_count += f->count > 0;
    return f->docids ? 0 : no_memory(err);
}

static int find_forms(struct rank_words *w, struct in_shard *s, size_t shard, struct error *err)
{
    static const enum query_field fields[] = {FIELD_BODY, FIELD_TITLE, FIELD_AUTHOR};
    size_t room = 0;

    for (size_t i = 0; i < w->count; i++)
        room += 3 * w->forms[i].count;
    s->forms = arena_alloc(w->arena, (room + 1) * sizeof *s->forms);
    if (!s->forms)
        return no_memory(err);
    for (size_t i = 0; i < w->count; i++)
        for (size_t k = 0; k < 3 * w->forms[i].count; k++)
            if (find_form(w, s, shard, (unsigned)i, fields[k % 3], w->forms[i].at[k / 3], err) < 0)
                return -1;
    return 0;
}

static int by_place(const void *left, const void *right)
{
    const struct occurrence *a = left, *b = right;

    if (a->field != b->field)
        return a->field < b->field ? -1 : 1;
    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    return (a->word > b->word) - (a->word < b->word);
}

static int add_positions(struct rank_words *w, const struct delta_form *f, size_t shard, uint32_t docid,
                         struct error *err)
{
    uint32_t positions[POSITIONS_MAX];
    size_t count = 0;
    xap_error xerr;

    xap_status status = xap_reader_positions(reader_xapian(w->reader), shard, docid, f->term, positions, POSITIONS_MAX,
                                             &count, &xerr);
    if (status != XAP_OK)
        return shim_error(err, status, &xerr);
    if (!arena_grow(w->arena, &w->occurrences, &w->occurrence_size, w->occurrence_count + count,
                    sizeof *w->occurrences))
        return no_memory(err);
    for (size_t i = 0; i < count; i++)
        w->occurrences[w->occurrence_count++] = (struct occurrence){positions[i], f->word, f->field};
    return 0;
}

static int read_delta(struct rank_words *w, const struct in_shard *s, size_t shard, uint32_t docid, rank_take *take,
                      void *ctx, struct error *err)
{
    w->occurrence_count = 0;
    for (size_t i = 0; i < s->form_count; i++) {
        const struct delta_form *f = &s->forms[i];
        size_t at = docids_seek(f->docids, f->count, 0, docid);
        if (at < f->count && f->docids[at] == docid && add_positions(w, f, shard, docid, err) < 0)
            return -1;
    }
    if (w->occurrence_count)
        qsort(w->occurrences, w->occurrence_count, sizeof *w->occurrences, by_place);
    uint32_t position = 0, before = 0; /* as positions are counted in a run; as Xapian has them */
    for (size_t i = 0; i < w->occurrence_count; i++) {
        const struct occurrence *o = &w->occurrences[i];
        bool first = i == 0 || o->field != o[-1].field;
        position += first || o->position - before > FIELD_GAP ? FIELD_GAP : o->position - before;
        before = o->position;
        take(ctx, o->word, o->field, position);
    }
    return 0;
}

/* ---- either ---------------------------------------------------------- */

static int make_ready(struct rank_words *w, struct in_shard *s, size_t shard, struct error *err)
{
    s->ready = true;
    s->forward = reader_shard(w->reader, shard)->forward;
    if (!s->forward)
        return find_forms(w, s, shard, err);
    return look_up(w, s) ? 0 : no_memory(err);
}

int rank_words_read(struct rank_words *w, uint32_t docid, rank_take *take, void *ctx, struct error *err)
{
    const struct reader_place at = reader_place(w->reader, docid);
    struct in_shard *s = &w->shards[at.number];

    if (!s->ready && make_ready(w, s, at.number, err) < 0)
        return -1;
    if (!s->forward)
        return read_delta(w, s, at.number, at.docid, take, ctx, err);
    if (at.document < at.shard->documents)
        read_run(s, at.document, take, ctx);
    return 0;
}
