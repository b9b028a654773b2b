/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_delta_sums.c - what the delta's checksums tell, and what they do not. */
#include "archive/delta_sums.h"
#include "archive/generation.h"
#include "archive/glass_tree.h"
#include "archive/reader.h"
#include "archive/record.h"
#include "archive/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include <cmocka.h>

enum { COMMITS = 12, A_COMMIT = 25, BLOCKS_MAX = 512 };

static const char *const tables[] = {"postlist", "docdata", "termlist", "position", "synonym", "spelling"};
enum { TABLES = sizeof tables / sizeof *tables };

struct bench {
    char dir[64], delta[160];
    struct writer *writer;
};

static void commit(struct bench *b, unsigned number)
{
    struct error err;

    for (unsigned i = 0; i < A_COMMIT; i++) {
        char id[24], text[400];
        size_t len = 0;
        enum put_result result;
        snprintf(id, sizeof id, "n%u", number * (A_COMMIT - 10) + i); /* some are another text of one before */
        for (unsigned w = 0; w < 30; w++)
            len += (size_t)snprintf(text + len, sizeof text - len, "word%u ", (number * 97 + i * 31 + w * w) % 700);
        struct article a = {.id = id, .title = "A title", .date = "2019-05-05", .text = text};
        if (writer_put(b->writer, &a, &result, &err) < 0)
            fail_msg("%s", err.text);
    }
    if (writer_commit(b->writer, &err) < 0)
        fail_msg("%s", err.text);
}

static int setup(void **state)
{
    static struct bench b;
    struct generation g;
    struct error err;

    b = (struct bench){.dir = "/tmp/delta.XXXXXX"};
    *state = &b;
    if (!mkdtemp(b.dir) || writer_open(b.dir, "test", 0, &b.writer, &err) < 0)
        return -1;
    for (unsigned i = 0; i < COMMITS; i++)
        commit(&b, i);
    if (generation_read(b.dir, &g, &err) < 0)
        return -1;
    snprintf(b.delta, sizeof b.delta, "%s/%s", b.dir, g.databases[g.database_count - 1]);
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    char command[96];

    writer_close(b->writer);
    snprintf(command, sizeof command, "rm -rf %s", b->dir);
    return system(command);
}

static enum fault checked(const struct bench *b)
{
    struct error err = {0};

    return delta_sums_check(b->delta, &err) < 0 ? err.fault : FAULT_NONE;
}

static int table_open(const struct bench *b, size_t t)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s.glass", b->delta, tables[t]);
    return open(path, O_RDWR | O_CLOEXEC);
}

static uint64_t blocks_of(int fd)
{
    struct stat st;

    return fd >= 0 && fstat(fd, &st) == 0 ? (uint64_t)st.st_size / GLASS_BLOCK : 0;
}

/* All that a reader finds: a hash of words, articles and their texts. */
static uint64_t read_all(const struct bench *b)
{
    struct reader *r;
    struct error err = {0};
    struct buffer bytes = buffer_make(1 << 20);
    uint64_t all = 0;

    if (reader_open(b->dir, &r, &err) < 0)
        fail_msg("%s", err.text);
    for (unsigned w = 0; w < 700; w++) {
        char word[16];
        uint32_t docids[1024], positions[64];
        size_t count, places;
        int len = snprintf(word, sizeof word, "word%u", w);
        const xap_text term = {word, (size_t)len};
        assert_int_equal(xap_reader_postings(reader_xapian(r), term, 1, docids, 1024, &count, NULL), XAP_OK);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(xap_reader_positions(reader_xapian(r), 0, docids[i], term, positions, 64, &places, NULL),
                             XAP_OK);
            for (size_t p = 0; p < places; p++)
                all = all * 31 + docids[i] + positions[p];
        }
    }
    for (unsigned i = 0; i < COMMITS * A_COMMIT; i++) {
        char id[24];
        struct record record;
        snprintf(id, sizeof id, "n%u", i);
        if (reader_find(r, id, &bytes, &record, NULL, &err) == 0)
            all = all * 31 + record.place.offset;
        else
            assert_int_equal(err.fault, FAULT_NOT_FOUND);
    }
    buffer_free(&bytes);
    reader_close(r);
    return all;
}

/* What a power cut leaves of a write under way: half a block. Where the last commit uses the block that is damage, and
 * told; where it does not, it is none, and nothing that is read changes by it. */
static void half_a_block(void **state)
{
    struct bench *b = *state;
    uint64_t before = read_all(b), told = 0, untold = 0;
    static uint8_t whole[GLASS_BLOCK], torn[GLASS_BLOCK];
    static bool is_free[TABLES][BLOCKS_MAX];

    assert_int_equal(checked(b), FAULT_NONE);
    for (size_t t = 0; t < TABLES; t++) {
        int fd = table_open(b, t);
        uint64_t count = blocks_of(fd);
        assert_true(count <= BLOCKS_MAX);
        for (uint64_t i = 0; i < count; i++) {
            off_t at = (off_t)(i * GLASS_BLOCK);
            assert_int_equal(pread(fd, whole, sizeof whole, at), sizeof whole);
            memcpy(torn, whole, sizeof torn);
            for (size_t k = GLASS_BLOCK / 2; k < GLASS_BLOCK; k++)
                torn[k] ^= 0x55;
            assert_int_equal(pwrite(fd, torn, sizeof torn, at), sizeof torn);
            enum fault fault = checked(b);
            assert_true(fault == FAULT_NONE || fault == FAULT_DAMAGED);
            is_free[t][i] = fault == FAULT_NONE;
            *(fault ? &told : &untold) += 1;
            assert_int_equal(pwrite(fd, whole, sizeof whole, at), sizeof whole);
        }
        if (fd >= 0)
            close(fd);
    }
    assert_true(told > 20 && untold > 3);
    memset(torn, 0x3f, sizeof torn);
    for (size_t t = 0; t < TABLES; t++) {
        int fd = table_open(b, t);
        for (uint64_t i = 0; i < blocks_of(fd); i++)
            if (is_free[t][i])
                assert_int_equal(pwrite(fd, torn, sizeof torn, (off_t)(i * GLASS_BLOCK)), sizeof torn);
        if (fd >= 0)
            close(fd);
    }
    assert_int_equal(checked(b), FAULT_NONE);
    assert_true(read_all(b) == before);
}

