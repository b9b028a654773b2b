#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# odd.sh - articles no one would write, amid good ones: named or kept, and the run goes on: odd.sh PATH/TO/indexer
. "$(dirname "$0")/../cli/expect.sh"

good='{"id":"good","title":"Good","text":"All is well in the Vale."}'
# given JSON...: adds these lines, then a good article, to a new archive
given() {
    rm -rf "$dir/a"
    printf '%s\n' "$@" "$good" >"$dir/in.jsonl"
    run add "$dir/in.jsonl" 2>&1
}
long() { head -c "$1" /dev/zero | tr '\0' "$2"; }

fault
expect 'a title of 1 MB is refused by its name and the run goes on' 1 '^.*in.jsonl:1: article .big. has a title' \
    given "{\"id\":\"big\",\"title\":\"$(long 1000000 t)\",\"text\":\"x\"}"
holds 'with the good one' '^added 1, .* failed 1'
expect 'the archive is whole' 0 '^whole: .* 1 articles' run check
fault
expect 'so are 64 tags of 5 kB each' 1 'in.jsonl:1: article .tags. ' \
    given "{\"id\":\"tags\",\"title\":\"T\",\"tags\":[$(for i in $(seq 1 64); do printf '"%s%d",' "$(long 5000 t)" "$i"; done)\"t\"]}"
fault
expect 'an id of 64 kB is kept' 0 '^added 2, ' given "{\"id\":\"$(long 65536 i)\",\"title\":\"T\"}"
expect 'and found' 0 '^good' run list
[ "$(run list | wc -l)" -eq 2 ] || fail 'both are listed'
fault
expect 'ids that differ behind a NUL are two' 0 '^added 3, ' \
    given '{"id":"a\u0000b","title":"One","text":"first"}' '{"id":"a\u0000c","title":"Two","text":"second"}'
fault
expect 'numbers that a double cannot tell apart are refused, not one' 1 'in.jsonl:2: its id is a number too large' \
    given '{"id":1234567890123456788,"title":"One"}' '{"id":1234567890123456789,"title":"Two"}'
holds 'the first, too' 'in.jsonl:1: its id'
fault
expect 'ids with slashes and newlines are kept' 0 '^added 4, ' \
    given '{"id":"a/b","title":"One"}' '{"id":"a\nb","title":"Two"}' '{"id":"../../etc/passwd","title":"Three"}'
expect 'and found by them' 0 'Three' run show ../../etc/passwd
fault
expect 'an article without text is found by its title' 0 '^added 2, ' given '{"id":"bare","title":"Xylophone"}'
expect 'by its word' 0 'Xylophone' run search xylophone
fault
expect 'dates that cannot be found by are left out and named' 0 'in.jsonl:2: warning: date .9999-12-31. left out: ' \
    given '{"id":"d1","title":"D","date":"0001-01-01"}' '{"id":"d2","title":"D","date":"9999-12-31"}' \
    '{"id":"d3","title":"D","date":"1599-12-31"}' '{"id":"d4","title":"D","date":"2200-01-01"}' \
    '{"id":"d5","title":"D","date":"2199-12-31T23:59:59Z"}' '{"id":"d6","title":"D","date":"1600-01-01"}'
holds 'the articles are kept' '^added 7, '
expect 'the first date is a true one' 0 '^first +1600-01-01$' run stats
holds 'so is the last' '^last +2199-12-31T23:59:59Z$'
expect 'the others are undated' 0 '^5 articles' run search date:none
expect 'the archive of odd dates is whole' 0 '^whole: .* 7 articles' run check
faults_told
exit $((failures > 0))
