/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate.c - the lines that are known, and a text without them. */
#include "archive/boilerplate.h"

#include "archive/array_grow.h"
#include "archive/schema.h"
#include "archive/text.h"

#include <string.h>
#include <xxhash.h>

enum { SOURCE_MAX = 4096 /* bytes of a source's name that tell it from others */ };

static const char *const state_names[] = {
    [BOILERPLATE_LEARNED] = "learned", [BOILERPLATE_KEPT] = "kept", [BOILERPLATE_DROPPED] = "dropped"};

const char *boilerplate_state_name(enum boilerplate_state state)
{
    return state_names[state];
}

bool boilerplate_state_named(const char *name, enum boilerplate_state *out)
{
    for (int i = BOILERPLATE_LEARNED; i <= BOILERPLATE_DROPPED; i++) {
        if (strcmp(name, state_names[i]) == 0) {
            *out = (enum boilerplate_state)i;
            return true;
        }
    }
    return false;
}

/* ---- the set --------------------------------------------------------- */

void boilerplate_free(struct boilerplate *b)
{
    free(b->at);
    *b = (struct boilerplate){0};
}

/* Where the first of key's that is not before a commit stands, or would. */
static size_t place_of(const struct boilerplate *b, uint64_t key, uint64_t since)
{
    size_t from = 0, to = b->count;

    while (from < to) {
        size_t mid = from + (to - from) / 2;
        const struct boilerplate_line *line = &b->at[mid];
        if (line->key < key || (line->key == key && line->since < since))
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* What held at a commit; NULL: nothing did. */
static const struct boilerplate_line *find_at(const struct boilerplate *b, uint64_t key, uint64_t commit)
{
    size_t at = place_of(b, key, commit);

    if (at < b->count && b->at[at].key == key && b->at[at].since == commit)
        return &b->at[at];
    return at && b->at[at - 1].key == key ? &b->at[at - 1] : NULL;
}

const struct boilerplate_line *boilerplate_find(const struct boilerplate *b, uint64_t key)
{
    return find_at(b, key, BOILERPLATE_NOW);
}

bool boilerplate_is_last(const struct boilerplate *b, size_t i)
{
    return i + 1 == b->count || b->at[i + 1].key != b->at[i].key;
}

bool boilerplate_set(struct boilerplate *b, const struct boilerplate_line *line)
{
    size_t at = place_of(b, line->key, line->since);

    if (at == b->count || b->at[at].key != line->key || b->at[at].since != line->since) {
        if (!array_grow(&b->at, &b->size, b->count + 1, sizeof *b->at))
            return false;
        memmove(b->at + at + 1, b->at + at, (b->count - at) * sizeof *b->at);
        b->count++;
    }
    b->at[at] = *line;
    return true;
}

bool boilerplate_write(const struct boilerplate *b, struct buffer *out)
{
    uint64_t before = 0;

    for (size_t i = 0; i < b->count; i++) {
        const struct boilerplate_line *line = &b->at[i];
        buffer_put_varint(out, line->key - before);
        buffer_put_varint(out, line->since);
        buffer_put_varint(out, line->state);
        buffer_put_varint(out, line->segment);
        buffer_put_varint(out, line->place.offset);
        buffer_put_varint(out, line->place.length);
        before = line->key;
    }
    return !out->failed;
}

static bool read_line(const char **at, const char *end, const struct boilerplate_line *before,
                      struct boilerplate_line *out)
{
    uint64_t gap, since, state, segment, offset, length;

    if (!varint_read(at, end, &gap) || !varint_read(at, end, &since) || !varint_read(at, end, &state) ||
        !varint_read(at, end, &segment) || !varint_read(at, end, &offset) || !varint_read(at, end, &length))
        return false;
    bool rises = gap ? gap <= UINT64_MAX - before->key : before->key && since > before->since;
    if (!rises || since == BOILERPLATE_NOW || state < BOILERPLATE_LEARNED || state > BOILERPLATE_DROPPED ||
        segment > UINT32_MAX || length > UINT32_MAX)
        return false;
    *out = (struct boilerplate_line){.key = before->key + gap, .since = since,
                                     .state = (enum boilerplate_state)state, .segment = (uint32_t)segment,
                                     .place = {offset, (uint32_t)length}};
    return true;
}

bool boilerplate_read(struct boilerplate *b, const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + len;
    struct boilerplate_line line = {0};
    bool whole = true;

    b->count = 0;
    while (whole && at < end)
        whole = read_line(&at, end, &line, &line) && boilerplate_set(b, &line);
    if (!whole)
        boilerplate_free(b);
    return whole;
}

/* ---- lines ----------------------------------------------------------- */

bool boilerplate_source(const char *source, size_t source_len, const char *url, size_t url_len, struct buffer *out)
{
    const char *at = NULL;
    size_t host_len = 0;

    if (source_len)
        return buffer_append(out, source, source_len < SOURCE_MAX ? source_len : SOURCE_MAX);
    if (url_len && schema_url(url, url_len, &at, &host_len))
        return buffer_append(out, at, host_len < SOURCE_MAX ? host_len : SOURCE_MAX);
    return buffer_append(out, "", 0);
}

uint64_t boilerplate_seed(const char *source, size_t len)
{
    struct buffer folded = buffer_make(SOURCE_MAX * 20); /* one letter may fold to 18 */

    text_fold(source, len, &folded);
    uint64_t seed = XXH3_64bits(folded.data ? folded.data : "", folded.len);
    buffer_free(&folded);
    return seed;
}

static uint64_t key_of(uint64_t seed, const char *line, size_t len)
{
    uint64_t key = len ? XXH3_64bits_withSeed(line, len, seed) : 0;

    return len && !key ? 1 : key;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Whether white space in a line is anything but single spaces: all texts are asked, so it has no branch. */
static bool is_ragged(const char *line, size_t len)
{
    bool ragged = false;

    for (size_t i = 0; i + 1 < len; i++)
        ragged |= ((line[i] == ' ') & (line[i + 1] == ' ')) | (line[i] == '\t') | (line[i] == '\r');
    return ragged;
}

static size_t squeeze(const char *line, size_t len, char *out)
{
    size_t kept = 0;

    for (size_t i = 0; i < len; i++)
        if (!is_space(line[i]) || (kept && !is_space(line[i - 1])))
            out[kept++] = is_space(line[i]) ? ' ' : line[i];
    return kept;
}

/* l->line is the line at..end, in the text itself if it can be; len 0: empty, or too long. */
static void take_line(struct boilerplate_lines *l, const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    while (end > at && is_space(end[-1]))
        end--;
    l->line = at;
    l->len = (size_t)(end - at);
    if (l->len > BOILERPLATE_LINE_MAX) {
        l->len = 0;
    } else if (is_ragged(at, l->len)) {
        l->len = squeeze(at, l->len, l->squeezed);
        l->line = l->squeezed;
    }
}

void boilerplate_lines_start(struct boilerplate_lines *l, uint64_t seed, const char *text, size_t len)
{
    l->text = l->at = text;
    l->end = text + len;
    l->seed = seed;
    l->len = 0;
}

uint64_t boilerplate_lines_next(struct boilerplate_lines *l)
{
    while (l->at < l->end) {
        const char *newline = memchr(l->at, '\n', (size_t)(l->end - l->at)), *stop = newline ? newline : l->end;
        l->start = (size_t)(l->at - l->text);
        l->stop = (size_t)(stop - l->text);
        take_line(l, l->at, stop);
        l->at = newline ? newline + 1 : l->end;
        if (l->len)
            return key_of(l->seed, l->line, l->len);
    }
    return 0;
}

uint64_t boilerplate_key(uint64_t seed, const char *line, size_t len)
{
    struct boilerplate_lines l = {.seed = seed};

    take_line(&l, line, line + len);
    return key_of(seed, l.line, l.len);
}

/* ---- a text without them --------------------------------------------- */

static bool left_out(const struct boilerplate *b, uint64_t key, uint64_t commit)
{
    const struct boilerplate_line *line = find_at(b, key, commit);

    return line && line->state != BOILERPLATE_DROPPED;
}

static bool note_key(struct buffer *keys, uint64_t key)
{
    for (size_t i = 0; i < keys->len; i += sizeof key)
        if (memcmp(keys->data + i, &key, sizeof key) == 0)
            return true;
    return buffer_append(keys, &key, sizeof key);
}

/* Bytes of the text behind what is there, with no more than one empty line where a paragraph is gone. */
static bool append_kept(struct buffer *out, const char *text, size_t len)
{
    while (len && (!out->len || (out->len > 1 && out->data[out->len - 1] == '\n' && out->data[out->len - 2] == '\n')) &&
           *text == '\n') {
        text++;
        len--;
    }
    return buffer_append(out, text, len);
}

bool boilerplate_strip(const struct boilerplate *b, uint64_t commit, uint64_t seed, const char **text, size_t *len,
                       struct buffer *out, struct buffer *keys)
{
    struct boilerplate_lines l;
    size_t kept = 0;
    bool any = false, fits = true;

    if (keys)
        buffer_clear(keys);
    if (!b->count)
        return true;
    buffer_clear(out);
    boilerplate_lines_start(&l, seed, *text, *len);
    for (uint64_t key; fits && (key = boilerplate_lines_next(&l));) {
        if (!left_out(b, key, commit))
            continue;
        any = true;
        fits = append_kept(out, *text + kept, l.start - kept) && (!keys || note_key(keys, key));
        kept = l.stop + (l.stop < *len); /* and its newline */
    }
    if (!any || !fits)
        return fits;
    if (!append_kept(out, *text + kept, *len - kept))
        return false;
    while (out->len && out->data[out->len - 1] == '\n')
        out->data[--out->len] = '\0';
    *text = out->data;
    *len = out->len;
    return true;
}
