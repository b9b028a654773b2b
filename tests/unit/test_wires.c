/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_wires.c - NITF, NewsML-G2 and NewsML 1.2, as agencies send them. */
#include "tests/unit/test_reading.h"

#define NITF_BODY                                                                                                      \
    "<body><body.head><hedline><hl1>Mayor quits</hl1><hl2>Council too</hl2></hedline><byline>By Ann Poe, "             \
    "<byttl>Staff Reporter</byttl></byline><dateline>LEEDS</dateline></body.head><body.content><p>She <em>left</em>"   \
    "\n early.</p><media><media-caption>A photo</media-caption></media><p>No one knew.</p></body.content></body>"

static void nitf_has_headline_byline_dateline_and_paragraphs(void **state)
{
    struct reading *r = *state;
    read_text(r,
              "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf baselang='en-GB'><head><title>T</title>"
              "<tobject><tobject.subject tobject.subject.type='Politics' tobject.subject.matter='Councils'/></tobject>"
              "<docdata><doc-id id-string='X.1'/><date.issue norm='20131020T192751+1100'/>"
              "<key-list><keyword key='mayors'/></key-list><doc.copyright holder='Northern "
              "Press'/></docdata></head>" NITF_BODY "</nitf>");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "Mayor quits");
    assert_string_equal(r->a[0].summary, "Council too");
    assert_string_equal(r->a[0].authors.at[0], "Ann Poe");
    assert_string_equal(r->a[0].text, "She left early.\n\nNo one knew.");
    assert_string_equal(r->a[0].id, "X.1");
    assert_string_equal(r->a[0].date, "2013-10-20T19:27:51+11:00");
    assert_string_equal(r->a[0].section, "Politics");
    assert_int_equal(r->a[0].tags.count, 3);
    assert_string_equal(r->a[0].source, "Northern Press");
    assert_string_equal(r->a[0].lang, "en-GB");
    assert_string_equal(cJSON_GetObjectItem(r->a[0].extra, "dateline")->valuestring, "LEEDS");
}

static void nitf_taken_back_is_left_out(void **state)
{
    struct reading *r = *state;
    read_text(r, "<nitf><head><docdata management-status='canceled'/></head>" NITF_BODY "</nitf>");
    assert_int_equal(r->articles, 0);
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->warning, "f: leaves out, as no published articles: 1 canceled");
}

#define ITEM(guid, class, status, meta, content)                                                                       \
    "<n:newsItem guid='" guid                                                                                          \
    "' xml:lang='en'><n:itemMeta><n:itemClass qcode='ninat:" class "'/><n:provider "                                   \
                                                                   "qcode='p:x' "                                      \
                                                                   "literal='wire.example'/"                           \
                                                                   "><n:versionCreated>2016-10-21T16:25:32-05:00</"    \
                                                                   "n:versionCreated>"                                 \
                                                                   "<n:firstCreated>2016-10-18T13:12:21-05:00</"       \
                                                                   "n:firstCreated><n:pubStatus qcode='stat:" status   \
                                                                   "'/></n:itemMeta>"                                  \
                                                                   "<n:contentMeta>" meta                              \
                                                                   "</n:contentMeta><n:contentSet>" content            \
                                                                   "</n:contentSet></n:newsItem>"

static void a_message_of_newsml_g2_gives_each_text_in_it(void **state)
{
    struct reading *r = *state;
    read_text(
        r, "<n:newsMessage "
           "xmlns:n='http://iptc.org/std/nar/2006-10-01/'><n:header><n:sent>2016</n:sent></n:header><n:itemSet>" ITEM(
               "g:1", "text", "usable",
               "<n:by>By Bo Roe</n:by><n:creator literal='Reuters' role='r:source'/><n:subject qcode='medtop:04000000'>"
               "<n:name xml:lang='de'>Wirtschaft</n:name><n:name xml:lang='en'>economy</n:name></n:subject>"
               "<n:subject qcode='x:1' literal='note'/><n:headline> Rates\n  rise</n:headline><n:headline role="
               "'h:subHeadline'>Again</n:headline><n:creditline>Reuters \xE2\x80\x93</n:creditline>",
               "<n:inlineXML contenttype='application/nitf+xml'><nitf "
               "xmlns='http://iptc.org/std/NITF/2006-10-18/'>" NITF_BODY "</nitf></n:inlineXML>")
               ITEM("g:2", "text", "usable", "<n:headline>Two</n:headline>",
                    "<n:remoteContent href='x.jpg'/><n:inlineXML><html "
                    "xmlns='http://www.w3.org/1999/xhtml'><head><title>no</title>"
                    "</head><body><p>Of</p><p>XHTML</p></body></html></n:inlineXML>")
                   ITEM("g:3", "text", "usable", "<n:headline>Three</n:headline>",
                        "<n:inlineData contenttype='text/plain'>&lt;p&gt;Escaped&lt;/p&gt;</n:inlineData>")
                       ITEM("g:4", "text", "canceled", "<n:headline>Gone</n:headline>", "")
                           ITEM("g:5", "picture", "usable", "<n:headline>Photo</n:headline>",
                                "") "<n:packageItem guid='g:6'/></n:itemSet></n:newsMessage>");
    assert_int_equal(r->articles, 3);
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->warning, "f: leaves out, as no published articles: 1 canceled, 1 picture, 1 packageItem");
    assert_string_equal(r->a[0].id, "g:1");
    assert_string_equal(r->a[0].title, "Rates rise");
    assert_string_equal(r->a[0].summary, "Again");
    assert_string_equal(r->a[0].source, "Reuters");
    assert_int_equal(r->a[0].authors.count, 1);
    assert_string_equal(r->a[0].authors.at[0], "Bo Roe");
    assert_string_equal(r->a[0].section, "economy");
    assert_int_equal(r->a[0].tags.count, 1);
    assert_string_equal(r->a[0].date, "2016-10-18T13:12:21-05:00");
    assert_string_equal(r->a[0].updated, "2016-10-21T16:25:32-05:00");
    assert_string_equal(r->a[0].text, "She left early.\n\nNo one knew.");
    assert_string_equal(r->a[1].text, "Of\n\nXHTML");
    assert_string_equal(r->a[1].source, "wire.example");
    assert_string_equal(r->a[2].text, "Escaped");
}

