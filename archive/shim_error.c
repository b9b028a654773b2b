/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shim_error.c - what the shim says went wrong, as ours. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strerrordesc_np: libxapian's text is the C locale's, too */
#endif
#include "archive/shim_error.h"

#include <errno.h>
#include <string.h>

int shim_error(struct error *err, xap_status s, const xap_error *xerr)
{
    static const enum fault faults[] = {
        [XAP_NO_MEMORY] = FAULT_MEMORY,     [XAP_NO_DATABASE] = FAULT_DAMAGED, [XAP_VERSION] = FAULT_VERSION,
        [XAP_LOCKED] = FAULT_LOCKED,        [XAP_STALE] = FAULT_STALE,         [XAP_DAMAGED] = FAULT_DAMAGED,
        [XAP_UNREACHABLE] = FAULT_UNREACHABLE, [XAP_NOT_FOUND] = FAULT_NOT_FOUND, [XAP_FAILED] = FAULT_IO,
    };
    enum fault fault = s < sizeof faults / sizeof *faults ? faults[s] : FAULT_NONE;

    return error_set(err, fault ? fault : FAULT_INTERNAL, "%s", xerr->text);
}

/* libxapian tells its files' errors as text only. */
static bool is_of_the_system(const char *text)
{
    static const int errors[] = {EMFILE, ENFILE, ENOMEM, EACCES, EPERM, EIO, ESTALE};

    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strstr(text, strerrordesc_np(errors[i])))
            return true;
    return false;
}

int shim_open_error(struct error *err, xap_status s, const xap_error *xerr, const char *dir)
{
    if (s == XAP_NO_DATABASE && is_of_the_system(xerr->text))
        return error_set(err, FAULT_IO, "cannot open archive '%s': %s", dir, xerr->text);
    if (s == XAP_NO_DATABASE || s == XAP_DAMAGED)
        return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: %s; 'indexer rebuild' makes the index anew", dir,
                         xerr->text);
    return shim_error(err, s, xerr);
}
