/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_segment.c - articles in append-only files: kept, walked, proved. */
#include "archive/scoped.h"
#include "archive/segment.h"
#include "archive/segment_dictionary.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

struct bench {
    char dir[64];
    char path[80];
    struct segment_packer *packer;
    struct segment_writer *writer;
    struct segment *segment;
    struct segment_dictionary *dictionary;
    struct buffer record, plain;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/segment.XXXXXX", sizeof "/tmp/segment.XXXXXX");
    if (!mkdtemp(b->dir))
        return -1;
    snprintf(b->path, sizeof b->path, "%s/1.seg", b->dir);
    b->packer = segment_packer_new();
    b->record = buffer_make(1 << 24);
    b->plain = buffer_make(1 << 24);
    *state = b;
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    segment_writer_close(b->writer);
    segment_close(b->segment);
    segment_packer_free(b->packer);
    segment_dictionary_free(b->dictionary);
    buffer_free(&b->record);
    buffer_free(&b->plain);
    unlink(b->path);
    rmdir(b->dir);
    free(b);
    return 0;
}

static void open_writer(struct bench *b)
{
    struct error err;
    segment_writer_close(b->writer);
    b->writer = NULL;
    if (segment_writer_open(b->path, 0, &b->writer, &err) < 0)
        fail_msg("%s", err.text);
}

static struct segment_place append(struct bench *b, const char *head, const char *text)
{
    char payload[4096];
    uint8_t hash[SEGMENT_HASH];
    struct segment_place place;
    struct error err;
    int len = snprintf(payload, sizeof payload, "%s%s", head, text);

    buffer_clear(&b->record);
    segment_hash(payload, (size_t)len, hash);
    assert_int_equal(segment_pack(b->packer, SEGMENT_ARTICLE, payload, (size_t)len, strlen(head), hash, b->dictionary, &b->record, &err), 0);
    assert_int_equal(segment_append(b->writer, b->record.data, b->record.len, &place, &err), 0);
    return place;
}

