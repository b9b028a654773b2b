/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stored.c - an article as its segment keeps it: the facts as JSON, then the text. */
#include "archive/stored.h"

#include "archive/json_stored.h"
#include "archive/scoped.h"

#include <string.h>

DEFINE_SCOPED(json, cJSON *, cJSON_Delete)

int stored_write(const struct article *a, struct buffer *payload, size_t *head_len, struct error *err)
{
    scoped(json) cJSON *json = article_to_json(a, 0);
    scoped(char_ptr) char *head = json ? cJSON_PrintUnformatted(json) : NULL;

    if (!head)
        return error_set(err, FAULT_MEMORY, "no memory to store an article");
    *head_len = strlen(head);
    buffer_clear(payload);
    buffer_append(payload, head, *head_len);
    buffer_puts(payload, a->text ? a->text : "");
    if (payload->failed)
        return error_set(err, FAULT_INVALID, "article '%.100s' is over the limit of %d bytes", a->id ? a->id : "",
                         SEGMENT_RECORD_MAX);
    return 0;
}

int stored_read(const struct segment_record *record, struct article *out, struct error *err)
{
    scoped(json) cJSON *json = json_stored(record->head, record->head_len, "the facts of a stored article", err);

    if (!json)
        return -1;
    if (record->kind != SEGMENT_ARTICLE)
        return error_set(err, FAULT_DAMAGED, "the facts of a stored article cannot be read");
    struct article a;
    if (article_facts_from_json(json, &a, NULL, err) < 0)
        return error_prefix(err, "a stored article");
    free(a.text);
    a.text = strndup(record->text, record->text_len);
    if (!a.text) {
        article_free(&a);
        return error_set(err, FAULT_MEMORY, "no memory to read an article");
    }
    *out = a;
    return 0;
}

int stored_write_retraction(const char *id, const char *reason, struct buffer *payload, size_t *head_len,
                            struct error *err)
{
    scoped(json) cJSON *json = cJSON_CreateObject();
    scoped(char_ptr) char *head = NULL;

    if (json && cJSON_AddStringToObject(json, "id", id) && cJSON_AddStringToObject(json, "reason", reason))
        head = cJSON_PrintUnformatted(json);
    buffer_clear(payload);
    if (!head || !buffer_puts(payload, head))
        return error_set(err, FAULT_MEMORY, "no memory to retract article '%.100s'", id);
    *head_len = payload->len;
    return 0;
}

int stored_read_retraction(const struct segment_record *record, char **id, char **reason, struct error *err)
{
    scoped(json) cJSON *json = json_stored(record->head, record->head_len, "a stored retraction", err);
    const char *read_id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "id"));
    const char *read_reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "reason"));

    if (!json)
        return -1;
    if (record->kind != SEGMENT_RETRACTION || !read_id || !read_reason)
        return error_set(err, FAULT_DAMAGED, "a stored retraction cannot be read");
    scoped(char_ptr) char *id_copy = strdup(read_id);
    scoped(char_ptr) char *reason_copy = strdup(read_reason);
    if (!id_copy || !reason_copy)
        return error_set(err, FAULT_MEMORY, "no memory to read a retraction");
    *id = take(&id_copy);
    *reason = take(&reason_copy);
    return 0;
}

int stored_write_boilerplate(const char *source, const char *line, enum boilerplate_state state,
                             struct buffer *payload, size_t *head_len, struct error *err)
{
    scoped(json) cJSON *json = cJSON_CreateObject();
    scoped(char_ptr) char *head = NULL;

    if (json && cJSON_AddStringToObject(json, "source", source) &&
        cJSON_AddStringToObject(json, "state", boilerplate_state_name(state)))
        head = cJSON_PrintUnformatted(json);
    buffer_clear(payload);
    if (!head || !buffer_puts(payload, head))
        return error_set(err, FAULT_MEMORY, "no memory to store a line");
    *head_len = payload->len;
    return buffer_puts(payload, line) ? 0 : error_set(err, FAULT_MEMORY, "no memory to store a line");
}

int stored_read_boilerplate(const struct segment_record *record, char **source, char **line,
                            enum boilerplate_state *state, struct error *err)
{
    scoped(json) cJSON *json = json_stored(record->head, record->head_len, "a stored line of boilerplate", err);
    const char *read_source = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "source"));
    const char *read_state = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "state"));

    if (!json)
        return -1;
    if (record->kind != SEGMENT_BOILERPLATE || !read_source || !read_state ||
        !boilerplate_state_named(read_state, state))
        return error_set(err, FAULT_DAMAGED, "a stored line of boilerplate cannot be read");
    scoped(char_ptr) char *source_copy = strdup(read_source);
    scoped(char_ptr) char *line_copy = strndup(record->text, record->text_len);
    if (!source_copy || !line_copy)
        return error_set(err, FAULT_MEMORY, "no memory to read a line of boilerplate");
    *source = take(&source_copy);
    *line = take(&line_copy);
    return 0;
}
