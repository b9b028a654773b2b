/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log.h - one line a request, and what operators must know, on standard error. */
#ifndef HUSTINGS_LOG_H
#define HUSTINGS_LOG_H

#include "searchd/request.h"

/* One write a line, so that lines of several threads never mix. */
void log_access(const struct request *request, int status, size_t bytes);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
