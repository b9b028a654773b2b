/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fault.h - what the archive says went wrong, as the answer to a client: one table. */
#ifndef HUSTINGS_SEARCHD_FAULT_H
#define HUSTINGS_SEARCHD_FAULT_H

#include "archive/error.h"
#include "searchd/response.h"

const char *fault_code(enum fault fault); /* "archive_missing" */
/* Makes the answer a problem of err's kind. Its text, which may name paths and
 * libxapian's words, goes to the log and never to the client. */
void fault_answer(struct response *response, const struct request *request, const struct error *err);

#endif
