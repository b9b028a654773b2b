/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_article_marks.c - in a whole article that is marked which a search marks in its results. */
#include "test_archive.h"
#include "test_samples.h"

#include "archive/article_marks.h"
#include "archive/synonyms.h"

enum { LONG = 700 << 10 };

static const char moot[] = "Ministers promised tax cuts.\n\nA minister <b> said: “The taxes are low”. The taxation & "
                           "the tax cut stay.\nHarbour news";

static void put(struct test_archive *t, const char *id, const char *title, const char *text)
{
    const struct article a = {.id = (char *)id, .title = (char *)title, .text = (char *)text, .source = "Courier",
                              .date = "2019-04-02"};
    test_archive_put(t, &a);
}

static int setup(void **state)
{
    struct test_archive *t = calloc(1, sizeof *t);
    if (!t || test_archive_make(t))
        return -1;
    put(t, "a", "Tax \"cuts\" & minister", moot);
    put(t, "b", "Prime minister resigns", "The ministerial council met.");
    test_archive_commit(t, true);
    put(t, "c", NULL, "Harbour news\nThe harbour opened.");
    test_archive_commit(t, false);
    test_archive_read(t);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    int rc = test_archive_drop(*state);
    free(*state);
    return rc;
}

static struct record_text text_of(const char *text)
{
    return (struct record_text){text, text ? strlen(text) : 0};
}

/* As HTML; NULL: there is none. */
struct shown {
    const char *title_html, *text_html;
};

static struct shown shown_of(const struct article_marks *a, struct arena *arena)
{
    return (struct shown){a->marked_title.text ? marked_html(&a->marked_title, arena) : NULL,
                          a->marked_text.text ? marked_html(&a->marked_text, arena) : NULL};
}

static struct shown marked(struct reader *r, struct arena *arena, const struct search_request *request,
                           const char *title, const char *text)
{
    struct article_marks a = {.title = text_of(title), .text = text_of(text), .source = text_of("Courier")};
    struct error err;
    if (article_mark(r, request, arena, &a, &err))
        fail_msg("%s", err.text);
    return shown_of(&a, arena);
}

static struct shown by(struct test_archive *t, const char *q)
{
    const struct search_request request = {.q = q, .q_len = strlen(q)};
    return marked(t->reader, &t->arena, &request, "Tax \"cuts\" & minister", moot);
}

static void expect(const char *html, const char *part)
{
    if (!html || !strstr(html, part))
        fail_msg("no %s in %s", part, html ? html : "nothing");
}

static void all_forms_of_a_word_are_marked_and_the_rest_is_escaped(void **state)
{
    struct shown a = by(*state, "minister tax");
    assert_string_equal(a.title_html, "<mark>Tax</mark> &quot;cuts&quot; &amp; <mark>minister</mark>");
    assert_string_equal(a.text_html,
                        "<mark>Ministers</mark> promised <mark>tax</mark> cuts.\n\nA <mark>minister</mark> &lt;b&gt; "
                        "said: “The <mark>taxes</mark> are low”. The taxation &amp; the <mark>tax</mark> "
                        "cut stay.\nHarbour news");
}

static void a_phrase_is_one_mark_and_its_words_alone_are_none(void **state)
{
    struct shown a = by(*state, "\"tax cuts\"");
    expect(a.text_html, "Ministers promised <mark>tax cuts</mark>.\n\n");
    expect(a.text_html, "the tax cut stay");
    assert_string_equal(a.title_html, "<mark>Tax &quot;cuts</mark>&quot; &amp; minister");
}

