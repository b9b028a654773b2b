/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_recombine.c - a corpus of any size made of the sentences of a smaller one.
 * usage: bench_recombine CORPUS.jsonl COUNT [SEED] >LARGER.jsonl
 *
 * Article n takes length, source, section and authors from article n mod N of the corpus, its date from any,
 * and its text from runs of sentences of many. Each time round the archive reaches four months further back, under
 * new ids. Some words are replaced by new ones (rare.h), so that the vocabulary goes on growing with
 * about the square root of the text, as it does in life, and is not that of the corpus over and over. */
#include "archive/article.h"
#include "archive/buffer.h"
#include "archive/date.h"
#include "archive/scoped.h"
#include "rare.h"

#include <stdlib.h>
#include <string.h>

enum {
    TEXT_MIN = 200, /* bytes; an article without text gets these */
    TEXT_MAX = 16 << 20,
    RUN_SENTENCES = 8,       /* at most, of one donor */
    BYTES_A_WORD = 6,
    WORDS_A_REPLACED = 500,  /* one word in so many is replaced, */
    REPLACED_A_NEW = 5,      /* and one in so many of these is new; the others were new once */
    REPLACED_LETTERS_MIN = 4,
    DAYS_A_ROUND = 122
};

struct corpus {
    struct article *at;
    size_t count, size;
    struct rare *rare;
};

struct mill {
    const struct corpus *corpus;
    uint64_t seed, state, minted;
    struct buffer text, title;
};

static bool corpus_add(struct corpus *c, const char *line)
{
    struct error err;
    char warning[256];

    if (c->count == c->size) {
        size_t size = c->size ? c->size * 2 : 1024;
        struct article *moved = realloc(c->at, size * sizeof *moved);
        if (!moved)
            return false;
        c->at = moved;
        c->size = size;
    }
    cJSON *object = cJSON_Parse(line);
    struct article *a = &c->at[c->count];
    if (article_from_json(object, a, warning, &err) == 0 && article_ensure_id(a, &err) == 0) {
        rare_read(c->rare, a->text ? a->text : "");
        c->count++;
    }
    cJSON_Delete(object);
    return true;
}

static bool corpus_read(struct corpus *c, const char *path)
{
    scoped(file) FILE *file = fopen(path, "r");
    scoped(char_ptr) char *line = NULL;
    size_t size = 0;

    c->rare = rare_new();
    if (!file || !c->rare)
        return false;
    while (getline(&line, &size, file) > 0)
        if (!corpus_add(c, line))
            return false;
    return c->count > 0 && rare_settle(c->rare);
}

static void corpus_free(struct corpus *c)
{
    for (size_t i = 0; i < c->count; i++)
        article_free(&c->at[i]);
    free(c->at);
    rare_free(c->rare);
}

static const struct article *any_article(struct mill *m)
{
    return &m->corpus->at[rng_below(&m->state, m->corpus->count)];
}

/* Behind the sentence at at, its white space not included. */
static const char *sentence_end(const char *at)
{
    for (; *at && *at != '\n'; at++)
        if ((at[0] == '.' || at[0] == '!' || at[0] == '?') && (at[1] == ' ' || at[1] == '\n' || !at[1]))
            return at + 1;
    return at;
}

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \n");
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A word of the sentence to be replaced, from somewhere in it on; NULL: there is none. */
static const char *pick_word(struct mill *m, const char *at, const char *end, size_t *len)
{
    const char *word = at + rng_below(&m->state, (size_t)(end - at));

    while (word < end && *word != ' ')
        word++;
    word = word < end ? word + 1 : end;
    for (*len = 0; word + *len < end && is_letter(word[*len]);)
        ++*len;
    return *len >= REPLACED_LETTERS_MIN ? word : NULL;
}

/* The number of a word made before, the older the likelier, or of a new one. */
static uint64_t pick_number(struct mill *m)
{
    if (m->minted == 0 || rng_below(&m->state, REPLACED_A_NEW) == 0)
        return m->minted++;
    double u = (double)(rng_next(&m->state) >> 11) / 9007199254740992.0; /* 2^53 */
    return (uint64_t)((double)m->minted * u * u * u);
}

