/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_feeds.c - RSS, Atom and WordPress's exports, as they should be and as they are. */
#include "indexer/formats/xml_records.h"
#include "tests/unit/test_reading.h"

#include <zlib.h>

static void rss_items_are_articles_with_their_facts(void **state)
{
    struct reading *r = *state;
    read_text(
        r, "<?xml version='1.0'?>\n<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
           " xmlns:d='http://purl.org/dc/elements/1.1/'><channel>\n<title>The Herald</title><language>en-gb</language>"
           "<link>https://herald.example/</link>\n<image><title>Logo</title></image>\n"
           "<item><title>Mayor &amp;amp; council quit</title><link>/a/1</link><guid isPermaLink='false'>17</guid>"
           "<pubDate>Mon, 16 Dec 2019 23:10:00 +0100</pubDate><d:creator>Ann Poe</d:creator>"
           "<category>Politics</category><category>City</category><description>They left.</description>"
           "<content:encoded><![CDATA[<p>All of them\nleft.</p><figure><figcaption>A photo</figcaption></figure>"
           "<p>Today.</p>]]></content:encoded></item>\n"
           "<item><title>Two</title><description>One &lt;b&gt;bold&lt;/b&gt; line.&lt;br/&gt;&lt;br/&gt;Another."
           "</description><author>bo@herald.example (Bo Roe)</author><category>Sport</category>"
           "<guid>https://herald.example/a/2</guid></item></channel></rss>");
    assert_int_equal(r->articles, 2);
    assert_int_equal(r->warnings + r->problems, 0);
    assert_string_equal(r->where[0], "f:5");
    assert_string_equal(r->a[0].title, "Mayor & council quit");
    assert_string_equal(r->a[0].id, "https://herald.example/#17");
    assert_string_equal(r->a[0].url, "https://herald.example/a/1");
    assert_string_equal(r->a[0].date, "2019-12-16T23:10:00+01:00");
    assert_string_equal(r->a[0].source, "The Herald");
    assert_string_equal(r->a[0].lang, "en-gb");
    assert_string_equal(r->a[0].authors.at[0], "Ann Poe");
    assert_null(r->a[0].section);
    assert_int_equal(r->a[0].tags.count, 2);
    assert_string_equal(r->a[0].summary, "They left.");
    assert_string_equal(r->a[0].text, "All of them left.\n\nToday.");
    assert_string_equal(r->a[1].text, "One bold line.\n\nAnother.");
    assert_null(r->a[1].summary);
    assert_string_equal(r->a[1].authors.at[0], "Bo Roe");
    assert_string_equal(r->a[1].section, "Sport");
    assert_string_equal(r->a[1].url, "https://herald.example/a/2");
}

static void rss_1_has_its_items_beside_the_channel(void **state)
{
    struct reading *r = *state;
    read_text(r,
              "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
              " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='https://a.example/'><title>Wire</title>"
              "<items><rdf:Seq><rdf:li rdf:resource='https://a.example/1'/></rdf:Seq></items></channel>"
              "<item rdf:about='https://a.example/1'><title>One</title><dc:date>2004-05</dc:date></item></rdf:RDF>");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].id, "https://a.example/1");
    assert_string_equal(r->a[0].url, "https://a.example/1");
    assert_string_equal(r->a[0].date, "2004-05");
    assert_string_equal(r->a[0].source, "Wire");
}

static void other_rdf_is_no_feed(void **state)
{
    struct reading *r = *state;
    read_text(r, "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><a>b</a></rdf:RDF>");
    assert_int_equal(r->articles, 0);
    assert_int_equal(r->problems, 1);
}

