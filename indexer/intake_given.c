/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake_given.c - the options that add and watch have in common. */
#include "indexer/intake_given.h"

#include "indexer/command.h"
#include "indexer/formats/key_map.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option common[] = {{"source", required_argument, NULL, 's'},
                                       {"format", required_argument, NULL, 'f'},
                                       {"jobs", required_argument, NULL, 'j'},
                                       {"verbose", no_argument, NULL, 'v'},
                                       {"quarantine", required_argument, NULL, 'q'},
                                       {"wait", required_argument, NULL, 'w'},
                                       {"json", no_argument, NULL, 'J'},
                                       {"map", required_argument, NULL, 'm'},
                                       {"help", no_argument, NULL, 'h'},
                                       {"date-order", required_argument, NULL, 'd'}};
enum { COMMON = sizeof common / sizeof *common };

static unsigned processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

    return n < 1 ? 1 : n > BUILD_THREADS_MAX ? BUILD_THREADS_MAX : (unsigned)n;
}

static enum date_order order_named(const char *name)
{
    static const char *const names[] = {[DATE_ORDER_DMY] = "dmy", [DATE_ORDER_MDY] = "mdy", [DATE_ORDER_YMD] = "ymd"};

    for (int i = DATE_ORDER_DMY; i <= DATE_ORDER_YMD; i++) {
        if (strcmp(name, names[i]) == 0)
            return (enum date_order)i;
    }
    return DATE_ORDER_UNKNOWN;
}

static int format_given(struct intake_given *g)
{
    g->options.format = format_named(optarg);
    return g->options.format
               ? -1
               : command_misused(g->command,
                                 "--format takes text, json, html, feed, nitf, newsml, newsml-g2, warc, arc or csv, "
                                 "not '%.40s'",
                                 optarg);
}

static int order_given(struct intake_given *g)
{
    g->options.date_order = order_named(optarg);
    return g->options.date_order == DATE_ORDER_UNKNOWN
               ? command_misused(g->command, "--date-order takes dmy, mdy or ymd, not '%.40s'", optarg)
               : -1;
}

/* -1: go on; else the exit code. */
static int take_option(struct intake_given *g, int c)
{
    struct intake_options *o = &g->options;
    long n;

    switch (c) {
    case 's':
        o->source = *optarg ? optarg : NULL;
        return -1;
    case 'f':
        return format_given(g);
    case 'd':
        return order_given(g);
    case 'm':
        g->map = optarg;
        return -1;
    case 'j':
        if (!option_number(g->command, "jobs", 1, BUILD_THREADS_MAX, &n))
            return EXIT_WRONG_USE;
        o->jobs = (unsigned)n;
        return -1;
    case 'v':
        o->report.verbose = true;
        return -1;
    case 'q':
        o->quarantine = optarg;
        return -1;
    case 'w':
        if (!option_number(g->command, "wait", 0, WAIT_SECONDS_MAX, &n))
            return EXIT_WRONG_USE;
        o->wait_ms = (unsigned)n * 1000;
        g->wait_given = true;
        return -1;
    case 'J':
        o->report.json = true;
        return -1;
    case 'h':
        fputs(g->help, stdout);
        return EXIT_DONE;
    default:
        return EXIT_WRONG_USE;
    }
}

static bool begin(struct intake_given *g)
{
    size_t own = 0;

    while (g->own[own].name)
        own++;
    g->known = calloc(own + COMMON + 1, sizeof *g->known);
    if (!g->known)
        return false;
    memcpy(g->known, common, sizeof common);
    memcpy(g->known + COMMON, g->own, own * sizeof *g->own);
    g->options.archive = g->archive;
    g->options.jobs = processors();
    g->options.wait_ms = WAIT_SECONDS * 1000;
    return true;
}

int intake_given_next(struct intake_given *g, int argc, char **argv, int *code)
{
    *code = -1;
    if (!g->known && !begin(g))
        *code = command_failed(&(struct error){FAULT_MEMORY, "no memory to begin"});
    while (*code < 0) {
        int c = option_next(argc, argv, "", g->known);
        for (const struct option *own = g->own; own->name; own++) {
            if (c == own->val)
                return c;
        }
        if (c == -1)
            return -1;
        *code = take_option(g, c);
    }
    intake_given_free(g);
    return '?';
}

int intake_given_end(struct intake_given *g)
{
    struct error err = {0};

    if (g->map && key_map_read(g->map, &g->keys, &err) < 0)
        return command_misused(g->command, "--map: %s", err.text);
    g->options.keys = g->keys;
    return -1;
}

void intake_given_free(struct intake_given *g)
{
    key_map_free(g->keys);
    free(g->known);
    g->keys = NULL;
    g->known = NULL;
}
