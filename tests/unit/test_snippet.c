/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_snippet.c - which passage is chosen, and where it is cut. */
#include "test_snippet.h"

#define FILLER                                                                                                         \
    "The council met on Monday and heard reports from the works committee about roads and bridges in the north. "      \
    "Several members asked for figures, which the clerk promised to send before the end of the coming week. "

/* Code points. */
static size_t letters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void the_passage_with_more_of_the_units_wins_over_an_earlier_one(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    assert_non_null(
        strstr(passage(f, "The harbour is old. " FILLER FILLER "A levy on the harbour was refused. " FILLER),
               "A <mark>levy</mark> on the <mark>harbour</mark> was refused."));
}

static void a_phrase_counts_as_many_as_its_words(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_PHRASE, ANYWHERE, 0, "harbour levy bill");
    word(f, "roads");
    word(f, "clerk");
    assert_non_null(
        strstr(passage(f, FILLER FILLER "It was the harbour levy bill. "), "<mark>harbour levy bill</mark>"));
}

static void of_equals_the_closest_together_wins_then_the_earliest(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    const char *html = passage(f, "First the harbour and, much later on, the levy. " FILLER FILLER
                                  "Second a harbour levy. " FILLER FILLER "Third a harbour levy. ");
    assert_non_null(strstr(html, "Second a <mark>harbour</mark> <mark>levy</mark>."));
    assert_null(strstr(html, "Third"));
}

static void what_a_site_says_of_itself_does_not_win_a_tie(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    const char *text =
        "Sign up to our newsletter for all the harbour news, straight to your inbox.\n\n" FILLER FILLER
        "\n\nThe harbour was closed by order of the governor, who gave no reason for it.\n\nHarbour news";
    const char *html = passage(f, text);
    assert_non_null(strstr(html, "The <mark>harbour</mark> was closed"));
    assert_null(strstr(html, "newsletter"));
}

static void a_heading_does_not_win_a_tie_with_prose(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    assert_non_null(strstr(passage(f, "News of the harbour\n\n" FILLER FILLER "\n\nNobody saw the harbour burn."),
                           "Nobody saw the <mark>harbour</mark> burn."));
}

/* One word's walk ends behind its first hit, unless that is dull. */
static void a_dull_line_does_not_hide_the_report_far_behind_it(void **state)
{
    struct fixture *f = *state;
    struct buffer text = buffer_make(8192);
    buffer_puts(&text, "Subscribe to our newsletter on Okoro and donate.\n\n");
    for (int i = 0; i < 80; i++)
        buffer_puts(&text, "The assembly of the Vale sat until the evening. ");
    buffer_puts(&text, "Then Okoro spoke for an hour, and the vote was lost.");
    word(f, "okoro");
    assert_non_null(strstr(passage(f, text.data), "Then <mark>Okoro</mark> spoke"));
    buffer_free(&text);
}

static void a_footer_is_not_drawn_into_the_passage(void **state)
{
    struct fixture *f = *state;
    word(f, "figures");
    assert_null(
        strstr(passage(f, FILLER "\n\nSubscribe to our newsletter and support us. Cookies are used here. Thanks."),
               "Cookies"));
}

#define LONG                                                                                                           \
    " had come from all the ports of the coast, from the islands and from the towns along the river, stayed in the "   \
    "capital for as long as it sat, and went home by the first boats that would have them"

static void a_passage_begins_and_ends_with_sentences_where_they_are_near(void **state)
{
    struct fixture *f = *state;
    word(f, "levy");
    assert_string_equal(
        passage(f, "Orr had friends who" LONG ". Mr. J. Orr of St. Ives fought the levy in the U.S. Senate for "
                   "years and lost it by one vote in the end. He was not seen in the capital again "
                   "after that day. Others there" LONG "."),
        "\xE2\x80\xA6Mr. J. Orr of St. Ives fought the <mark>levy</mark> in the U.S. Senate for years and "
        "lost it by one vote in the end. He was not seen in the capital again after that day. "
        "\xE2\x80\xA6");
}

static void points_of_abbreviations_end_no_sentence(void **state)
{
    static const char *const begins[] = {
        "In the spring Mr. Orr refused the levy",
        "In the spring J. Orr refused the levy",
        "In the spring Orr Inc. refused the levy",
    };
    struct fixture *f = *state;
    word(f, "levy");
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        char text[800];
        snprintf(text, sizeof text, "It was so. %s and those who" LONG LONG ".", begins[i]);
        passage(f, text);
        assert_memory_equal(f->shown.text + strlen("\xE2\x80\xA6"), begins[i], strlen(begins[i]));
    }
}

