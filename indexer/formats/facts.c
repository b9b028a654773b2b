/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facts.c - what a reader of XML finds of an article, by the keys of JSON, and the article made of it. */
#include "indexer/formats/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 500, KINDS = sizeof((struct left_out *)NULL)->kinds / sizeof *((struct left_out *)NULL)->kinds };

bool facts_has(const cJSON *facts, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(facts, key) != NULL;
}

void facts_set(cJSON *facts, const char *key, const char *text)
{
    if (text && *text && !facts_has(facts, key))
        cJSON_AddStringToObject(facts, key, text);
}

void facts_take(cJSON *facts, const char *key, char *text)
{
    facts_set(facts, key, text);
    free(text);
}

void facts_add(cJSON *facts, const char *key, const char *text)
{
    if (!text || !*text)
        return;
    cJSON *list = cJSON_GetObjectItemCaseSensitive(facts, key);
    if (!list)
        list = cJSON_AddArrayToObject(facts, key);
    const cJSON *item;
    int count = 0;
    cJSON_ArrayForEach(item, list)
    {
        if (strcmp(item->valuestring, text) == 0)
            return;
        count++;
    }
    cJSON *one = list && count < LIST_MAX ? cJSON_CreateString(text) : NULL;
    if (one && !cJSON_AddItemToArray(list, one))
        cJSON_Delete(one);
}

void facts_add_taken(cJSON *facts, const char *key, char *text)
{
    facts_add(facts, key, text);
    free(text);
}

void left_out_add(struct left_out *l, const char *kind, unsigned long count)
{
    for (size_t i = 0; count && i < KINDS; i++) {
        const char *name = i < KINDS - 1 ? kind : "others";
        if (!*l->kinds[i].name)
            snprintf(l->kinds[i].name, sizeof l->kinds[i].name, "%s", name);
        if (strncmp(l->kinds[i].name, name, sizeof l->kinds[i].name - 1) != 0)
            continue;
        l->kinds[i].count += count;
        return;
    }
}

void left_out_tell(const struct left_out *l, const char *where, const struct sink *sink)
{
    char line[KINDS * 64] = "leaves out, as no published articles:";
    size_t len = strlen(line);

    if (!*l->kinds[0].name)
        return;
    for (size_t i = 0; i < KINDS && *l->kinds[i].name; i++)
        len += (size_t)snprintf(line + len, sizeof line - len, "%s %lu %s", i ? "," : "", l->kinds[i].count,
                                l->kinds[i].name);
    sink->warning(sink->ctx, where, line);
}

static void refuse(xmlNode *record, const char *around, const char *where, const char *reason, const struct sink *sink)
{
    struct buffer xml = buffer_make(DOCUMENT_BYTES_MAX);
    xmlBuffer *dump = sink->keeps_records ? xmlBufferCreate() : NULL;

    if (dump && xmlNodeDump(dump, record->doc, record, 0, 0) >= 0) {
        if (around)
            buffer_printf(&xml, "<%s>", around);
        buffer_append(&xml, xmlBufferContent(dump), (size_t)xmlBufferLength(dump));
        if (around)
            buffer_printf(&xml, "</%s>", around);
        buffer_putc(&xml, '\n');
    }
    sink->problem(sink->ctx, where, reason, (struct raw){xml.failed ? NULL : xml.data, xml.failed ? 0 : xml.len});
    xmlBufferFree(dump);
    buffer_free(&xml);
}

int facts_give(const cJSON *facts, xmlNode *record, const char *around, const char *where, const struct sink *sink,
               struct error *err)
{
    struct error why;
    int rc = format_give(facts, where, sink, &why, err);

    if (rc <= 0)
        return rc;
    refuse(record, around, where, why.text, sink);
    return 0;
}
