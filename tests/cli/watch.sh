#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# watch.sh - a folder whose files are taken in as they arrive: watch.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

in="$dir/in"
mkdir "$in"
watcher=
trap '[ -z "$watcher" ] || kill -9 "$watcher" 2>/dev/null; rm -rf "$dir"' EXIT

# watch OPTIONS...: begins to watch, and returns once the folder was looked through
watch() {
    "$indexer" --archive "$dir/a" watch --settle 1 "$@" "$in" >"$dir/out" 2>"$dir/err" &
    watcher=$!
    until_true 20 grep -qE '^watching|"watching"' "$dir/out" || { fail 'the folder is watched'; cat "$dir/err"; }
}
# ended CODE SENTENCE SIGNAL
ended() {
    [ -z "$3" ] || kill "-$3" "$watcher"
    wait "$watcher"
    got=$?
    watcher=
    [ "$got" -eq "$1" ] || { fail "$2 (exit $got)"; cat "$dir/out" "$dir/err"; }
}
has() { run show "$1"; }
lacks_id() { ! run show "$1"; }
arrives() { until_true 20 has "$1" || { fail "$2"; cat "$dir/out" "$dir/err"; }; }
said() { grep -qE -- "$1" "$dir/out" "$dir/err"; }

# What lies there already, and what arrives.
articles 3 1 >"$in/first.jsonl"
articles 3 90 >"$in/.hidden.jsonl"
watch --quarantine "$dir/q"
arrives n3 'what lay there is taken in'
until_true 10 said '^1 file: added 3, updated 0, unchanged 0, .*failed 0, ' || fail 'a batch is told in a line'
articles 2 10 >"$dir/moved.jsonl"
mv "$dir/moved.jsonl" "$in/moved.jsonl"
arrives n11 'a file that is moved there is taken in'

# A file that is being written is left alone until it is closed, however long it is silent.
exec 3>"$in/slow.jsonl"
articles 2 20 >&3
articles 1 30 >"$in/after.jsonl" # which is taken in meanwhile, more than the time to settle behind
arrives n30 'others go in meanwhile'
articles 1 31 >"$in/after2.jsonl"
arrives n31 'and more others'
has n20 >/dev/null 2>&1 && fail 'a file that is being written is not read'
articles 2 22 >&3
exec 3>&-
arrives n23 'once it is closed it is taken in'
run show n20 >/dev/null 2>&1 || fail 'whole'

# Unfinished and hidden names, until they are given their own.
for name in up.jsonl.part .up.jsonl.x7 up.jsonl~; do
    articles 1 40 >"$in/$name"
done
articles 1 41 >"$in/last.jsonl"
arrives n41 'files beside unfinished ones are taken in'
has n40 >/dev/null 2>&1 && fail 'unfinished files are passed over'
mv "$in/up.jsonl.part" "$in/up.jsonl"
arrives n40 'they are taken in when they get their name'

# Folders: made, filled at once, moved in; links.
mkdir -p "$in/new/deep/deeper" && articles 1 50 >"$in/new/deep/deeper/x.jsonl"
arrives n50 'a new folder is watched to its depth'
mkdir -p "$dir/tree/b" && articles 1 51 >"$dir/tree/a.jsonl" && articles 1 52 >"$dir/tree/b/b.jsonl"
mv "$dir/tree" "$in/tree"
arrives n52 'what a folder brings with it when moved in is taken in'
arrives n51 'all of it'
articles 1 53 >"$in/tree/b/c.jsonl"
arrives n53 'and what comes into it afterwards'
articles 1 54 >"$dir/linked.jsonl"
ln "$dir/linked.jsonl" "$in/linked.jsonl"
arrives n54 'a file that is linked there is taken in'
articles 1 57 >"$dir/elsewhere.jsonl"
mkdir "$dir/elsewhere" && articles 1 58 >"$dir/elsewhere/a.jsonl"
ln -s "$dir/elsewhere.jsonl" "$in/leads-out.jsonl"
ln -s "$dir/elsewhere" "$in/leads-out"
ln -s "$dir/elsewhere.jsonl" "$dir/moved-link" && mv "$dir/moved-link" "$in/tree/moved-in.jsonl"
articles 1 59 >"$in/beside-links.jsonl"
arrives n59 'links that lead out of the folder stop nothing'
for link in leads-out.jsonl leads-out tree/moved-in.jsonl; do
    until_true 20 said "$link: is a link to '.*/elsewhere.*', outside of what was named" || fail "$link is named"
