/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query.h - the caller's plain tree as Xapian's. */
#ifndef HUSTINGS_SHIM_QUERY_H
#define HUSTINGS_SHIM_QUERY_H

#include <xapian.h>

#include "guard_source.h"
#include "handles.h"

namespace shim {

/* For a search of r within limits; weighted tells whether terms will weigh anything. Throws
 * InvalidArgumentError for a tree that makes no sense or is too deep. */
Xapian::Query make_query(const xap_reader &r, const xap_query *query, bool weighted, match_limits *limits);

} // namespace shim

#endif
