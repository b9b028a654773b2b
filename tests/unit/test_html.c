/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_html.c - what is taken out of pages: the article's text without what is beside it, its facts, its day. */
#include "indexer/formats/format.h"
#include "indexer/formats/html_day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define ONE "The council voted on Monday to close the old harbour bridge for repairs until the spring of next year."
#define TWO "Traders on the quay said they had not been asked, and that the ferry could not carry half of their goods."
#define PROSE "<p>" ONE "</p><p>" TWO "</p>"
#define BOTH ONE "\n\n" TWO
#define BESIDE "<p>Nobody who came to read about the bridge needs this sentence, long as it is made to be here.</p>"

static struct article got;

static int keep(void *ctx, struct article *a, const char *where)
{
    (void)ctx;
    (void)where;
    article_free(&got);
    got = *a;
    *a = (struct article){0};
    return 0;
}

static void note(void *ctx, const char *where, const char *reason, struct raw record)
{
    (void)ctx;
    (void)record;
    fail_msg("%s: %s", where, reason);
}

static void remark(void *ctx, const char *where, const char *reason)
{
    (void)ctx;
    (void)where;
    (void)reason;
}

static void read_bytes(const char *bytes, size_t len)
{
    struct error err = {0};
    struct sink sink = {.article = keep, .problem = note, .warning = remark};
    assert_int_equal(html_page(bytes, len, "UTF-8", NULL, "p.html", &sink, &err), 0);
}

static void read_page(const char *head, const char *body)
{
    struct buffer page = buffer_make(1 << 20);
    buffer_printf(&page, "<html><head>%s</head><body>%s</body></html>", head, body);
    assert_false(page.failed);
    read_bytes(page.data, page.len);
    buffer_free(&page);
}

static int forget(void **state)
{
    (void)state;
    article_free(&got);
    got = (struct article){0};
    return 0;
}

static void is_date(const char *head, const char *body, const char *date)
{
    read_page(head, body);
    if (strcmp(date ? date : "none", got.date ? got.date : "none") != 0)
        fail_msg("%s %s: '%s'", head, body, got.date ? got.date : "none");
}

static void what_says_it_is_beside_the_article_is_left_out(void **state)
{
    static const char *const beside[] = {"<div class='related-posts'>%s</div>",
                                         "<div id=comments>%s</div>",
                                         "<div class=\"cookieConsent\">%s</div>",
                                         "<section class=newsletter>%s</section>",
                                         "<div class='share-bar'>%s</div>",
                                         "<div class='author-bio'>%s</div>",
                                         "<div role=navigation>%s</div>",
                                         "<figure>%s</figure>",
                                         "<div class='photo__caption'>%s</div>",
                                         "<div style='display: none'>%s</div>",
                                         "<aside>%s</aside>",
                                         "<div class=most-read>%s</div>"};
    (void)state;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char body[2048], part[512];
        snprintf(part, sizeof part, beside[i], BESIDE); /* NOLINT: the formats are those above */
        snprintf(body, sizeof body, "<div><p>%s</p>%s<p>%s</p></div>", ONE, part, TWO);
        read_page("<title>Bridge</title>", body);
        assert_string_equal(got.text, BOTH);
    }
}

static void words_about_something_else_do_not_count(void **state)
{
    (void)state;
    read_page("<title>Bridge</title>",
              "<div class='has-sidebar category-ads tag-newsletter'><div class=cookie-wrapper>" PROSE
              "</div></div><div class=headerComment><p>" ONE "</p></div>");
    assert_non_null(strstr(got.text, BOTH));
    /* Whatever it is called: most of the page is not beside it. */
    read_page("<title>Bridge</title>", "<div class=sidebar>" PROSE "</div>");
    assert_string_equal(got.text, BOTH);
}

static void unnamed_menus_and_teasers_are_told_by_their_links(void **state)
{
    (void)state;
    read_page("<title>Bridge</title>",
              "<div><a href=/a>Front page of today</a> <a href=/b>Politics and parliament</a></div><div>" PROSE "</div>"
              "<div><div><a href=/c>Council closes another bridge over the same river again</a></div>"
              "<div><a href=/d>Ferries fail to sail for the fourth day in a row this week</a></div></div>");
    assert_string_equal(got.text, BOTH);
}

