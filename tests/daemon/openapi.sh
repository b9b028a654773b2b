#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# openapi.sh - /openapi.json against validators that are not ours and against the daemon, and /opensearch.xml:
# openapi.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"
here=$(dirname "$0")

# python3-jsonschema is Debian's; openapi-spec-validator, for 3.1 itself, is where ./check could get it.
python=
for one in "$here/../../build/venv/bin/python3" python3 /usr/bin/python3; do
    "$one" -c 'import jsonschema' 2>/dev/null || continue
    python=${python:-$one}
    "$one" -c 'import openapi_spec_validator' 2>/dev/null && python=$one && break
done
[ -n "$python" ] || { echo 'FAILED: no python3 has jsonschema; ./install-packages tests installs it'; exit 1; }

add "$here/../articles"
verdict $? 'the sample articles are added'
start --workers 2
curl -s -o "$dir/openapi.json" "http://$at/openapi.json"
"$python" -W ignore "$here/openapi_valid.py" "$dir/openapi.json" || failures=$((failures + 1))
"$python" -W ignore "$here/openapi_asked.py" "http://$at" || failures=$((failures + 1))

# What docs/counting.md has readers type.
sed -n 's/^    curl "$u\([^"]*\)".*/\1/p' "$here/../../docs/counting.md" >"$dir/targets"
[ -s "$dir/targets" ]
verdict $? 'commands are printed'
while IFS= read -r target; do
    [ "$(curl -s -m 10 -g -o /dev/null -w '%{http_code}' "http://$at$target")" = 200 ]
    verdict $? "docs/counting.md: $target is answered"
done <"$dir/targets"
stop 'it ends well'
finish