static void a_sentence_without_spaces_ends_at_its_own_stop(void **state)
{
    struct fixture *f = *state;
    f->marks = NULL; /* 11 letters and a stop, twice; a third sentence does not fit */
#define SENTENCE                                                                                                       \
    "\xE9\xA6\x96\xE7\x9B\xB8\xE3\x81\xAF\xE6\x98\xA8\xE6\x97\xA5\xE3\x80\x81\xE8\xBE\x9E\xE4\xBB\xBB\xE3\x81\x97\xE3" \
    "\x81\x9F\xE3\x80\x82"
    assert_string_equal(passage_of(f, SENTENCE SENTENCE SENTENCE, "", 30), SENTENCE SENTENCE "\xE2\x80\xA6");
#undef SENTENCE
}

static void a_long_sentence_is_cut_between_words(void **state)
{
    struct fixture *f = *state;
    word(f, "levy");
    assert_string_equal(passage_of(f,
                                   "one two three four five six seven, eight nine ten levy eleven, twelve thirteen "
                                   "fourteen fifteen sixteen seventeen eighteen",
                                   "", 32),
                        "\xE2\x80\xA6nine ten <mark>levy</mark> eleven, twelve\xE2\x80\xA6");
    assert_string_equal(passage_of(f, "levy one, two", "", 11), "<mark>levy</mark> one\xE2\x80\xA6");
}

static void a_marked_phrase_at_the_end_is_never_cut(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_PHRASE, ANYWHERE, 0, "works committee chair");
    const char *text = "works committee chair and the works committee chair and so on";
    for (size_t max = 21; max < 64; max++) {
        const char *html = passage_of(f, text, "", max);
        assert_true(f->shown.len <= max + 6);
        for (const char *at = html; (at = strstr(at, "<mark>")); at++)
            assert_memory_equal(at, "<mark>works committee chair</mark>", 34);
    }
}

static void without_a_unit_the_text_begins_past_its_title(void **state)
{
    struct fixture *f = *state;
    word(f, "absent");
    assert_string_equal(
        passage_of(f, "MINISTERS\xE2\x80\x99 Caf\xC3\xA9 row!\n\nIt began on Monday.", "Ministers' cafe row", 280),
        "It began on Monday.");
    assert_string_equal(passage_of(f, "Ministers row with peers.", "Ministers", 280), "Ministers row with peers.");
    assert_string_equal(passage_of(f, "Ministers row", "Ministers row", 280), "Ministers row");
}

static void a_repeated_title_is_never_shown(void **state)
{
    struct fixture *f = *state;
    word(f, "levy");
    assert_string_equal(passage_of(f, "Levy refused.\n\nMembers met. The levy fell.", "Levy refused", 280),
                        "Members met. The <mark>levy</mark> fell.");
    assert_string_equal(passage_of(f, "No levy now.\n\nMembers met.", "No levy now", 280), "Members met.");
    word(f, "refused");
    assert_string_equal(passage_of(f, "Levy refused.\n\nMembers met. The levy fell.", "Levy refused", 280),
                        "Members met. The <mark>levy</mark> fell.");
    assert_string_equal(passage_of(f, "The levy fell.\n\nLevy refused\n\nMembers met.", "Levy refused", 280),
                        "The <mark>levy</mark> fell. \xE2\x80\xA6");
}

static void a_title_repeated_within_the_text_is_never_shown(void **state)
{
    static const char kicker[] = "Photo by A. Moss\nLevy on harbours refused\n\n" FILLER, share[] =
        "Share this: Levy on harbours refused\n\nMembers met.";
    static const char title[] = "Levy on harbours refused";
    struct fixture *f = *state;
    assert_true(strncmp(passage_of(f, kicker, title, 280), "The council met", 15) == 0);
    assert_string_equal(passage_of(f, share, title, 280), "Members met.");
    assert_string_equal(passage_of(f, "Levy on harbours refused\n\nLevy on harbours refused", title, 280), title);
    assert_null(strstr(passage_of(f, FILLER "\n\nLevy on harbours refused\n\nIt rained.", title, 280), "refused"));
    word(f, "levy");
    word(f, "harbours");
    word(f, "members");
    assert_string_equal(passage_of(f, share, title, 280), "<mark>Members</mark> met.");
    assert_string_equal(passage_of(f, "The levy fell.\n\nLevy on harbours refused\n\nThe harbours are old. It rained.",
                                   title, 280), "The <mark>levy</mark> fell. \xE2\x80\xA6");
    assert_non_null(strstr(passage_of(f, "Levy on harbours refused again, members said.", title, 280),
                           "<mark>Levy</mark> on <mark>harbours</mark> refused again"));
}

