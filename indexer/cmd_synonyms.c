/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_synonyms.c - the archivist's names that mean the same: shown, checked, put in place. */
#include "archive/folder.h"
#include "archive/reader.h"
#include "archive/scoped.h"
#include "archive/synonyms.h"
#include "indexer/command.h"
#include "indexer/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FRESH SYNONYMS_FILE ".new"
enum { SHOWN_MAX = 64 << 20, COUNTING_MAX = 64 << 20 };

static const char help[] =
    "usage: indexer [--archive DIR] synonyms [check FILE | install FILE]\n"
    "\n"
    "Shows the archive's synonyms as they are understood, with how many articles each name\n"
    "finds, and the lines that cannot be used; 'check' does so for another file. 'install'\n"
    "checks FILE and, when nothing is wrong, puts it in place of the archive's: searches use\n"
    "it from then on. The archive's file is DIR/" SYNONYMS_FILE ", and may also be edited there.\n"
    "\n"
    "  pm = prime minister = premier             each finds the others, for less\n"
    "  wale => westland                          'wale' finds westland, not the other way\n"
    "  pm [2016-07-13..2019-07-24] = theresa may  only in articles of that time\n"
    "  # a comment\n"
    "\n"
    "exit: 0 done, 1 some lines cannot be used or it failed, 2 wrong use\n";

struct showing {
    const struct synonyms *synonyms;
    struct buffer text;
};

static int show(struct reader *r, void *ctx, struct error *err)
{
    struct showing *s = ctx;

    buffer_clear(&s->text);
    for (size_t i = 0; i < s->synonyms->group_count; i++) {
        const struct synonyms_group *g = &s->synonyms->groups[i];
        struct arena arena = arena_make(COUNTING_MAX);
        const char *line;
        int rc = synonyms_show(r, g, &arena, &line, err);
        if (rc == 0)
            buffer_printf(&s->text, "%6u  %s\n", g->line, line);
        arena_free(&arena);
        if (rc < 0)
            return -1;
    }
    return s->text.failed ? error_set(err, FAULT_MEMORY, "no memory to show the synonyms") : 0;
}

static void print_problems(const struct synonyms *s, const char *path)
{
    for (size_t i = 0; i < s->problem_count; i++) {
        fputs("indexer: '", stderr);
        print_clean(stderr, path, strlen(path));
        if (s->problems[i].line)
            fprintf(stderr, "', line %u: ", s->problems[i].line);
        else
            fputs("': ", stderr);
        print_clean(stderr, s->problems[i].text, strlen(s->problems[i].text));
        fputc('\n', stderr);
    }
    if (s->problems_untold)
        fprintf(stderr, "indexer: and %zu more\n", s->problems_untold);
}

static int show_file(const char *archive, const struct synonyms *s, const char *path)
{
    struct showing showing = {.synonyms = s, .text = buffer_make(SHOWN_MAX)};
    struct reader *r = NULL;
    struct error err = {0};

    int rc = reader_open(archive, &r, &err);
    if (rc == 0)
        rc = reader_ask(r, show, &showing, &err);
    if (rc == 0)
        fputs(showing.text.data ? showing.text.data : "", stdout); /* of folded words: no control character */
    reader_close(r);
    buffer_free(&showing.text);
    if (rc < 0)
        return command_failed(&err);
    print_problems(s, path);
    return s->problem_count ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* In place at once: a search reads the old file or the new. What was checked may have changed since, which 'synonyms'
 * tells. */
static int put_in_place(const char *archive, const char *from, struct error *err)
{
    char path[PATH_MAX], fresh[PATH_MAX], bytes[64 << 10];
    scoped(fd) int in = open(from, O_RDONLY | O_CLOEXEC);

    if (snprintf(path, sizeof path, "%s/" SYNONYMS_FILE, archive) >= (int)sizeof path ||
        snprintf(fresh, sizeof fresh, "%s/" FRESH, archive) >= (int)sizeof fresh)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    if (in < 0)
        return error_errno(err, errno, "cannot read '%s'", from);
    scoped(fd) int to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (to < 0)
        return error_errno(err, errno, "cannot write '%s'", fresh);
    for (ssize_t n; (n = read(in, bytes, sizeof bytes)) != 0;) {
        if (n < 0)
            return error_errno(err, errno, "cannot read '%s'", from);
        ssize_t written = write(to, bytes, (size_t)n);
        if (written != n)
            return error_errno(err, written >= 0 ? ENOSPC : errno, "cannot write '%s'", fresh);
    }
    if (fsync(to) < 0 || rename(fresh, path) < 0)
        return error_errno(err, errno, "cannot write '%s'", path);
    return folder_sync(archive, err);
}

static int install(const char *archive, const struct synonyms *s, const char *path)
{
    struct error err = {0};

    if (s->problem_count) {
        print_problems(s, path);
        fputs("indexer: nothing was changed; mend these lines and try again\n", stderr);
        return EXIT_SOME_FAILED;
    }
    if (archive_must_exist(archive, &err) < 0 || put_in_place(archive, path, &err) < 0)
        return command_failed(&err);
    printf("%zu lines of synonyms are in place\n", s->group_count);
    return EXIT_DONE;
}

static int run(const char *archive, const char *path, bool installs)
{
    struct synonyms *s = NULL;
    struct error err = {0};

    if (synonyms_read(path, &s, &err) < 0)
        return command_failed(&err);
    if (!s) {
        error_set(&err, FAULT_NOT_FOUND, "there is no file '%s'", path);
        return command_failed(&err);
    }
    int code = installs ? install(archive, s, path) : show_file(archive, s, path);
    synonyms_free(s);
    return code;
}

int cmd_synonyms(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    char own[PATH_MAX];
    struct error err = {0};

    for (int o; (o = option_next(argc, argv, "", known)) != -1;) {
        if (o == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        return EXIT_WRONG_USE;
    }
    bool installs = optind < argc && strcmp(argv[optind], "install") == 0;
    if (optind < argc && !installs && strcmp(argv[optind], "check") != 0)
        return command_misused("synonyms", "knows no '%.40s'", argv[optind]);
    if (optind < argc && argc - optind != 2)
        return command_misused("synonyms", "%s needs one file", argv[optind]);
    if (optind < argc)
        return run(archive, argv[optind + 1], installs);
    if (archive_must_exist(archive, &err) < 0)
        return command_failed(&err);
    snprintf(own, sizeof own, "%.4000s/" SYNONYMS_FILE, archive);
    if (access(own, F_OK) < 0 && errno == ENOENT) {
        printf("the archive has no synonyms; 'indexer synonyms --help' says how they are written\n");
        return EXIT_DONE;
    }
    return run(archive, own, false);
}
