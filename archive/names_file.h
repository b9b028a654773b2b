/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_file.h - how a file of names is laid out: head, heap of records, tables. For names*.c only. */
#ifndef HUSTINGS_NAMES_FILE_H
#define HUSTINGS_NAMES_FILE_H

#include "archive/names.h"

#define NAMES_KIND UINT64_C(0x31306d616e74736f) /* "ostnam01" */

struct names_head {
    struct sealed_head sealed;
    uint64_t count, middle_count, heap_bytes;
    uint64_t heap;    /* offsets in the file from here on: records in the order of their keys */
    uint64_t places;  /* uint32_t, one a record */
    uint64_t middles; /* uint32_t, one a middle */
    uint64_t offsets; /* a byte a middle */
};

#endif
