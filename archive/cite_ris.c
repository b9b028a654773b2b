/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite_ris.c - an entry for EndNote, Zotero, Mendeley and the rest: RIS (2011), lines ended by CR LF. */
#include "archive/cite_parts.h"

#include <string.h>

static void put_line(const char *tag, struct record_text line, struct buffer *out)
{
    if (!line.data)
        return;
    buffer_printf(out, "%s  - ", tag);
    buffer_append(out, line.data, line.len);
    buffer_puts(out, "\r\n");
}

/* In what stays whole a comma becomes a semicolon: RIS takes what is before one for a family name. */
static void put_author(const struct cite_name *name, struct buffer *out)
{
    const struct record_text parts[] = {name->particle, name->family, name->given, name->suffix};
    static const char *const before[] = {"", "", ", ", ", "};
    buffer_puts(out, "AU  - ");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].data)
            continue;
        buffer_puts(out, before[i]);
        for (size_t k = 0; k < parts[i].len; k++)
            buffer_putc(out, name->literal && parts[i].data[k] == ',' ? ';' : parts[i].data[k]);
        buffer_puts(out, i == 0 ? " " : "");
    }
    buffer_puts(out, "\r\n");
}

static const struct cite_list authors = {"", "", "", put_author};

/* "2016/11/24/", of which what is not known is left empty: its form has three slashes. */
static void put_date(const char *tag, const struct date *d, struct buffer *out)
{
    if (d->precision == DATE_NONE)
        return;
    buffer_printf(out, "%s  - %04d/", tag, d->year);
    if (d->precision >= DATE_MONTH)
        buffer_printf(out, "%02d", d->month);
    buffer_putc(out, '/');
    if (d->precision >= DATE_DAY)
        buffer_printf(out, "%02d", d->day);
    buffer_puts(out, "/\r\n");
}

bool cite_put_ris(struct cite_parts *parts, struct buffer *out)
{
    const struct record *r = parts->record;
    const struct date *d = &parts->date;
    buffer_printf(out, "TY  - NEWS\r\nID  - %s\r\n", parts->key);
    cite_put_authors(parts, &authors, out);
    put_line("TI", cite_line(parts, r->title), out);
    put_line("T2", cite_line(parts, r->source), out);
    put_line("SE", cite_line(parts, r->section), out);
    if (d->precision != DATE_NONE)
        buffer_printf(out, "PY  - %04d\r\n", d->year);
    put_date("DA", d, out);
    put_date("Y2", &parts->accessed, out);
    put_line("LA", cite_line(parts, r->lang), out);
    put_line("UR", cite_line(parts, r->url), out);
    put_line("AV", (struct record_text){parts->archive_url.data, parts->archive_url.len}, out);
    buffer_printf(out, "N1  - %s\r\nER  - \r\n", parts->proof.data);
    return !out->failed;
}
