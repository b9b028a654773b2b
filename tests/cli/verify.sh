#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# verify.sh - a result that was exported is proved, or what is wrong with it is said: verify.sh INDEXER
. "$(dirname "$0")/expect.sh"

# Made as searchd makes them: its tests prove those of its own.
articles 30 >"$dir/in.jsonl"
run add "$dir/in.jsonl" >/dev/null 2>&1
"${indexer%/*}/searchd" --archive "$dir/a" --listen 127.0.0.1:0 >"$dir/listening" 2>/dev/null &
daemon=$!
trap 'kill "$daemon" 2>/dev/null; rm -rf "$dir"' EXIT
until_true 10 grep -q listening "$dir/listening"
at=$(sed -n 's/^listening on //p' "$dir/listening")
get() { curl -s -m 10 "http://$at/v1/export?$1"; }
verify() { run verify-result "$@"; }

get 'q=report&sort=oldest&collapse=none' >"$dir/r.ndjson"
get 'q=report&sort=oldest&collapse=none&format=manifest' >"$dir/m.json"
get 'q=report&sort=oldest&collapse=none&format=csv' >"$dir/r.csv"
get 'q=report&sort=oldest&collapse=none&limit=10' >"$dir/part.ndjson"
get 'q=report&sort=oldest&collapse=none&limit=10&after=n7' >"$dir/after.ndjson"
q='q=report&sort=oldest&collapse=none'
for form in bibtex ris csl; do get "$q&format=$form" >"$dir/r.$form"; done
head -n 10 "$dir/r.ndjson" >"$dir/cut.ndjson"
last() { tail -n "$1" "$2" | head -n 1 | sed 's/^{"id":"\([^"]*\)".*/\1/'; }
get "$q&after=$(last 1 "$dir/cut.ndjson")" >"$dir/rest.ndjson"
next='*'
while [ "$next" ]; do
    get "$q&limit=12&cursor=$next" >"$dir/chunk"
    next=$(sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p' "$dir/chunk")
    cat "$dir/chunk"
done >"$dir/chunks.ndjson"
get "$q&limit=5&after=$(last 2 "$dir/part.ndjson")" >"$dir/five.ndjson"
get "q=vale&sort=oldest&collapse=none&after=$(last 1 "$dir/cut.ndjson")" >"$dir/vale.ndjson"
get 'q=nothingofthekind' >"$dir/none.ndjson"
get 'q=morrow+20' >"$dir/morrow.ndjson"
kill "$daemon"

expect 'a result is proved' 0 '^proved: the archive gives the same articles' verify "$dir/r.ndjson"
holds 'with its number, snapshot and sum' '30 articles, snapshot [0-9a-f]+-1, sha256 [0-9a-f]{64}'
expect 'so is a manifest alone' 0 '^proved: ' verify "$dir/m.json"
expect 'and a table with its manifest' 0 '^proved: ' verify --manifest "$dir/m.json" "$dir/r.csv"
expect 'and a part' 0 '10 articles' verify "$dir/part.ndjson"
expect 'and one that goes on behind an article' 0 '^proved: ' verify "$dir/after.ndjson"
expect 'and one that is empty' 0 ' 0 articles' verify "$dir/none.ndjson"
tail -n 1 "$dir/r.ndjson" >"$dir/last.json"
expect 'a last line is a manifest too' 0 '^proved: ' verify --manifest "$dir/last.json" "$dir/r.csv"
expect 'the verdict is had as JSON' 0 '^\{"verdict":"proved",.*"count":30,' verify --json "$dir/r.ndjson"

# tampered SENTENCE PATTERN SED-SCRIPT [FILE]: the file changed so is not proved
tampered() {
    sed -e "$3" "$dir/${4:-r.ndjson}" >"$dir/t"
    expect "$1" 1 "$2" verify "$dir/t"
}
tampered 'a line that is gone is said' 'says that it has 30 articles, and it has 29' 5d
tampered 'a cut is said' 'has no last line: .* behind 12 articles' '13,$d'
tampered 'a line that was cut is named' 'line 4 is no JSON object' '4s/...$//'
tampered 'two lines in each other'"'"'s place are said' "^file_broken: .*ids, or their order" '3{h;d};4G'
tampered 'another id is said' '^file_broken: .*sha256' 's/"id":"n7"/"id":"n77"/'
tampered 'lines behind the last are said' 'stands behind its last line' '31a {"id":"n1"}'
tampered 'another query is said' "^query_changed: .*\"q\" is not that of its" 's/"q":"report"/"q":"vale"/'
tampered 'other parameters are said' '^query_changed: ' 's/q=report/q=vale/'
tampered 'a hash that does not fit is said' '^query_changed: .*"hash"' 's/&match=all/\&match=all\&in=title/'
tampered 'another archive is said' '^other_archive: ' 's/"snapshot":"./"snapshot":"x/'
tampered 'a snapshot that never was is said' '^snapshot_unknown: ' 's/"snapshot":"\([^"]*\)-1"/"snapshot":"\1-99"/'
tampered 'a manifest with another number is said' '^differs: .*30 and not 31' 's/"count":30/"count":31/' m.json
tampered 'a manifest with another sum is said' '^differs: the archive gives others' 's/"sha256":"......../"sha256":"0f0f0f0f/' \
    m.json

# Files of several parts. A whole is proved as one, so its sum is that of the export that did not break off.
sum=$(sed 's/.*"sha256":"\([^"]*\)".*/\1/' "$dir/m.json")
cat "$dir/cut.ndjson" "$dir/rest.ndjson" >"$dir/joined"
expect 'an export that broke off and was gone on with is proved' 0 '^proved: .*; the file is of several parts' \
    verify "$dir/joined"
holds 'as the whole' "^  30 articles, .*sha256 $sum"
expect 'so is one with the manifest of the whole' 0 '^proved: .*order$' verify --manifest "$dir/m.json" "$dir/joined"
expect 'so are chunks, each with its last line' 0 '^proved: .*several parts' verify "$dir/chunks.ndjson"
holds 'as the whole' "^  30 articles, .*sha256 $sum"
expect 'with that of the whole, too' 0 '^proved: ' verify --manifest "$dir/m.json" "$dir/chunks.ndjson"
cat "$dir/part.ndjson" "$dir/five.ndjson" >"$dir/joined15"
expect 'as the first of the set are, where the last part is limited' 0 '^  15 articles' verify "$dir/joined15"
head -n 5 "$dir/rest.ndjson" | cat "$dir/cut.ndjson" - >"$dir/half"
sed '$d' "$dir/five.ndjson" | cat "$dir/part.ndjson" - >"$dir/open"
expect 'a second part that broke off is said' 1 'stands behind its last line, and no other follows' verify "$dir/open"
expect 'as a part that ends without a last line' 1 'no last line: .* behind 15 articles' verify "$dir/half"
tampered 'a gap before the part that went on is said' \
    "^file_broken: .*goes on behind 'n[0-9]+', and article 9, which stands before it, is 'n" 10d joined
tampered 'an article changed before it is said' '^differs: the archive gives others, 30' '2s/"id":"[^"]*"/"id":"nX"/' joined
holds 'by name' '^    nX$'
tampered 'one that is gone before it' '^differs: .*, 30 and not 29' 2d joined
tampered 'a part that does not fit its manifest' '^file_broken: .*sha256' '20s/"id":"[^"]*"/"id":"nX"/' joined
tampered 'chunks in which one is missing' "^file_broken: .*goes on behind 'n" '14,26d' chunks.ndjson
tampered 'a chunk that is there twice' '^file_broken: .*begins anew behind article 12' '13{h;r '"$dir"'/part.ndjson
}' chunks.ndjson
tampered 'a chunk of another snapshot' '^file_broken: .*different snapshots' '26s/"snapshot":"\([^"]*\)-1"/"snapshot":"\1-0"/' \
    chunks.ndjson
