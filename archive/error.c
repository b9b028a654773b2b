/* SPDX-License-Identifier: GPL-2.0-or-later */
/* error.c - puts a fault and its line together. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* the strerror_r that returns the text */
#endif
#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int (error_set)(struct error *err, enum fault fault, const char *format, ...)
{
    if (!err)
        return -1;
    /* Formatted aside first: an argument may be err->text itself. */
    char text[sizeof err->text];
    va_list args;
    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        text[0] = '\0';
    va_end(args);
    err->fault = fault;
    memcpy(err->text, text, sizeof text);
    return -1;
}

int (error_errno)(struct error *err, int errnum, const char *format, ...)
{
    if (!err)
        return -1;
    char text[sizeof err->text];
    va_list args;
    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        text[0] = '\0';
    va_end(args);
    char why[128];
    const char *reason = strerror_r(errnum, why, sizeof why); /* GNU's: the text may lie elsewhere */
    return error_set(err, errnum == ENOMEM ? FAULT_MEMORY : FAULT_IO, "%s: %s", text, reason);
}

int (error_prefix)(struct error *err, const char *format, ...)
{
    if (!err)
        return -1;
    char prefix[sizeof err->text];
    va_list args;
    va_start(args, format);
    if (vsnprintf(prefix, sizeof prefix, format, args) < 0)
        prefix[0] = '\0';
    va_end(args);
    return error_set(err, err->fault, "%s: %s", prefix, err->text);
}
