/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_web_article.c - the page of an article: its text in paragraphs, and that nothing of what an article or an asker
 * says is markup in it. Pages are read by libxml2's parser of HTML. */
#include "test_archive.h"

#include <libxml/HTMLparser.h>
#include <strings.h>
#include <time.h>

#include "searchd/route.h"
#include "searchd/web/html_spans.h"
#include "searchd/worker.h"

enum { LONG_WORD = 6000, IDS_MAX = 400, TARGET_MAX = 8 << 10 };

/* ---- paragraphs and marks --------------------------------------------- */

static void check_paragraphs(const char *text, const char *offsets, const char *html)
{
    struct buffer out = buffer_make(1 << 20);
    struct html_paragraphs p = html_paragraphs_make(&out);
    cJSON *pairs = cJSON_Parse(offsets);
    assert_non_null(pairs);
    html_spans_paragraphs(&p, text, pairs);
    html_paragraphs_end(&p);
    buffer_puts(&out, "");
    assert_false(out.failed);
    assert_string_equal(out.data, html);
    cJSON_Delete(pairs);
    buffer_free(&out);
}

static void an_empty_line_parts_paragraphs_and_a_line_end_lines(void **state)
{
    (void)state;
    check_paragraphs("", "[]", "");
    check_paragraphs("a <b>\n\nc", "[]", "<p dir=\"auto\">a &lt;b&gt;</p>\n<p dir=\"auto\">c</p>\n");
    check_paragraphs("\n\n\na\n\n\n\nb\n\n", "[]", "<p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p>\n");
    check_paragraphs("Roses are red,\n  violets are blue", "[]",
                     "<p dir=\"auto\">Roses are red,<br>  violets are blue</p>\n");
}

static void marks_are_numbered_and_end_with_their_paragraph(void **state)
{
    (void)state;
    check_paragraphs("a b c", "[[0,1],[4,5]]",
                     "<p dir=\"auto\"><mark id=\"mark-1\">a</mark> b <mark id=\"mark-2\">c</mark></p>\n");
    check_paragraphs("a tax\n\ncuts b", "[[2,11]]",
                     "<p dir=\"auto\">a <mark id=\"mark-1\">tax</mark></p>\n"
                     "<p dir=\"auto\"><mark>cuts</mark> b</p>\n");
    check_paragraphs("a<b>", "[[1,4]]", "<p dir=\"auto\">a<mark id=\"mark-1\">&lt;b&gt;</mark></p>\n");
}

static void marks_that_cannot_be_are_passed_over(void **state)
{
    (void)state;
    check_paragraphs("a b c", "[[2,3],[0,1],[3,3],[4,99],[-1,2],[4],[\"4\",5],{},7,[4,5]]",
                     "<p dir=\"auto\">a <mark id=\"mark-1\">b</mark> <mark id=\"mark-2\">c</mark></p>\n");
}

static void a_text_too_long_for_a_page_is_cut_between_letters(void **state)
{
    struct buffer out = buffer_make(8 << 20);
    struct html_paragraphs p = html_paragraphs_make(&out);
    char *text = malloc(PARAGRAPHS_TEXT_MAX + 2);
    (void)state;
    assert_non_null(text);
    memset(text, 'a', PARAGRAPHS_TEXT_MAX + 1);
    html_paragraphs_put(&p, PIECE_PLAIN, 0, text, PARAGRAPHS_TEXT_MAX - 1);
    assert_false(p.cut);
    html_paragraphs_put(&p, PIECE_PLAIN, 0, "\xc3\xa9", 2);
    assert_true(p.cut);
    html_paragraphs_put(&p, PIECE_PLAIN, 0, "b", 1);
    html_paragraphs_end(&p);
    assert_false(out.failed);
    assert_string_equal(out.data + out.len - 7, "aa</p>\n");
    free(text);
    buffer_free(&out);
}

/* ---- pages ------------------------------------------------------------- */

struct scene {
    struct test_archive at;
    struct service service;
    struct worker *worker;
    struct response response;
    char *attack;
};

/* Markup, ends of elements that hold text, entities, marks of writing direction and a word without end. */
#define ATTACK                                                                                                        \
    "</title></script></p></article><script>alert(1)</script>\"'><img src=x onerror=alert(1)><mark>&lt;b&gt;&#60;i"    \
    "&#62;<!-- <svg onload=alert(1)> ]]> \xE2\x80\xAE evil \xE2\x81\xA6 javascript:alert(1) "
