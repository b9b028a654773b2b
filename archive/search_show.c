/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_show.c - an article that was found, made into what is shown of it. */
#include "archive/search_show.h"

#include "archive/copies_list.h"
#include "archive/docid_article.h"

#include <string.h>

static int no_memory(struct showing *s)
{
    return error_set(s->err, FAULT_MEMORY, "the search needs too much memory");
}

int show_facts(struct showing *s, uint32_t docid, double score, struct search_result *result)
{
    if (docid_record(s->reader, docid, s->arena, &result->record, s->err) < 0)
        return -1;
    result->score = score;
    if (copies_count(s->reader, result->record.group, &result->copies, s->err) < 0)
        return -1;
    const struct record_text *title = &result->record.title;
    if (title->data && !snippet_title(reader_snippets(s->reader), s->marks, title->data, title->len, s->arena,
                                      &result->title))
        return no_memory(s);
    return 0;
}

int show_read(struct showing *s, const struct search_result *result, struct segment_record *stored)
{
    *stored = (struct segment_record){0};
    if (reader_stored(s->reader, &result->record, false, reader_buffer(s->reader), stored, s->err) == 0)
        return 0;
    if (s->err->fault != FAULT_DAMAGED)
        return -1;
    s->damaged++; /* one bad text must not cost the others of its page */
    *stored = (struct segment_record){0};
    return 0;
}

int show_text(struct showing *s, const struct segment_record *stored, struct search_result *result)
{
    if (s->request->texts && stored->text) {
        const char *copy = arena_copy(s->arena, stored->text, stored->text_len);
        if (!copy)
            return no_memory(s);
        result->text = (struct record_text){copy, stored->text_len};
    }
    if (!s->request->snippets || !stored->text_len)
        return 0;
    struct record_text said = {stored->text, stored->text_len};
    if (!docid_said(s->reader, &result->record, s->arena, &said))
        return no_memory(s);
    if (!said.len)
        return 0;
    const struct record_text *title = &result->record.title;
    uint32_t length = s->request->snippet_length, fragments = s->request->fragments;
    const struct snippet_form form = {(length ? length : SNIPPET_LENGTH) - SNIPPET_ENDS,
                                      fragments ? fragments : SNIPPET_FRAGMENTS};
    if (!snippet_passage(reader_snippets(s->reader), s->marks, said.data, said.len,
                         title->data ? title->data : "", title->len, &form, s->arena, &result->snippet))
        return no_memory(s);
    return 0;
}

int show_damage(struct showing *s, const char **warning)
{
    *warning = NULL;
    if (!s->damaged)
        return 0;
    *warning = arena_printf(s->arena, "%u of these articles %s damaged and shown without text", s->damaged,
                            s->damaged == 1 ? "is" : "are");
    return *warning ? 0 : no_memory(s);
}
