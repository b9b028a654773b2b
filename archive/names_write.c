/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_write.c - a file of names as it is made. */
#include "archive/names_file.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>

enum { HEAP_MAX = INT32_MAX };

bool names_put(struct buffer *out, const struct name_record *r)
{
    const uint8_t head[NAMES_HEAD] = {(uint8_t)r->weight,           (uint8_t)(r->weight >> 8),    (uint8_t)r->articles,
                                      (uint8_t)(r->articles >> 8), (uint8_t)(r->articles >> 16), r->writing,
                                      r->key_len};

    buffer_append(out, head, sizeof head);
    buffer_append(out, r->key, r->key_len);
    if (r->writing & NAMES_GIVEN) {
        buffer_putc(out, (char)r->text_len);
        buffer_append(out, r->text, r->text_len);
    }
    return !out->failed;
}

bool names_is_middle(const char *key, size_t len, size_t at)
{
    size_t end = at;

    if (at == 0 || key[at - 1] != ' ')
        return false;
    while (end < len && key[end] != ' ')
        end++;
    return end - at > 1 && !word_is_stop(key + at, end - at);
}

/* Where a name is read from another word on. */
struct middle {
    const char *text;
    uint32_t place;
    uint8_t len, offset;
};

struct writing {
    struct sealed_writer file;
    struct names_head head;
    struct buffer heap;
    uint32_t *places;
    size_t place_size;
    struct middle *middles;
    size_t middle_size;
};

static int by_text(const void *left, const void *right)
{
    const struct middle *a = left, *b = right;
    int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);

    if (!order)
        order = (a->len > b->len) - (a->len < b->len);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static bool add_middles(struct writing *w, const struct name_record *r, uint32_t place)
{
    for (size_t at = 1; at < r->key_len; at++) {
        if (!names_is_middle(r->key, r->key_len, at))
            continue;
        if (!array_grow(&w->middles, &w->middle_size, w->head.middle_count + 1, sizeof *w->middles))
            return false;
        w->middles[w->head.middle_count++] = (struct middle){
            .text = r->key + at, .place = place, .len = (uint8_t)(r->key_len - at), .offset = (uint8_t)at};
    }
    return true;
}

static bool lay_out(struct writing *w, const struct names_list *list)
{
    bool fits = array_grow(&w->places, &w->place_size, list->count + 1, sizeof *w->places);

    for (size_t i = 0; fits && i < list->count; i++) {
        w->places[i] = (uint32_t)w->heap.len;
        fits = add_middles(w, &list->at[i], w->places[i]) && names_put(&w->heap, &list->at[i]);
    }
    if (fits && w->head.middle_count)
        qsort(w->middles, w->head.middle_count, sizeof *w->middles, by_text);
    w->head.count = list->count;
    w->head.heap_bytes = w->heap.len;
    return fits;
}

static int write_tables(struct writing *w, const char *path, struct error *err)
{
    if (sealed_create(path, sizeof w->head, &w->file, err) < 0)
        return -1;
    w->head.heap = sealed_begin_table(&w->file);
    sealed_write(&w->file, w->heap.data, 1, w->heap.len);
    w->head.places = sealed_begin_table(&w->file);
    sealed_write(&w->file, w->places, sizeof *w->places, w->head.count);
    w->head.middles = sealed_begin_table(&w->file);
    for (size_t i = 0; i < w->head.middle_count; i++)
        sealed_write(&w->file, &w->middles[i].place, sizeof w->middles[i].place, 1);
    w->head.offsets = sealed_begin_table(&w->file);
    for (size_t i = 0; i < w->head.middle_count; i++)
        sealed_write(&w->file, &w->middles[i].offset, 1, 1);
    if (sealed_check(&w->file, err) < 0)
        return -1;
    return sealed_finish(&w->file, &names_kind, &w->head.sealed, err);
}

int names_write(const struct names_list *list, const char *path, struct error *err)
{
    struct writing w = {.heap = buffer_make(HEAP_MAX)};

    int rc = lay_out(&w, list) ? write_tables(&w, path, err)
                               : error_set(err, FAULT_MEMORY, "no memory for the archive's names");
    sealed_writer_close(&w.file);
    buffer_free(&w.heap);
    free(w.places);
    free(w.middles);
    return rc;
}
