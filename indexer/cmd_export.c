/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_export.c - every article, with its earlier versions, as JSON Lines that add takes back. */
#include "archive/scoped.h"
#include "indexer/command.h"
#include "indexer/exporting.h"
#include "indexer/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

static const char help[] = "usage: indexer [--archive DIR] export [--newest]\n"
                           "\n"
                           "Prints every article as a line of JSON, the newest first, as 'indexer add -' takes\n"
                           "them back: the archive as it is when the export begins, whatever is added meanwhile.\n"
                           "An article's earlier versions stand before it, in their order; retracted articles\n"
                           "come last, with their tombstones, and then the lines that are known as boilerplate,\n"
                           "which 'add' takes for what they are. The key \"hustings\" says which version a line is\n"
                           "and, of copies, their group.\n"
                           "\n"
                           "  indexer --archive OLD export | indexer --archive NEW add -\n"
                           "\n"
                           "  --newest           the newest version of each alone, and nothing that is retracted\n"
                           "\n"
                           "The last line, on stderr, is the count. An article that is damaged is named and left out.\n"
                           "exit: 0 done, 1 some articles could not be read (the rest is out), 2 wrong use\n";

int cmd_export(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"newest", no_argument, NULL, 'n'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    static const struct report_options plain = {0};
    struct exported out = {0};
    struct error err = {0};
    bool newest = false;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c != 'n')
            return EXIT_WRONG_USE;
        newest = true;
    }
    if (optind < argc)
        return command_misused("export", "takes no '%.40s'", argv[optind]);
    struct report *report = report_new(&plain);
    int rc = report ? export_archive(archive, newest, report, &out, &err)
                    : error_set(&err, FAULT_MEMORY, "no memory to begin");
    if (rc == 0 && (fflush(stdout) != 0 || ferror(stdout)))
        rc = error_errno(&err, errno, "cannot write the output");
    report_free(report);
    if (rc < 0)
        return command_failed(&err);
    fprintf(stderr, "exported %" PRIu64 " articles", out.articles);
    if (out.earlier)
        fprintf(stderr, ", %" PRIu64 " earlier versions", out.earlier);
    if (out.retracted)
        fprintf(stderr, ", %" PRIu64 " retracted", out.retracted);
    if (out.lines)
        fprintf(stderr, ", %" PRIu64 " lines of boilerplate", out.lines);
    fputs(out.damaged ? "; those named above are damaged\n" : "\n", stderr);
    return out.damaged ? EXIT_SOME_FAILED : EXIT_DONE;
}
