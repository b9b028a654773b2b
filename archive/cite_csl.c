/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite_csl.c - an entry as CSL-JSON, the data schema of CSL 1.0.2. */
#include "archive/cite_parts.h"

/* line has no control characters: quote and backslash are all that JSON wants escaped. */
static void put_text(struct record_text line, struct buffer *out)
{
    buffer_putc(out, '"');
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] == '"' || line.data[i] == '\\')
            buffer_putc(out, '\\');
        buffer_putc(out, line.data[i]);
    }
    buffer_putc(out, '"');
}

static void put_member(const char *name, struct record_text line, struct buffer *out)
{
    if (!line.data)
        return;
    buffer_printf(out, ",\"%s\":", name);
    put_text(line, out);
}

static void put_author(const struct cite_name *name, struct buffer *out)
{
    buffer_printf(out, "{\"%s\":", name->literal ? "literal" : "family");
    put_text(name->family, out);
    put_member("given", name->given, out);
    put_member("non-dropping-particle", name->particle, out);
    put_member("suffix", name->suffix, out);
    buffer_putc(out, '}');
}

static const struct cite_list authors = {",\"author\":[", ",", "]", put_author};

static void put_date(const char *name, const struct date *d, struct buffer *out)
{
    if (d->precision == DATE_NONE)
        return;
    buffer_printf(out, ",\"%s\":{\"date-parts\":[[%d", name, d->year);
    if (d->precision >= DATE_MONTH)
        buffer_printf(out, ",%d", d->month);
    if (d->precision >= DATE_DAY)
        buffer_printf(out, ",%d", d->day);
    buffer_puts(out, "]]}");
}

bool cite_put_csl(struct cite_parts *parts, struct buffer *out)
{
    const struct record *r = parts->record;
    buffer_printf(out, "{\"id\":\"%s\",\"type\":\"article-newspaper\"", parts->key);
    cite_put_authors(parts, &authors, out);
    put_member("title", cite_line(parts, r->title), out);
    put_member("container-title", cite_line(parts, r->source), out);
    put_member("section", cite_line(parts, r->section), out);
    put_date("issued", &parts->date, out);
    put_date("accessed", &parts->accessed, out);
    put_member("language", cite_line(parts, r->lang), out);
    put_member("URL", cite_line(parts, r->url), out);
    put_member("archive_location", (struct record_text){parts->archive_url.data, parts->archive_url.len}, out);
    buffer_printf(out, ",\"note\":\"%s\"}", parts->proof.data);
    return !out->failed;
}
