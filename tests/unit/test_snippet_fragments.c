/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_snippet_fragments.c - when a snippet is two passages, and what holds of every one. */
#include "test_snippet.h"

#define JOINT " \xE2\x80\xA6 "
#define FILLER                                                                                                         \
    "The council met on Monday and heard reports from the works committee about roads and bridges in the north. "      \
    "Several members asked for figures, which the clerk promised to send before the end of the coming week. "

static const char *two_of(struct fixture *f, const char *text, size_t length)
{
    return fragments_of(f, text, "", length, 2);
}

static size_t letters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void words_far_apart_are_shown_by_two_passages_in_the_texts_order(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    const char *text = "The harbour is old. " FILLER FILLER FILLER "A levy on boats was refused. " FILLER;
    const char *html = two_of(f, text, 200);
    const char *first = strstr(html, "The <mark>harbour</mark> is old."), *joint = strstr(html, JOINT);
    assert_true(first && joint && joint > first);
    assert_non_null(strstr(joint, "A <mark>levy</mark> on boats was refused."));
    assert_true(letters(f->shown.text) <= 200 + SNIPPET_ENDS);
    assert_null(strstr(fragments_of(f, text, "", 200, 1), JOINT));
}

static void the_better_passage_may_be_the_later_one(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    word(f, "boats");
    const char *html =
        two_of(f, "The harbour is old. " FILLER FILLER FILLER "A levy on boats was refused. " FILLER, 200);
    const char *joint = strstr(html, JOINT);
    assert_non_null(joint);
    assert_true(strstr(html, "<mark>harbour</mark>") < joint);
    assert_non_null(strstr(joint, "A <mark>levy</mark> on <mark>boats</mark> was"));
}

static void one_passage_with_all_the_words_wins_over_two(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    const char *html =
        two_of(f, "The harbour is old. " FILLER FILLER "A levy on the harbour, among others, was refused. " FILLER,
               280);
    assert_non_null(strstr(html, "A <mark>levy</mark> on the <mark>harbour</mark>"));
    assert_null(strstr(html, JOINT));
}

static void a_second_passage_must_show_what_the_first_does_not(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "absent");
    const char *text = "The harbour is old. " FILLER FILLER FILLER "The harbour burned. " FILLER;
    assert_null(strstr(two_of(f, text, 280), JOINT));
}

static void a_second_passage_holds_nothing_dull_and_no_title(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    assert_null(strstr(two_of(f, "The harbour is old. " FILLER FILLER FILLER
                                 "\n\nSign up to our newsletter on the levy, straight to your inbox.", 280), "levy"));
    assert_null(strstr(two_of(f, "The harbour is old. " FILLER FILLER FILLER "\n\nMore on the levy", 280), "More on"));
    assert_null(strstr(fragments_of(f, "The harbour is old. " FILLER FILLER FILLER "\n\nWho pays the levy?\n\n" FILLER,
                                    "Who pays the levy?", 280, 2), "pays"));
    assert_null(strstr(fragments_of(f, "Who pays the levy?\n\n" FILLER FILLER FILLER "The harbour is old. " FILLER,
                                    "Who pays the levy?", 280, 2), "pays"));
    const char *html = two_of(f, "The harbour is old. " FILLER FILLER FILLER
                                 "\n\nSubscribe to our newsletter, and donate.\n\nA levy fell.\n\nDonate by a click "
                                 "to our website, and subscribe.", 280);
    assert_non_null(strstr(html, "A <mark>levy</mark> fell."));
    assert_null(strstr(html, "newsletter"));
    assert_null(strstr(html, "onate"));
}

/* 200 characters apart: one passage of 280 has both; two short ones had no more of the three. */
static void two_passages_must_show_more_than_one(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    word(f, "zither");
    const char *html = two_of(f, FILLER "The harbour is old. " FILLER "A levy fell. " FILLER FILLER FILLER
                                 "A zither was sold. " FILLER, 280);
    assert_true(strstr(html, "<mark>harbour</mark>") && strstr(html, "<mark>levy</mark>"));
    assert_null(strstr(html, JOINT));
}

static void words_are_as_far_apart_as_characters_say_and_not_bytes(void **state)
{
    struct fixture *f = *state;
    word(f, "harbour");
    word(f, "levy");
    struct buffer text = buffer_make(1 << 14);
    buffer_puts(&text, "The harbour is old. " FILLER FILLER "The harbour ");
    for (int i = 0; i < 30; i++)
        buffer_puts(&text, "\xC3\xA9t\xC3\xA9\xC3\xA9 "); /* 150 characters, 240 bytes */
    buffer_puts(&text, "levy fell. " FILLER);
    const char *html = passage_of(f, text.data, "", 200);
    assert_true(strstr(html, "<mark>harbour</mark>") && strstr(html, "<mark>levy</mark>"));
    buffer_free(&text);
}

