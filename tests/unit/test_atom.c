/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_atom.c - feeds of odd and hostile articles, read and held against RFC 4287's schema by libxml2. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "archive/name_uuid.h"
#include "searchd/atom.h"

enum { OUT_MAX = 1 << 20 };

#define ARCHIVE "6ba7b810-9dad-11d1-80b4-00c04fd430c8"

static xmlRelaxNGPtr schema;

static struct record_text text(const char *s)
{
    return s ? (struct record_text){s, strlen(s)} : (struct record_text){0};
}

static int open_schema(void **state)
{
    (void)state;
    xmlRelaxNGParserCtxtPtr c = xmlRelaxNGNewParserCtxt(CASES_DIR "/../support/atom.rng");
    schema = c ? xmlRelaxNGParse(c) : NULL;
    xmlRelaxNGFreeParserCtxt(c);
    return schema ? 0 : -1;
}

static int close_schema(void **state)
{
    (void)state;
    xmlRelaxNGFree(schema);
    xmlCleanupParser();
    return 0;
}

static char *feed_of(const struct atom_feed *feed, const struct newest *page)
{
    struct arena arena = arena_make(OUT_MAX);
    struct buffer out = buffer_make(OUT_MAX);
    assert_true(atom_put(feed, page, &arena, &out));
    arena_free(&arena);
    return buffer_take(&out);
}

/* The document, read without a word of complaint and valid. */
static xmlDocPtr valid(const char *document)
{
    xmlDocPtr doc = xmlReadMemory(document, (int)strlen(document), "feed", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlRelaxNGValidCtxtPtr c = xmlRelaxNGNewValidCtxt(schema);
    assert_int_equal(xmlRelaxNGValidateDoc(c, doc), 0);
    xmlRelaxNGFreeValidCtxt(c);
    return doc;
}

/* What an XPath expression is, as text. */
static void is(xmlDocPtr doc, const char *path, const char *wanted)
{
    xmlXPathContextPtr c = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(c, BAD_CAST "a", BAD_CAST "http://www.w3.org/2005/Atom");
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, c);
    assert_non_null(found);
    xmlChar *got = xmlXPathCastToString(found);
    if (strcmp((char *)got, wanted) != 0)
        fail_msg("%s is '%s' and not '%s'", path, (char *)got, wanted);
    xmlFree(got);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(c);
}

static const struct atom_feed plain = {.archive = ARCHIVE, .base = "https://news.example", .self = "/v1/feed?q=a&b=c",
                                       .search = "/v1/search?q=a&b=c", .page = "/?q=a&b=c", .snapshot = "b55178dd-7",
                                       .snapshot_time = 1700000000,
                                       .title = "tax cuts", .title_len = 8};

static void an_article_is_told(void **state)
{
    (void)state;
    struct mark_span span = {4, 7};
    struct search_result result = {
        .record = {.id = text("a/b"), .title = text("Moot & Vale"), .url = text("https://courier.example/1?a=b&c=d"),
                   .source = text("Vale Courier"), .section = text("Politics"), .date = text("2019-04-02"),
                   .lang = text("en-GB"), .authors = {text("Jane Doe"), text("Ann Roe")}, .author_count = 2,
                   .tags = {text("moot")}, .tag_count = 1},
        .snippet = {.text = "The tax <b>", .len = 11, .spans = &span, .span_count = 1},
        .stored = 1700000500};
    const struct newest page = {.results = &result, .count = 1, .total = 1, .understood_as = "tax AND cuts",
                                .hash = "7c1f9a2e"};
    char *document = feed_of(&plain, &page);
    xmlDocPtr doc = valid(document);
    is(doc, "/a:feed/a:title", "tax cuts");
    is(doc, "/a:feed/a:updated", "2023-11-14T22:21:40Z");
    is(doc, "/a:feed/a:link[@rel='self']/@href", "https://news.example/v1/feed?q=a&b=c");
    is(doc, "/a:feed/a:link[@rel='alternate'][1]/@href", "https://news.example/?q=a&b=c");
    is(doc, "/a:feed/a:link[@rel='alternate'][@type='application/json']/@href", "https://news.example/v1/search?q=a&b=c");
    is(doc, "count(/a:feed/a:link)", "3");
    is(doc, "/a:feed/*[namespace-uri() = 'urn:hustings' and local-name() = 'snapshot']", "b55178dd-7");
    is(doc, "//a:entry/a:title", "Moot & Vale");
    is(doc, "//a:entry/@xml:lang", "en-GB");
    is(doc, "//a:entry/a:link[@rel='alternate']/@href", "https://courier.example/1?a=b&c=d");
    is(doc, "//a:entry/a:link[@rel='via']/@href", "https://news.example/v1/articles/a%2Fb?hash=0000000000000000");
    is(doc, "//a:entry/a:author[1]/a:name", "Jane Doe");
    is(doc, "//a:entry/a:author[2]/a:name", "Ann Roe");
    is(doc, "//a:entry/a:published", "2019-04-02T00:00:00Z");
    is(doc, "//a:entry/a:updated", "2023-11-14T22:21:40Z");
    is(doc, "//a:entry/a:category[1]/@term", "Politics");
    is(doc, "//a:entry/a:category[2]/@term", "moot");
    is(doc, "//a:entry/a:summary[@type='html']", "The <mark>tax</mark> &lt;b&gt;");
    xmlFreeDoc(doc);
    free(document);
}

