/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset_lines.c - the lines of one file as UTF-8. */
#include "indexer/formats/charset_lines.h"

#include "indexer/formats/charset.h"

enum { ODD_BYTES = 64 << 10 }; /* enough to tell by; what it was guessed by then holds for the rest */

struct charset_lines charset_lines_make(struct input *in)
{
    return (struct charset_lines){.in = in, .odd = buffer_make(ODD_BYTES)};
}

void charset_lines_free(struct charset_lines *c)
{
    buffer_free(&c->odd);
}

static void learn(struct charset_lines *c, const char *line, size_t len)
{
    const char *ahead;
    size_t ahead_len;

    if (c->odd.failed)
        return;
    buffer_append(&c->odd, line, len < ODD_BYTES / 2 ? len : ODD_BYTES / 2);
    if (!c->known && input_peek(c->in, &ahead, &ahead_len, NULL) == 0)
        buffer_append(&c->odd, ahead, ahead_len);
    c->known = charset_guess(c->odd.data, c->odd.len);
}

int charset_line(struct charset_lines *c, const char *line, size_t len, struct buffer *out, const char **warning,
                 struct error *err)
{
    const struct charset *before = c->known;

    *warning = NULL;
    if (!charset_is_broken(line, len))
        return charset_convert(line, len, out, warning, err);
    learn(c, line, len);
    if (c->known != before)
        *warning = c->known->warning;
    return charset_convert_from(c->known->name, line, len, out, err);
}
