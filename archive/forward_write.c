/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forward_write.c - a forward file as it is made: codes as they come, the tables behind them. */
#include "archive/forward.h"

#include "archive/array_grow.h"
#include "archive/forward_file.h"
#include "archive/pairs.h"
#include "archive/quoted.h"
#include "archive/scoped.h"

#include <stdlib.h>
#include <string.h>

struct forward_writer {
    struct sealed_writer file;
    struct pairs_writer *pairs;
    struct lexicon *words;
    uint32_t *numbers; /* of each word of the lexicon */
    uint32_t *docids;
    uint64_t *ends; /* two a document */
    size_t count, size; /* documents */
    uint64_t written;   /* bytes of records and codes */
    struct buffer codes, record; /* of the document at hand */
    struct quoted_span *spans;   /* of its quotations, in bytes of its codes */
    size_t span_count, spans_size;
    uint32_t quote_from; /* of the one that is not at its end */
    struct buffer joined; /* codes of the joined compounds within them */
};

struct ranked {
    uint32_t number;
    uint64_t uses;
};

static int by_falling_uses(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->uses != b->uses)
        return a->uses > b->uses ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* The most frequent words get the shortest codes. */
static bool number_words(struct forward_writer *w)
{
    size_t count = lexicon_count(w->words);
    struct ranked *ranked = malloc((count + 1) * sizeof *ranked);

    w->numbers = malloc((count + 1) * sizeof *w->numbers);
    if (!ranked || !w->numbers) {
        free(ranked);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        ranked[i] = (struct ranked){(uint32_t)i, lexicon_at(w->words, (uint32_t)i)->uses};
    qsort(ranked, count, sizeof *ranked, by_falling_uses);
    for (size_t i = 0; i < count; i++)
        w->numbers[ranked[i].number] = (uint32_t)i;
    free(ranked);
    return true;
}

int forward_writer_open(const char *path, const char *pairs_path, struct lexicon *words, struct forward_writer **out,
                        struct error *err)
{
    struct forward_writer *w = calloc(1, sizeof *w);

    if (!w)
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    w->words = words;
    w->codes = w->record = w->joined = buffer_make(UINT32_MAX);
    if (sealed_create(path, sizeof(struct forward_head), &w->file, err) < 0 ||
        pairs_writer_open(pairs_path, &w->pairs, err) < 0) {
        forward_writer_close(w);
        return -1;
    }
    if (!number_words(w)) {
        forward_writer_close(w);
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    }
    *out = w;
    return 0;
}

void forward_writer_close(struct forward_writer *w)
{
    if (!w)
        return;
    sealed_writer_close(&w->file);
    pairs_writer_close(w->pairs);
    buffer_free(&w->codes);
    buffer_free(&w->record);
    buffer_free(&w->joined);
    free(w->spans);
    free(w->numbers);
    free(w->docids);
    free(w->ends);
    free(w);
}

static bool make_room(struct forward_writer *w)
{
    if (w->count < w->size)
        return true;
    size_t size = w->size ? w->size * 2 : 4096;
    uint32_t *docids = realloc(w->docids, size * sizeof *docids);
    if (docids)
        w->docids = docids;
    uint64_t *ends = realloc(w->ends, size * 2 * sizeof *ends);
    if (ends)
        w->ends = ends;
    if (!docids || !ends)
        return false;
    w->size = size;
    return true;
}

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to index articles");
}

/* A quotation begins or ends behind the codes that there are. */
static bool take_quote(struct forward_writer *w, uint32_t mark)
{
    uint32_t at = (uint32_t)w->codes.len;

    if (mark == FORWARD_MARK(FORWARD_QUOTE)) {
        w->quote_from = at;
        return true;
    }
    if (w->quote_from >= at)
        return true;
    if (!array_grow(&w->spans, &w->spans_size, w->span_count + 1, sizeof *w->spans))
        return false;
    w->spans[w->span_count++] = (struct quoted_span){w->quote_from, at};
    w->quote_from = at;
    return true;
}

