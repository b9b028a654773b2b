/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_quoted.c - what said: finds, in a delta and in a run, is what reading every text finds. */
#include "tests/unit/test_archive.h"
#include "tests/unit/test_dice.h"

#include "archive/docid_article.h"
#include "archive/quotations.h"
#include "archive/quoted.h"
#include "archive/select.h"
#include "archive/stem.h"
#include "archive/words.h"

enum { ARTICLES = 240, QUERIES = 400, TOKENS_MAX = 400, TERM_BYTES = WORD_MAX + 1, PARTS_MAX = 32 };

struct token {
    char term[TERM_BYTES];
    bool joined;
    unsigned quotation; /* from 1, over text and summary; 0: none */
    uint32_t position;
};

struct read { /* an article, as a person would */
    struct token tokens[TOKENS_MAX];
    size_t count;
    unsigned quotations;
};

struct scene {
    struct test_archive t;
    struct read articles[ARTICLES];
    struct words *words;
    struct stemmer *stemmer;
};

static const char *const vocabulary[] = {
    "tax",          "taxes",     "taxed",    "Deal", "deals",   "zebra",    "mule",       "the", "no",
    "anti-semitic", "long-term", "O’Reilly", "U.S.", "zebra’s", "不予置评", "antisemitic"};
static const char *const marks[] = {"\"", "\"", "\"", "“", "”", "“", "”", "‘", "’", "'", "„", "«", "»", "「", "」"};
/* The last is what a compound is joined to: in phrases, in the delta, it is found as that too. */
enum { VOCABULARY = sizeof vocabulary / sizeof *vocabulary, MARKS = sizeof marks / sizeof *marks };

/* Words between marks of all kinds, half of them unbalanced. */
static char *some_text(unsigned words)
{
    struct buffer text = buffer_make(1 << 16);
    bool open = false;

    buffer_puts(&text, "");
    for (unsigned i = 0; i < words; i++) {
        if (pick(5) == 0) {
            buffer_puts(&text, pick(4) ? open ? "” " : "“" : marks[pick(MARKS)]);
            open = !open;
        }
        buffer_puts(&text, vocabulary[pick(VOCABULARY)]);
        if (pick(8) == 0)
            buffer_puts(&text, marks[pick(MARKS)]);
        buffer_puts(&text, pick(20) ? " " : pick(2) ? ", " : ".\n\n");
    }
    while (text.len && strchr(" \n", text.data[text.len - 1]))
        text.data[--text.len] = '\0';
    return buffer_take(&text);
}

static void read_text(struct scene *s, const char *text, struct read *out)
{
    struct quotations q = {0};
    struct word w;
    size_t cursor = 0;

    assert_true(quotations_find(&q, text, strlen(text)));
    words_start(s->words, text, strlen(text));
    while (words_next(s->words, &w)) {
        struct token *t = &out->tokens[out->count++];
        assert_true(out->count < TOKENS_MAX);
        memcpy(t->term, w.term, w.len);
        t->term[w.len] = '\0';
        t->joined = w.kind == WORD_JOINED;
        t->position = w.position;
        t->quotation = quotations_have(&q, w.start, &cursor) ? out->quotations + 1 + (unsigned)cursor : 0;
    }
    out->quotations += (unsigned)q.count;
    quotations_free(&q);
}

static void put(struct scene *s, unsigned number)
{
    char id[16], date[16], title[] = "“Zebra deal” and “taxes” in a title";
    char *text = some_text(5 + pick(60)), *summary = pick(3) ? NULL : some_text(5);

    snprintf(id, sizeof id, "a%u", number);
    snprintf(date, sizeof date, "2020-01-%02u", 1 + pick(28));
    test_archive_put(&s->t, &(struct article){.id = id, .title = title, .text = text, .summary = summary,
                                              .date = date});
    read_text(s, text, &s->articles[number]);
    if (summary && !strstr(text, summary))
        read_text(s, summary, &s->articles[number]);
    free(text);
    free(summary);
}

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);

    dice_seed(1863);
    if (test_archive_make(&s->t) || !(s->words = words_new()) || !(s->stemmer = stemmer_new("en")))
        return -1;
    for (unsigned i = 0; i < ARTICLES; i++)
        put(s, i);
    test_archive_commit(&s->t, false);
    test_archive_read(&s->t);
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    int rc = test_archive_drop(&s->t);

    words_free(s->words);
    stemmer_free(s->stemmer);
    free(s);
    return rc;
}

/* ---- what reading finds ------------------------------------------------ */

enum kind { WORD, PREFIX, PHRASE, NEAR };

