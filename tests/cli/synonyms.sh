#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# synonyms.sh - names that mean the same, shown, checked and put in place: synonyms.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

cat >"$dir/vale.jsonl" <<'J'
{"id":"a","title":"Talks","text":"The prime minister met the unions.","date":"2017-05-06"}
{"id":"b","title":"More talks","text":"The PM met the unions again.","date":"2018-01-02"}
{"id":"c","title":"Holloway speaks","text":"Holloway spoke of bread.","date":"2018-06"}
{"id":"d","title":"Holloway in 1999","text":"A young Holloway.","date":"1999"}
J
expect 'without an archive there are none to show' 1 "^indexer: .*$dir/a" run synonyms
run add "$dir/vale.jsonl" >/dev/null || fail 'setting up'
expect 'an archive begins without' 0 'has no synonyms' run synonyms

printf '%s\n' '# ours' 'PM = Prime Minister' 'prime minister [2016..2019] => Holloway' >"$dir/good.txt"
printf '%s\n' 'pm = premier' 'pm' 'tram = ' >"$dir/bad.txt"

expect 'a file is checked' 0 '^ +2  pm \(1\) = "prime minister" \(1\)$' run synonyms check "$dir/good.txt"
holds 'and shown as it is understood, with its dates' '^ +3  "prime minister" \(1\) => holloway \(1\), date:2016\.\.2019$'
expect 'what cannot be used is told by line' 1 "^indexer: '$dir/bad.txt', line 2: there is no '='" run synonyms check "$dir/bad.txt"
holds 'each of it' "line 3: a name is missing"
holds 'and what can is shown' '^ +1  pm \(1\) = premier \(0\)$'
[ ! -e "$dir/a/synonyms.txt" ] || fail 'checking changes nothing'

expect 'a bad file is not put in place' 1 'nothing was changed' run synonyms install "$dir/bad.txt"
[ ! -e "$dir/a/synonyms.txt" ] || fail 'a bad file is put in place'
expect 'a good one is' 0 '^2 lines of synonyms are in place$' run synonyms install "$dir/good.txt"
cmp -s "$dir/good.txt" "$dir/a/synonyms.txt" || fail 'as it is'
[ "$(ls "$dir/a" | grep -c synonyms)" = 1 ] || fail 'and nothing else is left'
expect 'and is shown' 0 '^ +2  pm ' run synonyms
expect 'searches use it' 0 '^2 articles$' run search pm
holds 'and say so' '^understood as: pm\[=prime minister\]$'
expect 'within its dates' 0 '^3 articles$' run search prime minister
lacks 'alone' 'Holloway in 1999'
expect 'check finds nothing wrong with the archive' 0 . run check
cp "$dir/bad.txt" "$dir/a/synonyms.txt"
expect 'a line broken by hand leaves the others' 0 '^understood as: pm\[=premier\]$' run search pm
before=$(run stats | sed -n 's/^snapshot *//p')
cp "$dir/good.txt" "$dir/a/synonyms.txt"
now=$(run stats | sed -n 's/^snapshot *//p')
says='the archive.s synonyms have changed since that snapshot'
expect 'an older snapshot is answered with those of now, and that is told' 0 "^indexer: warning: $says" \
    run search --snapshot "$before" pm
expect 'the newest is not' 0 '^2 articles$' run search --snapshot "$now" pm
lacks 'warned of' 'warning'
echo pm >"$dir/pm.txt"
expect 'a count tells it in its row, and what it is of' 0 "^pm,2,.*,$now,$says" \
    run search --batch "$dir/pm.txt" --snapshot "$before"
expect 'hits once beside them' 0 "^indexer: warning: $says" run search --batch "$dir/pm.txt" --hits --snapshot "$before"
cp "$dir/bad.txt" "$dir/a/synonyms.txt"
expect 'and is told' 1 "synonyms.txt', line 2: " run synonyms

expect 'a file that is not there is told' 1 "there is no file '$dir/no.txt'" run synonyms check "$dir/no.txt"
expect 'check needs a file' 2 'check needs one file' run synonyms check
expect 'another word is wrong use' 2 "knows no 'edit'" run synonyms edit
exit $((failures > 0))
