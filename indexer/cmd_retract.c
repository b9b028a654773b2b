/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_retract.c - take an article out of what is found, and keep a tombstone with the reason. */
#include "archive/store.h"
#include "archive/stored.h"
#include "archive/text.h"
#include "indexer/command.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: indexer [--archive DIR] retract --reason TEXT ID...\n"
    "\n"
    "No search finds the articles any more; whoever asks for one is told that it was\n"
    "retracted, and why. Another text added under the id brings it back as its next\n"
    "version; the same text again does not. 'indexer delete ID' removes the tombstone, too.\n"
    "\n"
    "  --reason TEXT      why, as readers are told\n"
    "  --wait SECONDS     how long to wait for another writer (5)\n"
    "\n"
    "An id that is not there is named, the others are retracted.\n"
    "exit: 0 done, 1 some were not there, 2 wrong use, 75 another writer holds the archive\n";

static int retract_all(struct writer *w, char **ids, int count, const char *reason)
{
    struct error err = {0};
    enum put_result result;
    int code = EXIT_DONE, changed = 0, retracted = 0;

    for (int i = 0; i < count; i++) {
        if (writer_retract(w, ids[i], reason, &result, &err) == 0) {
            retracted++;
            changed += result != PUT_UNCHANGED;
            continue;
        }
        code = command_failed(&err);
        if (err.fault != FAULT_NOT_FOUND)
            return code;
    }
    if (changed && writer_commit(w, &err) < 0)
        return command_failed(&err);
    printf("retracted %d\n", retracted);
    return code;
}

int cmd_retract(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {{"reason", required_argument, NULL, 'r'},
                                          {"wait", required_argument, NULL, 'w'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    struct writer *w = NULL;
    struct error err = {0};
    const char *reason = NULL;
    long wait = WAIT_SECONDS;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c == 'r')
            reason = optarg;
        else if (c != 'w' || !option_number("retract", "wait", 0, WAIT_SECONDS_MAX, &wait))
            return EXIT_WRONG_USE;
    }
    if (!reason || !*reason)
        return command_misused("retract", "needs --reason: readers are told why");
    if (strlen(reason) > RETRACTION_REASON_MAX || !text_is_clean(reason, strlen(reason)))
        return command_misused("retract", "--reason takes clean UTF-8 text of at most %d bytes", RETRACTION_REASON_MAX);
    if (optind == argc)
        return command_misused("retract", "needs the id of an article");
    if (archive_must_exist(archive, &err) < 0 || writer_open(archive, "retract", (unsigned)wait * 1000, &w, &err) < 0)
        return command_failed(&err);
    int code = retract_all(w, argv + optind, argc - optind, reason);
    writer_close(w);
    return code;
}
