/* SPDX-License-Identifier: GPL-2.0-or-later */
/* said.c - what an article says: its text without the lines that are known as its source's boilerplate. */
#include "archive/said.h"

#include "archive/json_put.h"
#include "archive/json_stored.h"

#include <string.h>

void said_free(struct said *s)
{
    buffer_free(&s->source);
    buffer_free(&s->text);
    buffer_free(&s->left_out);
}

bool said_cut(struct said *s, const struct boilerplate *known, const struct said_of *of, const char **text,
              size_t *len)
{
    s->source.max = s->text.max = s->left_out.max = SEGMENT_RECORD_MAX;
    buffer_clear(&s->source);
    buffer_clear(&s->left_out);
    if (!known->count || !*len)
        return true;
    if (!boilerplate_source(of->source, of->source_len, of->url, of->url_len, &s->source))
        return false;
    return boilerplate_strip(known, of->commit, boilerplate_seed(s->source.data, s->source.len), text, len, &s->text,
                             &s->left_out);
}

static const char *fact(const cJSON *facts, const char *key, size_t *len)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(facts, key));

    *len = value ? strlen(value) : 0;
    return value;
}

bool said_read(struct said *s, const struct boilerplate *known, const struct segment_record *stored, const char **text,
               size_t *len)
{
    struct said_of of = {.commit = BOILERPLATE_NOW};

    *text = stored->text;
    *len = stored->text_len;
    if (!known->count || !*len)
        return true;
    struct error why = {0};
    scoped(json) cJSON *facts = json_stored(stored->head, stored->head_len, "the facts of a stored article", &why);
    if (why.fault == FAULT_MEMORY)
        return false;
    of.source = fact(facts, "source", &of.source_len);
    of.url = fact(facts, "url", &of.url_len);
    return said_cut(s, known, &of, text, len);
}
