/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_decode.c - a stream of XML as UTF-8, block by block, by what it declares. */
#include "indexer/formats/xml_decode.h"

#include "archive/memory.h"
#include "archive/text.h"
#include "indexer/formats/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 40, CHUNK = 16 << 10, HELD_MAX = 16 << 20 };

struct xml_decode {
    bool converts;
    iconv_t cd;
    struct buffer held;
    const char *warning;
};

/* encoding="NAME" of the declaration. */
static bool declared(const char *bytes, size_t len, char name[NAME_MAX_BYTES])
{
    const char *stop = memmem(bytes, len, "?>", 2);
    const char *at = stop ? memmem(bytes, (size_t)(stop - bytes), "encoding", 8) : NULL;
    size_t n = 0;

    for (at = at ? at + 8 : stop; at < stop && strchr(" =\t\r\n", *at); at++)
        ;
    if (!at || at >= stop || (*at != '"' && *at != '\''))
        return false;
    for (at++; at < stop && n < NAME_MAX_BYTES - 1 && !strchr("'\" ", *at); at++)
        name[n++] = *at;
    name[n] = '\0';
    return n > 0;
}

/* As browsers read them: by the larger set that people who declare the smaller use. NULL: as UTF-8. */
static const char *meant(const char *name)
{
    static const char *const larger[][2] = {{"iso-8859-1", "WINDOWS-1252"},
                                            {"latin1", "WINDOWS-1252"},
                                            {"iso-8859-9", "WINDOWS-1254"},
                                            {"gb2312", "GB18030"},
                                            {"gbk", "GB18030"},
                                            {"shift_jis", "CP932"},
                                            {"x-sjis", "CP932"},
                                            {"euc-kr", "CP949"},
                                            {"us-ascii", NULL},
                                            {"ascii", NULL},
                                            {"utf-8", NULL},
                                            {"utf8", NULL}};

    /* Their declaration could be read as ASCII, so they are not what it says. */
    if (strncasecmp(name, "utf-16", 6) == 0 || strncasecmp(name, "utf-32", 6) == 0 ||
        strncasecmp(name, "utf-7", 5) == 0 || strncasecmp(name, "ucs", 3) == 0 ||
        strncasecmp(name, "iso-10646", 9) == 0)
        return NULL;
    for (size_t i = 0; i < sizeof larger / sizeof *larger; i++) {
        if (strcasecmp(name, larger[i][0]) == 0)
            return larger[i][1];
    }
    return name;
}

struct xml_decode *xml_decode_new(const char *first, size_t len, struct error *err)
{
    char name[NAME_MAX_BYTES];
    struct xml_decode *d = calloc(1, sizeof *d);

    if (!d) {
        error_set(err, FAULT_MEMORY, "out of memory");
        return NULL;
    }
    d->held = buffer_make(HELD_MAX);
    const char *charset = charset_mark(first, len) || !declared(first, len, name) ? NULL : meant(name);
    if (!charset)
        return d;
    d->cd = iconv_open("UTF-8", charset);
    d->converts = d->cd != (iconv_t)-1;
    if (!d->converts && errno == ENOMEM)
        memory_note();
    if (!d->converts)
        d->warning = "declares a charset that is not known, read as UTF-8";
    return d;
}

void xml_decode_free(struct xml_decode *d)
{
    if (!d)
        return;
    if (d->converts)
        iconv_close(d->cd);
    buffer_free(&d->held);
    free(d);
}

const char *xml_decode_warning(const struct xml_decode *d)
{
    return d->warning;
}

/* Bytes at the end that are the beginning of a letter. */
static size_t cut_letter(const char *bytes, size_t len)
{
    for (size_t back = 1; back <= 3 && back <= len; back++) {
        unsigned char c = (unsigned char)bytes[len - back];
        size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        if (c >= 0xC0)
            return need > back ? back : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

/* Returns how many bytes at the end wait. */
static size_t convert(struct xml_decode *d, bool last, struct buffer *out)
{
    char chunk[CHUNK], *from = d->held.data;
    size_t left = d->held.len;

    while (left && !out->failed) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t rc = iconv(d->cd, &from, &left, &to, &room);
        buffer_append(out, chunk, sizeof chunk - room);
        if (rc != (size_t)-1 || errno == E2BIG)
            continue;
        if (errno == EINVAL && !last)
            break;
        d->warning = "holds bytes that its charset does not have, replaced";
        buffer_puts(out, "\xEF\xBF\xBD");
        from++;
        left--;
    }
    return left;
}

static int as_utf8(struct xml_decode *d, bool last, struct buffer *out, size_t *left, struct error *err)
{
    const char *warning;

    struct buffer text = buffer_make(out->max);
    *left = last ? 0 : cut_letter(d->held.data, d->held.len);
    int rc = charset_convert(d->held.data, d->held.len - *left, &text, &warning, err);
    if (!rc && text.len)
        text_clean(text.data, text.len, out);
    buffer_free(&text);
    if (!rc && warning)
        d->warning = warning;
    return rc;
}

int xml_decode_feed(struct xml_decode *d, const char *bytes, size_t len, bool last, struct buffer *out,
                    struct error *err)
{
    size_t left = 0;

    buffer_append(&d->held, bytes, len);
    if (!d->held.len)
        return 0;
    if (!d->held.failed && d->converts)
        left = convert(d, last, out);
    else if (!d->held.failed && as_utf8(d, last, out, &left, err) < 0)
        return -1;
    if (d->held.failed || out->failed)
        return error_set(err, FAULT_MEMORY, "no memory to convert its text to UTF-8");
    memmove(d->held.data, d->held.data + d->held.len - left, left);
    d->held.len = left;
    return 0;
}
