/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_put.c - rows of comma-separated values. Each cell has a comma behind it, which csv_end_row takes back. */
#include "archive/csv_put.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* What a spreadsheet may take for the beginning of a formula; the wide forms are those of Japanese ones. */
bool csv_is_formula(const char *text, size_t len)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};

    if (memchr("=+-@\t\r\n", text[0], 7))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (len >= strlen(wide[i]) && memcmp(text, wide[i], strlen(wide[i])) == 0)
            return true;
    return false;
}

/* A semicolon and a tab too: where they part the cells instead, text behind them must not become a cell. */
static bool needs_quotes(const char *text, size_t len)
{
    if (text[0] == ' ' || text[len - 1] == ' ')
        return true;
    for (size_t i = 0; i < len; i++)
        if (memchr(",\"\r\n;\t", text[i], 6))
            return true;
    return false;
}

static bool put_quoted(struct buffer *out, const char *text, size_t len)
{
    const char *end = text + len;

    while (text < end) {
        const char *quote = memchr(text, '"', (size_t)(end - text));
        const char *stop = quote ? quote + 1 : end;
        buffer_append(out, text, (size_t)(stop - text));
        if (quote)
            buffer_putc(out, '"');
        text = stop;
    }
    return !out->failed;
}

bool csv_put_cell(struct buffer *out, const char *text, size_t len)
{
    if (!text || !len)
        return buffer_putc(out, ',');
    bool formula = csv_is_formula(text, len);
    if (!needs_quotes(text, len))
        return (!formula || buffer_putc(out, '\'')) && buffer_append(out, text, len) && buffer_putc(out, ',');
    return buffer_puts(out, formula ? "\"'" : "\"") && put_quoted(out, text, len) && buffer_puts(out, "\",");
}

bool csv_put_string(struct buffer *out, const char *text)
{
    return csv_put_cell(out, text, text ? strlen(text) : 0);
}

bool csv_put_text(struct buffer *out, struct record_text text)
{
    return csv_put_cell(out, text.data, text.len);
}

bool csv_put_number(struct buffer *out, uint64_t number)
{
    return buffer_printf(out, "%" PRIu64 ",", number);
}

bool csv_put_real(struct buffer *out, double number, int digits)
{
    return isfinite(number) ? buffer_printf(out, "%.*f,", digits, number) : buffer_putc(out, ',');
}

bool csv_put_head(struct buffer *out, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_put_string(out, names[i]);
    return csv_end_row(out);
}

bool csv_end_row(struct buffer *out)
{
    if (out->failed || !out->len)
        return false;
    out->data[--out->len] = '\0';
    return buffer_puts(out, "\r\n");
}