cat "$dir/part.ndjson" "$dir/five.ndjson" | sed '11s/"articles":30/"articles":31/' >"$dir/t"
expect 'or with another number of articles' 1 'different snapshots' verify "$dir/t"
sed '$d' "$dir/part.ndjson" | cat - "$dir/part.ndjson" >"$dir/t"
expect 'a whole that was appended to a part is said' 1 '^file_broken: .*20 articles and count says 10' verify "$dir/t"
cat "$dir/part.ndjson" "$dir/vale.ndjson" >"$dir/t"
expect 'parts of different queries are said' 1 '^file_broken: .*different queries' verify "$dir/t"

# A file and a manifest that fit each other, and not the archive: 3 articles out, 25 that are not there in.
{
    sed '/"n7"/d;/"n8"/d;/"n9"/d;$d' "$dir/r.ndjson"
    for i in $(seq 1 25); do echo "{\"id\":\"made-up-$i\"}"; done
} >"$dir/f"
sum=$(sed 's/^{"id":"\([^"]*\)".*/\1/' "$dir/f" | sha256sum | cut -c1-64)
sed "s/\"count\":30/\"count\":52/g;s/\"sha256\":\"[^\"]*\"/\"sha256\":\"$sum\"/" "$dir/last.json" >>"$dir/f"
expect 'what the archive has otherwise is told' 1 '^differs: ' verify "$dir/f"
holds 'what is missing is counted' '  3 articles of the archive.s set are not in the file'
holds 'and named' '^    n8$'
holds 'what is more is counted' '  25 articles of the file are not'
holds 'and twenty of it named' '^    and 5 others$'