static void what_says_it_is_the_text_is_believed_against_more_prose(void **state)
{
    (void)state;
    read_page("<title>Bridge</title>",
              "<div><div itemprop=articleBody>" PROSE "</div><div>" BESIDE BESIDE "</div></div>");
    assert_string_equal(got.text, BOTH);
    read_page("<title>Bridge</title>", "<div><div class=entry-content>" PROSE "</div><div>" BESIDE "</div></div>");
    assert_string_equal(got.text, BOTH);
    /* Another article beside that which has the headline. */
    read_page("<title>Bridge</title>",
              "<article><h1>Bridge</h1>" PROSE "</article><article>" BESIDE BESIDE BESIDE "</article>");
    assert_string_equal(got.text, BOTH);
}

static void paragraphs_are_kept_however_they_are_made(void **state)
{
    (void)state;
    read_page("<title>Bridge</title>", "<div>" ONE "<br><br>" TWO "<br>Then they left.</div>");
    assert_string_equal(got.text, BOTH "\nThen they left.");
    read_page("<title>Bridge</title>",
              "<div>" PROSE "<table><tr><th>Ward</th><th>For</th></tr><tr><td>Quay</td><td>12</td></tr>"
              "</table><p>" ONE "</p></div>");
    assert_string_equal(got.text, BOTH "\n\nWard For\n\nQuay 12\n\n" ONE);
    read_page("<title>Bridge</title>",
              "<div>" PROSE "<h2>What next</h2><ul><li>A ferry</li><li>A tunnel</li></ul></div>");
    assert_string_equal(got.text, BOTH "\n\nWhat next\n\nA ferry\n\nA tunnel");
}

static void lines_within_the_text_that_lead_elsewhere_are_left_out(void **state)
{
    (void)state;
    read_page(
        "<title>Bridge</title>",
        "<div><p>" ONE "</p><p><a href=/x>Harbour bridge in pictures</a></p><p>READ MORE: <a href=/y>The bridge and "
        "its enemies, a history in nine chapters. With maps.</a></p><p>Advertisement</p><p>Sign up to our letter.</p>"
        "<p>" TWO "</p><h3>More stories</h3><p>Bridges of the world</p></div>");
    assert_string_equal(got.text, BOTH);
    /* Words that calls begin with are words. */
    read_page("<title>Shares</title>",
              "<div><p>Share prices fell.</p><p>" ONE "</p><p>Comments made by him hurt.</p></div>");
    assert_string_equal(got.text, "Share prices fell.\n\n" ONE "\n\nComments made by him hurt.");
}

static void an_article_full_of_links_keeps_them(void **state)
{
    struct buffer body = buffer_make(1 << 16);
    (void)state;
    buffer_puts(&body, "<div class=entry-content><p>" ONE "</p>");
    for (int i = 0; i < 12; i++)
        buffer_printf(&body,
                      "<p>Bridge %d of the twelve that everybody should see while they stand.</p><p><a href=/%d>Where "
                      "it is</a></p>",
                      i, i);
    buffer_puts(&body, "</div>");
    read_page("<title>Twelve bridges</title>", body.data);
    assert_non_null(strstr(got.text, "while they stand.\n\nWhere it is"));
    buffer_free(&body);
}

static void title_byline_and_day_are_not_said_again_in_the_text(void **state)
{
    (void)state;
    read_page("<meta property=og:title content='Bridge closes'>",
              "<article><h1>Bridge closes!</h1><p>Bridge closes</p><p>By Ann Poe</p><p>16 December 2019</p>" PROSE
              "</article>");
    assert_string_equal(got.text, BOTH);
    assert_string_equal(got.title, "Bridge closes");
}