static void put_sentence(struct mill *m, const char *at, const char *end)
{
    size_t words = (size_t)(end - at) / BYTES_A_WORD + 1, len;
    bool replaces = rng_below(&m->state, WORDS_A_REPLACED) < words;
    const char *word = replaces ? pick_word(m, at, end, &len) : NULL;

    if (!word) {
        buffer_append(&m->text, at, (size_t)(end - at));
        return;
    }
    char minted[MINTED_MAX];
    size_t minted_len = rare_mint(m->corpus->rare, m->seed, pick_number(m), minted);
    if (*word >= 'A' && *word <= 'Z')
        minted[0] = (char)(minted[0] - 'a' + 'A');
    buffer_append(&m->text, at, (size_t)(word - at));
    buffer_append(&m->text, minted, minted_len);
    buffer_append(&m->text, word + len, (size_t)(end - word) - len);
}

static void make_text(struct mill *m, size_t target)
{
    buffer_clear(&m->text);
    while (m->text.len < target && !m->text.failed) {
        const struct article *donor = any_article(m);
        if (!donor->text || !*donor->text)
            continue;
        const char *at = skip_space(sentence_end(donor->text + rng_below(&m->state, strlen(donor->text))));
        size_t sentences = 1 + rng_below(&m->state, RUN_SENTENCES);
        if (!*at)
            at = donor->text;
        if (m->text.len)
            buffer_puts(&m->text, "\n\n");
        while (sentences-- && *at && m->text.len < target) {
            const char *end = sentence_end(at);
            if (end > at)
                put_sentence(m, at, end);
            at = skip_space(end);
            if (sentences && *at && m->text.len < target)
                buffer_putc(&m->text, ' ');
        }
    }
}

/* Half of one title and half of another. */
static void make_title(struct mill *m, const char *head, const char *tail)
{
    const char *cut = strchr(head + strlen(head) / 2, ' '), *rest = strchr(tail + strlen(tail) / 2, ' ');

    buffer_clear(&m->title);
    buffer_append(&m->title, head, cut ? (size_t)(cut - head) : strlen(head));
    buffer_puts(&m->title, rest ? rest : "");
}

static void make_date(const char *date, size_t round, char out[32])
{
    struct date d;

    out[0] = '\0';
    if (!date || !date_parse_iso(date, strlen(date), &d, NULL))
        return;
    date_from_day(date_first_day(&d) - (int32_t)round * DAYS_A_ROUND, &d.year, &d.month, &d.day);
    if (d.precision == DATE_TIME)
        d.precision = DATE_DAY;
    date_format(&d, out);
}

/* Writes article n; false: out of memory or of disk. */
static bool grind(struct mill *m, size_t n)
{
    const struct article *model = &m->corpus->at[n % m->corpus->count], *other = any_article(m);
    size_t round = n / m->corpus->count, length = model->text ? strlen(model->text) : 0;
    char id[300], url[2100], date[32];

    make_text(m, length < TEXT_MIN ? TEXT_MIN : length > TEXT_MAX ? TEXT_MAX : length);
    make_title(m, model->title ? model->title : "", other->title ? other->title : "");
    make_date(any_article(m)->date, round, date);
    snprintf(id, sizeof id, "r%zu-%.280s", round, model->id);
    snprintf(url, sizeof url, "%.2000s?round=%zu", model->url ? model->url : "", round);

    struct article a = *model; /* its facts are borrowed */
    a.id = id;
    a.text = m->text.data;
    a.title = m->title.len ? m->title.data : NULL;
    a.url = model->url ? url : NULL;
    a.date = *date ? date : NULL;
    a.updated = NULL;
    cJSON *object = m->text.failed || m->title.failed ? NULL : article_to_json(&a, 1);
    scoped(char_ptr) char *line = object ? cJSON_PrintUnformatted(object) : NULL;
    cJSON_Delete(object);
    return line && puts(line) >= 0;
}

int main(int argc, char **argv)
{
    struct corpus corpus = {0};
    size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 0, n = 0;

    if (argc < 3 || argc > 4 || count == 0) {
        fputs("usage: bench_recombine CORPUS.jsonl COUNT [SEED]\n", stderr);
        return 2;
    }
    if (!corpus_read(&corpus, argv[1])) {
        fprintf(stderr, "bench_recombine: cannot read '%s', or it is too small to be recombined\n", argv[1]);
        corpus_free(&corpus);
        return 1;
    }
    struct mill m = {.corpus = &corpus, .seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1,
                     .text = buffer_make(TEXT_MAX * 2), .title = buffer_make(TEXT_MAX)};
    m.state = m.seed;
    while (n < count && grind(&m, n))
        n++;
    bool whole = n == count && fflush(stdout) == 0;
    if (!whole)
        fprintf(stderr, "bench_recombine: stopped after %zu of %zu articles: no room\n", n, count);
    buffer_free(&m.text);
    buffer_free(&m.title);
    corpus_free(&corpus);
    return !whole;
}
