#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# hostile.sh - files made to do harm, in one folder with good ones between: each is named with its limit, nothing hangs,
# and every good one is in: hostile.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

in=$dir/in
mkdir "$in" "$dir/outside"
echo 'The word is xylotomous.' >"$dir/outside/secret.txt"
# good NUMBER: a line with a good article
good() { printf '{"id":"good%s","title":"Good %s","text":"All is well in the Vale."}\n' "$1" "$1"; }
for n in 1 2 3 4 5 6 7; do good $n >"$in/$n-a.jsonl"; done

{ good 11; head -c 200000 /dev/zero | tr '\0' '['; echo; good 12; } >"$in/1-deep.jsonl"
{ printf '['; yes 1, | head -300000 | tr -d '\n'; printf '1]\n'; } >"$in/2-values.json"
{ good 21; printf '{"id":"w","title":"W","text":"t","authors":['; seq -f '"A%.0f",' 20000 | tr -d '\n'; echo '"Z"]}'; good 22; } >"$in/3-authors.jsonl"
{ good 31; printf '{"id":"h","title":"%05000d' 0; } >"$in/4-line.jsonl"
truncate -s 2G "$in/4-line.jsonl"
{ echo '"}'; good 32; } >>"$in/4-line.jsonl"
truncate -s 20G "$in/4-zeros.txt"
mkfifo "$in/5-pipe"
ln -s /dev/zero "$in/5-zero.txt"
ln -s / "$in/6-root"
ln -s "$dir/outside" "$in/6-outside"
ln -s "$dir/outside/secret.txt" "$in/6-secret.txt"
ln -s 1-a.jsonl "$in/6-inside.jsonl"
ln -s . "$in/6-here"
escape=$(printf '\033]0;owned\007\302\233[31m\342\200\256\233')
{ echo 'not json'; good 71; } >"$in/7-$escape.jsonl"

expect 'a folder of hostile files is read to its end' 1 '^added 14, ' timeout 120 "$indexer" --archive "$dir/a" add "$in"
holds 'JSON that is too deep' '1-deep.jsonl:2: lies over 1,000 deep'
holds 'a million values are said once' '2-values.json:1: the same 300000 times more'
holds 'authors without end' "3-authors.jsonl:2: article 'w' has over 10000 authors"
holds 'a line of 2 GB' '4-line.jsonl:2: the line is over 128 MiB'
holds 'a file of nothing' '4-zeros.txt: is of no format we read'
holds 'a pipe without a writer' '5-pipe: is a pipe, which is not read'
holds 'a device behind a link' "5-zero.txt: is a link to '/dev/zero', outside"
holds 'the root' "6-root: is a link to '/', outside"
holds 'a folder elsewhere' '6-outside: is a link to .*outside., outside'
holds 'a file elsewhere' '6-secret.txt: is a link to .*secret.txt., outside'
[ "$(printf '%s\n' "$out" | wc -l)" -lt 40 ] || fail 'in few lines'
printf '%s' "$out" | LC_ALL=C grep -qE "$(printf '\033|\007|\302\233|\342\200\256|\233')" && fail 'nothing of it is what a terminal obeys'
expect 'what lies elsewhere is not in the archive' 0 '^0 articles' run search xylotomous
expect 'but where it is named' 0 '^added 1, ' run add "$dir/outside"
expect 'the archive is whole' 0 '^whole: .* 15 articles' run check
exit $((failures > 0))