static void the_sites_name_is_cut_off_the_title(void **state)
{
    (void)state;
    read_page("<title>Bridge closes | The Gazette</title><meta property=og:site_name content='The Gazette'>", PROSE);
    assert_string_equal(got.title, "Bridge closes");
    read_page("<title>Inside The Gazette</title><meta property=og:site_name content='The Gazette'>", PROSE);
    assert_string_equal(got.title, "Inside The Gazette");
}

static void json_ld_names_people_by_id(void **state)
{
    (void)state;
    read_page(
        "<script "
        "type='application/ld+json'>/*<![CDATA[*/{\"@graph\":[{\"@type\":\"WebSite\",\"@id\":\"#s\",\"name\":\"The "
        "Gazette\"},{\"@type\":\"NewsArticle\",\"headline\":\"Bridge\",\"author\":[{\"@id\":\"#ann\"},{\"@id\":\"#x\"}]"
        ","
        "\"publisher\":{\"@id\":\"#s\"}},{\"@type\":\"Person\",\"@id\":\"#ann\",\"name\":\"Ann Poe\"}]}</script>",
        PROSE);
    assert_int_equal(got.authors.count, 1);
    assert_string_equal(got.authors.at[0], "Ann Poe");
    assert_string_equal(got.source, "The Gazette");
}

static void microdata_and_dublin_core_give_facts(void **state)
{
    (void)state;
    read_page("<meta name=DC.title content=Bridge><meta name=dcterms.creator content='Bo Roe'><meta name=DC.publisher "
              "content=Gazette><meta name=DC.date.issued content=2019-12-16>",
              PROSE);
    assert_string_equal(got.title, "Bridge");
    assert_string_equal(got.authors.at[0], "Bo Roe");
    assert_string_equal(got.source, "Gazette");
    assert_string_equal(got.date, "2019-12-16");
    read_page("<title>Bridge</title>", "<div itemprop=author>Ann Poe</div><span itemprop=articleSection>Vale</span>"
                                       "<span itemprop=datePublished content=2019-12>December</span>" PROSE);
    assert_string_equal(got.authors.at[0], "Ann Poe");
    assert_string_equal(got.section, "Vale");
    assert_string_equal(got.date, "2019-12");
    /* An address is nobody's name. */
    read_page("<title>Bridge</title><meta property=article:author content=https://f.test/ann>", PROSE);
    assert_int_equal(got.authors.count, 0);
}

static void a_date_is_the_one_of_publication_or_none(void **state)
{
    (void)state;
    is_date("<meta property=article:modified_time content=2020-01-02T03:04:05Z>", PROSE, NULL);
    is_date("", "<h1>Bridge closes</h1><p>Updated 17 December 2019</p>" PROSE, NULL);
    is_date("", "<h1>Bridge closes</h1>" PROSE "<p>&copy; 16 December 2019</p>", NULL);
    is_date("",
            "<h1>Bridge closes</h1>" PROSE
            "<div class=comments><time datetime=2019-12-20>20 December 2019</time></div>",
            NULL);
    is_date("", "<h1>Bridge closes</h1>" PROSE "<div class=related><span class=date>20 December 2019</span></div>",
            NULL);
    is_date("", "<h1>The bridge of 4 May 1926</h1>" PROSE, NULL);
    is_date("<meta name=date content=2019-02-31>", PROSE, NULL);
}

static void better_sources_of_a_date_come_first(void **state)
{
    (void)state;
    is_date("<meta name=date content=2020-05-05>", "<h1>Bridge closes</h1><p>By Ann Poe, 16 December 2019</p>" PROSE,
            "2019-12-16");
    is_date("<meta property=article:published_time content=2019-12-15T10:00:00+01:00>",
            "<h1>Bridge closes</h1><p>17 December 2019</p>" PROSE, "2019-12-15T10:00:00+01:00");
    is_date("<script type='application/ld+json'>{\"@type\":\"WebPage\",\"datePublished\":\"2018-01-01\"}</script>"
            "<meta name=pubdate content=2019-12-14>",
            PROSE, "2019-12-14");
    is_date("<meta name=date content=2020-05-05>", PROSE, "2020-05-05");
    is_date("", "<p><time datetime=2019-12-16>Monday</time></p><h1>Bridge closes</h1>" PROSE, "2019-12-16");
    is_date("", "<h1>Bridge closes</h1><p><time datetime=2019-12-18>Published 16 December 2019</time></p>" PROSE,
            "2019-12-16");
    is_date("", "<h1>Bridge closes</h1><div>" PROSE "</div><div class=post-meta>By Ann on 16 December 2019</div>",
            "2019-12-16");
}

