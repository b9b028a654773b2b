/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms_lines.c - the archivist's file of synonyms, line by line. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "archive/query_operand.h"
#include "archive/synonyms.h"
#include "archive/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PROBLEM_BYTES = 200, SHOWN = 60 };

struct reading {
    struct synonyms *s;
    struct parser parser;
    unsigned line;
    size_t group_size, problem_size;
    bool failed; /* out of memory */
};

struct span {
    const char *at, *end;
};

/* ---- telling ----------------------------------------------------------- */

static void problem(struct reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void problem(struct reading *r, const char *format, ...)
{
    struct synonyms *s = r->s;
    char text[PROBLEM_BYTES];
    struct buffer clean = buffer_make(3 * PROBLEM_BYTES);
    va_list args;

    if (s->problem_count == SYNONYMS_PROBLEMS_MAX) {
        s->problems_untold++;
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_clean(text, strlen(text), &clean); /* a letter may be cut in two */
    const char *kept = arena_copy(&s->arena, clean.data ? clean.data : "", clean.len);
    buffer_free(&clean);
    if (kept && arena_grow(&s->arena, &s->problems, &r->problem_size, s->problem_count + 1, sizeof *s->problems))
        s->problems[s->problem_count++] = (struct synonyms_problem){r->line, kept};
    else
        r->failed = true;
}

static int shown(struct span t)
{
    return t.end - t.at > SHOWN ? SHOWN : (int)(t.end - t.at);
}

/* ---- lines ------------------------------------------------------------- */

static struct span trim(struct span t)
{
    while (t.at < t.end && strchr(" \t", *t.at))
        t.at++;
    while (t.at < t.end && strchr(" \t", t.end[-1]))
        t.end--;
    return t;
}

/* A comment takes the line, or the rest of it where # stands by itself: "the #brexit vote" is a name. */
static struct span without_comment(struct span t)
{
    t = trim(t);
    for (const char *c = t.at; c < t.end; c++)
        if (*c == '#' && (c == t.at || (strchr(" \t", c[-1]) && (c + 1 == t.end || strchr(" \t", c[1])))))
            t.end = c;
    return trim(t);
}

/* Takes "[2016..2019]" off the end of a name. */
static bool take_dates(struct reading *r, struct span *name, struct query_node *dates, bool *dated)
{
    const char *open = memchr(name->at, '[', (size_t)(name->end - name->at));

    if (!open && !memchr(name->at, ']', (size_t)(name->end - name->at)))
        return true;
    if (!open || name->end[-1] != ']') {
        problem(r, "dates stand as [2016..2019] behind a name, not as in '%.*s'", shown(*name), name->at);
        return false;
    }
    if (*dated) {
        problem(r, "there are dates twice; they hold for the whole line, which may have them once");
        return false;
    }
    struct span range = trim((struct span){open + 1, name->end - 1});
    if (!query_range(&r->parser, range.at, (size_t)(range.end - range.at), dates) || r->parser.warning_count) {
        problem(r, "%s", r->parser.warning_count ? r->parser.warnings[0] : "there is no date in []");
        return false;
    }
    *dated = true;
    *name = trim((struct span){name->at, open});
    return true;
}

static bool name_key(struct reading *r, struct span text, struct synonyms_name *name)
{
    struct buffer key = buffer_make(SYNONYMS_BYTES_MAX);
    struct word word;

    words_start(r->parser.words, text.at, (size_t)(text.end - text.at));
    while (words_next(r->parser.words, &word)) {
        if (word.kind != WORD_PLAIN || !word_is_stop(word.term, word.len))
            synonyms_add_stem(r->s, word.term, word.len, &key);
        for (uint32_t parts = word.parts; parts; parts--)
            words_next(r->parser.words, &word);
    }
    if (!key.failed)
        name->key = arena_copy(&r->s->arena, key.data ? key.data : "", key.len);
    buffer_free(&key);
    r->failed |= !name->key;
    return !r->failed;
}

static bool take_name(struct reading *r, struct span text, struct synonyms_name *out)
{
    if (memchr(text.at, '*', (size_t)(text.end - text.at))) {
        problem(r, "'*' has no meaning here; write out the words of '%.*s'", shown(text), text.at);
        return false;
    }
    r->parser.word_count = 0;
    out->node = query_name(&r->parser, text.at, (size_t)(text.end - text.at), FIELD_ANY);
    if (r->parser.fault) {
        r->failed = true;
        return false;
    }
    if (!out->node || r->parser.warning_count) {
        if (out->node)
            problem(r, "'%.*s' has more than %d words", shown(text), text.at, QUERY_PHRASE_MAX);
        else if (text.at == text.end)
            problem(r, "a name is missing before or behind '='");
        else
            problem(r, "there is no word in '%.*s'", shown(text), text.at);
        return false;
    }
    if (!name_key(r, text, out))
        return false;
    if (*out->key)
        return true;
    problem(r, "'%.*s' is a word that nearly every article has; searches leave such words out", shown(text), text.at);
    return false;
}

/* A name that is one of the line's already, by its spelling or ending, would say nothing. */
static bool is_new(struct reading *r, const struct synonyms_group *g, const struct synonyms_name *name,
                   struct span text)
{
    for (size_t i = 0; i < g->count; i++) {
        if (strcmp(g->names[i].key, name->key) == 0) {
            problem(r, "'%.*s' finds the name before it already, as the same word in another form", shown(text),
                    text.at);
            return false;
        }
    }
    return true;
}

static void take_names(struct reading *r, struct span line)
{
    struct synonyms *s = r->s;
    struct synonyms_name names[SYNONYMS_NAMES_MAX] = {0};
    struct synonyms_group g = {.line = r->line, .names = names};
    struct query_node dates = {0};
    bool dated = false;

    const char *arrow = memmem(line.at, (size_t)(line.end - line.at), "=>", 2);
    g.one_way = arrow != NULL;
    if (!memchr(line.at, '=', (size_t)(line.end - line.at))) {
        problem(r, "there is no '=' or '=>' in it");
        return;
    }
    for (const char *at = line.at; at <= line.end;) {
        const char *equals = memchr(at, '=', (size_t)(line.end - at)), *stop = equals ? equals : line.end;
        struct span text = trim((struct span){at, stop});
        if (equals && equals + 1 < line.end && equals[1] == '>' && equals != arrow) {
            problem(r, "there is a second '=>'");
            return;
        }
        if (arrow && equals && equals < arrow) {
            problem(r, "one name alone stands before '=>'");
            return;
        }
        if (g.count == SYNONYMS_NAMES_MAX) {
            problem(r, "a line holds at most %d names", SYNONYMS_NAMES_MAX);
            return;
        }
        if (!take_dates(r, &text, &dates, &dated) || !take_name(r, text, &names[g.count]) ||
            !is_new(r, &g, &names[g.count], text))
            return;
        g.count++;
        at = stop + 1 + (equals && equals == arrow);
    }
    for (size_t i = 0; i < g.count; i++) {
        names[i].node->from = dates.from;
        names[i].node->to = dates.to;
    }
    g.names = arena_alloc(&s->arena, g.count * sizeof *g.names);
    if (!g.names || !arena_grow(&s->arena, &s->groups, &r->group_size, s->group_count + 1, sizeof *s->groups)) {
        r->failed = true;
        return;
    }
    memcpy(g.names, names, g.count * sizeof *g.names);
    s->groups[s->group_count++] = g;
}

static void take_line(struct reading *r, struct span line)
{
    size_t len = (size_t)(line.end - line.at);

    if (len && line.end[-1] == '\r')
        line.end--, len--;
    if (!text_is_clean(line.at, len)) {
        problem(r, "it is not text in UTF-8");
        return;
    }
    line = without_comment(line);
    r->parser.warning_count = 0;
    if (line.at < line.end)
        take_names(r, line);
}

/* ---- all of them --------------------------------------------------------- */

static void take_lines(struct reading *r, const char *text, size_t len)
{
    const char *at = text, *end = text + len;

    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (at < end && !r->failed) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        r->line++;
        if (r->line > SYNONYMS_LINES_MAX) {
            problem(r, "the file has more than %d lines; from here on it is not read", SYNONYMS_LINES_MAX);
            return;
        }
        take_line(r, (struct span){at, stop ? stop : end});
        at = stop ? stop + 1 : end;
    }
}

bool synonyms_take_lines(struct synonyms *s, const char *text, size_t len)
{
    struct reading r = {.s = s, .parser = {.arena = &s->arena, .words = words_new()}};

    r.failed = !r.parser.words;
    take_lines(&r, text, len);
    words_free(r.parser.words);
    return !r.failed;
}
