/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read.c - one input given to the reader of its format. */
#include "indexer/formats/charset.h"
#include "indexer/formats/format.h"

#include <string.h>

static int read_as(enum format format, struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    switch (format) {
    case FORMAT_JSON:
        return json_read(in, name, sink, err);
    case FORMAT_HTML:
        return html_read(in, name, sink, err);
    case FORMAT_CSV:
        return csv_read(in, name, sink, err);
    case FORMAT_TEXT:
        return text_read(in, name, sink, err);
    case FORMAT_FEED:
        return feed_read(in, name, sink, err);
    case FORMAT_NITF:
        return nitf_read(in, name, sink, err);
    case FORMAT_NEWSML:
        return newsml_read(in, name, sink, err);
    case FORMAT_NEWSML_G2:
        return newsml_g2_read(in, name, sink, err);
    case FORMAT_WARC:
        return warc_read(in, name, sink, err);
    case FORMAT_ARC:
        return arc_read(in, name, sink, err);
    case FORMAT_PACK:
        return pack_read(in, name, FORMAT_UNKNOWN, sink, err);
    case FORMAT_UNKNOWN:
        break;
    }
    struct buffer all = buffer_make(DOCUMENT_BYTES_MAX);
    struct raw record = {0};
    if (sink->keeps_records && input_all(in, &all, NULL) == 0)
        record = (struct raw){all.data, all.len};
    sink->problem(sink->ctx, name, "is of no format we read", record);
    buffer_free(&all);
    return 0;
}

/* Every reader below knows UTF-8 alone, so UTF-16 is turned into it before the format is told. */
static int read_utf16(struct input *in, const char *name, enum format format, const struct sink *sink,
                      struct error *err)
{
    struct buffer raw = buffer_make(DOCUMENT_BYTES_MAX), text = buffer_make(DOCUMENT_BYTES_MAX * 2L);
    const char *warning;
    int rc = input_all(in, &raw, err);

    if (!rc)
        rc = charset_convert(raw.data, raw.len, &text, &warning, err);
    buffer_free(&raw);
    if (!rc && warning)
        sink->warning(sink->ctx, name, warning);
    if (!rc) {
        const char *bytes = text.data ? text.data : "";
        size_t peek = text.len < PEEK_BYTES ? text.len : PEEK_BYTES;
        if (!format)
            format = format_detect(bytes, peek, name);
        struct input *utf8 = NULL;
        if (format != FORMAT_HTML)
            utf8 = input_from_memory(bytes, text.len, (long long)text.len, err);
        if (format == FORMAT_HTML) /* what the page declares is no longer so */
            rc = html_page(bytes, text.len, "UTF-8", NULL, name, sink, err);
        else
            rc = utf8 ? read_as(format, utf8, name, sink, err) : -1;
        input_close(utf8);
    }
    buffer_free(&text);
    return rc;
}

int format_read(struct input *in, const char *name, enum format format, const struct sink *sink, struct error *err)
{
    const char *bytes;
    size_t len;

    if (input_peek(in, &bytes, &len, err))
        return -1;
    if (charset_is_utf16(bytes, len))
        return read_utf16(in, name, format, sink, err);
    enum format seen = format_detect(bytes, len, name);
    if (seen == FORMAT_PACK)
        return pack_read(in, name, format, sink, err);
    if (seen == FORMAT_WARC || seen == FORMAT_ARC)
        return read_as(seen, in, name, sink, err);
    /* A format that was asked for settles how text is read, but makes no text of binary bytes. */
    return read_as(format && (seen || !memchr(bytes, '\0', len)) ? format : seen, in, name, sink, err);
}
