/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_records.c - a stream of XML as its records, one small tree at a time.
 *
 * libxml2's push parser builds its tree as ever; a record is cut out of it as soon as its end is read, so that memory
 * holds one. There is no document type when it comes here (xml_tidy.h), hence no entity and nothing to load. */
#include "indexer/formats/xml_records.h"

#include "archive/memory.h"
#include "indexer/formats/xml_decode.h"
#include "indexer/formats/xml_tidy.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <string.h>

enum {
    NODE_BYTES = 64,         /* what an element or attribute counts for, beside its text */
    OUT_BYTES_MAX = 96 << 20 /* of one block, mended: a byte becomes six at most */
};

struct reading {
    const struct xml_records *records;
    const char *name;
    const struct sink *sink;
    struct xml_decode *decode;
    struct xml_tidy *tidy;
    xmlParserCtxt *parser;
    int depth, record_depth;   /* 0: in no record */
    unsigned long record_line; /* where it began */
    size_t bytes;              /* of the record so far */
    int skipped;               /* elements open that are left out, the record being too long */
    unsigned long cut_line;    /* of the first that was */
    bool stopped;
};

static struct reading *reading_of(void *ctx)
{
    return ((xmlParserCtxt *)ctx)->_private;
}

/* False once the record is too long to keep more of it. */
static bool takes(struct reading *r, size_t bytes)
{
    if (r->bytes + bytes > RECORD_BYTES_MAX) {
        if (!r->cut_line)
            r->cut_line = r->record_line ? r->record_line : 1;
        return false;
    }
    r->bytes += bytes;
    return true;
}

static void start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int ns_count,
                  const xmlChar **ns, int count, int defaulted, const xmlChar **attributes)
{
    struct reading *r = reading_of(ctx);
    xmlParserCtxt *parser = ctx;
    size_t bytes = (size_t)NODE_BYTES * (size_t)(1 + ns_count + count);

    for (int i = 0; i < count; i++)
        bytes += (size_t)(attributes[i * 5 + 4] - attributes[i * 5 + 3]);
    if (r->skipped || r->stopped || !takes(r, bytes)) {
        r->skipped++;
        return;
    }
    r->depth++;
    xmlSAX2StartElementNs(ctx, local, prefix, uri, ns_count, ns, count, defaulted, attributes);
    r->stopped = r->stopped || memory_ended(); /* an element may be without its name */
    if (r->stopped || r->record_depth || !parser->node || r->records->holds(r->records->ctx, parser->node, r->depth))
        return;
    r->record_depth = r->depth;
    r->record_line = parser->input ? (unsigned long)parser->input->line : 0;
}

/* What a record leaves behind: all that lies in an element that holds records is done with. */
static void forget(xmlNode *parent)
{
    for (xmlNode *child = parent ? parent->children : NULL, *next; child; child = next) {
        next = child->next;
        xmlUnlinkNode(child);
        xmlFreeNode(child);
    }
}

static void end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct reading *r = reading_of(ctx);
    xmlParserCtxt *parser = ctx;
    char where[WHERE_MAX];

    if (r->skipped) {
        r->skipped--;
        return;
    }
    bool done = r->record_depth == r->depth--;
    r->stopped = r->stopped || memory_ended();
    if (done && parser->node && !r->stopped) {
        snprintf(where, sizeof where, "%s:%lu", r->name, r->record_line);
        r->stopped = r->records->record(r->records->ctx, parser->node, where) != 0;
    }
    xmlSAX2EndElementNs(ctx, local, prefix, uri);
    if (!done)
        return;
    r->record_depth = 0;
    r->bytes = 0;
    forget(parser->node);
    if (!parser->node && parser->myDoc)
        forget((xmlNode *)parser->myDoc);
}

static void characters(void *ctx, const xmlChar *text, int len)
{
    struct reading *r = reading_of(ctx);
    /* Text beside records is white space, and would only be freed with the next. */
    if (r->record_depth && !r->skipped && !r->stopped && takes(r, (size_t)len))
        xmlSAX2Characters(ctx, text, len);
}

static void quiet(void *ctx, xmlError *error)
{
    (void)ctx;
    (void)error;
}

