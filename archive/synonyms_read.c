/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms_read.c - the archivist's file of synonyms, read and let go. */
#include "archive/scoped.h"
#include "archive/stem.h"
#include "archive/synonyms.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

enum { ARENA_MAX = 64 << 20, WHOLE_BYTES = 200 };

void synonyms_free(struct synonyms *s)
{
    if (!s)
        return;
    stemmer_free(s->stemmer);
    arena_free(&s->arena);
    free(s);
}

static bool tell_of_whole(struct synonyms *s, const char *problem)
{
    s->problems = problem ? arena_alloc(&s->arena, sizeof *s->problems) : NULL;
    if (s->problems && (s->problems->text = arena_copy(&s->arena, problem, strlen(problem))))
        s->problem_count = 1;
    return s->problem_count == 1;
}

/* text NULL: the file cannot be used, which whole says. */
static int parse(const char *text, size_t len, const char *whole, struct synonyms **out, struct error *err)
{
    struct synonyms *s = calloc(1, sizeof *s);
    if (!s)
        return error_set(err, FAULT_MEMORY, "no memory for the synonyms");
    s->arena = arena_make(ARENA_MAX);
    s->stemmer = stemmer_new("en");
    if (text)
        s->hash = XXH3_64bits(text, len);
    if (!s->stemmer || !(text ? synonyms_take_lines(s, text, len) : tell_of_whole(s, whole)) ||
        !synonyms_make_keys(s)) {
        synonyms_free(s);
        return error_set(err, FAULT_MEMORY, "no memory for the synonyms");
    }
    *out = s;
    return 0;
}

int synonyms_parse(const char *text, size_t len, struct synonyms **out, struct error *err)
{
    return parse(len ? text : "", len, NULL, out, err);
}

int synonyms_read(const char *path, struct synonyms **out, struct error *err)
{
    char whole[WHOLE_BYTES];
    scoped(fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st = {0};
    size_t len = 0;

    if (fd < 0 && errno == ENOENT) {
        *out = NULL;
        return 0;
    }
    bool opened = fd >= 0 && fstat(fd, &st) == 0;
    if (!opened || !S_ISREG(st.st_mode) || st.st_size > SYNONYMS_BYTES_MAX) {
        if (!opened)
            snprintf(whole, sizeof whole, "the file cannot be read: %s", strerror(errno));
        else if (!S_ISREG(st.st_mode))
            snprintf(whole, sizeof whole, "it is no file");
        else
            snprintf(whole, sizeof whole, "the file has over %d bytes", SYNONYMS_BYTES_MAX);
        return parse(NULL, 0, whole, out, err);
    }
    scoped(char_ptr) char *text = malloc(SYNONYMS_BYTES_MAX);
    if (!text)
        return error_set(err, FAULT_MEMORY, "no memory for the synonyms");
    for (ssize_t n = 1; n > 0 && len < SYNONYMS_BYTES_MAX; len += n > 0 ? (size_t)n : 0)
        if ((n = read(fd, text + len, SYNONYMS_BYTES_MAX - len)) < 0) {
            snprintf(whole, sizeof whole, "the file cannot be read: %s", strerror(errno));
            return parse(NULL, 0, whole, out, err);
        }
    return parse(text, len, NULL, out, err);
}