static void ids_are_stable_and_of_their_own(void **state)
{
    (void)state;
    char a[NAME_UUID_BYTES], b[NAME_UUID_BYTES];
    assert_true(name_uuid(ARCHIVE, "www.widgets.com", 15, a)); /* as Python's uuid5 has it */
    assert_string_equal(a, "21f7f8de-8051-5b89-8680-0195ef798b6a");
    assert_true(name_uuid(ARCHIVE, "www.widgets.co", 14, b));
    assert_string_not_equal(a, b);
    assert_false(name_uuid("no uuid", "x", 1, a));
    struct search_result results[2] = {{.record = {.id = text("a"), .version = 1}, .stored = 1},
                                       {.record = {.id = text("b"), .version = 1}, .stored = 1}};
    struct newest page = {.results = results, .count = 2, .understood_as = "", .hash = "7c1f9a2e"};
    char *one = feed_of(&plain, &page);
    results[0].record.version = 2;
    results[0].record.hash[0] = 7;
    results[0].stored = 2000000000;
    char *two = feed_of(&plain, &page);
    const char *id = strstr(one, "<entry>\n<id>urn:uuid:"), *same = strstr(two, "<entry>\n<id>urn:uuid:");
    assert_int_equal(strncmp(id, same, 60), 0);
    assert_int_not_equal(strncmp(id, strstr(id + 1, "<entry>\n<id>"), 60), 0);
    assert_int_equal(strncmp(one, two, 140), 0); /* the feed's own id */
    page.hash[0] = '8';
    char *three = feed_of(&plain, &page);
    assert_int_not_equal(strncmp(one, three, 140), 0);
    free(one);
    free(two);
    free(three);
}

static void an_empty_feed_has_the_snapshots_time(void **state)
{
    (void)state;
    struct atom_feed feed = plain;
    feed.title = NULL;
    feed.title_len = 0;
    const struct newest page = {.understood_as = "", .hash = "7c1f9a2e"};
    char *document = feed_of(&feed, &page);
    xmlDocPtr doc = valid(document);
    is(doc, "/a:feed/a:updated", "2023-11-14T22:13:20Z");
    is(doc, "/a:feed/a:title", "All articles");
    is(doc, "count(//a:entry)", "0");
    xmlFreeDoc(doc);
    free(document);
}

static void pages_follow_each_other(void **state)
{
    (void)state;
    struct atom_feed feed = plain;
    feed.previous = "/v1/feed?page=1";
    feed.next = "/v1/feed?page=3";
    const struct newest page = {.understood_as = "", .hash = "7c1f9a2e"};
    char *document = feed_of(&feed, &page);
    xmlDocPtr doc = valid(document);
    is(doc, "/a:feed/a:link[@rel='previous']/@href", "https://news.example/v1/feed?page=1");
    is(doc, "/a:feed/a:link[@rel='next']/@href", "https://news.example/v1/feed?page=3");
    xmlFreeDoc(doc);
    free(document);
}

