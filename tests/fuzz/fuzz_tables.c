/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_tables.c - a run's own files (sealed.h), damaged: what reads them stays within them, and a search says so or
 * answers, whatever the answer is.
 *
 * The first byte chooses a file of the first run of press.h, the others what is done to it: see damage(). It is then
 * opened by itself, where nothing behind its end may be read, and as a part of the archive. */
#include "archive/blocks.h"
#include "archive/columns.h"
#include "archive/copies_run.h"
#include "archive/forward.h"
#include "archive/generation.h"
#include "archive/names.h"
#include "archive/pairs.h"
#include "archive/quoted.h"
#include "archive/scoped.h"
#include "archive/search.h"
#include "archive/suggest_match.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

enum { PATH_BYTES = 256, PAGE = 4096, EDITS_MAX = 16, FOUND_MAX = 64, ARENA_MAX = 256 << 20 };

static uint32_t take32(struct asked_bytes *b)
{
    uint32_t n = 0;

    for (int i = 0; i < 4; i++)
        n = n << 8 | asked_choose(b, 256);
    return n;
}

/* ---- each kind read to its end --------------------------------------- */

static void read_blocks(const void *object)
{
    const struct blocks *b = object;
    uint32_t numbers[BLOCK_SIZE], wdfs[BLOCK_SIZE];
    struct blocks_list l;

    touch(blocks_lengths(b), blocks_documents(b) * sizeof(uint32_t));
    for (unsigned i = 0; i < PRESS_WORDS; i++) {
        if (!blocks_find(b, press_words[i].text, strlen(press_words[i].text), &l))
            continue;
        for (size_t k = 0; k < l.count; k++) {
            touch(&l.heads[k], sizeof *l.heads);
            size_t count = blocks_numbers(&l, k, numbers);
            law(count <= BLOCK_SIZE);
            for (size_t n = 0; n < count; n++)
                law(numbers[n] < l.documents && (n == 0 || numbers[n] > numbers[n - 1]));
            if (count && blocks_wdfs(&l, k, wdfs))
                touch(wdfs, count * sizeof *wdfs);
        }
    }
}

static void read_columns(const void *object)
{
    const struct columns *columns = object;

    law(columns_count(columns) <= COLUMNS_MAX);
    for (size_t i = 0; i < columns_count(columns); i++) {
        const struct column *c = columns_at(columns, i);
        for (size_t d = 0; d < columns_documents(columns); d++)
            for (size_t at = column_first(c, d); at < column_end(c, d); at++) {
                size_t number = column_number(c, at);
                xap_text text = column_value(c, number), term = column_class(c, column_class_of(c, number));
                law(number <= c->values && column_wider(c, number) <= c->classes);
                touch(text.data, text.len);
                touch(term.data, term.len);
            }
    }
}

static void read_forward(const void *object)
{
    const struct forward *f = object;
    struct quoted_span spans[FOUND_MAX];

    touch(forward_docids(f), forward_documents(f) * sizeof(uint32_t));
    for (size_t i = 0; i < forward_words(f); i++) {
        size_t len;
        const char *word = forward_word(f, i, &len);
        touch(word, len);
        (void)forward_number_at(f, i);
        (void)forward_number(f, word, len);
    }
    for (size_t i = 0; i < forward_documents(f); i++) {
        const uint8_t *from, *end, *joined;
        uint32_t number;
        size_t joined_len;
        struct quoted_walk walk;
        if (forward_at(f, i, &from, &end))
            while (from < end)
                from = forward_next(from, end, &number);
        if (!forward_quoted(f, i, &from, &end))
            continue;
        quoted_start_run(&walk, from, end, &joined, &joined_len);
        touch(joined, joined_len);
        while (quoted_take(&walk, spans, FOUND_MAX))
            ;
    }
}

static void read_pairs(const void *object)
{
    const struct pairs *p = object;
    uint32_t rows[PAIRS_SHARED];

    for (uint32_t left = 0; left < 40; left++)
        for (uint32_t right = 0; right < 40; right++) {
            size_t count = pairs_rows(p, left, right, rows);
            law(count <= PAIRS_SHARED);
            for (size_t i = 0; i < count; i++)
                for (size_t w = 0; w * PAIRS_WINDOW < pairs_documents(p); w++)
                    touch(pairs_bits(p, w, rows[i]), PAIRS_WORDS * sizeof(uint64_t));
        }
}

static void read_names(const void *object)
{
    const struct names_view *v = names_view(object);
    struct name_record r;
    struct name_matches matches;
    char text[NAME_BYTES_MAX];

    for (size_t i = 0; i < v->count; i++) {
        xap_text key = names_key(v, i);
        touch(key.data, key.len);
        r = names_record(v, v->places[i]);
        touch(r.key, r.key_len);
        if (r.key_len)
            law(names_text(&r, text) <= NAME_BYTES_MAX);
    }
    for (size_t i = 0; i < v->middle_count; i++) {
        xap_text middle = names_middle(v, i);
        touch(middle.data, middle.len);
    }
    (void)names_find(v, "krell", 5, &r);
    match_names(v, "kr", 2, &matches);
    law(matches.count <= MATCHES_MAX);
}