struct asked {
    enum kind kind;
    const char *text; /* as it is typed */
    unsigned distance;
    bool joined;           /* of WORD: parts[0] is all of it, and the others what it is made of */
    char parts[PARTS_MAX][TERM_BYTES];
    size_t count;
};

static struct asked ask(struct scene *s, enum kind kind, const char *text, unsigned distance)
{
    struct asked a = {.kind = kind, .text = text, .distance = distance};
    struct word w;

    words_start(s->words, text, strlen(text));
    while (words_next(s->words, &w)) {
        a.joined |= w.kind == WORD_JOINED;
        if (kind != WORD && w.kind == WORD_JOINED)
            continue;
        assert_true(a.count < PARTS_MAX);
        memcpy(a.parts[a.count], w.term, w.len);
        a.parts[a.count++][w.len] = '\0';
    }
    return a;
}

static bool same_stem(struct scene *s, const char *a, const char *b)
{
    char stem[TERM_BYTES * 2];
    size_t len, other_len;

    const char *one = stemmer_stem(s->stemmer, a, strlen(a), &len);
    memcpy(stem, one, len);
    const char *other = stemmer_stem(s->stemmer, b, strlen(b), &other_len);
    return len == other_len && memcmp(stem, other, len) == 0;
}

static const struct token *next_in_text(const struct read *r, const struct token *t)
{
    while (++t < r->tokens + r->count)
        if (!t->joined)
            return t;
    return NULL;
}

static bool has_phrase(const struct read *r, const struct token *t, const char (*parts)[TERM_BYTES], size_t count)
{
    unsigned quotation = t->quotation;

    if (!quotation || t->joined)
        return false;
    for (size_t i = 0; i < count; i++, t = next_in_text(r, t)) {
        if (!t || t->quotation != quotation || strcmp(t->term, parts[i]) != 0)
            return false;
        if (i + 1 == count)
            return true;
    }
    return false;
}

static bool has_near(const struct read *r, const struct token *t, const struct asked *a)
{
    for (size_t i = 0; i < r->count && t->quotation && !t->joined && strcmp(t->term, a->parts[0]) == 0; i++) {
        const struct token *o = &r->tokens[i];
        unsigned apart = (unsigned)abs((int)o->position - (int)t->position);
        if (o != t && !o->joined && o->quotation == t->quotation && strcmp(o->term, a->parts[1]) == 0 &&
            apart <= a->distance + 1)
            return true;
    }
    return false;
}

static bool has(struct scene *s, const struct read *r, const struct asked *a)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct token *t = &r->tokens[i];
        bool found = false;
        if (a->kind == NEAR)
            found = has_near(r, t, a);
        else if (a->kind == PREFIX)
            found = t->quotation && strncmp(t->term, a->parts[0], strlen(a->parts[0])) == 0;
        else if (a->kind == PHRASE && a->count == 1)
            found = t->quotation && strcmp(t->term, a->parts[0]) == 0;
        else if (a->kind == PHRASE || (!a->joined && a->count > 1)) /* or pairs of letters */
            found = has_phrase(r, t, a->parts, a->count);
        else
            found = (t->quotation && same_stem(s, t->term, a->parts[0])) ||
                    (a->joined && has_phrase(r, t, a->parts + 1, a->count - 1));
        if (found)
            return true;
    }
    return false;
}

/* ---- asking ------------------------------------------------------------ */

static void must_find(struct scene *s, const char *query, const bool want[ARTICLES])
{
    struct search_request request = {.q = query, .q_len = strlen(query)};
    struct selection found;
    struct selection_walk walk;
    struct record record;
    struct error err;
    uint32_t docid, here;
    bool got[ARTICLES] = {false};

    if (select_run(s->t.reader, &request, &s->t.arena, &found, &err) < 0)
        fail_msg("%s: %s", query, err.text);
    selection_walk_start(&walk, &found, false, 0);
    while ((docid = selection_walk_next(&walk, &here))) {
        assert_int_equal(docid_record(s->t.reader, docid, &s->t.arena, &record, &err), 0);
        got[atoi(record.id.data + 1)] = true;
    }
    for (unsigned i = 0; i < ARTICLES; i++)
        if (got[i] != want[i])
            fail_msg("%s: article %u is %s", query, i, got[i] ? "found" : "not found");
}

static struct asked some(struct scene *s, char text[128])
{
    unsigned what = pick(8);
    const char *a = vocabulary[pick(VOCABULARY)], *of[3];
    static const char *const prefixes[] = {"tax", "ant", "zeb", "lon", "ore"};