static void a_text_without_spaces_is_cut_between_letters(void **state)
{
    struct fixture *f = *state;
    char text[3000] = "";
    size_t len = 0;
    for (int i = 0; i < 60; i++) /* o with two marks, CJK and an emoji of a family */
        len += (size_t)snprintf(text + len, sizeof text - len,
                                "o\xCC\x81\xCC\xA3\xE8\xAA\x9E\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7");
    for (size_t max = 20; max < 90; max++) {
        passage_of(f, text, "", max);
        assert_true(text_is_clean(f->shown.text, f->shown.len));
        assert_true(letters(f->shown.text) > 1 && letters(f->shown.text) <= max + 1);
        const char *last = f->shown.text + f->shown.len - 3;
        bool whole = memcmp(last - 2, "\xCC\xA3", 2) == 0 || memcmp(last - 3, "\xE8\xAA\x9E", 3) == 0 ||
                     memcmp(last - 4, "\xF0\x9F\x91\xA7", 4) == 0;
        assert_true(whole);
    }
}

static void a_run_without_spaces_longer_than_any_word_is_cut_within(void **state)
{
    struct fixture *f = *state;
    char text[600];
    word(f, "levy");
    memset(text, 'x', sizeof text);
    memcpy(text, "levy ", 5);
    text[sizeof text - 1] = '\0';
    passage(f, text);
    assert_int_equal(f->shown.len, SNIPPET_LENGTH + strlen("\xE2\x80\xA6"));
}

static void a_mark_wider_than_the_hit_chosen_is_shown_whole(void **state)
{
    struct fixture *f = *state;
    word(f, "longbailey|bailey");
    word(f, "won");
    assert_string_equal(passage_of(f, "the vote of Long-Bailey won it all", "", 17),
                        "\xE2\x80\xA6<mark>Long-Bailey</mark> <mark>won</mark>\xE2\x80\xA6");
}

static void bigrams_that_overlap_are_one_mark(void **state)
{
    struct fixture *f = *state;
    word(f, "\xE6\x97\xA5\xE6\x9C\xAC");
    word(f, "\xE6\x9C\xAC\xE8\xAA\x9E");
    assert_string_equal(title(f, "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"),
                        "<mark>\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E</mark>");
}

static void a_text_at_its_limits_is_still_shown(void **state)
{
    struct fixture *f = *state;
    enum { HUGE_BYTES = 1 << 20 };
    word(f, "levy");
    assert_string_equal(passage(f, ""), "");
    assert_string_equal(passage(f, " \n\n "), "");
    assert_string_equal(passage_of(f, "levy", "", 0), "\xE2\x80\xA6");
    f->big = malloc(HUGE_BYTES + 1);
    assert_non_null(f->big);
    memset(f->big, 'x', HUGE_BYTES);
    f->big[HUGE_BYTES] = '\0';
    passage(f, f->big);
    assert_int_equal(f->shown.len, SNIPPET_LENGTH + 3);
    for (size_t i = 0; i + 5 <= HUGE_BYTES; i += 5)
        memcpy(f->big + i, "levy ", 5);
    passage(f, f->big);
    assert_true(f->shown.len <= SNIPPET_LENGTH + 3 && f->shown.span_count > 10);
    memset(f->big, ' ', HUGE_BYTES);
    memcpy(f->big + 1000, "a levy", 6);
    assert_string_equal(passage(f, f->big), "a <mark>levy</mark>\xE2\x80\xA6");
}

static void a_mark_longer_than_the_limit_is_cut_at_a_word(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_PHRASE, ANYWHERE, 0, "of the works committee");
    assert_string_equal(passage_of(f, "reports of the works committee", "", 14),
                        "\xE2\x80\xA6<mark>of the works</mark>\xE2\x80\xA6");
    word(f, "pneumonoultramicroscopic");
    assert_string_equal(passage_of(f, "pneumonoultramicroscopic", "", 6), "<mark>pneumo</mark>\xE2\x80\xA6");
}

static void units_and_parts_are_bounded(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < MARK_UNITS_MAX; i++) {
        char term[16];
        snprintf(term, sizeof term, "w%d", i);
        add(f, i % 2 ? MARK_WORD : MARK_PHRASE, ANYWHERE, 0, term);
    }
    assert_int_equal(marks_unit(f->marks, MARK_WORD, ANYWHERE, 0), -1);
    assert_int_equal(marks_count(f->marks), MARK_UNITS_MAX);
    assert_false(marks_form(f->marks, 0, 1000, "x", 1));
    assert_false(marks_form(f->marks, -1, 0, "x", 1));
    assert_string_equal(title(f, "w0 w77 w127 w128"), "<mark>w0</mark> <mark>w77</mark> <mark>w127</mark> w128");
}

static void a_full_arena_is_told(void **state)
{
    struct fixture *f = *state;
    struct arena small = arena_make(64);
    struct marked out;
    assert_null(marks_new(&small));
    assert_false(snippet_title(f->maker, f->marks,
                               "a title of more than sixty-four bytes, which no arena of that size holds", 72, &small,
                               &out));
    arena_free(&small);
}