static void read_back(struct bench *b, struct segment_place place, const char *head, const char *text)
{
    struct error err = {0};
    struct segment_record r;

    if (!b->segment)
        assert_int_equal(segment_open(b->path, &b->segment, &err), 0);
    if (segment_read(b->segment, place, true, &b->plain, &r, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(r.kind, SEGMENT_ARTICLE);
    assert_int_equal(r.head_len, strlen(head));
    assert_memory_equal(r.head, head, r.head_len);
    assert_int_equal(r.text_len, strlen(text));
    assert_memory_equal(r.text, text, r.text_len);
}

static int count(struct bench *b, bool *any_damage)
{
    struct error err;
    struct segment_place place;
    bool damaged;
    uint64_t at = 0;
    int n = 0;

    *any_damage = false;
    segment_close(b->segment);
    b->segment = NULL;
    assert_int_equal(segment_open(b->path, &b->segment, &err), 0);
    while (segment_next(b->segment, at, &place, &damaged)) {
        *any_damage |= damaged;
        at = place.offset + place.length;
        n++;
    }
    *any_damage |= damaged;
    return n;
}

static void an_article_comes_back_as_it_was_given(void **state)
{
    struct bench *b = *state;
    struct error err;
    open_writer(b);
    struct segment_place one = append(b, "{\"id\":\"a\"}", "The budget was voted down.");
    struct segment_place two = append(b, "{\"id\":\"b\"}", "");
    assert_int_equal(segment_sync(b->writer, &err), 0);
    read_back(b, one, "{\"id\":\"a\"}", "The budget was voted down.");
    read_back(b, two, "{\"id\":\"b\"}", "");
    struct segment_place three = append(b, "{}", "grown since open");
    assert_int_equal(segment_sync(b->writer, &err), 0);
    read_back(b, three, "{}", "grown since open");
}

static void a_record_cut_off_by_a_crash_is_dropped_and_those_before_it_stay(void **state)
{
    struct bench *b = *state;
    struct error err;
    bool damage;
    open_writer(b);
    struct segment_place one = append(b, "{}", "kept");
    struct segment_place two = append(b, "{}", "lost, it was never synced");
    assert_int_equal(segment_sync(b->writer, &err), 0);
    assert_int_equal(truncate(b->path, (off_t)(two.offset + two.length - 3)), 0);
    assert_int_equal(count(b, &damage), 1);
    assert_true(damage);

    open_writer(b);
    assert_int_equal(segment_end(b->writer), two.offset);
    append(b, "{}", "written after the crash");
    assert_int_equal(segment_sync(b->writer, &err), 0);
    assert_int_equal(count(b, &damage), 2);
    assert_false(damage);
    read_back(b, one, "{}", "kept");
}

static void a_flipped_byte_is_found_and_takes_no_other_article_along(void **state)
{
    struct bench *b = *state;
    struct error err;
    bool damage;
    open_writer(b);
    struct segment_place place[3];
    place[0] = append(b, "{}", "first article of three");
    place[1] = append(b, "{}", "second article of three");
    place[2] = append(b, "{}", "third article of three");
    assert_int_equal(segment_sync(b->writer, &err), 0);

    for (uint32_t i = 0; i < place[1].length; i++) {
        char byte;
        off_t at = (off_t)(place[1].offset + i);
        int fd = open(b->path, O_RDWR);
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte = (char)(byte ^ 0x40);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        int n = count(b, &damage);
        struct segment_record r;
        int read = segment_read(b->segment, place[1], true, &b->plain, &r, &err);
        int unproved = segment_read(b->segment, place[1], false, &b->plain, &r, &err);
        bool shown_wrong = unproved == 0 && (r.text_len != 23 || memcmp(r.text, "second article of three", 23) != 0);
        byte = (char)(byte ^ 0x40);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        close(fd);
        bool in_kind = i >= 4 && i < 8; /* covered by the check of the head */
        if (read == 0 || (n == 2 && !damage) || (in_kind && n != 2))
            fail_msg("byte %u flipped: read %d, %d records, damage %d", i, read, n, damage);
        if (shown_wrong)
            fail_msg("byte %u flipped: the text is another, and passes without proof of its hash", i);
        read_back(b, place[2], "{}", "third article of three");
    }
}

static void a_writer_never_cuts_whole_articles_behind_damage(void **state)
{
    struct bench *b = *state;
    struct error err;
    bool damage;
    open_writer(b);
    struct segment_place one = append(b, "{}", "damaged on disk");
    struct segment_place two = append(b, "{}", "whole, and to be kept");
    assert_int_equal(segment_sync(b->writer, &err), 0);
    int fd = open(b->path, O_RDWR);
    assert_int_equal(pwrite(fd, "XXXX", 4, (off_t)one.offset), 4);
    close(fd);
    open_writer(b);
    assert_int_equal(segment_end(b->writer), two.offset + two.length);
    assert_int_equal(count(b, &damage), 1);
    read_back(b, two, "{}", "whole, and to be kept");
}

static void a_place_that_no_record_can_have_is_damage_and_not_lack_of_memory(void **state)
{
    struct bench *b = *state;
    struct error err;
    struct segment_record r;
    open_writer(b);
    append(b, "{}", "an article");
    assert_int_equal(segment_sync(b->writer, &err), 0);
    assert_int_equal(segment_open(b->path, &b->segment, &err), 0);
    const struct segment_place place = {SEGMENT_START, UINT32_MAX};
    assert_int_equal(segment_read(b->segment, place, true, &b->plain, &r, &err), -1);
    assert_int_equal(err.fault, FAULT_DAMAGED);
}

static void what_is_not_a_segment_is_refused(void **state)
{
    struct bench *b = *state;
    struct error err;
    int fd = open(b->path, O_WRONLY | O_CREAT, 0644);
    assert_int_equal(write(fd, "just some text, long enough", 27), 27);
    close(fd);
    assert_int_equal(segment_open(b->path, &b->segment, &err), -1);
    assert_int_equal(err.fault, FAULT_DAMAGED);
    assert_int_equal(segment_writer_open(b->path, 0, &b->writer, &err), -1);
}

/* Sentences of a few hundred words: alike, and never the same. */
static void speech(unsigned number, char text[1024])
{
    static const char *const parts[] = {"the minister said that the budget", "the members of the committee agreed",
                                        "a spokesman for the opposition told reporters", "after a long debate in the house",
                                        "the proposed amendment to the bill", "will be put to a vote next week"};
    unsigned random = number * 2654435761u;

    *text = 0;
    while (strlen(text) < 700) {
        random = random * 1664525u + 1013904223u;
        snprintf(text + strlen(text), 1024 - strlen(text), "%s %x, ", parts[(random >> 16) % 6], random >> 20);
    }
}

static uint64_t train(struct bench *b)
{
    scoped(char_ptr) char *samples = malloc(SEGMENT_SAMPLES + 1024);
    scoped(char_ptr) size_t *sizes = calloc(SEGMENT_SAMPLES / 512, sizeof *sizes);
    struct error err;
    size_t len = 0, n = 0;

    for (; len < SEGMENT_SAMPLES; n++) {
        char text[1024];
        speech((unsigned)n, text);
        sizes[n] = strlen(text);
        memcpy(samples + len, text, sizes[n]);
        len += sizes[n];
    }
    if (segment_dictionary_train(b->writer, samples, sizes, n, &b->dictionary, &err) < 0)
        fail_msg("%s", err.text);
    return segment_dictionary_offset(b->dictionary);
}

static void a_dictionary_makes_records_smaller_and_is_found_by_whoever_reads_them(void **state)
{
    struct bench *b = *state;
    struct error err;
    char first[1024], second[1024];
    bool damaged;

    speech(1000001, first);
    speech(1000002, second);
    open_writer(b);
    struct segment_place plain = append(b, "{}", first);
    uint64_t at = train(b);
    struct segment_place packed = append(b, "{}", first);
    assert_true(packed.length < plain.length * 2 / 3);
    assert_int_equal(segment_sync(b->writer, &err), 0);
    segment_dictionary_free(b->dictionary);
    b->dictionary = NULL;
    open_writer(b); /* as another program would */
    assert_int_equal(segment_dictionary_read(b->path, at, &b->dictionary, &err), 0);
    struct segment_place later = append(b, "{}", second);
    assert_int_equal(segment_sync(b->writer, &err), 0);
    read_back(b, packed, "{}", first);
    read_back(b, plain, "{}", first);
    read_back(b, later, "{}", second);
    assert_int_equal(count(b, &damaged), 5); /* two are the dictionary */
    assert_false(damaged);
}

static void flip(const char *path, uint64_t at)
{
    FILE *file = fopen(path, "r+");

    fseek(file, (long)at, SEEK_SET);
    int was = fgetc(file);
    fseek(file, (long)at, SEEK_SET);
    fputc(was ^ 0xFF, file);
    fclose(file);
}

static void a_damaged_dictionary_has_a_copy_and_without_that_the_article_is_told(void **state)
{
    struct bench *b = *state;
    struct error err;
    struct segment_record r;
    char text[1024];

    speech(1000001, text);
    open_writer(b);
    uint64_t at = train(b), copy = at + (segment_end(b->writer) - at) / 2;
    struct segment_place packed = append(b, "{}", text);
    assert_int_equal(segment_sync(b->writer, &err), 0);
    flip(b->path, at + 5000); /* in its bytes */
    read_back(b, packed, "{}", text);
    segment_close(b->segment);
    b->segment = NULL;
    flip(b->path, at); /* in its head */
    read_back(b, packed, "{}", text);
    segment_close(b->segment);
    b->segment = NULL;
    flip(b->path, copy + 5000);
    assert_int_equal(segment_open(b->path, &b->segment, &err), 0);
    assert_int_equal(segment_read(b->segment, packed, true, &b->plain, &r, &err), -1);
    assert_int_equal(err.fault, FAULT_DAMAGED);
    assert_non_null(strstr(err.text, "dictionary"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_article_comes_back_as_it_was_given, setup, teardown),
        cmocka_unit_test_setup_teardown(a_record_cut_off_by_a_crash_is_dropped_and_those_before_it_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(a_flipped_byte_is_found_and_takes_no_other_article_along, setup, teardown),
        cmocka_unit_test_setup_teardown(a_writer_never_cuts_whole_articles_behind_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(a_place_that_no_record_can_have_is_damage_and_not_lack_of_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_a_segment_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_dictionary_makes_records_smaller_and_is_found_by_whoever_reads_them, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_dictionary_has_a_copy_and_without_that_the_article_is_told, setup, teardown),
    };
    return cmocka_run_group_tests_name("segment", tests, NULL, NULL);
}
