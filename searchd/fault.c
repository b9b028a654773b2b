/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fault.c - what the archive says went wrong, as the answer to a client: one table. */
#include "searchd/fault.h"

#include "searchd/log.h"

static const struct {
    int status;
    const char *code, *title;
    const char *retry_after; /* seconds; NULL: asking again will not help */
} answers[] = {
    [FAULT_NONE] = {500, "internal", "The daemon made a mistake", NULL},
    [FAULT_MEMORY] = {503, "out_of_memory", "The daemon is short of memory", "1"},
    [FAULT_INVALID] = {400, "bad_request", "The request makes no sense to the archive", NULL},
    [FAULT_NOT_FOUND] = {503, "archive_missing", "There is no archive yet", "5"},
    [FAULT_LOCKED] = {503, "archive_busy", "The archive is being changed", "1"},
    [FAULT_STALE] = {503, "archive_busy", "The archive changes faster than it can be read", "1"},
    [FAULT_VERSION] = {500, "archive_version", "The archive was written by another version", NULL},
    [FAULT_DAMAGED] = {503, "archive_damaged", "The archive is damaged", "60"},
    [FAULT_UNREACHABLE] = {503, "archive_unreachable", "A part of the archive does not answer", "5"},
    [FAULT_IO] = {503, "archive_unreadable", "The archive cannot be read", "10"},
    [FAULT_INTERNAL] = {500, "internal", "The daemon made a mistake", NULL},
};

static size_t row_of(enum fault fault)
{
    return (size_t)fault < sizeof answers / sizeof answers[0] ? (size_t)fault : FAULT_INTERNAL;
}

const char *fault_code(enum fault fault)
{
    return answers[row_of(fault)].code;
}

void fault_answer(struct response *response, const struct request *request, const struct error *err)
{
    size_t row = row_of(err->fault);
    struct problem p = {.status = answers[row].status, .code = answers[row].code, .title = answers[row].title};
    response_problem(response, request, &p);
    if (answers[row].retry_after)
        response_header(response, "Retry-After", answers[row].retry_after);
    if (err->fault != FAULT_NOT_FOUND && err->fault != FAULT_INVALID)
        log_line("request %s: %s", request->id, err->text);
}