/* The codes of a sequence, and what is said of its quotations. */
static int take_sequence(struct forward_writer *w, const uint32_t *sequence, size_t count, struct error *err)
{
    uint32_t before = FORWARD_NO_WORD;

    buffer_clear(&w->codes);
    buffer_clear(&w->joined);
    w->span_count = w->quote_from = 0;
    if (!buffer_reserve(&w->codes, count * FORWARD_CODE_MAX))
        return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        uint8_t *to = (uint8_t *)w->codes.data + w->codes.len;
        uint32_t number = FORWARD_NO_WORD;
        if (sequence[i] == FORWARD_MARK(FORWARD_JOINED)) {
            uint8_t code[FORWARD_CODE_MAX];
            if (++i < count && !(sequence[i] & FORWARD_MARK(0)) &&
                !buffer_append(&w->joined, code, forward_code(w->numbers[sequence[i]], code)))
                return no_memory(err);
            continue;
        }
        if (sequence[i] == FORWARD_MARK(FORWARD_QUOTE) || sequence[i] == FORWARD_MARK(FORWARD_UNQUOTE)) {
            if (!take_quote(w, sequence[i]))
                return no_memory(err);
            continue;
        }
        if (sequence[i] & FORWARD_MARK(0)) {
            *to = (uint8_t)sequence[i];
            w->codes.len++;
        } else {
            number = w->numbers[sequence[i]];
            w->codes.len += forward_code(number, to);
        }
        if (pairs_writer_add(w->pairs, before, number, err) < 0)
            return -1;
        before = number;
    }
    return 0;
}

int forward_writer_add(struct forward_writer *w, uint32_t docid, const uint32_t *sequence, size_t count,
                       struct error *err)
{
    if (!make_room(w))
        return no_memory(err);
    if (take_sequence(w, sequence, count, err) < 0)
        return -1;
    buffer_clear(&w->record);
    if (w->span_count && (!buffer_put_varint(&w->record, w->joined.len) ||
                          !buffer_append(&w->record, w->joined.data ? w->joined.data : "", w->joined.len) ||
                          !quoted_put(&w->record, w->spans, w->span_count)))
        return no_memory(err);
    sealed_write(&w->file, w->record.data, 1, w->record.len);
    sealed_write(&w->file, w->codes.data, 1, w->codes.len);
    w->docids[w->count] = docid;
    w->ends[2 * w->count] = w->written += w->record.len;
    w->ends[2 * w->count + 1] = w->written += w->codes.len;
    w->count++;
    return sealed_check(&w->file, err) < 0 ? -1 : pairs_writer_next(w->pairs, err);
}

/* ---- the tables ------------------------------------------------------ */

struct sorted {
    const struct lexicon_word *word;
    uint32_t number;
};

static int by_bytes(const void *left, const void *right)
{
    const struct lexicon_word *a = ((const struct sorted *)left)->word, *b = ((const struct sorted *)right)->word;
    int order = memcmp(a->word, b->word, a->len < b->len ? a->len : b->len);

    return order ? order : (a->len > b->len) - (a->len < b->len);
}

static void write_words(struct forward_writer *w, const struct sorted *words, struct forward_head *head)
{
    uint32_t start = 0;

    head->starts = sealed_begin_table(&w->file);
    for (size_t i = 0; i < head->words; i++) {
        sealed_write(&w->file, &start, sizeof start, 1);
        start += words[i].word->len;
    }
    sealed_write(&w->file, &start, sizeof start, 1);
    head->word_bytes = start;
    head->numbers = sealed_begin_table(&w->file);
    for (size_t i = 0; i < head->words; i++)
        sealed_write(&w->file, &words[i].number, sizeof words[i].number, 1);
    head->text = sealed_begin_table(&w->file);
    for (size_t i = 0; i < head->words; i++)
        sealed_write(&w->file, words[i].word->word, 1, words[i].word->len);
}

int forward_writer_finish(struct forward_writer *w, struct error *err)
{
    struct forward_head head = {.documents = w->count, .words = lexicon_count(w->words),
                                .codes = sizeof head};
    scoped(char_ptr) struct sorted *words = malloc((head.words + 1) * sizeof *words);

    if (!words)
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    for (size_t i = 0; i < head.words; i++)
        words[i] = (struct sorted){lexicon_at(w->words, (uint32_t)i), w->numbers[i]};
    qsort(words, head.words, sizeof *words, by_bytes);
    head.docids = sealed_begin_table(&w->file);
    sealed_write(&w->file, w->docids, sizeof *w->docids, w->count);
    head.ends = sealed_begin_table(&w->file);
    sealed_write(&w->file, w->ends, sizeof *w->ends, w->count * 2);
    write_words(w, words, &head);
    if (pairs_writer_finish(w->pairs, err) < 0)
        return -1;
    return sealed_finish(&w->file, &forward_kind, &head.sealed, err);
}
