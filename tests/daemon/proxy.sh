#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# proxy.sh - docs/proxy/nginx.conf, on ports and with a certificate of this test. usage: proxy.sh BIN
. "$(dirname "$0")/daemon.sh"
here=$(dirname "$0")
# shellcheck disable=SC2154
trap 'kill "$pid" 2>/dev/null; kill "$(cat "$dir/nginx.pid" 2>/dev/null)" 2>/dev/null; sleep 0.2; rm -rf "$dir"' EXIT

for nginx in "$(command -v nginx)" /usr/sbin/nginx "$here/../../build/nginx/usr/sbin/nginx"; do # ./check sees to the last
    [ ! -x "$nginx" ] || break
done
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/key" -out "$dir/crt" -days 2 -subj /CN=search.example 2>/dev/null
tls=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
add "$here/../articles"
printf '{"id": "a/b?c", "title": "An id with a slash", "text": "Of the Vale.", "date": "2019"}\n' >"$dir/slash.jsonl"
add "$dir/slash.jsonl"
start --trust-proxy 127.0.0.1 --rate 5 --burst 12 --public-url "https://search.example:$tls"
{
    printf 'daemon off; pid %s/nginx.pid; error_log %s/nginx.err; worker_processes 1;\nevents { }\nhttp {\naccess_log off;\n' "$dir" "$dir"
    for kind in client_body proxy fastcgi uwsgi scgi; do
        echo "${kind}_temp_path $dir/$kind;"
    done
    sed -e "s/127\.0\.0\.1:8080/$at/" -e "s/listen 443/listen 127.0.0.1:$tls/" \
        -e "s|/etc/ssl/search.example.crt|$dir/crt|; s|/etc/ssl/search.example.key|$dir/key|" "$here/../../docs/proxy/nginx.conf"
    echo '}'
} >"$dir/nginx.conf"
"$nginx" -e "$dir/nginx.err" -c "$dir/nginx.conf" >"$dir/nginx.out" 2>&1 &

# ask ADDRESS HOST TARGET [CURL ARGUMENTS]: code and body from that client
ask() {
    from=$1 host=$2 target=$3
    shift 3
    code=$(curl -sk -m 10 --interface "$from" --resolve "$host:$tls:127.0.0.1" -o "$dir/body" -w '%{http_code}' "$@" \
        "https://$host:$tls$target")
}
for _ in 1 2 3 4 5 6 7 8 9 10; do
    ask 127.0.0.9 search.example /healthz
    [ "$code" = 200 ] && break
    sleep 0.3
done
# is SENTENCE CODE PATTERN: of what was asked last
is() {
    [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body"
    verdict $? "$1"
    [ "$code" = "$2" ] || { echo "  $code"; head -c 300 "$dir/body"; cat "$dir/nginx.err" "$dir/nginx.out"; }
}
ask 127.0.0.9 search.example '/?q=budget'
is 'the page comes by TLS' 200 '<mark>[Bb]udget</mark>'
ask 127.0.0.9 search.example '/v1/export?q=budget'
is 'an export comes whole' 200 '"hustings":'
ask 127.0.0.9 search.example /metrics
is 'what is private is kept from the public' 403 ''
ask 127.0.0.9 search.example '/v1/feed?q=budget'
is 'links lead to where it is reached' 200 "https://search.example:$tls/"
ask 127.0.0.8 news.example '/search/?q=budget'
is 'it can lie below a path' 200 'href="./style.css'
style=$(sed -n 's/.*href="\.\(\/style.css[^"]*\)".*/\1/p' "$dir/body")
ask 127.0.0.8 news.example "/search$style"
is 'where its style is found' 200 'color'
ask 127.0.0.8 news.example /search/metrics
is 'and what is private is private' 403 ''
ask 127.0.0.10 news.example '/search/v1/articles/a%2Fb%3Fc?fields=id'
is "an article's id may hold a slash" 200 '"id":"a/b\?c"'
ask 127.0.0.10 news.example '/search/v1/export?q=budget'
is 'an export comes from there, too' 200 '"hustings":'
for private in '/search//metrics' '/search/./metrics' '/search/x/../metrics' '/search/%6detrics' '/search/metrics?x'; do
    ask 127.0.0.10 news.example "$private" --path-as-is
    is "$private is private all the same" 403 ''
done
ask 127.0.0.10 news.example /search
is 'without its last slash it is led there' 301 ''
ask 127.0.0.11 search.example "/v1/search?q=budget&x=$(printf '%015000d' 0)"
is 'what is long for a URL, but not for searchd, comes through' 200 '"total"'
ask 127.0.0.11 search.example /healthz -d "$(printf '%02000d' 0)"
is 'a body does not' 413 ''
ask 127.0.0.11 search.example /healthz -D "$dir/head"
grep -qi '^strict-transport-security: max-age=' "$dir/head"
verdict $? 'browsers are told to keep to TLS'
ask 127.0.0.11 other.example /healthz
is 'another name is answered nothing' 000 ''

codes=
for i in $(seq 24); do
    ask 127.0.0.7 search.example '/v1/count?q=tax' -H "X-Forwarded-For: 192.0.2.$i"
    codes="$codes $code"
done
case $codes in *429*) true ;; *) false ;; esac
verdict $? 'a client that makes up addresses is one client all the same'
ask 127.0.0.6 search.example '/v1/count?q=tax'
is 'while another is served' 200 '"total"'
grep -q '^[^ ]* 127.0.0.7 "GET" "/v1/count"' "$dir/err"
verdict $? 'and the log has its address'
stop 'it ends when told to'
finish