/* Each member of an article is this text. */
static const char *const hostile[] = {
    "]]></title><entry>",
    "&lt; &amp; &#0; &bogus;",
    "\x01\x02\x1b[31m\x7f",
    "\xC2\x80\xC2\x9F\xEF\xBF\xBE\xEF\xBF\xBF",
    "\xFF\xC0\x80\xED\xA0\x80",
    "a\nb\tc\r\nd",
    "\" onclick=\"x' <!-- --> <?php",
    "javascript:alert(1)",
    "http://a.example/ \"<>\\^`{|}[] \xC3\xA9%zz",
    "HTTPS://A.example/\xE2\x80\xA8",
    "",
    " ",
    "9999-12-31T23:59:59-12:00",
    "en-toolongpart-x",
    "-",
    "en-",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB \xE2\x80\xAE txt.exe",
};

static void no_article_breaks_a_feed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct record_text t = text(hostile[i]);
        struct search_result result = {
            .record = {.id = t, .title = t, .url = t, .source = t, .section = t, .date = t, .lang = t,
                       .authors = {t, t}, .author_count = 2, .tags = {t}, .tag_count = 1},
            .snippet = {.text = hostile[i], .len = t.len}};
        const struct newest page = {.results = &result, .count = 1, .understood_as = "", .hash = "7c1f9a2e"};
        struct atom_feed feed = plain;
        feed.title = hostile[i];
        feed.title_len = t.len;
        char *document = feed_of(&feed, &page);
        xmlDocPtr doc = valid(document);
        is(doc, "count(//a:entry)", "1");
        is(doc, "count(//a:entry/a:author) > 0", "true");
        is(doc, "count(//a:entry/a:link[@rel='alternate'])", "1");
        is(doc, "count(//a:entry/a:link[starts-with(@href, 'javascript')])", "0");
        is(doc, "//a:entry/a:updated", "2023-11-14T22:13:20Z");
        xmlFreeDoc(doc);
        free(document);
    }
}

static void what_is_not_there_is_left_out(void **state)
{
    (void)state;
    static const char *const dates[] = {NULL, "2019", "2019-04", "soon"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct search_result result = {.record = {.id = text("x 1"), .date = text(dates[i])}, .stored = 1};
        const struct newest page = {.results = &result, .count = 1, .understood_as = "", .hash = "7c1f9a2e"};
        char *document = feed_of(&plain, &page);
        xmlDocPtr doc = valid(document);
        is(doc, "count(//a:published | //a:summary | //a:category | //a:entry/@xml:lang)", "0");
        is(doc, "//a:entry/a:title", "x 1");
        is(doc, "//a:entry/a:author/a:name", "unknown");
        is(doc, "//a:entry/a:link[@rel='alternate']/@href",
           "https://news.example/v1/articles/x%201?hash=0000000000000000");
        is(doc, "count(//a:entry/a:link)", "1");
        xmlFreeDoc(doc);
        free(document);
    }
    struct search_result result = {.record = {.id = text("x"), .source = text("Vale Courier"),
                                              .date = text("2019-04-02T23:10:00+02:00")}};
    const struct newest page = {.results = &result, .count = 1, .understood_as = "", .hash = "7c1f9a2e"};
    char *document = feed_of(&plain, &page);
    xmlDocPtr doc = valid(document);
    is(doc, "//a:entry/a:author/a:name", "Vale Courier");
    is(doc, "//a:entry/a:published", "2019-04-02T23:10:00+02:00");
    xmlFreeDoc(doc);
    free(document);
}

static void too_much_is_said(void **state)
{
    (void)state;
    const struct newest page = {.understood_as = "", .hash = "7c1f9a2e"};
    struct arena arena = arena_make(OUT_MAX);
    struct buffer out = buffer_make(100);
    assert_false(atom_put(&plain, &page, &arena, &out));
    buffer_free(&out);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_is_told),
        cmocka_unit_test(ids_are_stable_and_of_their_own),
        cmocka_unit_test(an_empty_feed_has_the_snapshots_time),
        cmocka_unit_test(pages_follow_each_other),
        cmocka_unit_test(no_article_breaks_a_feed),
        cmocka_unit_test(what_is_not_there_is_left_out),
        cmocka_unit_test(too_much_is_said),
    };
    return cmocka_run_group_tests(tests, open_schema, close_schema);
}