static const char ids[][64] = {"x/<script>\"'&?#%\xC3\xA9", "copy\"><b>", "plain"};

static char *make_attack(void)
{
    char *attack = malloc(sizeof ATTACK + LONG_WORD);
    if (!attack)
        return NULL;
    memcpy(attack, ATTACK, sizeof ATTACK - 1);
    memset(attack + sizeof ATTACK - 1, 'W', LONG_WORD);
    attack[sizeof ATTACK - 1 + LONG_WORD] = '\0';
    return attack;
}

static void put(struct scene *s, const char *id, const char *url, const char *more)
{
    static const char story[] = "The harbour of Port Caddock was closed on Monday after a dredger sank at its mouth. "
                                "Nobody was hurt. The harbourmaster, Oda Quill, said that ferries would sail from "
                                "Eskmouth until divers had raised the dredger, which may take until the spring.";
    struct buffer text = buffer_make(1 << 20);
    buffer_printf(&text, "%s\n\n%s\n%s%s", story, s->attack, s->attack, more);
    struct article a = {.id = (char *)id, .title = s->attack, .text = text.data, .date = "2019-04-02T10:00:00+01:00",
                        .updated = "2019-04-03", .source = s->attack, .section = s->attack, .url = (char *)url,
                        .lang = "en\" onmouseover=\"alert(1)", .summary = s->attack};
    assert_int_equal(strings_add(&a.authors, s->attack, strlen(s->attack)), 0);
    assert_int_equal(strings_add(&a.authors, "Ann \"><b>", 9), 0);
    assert_int_equal(strings_add(&a.tags, "Poe, \"><b>", 10), 0);
    assert_int_equal(strings_add(&a.tags, s->attack, strlen(s->attack)), 0);
    test_archive_put(&s->at, &a);
    strings_free(&a.authors);
    strings_free(&a.tags);
    buffer_free(&text);
}

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    *state = s;
    if (!s || test_archive_make(&s->at) || !(s->attack = make_attack()))
        return -1;
    put(s, ids[0], "javascript:alert(1)//https://a.example/", "");
    test_archive_commit(&s->at, false);
    put(s, ids[0], "javascript:alert(1)//https://a.example/", "\n\nAn end that was <added> and \"more\".");
    put(s, ids[1], "https://user\"><b>@a.example\"><script>/x?\"><b>", "");
    put(s, ids[2], "http:///\\evil.example/", "\n\nIn the copy alone.");
    test_archive_commit(&s->at, false);
    s->service = (struct service){.archive = s->at.dir, .deadline_ms = 20000, .site_name = "The <b>\"Archive\""};
    s->worker = worker_open(&s->service);
    s->response = response_make();
    return s->worker ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    worker_close(s->worker);
    response_free(&s->response);
    free(s->attack);
    int rc = test_archive_drop(&s->at);
    free(s);
    return rc;
}

static void escape(char *to, const char *text, size_t len)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < len; i++) {
        *to++ = '%';
        *to++ = hex[(unsigned char)text[i] >> 4];
        *to++ = hex[(unsigned char)text[i] & 15];
    }
    *to = '\0';
}

static const char *get(struct scene *s, const char *id, const char *query)
{
    char path[TARGET_MAX] = "/a/";
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    escape(path + 3, id, strlen(id));
    struct request request = {.method = "GET", .path = path, .query = query, .query_len = strlen(query), .id = "r1",
                              .host = "a\"><b>.example", .service = &s->service,
                              .started_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec};
    response_free(&s->response);
    s->response = response_make();
    const struct route *route = route_find(&request, &s->response);
    assert_non_null(route);
    route->handler(&request, &s->response, s->worker);
    assert_false(response_failed(&s->response));
    assert_non_null(s->response.body.data);
    return s->response.body.data;
}

/* ---- what a page may hold ---------------------------------------------- */

struct page_ids {
    const char *ids[IDS_MAX], *wanted[IDS_MAX];
    size_t count, wanted_count;
};

static bool is_among(const char *const *list, const char *name)
{
    while (*list && strcasecmp(*list, name) != 0)
        list++;
    return *list;
}

static void check_address(const char *element, const char *value)
{
    bool ours = strncmp(value, "../", 3) == 0 || value[0] == '#', away = strncmp(value, "http", 4) == 0;
    bool icon = strcmp(element, "link") == 0 && strncmp(value, "data:image/svg+xml,", 19) == 0;
    if (strcmp(element, "script") == 0 ? strncmp(value, "../page.js?v=", 13) != 0 : !ours && !away && !icon)
        fail_msg("<%s> leads to %.200s", element, value);
}

