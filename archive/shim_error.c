/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shim_error.c - what the shim says went wrong, as ours. */
#include "archive/shim_error.h"

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