static void atom_0_3_is_read_by_its_modes(void **state)
{
    struct reading *r = *state;
    read_text(r, "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='base64'>\nQSA8Yj5iPC9iPg==\n"
                 "</title><issued>2003-12-31T10:14:55Z</issued><content type='text/html' mode='escaped'>&lt;p&gt;x"
                 "&lt;p&gt;y</content></entry><entry><title mode='base64'>?</title></entry></feed>");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "A b");
    assert_string_equal(r->a[0].date, "2003-12-31T10:14:55Z");
    assert_string_equal(r->a[0].text, "x\n\ny");
    assert_int_equal(r->problems, 1);
}

static void atom_entries_are_read_by_the_type_of_their_parts(void **state)
{
    struct reading *r = *state;
    read_text(
        r,
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>Blatt</title><author><name>Di Noe</name>"
        "</author><link rel='self' href='https://b.example/feed'/><entry><id>tag:b.example,2020:1</id>"
        "<title type='html'>A &lt;i&gt;new&lt;/i&gt; law</title><link rel='enclosure' href='https://b.example/x.mp3'/>"
        "<link href='https://b.example/1'/><published>2020-02-03T04:05:06Z</published>"
        "<updated>2020-02-04T00:00:00Z</updated><category term='pol' label='Politik'/><summary>Brief.</summary>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Of <b>two</b></p><p>parts.</p></div>"
        "</content></entry><entry><title type='text'>Is &lt;b> bold?</title><updated>2021</updated></entry></feed>");
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a[0].title, "A new law");
    assert_string_equal(r->a[0].url, "https://b.example/1");
    assert_string_equal(r->a[0].date, "2020-02-03T04:05:06Z");
    assert_string_equal(r->a[0].updated, "2020-02-04T00:00:00Z");
    assert_string_equal(r->a[0].section, "Politik");
    assert_string_equal(r->a[0].text, "Of two\n\nparts.");
    assert_string_equal(r->a[0].summary, "Brief.");
    assert_string_equal(r->a[0].authors.at[0], "Di Noe");
    assert_string_equal(r->a[0].lang, "de");
    assert_string_equal(r->a[1].title, "Is <b> bold?");
    assert_string_equal(r->a[1].date, "2021");
}

#define WXR                                                                                                            \
    "<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/'"        \
    " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:excerpt='http://wordpress.org/export/1.2/excerpt/'><channel>"  \
    "<title>Blog</title>"

static void of_an_export_only_published_posts_go_in(void **state)
{
    struct reading *r = *state;
    read_text(
        r, WXR
        "<wp:author><wp:author_login>ap</wp:author_login><wp:author_display_name>Ann Poe</wp:author_display_name>"
        "</wp:author><item><title>Post</title><link>https://c.example/post/</link><guid>https://c.example/?p=1</guid>"
        "<dc:creator>ap</dc:creator><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        "<pubDate>Sat, 09 Oct 2010 15:12:29 +0000</pubDate><wp:post_date>2010-10-09 17:12:29</wp:post_date>"
        "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
        "<category domain='category'>News</category><category domain='post_tag'>vote</category>"
        "<content:encoded><![CDATA[<!-- wp:p -->First & <em>last</em>.\n\n[caption id='1']<img/> A dog[/caption]"
        "[gallery]Second [of two].\nline]]></content:encoded>"
        "<excerpt:encoded>Short.</excerpt:encoded><wp:comment><wp:comment_content>Me too</wp:comment_content>"
        "</wp:comment></item>"
        "<item><title>D</title><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>"
        "<item><title>P</title><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>"
        "<item><title>Q</title><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>"
        "<item><title>M</title><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type></item>"
        "<item><title>Later</title><wp:post_id>9</wp:post_id><wp:post_date>2011-01-02 23:59:59</wp:post_date></item>"
        "</channel></rss>");
    assert_int_equal(r->articles, 2);
    assert_int_equal(r->problems, 0);
    assert_int_equal(r->warnings, 1);
    assert_string_equal(r->warning,
                        "f: leaves out, as no published articles: 1 comment, 1 draft, 2 page, 1 attachment");
    assert_string_equal(r->a[0].id, "https://c.example/?p=1");
    assert_string_equal(r->a[0].url, "https://c.example/post/");
    assert_string_equal(r->a[0].authors.at[0], "Ann Poe");
    assert_int_equal(r->a[0].authors.count, 1);
    assert_string_equal(r->a[0].date, "2010-10-09T15:12:29Z");
    assert_string_equal(r->a[0].section, "News");
    assert_string_equal(r->a[0].tags.at[0], "vote");
    assert_int_equal(r->a[0].tags.count, 1);
    assert_string_equal(r->a[0].text, "First & last.\n\nSecond [of two].\nline");
    assert_string_equal(r->a[0].summary, "Short.");
    assert_string_equal(r->a[1].date, "2011-01-02"); /* the site's clock, of no zone */
}

