/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_cursor.c - text is a cursor that prints as one that reads the same, or is refused. */
#include "searchd/cursor.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), again[CURSOR_TEXT];
    struct cursor c, back;

    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    if (cursor_read(text, &c)) {
        law(strlen(c.hash) == sizeof c.hash - 1 || memchr(c.hash, '\0', sizeof c.hash));
        law(c.snapshot[0] && c.place <= INT32_MAX);
        cursor_print(&c, again);
        law(cursor_read(again, &back));
        law(back.walk == c.walk && back.place == c.place && memcmp(back.hash, c.hash, sizeof c.hash) == 0);
        law(strcmp(back.snapshot, c.snapshot) == 0);
    }
    free(text);
    return 0;
}
