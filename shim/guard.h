/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guard.h - no exception leaves the shim: one lambda a function, one translator. */
#ifndef HUSTINGS_SHIM_GUARD_H
#define HUSTINGS_SHIM_GUARD_H

#include "xapian_c.h"

namespace shim {

/* Call inside catch (...) only: the status and line of what was thrown. */
xap_status translate(xap_error *err) noexcept;

/* Runs body; XAP_OK when it returns. Bodies set their outputs last. */
template <typename Body>
xap_status guard(xap_error *err, Body &&body) noexcept
{
    try {
        body();
        return XAP_OK;
    } catch (...) {
        return translate(err);
    }
}

} // namespace shim

#endif