done
articles 1 92 >"$dir/elsewhere/b.jsonl" # which no watch tells of
articles 1 93 >"$in/beside-links2.jsonl"
arrives n93 'nor does what happens behind them'
for id in n57 n58 n92; do has $id >/dev/null 2>&1 && fail "what lies behind a link that leads out is not read ($id)"; done
rm "$in/leads-out.jsonl" "$in/leads-out" "$in/tree/moved-in.jsonl"
rm -r "$dir/elsewhere"
mv "$in/tree" "$dir/out-of-it"
articles 1 55 >"$dir/out-of-it/d.jsonl"
articles 1 56 >"$in/beside.jsonl"
arrives n56 'when a folder was moved away the watch goes on'
has n55 >/dev/null 2>&1 && fail 'without it'

# What changes is read again; what is bad is told once.
sed 's/heard report 1 /heard report 1 again /' "$in/first.jsonl" >"$dir/changed.jsonl"
cat "$dir/changed.jsonl" >"$in/first.jsonl"
until_true 20 said 'updated 1, unchanged 2' || fail 'a changed file is read again'
printf '{"id": "bad", "title": \n' >"$in/bad.jsonl"
until_true 20 said 'bad.jsonl:1: is not JSON' || fail 'a bad file is named'
articles 1 60 >"$in/next.jsonl"
arrives n60 'and the watch goes on'
grep -c . "$dir/q/reasons.tsv" | grep -qx 1 || fail 'what is bad is put aside once'

if [ "$(id -u)" -ne 0 ]; then
    articles 1 61 >"$dir/locked.jsonl"
    chmod 0 "$dir/locked.jsonl"
    mv "$dir/locked.jsonl" "$in/locked.jsonl"
    until_true 20 said 'locked.jsonl: cannot be opened: Permission denied' || fail 'what may not be read is named'
    chmod 644 "$in/locked.jsonl"
    arrives n61 'and tried again when it may be'
    rm "$in/locked.jsonl"
fi

