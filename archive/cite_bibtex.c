/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite_bibtex.c - an entry for BibTeX, BibLaTeX and what imports them.
 *
 * @article with entrysubtype newspaper is what Zotero, JabRef, BibLaTeX's styles and plain BibTeX all can read;
 * @misc where there is no source, since @article demands a journal. */
#include "archive/cite_parts.h"

#include "archive/text.h"

#include <string.h>
#include <utf8proc.h>

/* Whether each brace has its other: BibTeX counts those that are escaped, too. */
static bool braces_match(struct record_text line)
{
    size_t depth = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] == '}' && depth-- == 0)
            return false;
        depth += line.data[i] == '{';
    }
    return depth == 0;
}

/* matched: braces_match of the whole field. Other braces are commands, which not every reader knows. */
static void put_escaped(const char *text, size_t len, bool matched, struct buffer *out)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '#':
        case '$':
        case '%':
        case '&':
        case '_':
            buffer_printf(out, "\\%c", text[i]);
            break;
        case '{':
            buffer_puts(out, matched ? "\\{" : "\\textbraceleft{}");
            break;
        case '}':
            buffer_puts(out, matched ? "\\}" : "\\textbraceright{}");
            break;
        case '~':
            buffer_puts(out, "\\textasciitilde{}");
            break;
        case '^':
            buffer_puts(out, "\\textasciicircum{}");
            break;
        case '\\':
            buffer_puts(out, "\\textbackslash{}");
            break;
        default:
            buffer_putc(out, text[i]);
        }
    }
}

static size_t count_capitals(const char *text, size_t len)
{
    size_t n = 0;
    for (const char *at = text, *end = text + len; at < end;) {
        utf8proc_category_t category = utf8proc_category(text_next(&at, end));
        n += category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
    }
    return n;
}

static bool is_ascii_mark(char c)
{
    unsigned char u = (unsigned char)c;
    return u < 0x80 && !(u >= '0' && u <= '9') && !((u | 0x20) >= 'a' && (u | 0x20) <= 'z');
}

/* A word of a title, braced if a style that writes titles small would take capitals from it. Of the first word styles
 * leave the first letter as it is. */
static void put_title_word(const char *word, size_t len, bool first, bool matched, struct buffer *out)
{
    size_t from = 0, to = len;
    while (from < to && is_ascii_mark(word[from]))
        from++;
    while (to > from && is_ascii_mark(word[to - 1]))
        to--;
    size_t capitals = count_capitals(word + from, to - from);
    const char *second = word + from;
    if (from < to)
        text_next(&second, word + to);
    bool kept = first && from == 0 && count_capitals(word, (size_t)(second - word));
    bool protect = capitals > kept;
    put_escaped(word, from, matched, out);
    if (protect)
        buffer_putc(out, '{');
    put_escaped(word + from, to - from, matched, out);
    if (protect)
        buffer_putc(out, '}');
    put_escaped(word + to, len - to, matched, out);
}

static void put_title(struct record_text line, struct buffer *out)
{
    const char *end = line.data + line.len;
    bool matched = braces_match(line);
    for (const char *at = line.data; at < end;) {
        const char *space = memchr(at, ' ', (size_t)(end - at)), *stop = space ? space : end;
        put_title_word(at, (size_t)(stop - at), at == line.data, matched, out);
        if (space)
            buffer_putc(out, ' ');
        at = stop + 1;
    }
}

/* Verbatim, as BibLaTeX reads it, but for what would end the field. */
static void put_url(struct record_text line, struct buffer *out)
{
    for (size_t i = 0; i < line.len; i++) {
        if (strchr("{}\\\"<> ", line.data[i]))
            buffer_printf(out, "%%%02X", (unsigned)(unsigned char)line.data[i]);
        else
            buffer_putc(out, line.data[i]);
    }
}

static void put_field(const char *name, struct record_text line, struct buffer *out)
{
    if (!line.data)
        return;
    buffer_printf(out, ",\n  %s = {", name);
    put_escaped(line.data, line.len, braces_match(line), out);
    buffer_putc(out, '}');
}

static void put_author(const struct cite_name *name, struct buffer *out)
{
    if (name->literal) {
        buffer_putc(out, '{');
        put_escaped(name->family.data, name->family.len, braces_match(name->family), out);
        buffer_putc(out, '}');
        return;
    }
    const struct record_text parts[] = {name->particle, name->family, name->suffix, name->given};
    static const char *const behind[] = {" ", ", ", ", ", ""};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].data)
            continue;
        put_escaped(parts[i].data, parts[i].len, false, out); /* no name that is taken apart has one */
        buffer_puts(out, behind[i]);
    }
}

static const struct cite_list authors = {",\n  author = {", " and ", "}", put_author};

/* Year and month for BibTeX; the day is told in BibLaTeX's date alone, as BibTeX has no field for it. */
static void put_date(const struct date *d, struct buffer *out)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    if (d->precision == DATE_NONE)
        return;
    buffer_printf(out, ",\n  year = {%04d}", d->year);
    if (d->precision >= DATE_MONTH)
        buffer_printf(out, ",\n  month = %s", months[d->month - 1]);
    if (d->precision >= DATE_DAY)
        buffer_printf(out, ",\n  date = {%04d-%02d-%02d}", d->year, d->month, d->day);
}

bool cite_put_bibtex(struct cite_parts *parts, struct buffer *out)
{
    const struct record *r = parts->record;
    struct record_text line = cite_line(parts, r->source);
    bool printed = line.data;
    buffer_printf(out, "@%s{%s", printed ? "article" : "misc", parts->key);
    put_field("journal", line, out);
    if (printed)
        buffer_puts(out, ",\n  entrysubtype = {newspaper}");
    cite_put_authors(parts, &authors, out);
    line = cite_line(parts, r->title);
    if (line.data) {
        buffer_puts(out, ",\n  title = {");
        put_title(line, out);
        buffer_putc(out, '}');
    }
    put_date(&parts->date, out);
    line = cite_line(parts, r->url);
    if (line.data) {
        buffer_puts(out, ",\n  url = {");
        put_url(line, out);
        buffer_putc(out, '}');
    }
    buffer_printf(out, ",\n  urldate = {%04d-%02d-%02d}", parts->accessed.year, parts->accessed.month,
                  parts->accessed.day);
    put_field("language", cite_line(parts, r->lang), out);
    buffer_puts(out, ",\n  note = {Archived at ");
    put_escaped(parts->archive_url.data, parts->archive_url.len, false, out); /* percent-encoded, it has none */
    buffer_printf(out, ", %s}\n}\n", parts->proof.data);
    return !out->failed;
}
