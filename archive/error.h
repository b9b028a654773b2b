/* SPDX-License-Identifier: GPL-2.0-or-later */
/* error.h - what went wrong, as a value: a fault to branch on, a line for people.
 *
 * A function that can fail takes `struct error *err` last and returns 0, or -1
 * with *err set (err may be NULL). On failure its outputs are untouched.
 * Text is one line, lower case, no full stop, subjects in 'single quotes';
 * the inner layer gives the reason, the outer adds the subject. */
#ifndef HUSTINGS_ERROR_H
#define HUSTINGS_ERROR_H

enum fault {
    FAULT_NONE = 0,
    FAULT_MEMORY,
    FAULT_INVALID,     /* the input is wrong: the asker's mistake */
    FAULT_NOT_FOUND,   /* no such article or archive */
    FAULT_LOCKED,      /* another writer holds the archive */
    FAULT_STALE,       /* overtaken by writers: refresh and do it again */
    FAULT_VERSION,     /* written by another version of Hustings or libxapian */
    FAULT_DAMAGED,     /* what lies on disk cannot be trusted */
    FAULT_UNREACHABLE, /* a remote part does not answer */
    FAULT_IO,          /* the system said no: errno's text is in the line */
    FAULT_INTERNAL     /* our mistake */
};

struct error {
    enum fault fault;
    char text[512];
};

/* Sets *err (if not NULL), cutting at its size; always returns -1. */
int error_set(struct error *err, enum fault fault, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* As error_set with ": " and strerror(errnum) behind it; FAULT_IO. */
int error_errno(struct error *err, int errnum, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Puts "prefix: " before the text already there; returns -1. */
int error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#ifdef __clang_analyzer__ /* which sees one file at a time, and would follow what cannot be: a failure of 0 */
#define error_set(...) (error_set(__VA_ARGS__), -1)
#define error_errno(...) (error_errno(__VA_ARGS__), -1)
#define error_prefix(...) (error_prefix(__VA_ARGS__), -1)
#endif

#endif