static void a_single_item_and_other_items_of_g2(void **state)
{
    struct reading *r = *state;
    read_text(r,
              "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='g:1'><contentMeta><headline>Alone</headline>"
              "</contentMeta></newsItem>");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "Alone");
    read_text(r, "<conceptItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='g:2'><concept/></conceptItem>");
    assert_int_equal(r->articles, 0);
    assert_string_equal(r->warning, "f: leaves out, as no published articles: 1 conceptItem");
    read_text(r, "<newsItem guid='g:3'/>");
    assert_string_equal(r->problem, "f:1: has neither title nor text");
    assert_string_equal(r->record, "<newsItem guid=\"g:3\"/>\n");
}

static void newsml_1_is_read_down_to_its_text(void **state)
{
    struct reading *r = *state;
    read_text(
        r,
        "<NewsML Version='1.2'><NewsEnvelope><DateAndTime>20031103T101010Z</DateAndTime></NewsEnvelope>"
        "<NewsItem><Identification><NewsIdentifier><ProviderId>afp.example</ProviderId><DateId>20031103</DateId>"
        "<NewsItemId>7</NewsItemId><PublicIdentifier>urn:newsml:afp.example:20031103:7:1</PublicIdentifier>"
        "</NewsIdentifier></Identification><NewsManagement><FirstCreated>20031103T090000+0100</FirstCreated>"
        "<ThisRevisionCreated>20031103T101010Z</ThisRevisionCreated><Status FormalName='Usable'/></NewsManagement>"
        "<NewsComponent><NewsComponent><NewsLines><HeadLine>Photo of her</HeadLine></NewsLines><ContentItem>"
        "<MediaType FormalName='Photo'/><DataContent>/9j/</DataContent></ContentItem></NewsComponent><NewsComponent>"
        "<NewsLines><HeadLine>Mayor quits</HeadLine><ByLine>By Cy Doe</ByLine><CreditLine>AFP</CreditLine></NewsLines>"
        "<DescriptiveMetadata><Language FormalName='en'/><Property FormalName='Keyword' Value='mayors'/>"
        "</DescriptiveMetadata><ContentItem><MediaType FormalName='Text'/><DataContent><p>She</p><p>left.</p>"
        "</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem>"
        "<NewsItem><NewsManagement><Status FormalName='Canceled'/></NewsManagement></NewsItem></NewsML>");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "Mayor quits");
    assert_string_equal(r->a[0].text, "She\n\nleft.");
    assert_string_equal(r->a[0].id, "urn:newsml:afp.example:20031103:7:1");
    assert_string_equal(r->a[0].date, "2003-11-03T09:00:00+01:00");
    assert_string_equal(r->a[0].updated, "2003-11-03T10:10:10Z");
    assert_string_equal(r->a[0].authors.at[0], "Cy Doe");
    assert_string_equal(r->a[0].source, "AFP");
    assert_string_equal(r->a[0].tags.at[0], "mayors");
    assert_string_equal(r->a[0].lang, "en");
    assert_string_equal(r->warning, "f: leaves out, as no published articles: 1 Canceled");
}

int main(void)
{
#define wire_test(f) cmocka_unit_test_setup_teardown(f, reading_setup, reading_teardown)
    const struct CMUnitTest tests[] = {
        wire_test(nitf_has_headline_byline_dateline_and_paragraphs),
        wire_test(nitf_taken_back_is_left_out),
        wire_test(a_message_of_newsml_g2_gives_each_text_in_it),
        wire_test(a_single_item_and_other_items_of_g2),
        wire_test(newsml_1_is_read_down_to_its_text),
    };
    return cmocka_run_group_tests_name("wires", tests, NULL, NULL);
}