static void an_address_dates_to_its_precision_and_last(void **state)
{
    (void)state;
    is_date("<link rel=canonical href=https://g.test/2019/12/16/bridge>", PROSE, "2019-12-16");
    is_date("<link rel=canonical href=https://g.test/news/20191216/bridge>", PROSE, "2019-12-16");
    is_date("<link rel=canonical href=https://g.test/2019-12-16-bridge>", PROSE, "2019-12-16");
    is_date("<link rel=canonical href=https://g.test/2019/12/bridge>", PROSE, "2019-12");
    is_date("<link rel=canonical href=https://g.test/2019/bridge>", PROSE, NULL);
    is_date("<link rel=canonical href=https://g.test/2019/13/bridge>", PROSE, NULL);
    is_date("<link rel=canonical href=https://g.test/20191399/2019-12-bridge>", PROSE, NULL);
    is_date("<link rel=canonical href=https://g.test/2019/12/16/bridge><meta name=date content=2019-12-15>", PROSE,
            "2019-12-15");
}

/* Late in the evening west of Greenwich UTC is a day ahead of the paper. */
static void the_papers_own_day_stands_against_utc(void **state)
{
    (void)state;
    is_date("<meta property=article:published_time content=2019-12-17T02:25:54Z>"
            "<link rel=canonical href=https://g.test/2019/12/16/bridge>",
            PROSE, "2019-12-16");
    is_date("<meta property=article:published_time content=2019-12-19T02:25:54Z>"
            "<link rel=canonical href=https://g.test/2019/12/16/bridge>",
            PROSE, "2019-12-19T02:25:54Z");
}