static void note_ids(struct page_ids *p, const char *name, const char *value)
{
    assert_true(p->count < IDS_MAX && p->wanted_count < IDS_MAX);
    if (strcmp(name, "id") == 0) {
        for (size_t i = 0; i < p->count; i++)
            assert_string_not_equal(p->ids[i], value);
        p->ids[p->count++] = value;
    } else if (strcmp(name, "href") == 0 && value[0] == '#') {
        p->wanted[p->wanted_count++] = value + 1;
    } else if (strcmp(name, "aria-labelledby") == 0 || strcmp(name, "for") == 0) {
        p->wanted[p->wanted_count++] = value;
    }
}

static void check_attributes(const xmlNode *node, struct page_ids *p)
{
    static const char *const names[] = {
        "class", "id", "href", "rel", "lang", "dir", "aria-label", "aria-labelledby", "aria-current", "datetime",
        "charset", "name", "content", "src", "defer", "type", "title", "role", "action", "for", "autocomplete",
        "maxlength", "value", "tabindex", "results", "articles", NULL};
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        const char *value = a->children && a->children->content ? (const char *)a->children->content : "";
        if (!is_among(names, name))
            fail_msg("<%s> has the attribute %s", (const char *)node->name, name);
        if (strcmp(name, "href") == 0 || strcmp(name, "src") == 0 || strcmp(name, "action") == 0)
            check_address((const char *)node->name, value);
        note_ids(p, name, value);
    }
}

static void check_node(const xmlNode *node, struct page_ids *p)
{
    static const char *const elements[] = {
        "html", "head", "meta", "title", "link", "script", "body", "a", "header", "hustings-search", "form", "label",
        "input", "button", "main", "nav", "article", "h1", "h2", "p", "span", "b", "bdi", "time", "br", "mark", "ins",
        "del", "ul", "li", "div", "section", "aside", "code", "q", "details", "summary", "footer", NULL};
    for (; node; node = node->next) {
        if (node->type == XML_COMMENT_NODE || node->type == XML_CDATA_SECTION_NODE || node->type == XML_PI_NODE)
            fail_msg("there is a comment: %.80s", (const char *)node->content);
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (!is_among(elements, (const char *)node->name))
            fail_msg("there is a <%s>", (const char *)node->name);
        if (strcmp((const char *)node->name, "script") == 0)
            assert_null(node->children);
        check_attributes(node, p);
        check_node(node->children, p);
    }
}