static void characters_are_counted_and_not_bytes(void **state)
{
    struct fixture *f = *state;
    struct buffer text = buffer_make(1 << 14);
    word(f, "vote");
    for (int i = 0; i < 100; i++)
        buffer_puts(&text, "\xC3\xA9t\xC3\xA9 \xC5\x81\xC3\xB3\xC5\xBA vot\xC3\xA9 ");
    for (size_t length = 40; length <= 300; length += 20) {
        two_of(f, text.data, length);
        assert_true(letters(f->shown.text) <= length + SNIPPET_ENDS);
        assert_true(letters(f->shown.text) + 15 >= length); /* a word and its space */
    }
    buffer_free(&text);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* Some words, those to be marked among them, and ends of sentences and paragraphs. */
static size_t make_text(uint32_t *seed, char *text, size_t size)
{
    static const char *const pieces[] = {"harbour", "levy",  "bailey", "of",    "council", "north", "Monday", "members",
                                         "figures", "roads", "clerk",  "the",   "works",   "week",  "boats",  "walls",
                                         "ferry.",  "rain",  "spoke.", "said,", "went.",   "\n\n",  "a",
                                         "\xC3\xA9t\xC3\xA9"};
    enum { PIECES = sizeof pieces / sizeof *pieces };
    size_t len = 0, wanted = next_random(seed) % (size - 20);
    while (len < wanted) {
        /* the first three are rare */
        size_t piece = next_random(seed) % (next_random(seed) % 16 ? PIECES - 3 : PIECES);
        len += (size_t)snprintf(text + len, size - len, "%s ", pieces[(piece + 3) % PIECES]);
    }
    text[len] = '\0';
    return len;
}

/* White space as one space, as it is shown. */
static void collapse(const char *text, char *out)
{
    for (; *text; text++)
        if (strchr(" \n", *text) == NULL)
            *out++ = *text;
        else if (text[1] && !strchr(" \n", text[1]))
            *out++ = ' ';
    *out = '\0';
}

static void is_made_of(const char *shown, const char *text)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    char piece[1024];
    while (*shown) {
        const char *end = strstr(shown, ellipsis);
        size_t len = end ? (size_t)(end - shown) : strlen(shown);
        assert_true(len < sizeof piece);
        memcpy(piece, shown, len);
        piece[len] = '\0';
        while (len && piece[len - 1] == ' ')
            piece[--len] = '\0';
        const char *from = piece + strspn(piece, " ");
        if (!strstr(text, from))
            fail_msg("'%s' is not in '%s'", from, text);
        shown = end ? end + strlen(ellipsis) : shown + strlen(shown);
    }
}

/* Without ellipses at its ends. */
static const char *strip_ends(char *text)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    size_t len = strlen(text);
    if (len >= 3 && memcmp(text + len - 3, ellipsis, 3) == 0)
        len -= 3;
    while (len && text[len - 1] == ' ')
        len--;
    text[len] = '\0';
    return strncmp(text, ellipsis, 3) == 0 ? text + 3 : text;
}

static void every_snippet_is_pieces_of_its_text_within_its_length_and_marks_words(void **state)
{
    enum { ROUNDS = 20000, TEXT_BYTES = 3000 };
    static char text[TEXT_BYTES], one_line[TEXT_BYTES];
    struct fixture *f = *state;
    uint32_t seed = 2026, doubles = 0;
    word(f, "harbour");
    word(f, "levy");
    word(f, "bailey");
    struct arena lasting = f->arena;
    f->arena = arena_make(ARENA_MAX);
    for (int round = 0; round < ROUNDS; round++) {
        const struct snippet_form form = {SNIPPET_LENGTH_MIN + next_random(&seed) % 141, 1 + next_random(&seed) % 2};
        size_t len = make_text(&seed, text, sizeof text);
        assert_true(snippet_passage(f->maker, f->marks, text, len, "", 0, &form, &f->arena, &f->shown));
        assert_true(letters(f->shown.text) <= form.length + SNIPPET_ENDS);
        collapse(text, one_line);
        is_made_of(f->shown.text, one_line);
        unsigned words = 0;
        for (size_t i = 0; i < f->shown.span_count; i++) {
            const struct mark_span *s = &f->shown.spans[i];
            size_t bytes = s->end - s->start;
            const char *at = f->shown.text + s->start;
            unsigned word = bytes == 7 && memcmp(at, "harbour", 7) == 0  ? 1
                            : bytes == 4 && memcmp(at, "levy", 4) == 0   ? 2
                            : bytes == 6 && memcmp(at, "bailey", 6) == 0 ? 4
                                                                         : 0;
            assert_true(word != 0);
            words |= word;
        }
        const char *joint = strstr(f->shown.text, JOINT);
        if (joint && joint[strlen(JOINT)]) {
            char without[2048];
            doubles++;
            snprintf(without, sizeof without, "%.*s %s", (int)(joint - f->shown.text), f->shown.text,
                     joint + strlen(JOINT));
            assert_null(strstr(one_line, strip_ends(without))); /* passages that touch are one */
            assert_int_equal(form.fragments, 2);
            assert_true((words & (words - 1)) != 0); /* two words at least */
        }
        arena_free(&f->arena);
    }
    assert_true(doubles > ROUNDS / 100);
    f->arena = lasting;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_far_apart_are_shown_by_two_passages_in_the_texts_order),
        TEST(the_better_passage_may_be_the_later_one),
        TEST(one_passage_with_all_the_words_wins_over_two),
        TEST(a_second_passage_must_show_what_the_first_does_not),
        TEST(a_second_passage_holds_nothing_dull_and_no_title),
        TEST(two_passages_must_show_more_than_one),
        TEST(words_are_as_far_apart_as_characters_say_and_not_bytes),
        TEST(characters_are_counted_and_not_bytes),
        TEST(every_snippet_is_pieces_of_its_text_within_its_length_and_marks_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