static void what_is_not_closed_or_not_open_costs_no_item(void **state)
{
    struct reading *r = *state;
    read_text(r,
              "<rss><channel><title>T</title>\n<item><title>One<link>x</item>\n<item><title>AT&T, Q&amp;A</title></b>"
              "<description>2 < 3 &nbsp;&eacute;&#146;</description>\n<item><title attr=no>Three</title></item>"
              "<item><title>Four</title><description>And so");
    assert_int_equal(r->articles, 4);
    assert_int_equal(r->problems, 0);
    assert_int_equal(r->warnings, 1);
    assert_string_equal(r->a[1].title, "AT&T, Q&A");
    assert_string_equal(r->a[1].text, "2 < 3 \xC2\xA0\xC3\xA9\xE2\x80\x99");
    assert_string_equal(r->where[2], "f:4");
    assert_string_equal(r->a[3].text, "And so");
    assert_non_null(strstr(r->warning, "f:2: is not well-formed XML: 'link' is not closed before 'item', and "));
}

static void thousands_of_items_left_open_are_all_read(void **state)
{
    struct reading *r = *state;
    struct buffer feed = buffer_make(8 << 20);
    buffer_puts(&feed, "<rss><channel>");
    for (int i = 0; i < 5000; i++)
        buffer_printf(&feed, "<item><title>Number %d<x><y></title>", i);
    read_bytes(r, feed.data, feed.len);
    buffer_free(&feed);
    assert_int_equal(r->articles, 5000);
    assert_string_equal(r->a[7].title, "Number 7");
}

static void a_document_type_names_no_entity_and_no_file(void **state)
{
    struct reading *r = *state;
    read_text(r, "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'x>x'><!ENTITY b '&a;&a;&a;'>\n<!ENTITY f SYSTEM "
                 "'file:///etc/passwd'>]><rss><channel><item><title>T &b; &f;</title></item></channel></rss>");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "T &b; &f;");
    assert_string_equal(r->where[0], "f:2");
}

static void a_tag_of_very_many_attributes_is_read_at_once(void **state)
{
    struct reading *r = *state;
    struct buffer feed = buffer_make(8 << 20);
    buffer_puts(&feed, "<rss><channel><item><title");
    for (int i = 0; i < 8000; i++)
        buffer_printf(&feed, " a%d=''", i);
    buffer_puts(&feed, ">Crowded</title></item></channel></rss>");
    read_bytes(r, feed.data, feed.len);
    buffer_free(&feed);
    assert_int_equal(r->articles, 1);
}

static void what_lies_too_deep_is_left_out_and_no_more(void **state)
{
    struct reading *r = *state;
    struct buffer feed = buffer_make(8 << 20);
    buffer_puts(&feed, "<rss><channel><item><title>Deep</title><description>");
    for (int i = 0; i < 1000; i++)
        buffer_puts(&feed, "<b>");
    for (int i = 0; i < 1000; i++)
        buffer_puts(&feed, "</b>");
    buffer_puts(&feed, "</description></item><item><title>Next</title></item></channel></rss>");
    read_bytes(r, feed.data, feed.len);
    buffer_free(&feed);
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a[1].title, "Next");
    assert_non_null(strstr(r->warning, "elements lie over 200 deep"));
}

