/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_verify_result.c - whether the archive still gives a result that was exported over HTTP. */
#include "archive/json_put.h"
#include "indexer/command.h"
#include "indexer/result_proof.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char help[] = "usage: indexer [--archive DIR] verify-result [--manifest FILE] [--json] FILE\n"
                           "\n"
                           "Asks again for a result that searchd's /v1/export gave, of the snapshot that it is of,\n"
                           "and compares ids and order. FILE is JSON Lines with their last line, or several such\n"
                           "parts, one behind the other; or a manifest alone (format=manifest, or that of BibTeX);\n"
                           "or, with --manifest, a table with a column 'id'. Says what is wrong: with the file,\n"
                           "with its manifest, with the archive, or which articles differ.\n"
                           "\n"
                           "  --manifest FILE    the result's manifest, where it is in another file\n"
                           "  --json             the verdict as a line of JSON\n"
                           "\n"
                           "exit: 0 the archive gives the same, 1 it does not or FILE is broken, 2 wrong use\n";

static void print_ids(const char *what, const char *const *ids, size_t shown, uint64_t count)
{
    if (!count)
        return;
    printf("  %" PRIu64 " %s:\n", count, what);
    for (size_t i = 0; i < shown; i++) {
        fputs("    ", stdout);
        print_clean(stdout, ids[i], strlen(ids[i]));
        putchar('\n');
    }
    if (count > shown)
        printf("    and %" PRIu64 " others\n", count - shown);
}

static void print_proof(const struct proof *p)
{
    printf("%s: ", proof_name(p->verdict));
    print_clean(stdout, p->text, strlen(p->text));
    putchar('\n');
    if (p->verdict == PROOF_HOLDS)
        printf("  %" PRIu64 " articles, snapshot %s, sha256 %s\n", p->count, p->manifest.snapshot.id,
               p->manifest.sha256);
    print_ids("articles of the archive's set are not in the file", p->missing, p->missing_shown, p->missing_count);
    print_ids("articles of the file are not in the archive's set", p->further, p->further_shown, p->further_count);
}

static bool put_ids(cJSON *o, const char *name, const char *const *ids, size_t count)
{
    cJSON *list = json_put_list(o, name);
    return list && json_put_lines(list, ids, count);
}

static cJSON *render(const struct proof *p)
{
    scoped(json) cJSON *o = cJSON_CreateObject();

    if (o && json_put_string(o, "verdict", proof_name(p->verdict)) &&
        json_put_bytes(o, "detail", p->text, strlen(p->text)) && json_put_number(o, "count", (double)p->count) &&
        json_put_number(o, "missing_count", (double)p->missing_count) &&
        put_ids(o, "missing", p->missing, p->missing_shown) &&
        json_put_number(o, "further_count", (double)p->further_count) &&
        put_ids(o, "further", p->further, p->further_shown))
        return take(&o);
    return NULL;
}

static int verify(const char *archive, const char *path, const char *manifest, bool json)
{
    struct arena arena = arena_make(SEARCH_ARENA_MAX);
    struct result_file file = {0};
    struct proof proof = {0};
    struct error err = {0};

    int rc = result_file_read(path, manifest, &file, &err);
    if (rc == 0 && file.citations && (manifest || !file.part_count)) {
        int code = command_misused("verify-result", "'%s' is %s, and only JSON Lines and CSV can be proved against "
                                   "their articles: give its manifest alone", path, file.citations);
        result_file_free(&file);
        return code;
    }
    if (rc == 0) {
        rc = result_prove(archive, &file, &arena, &proof, &err);
    } else if (err.fault == FAULT_INVALID) { /* a finding as the others */
        proof.verdict = PROOF_FILE;
        snprintf(proof.text, sizeof proof.text, "%s", err.text);
        rc = 0;
    }
    int code = rc < 0 ? command_failed(&err) : proof.verdict == PROOF_HOLDS ? EXIT_DONE : EXIT_SOME_FAILED;
    if (rc == 0 && !json)
        print_proof(&proof);
    else if (rc == 0 && !print_json(render(&proof)))
        code = EXIT_SOME_FAILED;
    result_file_free(&file);
    arena_free(&arena);
    return code;
}

int cmd_verify_result(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {{"manifest", required_argument, NULL, 'm'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    const char *manifest = NULL;
    bool json = false;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c == '?')
            return EXIT_WRONG_USE;
        json |= c == 'j';
        if (c == 'm')
            manifest = optarg;
    }
    if (optind + 1 != argc)
        return command_misused("verify-result", "takes one file");
    return verify(archive, argv[optind], manifest, json);
}
