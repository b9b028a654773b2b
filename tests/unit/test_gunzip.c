/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_gunzip.c - gzip that is whole, in many members, cut off, or damaged. */
#include "tests/unit/test_gathered.h"

#include <zlib.h>

/* Appends a gzip member that holds text. */
static void member(struct buffer *out, const char *text)
{
    unsigned char packed[4096];
    z_stream z = {0};

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)text;
    z.avail_in = (uInt)strlen(text);
    z.next_out = packed;
    z.avail_out = sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buffer_append(out, packed, sizeof packed - z.avail_out);
    deflateEnd(&z);
}

static struct buffer three_members(size_t *second, size_t *third)
{
    struct buffer out = buffer_make(1 << 16);

    member(&out, "{\"title\":\"One\"}\n");
    *second = out.len;
    member(&out, "{\"title\":\"Two\"}\n");
    *third = out.len;
    member(&out, "{\"title\":\"Three\"}\n");
    return out;
}

static void members_are_one_text(void **state)
{
    struct gathered *g = *state;
    size_t second, third;
    struct buffer b = three_members(&second, &third);

    assert_int_equal(gather_buffer(g, "a.gz", &b), 0);
    assert_int_equal(g->count, 3);
    assert_has(g->articles, "a.gz:3|Three|");
    buffer_append(&b, "\0\0\0\0", 4); /* padding of a tape */
    assert_int_equal(gather_buffer(g, "a.gz", &b), 0);
    assert_int_equal(g->count, 6);
    buffer_free(&b);
}

static void damage_costs_its_own_member_and_is_said(void **state)
{
    struct gathered *g = *state;
    size_t second, third;
    struct buffer b = three_members(&second, &third);

    b.data[second + 10] = (char)0xff; /* a block of a kind that there is none of */
    assert_int_equal(gather_buffer(g, "a.gz", &b), -1);
    assert_has(g->articles, "|One|");
    assert_has(g->articles, "|Three|");
    assert_has(g->problems, "a.gz: cannot be read in places: its gzip data is damaged");
    buffer_free(&b);
}

static void a_member_whose_head_is_gone_is_said(void **state)
{
    struct gathered *g = *state;
    size_t second, third;
    struct buffer b = three_members(&second, &third);

    b.data[second] = 'x';
    assert_int_equal(gather_buffer(g, "a.gz", &b), -1);
    assert_int_equal(g->count, 2);
    assert_has(g->problems, "damaged");
    buffer_free(&b);
}

static void a_cut_is_read_up_to_itself_and_said(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 16);

    member(&b, "{\"title\":\"One\"}\n{\"title\":\"Two\"}\n{\"title\":\"Three and some more words\"}\n");
    b.len -= 12;
    assert_int_equal(gather_buffer(g, "a.gz", &b), -1);
    assert_true(g->count >= 2);
    assert_has(g->articles, "|Two|");
    assert_has(g->problems, "a.gz: cannot be read to its end: its gzip data is cut off");
    buffer_free(&b);
}

static void what_only_begins_like_gzip_is_as_it_is(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 16);

    buffer_puts(&b, "\x1f\x8btitle of a text\n\nText that is long enough for a control byte to be passed over.\n");
    gather_buffer(g, "a.txt", &b);
    assert_int_equal(g->count, 1);
    assert_has(g->articles, "title of a text|");
    buffer_free(&b);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gathered_setup, gathered_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(members_are_one_text),
        TEST(damage_costs_its_own_member_and_is_said),
        TEST(a_member_whose_head_is_gone_is_said),
        TEST(a_cut_is_read_up_to_itself_and_said),
        TEST(what_only_begins_like_gzip_is_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
