/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_diff.c - the change from one text to another, word by word. */
#include "archive/word_diff.h"

#include "archive/scoped.h"

#include <string.h>
#include <xxhash.h>

struct word {
    uint64_t hash; /* equal: the same word, but for one chance in 2^64 */
    const char *text; /* up to the next one's: white space behind it included */
};

struct words {
    struct word *at;
    size_t count;
    bool *changed; /* by word */
    const char *end;
};

static size_t spaces(const char *at, const char *end, bool *line_ends)
{
    const char *from = at;

    *line_ends = false;
    for (; at < end && (*at == ' ' || *at == '\n' || *at == '\t'); at++)
        *line_ends |= *at == '\n';
    return (size_t)(at - from);
}

/* White space before the first word belongs to that. */
static bool split(const char *text, size_t len, struct arena *arena, struct words *w, bool *too_many)
{
    const char *at = text, *end = text + len;
    size_t size = 0;
    bool line_ends = false;

    w->end = end;
    while (at < end && !*too_many) {
        const char *from = at;
        if (at == text)
            at += spaces(at, end, &line_ends);
        const char *word = at;
        while (at < end && *at != ' ' && *at != '\n' && *at != '\t')
            at++;
        uint64_t hash = XXH3_64bits(word, (size_t)(at - word)) + (from != text && line_ends);
        at += spaces(at, end, &line_ends);
        if (!arena_grow(arena, &w->at, &size, w->count + 1, sizeof *w->at))
            return false;
        w->at[w->count++] = (struct word){hash, from};
        *too_many = w->count > WORD_DIFF_WORDS_MAX;
    }
    w->changed = arena_alloc(arena, w->count + 1);
    return w->changed;
}

/* What differs: words [first, a_end) and [first, b_end). */
struct middle {
    size_t first, a_end, b_end;
};

static struct middle trim(const struct words *a, const struct words *b)
{
    struct middle m = {0, a->count, b->count};

    while (m.first < m.a_end && m.first < m.b_end && a->at[m.first].hash == b->at[m.first].hash)
        m.first++;
    while (m.a_end > m.first && m.b_end > m.first && a->at[m.a_end - 1].hash == b->at[m.b_end - 1].hash) {
        m.a_end--;
        m.b_end--;
    }
    return m;
}

/* How far each diagonal k = x - y had come after so many changes: rows of 2 d + 1, one behind the other. */
static int32_t *row(int32_t *rows, int32_t d)
{
    return rows + (size_t)d * (size_t)d + d; /* [0] is diagonal 0 */
}

/* Whether diagonal k of row d is reached by an added word (from k + 1) rather than a removed one. */
static bool is_down(const int32_t *before, int32_t d, int32_t k)
{
    return k == -d || (k != d && before[k - 1] < before[k + 1]);
}

static void mark(int32_t *rows, int32_t d, const struct words *a, const struct words *b, struct middle m)
{
    int32_t x = (int32_t)(m.a_end - m.first), y = (int32_t)(m.b_end - m.first);

    for (; d > 0; d--) {
        const int32_t *before = row(rows, d - 1);
        int32_t k = x - y;
        bool down = is_down(before, d, k);
        int32_t k_before = down ? k + 1 : k - 1, x_before = before[k_before], y_before = x_before - k_before;
        if (down)
            b->changed[m.first + (size_t)y_before] = true;
        else
            a->changed[m.first + (size_t)x_before] = true;
        x = x_before;
        y = y_before;
    }
}

/* 1: marked; 0: too many changes; -1: out of memory. */
static int find_shortest(const struct words *a, const struct words *b, struct middle m)
{
    int32_t a_len = (int32_t)(m.a_end - m.first), b_len = (int32_t)(m.b_end - m.first);
    int32_t most = a_len + b_len < WORD_DIFF_CHANGES_MAX ? a_len + b_len : WORD_DIFF_CHANGES_MAX;
    size_t size = ((size_t)most + 1) * ((size_t)most + 1);
    scoped(char_ptr) int32_t *rows = malloc(size * sizeof *rows);

    if (!rows)
        return -1;
    for (int32_t d = 0; d <= most; d++) {
        int32_t *now = row(rows, d), *before = d ? row(rows, d - 1) : NULL;
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t x = !d ? 0 : is_down(before, d, k) ? before[k + 1] : before[k - 1] + 1, y = x - k;
            while (x < a_len && y < b_len && a->at[m.first + (size_t)x].hash == b->at[m.first + (size_t)y].hash) {
                x++;
                y++;
            }
            now[k] = x;
            if (x >= a_len && y >= b_len) {
                mark(rows, d, a, b, m);
                return 1;
            }
        }
    }
    return 0;
}

static bool add(struct word_diff *out, size_t *size, enum word_change_kind kind, const struct words *w, size_t from,
                size_t to, struct arena *arena)
{
    if (from == to)
        return true;
    if (!arena_grow(arena, &out->at, size, out->count + 1, sizeof *out->at))
        return false;
    const char *end = to < w->count ? w->at[to].text : w->end;
    out->at[out->count++] = (struct word_change){kind, w->at[from].text, (size_t)(end - w->at[from].text)};
    return true;
}

static bool tell(const struct words *a, const struct words *b, struct arena *arena, struct word_diff *out)
{
    size_t i = 0, j = 0, size = 0;
    bool ok = true;

    while (ok && (i < a->count || j < b->count)) {
        size_t i_from = i, j_from = j;
        while (i < a->count && a->changed[i])
            i++;
        while (j < b->count && b->changed[j])
            j++;
        size_t same = j;
        ok = add(out, &size, CHANGE_REMOVED, a, i_from, i, arena) && add(out, &size, CHANGE_ADDED, b, j_from, j, arena);
        while (i < a->count && j < b->count && !a->changed[i] && !b->changed[j]) {
            i++;
            j++;
        }
        ok = ok && add(out, &size, CHANGE_SAME, b, same, j, arena);
    }
    return ok;
}

int word_diff(const char *a, size_t a_len, const char *b, size_t b_len, struct arena *arena, struct word_diff *out,
              struct error *err)
{
    struct words from = {0}, to = {0};
    struct word_diff diff = {0};
    bool many_from = false, many_to = false;

    if (!split(a, a_len, arena, &from, &many_from) || !split(b, b_len, arena, &to, &many_to))
        return error_set(err, FAULT_MEMORY, "no memory to compare two texts");
    bool too_many = many_from || many_to;
    if (too_many) { /* each is one word */
        from.count = a_len > 0;
        to.count = b_len > 0;
    }
    struct middle m = trim(&from, &to);
    if (too_many)
        m = (struct middle){0, from.count, to.count};
    int found = too_many ? 0 : find_shortest(&from, &to, m);
    if (found < 0)
        return error_set(err, FAULT_MEMORY, "no memory to compare two texts");
    if (!found) {
        memset(from.changed + m.first, true, m.a_end - m.first);
        memset(to.changed + m.first, true, m.b_end - m.first);
    }
    diff.shortest = found;
    if (!tell(&from, &to, arena, &diff))
        return error_set(err, FAULT_MEMORY, "no memory to compare two texts");
    *out = diff;
    return 0;
}
