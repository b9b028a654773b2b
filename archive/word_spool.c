/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_spool.c - one thread's documents as sequences of words. */
#include "archive/word_spool.h"

#include "archive/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WRITE_BEHIND = 1 << 20,
    NUMBER_FIRST = 16 /* below it are marks */
};

struct word_spool {
    int fd;
    struct lexicon *words;
    struct buffer behind; /* not written yet; then a slice that is read again */
    uint64_t written;
    uint32_t *numbers; /* of the words of one document; then a sequence */
    size_t numbers_size;
};

int word_spool_open(const char *path, struct word_spool **out, struct error *err)
{
    struct word_spool *s = calloc(1, sizeof *s);

    if (!s)
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    s->behind = buffer_make(SIZE_MAX / 2);
    s->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    s->words = lexicon_new();
    if (s->fd < 0 || !s->words) {
        int why = errno;
        bool opened = s->fd >= 0;
        word_spool_close(s);
        return opened ? error_set(err, FAULT_MEMORY, "no memory to index articles")
                      : error_errno(err, why, "cannot make '%s'", path);
    }
    *out = s;
    return 0;
}

void word_spool_close(struct word_spool *s)
{
    if (!s)
        return;
    if (s->fd >= 0)
        close(s->fd);
    lexicon_free(s->words);
    buffer_free(&s->behind);
    free(s->numbers);
    free(s);
}

static bool make_room(struct word_spool *s, size_t count)
{
    if (count <= s->numbers_size)
        return true;
    uint32_t *moved = realloc(s->numbers, count * 2 * sizeof *moved);
    if (!moved)
        return false;
    s->numbers = moved;
    s->numbers_size = count * 2;
    return true;
}

static int flush(struct word_spool *s, struct error *err)
{
    for (size_t done = 0; done < s->behind.len;) {
        ssize_t n = pwrite(s->fd, s->behind.data + done, s->behind.len - done, (off_t)(s->written + done));
        if (n < 0 && errno != EINTR)
            return error_errno(err, errno, "cannot write words aside");
        if (n > 0)
            done += (size_t)n;
    }
    s->written += s->behind.len;
    buffer_clear(&s->behind);
    return 0;
}

int word_spool_add(struct word_spool *s, uint32_t docid, const char lang[FORMS_LANG_MAX],
                   const struct document_maker *made, struct error *err)
{
    size_t words = document_word_count(made), count;
    const uint32_t *sequence = document_sequence(made, &count);
    unsigned lang_number = lexicon_lang(s->words, lang);

    if (!make_room(s, words))
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    for (size_t i = 0; i < words; i++) {
        xap_text word = document_word(made, i);
        s->numbers[i] = lexicon_add(s->words, lang_number, word.data, word.len);
        if (s->numbers[i] == LEXICON_FULL)
            return error_set(err, FAULT_MEMORY, "no memory for so many different words");
    }
    buffer_put_varint(&s->behind, docid);
    buffer_put_varint(&s->behind, count);
    for (size_t i = 0; i < count; i++) {
        if (sequence[i] & FORWARD_MARK(0)) {
            buffer_put_varint(&s->behind, sequence[i] & ~FORWARD_MARK(0));
        } else {
            uint32_t number = s->numbers[sequence[i]];
            lexicon_at(s->words, number)->uses++;
            buffer_put_varint(&s->behind, (uint64_t)number + NUMBER_FIRST);
        }
    }
    if (s->behind.failed)
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    return s->behind.len >= WRITE_BEHIND ? flush(s, err) : 0;
}

const uint32_t *word_spool_numbers(const struct word_spool *s)
{
    return s->numbers;
}

uint64_t word_spool_end(const struct word_spool *s)
{
    return s->written + s->behind.len;
}

struct lexicon *word_spool_words(struct word_spool *s)
{
    return s->words;
}

static int read_slice(struct word_spool *s, uint64_t from, size_t len, struct error *err)
{
    if (s->behind.len && flush(s, err) < 0) /* from the second slice on there is nothing left to write */
        return -1;
    buffer_clear(&s->behind);
    if (!buffer_reserve(&s->behind, len))
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    for (size_t done = 0; done < len;) {
        ssize_t n = pread(s->fd, s->behind.data + done, len - done, (off_t)(from + done));
        if (n == 0 || (n < 0 && errno != EINTR))
            return error_errno(err, n ? errno : EIO, "cannot read words put aside");
        if (n > 0)
            done += (size_t)n;
    }
    return 0;
}

static int write_document(struct word_spool *s, const char **at, const char *end, const uint32_t *numbers,
                          struct forward_writer *w, struct error *err)
{
    uint64_t docid, count, value = 0;
    bool whole = varint_read(at, end, &docid) && varint_read(at, end, &count) && count <= (uint64_t)(end - *at);

    if (whole && !make_room(s, count))
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    for (uint64_t i = 0; whole && i < count; i++) {
        whole =
            varint_read(at, end, &value) && (value < NUMBER_FIRST || value - NUMBER_FIRST < lexicon_count(s->words));
        if (whole)
            s->numbers[i] = value < NUMBER_FIRST ? FORWARD_MARK((uint32_t)value) : numbers[value - NUMBER_FIRST];
    }
    if (!whole)
        return error_set(err, FAULT_IO, "words put aside came back damaged");
    return forward_writer_add(w, (uint32_t)docid, s->numbers, count, err);
}

int word_spool_write(struct word_spool *s, uint64_t from, uint64_t end, const uint32_t *numbers,
                     struct forward_writer *w, struct error *err)
{
    if (read_slice(s, from, (size_t)(end - from), err) < 0)
        return -1;
    const char *at = s->behind.data, *stop = at + (end - from);
    while (at < stop)
        if (write_document(s, &at, stop, numbers, w, err) < 0)
            return -1;
    buffer_clear(&s->behind);
    return 0;
}
