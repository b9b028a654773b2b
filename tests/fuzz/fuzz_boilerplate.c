/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_boilerplate.c - bytes are a list of lines, or refused; and a text without one of its lines is the rest of it. */
#include "archive/boilerplate.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void read_list(const char *bytes, size_t size)
{
    struct boilerplate b = {0}, again = {0};
    struct buffer out = buffer_make(size * 2 + 16);

    if (boilerplate_read(&b, bytes, size)) {
        law(boilerplate_write(&b, &out) && out.len <= size);
        law(boilerplate_read(&again, out.data ? out.data : "", out.len) && again.count == b.count);
        for (size_t i = 0; i < b.count; i++)
            law(boilerplate_find(&b, again.at[i].key) && again.at[i].place.offset == b.at[i].place.offset);
    } else {
        law(b.count == 0);
    }
    boilerplate_free(&b);
    boilerplate_free(&again);
    buffer_free(&out);
}

static size_t letters(const char *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += text[i] != '\n';
    return n;
}

/* The first line is known: it is gone, each time it stands there, and no other. */
static void strip(const char *text, size_t size)
{
    static struct boilerplate_lines l;
    struct boilerplate b = {0};
    struct buffer out = buffer_make(size + 16), keys = buffer_make(64);
    const char *left = text;
    size_t len = size, gone = 0;

    boilerplate_lines_start(&l, 3, text, size);
    uint64_t first = boilerplate_lines_next(&l);
    if (first) {
        law(boilerplate_key(3, text + l.start, l.stop - l.start) == first);
        law(boilerplate_set(&b, &(struct boilerplate_line){.key = first, .state = BOILERPLATE_LEARNED}));
        for (uint64_t key = first; key; key = boilerplate_lines_next(&l))
            gone += key == first ? l.stop - l.start : 0;
        law(boilerplate_strip(&b, BOILERPLATE_NOW, 3, &left, &len, &out, &keys));
        law(left != text && keys.len == sizeof first);
        law(letters(left, len) + gone == letters(text, size));
        boilerplate_lines_start(&l, 3, left, len);
        for (uint64_t key; (key = boilerplate_lines_next(&l));)
            law(key != first);
    }
    boilerplate_free(&b);
    buffer_free(&out);
    buffer_free(&keys);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_list((const char *)data, size);
    strip((const char *)data, size);
    return 0;
}