static xmlParserCtxt *parser_new(struct reading *r)
{
    xmlSAXHandler sax;

    memset(&sax, 0, sizeof sax);
    xmlSAXVersion(&sax, 2);
    sax.startElementNs = start;
    sax.endElementNs = end;
    sax.characters = characters;
    sax.ignorableWhitespace = characters;
    sax.cdataBlock = characters;
    sax.comment = NULL;
    sax.serror = quiet;
    xmlParserCtxt *parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
    if (!parser)
        return NULL;
    xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NODICT);
    parser->sax->serror = quiet;
    parser->sax->cdataBlock = characters;
    parser->_private = r;
    return parser;
}

static int block(struct reading *r, const char *bytes, size_t len, bool last, struct buffer *text, struct buffer *out,
                 struct error *err)
{
    buffer_clear(text);
    buffer_clear(out);
    if (xml_decode_feed(r->decode, bytes, len, last, text, err) < 0)
        return -1;
    xml_tidy_feed(r->tidy, text->data ? text->data : "", text->len, last, out);
    if (out->failed)
        return error_set(err, FAULT_MEMORY, "no memory to read its XML");
    if (out->len || last)
        xmlParseChunk(r->parser, out->data, (int)out->len, last);
    if (memory_ended() || r->parser->errNo == XML_ERR_NO_MEMORY)
        return error_set(err, FAULT_MEMORY, "no memory to read its XML");
    return r->stopped ? error_set(err, FAULT_NONE, "stopped") : 0;
}

static int all_blocks(struct reading *r, struct input *in, struct error *err)
{
    struct buffer text = buffer_make(OUT_BYTES_MAX), out = buffer_make(OUT_BYTES_MAX);
    const char *bytes;
    size_t len;
    int more, rc = 0;

    do {
        bytes = "";
        len = 0; /* of the end */
        more = input_take(in, SIZE_MAX, &bytes, &len, err);
        rc = more < 0 ? -1 : block(r, bytes, len, !more, &text, &out, err);
    } while (more > 0 && !rc);
    if (more < 0 && err && err->fault != FAULT_NONE) { /* what came before the damage is kept */
        struct error ignored;
        block(r, "", 0, true, &text, &out, &ignored);
    }
    buffer_free(&text);
    buffer_free(&out);
    return rc;
}

/* One line for all that was not as it should be. */
static void tell(const struct reading *r)
{
    const struct xml_mends *m = xml_tidy_mends(r->tidy);
    char where[WHERE_MAX], reason[320];
    const xmlError *error = xmlCtxtGetLastError(r->parser);

    if (xml_decode_warning(r->decode))
        r->sink->warning(r->sink->ctx, r->name, xml_decode_warning(r->decode));
    if (r->cut_line) {
        snprintf(where, sizeof where, "%s:%lu", r->name, r->cut_line);
        r->sink->warning(r->sink->ctx, where, "is over 8 MiB, and goes in without what is past them");
    }
    if (r->parser->disableSAX && error) {
        snprintf(where, sizeof where, "%s:%d", r->name, error->line);
        snprintf(reason, sizeof reason, "cannot be read from here on: %.200s", error->message);
        reason[strcspn(reason, "\n")] = '\0';
        r->sink->problem(r->sink->ctx, where, reason, (struct raw){0});
    }
    if (!m->count)
        return;
    snprintf(where, sizeof where, "%s:%lu", r->name, m->line);
    if (m->count > 1)
        snprintf(reason, sizeof reason,
                 "is not well-formed XML: %s, and %lu place%s more; all that could be read is in", m->reason,
                 m->count - 1, m->count > 2 ? "s" : "");
    else
        snprintf(reason, sizeof reason, "is not well-formed XML: %s; all that could be read is in", m->reason);
    r->sink->warning(r->sink->ctx, where, reason);
}

int xml_records_read(struct input *in, const char *name, const struct xml_records *records, const struct sink *sink,
                     struct error *err)
{
    struct reading r = {.records = records, .name = name, .sink = sink};
    const char *first;
    size_t len;
    int rc = -1;

    if (input_peek(in, &first, &len, err) < 0)
        return -1;
    r.decode = xml_decode_new(first, len, err);
    r.tidy = xml_tidy_new(records->names);
    r.parser = parser_new(&r);
    if (r.decode && r.tidy && r.parser) {
        rc = all_blocks(&r, in, err);
        if (!r.stopped)
            tell(&r);
    } else {
        error_set(err, FAULT_MEMORY, "no memory to read its XML");
    }
    if (r.parser && r.parser->myDoc)
        xmlFreeDoc(r.parser->myDoc);
    xmlFreeParserCtxt(r.parser);
    xml_tidy_free(r.tidy);
    xml_decode_free(r.decode);
    return rc;
}
