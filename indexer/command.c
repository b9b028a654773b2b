/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command.c - what every command does alike: options, errors, a line of JSON. */
#include "indexer/command.h"

#include "archive/build.h"
#include "archive/generation.h"
#include "indexer/terminal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int command_failed(const struct error *err)
{
    fputs("indexer: ", stderr);
    print_clean(stderr, err->text, strlen(err->text));
    fputc('\n', stderr);
    return err->fault == FAULT_LOCKED ? EXIT_BUSY : EXIT_SOME_FAILED;
}

int command_misused(const char *command, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fprintf(stderr, "indexer: %s: ", command);
    print_clean(stderr, text, strlen(text));
    fprintf(stderr, "; try 'indexer %s --help'\n", command);
    return EXIT_WRONG_USE;
}

int option_next(int argc, char **argv, const char *order, const struct option *known)
{
    char form[4];
    snprintf(form, sizeof form, "%.1s:", order); /* ':' tells a missing value from an unknown option */
    opterr = 0;
    int at = optind < 1 ? 1 : optind;
    int c = getopt_long(argc, argv, form, known, NULL);
    if (c == ':')
        command_misused(argv[0], "%s needs a value", argv[optind - 1]);
    else if (c == '?' && optopt > 0)
        command_misused(argv[0], "option '-%c' is unknown or takes no value", optopt);
    else if (c == '?')
        command_misused(argv[0], "unknown option '%s'%s", argv[optind > at ? optind - 1 : at],
                        strncmp(argv[optind - 1], "--archive", 9) == 0 ? ", which stands before the command" : "");
    return c == ':' ? '?' : c;
}

bool option_number(const char *command, const char *option, long min, long max, long *out)
{
    char *end;

    errno = 0;
    long n = strtol(optarg, &end, 10);
    if (errno || end == optarg || *end || n < min || n > max) {
        command_misused(command, "--%s takes a number from %ld to %ld, not '%.40s'", option, min, max, optarg);
        return false;
    }
    *out = n;
    return true;
}

int build_settings_read(const char *command, const char *help, int argc, char **argv, struct build_settings *out,
                        bool *forget)
{
    static const struct option known[] = {{"forget", no_argument, NULL, 'f'},
                                          {"jobs", required_argument, NULL, 'j'},
                                          {"wait", required_argument, NULL, 'w'},
                                          {"json", no_argument, NULL, 'J'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    long wait = WAIT_SECONDS, jobs = 0;
    bool json = false;

    for (int c; (c = option_next(argc, argv, "", forget ? known : known + 1)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c == '?' || (c == 'j' && !option_number(command, "jobs", 1, BUILD_THREADS_MAX, &jobs)) ||
            (c == 'w' && !option_number(command, "wait", 0, WAIT_SECONDS_MAX, &wait)))
            return EXIT_WRONG_USE;
        json |= c == 'J';
        if (c == 'f')
            *forget = true;
    }
    if (optind < argc)
        return command_misused(command, "takes no '%.40s'", argv[optind]);
    *out = (struct build_settings){(unsigned)jobs, (unsigned)wait * 1000, json};
    return -1;
}

int archive_must_exist(const char *dir, struct error *err)
{
    struct generation g;

    return generation_read(dir, &g, err);
}

bool print_json(cJSON *object)
{
    char *text = object ? cJSON_PrintUnformatted(object) : NULL;

    cJSON_Delete(object);
    if (text)
        puts(text);
    else
        fputs("indexer: no memory to write an answer\n", stderr);
    cJSON_free(text);
    return text != NULL;
}
