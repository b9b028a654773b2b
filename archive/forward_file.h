/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forward_file.h - how a forward file is laid out: head, records and codes, tables. For forward*.c only. */
#ifndef HUSTINGS_FORWARD_FILE_H
#define HUSTINGS_FORWARD_FILE_H

#include "archive/sealed.h"

#define FORWARD_KIND UINT64_C(0x333064776674736f) /* "ostfwd03" */

struct forward_head {
    struct sealed_head sealed;
    uint64_t documents, words, word_bytes;
    uint64_t codes;   /* offsets in the file from here on; codes begin behind the head */
    uint64_t docids;  /* uint32_t, rising, one a document */
    uint64_t ends;    /* uint64_t, two a document: where the record of its quotations ends, which begins where the
                       * document before ends, and its codes begin; and where they end */
    uint64_t starts;  /* uint32_t, one a word and one more: into text; words in byte order */
    uint64_t numbers; /* uint32_t, one a word */
    uint64_t text;    /* bytes of all words */
};

#endif