static void an_item_past_all_bounds_is_cut_and_the_next_is_read(void **state)
{
    struct reading *r = *state;
    struct buffer feed = buffer_make(32 << 20);
    buffer_puts(&feed, "<rss><channel><item><title>Long</title><description>");
    for (int i = 0; i < 1200000; i++)
        buffer_puts(&feed, "ten bytes ");
    buffer_puts(&feed, "</description></item><item><title>Next</title></item></channel></rss>");
    read_bytes(r, feed.data, feed.len);
    buffer_free(&feed);
    assert_int_equal(r->articles, 2);
    assert_true(strlen(r->a[0].text) > 7 << 20 && strlen(r->a[0].text) < 8 << 20);
    assert_string_equal(r->a[1].title, "Next");
    assert_string_equal(r->warning, "f:1: is over 8 MiB, and goes in without what is past them");
}

static bool root_holds(void *ctx, const xmlNode *node, int depth)
{
    (void)ctx;
    (void)node;
    return depth == 1;
}

static int is_alone(void *ctx, xmlNode *node, const char *where)
{
    (void)where;
    assert_ptr_equal(node->parent->children, node);
    assert_null(node->next);
    ++*(int *)ctx;
    return 0;
}

static void memory_holds_one_record(void **state)
{
    static const char text[] = "<a>b<c/>d<c>e</c> <c><d/></c></a>";
    struct reading *r = *state;
    const struct sink sink = {.ctx = r, .article = reading_keep, .problem = reading_note, .warning = reading_remark, .keeps_records = true};
    int count = 0;
    const struct xml_records records = {&count, root_holds, is_alone, NULL};
    struct input *in = input_from_memory(text, sizeof text - 1, 1 << 20, NULL);
    assert_int_equal(xml_records_read(in, "f", &records, &sink, NULL), 0);
    input_close(in);
    assert_int_equal(count, 3);
}

static void of_a_damaged_file_what_came_before_goes_in(void **state)
{
    struct reading *r = *state;
    const struct sink sink = {.ctx = r, .article = reading_keep, .problem = reading_note, .warning = reading_remark, .keeps_records = true};
    struct buffer feed = buffer_make(1 << 20);
    unsigned char packed[64 << 10];
    z_stream z = {0};
    struct error err = {0};
    buffer_puts(&feed, "<rss><channel>");
    for (unsigned i = 0; i < 3000; i++)
        buffer_printf(&feed, "<item><title>Number %u of %x</title></item>", i, i * 2654435761u);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK); /* gzip */
    z.next_in = (unsigned char *)feed.data;
    z.avail_in = (unsigned)feed.len;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    struct input *in = input_from_memory(packed, z.total_out / 2, 1 << 20, &err);
    assert_non_null(in);
    assert_int_equal(format_read(in, "f", FORMAT_UNKNOWN, &sink, &err), -1);
    assert_int_equal(err.fault, FAULT_IO);
    assert_in_range(r->articles, 500, 2999);
    input_close(in);
    deflateEnd(&z);
    buffer_free(&feed);
}

static void charsets_are_read_as_declared_or_shown(void **state)
{
    static const char latin[] =
        "<?xml version='1.0' encoding='ISO-8859-1'?><rss><item><title>caf\xE9 \x96</title></item></rss>";
    static const char sjis[] =
        "<?xml version='1.0' encoding='Shift_JIS'?><rss><item><title>\x93\xFA\x96{</title></item></rss>";
    static const char none[] = "<rss><item><title>caf\xE9</title></item></rss>";
    static const char wide[] = "<\0?\0x\0m\0l\0 \0v\0=\0'\0"
                               "1\0'\0?\0>\0<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0<\0t\0i\0t\0l\0e\0>\0"
                               "\xE9\0<\0/\0t\0i\0t\0l\0e\0>\0<\0/\0i\0t\0e\0m\0>\0<\0/\0r\0s\0s\0>\0";
    struct reading *r = *state;
    read_text(r, latin);
    assert_string_equal(r->a[0].title, "caf\xC3\xA9 \xE2\x80\x93");
    assert_int_equal(r->warnings, 0);
    read_text(r, sjis);
    assert_string_equal(r->a[0].title, "\xE6\x97\xA5\xE6\x9C\xAC");
    read_text(r, none);
    assert_string_equal(r->a[0].title, "caf\xC3\xA9");
    assert_int_equal(r->warnings, 1);
    read_bytes(r, wide, sizeof wide - 1);
    assert_string_equal(r->a[0].title, "\xC3\xA9");
}

