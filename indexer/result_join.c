/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_join.c - what a file of several parts is as a whole. */
#include "indexer/result_join.h"

#include "archive/request_line.h"

#include <inttypes.h>
#include <string.h>

static int unfit(struct error *err, const char *why)
{
    return error_set(err, FAULT_INVALID, "the file does not fit its manifest: %s", why);
}

static void sum_ids(const struct id_list *ids, size_t from, size_t to, struct manifest *out)
{
    struct manifest_ids sum;

    manifest_ids_begin(&sum);
    for (size_t i = from; i < to; i++)
        manifest_ids_add(&sum, id_list_at(ids, i), strlen(id_list_at(ids, i)));
    manifest_ids_end(&sum, out);
}

/* Whether the articles of from to end are the part, or its end is; *start: where it begins. */
static int fit_part(const struct id_list *ids, const struct manifest *m, size_t from, size_t end, size_t *start,
                    struct error *err)
{
    struct manifest is;

    if (m->count > end - from || (m->count < end - from && !m->after))
        return error_set(err, FAULT_INVALID, "the file does not fit its manifest: it has %zu articles and count says %"
                         PRIu64, end - from, m->count);
    if (m->limit && m->count > m->limit)
        return unfit(err, "it counts more articles than its parameters ask for");
    *start = end - (size_t)m->count;
    sum_ids(ids, *start, end, &is);
    if (strcmp(is.sha256, m->sha256) != 0)
        return unfit(err, "its ids, or their order, are not those that sha256 is of");
    if (*start == 0)
        return 0;
    const char *before = id_list_at(ids, *start - 1);
    if (!m->after)
        return error_set(err, FAULT_INVALID, "the file does not fit its manifest: a part begins anew behind article "
                         "%zu, '%.80s'", *start, before);
    if (strcmp(m->after, before) != 0)
        return error_set(err, FAULT_INVALID, "the file does not fit its manifest: a part goes on behind '%.80s', and "
                         "article %zu, which stands before it, is '%.80s'", m->after, *start, before);
    return 0;
}

static int same_set(const struct manifest *a, const struct manifest *b, struct error *err)
{
    struct buffer left = buffer_make(REQUEST_LINE_MAX), right = buffer_make(REQUEST_LINE_MAX);
    int rc = 0;

    request_line_print(&a->request, &left);
    request_line_print(&b->request, &right);
    if (left.failed || right.failed)
        rc = error_set(err, FAULT_MEMORY, "no memory to compare queries");
    else if (strcmp(left.data, right.data) != 0 || strcmp(a->understood_as, b->understood_as) != 0)
        rc = unfit(err, "its parts are of different queries");
    else if (strcmp(a->snapshot.id, b->snapshot.id) != 0 || a->snapshot.articles != b->snapshot.articles)
        rc = unfit(err, "its parts are of different snapshots");
    buffer_free(&left);
    buffer_free(&right);
    return rc;
}

int result_join(const struct result_file *file, const struct manifest *of_parts, struct manifest *out, size_t *pieces,
                struct error *err)
{
    const struct manifest *last = &of_parts[file->part_count - 1];
    struct manifest whole = *last;
    size_t from = 0, count = 0;

    for (size_t i = 0; file->listed && i < file->part_count; i++) {
        size_t start = 0, end = file->parts[i].end;
        if (fit_part(&file->ids, &of_parts[i], from, end, &start, err) < 0 ||
            (i && same_set(&of_parts[0], &of_parts[i], err) < 0))
            return -1;
        if (i == 0)
            whole.after = start ? NULL : of_parts[0].after;
        count += 1U + (start > from);
        from = end;
    }
    if (count > 1) {
        sum_ids(&file->ids, 0, from, &whole);
        whole.limit = last->limit && last->count == last->limit ? whole.count : 0; /* else the set was at its end */
    }
    *pieces = count;
    *out = whole;
    return 0;
}