/* The page, read; whatever is in it is ours. */
static htmlDocPtr checked(struct scene *s, int status)
{
    struct page_ids p = {.count = 0};
    assert_int_equal(s->response.status, status);
    htmlDocPtr page = htmlReadMemory(s->response.body.data, (int)s->response.body.len, "", "UTF-8",
                                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    assert_non_null(page);
    check_node(xmlDocGetRootElement(page), &p);
    for (size_t i = 0; i < p.wanted_count; i++) {
        size_t k = 0;
        while (k < p.count && strcmp(p.ids[k], p.wanted[i]) != 0)
            k++;
        if (k == p.count)
            fail_msg("#%s is nowhere", p.wanted[i]);
    }
    return page;
}

/* The text of the first element of that name and class (NULL: any), as a browser has it; to be freed. */
static xmlChar *text_in(const xmlNode *node, const char *name, const char *class)
{
    for (xmlChar *found; node; node = node->next) {
        xmlChar *own = node->type == XML_ELEMENT_NODE ? xmlGetProp(node, (const xmlChar *)"class") : NULL;
        bool is = node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 &&
                  (!class || (own && strcmp((const char *)own, class) == 0));
        xmlFree(own);
        if (is)
            return xmlNodeGetContent(node);
        if ((found = text_in(node->children, name, class)))
            return found;
    }
    return NULL;
}

static void expect_text(htmlDocPtr page, const char *name, const char *class, const char *part)
{
    xmlChar *text = text_in(xmlDocGetRootElement(page), name, class);
    if (!text || !strstr((const char *)text, part))
        fail_msg("<%s %s> has no %.300s: %.900s", name, class ? class : "", part,
                 text ? (const char *)text : "nothing");
    xmlFree(text);
}

static void expect_html(struct scene *s, const char *part)
{
    if (!strstr(s->response.body.data, part))
        fail_msg("no %s", part);
}

static void a_hostile_article_is_text_all_through(void **state)
{
    struct scene *s = *state;
    get(s, ids[0], "q=harbour+script+alert");
    htmlDocPtr page = checked(s, 200);
    expect_text(page, "title", NULL, s->attack);
    expect_text(page, "h1", NULL, s->attack);
    expect_text(page, "p", "byline", "<img src=x onerror=alert(1)>"); /* ";" parts authors */
    expect_text(page, "p", "facts", s->attack);
    expect_text(page, "ul", "tags", s->attack);
    expect_text(page, "div", "text", s->attack);
    expect_text(page, "section", "copies", s->attack);
    expect_text(page, "section", "cite", s->attack);
    expect_text(page, "section", "versions", "Version 1");
    expect_html(s, "<mark id=\"mark-1\">harbour</mark>");
    expect_html(s, "&lt;<mark id=\"mark-3\">script</mark>&gt;<mark id=\"mark-4\">alert</mark>");
    expect_html(s, "<li><a href=\"../?tag=%22Poe,+%22%22%3E%3Cb%3E%22\"><bdi>Poe, &quot;&gt;&lt;b&gt;</bdi></a></li>");
    expect_html(s, "<span class=\"source\"><bdi>&lt;/title&gt;"); /* too long for a filter: no link */
    assert_null(strstr(s->response.body.data, "class=\"original\""));
    assert_non_null(response_get_header(&s->response, "ETag"));
    xmlFreeDoc(page);
}

static void an_address_is_a_link_only_to_the_web_and_says_its_host(void **state)
{
    struct scene *s = *state;
    get(s, ids[1], "");
    htmlDocPtr page = checked(s, 200);
    expect_text(page, "a", "original", "Original at a.example\"><script>");
    expect_html(s, "rel=\"noopener nofollow\"");
    xmlFreeDoc(page);
    get(s, ids[2], "");
    page = checked(s, 200);
    expect_text(page, "a", "original", "Original at evil.example");
    xmlFreeDoc(page);
}

static void what_changed_is_text_too(void **state)
{
    struct scene *s = *state;
    get(s, ids[0], "a=1&b=2&q=%22%3E%3Cscript%3E");
    htmlDocPtr page = checked(s, 200);
    expect_text(page, "section", "change", s->attack);
    expect_html(s, "An end that was &lt;added&gt; and &quot;more&quot;.</ins>");
    xmlFreeDoc(page);
    get(s, ids[0], "with=plain");
    page = checked(s, 200);
    expect_text(page, "section", "change", "Only in the copy");
    expect_html(s, "In the copy alone.</ins>");
    xmlFreeDoc(page);
    get(s, ids[0], "a=1&b=1");
    page = checked(s, 200);
    expect_text(page, "p", "legend", "Title and text are the same in both.");
    xmlFreeDoc(page);
}

static void what_is_refused_is_said_in_words(void **state)
{
    static const struct { const char *id, *query; int status; } cases[] = {
        {"nobody\"><script>alert(1)</script>", "q=<script>", 404}, {"plain", "hash=<script>", 400},
        {"plain", "a=\"><script>&b=2", 400}, {"plain", "a=1", 400}, {"plain", "a=1&b=7", 404},
        {"plain", "with=%22%3E%3Cscript%3E", 404}, {"plain", "hash=00000000", 404}, {"plain", "match=%3Cb%3E", 400}};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        get(s, cases[i].id, cases[i].query);
        htmlDocPtr page = checked(s, cases[i].status);
        xmlChar *said = text_in(xmlDocGetRootElement(page), "h1", NULL);
        assert_true(said && xmlStrlen(said) > 10);
        xmlFree(said);
        xmlFreeDoc(page);
        assert_null(response_get_header(&s->response, "ETag"));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_line_parts_paragraphs_and_a_line_end_lines),
        cmocka_unit_test(marks_are_numbered_and_end_with_their_paragraph),
        cmocka_unit_test(marks_that_cannot_be_are_passed_over),
        cmocka_unit_test(a_text_too_long_for_a_page_is_cut_between_letters),
        TEST(a_hostile_article_is_text_all_through),
        TEST(an_address_is_a_link_only_to_the_web_and_says_its_host),
        TEST(what_changed_is_text_too),
        TEST(what_is_refused_is_said_in_words),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
