/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_parse.c - libxml2's parser, which ends when memory does.
 *
 * libxml2 2.9 does not tell its parser of all its allocations that fail, and the parser then goes on: without an element,
 * or without an end. */
#include "indexer/formats/html_parse.h"

#include "archive/memory.h"

#include <errno.h>
#include <libxml/xmlerror.h>
#include <limits.h>

/* As the parser itself does where it is told. */
static void look(void *ctx, xmlError *error)
{
    htmlParserCtxt *parser = ctx;

    if (error->code != XML_ERR_NO_MEMORY)
        return;
    memory_note();
    parser->instate = XML_PARSER_EOF;
    parser->disableSAX = 1;
}

static htmlDocPtr parse(htmlParserCtxt *parser, const char *bytes, int len, const char *charset)
{
    static const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;

    errno = 0;
    xmlSetStructuredErrorFunc(parser, look); /* this thread's */
    htmlDocPtr doc = htmlCtxtReadMemory(parser, bytes, len, NULL, charset, options);
    xmlSetStructuredErrorFunc(NULL, NULL);
    if (errno == ENOMEM) /* of iconv, instead of which another charset is taken */
        memory_note();
    return doc;
}

htmlDocPtr html_parse(const char *bytes, size_t len, const char *charset)
{
    htmlParserCtxt *parser = len && len <= INT_MAX ? htmlNewParserCtxt() : NULL;

    if (!parser)
        return NULL;
    htmlDocPtr doc = parse(parser, bytes, (int)len, charset);
    htmlFreeParserCtxt(parser);
    if (!memory_ended())
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}
