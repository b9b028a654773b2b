/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns_file.h - how a file of columns is laid out: head, tables. For columns*.c only. */
#ifndef HUSTINGS_COLUMNS_FILE_H
#define HUSTINGS_COLUMNS_FILE_H

#include "archive/columns.h"
#include "archive/sealed.h"

#define COLUMNS_KIND UINT64_C(0x32306c6f6374736f) /* "ostcol02" */

struct column_head {
    uint64_t values, value_bytes, numbers_count;
    uint64_t width;   /* of a number in bytes: 2 or 4 */
    uint64_t numbers; /* offsets in the file from here on */
    uint64_t starts;  /* 0: each document has one number, which may be 0: none. Else uint32_t, one a document and one
                       * more: where its numbers begin; they end where the next document's begin */
    uint64_t places;  /* uint32_t, one a value and one more: into text */
    uint64_t text;
    uint64_t classes, class_bytes;
    uint64_t class_of;     /* 0: there are no classes. Else uint32_t, one a value */
    uint64_t wider;        /* 0: none is in two. Else likewise */
    uint64_t class_places; /* as places and text */
    uint64_t class_text;
};

struct columns_head {
    struct sealed_head sealed;
    uint64_t documents, count;
    struct column_head columns[COLUMNS_MAX];
};

#endif