static void days_are_read_in_several_languages(void **state)
{
    static const struct {
        const char *text, *lang, *day;
    } cases[] = {{"Wien, 16. Dezember 2019", NULL, "2019-12-16"},
                 {"Dec. 16, 2019 11:10 pm ET", NULL, "2019-12-16"},
                 {"Publi\xC3\xA9 le 1er f\xC3\xA9vrier 2020", NULL, "2020-02-01"},
                 {"16 de diciembre de 2019", NULL, "2019-12-16"},
                 {"16.12.2019, 9:30", NULL, "2019-12-16"},
                 {"02.12.19", NULL, "2019-12-02"},
                 {"2019/12/16", NULL, "2019-12-16"},
                 {"4/3/2019", NULL, NULL},
                 {"4/3/2019", "en-US", "2019-04-03"},
                 {"4/3/2019", "de", "2019-03-04"},
                 {"16/12/2019", NULL, "2019-12-16"},
                 {"31 February 2019", NULL, NULL},
                 {"December 2019", NULL, NULL},
                 {"version 1.2.3", NULL, NULL},
                 {"2012\xE5\xB9\xB4"
                  "06\xE6\x9C\x88"
                  "04\xE6\x97\xA5",
                  NULL, "2012-06-04"},
                 {"127.0.0.1 of 2019", NULL, NULL},
                 {"in 1989 16 people", NULL, NULL},
                 {"16 , , , , , , , , 2019", NULL, NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date d;
        char out[32] = "";
        if (html_day_find(cases[i].text, strlen(cases[i].text), html_order_of(cases[i].lang), &d, NULL))
            date_format(&d, out);
        if (strcmp(out, cases[i].day ? cases[i].day : "") != 0)
            fail_msg("'%s' (%s) is '%s'", cases[i].text, cases[i].lang ? cases[i].lang : "-", out);
    }
}

/* A page of what, count times within before and behind, is read in time. */
static void is_read_in_time(const char *before, const char *what, size_t count, const char *behind)
{
    struct buffer page = buffer_make(64 << 20);
    buffer_puts(&page, before);
    for (size_t i = 0; i < count; i++)
        buffer_puts(&page, what);
    buffer_puts(&page, behind);
    assert_false(page.failed);
    clock_t start = clock();
    read_bytes(page.data, page.len);
    assert_true((clock() - start) / CLOCKS_PER_SEC < 20); /* a walk in squares would take hours */
    buffer_free(&page);
}

static void large_pages_are_read_in_time(void **state)
{
    (void)state;
    is_read_in_time("<title>B</title><div>", "<p class=a>" ONE "</p><a class='b c' href=/>x</a>", 30000, "</div>");
    is_read_in_time("<title>B</title>", "<h1>a title <time itemprop=datePublished>x</time>", 60000, "<p>" ONE);
    is_read_in_time("<title>B</title>", "<div class='sidebar x'>", 250, PROSE);
    is_read_in_time("<title>B</title><p class='", "sidebar-menu ", 100000, "'>" ONE "</p>");
}

static void authors_are_people_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *head, *body, *names; /* joined by '|' */
    } cases[] = {
        {"<meta name=author content='By Ann Poe'>", "", "Ann Poe"},
        {"<meta name=author content='Ann Poe'><meta name=author content='Bo Roe'>", "", "Ann Poe|Bo Roe"},
        {"<meta name=author content='ANN POE, Political Editor'>", "", "ANN POE"},
        {"<meta name=author content='Ann Poe, Bo Roe and Cy Doe'>", "", "Ann Poe|Bo Roe|Cy Doe"},
        {"<meta name=author content='Ministry of Trade und Klima'>", "", "Ministry of Trade und Klima"},
        {"<meta name=author content='admin'>", "<p class=byline>von Ann Poe</p>", "von Ann Poe"},
        {"<meta name=author content='admin'><meta http-equiv=content-language content=de>",
         "<p class=byline>Ver\303\266ffentlicht vonAnn Poe</p>", "Ann Poe"},
        {"<meta http-equiv=content-language content=de>", "<p class=byline>Von Ann Poe</p>", "Ann Poe"},
        {"<meta http-equiv=content-language content=de>", "<p class=byline>Von Miller</p>", "Von Miller"},
        {"<meta property=og:site_name content=Gazette><meta name=author content=gazette>", "", ""},
        {"<meta name=author content='Verlag GmbH'><meta name=author content='ann@v.example'>", "", ""},
        {"<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":"
         "\"{ \\\"@type\\\":\\\"Person\\\", \\\"name\\\":\\\"Ann Poe\\\" }\"}</script>", "", "Ann Poe"},
        {"<script type='application/ld+json'>{\"@type\":\"Article\",\"publisher\":\"Ann Poe\",\"author\":"
         "[{\"@type\":\"Person\",\"name\":\"Ann Poe\"},{\"name\":\"No Author\"}]}</script>", "", "Ann Poe"},
        {"", "<span itemprop=author itemscope><a href=x><b itemprop=name>Ann Poe</b></a> writes</span>", "Ann Poe"},
        {"", "<p><a rel=author>Ann Poe</a> and <a rel=author>Bo Roe</a></p><div><a rel=author>Else</a></div>",
         "Ann Poe|Bo Roe"},
    };
    char names[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[512];
        size_t len = 0;
        *names = '\0';
        snprintf(body, sizeof body, "%s" PROSE, cases[i].body);
        read_page(cases[i].head, body);
        for (size_t j = 0; j < got.authors.count; j++)
            len += (size_t)snprintf(names + len, sizeof names - len, "%s%s", j ? "|" : "", got.authors.at[j]);
        if (strcmp(names, cases[i].names) != 0)
            fail_msg("%s %s: '%s'", cases[i].head, cases[i].body, names);
    }
}

