/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_parse.c - libxml2's parser, which is left when memory ends.
 *
 * libxml2 2.9 does not tell its parser of all its allocations that fail, and the parser then goes on: without an element,
 * or without an end. What it held when it is left is lost. */
#include "indexer/formats/html_parse.h"

#include "archive/memory.h"

#include <errno.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <setjmp.h>

struct way_out {
    jmp_buf at;
};

/* In libxml2, which holds no lock where it reports an error. */
static void look(void *ctx, xmlError *error)
{
    struct way_out *out = ctx;

    if (error->code == XML_ERR_NO_MEMORY || memory_ended()) /* or it reports what it makes of that, without end */
        longjmp(out->at, 1);
}

static htmlDocPtr parse(const char *bytes, int len, const char *charset)
{
    struct way_out out;
    static const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;

    if (setjmp(out.at)) {
        xmlSetStructuredErrorFunc(NULL, NULL);
        memory_note();
        return NULL;
    }
    xmlSetStructuredErrorFunc(&out, look); /* this thread's */
    errno = 0;
    htmlDocPtr doc = htmlReadMemory(bytes, len, NULL, charset, options);
    xmlSetStructuredErrorFunc(NULL, NULL);
    if (errno == ENOMEM) /* of iconv, instead of which another charset is taken */
        memory_note();
    return doc;
}

htmlDocPtr html_parse(const char *bytes, size_t len, const char *charset)
{
    htmlDocPtr doc = len && len <= INT_MAX ? parse(bytes, (int)len, charset) : NULL;

    if (!memory_ended())
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}