static void fields_and_prefixes_and_what_is_not_wanted(void **state)
{
    expect(by(*state, "said:taxes").text_html, "promised tax cuts");
    expect(by(*state, "said:taxes").text_html, "The <mark>taxes</mark> are low");
    expect(by(*state, "title:minister").text_html, "A minister &lt;b&gt;");
    expect(by(*state, "title:minister").title_html, "<mark>minister</mark>");
    expect(by(*state, "harb* -ministers").text_html, "Ministers promised");
    expect(by(*state, "harb* -ministers").text_html, "<mark>Harbour</mark> news");
    const struct search_request request = {.q = "minister", .q_len = 8, .in = FIELD_TITLE};
    struct test_archive *t = *state;
    struct shown a = marked(t->reader, &t->arena, &request, "A minister", "A minister");
    assert_string_equal(a.title_html, "A <mark>minister</mark>");
    assert_string_equal(a.text_html, "A minister");
}

static void what_is_not_there_is_not_made(void **state)
{
    struct test_archive *t = *state;
    const struct search_request request = {.q = "minister", .q_len = 8};
    struct shown a = marked(t->reader, &t->arena, &request, NULL, NULL);
    assert_null(a.title_html);
    assert_null(a.text_html);
}

/* "harbuor" is nowhere, and a search shows what is found for a word that is. */
static void where_a_search_answers_another_query_that_is_marked(void **state)
{
    struct test_archive *t = *state;
    const struct search_request request = {.q = "harbuor", .q_len = 7, .count = 10};
    struct search_page page;
    struct error err;
    assert_int_equal(search_run(t->reader, &request, &t->arena, &page, &err), 0);
    assert_true(page.corrected);
    expect(by(t, "harbuor").text_html, "<mark>Harbour</mark> news");
    expect(by(t, "harbuor tax").text_html, "Ministers promised <mark>tax</mark> cuts");
}

static void synonyms_of_the_archive_are_marked(void **state)
{
    struct test_archive *t = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/" SYNONYMS_FILE, t->dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("levy = tax cuts\n", f);
    fclose(f);
    test_archive_read(t);
    expect(by(t, "levy").text_html, "promised <mark>tax cuts</mark>.");
    expect(by(t, "levy").text_html, "the tax cut stay");
}

static void nothing_is_marked_in_a_line_that_is_not_searched(void **state)
{
    struct test_archive *t = *state;
    struct error err;
    size_t changed;
    if (writer_set_line(t->writer, "Courier", "Harbour  news", BOILERPLATE_KEPT, &changed, &err))
        fail_msg("%s", err.text);
    test_archive_commit(t, false);
    test_archive_read(t);
    const struct search_request request = {.q = "harbour", .q_len = 7};
    static const char text[] = "Harbour news\nThe harbour opened.\nHarbour news\n\nA harbour";
    assert_string_equal(marked(t->reader, &t->arena, &request, NULL, text).text_html,
                        "Harbour news\nThe <mark>harbour</mark> opened.\nHarbour news\n\nA <mark>harbour</mark>");
    if (writer_set_line(t->writer, "Courier", "Harbour news", BOILERPLATE_DROPPED, &changed, &err))
        fail_msg("%s", err.text);
    test_archive_commit(t, false);
    test_archive_read(t);
    expect(marked(t->reader, &t->arena, &request, NULL, text).text_html, "<mark>Harbour</mark> news\nThe ");
}

static void a_long_article_is_there_to_its_end(void **state)
{
    struct test_archive *t = *state;
    static char text[LONG + 1];
    const struct search_request request = {.q = "harbour", .q_len = 7};
    memset(text, 'x', sizeof text - 1);
    for (size_t i = 0; i < sizeof text - 1; i += 8)
        text[i] = ' ';
    memcpy(text + SNIPPET_TEXT_MAX - 16, " harbour", 8);
    memcpy(text + LONG - 8, " harbour", 8);
    text[LONG] = '\0';
    struct shown a = marked(t->reader, &t->arena, &request, NULL, text);
    assert_int_equal(strlen(a.text_html), LONG + strlen("<mark></mark>"));
    assert_memory_equal(a.text_html + SNIPPET_TEXT_MAX - 15, "<mark>harbour</mark>", 20);
    assert_string_equal(a.text_html + strlen(a.text_html) - 8, " harbour");
}

