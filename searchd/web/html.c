/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html.c - HTML whose markup is ours alone. */
#include "searchd/web/html.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/text.h"

enum { NUMBER_TEXT = 64 };

static const char *entity_of(char c)
{
    return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : "&#39;";
}

/* Of clean text. */
static void put_escaped(struct buffer *out, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        size_t plain = 0;
        while (text + plain < end && !strchr("&<>\"'", text[plain]))
            plain++;
        buffer_append(out, text, plain);
        text += plain;
        if (text < end)
            buffer_puts(out, entity_of(*text++));
    }
}

void html_text(struct buffer *out, const char *bytes, size_t len)
{
    struct buffer clean = buffer_make(4 * len + 1); /* U+FFFD is 3 bytes for a bad one */
    if (len && text_clean(bytes, len, &clean))
        put_escaped(out, clean.data, clean.len);
    else if (len)
        out->failed = true;
    buffer_free(&clean);
}

static void put_number(struct buffer *out, char conversion, int digits, va_list *values)
{
    if (conversion == 'f')
        buffer_printf(out, "%.*f", digits, va_arg(*values, double));
    else if (conversion == 'd')
        buffer_printf(out, "%d", va_arg(*values, int));
    else if (conversion == 'u')
        buffer_printf(out, "%u", va_arg(*values, unsigned));
    else
        out->failed = true;
}

void html(struct buffer *out, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    for (;;) {
        size_t plain = strcspn(format, "%");
        buffer_append(out, format, plain);
        format += plain;
        if (!*format)
            break;
        size_t between = strspn(format + 1, ".0123456789");
        char conversion = format[1 + between];
        if (conversion == 's') {
            const char *text = va_arg(values, const char *);
            html_text(out, text ? text : "", text ? strlen(text) : 0);
        } else if (conversion == '%') {
            buffer_putc(out, '%');
        } else {
            int digits = format[1] == '.' ? format[2] - '0' : 0;
            put_number(out, conversion, digits, &values);
        }
        format += between + 2;
    }
    va_end(values);
}

/* The length of the entity at text, that we or cJSON's reader would write; 0: there is none. */
static size_t entity_len(const char *text)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncmp(text, known[i], strlen(known[i])) == 0)
            return strlen(known[i]);
    return 0;
}

void html_marked(struct buffer *out, const char *line)
{
    static const char open[] = "<mark>", close[] = "</mark>";
    bool marking = false;
    while (line && *line) {
        size_t plain = strcspn(line, "&<>\"'"), entity = entity_len(line + plain);
        html_text(out, line, plain);
        line += plain;
        const char *tag = marking ? close : open;
        if (entity) {
            buffer_append(out, line, entity);
            line += entity;
        } else if (strncmp(line, tag, strlen(tag)) == 0) {
            buffer_puts(out, tag);
            marking = !marking;
            line += strlen(tag);
        } else if (*line) {
            buffer_puts(out, entity_of(*line++));
        }
    }
    if (marking)
        buffer_puts(out, close);
}

void html_count(struct buffer *out, double count)
{
    char digits[NUMBER_TEXT];
    int len = snprintf(digits, sizeof digits, "%.0f", count);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0 && digits[i - 1] != '-')
            buffer_putc(out, ',');
        buffer_putc(out, digits[i]);
    }
}

const char *html_link_target(const char *url)
{
    return url && (strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0) ? url : NULL;
}
