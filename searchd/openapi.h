/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openapi.h - the API described as OpenAPI 3.1 has it, from the tables of routes, parameters and shapes.
 *
 * Nothing is said here of one route or one parameter: a new row of a table is in the document. Beyond the standard an
 * operation has x-examples, whole targets that can be asked. */
#ifndef HUSTINGS_OPENAPI_H
#define HUSTINGS_OPENAPI_H

#include "archive/arena.h"
#include "archive/json_put.h"
#include "searchd/route.h"

enum { OPENAPI_ARENA_MAX = 1 << 20 };

/* The document, whose texts do not lie in arena; the caller's. NULL: out of memory. */
cJSON *openapi_document(struct arena *arena);

/* Its parts, for openapi*.c. False: out of memory. */
bool openapi_put_schemas(cJSON *components, struct arena *arena);
bool openapi_put_parameters(cJSON *components, struct arena *arena);
bool openapi_put_responses(cJSON *components, struct arena *arena);
/* {"$ref": "#/components/KIND/NAME"} */
bool openapi_put_ref(cJSON *into, const char *name, const char *kind, const char *of, struct arena *arena);
/* As json_put_object, with a name that is copied. */
cJSON *openapi_put_named(cJSON *into, const char *name);
/* What the parameter is called among the components: two of one name are told apart. NULL: out of memory. */
const char *openapi_parameter_name(enum param_key key, struct arena *arena);
/* Those of a route's answers that are not 200. */
bool openapi_put_refusals(cJSON *responses, const struct route *route, struct arena *arena);

#endif
