/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table_head.c - what the first line of a CSV or TSV file tells. */
#include "indexer/formats/table_head.h"

#include "archive/article.h"
#include "indexer/formats/json_shapes.h"
#include "indexer/formats/table_rows.h"

#include <string.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 64 }; /* of a column; what is longer is prose */

static const char delimiters[] = {',', ';', '\t', '|'};

struct header {
    size_t cells, known;
    bool body, whole; /* it names a title or text; all its cells are names, none empty or prose */
};

bool table_is_mac(const char *bytes, size_t len)
{
    return memchr(bytes, '\r', len) && !memchr(bytes, '\n', len);
}

/* The first line that is not blank. */
static size_t first_line(const char **bytes, size_t len)
{
    const char *bytes_from = *bytes, *at = bytes_from, *end = at + len;

    while (at < end && strchr(" \r\n", *at))
        at++;
    *bytes = at;
    const char *stop = memchr(at, table_is_mac(bytes_from, len) ? '\r' : '\n', (size_t)(end - at));
    return (size_t)((stop ? stop : end) - at);
}

static struct header look(const char *line, size_t len, char delimiter)
{
    struct header h = {.whole = true};
    struct cells cells;

    if (cells_of_line(line, len, delimiter, &cells) && cells.count <= TABLE_CELLS_MAX) {
        h.cells = cells.count;
        for (size_t i = 0; i < cells.count; i++) {
            const char *name = cells_at(&cells, i), *key = article_key_named(name, true);
            h.known += key || json_shapes_known(name);
            h.body = h.body || (key ? strcmp(key, "title") == 0 || strcmp(key, "text") == 0 : json_shapes_body(name));
            h.whole = h.whole && *name && strlen(name) <= NAME_MAX_BYTES;
        }
    }
    cells_free(&cells);
    return h;
}

bool table_says_delimiter(const char *line)
{
    return strncasecmp(line, "sep=", 4) == 0;
}

char table_delimiter(const char *bytes, size_t len)
{
    struct header best = {0};
    char chosen = ',';

    len = first_line(&bytes, len);
    if (len >= 5 && strncasecmp(bytes, "sep=", 4) == 0 && memchr(delimiters, bytes[4], sizeof delimiters))
        return bytes[4];
    for (size_t i = 0; i < sizeof delimiters; i++) {
        struct header h = look(bytes, len, delimiters[i]);
        if (h.known > best.known || (h.known == best.known && h.cells > best.cells)) {
            best = h;
            chosen = delimiters[i];
        }
    }
    return chosen;
}

bool table_is_one(const char *bytes, size_t len)
{
    const char *line = bytes, *end = bytes + len;
    size_t line_len = first_line(&line, len);
    char delimiter = table_delimiter(line, line_len);
    struct header h = look(line, line_len, delimiter);

    if (!h.body || !h.whole || h.known < 2)
        return false;
    const char *next = line + line_len;
    size_t next_len = first_line(&next, (size_t)(end - next));
    return next_len && (memchr(next, '"', next_len) || look(next, next_len, delimiter).cells == h.cells);
}
