/* SPDX-License-Identifier: GPL-2.0-or-later */
/* refuse.c - the problems that say which limit a request met. */
#include "searchd/refuse.h"

#include <stdio.h>

#define HINT "Ask again after the seconds of Retry-After."

static const struct {
    struct problem problem;
    unsigned seconds; /* where nobody knows better; 0: waiting does not help */
} refusals[METRICS_REFUSALS] = {
    [REFUSED_RATE] = {{.status = 429, .code = "too_many_requests", .title = "Too many requests come from your address",
                       .hint = HINT}, 1},
    [REFUSED_EXPORTS] = {{.status = 503, .code = "exports_busy", .title = "Too many exports are under way",
                          .hint = HINT}, 10},
    [REFUSED_EXPORTS_PER_ADDRESS] = {{.status = 429, .code = "too_many_exports",
                                      .title = "Too many exports to your address are under way",
                                      .hint = "Wait until one of them has ended."}, 10},
    [REFUSED_EXPORT_KEY] = {{.status = 401, .code = "key_required", .title = "Exports need a key here",
                             .hint = "Send the header 'Authorization: Bearer KEY' with one that the operator gave."},
                            0},
};

void refuse(struct response *r, const struct request *request, enum metrics_refusal why, unsigned seconds)
{
    char text[16];
    metrics_add(&request->service->metrics.refusals[why], 1);
    response_problem(r, request, &refusals[why].problem);
    snprintf(text, sizeof text, "%u", seconds ? seconds : refusals[why].seconds);
    if (why == REFUSED_EXPORT_KEY)
        response_header(r, "WWW-Authenticate", "Bearer realm=\"exports\"");
    else
        response_header(r, "Retry-After", text);
}
