/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_health.c - is the process alive, and may it be sent requests. */
#include "archive/json_put.h"
#include "searchd/fault.h"
#include "searchd/probe.h"
#include "searchd/route.h"

void get_healthz(struct request *request, struct response *response, void *worker)
{
    (void)request;
    (void)worker;
    scoped(json) cJSON *o = cJSON_CreateObject();
    bool ok = json_put_string(o, "status", "ok") && json_put_string(o, "version", HUSTINGS_VERSION);
    response_json(response, 200, ok ? o : NULL);
    response_header(response, "Cache-Control", "no-cache");
    response_etag(response, "ok-" HUSTINGS_VERSION);
}

void get_readyz(struct request *request, struct response *response, void *worker)
{
    (void)worker;
    const struct service *service = request->service;
    struct problem p = {.status = 503, .code = "not_ready", .title = "The daemon takes no searches now"};
    struct error state = {0};
    if (service->probe)
        probe_state(service->probe, &state);
    if (state.fault)
        p.code = fault_code(state.fault);
    if (state.fault || !service->probe || atomic_load(&service->draining)) {
        response_problem(response, request, &p);
        response_header(response, "Retry-After", "5");
        return;
    }
    scoped(json) cJSON *o = cJSON_CreateObject();
    response_json(response, 200, json_put_string(o, "status", "ready") ? o : NULL);
    response_header(response, "Cache-Control", "no-store");
}
