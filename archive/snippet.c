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
    LASTING_MAX = 1 << 18,
    TITLES_MAX = 8, /* repetitions of a title looked for */
    TITLE_MIN = 10, /* bytes: a shorter one may stand anywhere by itself */
    KICKER_MAX = 300 /* bytes before the title's repetition at a text's head */
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

static bool mark_all(struct snippet_maker *s, const struct marks *m, unsigned where, const char *text, size_t len,
                     struct arena *arena, struct marked *out)
{
    if (len > SHOWN_MAX ||
        !hits_gather(&s->hits, s->words, m, where, text, looked_at(text, len), HITS_TO_THE_END))
        return false;
    struct source source = {
        .text = text, .len = (uint32_t)len, .spans = s->hits.spans, .span_count = s->hits.span_count};
    struct passage whole = {0, (uint32_t)len, false, false};
    return show_passages(&source, &whole, 1, false, &s->shown, arena, out);
}

bool snippet_title(struct snippet_maker *s, const struct marks *m, const char *title, size_t len, struct arena *arena,
                   struct marked *out)
{
    return mark_all(s, m, MARK_IN_TITLE, title, len, arena, out);
}

bool snippet_whole(struct snippet_maker *s, const struct marks *m, const char *text, size_t len, struct arena *arena,
                   struct marked *out)
{
    return mark_all(s, m, MARK_IN_BODY, text, len, arena, out);
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

/* Where the title stands again as a line, or at the end of one (as behind "Share this:"); how many. */
static size_t find_titles(const struct source *s, const char *title, size_t title_len, struct mark_span out[TITLES_MAX])
{
    const char *end = s->text + s->len, *at = s->text + s->begin;
    size_t count = 0;
    if (title_len < TITLE_MIN)
        return 0;
    while (count < TITLES_MAX && (at = memmem(at, (size_t)(end - at), title, title_len))) {
        uint32_t from = (uint32_t)(at - s->text), to = from + (uint32_t)title_len, gap = gap_after(s->text, to, s->len);
        if (to + gap == s->len || memchr(s->text + to, '\n', gap))
            out[count++] = (struct mark_span){from, to};
        at += title_len;
    }
    return count;
}

/* Where a text begins that has no hits: behind its title, if what stands before that is a kicker, a caption or the
 * like. */
static uint32_t beginning(const struct source *s)
{
    uint32_t begin = s->begin;
    for (size_t i = 0; i < s->title_count && s->titles[i].start - begin <= KICKER_MAX; i++) {
        uint32_t behind = s->titles[i].end + gap_after(s->text, s->titles[i].end, s->len);
        if (behind < s->len)
            begin = behind;
    }
    return begin;
}

/* What to show of a source whose hits are gathered up to some byte; *sure: hits behind that would change nothing. */
static size_t choose(struct snippet_maker *s, struct source *source, const struct snippet_form *form,
                     struct passage shown[FRAGMENTS_MAX], bool *sure)
{
    struct hits *h = &s->hits;
    size_t count = 1;
    source->spans = h->spans;
    source->span_count = h->span_count;
    hits_part(h, source->begin, source->titles, source->title_count);
    struct run run = best_run(source, h, 0, h->count, form->length, false);
    if (!run.score)
        run.bytes.start = run.bytes.end = beginning(source);
    if (form->fragments > 1 && run.score)
        count = choose_fragments(source, h, &run, form->length, shown);
    else
        shown[0] = passage_around(source, run.bytes, form->length);
    *sure = !h->stopped || (run.score && !run.dull && shown[count - 1].end < h->stopped);
    return count;
}

bool snippet_passage(struct snippet_maker *s, const struct marks *m, const char *text, size_t len, const char *title,
                     size_t title_len, const struct snippet_form *asked, struct arena *arena, struct marked *out)
{
    uint32_t used = looked_at(text, len), begin = behind_title(s, text, used, title, title_len);
    struct snippet_form form = *asked;
    form.length = form.length < SNIPPET_TEXT_MAX ? form.length : SNIPPET_TEXT_MAX;
    struct paragraphs known = {.count = 0};
    struct mark_span titles[TITLES_MAX];
    struct source source = {.text = text, .begin = begin ? begin : gap_after(text, 0, used), .len = used,
                            .words = s->others, .cues = s->cues, .paragraphs = &known, .titles = titles};
    source.title_count = find_titles(&source, title, title_len, titles);
    struct passage shown[FRAGMENTS_MAX];
    size_t count = 0;
    /* One word or phrase alone has its best run where it stands first, if that is not dull: the text is not read to
     * its end for it. */
    const uint32_t enough[] = {(uint32_t)form.length * 4, HITS_TO_THE_END};
    bool sure = false;
    for (size_t i = 0; i < 2 && !sure; i++) {
        if (!hits_gather(&s->hits, s->words, m, MARK_IN_BODY, text, used, enough[i]))
            return false;
        count = choose(s, &source, &form, shown, &sure);
    }
    shown[count - 1].cut_after |= used < len;
    return show_passages(&source, shown, count, true, &s->shown, arena, out);
}