static void letters_cut_by_a_block_are_whole(void **state)
{
    struct reading *r = *state;
    struct buffer feed = buffer_make(8 << 20);
    buffer_puts(&feed, "<rss><item><description>x");
    for (int i = 0; i < 100000; i++)
        buffer_puts(&feed, "\xE2\x82\xAC");
    buffer_puts(&feed, "</description></item></rss>");
    read_bytes(r, feed.data, feed.len);
    buffer_free(&feed);
    assert_int_equal(r->warnings, 0);
    assert_int_equal(strlen(r->a[0].text), 300001);
    assert_null(strstr(r->a[0].text, "\xEF\xBF\xBD"));
}

static void an_item_of_nothing_is_named_and_can_be_mended(void **state)
{
    struct reading *r = *state;
    read_text(r, "<rss><channel>\n<item><guid>1</guid></item><item><title>Good</title></item></channel></rss>");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->problem, "f:2: has neither title nor text");
    assert_string_equal(r->record, "<rss><item><guid>1</guid></item></rss>\n");
    char again[4096];
    memcpy(again, r->record, sizeof again);
    read_text(r, again);
    assert_int_equal(r->problems, 1);
}

static void a_pointer_to_the_whole_text_is_none_of_it(void **state)
{
    struct reading *r = *state;
    read_text(r, "<rss version='2.0'><channel><title>G &amp;amp; H</title><item><title>A</title><description>"
                 "&lt;p&gt;One.&lt;/p&gt;&lt;a href='x'&gt;Continue reading&lt;/a&gt;</description></item></channel></rss>");
    assert_string_equal(r->a[0].text, "One.");
    assert_string_equal(r->a[0].source, "G & H");
}

int main(void)
{
#define feed_test(f) cmocka_unit_test_setup_teardown(f, reading_setup, reading_teardown)
    const struct CMUnitTest tests[] = {
        feed_test(rss_items_are_articles_with_their_facts),
        feed_test(a_pointer_to_the_whole_text_is_none_of_it),
        feed_test(rss_1_has_its_items_beside_the_channel),
        feed_test(other_rdf_is_no_feed),
        feed_test(atom_0_3_is_read_by_its_modes),
        feed_test(atom_entries_are_read_by_the_type_of_their_parts),
        feed_test(of_an_export_only_published_posts_go_in),
        feed_test(what_is_not_closed_or_not_open_costs_no_item),
        feed_test(thousands_of_items_left_open_are_all_read),
        feed_test(a_document_type_names_no_entity_and_no_file),
        feed_test(a_tag_of_very_many_attributes_is_read_at_once),
        feed_test(what_lies_too_deep_is_left_out_and_no_more),
        feed_test(an_item_past_all_bounds_is_cut_and_the_next_is_read),
        feed_test(memory_holds_one_record),
        feed_test(of_a_damaged_file_what_came_before_goes_in),
        feed_test(charsets_are_read_as_declared_or_shown),
        feed_test(letters_cut_by_a_block_are_whole),
        feed_test(an_item_of_nothing_is_named_and_can_be_mended),
    };
    return cmocka_run_group_tests_name("feeds", tests, NULL, NULL);
}
