/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - the archivist's program: options, and the table of commands. */
#include "archive/memory.h"
#include "indexer/command.h"
#include "indexer/memory_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct command commands[] = {
    {"add", "PATH...", "add or update the articles of files, folders, or '-' (standard input)", cmd_add},
    {"watch", "FOLDER", "add the files of a folder as they arrive", cmd_watch},
    {"delete", "ID...", "remove articles", cmd_delete},
    {"retract", "ID...", "take articles out of what is found, and keep tombstones with the reason", cmd_retract},
    {"show", "ID...", "articles in full", cmd_show},
    {"list", "", "id, date and title of every article, newest first", cmd_list},
    {"stats", "", "what the archive holds", cmd_stats},
    {"search", "QUERY...", "the daemon's search in a terminal", cmd_search},
    {"boilerplate", "[list|keep|drop]", "lines that sources put under their articles: show, keep, drop", cmd_boilerplate},
    {"synonyms", "[check FILE]", "names that mean the same to searches: show, check, install", cmd_synonyms},
    {"verify-result", "FILE", "whether the archive still gives a result that searchd exported", cmd_verify_result},
    {"export", "", "every article as JSON Lines that add takes back", cmd_export},
    {"check", "", "whether index and articles are whole, and how to mend them", cmd_check},
    {"backup", "TO", "a copy of the archive, made while others read and add", cmd_backup},
    {"compact", "", "make the index one run: smaller, and faster to search", cmd_compact},
    {"rebuild", "", "make the index anew from the stored articles alone", cmd_rebuild},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void help(void)
{
    puts("usage: indexer [--archive DIR] COMMAND [ARGS]\n\n"
         "DIR is --archive, else $HUSTINGS_ARCHIVE, else ./archive.\n");
    for (int i = 0; i < COMMANDS; i++)
        printf("  %-13s %-16s %s\n", commands[i].name, commands[i].args, commands[i].summary);
    puts("\nEach command has its own --help.\n"
         "exit: 0 done, 1 some input failed (the rest is in), 2 wrong use, 75 another writer holds the archive");
}

/* What could not be written, a full disk behind a pipe above all, or found for want of memory, must not look like all
 * there is. */
static int flushed(int code)
{
    if ((code == EXIT_DONE || code == EXIT_WRONG_USE) && memory_ended()) {
        fputs("indexer: memory ended; what it says may be a part: run it again when there is more\n", stderr);
        code = EXIT_SOME_FAILED;
    }
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (code == EXIT_DONE)
        perror("indexer: cannot write the output");
    return code == EXIT_DONE ? EXIT_SOME_FAILED : code;
}

int main(int argc, char **argv)
{
    const char *archive = getenv("HUSTINGS_ARCHIVE");
    static char option[] = "--help";
    int at = 1;

    if (!memory_watch()) {
        fputs("indexer: no memory to start\n", stderr);
        return EXIT_SOME_FAILED;
    }
    if (!archive || !*archive)
        archive = "./archive";
    if (at < argc && strncmp(argv[at], "--archive=", 10) == 0) {
        archive = argv[at++] + 10;
    } else if (at < argc && strcmp(argv[at], "--archive") == 0) {
        archive = at + 1 < argc ? argv[at + 1] : "";
        at += 2;
    }
    if (!*archive) {
        fputs("indexer: --archive needs a folder; try 'indexer --help'\n", stderr);
        return EXIT_WRONG_USE;
    }
    if (at + 1 < argc && strcmp(argv[at], "help") == 0) {
        argv[at] = argv[at + 1];
        argv[at + 1] = option;
    }
    if (at < argc &&
        (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "help") == 0 || strcmp(argv[at], "-h") == 0)) {
        help();
        return flushed(EXIT_DONE);
    }
    if (at < argc && strcmp(argv[at], "--version") == 0) {
        puts("indexer " HUSTINGS_VERSION);
        return EXIT_DONE;
    }
    for (int i = 0; at < argc && i < COMMANDS; i++)
        if (strcmp(argv[at], commands[i].name) == 0)
            return flushed(commands[i].run(archive, argc - at, argv + at));
    if (at < argc)
        fprintf(stderr, "indexer: unknown command '%s'; try 'indexer --help'\n", argv[at]);
    else
        fputs("indexer: no command given; try 'indexer --help'\n", stderr);
    return EXIT_WRONG_USE;
}