static void read_copies(const void *object)
{
    struct copies_found found;

    for (uint32_t key = 0; key < UINT32_MAX - (1 << 24); key += 1 << 23)
        for (size_t i = 0; i < FOUND_MAX && copies_run_find(object, key, i, &found); i++)
            law(found.docid <= INT32_MAX);
}

/* ---- the archive ----------------------------------------------------- */

static const struct {
    const struct sealed_kind *kind;
    void (*read)(const void *object);
} kinds[] = {{&blocks_kind, read_blocks}, {&columns_kind, read_columns}, {&forward_kind, read_forward},
             {&pairs_kind, read_pairs},   {&names_kind, read_names},     {&copies_kind, read_copies}};
enum { KINDS = sizeof kinds / sizeof *kinds };

struct whole {
    char path[PATH_BYTES];
    uint8_t *bytes, *damaged;
    size_t size;
};
static struct whole files[KINDS];
static const struct press *press;

static void free_files(void)
{
    for (size_t i = 0; i < KINDS; i++) {
        free(files[i].bytes);
        free(files[i].damaged);
    }
}

static void open_files(void)
{
    struct generation g;

    press = press_open();
    atexit(free_files);
    law(generation_read(press->dir, &g, NULL) == 0);
    for (size_t i = 0; i < KINDS; i++) {
        struct whole *w = &files[i];
        snprintf(w->path, sizeof w->path, "%s/%s/%s", press->dir, g.databases[0], kinds[i].kind->file);
        scoped(file) FILE *file = fopen(w->path, "re");
        law(file && fseek(file, 0, SEEK_END) == 0 && (w->size = (size_t)ftell(file)) > 0);
        rewind(file);
        w->bytes = malloc(w->size);
        w->damaged = malloc(w->size);
        law(w->bytes && w->damaged && fread(w->bytes, 1, w->size, file) == w->size);
    }
}

static void put_file(const struct whole *w, const uint8_t *bytes, size_t size)
{
    scoped(file) FILE *file = fopen(w->path, "we");
    law(file && fwrite(bytes, 1, size, file) == size && fflush(file) == 0);
}

/* Numbers, bytes and a cut, in the head, which says where all else is, as often as behind it. The length that is left. */
static size_t damage(const struct whole *w, size_t head, struct asked_bytes *b)
{
    size_t size = w->size;

    memcpy(w->damaged, w->bytes, w->size);
    for (int i = 0; i < EDITS_MAX && b->at < b->end; i++) {
        unsigned how = asked_choose(b, 256);
        size_t place = how & 1 ? asked_choose(b, 256) % head : take32(b) % w->size;
        uint32_t value = how & 2 ? asked_choose(b, 256) : take32(b);
        if ((how & 0x1C) == 0x1C)
            size = take32(b) % (w->size + 1);
        else if (how & 4)
            w->damaged[place] = (uint8_t)value;
        else if ((place = place / 4 * 4) + 4 <= w->size)
            memcpy(w->damaged + place, &value, 4);
    }
    return size;
}

static void read_alone(size_t which, size_t size)
{
    const struct whole *w = &files[which];
    struct error err = {0};
    bool same = size == w->size && memcmp(w->bytes, w->damaged, size) == 0;

    void *object = sealed_open(kinds[which].kind, w->path, true, &err);
    law(!object == !same && (object || err.fault == FAULT_DAMAGED));
    sealed_close(object);
    object = sealed_open(kinds[which].kind, w->path, false, &err);
    if (!object) {
        law(err.fault == FAULT_DAMAGED);
        return;
    }
    const struct sealed *s = object;
    size_t behind = (PAGE - s->size % PAGE) % PAGE;
    const uint8_t *end = s->map + s->size;
    ASAN_POISON_MEMORY_REGION(end, behind);
    kinds[which].read(object);
    ASAN_UNPOISON_MEMORY_REGION(end, behind);
    sealed_close(object);
}

static void search_all(void)
{
    static const char *const queries[] = {"tax", "\"tax votes\"", "kre* -ferry", "said:budget", "source:courier moot"};
    struct reader *r = NULL;
    struct error err = {0};

    if (reader_open(press->dir, &r, &err) < 0) {
        law(err.fault == FAULT_DAMAGED);
        return;
    }
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct arena arena = arena_make(ARENA_MAX);
        struct search_page page;
        const struct search_request request = {
            .q = queries[i], .q_len = strlen(queries[i]), .count = 10, .facets = 0x3F, .marks = true,
            .collapse = i % 2 ? COLLAPSE_GROUP : COLLAPSE_NONE, .sort = (enum search_sort)(i % 3)};
        if (search_run(r, &request, &arena, &page, &err) < 0)
            law(err.fault == FAULT_DAMAGED || err.fault == FAULT_STALE || err.fault == FAULT_MEMORY); /* of the arena */
        arena_free(&arena);
    }
    reader_close(r);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    open_files();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct asked_bytes b = {data, data + size};

    if (!press)
        open_files();
    unsigned first = asked_choose(&b, 256);
    size_t which = first % KINDS, left = damage(&files[which], kinds[which].kind->head_size, &b);
    put_file(&files[which], files[which].damaged, left);
    read_alone(which, left);
    if (first >= 256 / 4 * 3) /* what takes long, of some */
        search_all();
    put_file(&files[which], files[which].bytes, files[which].size);
    return 0;
}
