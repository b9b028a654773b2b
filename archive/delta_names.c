/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta_names.c - the list of names that a small commit leaves in the delta's metadata. */
#include "archive/delta_names.h"

#include "archive/array_grow.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 64 << 20 };

void delta_names_free(struct delta_names *n)
{
    name_tally_free(n->tally);
    lexicon_free(n->words);
    free(n->numbers);
    *n = (struct delta_names){0};
}

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory for the names of articles");
}

int delta_names_add(struct delta_names *n, uint32_t docid, struct document_maker *made, struct error *err)
{
    size_t count = document_word_count(made);

    n->tally = n->tally ? n->tally : name_tally_new();
    n->words = n->words ? n->words : lexicon_new();
    if (!n->tally || !n->words || !array_grow(&n->numbers, &n->numbers_size, count, sizeof *n->numbers))
        return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        xap_text word = document_word(made, i);
        n->numbers[i] = lexicon_add(n->words, 0, word.data, word.len);
        if (n->numbers[i] == LEXICON_FULL)
            return no_memory(err);
    }
    n->documents++;
    return name_tally_add(n->tally, docid, made, n->numbers) ? 0 : no_memory(err);
}

static xap_status put_list(xap_writer *delta, const struct buffer *list, xap_error *xerr)
{
    char key[32], number[24];
    xap_bytes had = {0};

    xap_status s =
        xap_reader_metadata(xap_writer_reader(delta), 0, (xap_text){DELTA_NAMES, strlen(DELTA_NAMES)}, &had, xerr);
    if (s != XAP_OK)
        return s;
    uint64_t lists = strtoull(had.data, NULL, 10);
    xap_bytes_free(&had);
    int len = snprintf(key, sizeof key, DELTA_NAMES "%" PRIu64, lists);
    s = xap_writer_set_metadata(delta, (xap_text){key, (size_t)len}, (xap_text){list->data, list->len}, xerr);
    len = snprintf(number, sizeof number, "%" PRIu64, lists + 1);
    return s == XAP_OK ? xap_writer_set_metadata(delta, (xap_text){DELTA_NAMES, strlen(DELTA_NAMES)},
                                                 (xap_text){number, (size_t)len}, xerr)
                       : s;
}

int delta_names_write(struct delta_names *n, xap_writer *delta, struct error *err)
{
    struct names_list names = {0};
    struct buffer list = buffer_make(LIST_MAX);
    xap_error xerr;

    if (!n->documents)
        return 0;
    bool fits = names_choose(n->tally, n->words, n->documents, &names);
    for (size_t i = 0; fits && i < names.count; i++)
        fits = names_put(&list, &names.at[i]);
    xap_status s = fits && list.len ? put_list(delta, &list, &xerr) : XAP_OK;
    names_list_free(&names);
    buffer_free(&list);
    return !fits ? no_memory(err) : s != XAP_OK ? shim_error(err, s, &xerr) : 0;
}