# Other writers, by hand.
expect 'between batches the archive is free for others' 0 '^deleted 1' run delete n60
mkfifo "$dir/pipe"
"$indexer" --archive "$dir/a" add - <"$dir/pipe" >"$dir/other" 2>&1 &
other=$!
exec 4>"$dir/pipe"
articles 1 70 >&4
until_true 20 grep -q "^pid $other, add" "$dir/a/lock" || fail 'another writer has the archive'
articles 1 71 >"$in/held.jsonl"
until_true 20 said "indexer: waiting: archive .* is held by another writer \(pid $other, add" || fail 'that it waits is told'
articles 1 72 >"$in/held2.jsonl"
exec 4>&-
wait "$other" || fail 'the other writer ends well'
arrives n71 'what arrived meanwhile goes in afterwards'
arrives n72 'all of it'
arrives n70 'beside what the other added'
[ "$(grep -c "indexer: waiting: .*(pid $other, add" "$dir/err")" -eq 1 ] || fail 'it is told once'

# More than the kernel keeps for one who does not look.
kept=$(cat /proc/sys/fs/inotify/max_queued_events)
if [ "$kept" -le 100000 ]; then
    kill -STOP "$watcher"
    n=0
    while [ $n -lt $((kept / 2 + 10)) ]; do
        : >>"$in/first.jsonl"
        : >>"$in/moved.jsonl"
        n=$((n + 1))
    done
    articles 1 73 >"$in/forgotten.jsonl"
    kill -CONT "$watcher"
    arrives n73 'what the kernel forgot to tell of is found'
    said 'more happened than the kernel keeps' || fail 'which is told'
fi

# Ended, and begun again: nothing is read twice, not even the bad; what came meanwhile is.
ended 0 'SIGTERM ends it well' TERM
tail -1 "$dir/out" | grep -qE '^[0-9]+ files: added [0-9]+, updated 1, unchanged 2, .*failed [12], ' || { fail 'the tally is the last line'; tail -1 "$dir/out"; }
articles 1 80 >"$in/meanwhile.jsonl"
count=$(find "$in" -name '[a-z0-9]*.jsonl' | wc -l)
watch --json
arrives n80 'what came while it was not running is taken in'
until_true 10 said '"event":"batch"' || fail 'a batch is an event'
said "\"event\":\"watching\",\"folder\":\".*in\",\"taken\":$((count - 1)),\"waiting\":1" || { fail 'what was taken in before is known'; cat "$dir/out"; }
said '"event":"batch","files":1,"added":1,"updated":0,"unchanged":0,.*"failed":0' || fail 'and nothing is read again'
expect 'not even what was deleted since' 1 "no article 'n60'" run show n60
ended 0 'SIGINT too' INT
tail -1 "$dir/out" | grep -q '^{"event":"finished","files":1,"added":1,' || fail 'the last event is the tally'
[ "$(grep -cv '^{.*}$' "$dir/out")" -eq 0 ] || fail 'every line is an object'

# kill -9 in between.
for round in 1 2 3 4 5 6; do
    watch
    for i in 1 2 3 4 5; do
        articles 40 $((round * 1000 + i * 100)) >"$in/k$round-$i.jsonl"
    done
    until_true 20 run show "n$((round * 1000 + 100))" # somewhere about the commit of some
    kill -9 "$watcher"
    wait "$watcher" 2>/dev/null
    watcher=
done
expect 'after kill -9 the archive is whole' 0 '^whole: ' run check
printf '12\t34' >>"$(ls "$dir"/a/watched/*/taken)"
watch
for round in 1 2 3 4 5 6; do arrives "n$((round * 1000 + 539))" 'after kill -9 the rest is taken in'; done
ended 0 'and it ends well' TERM
[ "$(run list | cut -f1 | grep -cE '^n[1-6][0-9]{3}$')" -eq 1200 ] || fail 'nothing is missing after kill -9'
run export 2>/dev/null | grep '"id":"n[1-6][0-9][0-9][0-9]"' | grep -q '"version":2' && fail 'nothing is there twice'
watch
until_true 10 said '^watching .*, 0 to take in now$' || { fail 'all is known to be taken in'; cat "$dir/out"; }
expect 'one folder is watched by one' 75 "folder '.*in' is being watched for this archive already \(pid $watcher, watch" \
    run watch "$in"

# The folder goes away.
mv "$in" "$dir/elsewhere"
ended 1 'it ends when its folder goes away' ''
said "indexer: folder '.*/in' is gone" || fail 'and says so'

# Where nothing tells of changes it looks.
in="$dir/shared"
mkdir "$in"
articles 1 300 >"$in/a.jsonl"
watch --poll 1
arrives n300 'with --poll what is there is taken in'
mkdir "$in/b"
articles 1 301 >"$in/b/b.jsonl"
arrives n301 'and what comes'
exec 3>"$in/slow.jsonl"
articles 1 302 >&3
articles 1 303 >"$in/c.jsonl"
arrives n303 'others go in beside one that is being written'
has n302 >/dev/null 2>&1 && fail 'which waits'
exec 3>&-
arrives n302 'until it is closed'
ended 0 'it ends well, too' TERM

expect 'a folder that is not there is told' 1 "cannot watch '.*/nowhere': No such file" run watch "$dir/nowhere"
expect 'what is no folder too' 1 'it is no folder' run watch "$dir/linked.jsonl"
expect 'watch needs one folder' 2 'watch: needs one folder' run watch
exit $((failures > 0))
