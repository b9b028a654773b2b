/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_records.h - a stream of XML as its records, one small tree at a time. */
#ifndef HUSTINGS_XML_RECORDS_H
#define HUSTINGS_XML_RECORDS_H

#include "indexer/formats/format.h"

#include <libxml/tree.h>

enum { RECORD_BYTES_MAX = 8 << 20 }; /* of one record's tree; longer text is cut there, libxml2 would at 10 MB */

struct xml_records {
    void *ctx;
    /* Whether the element, depth levels below nothing (the root: 1), only holds records; all others are records. */
    bool (*holds)(void *ctx, const xmlNode *node, int depth);
    /* One record, gone after the call; its parents hold nothing but their names and attributes. Not 0: stop. */
    int (*record)(void *ctx, xmlNode *node, const char *where);
    const char *const *names; /* of records that cannot lie in one another (xml_tidy_new); NULL: none */
};

/* Says by sink what had to be mended, in one line. -1: the input cannot be read, no memory, or stopped. */
int xml_records_read(struct input *in, const char *name, const struct xml_records *records, const struct sink *sink,
                     struct error *err);

#endif
