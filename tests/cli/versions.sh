#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# versions.sh - an article that changes keeps its earlier texts, and one that is retracted a tombstone: versions.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

# text ID WORDS: adds it
text() { printf '{"id":"%s","title":"On %s","text":"%s","date":"2019-04-02"}\n' "$1" "$1" "$2" | run add - 2>&1; }
# history ARCHIVE: what is exported, without the times
history() { "$indexer" --archive "$1" export 2>/dev/null | sed 's/,"stored":"[^"]*"//'; }

text a 'The moot met.' >/dev/null
expect 'the first text is version 1' 0 '"version":1' run show --json a
text a 'The moot met twice.' >/dev/null
expect 'a changed text is the next version' 0 '"version":2' run show --json a
expect 'show tells it' 0 '^version   2$' run show a
expect 'a search finds the newest' 0 '^1 article' run search twice
expect 'and it alone' 0 '^1 article' run search moot
expect 'with its version' 0 '"version":2' run search --json moot
text a 'The moot met thrice.' >/dev/null && text b 'Other news.' >/dev/null
expect 'an export holds each version, in order' 0 '"text":"The moot met\.".*"hustings":\{"version":1,"stored":"20[0-9-]*T[0-9:]*Z"\}' run export
[ "$(printf '%s\n' "$out" | grep -o '"version":[0-9]' | tr '\n' ' ')" = '"version":1 "version":2 "version":3 "version":1 ' ] || { fail 'a: three, b: one'; echo "$out"; }
holds 'and says how many' '^exported 2 articles, 2 earlier versions$'
expect 'or the newest alone' 0 '^exported 2 articles$' run export --newest

# Retracting.
expect 'retract wants a reason' 2 'retract: needs --reason' run retract a
expect 'and an id' 2 'retract: needs the id' run retract --reason why
expect 'a reason that is no text is refused' 2 'takes clean UTF-8' run retract --reason "$(printf 'a\001b')" a
expect 'an article is retracted, one that is not there named' 1 '^retracted 1$' run retract --reason 'It was “not” so.' a nobody
holds 'by its id' "no article 'nobody'"
expect 'no search finds it' 0 '^no articles|^0 articles|[Nn]othing' run search moot
expect 'show says why' 1 "^indexer: article 'a' was retracted at 20[0-9-]*T[0-9:]*Z: It was “not” so\.$" run show a
[ "$(run list | cut -f1)" = b ] || fail 'nor is it listed'
expect 'an export holds its texts and its tombstone, last' 0 '^exported 1 articles, 3 earlier versions, 1 retracted$' run export
case $(run export 2>/dev/null | tail -1) in
'{"id":"a","hustings":{"version":3,"stored":"'*'","retracted":"It was “not” so."}}') ;;
*) fail 'as the last line'; run export ;;
esac
expect 'the text that was retracted, added again, stays retracted' 0 'unchanged 1,' text a 'The moot met thrice.'
expect 'so does the archive when it is retracted again' 0 '^retracted 1$' run retract --reason 'It was “not” so.' a
expect 'with an other reason, that' 0 '^retracted 1$' run retract --reason 'Misquoted.' a
expect 'as show says' 1 'was retracted at .*: Misquoted\.$' run show a

# What is exported and added gives the same, versions and tombstones.
same() {
    rm -rf "$dir/b"
    run export 2>/dev/null >"$dir/all.jsonl"
    expect "$1: added to an empty archive" 0 'failed 0,' "$indexer" --archive "$dir/b" add "$dir/all.jsonl"
    "$indexer" --archive "$dir/b" export 2>/dev/null | cmp - "$dir/all.jsonl" || fail "$1: the same, with the times"
    expect "$1: added again it changes nothing" 0 '^added 0, updated 0, unchanged ' run add "$dir/all.jsonl"
    expect "$1: as a dry run says" 0 'added 0, updated 0, unchanged ' run add --dry-run "$dir/all.jsonl"
    history "$dir/a" | sort >"$dir/want" # a rebuild orders articles of one day by when they came
    expect "$1: rebuilt" 0 '^rebuilt: ' run rebuild
    history "$dir/a" | sort | cmp - "$dir/want" || fail "$1: rebuilt it is the same"
    expect "$1: whole" 0 '^whole: ' run check
}
same retracted
expect 'another text brings it back as its next version' 0 '^added 1,' text a 'The moot met four times.'
expect 'the fourth' 0 '^version   4$' run show a
expect 'which is found' 0 '^1 article' run search moot
same 'come back'
run compact >/dev/null
same compacted

# Many at once become a run; versions go on across generations.
articles 1200 >"$dir/many.jsonl"
run add "$dir/many.jsonl" >/dev/null
sed 's/at length/briefly/' "$dir/many.jsonl" >"$dir/again.jsonl"
expect 'all change' 0 'updated 1200,' run add "$dir/again.jsonl"
expect 'each to its second version' 0 '"version":2' run show --json n77
run retract --reason 'Of no matter.' n78 >/dev/null
grep -v '"n78"' "$dir/many.jsonl" >"$dir/rest.jsonl"
run add "$dir/rest.jsonl" >/dev/null
expect 'the first text again is a third version' 0 '"version":3' run show --json n77
expect 'a tombstone survives a fold' 1 'was retracted' run show n78
expect 'with what it knows of the text' 0 'unchanged 1' sh -c 'grep "\"n78\"" "$2" | "$0" --archive "$1" add -' "$indexer" "$dir/a" "$dir/again.jsonl"
same many

# Deleting forgets the tombstone, too.
expect 'a retracted article can be deleted' 0 '^deleted 1$' run delete n78
expect 'it is not known then' 1 "no article 'n78'" run show n78
expect 'and begins anew' 0 'added 1,' text n78 'New.'
expect 'with version 1' 0 '"version":1' run show --json n78
printf '{"id":"x","hustings":{"retracted":"why"}}\n' >"$dir/odd.jsonl"
expect 'a tombstone without an article is refused' 1 "odd.jsonl:1: no article 'x' to retract" run add "$dir/odd.jsonl"
exit $((failures > 0))
