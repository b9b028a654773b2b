/* SPDX-License-Identifier: GPL-2.0-or-later */
/* refuse.h - the problems that say which limit a request met. */
#ifndef HUSTINGS_REFUSE_H
#define HUSTINGS_REFUSE_H

#include "searchd/response.h"

/* Counts it, and makes *r the problem. seconds: until it may be asked again; where that is not known, 0. why:
 * REFUSED_RATE, _EXPORTS, _EXPORTS_PER_ADDRESS or _EXPORT_KEY. */
void refuse(struct response *r, const struct request *request, enum metrics_refusal why, unsigned seconds);

#endif
