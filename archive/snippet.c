/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet.c - titles and passages: find, choose, cut, show. */
#include "archive/snippet.h"

#include "archive/snippet_show.h"

#include <stdlib.h>
#include <string.h>

struct snippet_maker {
    struct words *words, *others;
    struct buffer shown;
    struct hits hits;
    struct arena lasting; /* of cues */
    struct marks *cues;
};

enum {
    SHOWN_MAX = 64 << 20, /* bytes of one title or passage: the longest article */
    LASTING_MAX = 1 << 18
};

struct snippet_maker *snippet_maker_new(void)
{
    struct snippet_maker *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->words = words_new();
    s->others = words_new();
    s->shown = buffer_make(SHOWN_MAX);
    s->lasting = arena_make(LASTING_MAX);
    s->cues = dull_cues(&s->lasting);
    if (!s->words || !s->others || !s->cues) {
        snippet_maker_free(s);
        return NULL;
    }
    return s;
}

void snippet_maker_free(struct snippet_maker *s)
{
    if (!s)
        return;
    words_free(s->words);
    words_free(s->others);
    buffer_free(&s->shown);
    hits_free(&s->hits);
    arena_free(&s->lasting);
    free(s);
}

/* As much of a text as is looked at, cut between words if that is near, else between letters. */
static uint32_t looked_at(const char *text, size_t len)
{
    if (len <= SNIPPET_TEXT_MAX)
        return (uint32_t)len;
    uint32_t cut = SNIPPET_TEXT_MAX;
    while (cut > SNIPPET_TEXT_MAX - WORD_MAX && gap_before(text, cut) == 0)
        cut--;
    if (cut > SNIPPET_TEXT_MAX - WORD_MAX)
        return cut;
    for (cut = SNIPPET_TEXT_MAX; cut > SNIPPET_TEXT_MAX - 4 && ((unsigned char)text[cut] & 0xC0) == 0x80;)
        cut--;
    return cut;
}

bool snippet_title(struct snippet_maker *s, const struct marks *m, const char *title, size_t len, struct arena *arena,
                   struct marked *out)
{
    if (len > SHOWN_MAX || !hits_gather(&s->hits, s->words, m, MARK_IN_TITLE, title, looked_at(title, len),
                                           HITS_TO_THE_END))
        return false;
    struct source source = {title, 0, (uint32_t)len, s->hits.spans, s->hits.span_count, s->others, s->cues};
    struct passage whole = {0, (uint32_t)len, false, false};
    return show_passage(&source, &whole, false, &s->shown, arena, out);
}

static bool same_word(const struct word *a, const struct word *b)
{
    return a->len == b->len && a->kind == b->kind && memcmp(a->term, b->term, a->len) == 0;
}

/* Where the text goes on behind the title it repeats; 0 when it does not, or nothing else is there. A title that
 * runs on in the text's first sentence is no repetition. */
static uint32_t behind_title(struct snippet_maker *s, const char *text, uint32_t len, const char *title,
                             size_t title_len)
{
    struct word ours, theirs;
    uint32_t end = 0;
    if (title_len > SNIPPET_TEXT_MAX)
        return 0;
    words_start(s->words, title, title_len);
    words_start(s->others, text, len);
    while (words_next(s->words, &ours)) {
        if (!words_next(s->others, &theirs) || !same_word(&ours, &theirs))
            return 0;
        if (theirs.end > end)
            end = theirs.end;
    }
    uint32_t gap = 0;
    while (end > 0 && end < len && !(gap = gap_after(text, end, len)))
        end++; /* the title's last full stop or quotation mark */
    bool ends = gap && (memchr(text + end, '\n', gap) || sentence_breaks(text, len, end, end + gap));
    return ends && end + gap < len ? end + gap : 0;
}

/* The hits that the best passage needs, and its run; *found: there is one. One word or phrase alone has its best run
 * where it stands first, if that is not dull: the text is not read to its end for it. */
static bool gather_and_choose(struct snippet_maker *s, const struct marks *m, struct source *source, size_t bytes_max,
                              struct mark_span *run, bool *found)
{
    const uint32_t enough[] = {(uint32_t)bytes_max * 4, HITS_TO_THE_END};

    for (size_t i = 0; i < 2; i++) {
        bool dull = false;
        if (!hits_gather(&s->hits, s->words, m, MARK_IN_BODY, source->text, source->len, enough[i]))
            return false;
        source->spans = s->hits.spans;
        source->span_count = s->hits.span_count;
        *found = best_run(source, &s->hits, bytes_max, run, &dull);
        if (!s->hits.stopped || (*found && !dull && run->end + bytes_max < s->hits.stopped))
            break;
    }
    return true;
}

bool snippet_passage(struct snippet_maker *s, const struct marks *m, const char *text, size_t len, const char *title,
                     size_t title_len, size_t bytes_max, struct arena *arena, struct marked *out)
{
    uint32_t used = looked_at(text, len);
    bytes_max = bytes_max < SNIPPET_TEXT_MAX ? bytes_max : SNIPPET_TEXT_MAX;
    uint32_t first = gap_after(text, 0, used);
    uint32_t begin = behind_title(s, text, used, title, title_len);
    struct source source = {text, begin ? begin : first, used, NULL, 0, s->others, s->cues};
    struct mark_span run = {source.begin, source.begin};
    bool found = false;
    if (!gather_and_choose(s, m, &source, bytes_max, &run, &found))
        return false;
    if (found && run.start < source.begin)
        source.begin = first; /* only the repeated title has them all */
    struct passage p = passage_around(&source, run, bytes_max);
    p.cut_after |= used < len;
    return show_passage(&source, &p, true, &s->shown, arena, out);
}
