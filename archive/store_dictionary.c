/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store_dictionary.c - the dictionary that a writer packs articles by: the archive's, or one trained on what is put. */
#include "archive/array_grow.h"
#include "archive/writer.h"

enum { SAMPLE_MAX = 64 << 10 /* bytes of one article that a dictionary is trained on */ };

/* A damaged one costs the articles that are packed by it, and `check` says so; new ones get another. */
int dictionary_open(struct writer *w, const char *segment, struct error *err)
{
    struct segment_dictionary *read = NULL;
    struct error why;

    if (w->dictionary_at && segment_dictionary_read(segment, w->dictionary_at, &read, &why) < 0) {
        if (why.fault != FAULT_DAMAGED)
            return error_set(err, why.fault, "%s", why.text);
        w->dictionary_at = 0;
    }
    atomic_store(&w->dictionary, read);
    w->samples.bytes = buffer_make(SEGMENT_SAMPLES + SAMPLE_MAX);
    return 0;
}

void dictionary_close(struct writer *w)
{
    segment_dictionary_free(atomic_load(&w->dictionary));
    buffer_free(&w->samples.bytes);
    free(w->samples.sizes);
}

const struct segment_dictionary *writer_dictionary(const struct writer *w)
{
    return atomic_load(&w->dictionary);
}

int dictionary_learn(struct writer *w, const struct packed *p, struct error *err)
{
    struct samples *s = &w->samples;
    size_t len = p->payload.len < SAMPLE_MAX ? p->payload.len : SAMPLE_MAX;
    struct segment_dictionary *trained = NULL;
    struct error why;

    if (atomic_load(&w->dictionary) || s->refused)
        return 0;
    if (!array_grow(&s->sizes, &s->size, s->count + 1, sizeof *s->sizes) ||
        !buffer_append(&s->bytes, p->payload.data, len))
        return error_set(err, FAULT_MEMORY, "no memory to pack articles");
    s->sizes[s->count++] = len;
    if (s->bytes.len < SEGMENT_SAMPLES)
        return 0;
    uint64_t at = segment_end(w->segment);
    s->refused = segment_dictionary_train(w->segment, s->bytes.data, s->sizes, s->count, &trained, &why) < 0;
    buffer_free(&s->bytes);
    if (s->refused)
        return why.fault == FAULT_INVALID ? 0 : error_set(err, why.fault, "%s", why.text);
    w->dictionary_at = at;
    atomic_store(&w->dictionary, trained);
    return 0;
}
