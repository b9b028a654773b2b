/* SPDX-License-Identifier: GPL-2.0-or-later */
/* manifest.c - what an exported result set is. */
#include "archive/manifest.h"

#include "archive/json_put.h"
#include "archive/render.h"
#include "archive/request_line.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- ids ------------------------------------------------------------- */

void manifest_ids_begin(struct manifest_ids *ids)
{
    sha256_init(&ids->sha);
    ids->count = 0;
}

void manifest_ids_add(struct manifest_ids *ids, const char *id, size_t len)
{
    sha256_update(&ids->sha, len, (const uint8_t *)id);
    sha256_update(&ids->sha, 1, (const uint8_t *)"\n");
    ids->count++;
}

void manifest_ids_end(const struct manifest_ids *ids, struct manifest *out)
{
    struct sha256_ctx sha = ids->sha;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(&sha, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(out->sha256 + 2 * i, 3, "%02x", digest[i]);
    out->count = ids->count;
}

/* ---- writing --------------------------------------------------------- */

static bool put_parameters(cJSON *o, const struct manifest *m)
{
    struct buffer line = buffer_make(REQUEST_LINE_MAX);
    char limit[24];

    request_line_print(&m->request, &line);
    if (m->after)
        request_line_put(&line, "after", m->after, strlen(m->after));
    if (m->limit)
        request_line_put(&line, "limit", limit, (size_t)snprintf(limit, sizeof limit, "%" PRIu64, m->limit));
    bool ok = !line.failed && json_put_string(o, "parameters", line.data);
    buffer_free(&line);
    return ok;
}

cJSON *manifest_render(const struct manifest *m)
{
    scoped(json) cJSON *o = cJSON_CreateObject();

    if (o && render_query(o, &m->request, m->understood_as, m->hash) && put_parameters(o, m) &&
        json_put_string(o, "snapshot", m->snapshot.id) && json_put_number(o, "articles", m->snapshot.articles) &&
        json_put_number(o, "count", (double)m->count) &&
        json_put_string(o, "order", m->request.sort == SORT_OLDEST ? "oldest" : "newest") &&
        json_put_string(o, "sha256", m->sha256) && json_put_string(o, "made", m->made) &&
        json_put_string(o, "program", m->program))
        return take(&o);
    return NULL;
}

/* ---- reading --------------------------------------------------------- */

static int wrong(struct error *err, const char *name, const char *why)
{
    return error_set(err, FAULT_INVALID, "the manifest's \"%s\" %s", name, why);
}

static int read_text(const cJSON *json, const char *name, const char **out, struct error *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);

    *out = cJSON_GetStringValue(item);
    return *out ? 0 : wrong(err, name, item ? "is no text" : "is missing");
}

static int copy_text(const cJSON *json, const char *name, struct arena *arena, const char **out, struct error *err)
{
    const char *text;

    if (read_text(json, name, &text, err) < 0)
        return -1;
    *out = arena_copy(arena, text, strlen(text));
    return *out ? 0 : error_set(err, FAULT_MEMORY, "no memory to read a manifest");
}

static int read_number(const cJSON *json, const char *name, double max, double *out, struct error *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    double n = cJSON_IsNumber(item) ? cJSON_GetNumberValue(item) : -1;

    if (!(n >= 0 && n <= max) || n != (double)(uint64_t)n)
        return wrong(err, name, item ? "is no count" : "is missing");
    *out = n;
    return 0;
}

static int read_other(void *ctx, const char *name, const char *value, struct error *err)
{
    struct manifest *m = ctx;
    char *end;

    if (strcmp(name, "after") == 0 && *value && !m->after) {
        m->after = value;
        return 0;
    }
    if (strcmp(name, "limit") == 0 && isdigit((unsigned char)*value) && !m->limit) {
        m->limit = strtoull(value, &end, 10);
        if (!*end && m->limit)
            return 0;
    }
    return error_set(err, FAULT_INVALID, "'%s=%.80s' is no parameter of an export", name, value);
}

/* What the manifest says of its query must follow from its parameters; all but how it was understood, since that is by
 * the archive's synonyms too. */
static int check_query(const cJSON *json, struct manifest *m, struct arena *arena, struct error *err)
{
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(json, "query"), *item;
    scoped(json) cJSON *own = cJSON_CreateObject();

    if (!cJSON_IsObject(given))
        return wrong(err, "query", given ? "is no object" : "is missing");
    if (copy_text(given, "understood_as", arena, &m->understood_as, err) < 0 ||
        search_identify(&m->request, arena, m->hash, err) < 0)
        return -1;
    if (!own || !render_query(own, &m->request, m->understood_as, m->hash))
        return error_set(err, FAULT_MEMORY, "no memory to read a manifest");
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(own, "query"))
    {
        const cJSON *said = cJSON_GetObjectItemCaseSensitive(given, item->string);
        if (!said)
            return error_set(err, FAULT_INVALID, "the manifest's query has no \"%s\"", item->string);
        if (!cJSON_Compare(said, item, true))
            return error_set(err, FAULT_INVALID, "the manifest's query was changed: its \"%s\" is not that of its "
                             "\"parameters\"", item->string);
    }
    return 0;
}

static bool is_sha256(const char *text)
{
    return strlen(text) == MANIFEST_SHA256 - 1 && strspn(text, "0123456789abcdef") == MANIFEST_SHA256 - 1;
}

static int read_set(const cJSON *json, struct arena *arena, struct manifest *m, struct error *err)
{
    const char *text, *order;
    double n = 0;

    if (read_text(json, "snapshot", &text, err) < 0 || read_number(json, "articles", UINT32_MAX, &n, err) < 0)
        return -1;
    if (!*text || strlen(text) >= sizeof m->snapshot.id)
        return wrong(err, "snapshot", "is no name of a snapshot");
    snprintf(m->snapshot.id, sizeof m->snapshot.id, "%s", text);
    m->snapshot.articles = (uint32_t)n;
    if (read_number(json, "count", (double)(UINT64_C(1) << 53), &n, err) < 0 ||
        read_text(json, "sha256", &text, err) < 0 || read_text(json, "order", &order, err) < 0)
        return -1;
    m->count = (uint64_t)n;
    if (!is_sha256(text))
        return wrong(err, "sha256", "is not 64 hexadecimal digits");
    snprintf(m->sha256, sizeof m->sha256, "%s", text);
    if (m->request.sort == SORT_RELEVANCE)
        return wrong(err, "parameters", "ask for no order by date");
    if (strcmp(order, m->request.sort == SORT_OLDEST ? "oldest" : "newest") != 0)
        return wrong(err, "order", "is not that of its \"parameters\"");
    return check_query(json, m, arena, err);
}

int manifest_read(const cJSON *json, struct arena *arena, struct manifest *out, struct error *err)
{
    struct manifest m = {0};
    const char *text;

    if (!cJSON_IsObject(json))
        return error_set(err, FAULT_INVALID, "the manifest is no JSON object");
    if (copy_text(json, "made", arena, &m.made, err) < 0 || copy_text(json, "program", arena, &m.program, err) < 0 ||
        read_text(json, "parameters", &text, err) < 0 ||
        request_line_read(text, arena, read_other, &m, &m.request, err) < 0 || read_set(json, arena, &m, err) < 0)
        return -1;
    *out = m;
    return 0;
}