/* A block that seems to be of a later commit is not what the last one wrote. */
static void number_of_a_block(void **state)
{
    struct bench *b = *state;
    int fd = table_open(b, 0);
    unsigned told = 0;

    for (uint64_t i = 0; i < blocks_of(fd); i++) {
        off_t at = (off_t)(i * GLASS_BLOCK);
        uint8_t was, now;
        assert_int_equal(pread(fd, &was, 1, at), 1);
        now = was ^ 0x40;
        assert_int_equal(pwrite(fd, &now, 1, at), 1);
        told += checked(b) == FAULT_DAMAGED;
        assert_int_equal(pwrite(fd, &was, 1, at), 1);
    }
    close(fd);
    assert_true(told > 5);
    assert_int_equal(checked(b), FAULT_NONE);
}

static void flip(const char *folder, const char *file, off_t at)
{
    char path[256];
    uint8_t byte;

    snprintf(path, sizeof path, "%s/%s", folder, file);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= 0x10;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

/* Which revision there is, is proved too; sums that are not whole prove nothing. */
static void other_files(void **state)
{
    struct bench *b = *state;

    flip(b->delta, "iamglass", 40);
    assert_int_equal(checked(b), FAULT_DAMAGED);
    flip(b->delta, "iamglass", 40);
    assert_int_equal(checked(b), FAULT_NONE);
    flip(b->delta, "sums", 100);
    assert_int_equal(checked(b), FAULT_NOT_FOUND);
    flip(b->delta, "sums", 100);
    assert_int_equal(checked(b), FAULT_NONE);
    commit(b, COMMITS);
    assert_int_equal(checked(b), FAULT_NONE);
}

/* Counts that only together, past what a number holds, are as many as there are sums. */
static void counts_without_sums(void **state)
{
    struct bench *b = *state;
    enum { COUNTS_AT = 24 };
    static uint8_t was[1 << 20], now[sizeof was];
    uint64_t counts[TABLES], sum;
    char path[256];

    snprintf(path, sizeof path, "%s/sums", b->delta);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    ssize_t len = read(fd, was, sizeof was);
    assert_true(len > COUNTS_AT + (ssize_t)(sizeof counts + sizeof sum));
    memcpy(now, was, sizeof now);
    memcpy(counts, now + COUNTS_AT, sizeof counts);
    counts[0] += 100000;
    counts[1] += ((uint64_t)1 << 61) - 100000;
    memcpy(now + COUNTS_AT, counts, sizeof counts);
    sum = XXH3_64bits(now, (size_t)len - sizeof sum);
    memcpy(now + len - sizeof sum, &sum, sizeof sum);
    assert_int_equal(pwrite(fd, now, (size_t)len, 0), len);
    assert_int_equal(checked(b), FAULT_NOT_FOUND);
    assert_int_equal(pwrite(fd, was, (size_t)len, 0), len);
    close(fd);
    assert_int_equal(checked(b), FAULT_NONE);
}

static void copy(const char *folder, const char *from, const char *to)
{
    char command[512];

    snprintf(command, sizeof command, "cp %s/%s %s/%s", folder, from, folder, to);
    assert_int_equal(system(command), 0);
}

/* A writer that was killed behind its commit leaves the sums of the one before: they tell of the blocks of that which
 * are still in use, and nothing of newer ones. */
static void sums_of_before(void **state)
{
    struct bench *b = *state;
    unsigned told = 0, untold = 0;

    copy(b->delta, "sums", "kept");
    commit(b, COMMITS + 1);
    copy(b->delta, "sums", "own");
    for (size_t t = 0; t < TABLES; t++) {
        int fd = table_open(b, t);
        for (uint64_t i = 0; i < blocks_of(fd); i++) {
            char name[32];
            off_t at = (off_t)(i * GLASS_BLOCK + GLASS_BLOCK - 30);
            snprintf(name, sizeof name, "%s.glass", tables[t]);
            flip(b->delta, name, at);
            enum fault with_own = checked(b);
            copy(b->delta, "kept", "sums");
            enum fault fault = checked(b);
            copy(b->delta, "own", "sums");
            flip(b->delta, name, at);
            assert_true(fault == FAULT_DAMAGED || fault == FAULT_NOT_FOUND);
            if (fault == FAULT_DAMAGED)
                assert_int_equal(with_own, FAULT_DAMAGED);
            told += fault == FAULT_DAMAGED;
            untold += fault == FAULT_NOT_FOUND && with_own == FAULT_DAMAGED;
        }
        if (fd >= 0)
            close(fd);
    }
    assert_true(told > 5 && untold > 5);
    copy(b->delta, "kept", "sums");
    assert_int_equal(checked(b), FAULT_NOT_FOUND);
    copy(b->delta, "own", "sums");
    assert_int_equal(checked(b), FAULT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_of_a_block),
        cmocka_unit_test(half_a_block),
        cmocka_unit_test(other_files),
        cmocka_unit_test(counts_without_sums),
        cmocka_unit_test(sums_of_before),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
