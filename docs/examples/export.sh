#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# export.sh - all that a query finds: NAME.csv for a spreadsheet, and for the record NAME.ndjson and
# NAME.manifest.json: export.sh PARAMETERS NAME [URL]
set -eu
url=${3:-${HUSTINGS_URL:-http://127.0.0.1:8080}}

get() { # get PARAMETERS FILE: a file that is there came whole
    rm -f "$2.part"
    curl -sS --fail-with-body --retry 3 -o "$2.part" "$url/v1/export?$1&strict=1" || {
        jq -r '[.title, .param, .value, .detail, .hint] | map(strings) | join(" - ")' "$2.part" >&2 2>/dev/null || :
        exit 1
    }
    mv "$2.part" "$2"
}

name=$2
wrong() {
    echo "$name.ndjson: $1; ask again" >&2
    exit 1
}

get "$1" "$2.ndjson"
tail -n 1 "$2.ndjson" | jq -e '.hustings | select(.complete).manifest' >"$2.manifest.json" || wrong 'it broke off'
snapshot=$(jq -r .snapshot "$2.manifest.json")
ids=$(jq -r 'select(.id).id' "$2.ndjson" | sha256sum)
[ "${ids%% *}" = "$(jq -r .sha256 "$2.manifest.json")" ] || wrong 'its ids are not those of its manifest'
get "$(echo "$1" | sed 's/snapshot=[^&]*//')&snapshot=$snapshot&format=csv&bom=1" "$2.csv"
jq -r '"\(.count) articles, snapshot \(.snapshot), query \(.query.hash)"' "$2.manifest.json"