/* No '<' but of balanced, not nested marks; spans rise; UTF-8 is valid. */
static void assert_sound(struct fixture *f)
{
    const char *html = marked_html(&f->shown, &f->arena);
    bool open = false;
    assert_non_null(html);
    for (const char *at = html; *at; at++) {
        if (*at == '<') {
            assert_true(strncmp(at, open ? "</mark>" : "<mark>", open ? 7 : 6) == 0);
            open = !open;
        }
        assert_false(*at == '"' || *at == '\'');
    }
    assert_false(open);
    for (const char *at = html, *end = html + strlen(html); at < end;) {
        const char *here = at;
        assert_true(text_next(&at, end) != 0xFFFD || at - here == 3);
    }
    assert_int_equal(strlen(f->shown.text), f->shown.len);
    for (size_t i = 0; i < f->shown.span_count; i++) {
        const struct mark_span *span = &f->shown.spans[i];
        assert_true(span->start < span->end && span->end <= f->shown.len);
        assert_true(i == 0 || f->shown.spans[i - 1].end <= span->start);
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void random_bytes_give_sound_text_and_html(void **state)
{
    static const char *const pieces[] = {
        "levy", "the", "<b>", "</mark>", "\xC3\xA9",     "\xCC\x81", "\xE8\xAA\x9E", " ", "\n\n", ". ",
        "&",    "'s",  "-",   "\"",      "\xE2\x80\x9D", "\xE2\x80", "\xF0\x9F",     "x", "tax",  "\xE3\x80\x82"};
    enum { PIECES = sizeof pieces / sizeof *pieces, TEXT_BYTES = 900 };
    struct fixture *f = *state;
    uint32_t seed = 2016;
    word(f, "levy");
    add(f, MARK_PHRASE, ANYWHERE, 0, "the tax levy");
    add(f, MARK_PHRASE, ANYWHERE, 0, "levy levy");
    add(f, MARK_NEAR, ANYWHERE, 3, "x tax");
    add(f, MARK_PREFIX, ANYWHERE, 0, "lev");
    add(f, MARK_WORD, ANYWHERE, 0, "\xE8\xAA\x9E\xE8\xAA\x9E");
    struct arena lasting = f->arena;
    f->arena = arena_make(ARENA_MAX);
    for (int round = 0; round < 20000; round++) {
        char text[TEXT_BYTES + 16];
        size_t len = 0, wanted = next_random(&seed) % TEXT_BYTES;
        bool bytes = round % 3 == 0;
        while (len < wanted) {
            const char *piece = pieces[next_random(&seed) % PIECES];
            if (bytes) {
                text[len++] = (char)next_random(&seed);
                continue;
            }
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        size_t max = next_random(&seed) % 400;
        const struct snippet_form form = {max, 1 + next_random(&seed) % 2};
        assert_true(snippet_passage(f->maker, f->marks, text, len, text, len / 9, &form, &f->arena, &f->shown));
        assert_true(letters(f->shown.text) <= max + SNIPPET_ENDS);
        assert_sound(f);
        assert_true(snippet_title(f->maker, f->marks, text, len, &f->arena, &f->shown));
        assert_sound(f);
        arena_free(&f->arena);
    }
    f->arena = lasting;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_passage_with_more_of_the_units_wins_over_an_earlier_one),
        TEST(a_phrase_counts_as_many_as_its_words),
        TEST(of_equals_the_closest_together_wins_then_the_earliest),
        TEST(what_a_site_says_of_itself_does_not_win_a_tie),
        TEST(a_heading_does_not_win_a_tie_with_prose),
        TEST(a_dull_line_does_not_hide_the_report_far_behind_it),
        TEST(a_footer_is_not_drawn_into_the_passage),
        TEST(a_passage_begins_and_ends_with_sentences_where_they_are_near),
        TEST(points_of_abbreviations_end_no_sentence),
        TEST(a_sentence_without_spaces_ends_at_its_own_stop),
        TEST(a_long_sentence_is_cut_between_words),
        TEST(a_marked_phrase_at_the_end_is_never_cut),
        TEST(without_a_unit_the_text_begins_past_its_title),
        TEST(a_repeated_title_is_never_shown),
        TEST(a_title_repeated_within_the_text_is_never_shown),
        TEST(a_text_without_spaces_is_cut_between_letters),
        TEST(a_run_without_spaces_longer_than_any_word_is_cut_within),
        TEST(a_mark_wider_than_the_hit_chosen_is_shown_whole),
        TEST(bigrams_that_overlap_are_one_mark),
        TEST(a_text_at_its_limits_is_still_shown),
        TEST(a_mark_longer_than_the_limit_is_cut_at_a_word),
        TEST(units_and_parts_are_bounded),
        TEST(a_full_arena_is_told),
        TEST(random_bytes_give_sound_text_and_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