/* ---- all samples, against the search ---------------------------------- */

static char *squeezed(const char *html)
{
    char *out = strdup(html), *to = out;
    for (const char *at = html; out && *at; at++)
        if (!strchr(" \t\n", *at) || at == html || !strchr(" \t\n", at[-1]))
            *to++ = strchr("\t\n", *at) ? ' ' : *at;
    if (out)
        *to = '\0';
    return out;
}

/* Each mark of a snippet is one of the text. */
static size_t compare_marks(const char *snippet, const char *text_html, const char *q)
{
    char *text = squeezed(text_html);
    size_t count = 0;
    for (const char *at = snippet; (at = strstr(at, "<mark>")); at++, count++) {
        const char *end = strstr(at, "</mark>");
        char *one = strndup(at, (size_t)(end - at) + strlen("</mark>"));
        if (!text || !one || !strstr(text, one))
            fail_msg("for %s a search marks %s and the article does not: %s", q, one ? one : "", text_html);
        free(one);
    }
    free(text);
    return count;
}

static size_t compare(struct samples *s, const struct search_request *request, const struct search_result *result)
{
    struct segment_record stored;
    struct error err;
    if (reader_stored(s->reader, &result->record, false, reader_buffer(s->reader), &stored, &err))
        fail_msg("%s", err.text);
    struct article_marks a = {.title = result->record.title, .text = {stored.text, stored.text_len},
                              .source = result->record.source, .url = result->record.url};
    if (article_mark(s->reader, request, &s->arena, &a, &err))
        fail_msg("%s", err.text);
    struct shown html = shown_of(&a, &s->arena);
    if (html.title_html)
        assert_string_equal(html.title_html, marked_html(&result->title, &s->arena));
    return result->snippet.text
               ? compare_marks(marked_html(&result->snippet, &s->arena), html.text_html, request->q)
               : 0;
}

static void every_result_is_marked_as_the_search_marked_it(void **state)
{
    static const char *const queries[] = {
        "minister", "tax cuts", "\"tax cuts\"", "harpsichord", "said:\"long enough\"", "said:wait", "elect* labour",
        "\"minister budget\"~8", "title:minister budget", "sinn realt", "(tax OR budget) -harbour", "minster bugdet",
        "budgt", "colour", "covid-19", "wojcicki"};
    struct samples *s = *state;
    size_t marks = 0;
    s->arena = arena_make(TEST_ARENA_MAX);
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        struct search_request request = {.q = queries[i], .q_len = strlen(queries[i]), .count = 50, .snippets = true,
                                         .marks = true};
        struct search_page page;
        struct error err;
        if (search_run(s->reader, &request, &s->arena, &page, &err))
            fail_msg("%s", err.text);
        for (size_t k = 0; k < page.count; k++)
            marks += compare(s, &request, &page.results[k]);
    }
    assert_true(marks > 100); /* else nothing was compared */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    static enum samples_layout run = SAMPLES_RUN, both = SAMPLES_BOTH;
    const struct CMUnitTest tests[] = {
        TEST(all_forms_of_a_word_are_marked_and_the_rest_is_escaped),
        TEST(a_phrase_is_one_mark_and_its_words_alone_are_none),
        TEST(fields_and_prefixes_and_what_is_not_wanted),
        TEST(what_is_not_there_is_not_made),
        TEST(where_a_search_answers_another_query_that_is_marked),
        TEST(synonyms_of_the_archive_are_marked),
        TEST(nothing_is_marked_in_a_line_that_is_not_searched),
        TEST(a_long_article_is_there_to_its_end),
        cmocka_unit_test_prestate_setup_teardown(every_result_is_marked_as_the_search_marked_it, samples_open,
                                                 samples_close, &run),
        cmocka_unit_test_prestate_setup_teardown(every_result_is_marked_as_the_search_marked_it, samples_open,
                                                 samples_close, &both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