# What holds no ids.
expect 'of BibTeX the manifest is proved' 0 '^proved: .*; this is proved of the manifest alone, and the articles' \
    verify "$dir/r.bibtex"
holds 'with its number' '^  30 articles'
tampered 'or not' '^differs: .*30 and not 31' '$s/"count":30/"count":31/' r.bibtex
tampered 'one that was cut is said' '^file_broken: .* no @comment with its manifest: the export broke off' '$d' r.bibtex
tampered 'two of them are not taken for one' '^file_broken: .*several manifests' '$p' r.bibtex
for form in BibTeX RIS CSL; do
    file=$dir/r.$(echo $form | tr '[:upper:]' '[:lower:]')
    expect "that $form has no ids is said" 2 "is $form, and only JSON Lines and CSV can be proved" \
        verify --manifest "$dir/m.json" "$file"
done
expect 'without a manifest, too' 2 'is RIS, and only .*give its manifest alone' verify "$dir/r.ris"
sed 's/,/;/g' "$dir/r.csv" >"$dir/semicolons.csv"
expect 'a table as Excel saves it is said' 1 '^file_broken: .*has semicolons between its columns' \
    verify --manifest "$dir/m.json" "$dir/semicolons.csv"
sed '1s/^/"/;1s/,/";"/g' "$dir/r.csv" >"$dir/quoted.csv"
expect 'or as LibreOffice does' 1 'has semicolons' verify --manifest "$dir/m.json" "$dir/quoted.csv"
sed '1s/id/key/' "$dir/r.csv" >"$dir/no-id.csv"
expect 'one without ids is said' 1 "names no column 'id'" verify --manifest "$dir/m.json" "$dir/no-id.csv"
head -c 900 "$dir/r.csv" >"$dir/short.csv"
expect 'one that was cut is not taken for another' 1 '^file_broken: ' verify --manifest "$dir/m.json" "$dir/short.csv"

# Other synonyms than it was exported with.
echo 'report = gazette' >"$dir/a/synonyms.txt"
expect 'a result to which the synonyms add nothing is proved' 0 '^proved: .* its synonyms have changed since, which does not' \
    verify "$dir/r.ndjson"
echo 'morrow = agreed' >"$dir/a/synonyms.txt"
expect 'so is a manifest alone' 0 '^proved: .*synonyms have changed' verify "$dir/m.json"
echo '20 = 21' >"$dir/a/synonyms.txt"
expect 'one that they do touch differs' 1 '^differs: .*, 2 and not 1; its synonyms have changed since, which may' \
    verify "$dir/morrow.ndjson"
holds 'by the article that they bring' '^    n21$'
rm "$dir/a/synonyms.txt"
expect 'without them all is as it was' 0 '^proved: the archive gives the same articles in the same order$' \
    verify "$dir/morrow.ndjson"

# Later.
articles 40 500 >"$dir/more.jsonl"
run add "$dir/more.jsonl" >/dev/null 2>&1
run delete n3 n4 n5 >/dev/null 2>&1
expect 'a result is proved when articles came and went' 0 '^proved: ' verify "$dir/r.ndjson"
run compact >/dev/null 2>&1
expect 'and when the index was made one run' 0 '^proved: ' verify --manifest "$dir/m.json" "$dir/r.csv"
run compact --forget >/dev/null 2>&1
expect 'a snapshot that was forgotten is said' 1 '^snapshot_unknown: ' verify "$dir/r.ndjson"

expect 'a file that is not there is an error' 1 "cannot read '$dir/no'" verify "$dir/no"
expect 'so is a table without a manifest' 1 'give its manifest with --manifest' verify "$dir/r.csv"
expect 'and what is no manifest' 1 "is no manifest" verify --manifest "$dir/in.jsonl" "$dir/r.csv"
expect 'an archive is needed' 1 'archive' "$indexer" --archive "$dir/none" verify-result "$dir/r.ndjson"
expect 'one file is taken' 2 'takes one file' verify "$dir/r.ndjson" "$dir/m.json"
expect 'help is given' 0 'verify-result' verify --help
exit $((failures > 0))