    if (what < 3) {
        snprintf(text, 128, "%s", a);
        return ask(s, WORD, text, 0);
    }
    if (what == 3) {
        snprintf(text, 128, "%s", prefixes[pick(5)]);
        return ask(s, PREFIX, text, 0);
    }
    if (what == 4) {
        snprintf(text, 128, "%s %s", vocabulary[pick(8)], vocabulary[pick(8)]);
        return ask(s, NEAR, text, 1 + pick(4));
    }
    for (size_t i = 0; i < 3; i++)
        of[i] = vocabulary[pick(VOCABULARY - 1)];
    if (what == 5)
        snprintf(text, 128, "%s", a);
    else
        snprintf(text, 128, "%s %s%s%s", of[0], of[1], what == 7 ? " " : "", what == 7 ? of[2] : "");
    return ask(s, PHRASE, text, 0);
}

static void print(const struct asked *a, char out[160])
{
    if (a->kind == NEAR)
        snprintf(out, 160, "\"%s\"~%u", a->text, a->distance);
    else
        snprintf(out, 160, a->kind == WORD ? "%s" : a->kind == PREFIX ? "%s*" : "\"%s\"", a->text);
}

static bool is_stop(const struct asked *a)
{
    return a->kind == WORD && word_is_stop(a->parts[0], strlen(a->parts[0]));
}

/* One thing, or two joined by AND, OR or NOT; brackets do not ask for one quotation. */
static void ask_at_random(struct scene *s)
{
    static const char *const joints[] = {" ", " OR ", " NOT "};
    size_t found = 0;

    for (int i = 0; i < QUERIES; i++) {
        char texts[2][128], printed[2][160], query[400];
        struct asked one = some(s, texts[0]), other = some(s, texts[1]);
        unsigned joint = pick(4);
        bool want[ARTICLES];
        print(&one, printed[0]);
        print(&other, printed[1]);
        if (joint == 3 || is_stop(&one) || is_stop(&other)) { /* stop words are left out beside others */
            snprintf(query, sizeof query, "said:%s", printed[0]);
            joint = 3;
        } else {
            snprintf(query, sizeof query, "said:(%s%s%s)", printed[0], joints[joint], printed[1]);
        }
        for (unsigned n = 0; n < ARTICLES; n++) {
            const struct read *r = &s->articles[n];
            want[n] = has(s, r, &one);
            if (joint < 3) {
                bool too = has(s, r, &other);
                want[n] = joint == 0 ? want[n] && too : joint == 1 ? want[n] || too : want[n] && !too;
            }
            found += want[n];
        }
        must_find(s, query, want);
    }
    assert_true(found > QUERIES * 4); /* not nothing everywhere */
}

static void the_delta_finds_what_is_said(void **state)
{
    struct scene *s = *state;

    assert_null(reader_shard(s->t.reader, 0)->forward);
    ask_at_random(s);
}

static void a_run_finds_what_is_said(void **state)
{
    struct scene *s = *state;

    test_archive_commit(&s->t, true);
    test_archive_read(&s->t);
    assert_non_null(reader_shard(s->t.reader, 0)->forward);
    ask_at_random(s);
}

/* ---- records ----------------------------------------------------------- */

static void a_record_reads_as_it_was_put_however_many_at_once(void **state)
{
    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct quoted_span spans[40], got[40];
        struct quoted_walk walk;
        struct buffer record = buffer_make(1 << 16);
        size_t count = pick(40), read = 0, take;
        uint32_t last = 0;
        for (size_t i = 0; i < count; i++) {
            unsigned wide = pick(12) ? 200 : 1 << 22;
            spans[i].from = last + pick(wide);
            spans[i].end = last = spans[i].from + 1 + pick(wide);
        }
        assert_true(quoted_put(&record, spans, count));
        assert_true(count || record.len == 0);
        quoted_start(&walk, record.data, record.len);
        while ((take = quoted_take(&walk, got + read, 1 + pick(9))))
            read += take;
        assert_int_equal(read, count);
        assert_memory_equal(got, spans, count * sizeof *spans);
        assert_ptr_equal(walk.at, record.data + record.len);
        for (size_t cut = 0; cut < record.len; cut++) { /* what is cut ends, and nothing behind it is read */
            char *part = malloc(cut ? cut : 1);
            memcpy(part, record.data, cut);
            quoted_start(&walk, part, cut);
            while (quoted_take(&walk, got, 40))
                ;
            free(part);
        }
        buffer_free(&record);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_delta_finds_what_is_said),
        cmocka_unit_test(a_run_finds_what_is_said),
        cmocka_unit_test(a_record_reads_as_it_was_put_however_many_at_once),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
