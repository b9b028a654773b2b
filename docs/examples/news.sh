#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# news.sh - what a query finds now and did not the last time, new articles and new texts of old ones; FILE keeps
# the snapshot of the last time: news.sh PARAMETERS FILE [URL]
set -eu
url=${3:-${HUSTINGS_URL:-http://127.0.0.1:8080}}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

get() { # get PARAMETERS NAME: the articles as sorted rows
    rm -f "$dir/got"
    curl -sS --fail-with-body --retry 3 -o "$dir/got" "$url/v1/export?$1&strict=1&fields=version,date,source,title" || {
        jq -r '[.title, .param, .value, .detail, .hint] | map(strings) | join(" - ")' "$dir/got" >&2 2>/dev/null || :
        exit 1
    }
    jq -r 'select(.id) | [.id, .version, .date, .source, .title] | @tsv' "$dir/got" | LC_ALL=C sort >"$dir/$2"
}

[ ! -s "$2" ] || get "$1&snapshot=$(cat "$2")" before
get "$1" now
[ ! -s "$2" ] || LC_ALL=C comm -13 "$dir/before" "$dir/now"
tail -n 1 "$dir/got" | jq -er '.hustings | select(.complete).manifest.snapshot' >"$dir/snapshot"
cp "$dir/snapshot" "$2"
