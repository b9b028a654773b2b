/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command.h - what every command of indexer shares: its row, exit codes, options, errors. */
#ifndef HUSTINGS_COMMAND_H
#define HUSTINGS_COMMAND_H

#include "archive/error.h"

#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdbool.h>

enum exit_code {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* the rest is in */
    EXIT_WRONG_USE = 2,
    EXIT_BUSY = 75 /* another writer holds the archive: try again */
};

enum {
    WAIT_SECONDS = 5, /* for another writer: a small add is done in well under that */
    WAIT_SECONDS_MAX = 24 * 3600
};

struct command {
    const char *name;
    const char *args;
    const char *summary;
    int (*run)(const char *archive, int argc, char **argv); /* argv[0] is the command; an exit code */
};

int cmd_add(const char *archive, int argc, char **argv);
int cmd_backup(const char *archive, int argc, char **argv);
int cmd_boilerplate(const char *archive, int argc, char **argv);
int cmd_check(const char *archive, int argc, char **argv);
int cmd_compact(const char *archive, int argc, char **argv);
int cmd_delete(const char *archive, int argc, char **argv);
int cmd_export(const char *archive, int argc, char **argv);
int cmd_list(const char *archive, int argc, char **argv);
int cmd_rebuild(const char *archive, int argc, char **argv);
int cmd_retract(const char *archive, int argc, char **argv);
int cmd_search(const char *archive, int argc, char **argv);
int cmd_show(const char *archive, int argc, char **argv);
int cmd_stats(const char *archive, int argc, char **argv);
int cmd_synonyms(const char *archive, int argc, char **argv);
int cmd_verify_result(const char *archive, int argc, char **argv);
int cmd_watch(const char *archive, int argc, char **argv);

/* Says "indexer: text" on stderr; the exit code that goes with its fault. */
int command_failed(const struct error *err);
/* Says what is wrong with a command line and where help is; EXIT_WRONG_USE. */
int command_misused(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The next of a command's long options, from getopt_long, whose optarg and optind it sets: its
 * val, -1 at the end, '?' once what is wrong was said. order is "" or getopt's "+". */
int option_next(int argc, char **argv, const char *order, const struct option *known);
/* optarg as a whole number within min..max; false once what is wrong was said. */
bool option_number(const char *command, const char *option, long min, long max, long *out);

/* For a command that takes --jobs, --wait, --json and --help and nothing else: reads them. -1: go on; else the exit
 * code. jobs 0: all processors. */
struct build_settings {
    unsigned jobs, wait_ms;
    bool json;
};
/* forget: whether --forget was given; NULL where there is no such option. */
int build_settings_read(const char *command, const char *help, int argc, char **argv, struct build_settings *out,
                        bool *forget);

/* FAULT_NOT_FOUND when there is no archive: for what must not make one. */
int archive_must_exist(const char *dir, struct error *err);
/* One line of JSON on stdout; takes object. False: out of memory, said. */
bool print_json(cJSON *object);

#endif