static void facts_are_as_a_reader_would_write_them(void **state)
{
    (void)state;
    read_page("<title>Mayor wins vote | The Gazette</title>", "<h1>Navigation</h1><h1>Mayor wins vote</h1>" PROSE);
    assert_string_equal(got.title, "Mayor wins vote");
    read_page("<title>Mayor wins vote in the Vale | Gazette</title>", "<h1>Gazette</h1><h1>A mayor for all</h1>" PROSE);
    assert_string_equal(got.title, "A mayor for all");
    read_page("<title>Mayor wins vote in the Vale | Gazette</title>", "<h1>Gazette</h1>" PROSE);
    assert_string_equal(got.title, "Mayor wins vote in the Vale | Gazette");
    read_page("<title>The Gazette</title>", "<div itemscope><h2 itemprop=headline>Mayor wins</h2></div>" PROSE);
    assert_string_equal(got.title, "Mayor wins");
    read_page("<meta property=og:title content='Mayor&amp;#8217;s vote'><meta property=og:locale content=en_GB>"
              "<meta property=og:site_name content='https://www.gazette.example/'>"
              "<meta property=article:section content='Politics,Cities,Vale'>",
              PROSE);
    assert_string_equal(got.title, "Mayor\xE2\x80\x99s vote");
    assert_string_equal(got.lang, "en-GB");
    assert_string_equal(got.source, "gazette.example");
    assert_string_equal(got.section, "Politics");
}

static void the_way_to_an_article_names_its_section(void **state)
{
    (void)state;
    static const char way[] =
        "<script type='application/ld+json'>{\"@type\":\"BreadcrumbList\",\"itemListElement\":["
        "{\"position\":1,\"name\":\"The Gazette\",\"item\":\"https://g.example/\"},"
        "{\"position\":2,\"item\":{\"@id\":\"https://g.example/politics\",\"name\":\"Politics\"}},"
        "{\"position\":3,\"name\":\"Mayor wins\"}]}</script>";
    read_page(way, PROSE);
    assert_string_equal(got.section, "Politics");
    char both[1024];
    snprintf(both, sizeof both, "%s<meta property=article:section content=Cities>", way);
    read_page(both, PROSE);
    assert_string_equal(got.section, "Cities");
}

static void a_container_that_is_called_after_its_sidebar_is_read_where_nothing_else_is(void **state)
{
    (void)state;
    read_page("<title>Bridge</title>", "<div class=sidebar_right><div>" PROSE "</div></div>"
              "<div class=newsletter><p>We write to you every morning of the week, before you have had your tea, about all that "
              "went on while you slept, and in the evening once more, about what went on at work, if anything did.</p></div>"
              "<div class=cookie-notice><p>We keep small files, in which your choices are told, so that we know you when you "
              "come again, and we ask what you think of it, and who may read them beside us, and for how long.</p></div>");
    assert_string_equal(got.text, BOTH);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, forget)
    const struct CMUnitTest tests[] = {
        TEST(what_says_it_is_beside_the_article_is_left_out),
        TEST(words_about_something_else_do_not_count),
        TEST(unnamed_menus_and_teasers_are_told_by_their_links),
        TEST(what_says_it_is_the_text_is_believed_against_more_prose),
        TEST(paragraphs_are_kept_however_they_are_made),
        TEST(lines_within_the_text_that_lead_elsewhere_are_left_out),
        TEST(an_article_full_of_links_keeps_them),
        TEST(title_byline_and_day_are_not_said_again_in_the_text),
        TEST(the_sites_name_is_cut_off_the_title),
        TEST(json_ld_names_people_by_id),
        TEST(microdata_and_dublin_core_give_facts),
        TEST(a_date_is_the_one_of_publication_or_none),
        TEST(better_sources_of_a_date_come_first),
        TEST(an_address_dates_to_its_precision_and_last),
        TEST(the_papers_own_day_stands_against_utc),
        TEST(days_are_read_in_several_languages),
        TEST(authors_are_people_and_nothing_else),
        TEST(facts_are_as_a_reader_would_write_them),
        TEST(the_way_to_an_article_names_its_section),
        TEST(a_container_that_is_called_after_its_sidebar_is_read_where_nothing_else_is),
        TEST(large_pages_are_read_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
