/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_match.c - the names of one view that what was typed may become.
 *
 * What begins so is a range of a sorted table, found by halving. What begins so but for a slip is found by walking
 * all that begins with the same letter, in order: rows of edit distances (Damerau's, with swaps of neighbours) for the
 * letters that neighbours share are reckoned once, as in a walk of a trie. */
#include "archive/suggest_match.h"

#include "archive/suggest.h"

#include <string.h>

enum {
    SLIPS_MAX = 2,
    DEPTH_MAX = SUGGEST_BYTES_MAX + 16,
    WALKED_MAX = 64 /* bytes typed: longer is looked for as it stands */
};
static const double WITHIN_BITS = 3, SLIP_BITS = 8;

/* Records by key, or middles: either is a sorted table of texts. */
struct table {
    const struct names_view *view;
    bool middles;
    size_t count;
};

static xap_text text_at(const struct table *t, size_t i)
{
    return t->middles ? names_middle(t->view, i) : names_key(t->view, i);
}

static uint32_t place_at(const struct table *t, size_t i)
{
    return t->middles ? t->view->middles[i] : t->view->places[i];
}

/* The first whose text is not before the given one; with `past`, that does not begin with it. */
static size_t seek(const struct table *t, const char *text, size_t len, bool past)
{
    size_t low = 0, high = t->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        xap_text at = text_at(t, middle);
        int order = memcmp(at.data, text, at.len < len ? at.len : len);
        if (order < 0 || (order == 0 && (at.len < len || past)))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void offer(struct name_matches *m, const struct table *t, size_t i, unsigned slips)
{
    const struct names_view *v = t->view;
    uint32_t place = place_at(t, i);

    if (place >= v->heap_size || v->heap_size - place < NAMES_HEAD)
        return; /* damaged: `check` tells */
    double weight = (double)(v->heap[place] | v->heap[place + 1] << 8) / NAMES_WEIGHT_ONE;
    double penalty = slips * SLIP_BITS + (t->middles ? WITHIN_BITS : 0), score = weight - penalty;
    if (m->count == MATCHES_MAX && m->at[MATCHES_MAX - 1].score >= score)
        return;
    size_t at = 0;
    while (at < m->count && m->at[at].place != place)
        at++;
    if (at < m->count) { /* matched at another word, too */
        if (m->at[at].score >= score)
            return;
        memmove(&m->at[at], &m->at[at + 1], (m->count - at - 1) * sizeof *m->at);
        m->count--;
    }
    if (m->count == MATCHES_MAX)
        m->count--;
    for (at = m->count++; at && m->at[at - 1].score < score; at--)
        m->at[at] = m->at[at - 1];
    m->at[at] = (struct name_match){.place = place, .slips = (uint8_t)slips, .within = t->middles, .penalty = penalty,
                                    .score = score};
}

static void match_exactly(const struct table *t, const char *typed, size_t len, struct name_matches *out)
{
    size_t end = seek(t, typed, len, true);

    for (size_t i = seek(t, typed, len, false); i < end; i++) {
        offer(out, t, i, 0);
        out->exact = true;
    }
}

/* ---- slips ----------------------------------------------------------- */

/* rows[d][k]: edits between the first d letters of a text and the first k typed. */
struct walk {
    const char *typed;
    size_t len;
    unsigned most;
    uint8_t rows[WALKED_MAX + SLIPS_MAX + 1][WALKED_MAX + 1];
    uint8_t best[WALKED_MAX + SLIPS_MAX +
                 1]; /* fewest edits at which that many letters, or fewer, stand for all that is typed */
    uint8_t least[WALKED_MAX + SLIPS_MAX + 1]; /* of a row */
};

static void start(struct walk *w)
{
    for (size_t k = 0; k <= w->len; k++)
        w->rows[0][k] = (uint8_t)k;
    w->best[0] = SLIPS_MAX + 1;
    w->least[0] = 0;
}

/* The row for text's letter d - 1. Only cells near the diagonal can stay within the slips allowed. */
static void step(struct walk *w, const char *text, size_t d)
{
    uint8_t *row = w->rows[d];
    const uint8_t *before = w->rows[d - 1];
    size_t first = d > w->most ? d - w->most : 0, last = d + w->most < w->len ? d + w->most : w->len;
    uint8_t least = SLIPS_MAX + 1;

    memset(row, SLIPS_MAX + 1, w->len + 1);
    for (size_t k = first; k <= last; k++) {
        uint8_t edits = (uint8_t)(before[k] + 1);
        if (k == 0) {
            edits = (uint8_t)d;
        } else {
            uint8_t other = (uint8_t)(before[k - 1] + (text[d - 1] != w->typed[k - 1]));
            edits = other < edits ? other : edits;
            other = (uint8_t)(row[k - 1] + 1);
            edits = other < edits ? other : edits;
            if (d > 1 && k > 1 && text[d - 1] == w->typed[k - 2] && text[d - 2] == w->typed[k - 1]) {
                other = (uint8_t)(w->rows[d - 2][k - 2] + 1);
                edits = other < edits ? other : edits;
            }
        }
        row[k] = edits <= SLIPS_MAX ? edits : SLIPS_MAX + 1;
        least = row[k] < least ? row[k] : least;
    }
    w->least[d] = least;
    /* The last letter typed is one of the text's: else each word that begins with the letters before would do. */
    bool ends = text[d - 1] == w->typed[w->len - 1] || (d > 1 && text[d - 2] == w->typed[w->len - 1]);
    w->best[d] = ends && row[w->len] < w->best[d - 1] ? row[w->len] : w->best[d - 1];
}

static void match_with_slips(const struct table *t, struct walk *w, struct name_matches *out)
{
    size_t from = seek(t, w->typed, 1, false), end = seek(t, w->typed, 1, true), known = 0;
    xap_text before = {"", 0};

    start(w);
    for (size_t i = from; i < end; i++) {
        xap_text text = text_at(t, i);
        size_t depth = 0, deepest = w->len + w->most;
        deepest = text.len < deepest ? text.len : deepest;
        while (depth < known && depth < deepest && depth < before.len && text.data[depth] == before.data[depth])
            depth++;
        while (depth < deepest && w->least[depth] <= w->most) {
            depth++;
            step(w, text.data, depth);
        }
        known = depth;
        before = text;
        if (w->best[depth] && w->best[depth] <= w->most)
            offer(out, t, i, w->best[depth]);
    }
}

static unsigned slips_allowed(const char *typed, size_t len)
{
    size_t letters = 0;

    for (size_t i = 0; i < len; i++)
        letters += typed[i] != ' ' && ((unsigned char)typed[i] & 0xC0) != 0x80;
    return letters < SUGGEST_SLIP_LETTERS || len > WALKED_MAX ? 0 : letters < 2 * SUGGEST_SLIP_LETTERS ? 1 : 2;
}

void match_names(const struct names_view *v, const char *typed, size_t len, struct name_matches *out)
{
    const struct table tables[] = {{v, false, v->count}, {v, true, v->middle_count}};
    struct walk walk = {.typed = typed, .len = len, .most = slips_allowed(typed, len)};

    out->count = 0;
    out->exact = false;
    for (size_t i = 0; i < 2; i++)
        match_exactly(&tables[i], typed, len, out);
    for (size_t i = 0; walk.most && i < 2; i++)
        match_with_slips(&tables[i], &walk, out);
}
