#!/bin/bash
# Rehearses the making of an instance: a Debian of its own in a folder (debootstrap), install.sh in it as it is, a second
# time over itself, the units verified by systemd, and the processes run there as their own users, with a network of
# their own. Needs root, debootstrap and the network; takes some minutes:
#   bash test/infra/aws/instance/rehearse.sh [FOLDER]
# Left out are the steps that need AWS (agents, database roots) or a running systemd (starting the units).
set -euo pipefail

REPOSITORY="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
ROOT="${1:-$(mktemp -d /tmp/rehearsal.XXXXXX)}"
STEPS=(install_packages make_users make_folders install_node install_dependencies install_files make_first_certificate)
BEGUN="$(date +%s)"

say() { printf '%4d s  %s\n' "$(($(date +%s) - BEGUN))" "$*"; }
fail() { say "FAILED: $*"; exit 1; }
inside() { chroot "$ROOT" "$@"; }

# All mounts and the network of the checks are of this process and go with it.
if [ "${REHEARSAL:-}" != inner ]; then exec env REHEARSAL=inner unshare --mount bash "$0" "$ROOT"; fi

say "a Debian in $ROOT"
[ -e "$ROOT/etc/debian_version" ] || debootstrap --variant=minbase --include=ca-certificates,systemd bookworm "$ROOT" >/dev/null
# Authorities that this machine trusts besides Debian's, such as a proxy's.
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
  cp /usr/local/share/ca-certificates/*.crt "$ROOT/usr/local/share/ca-certificates/"
  inside update-ca-certificates >/dev/null 2>&1
fi
export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
mount -t proc proc "$ROOT/proc"
cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
say "packages in it: $(inside dpkg-query --show | wc -l)"

install -d "$ROOT/etc/oncall" "$ROOT/opt/oncall/app/infra/aws"
for part in bot backends schemas package.json package-lock.json; do cp -r "$REPOSITORY/$part" "$ROOT/opt/oncall/app/"; done
cp -r "$REPOSITORY/infra/aws/instance" "$ROOT/opt/oncall/app/infra/aws/"
printf 'NAME=oncall\nDOMAIN=oncall.example.com\nCERTIFICATE=http-01\n' >"$ROOT/etc/oncall/deployment.env"

for time in first second; do
  inside bash /opt/oncall/app/infra/aws/instance/install.sh "${STEPS[@]}" >"$ROOT/var/log/rehearsal-$time.log" 2>&1 ||
    { tail -20 "$ROOT/var/log/rehearsal-$time.log"; fail "the $time installation"; }
  grep -q 'instance ready' "$ROOT/var/log/rehearsal-$time.log" || fail "the $time installation does not say that it is ready"
  say "installed, the $time time: $(inside dpkg-query --show | wc -l) packages, $(find "$ROOT/opt/oncall/app/node_modules" -name package.json -path '*node_modules/*' -prune | wc -l) of npm, $(du -smx "$ROOT" | cut -f1) MB"
done
[ "$(inside /opt/oncall/node/bin/node --version)" = "v$(sed -n 's/^NODE_VERSION=//p' "$REPOSITORY/infra/aws/instance/versions.env")" ] || fail "Node"

units=()
for unit in "$ROOT"/etc/systemd/system/oncall-*; do units+=("$(basename "${unit/@./@kubernetes.}")"); done
systemd-analyze verify --man=no --root="$ROOT" "${units[@]}" 2>"$ROOT/var/log/verify.log" || { cat "$ROOT/var/log/verify.log"; fail "the units"; }
! grep oncall "$ROOT/var/log/verify.log" || fail "the units"
say "systemd takes ${#units[@]} units"

# The bot loads all that it is made of, and says what it lacks.
status=0
said="$(chroot --userspec=oncall-bot:oncall-bot "$ROOT" /bin/sh -c 'cd /opt/oncall/app && exec env -i NODE_NO_WARNINGS=1 /opt/oncall/node/bin/node bot/main.ts' 2>&1)" || status=$?
if [ "$status" -ne 2 ] || ! grep -q 'SLACK_BOT_TOKEN is missing' <<<"$said"; then fail "the bot: $said"; fi
say "the bot starts as its own user and names what it lacks"

# A backend and the TLS before it, each as its own user, in a network of their own.
install -d "$ROOT/run/oncall"
cp -r "$REPOSITORY/infra/samples/snapshots/checkout-slow/." "$ROOT/var/lib/oncall/snapshot/"
echo 'SNAPSHOT_DIR=/var/lib/oncall/snapshot' >"$ROOT/run/oncall/logs.env"
echo the-key-of-the-rehearsal >"$ROOT/run/oncall/logs.keys"
inside chgrp oncall-logs /run/oncall/logs.keys
chmod 0640 "$ROOT/run/oncall/logs.keys"
! chroot --userspec=oncall-metrics:oncall-metrics "$ROOT" cat /run/oncall/logs.keys 2>/dev/null || fail "another backend reads the key"
! chroot --userspec=oncall-logs:oncall-logs "$ROOT" cat /etc/oncall/tls/privkey.pem 2>/dev/null || fail "a backend reads the bot's key"
export ROOT
export -f fail say
unshare --net bash <<'CHECKS' || fail "the processes"
set -euo pipefail
BEGUN="$(date +%s)"
ip link set lo up
chroot --userspec=oncall-logs:oncall-logs "$ROOT" /bin/sh -c 'cd /opt/oncall/app && set -a && . /etc/oncall/logs.env && . /run/oncall/logs.env &&
  BACKEND_API_KEY_FILE=/run/oncall/logs.keys exec /opt/oncall/node/bin/node backends/logs/main.ts' >"$ROOT/var/log/backend.log" 2>&1 &
backend=$!
chroot --userspec=oncall-tls:oncall-bot "$ROOT" /usr/bin/stunnel4 /etc/oncall/stunnel.conf >"$ROOT/var/log/tls.log" 2>&1 &
tls=$!
trap 'kill $backend $tls 2>/dev/null || true' EXIT
ask() { curl --insecure --silent --output /dev/null --write-out '%{http_code}' "$@" || true; }
for _ in $(seq 120); do [ "$(ask https://127.0.0.1:8012/ready)" = 200 ] && break; sleep 0.5; done
expect() { [ "$1" = "$2" ] || { echo "$3: $1 instead of $2"; cat "$ROOT/var/log/backend.log" "$ROOT/var/log/tls.log"; exit 1; }; }
expect "$(ask https://127.0.0.1:8012/ready)" 200 'ready over TLS'
expect "$(ask https://127.0.0.1:8012/source)" 401 'without a key'
expect "$(ask -H 'X-API-Key: the-key-of-the-rehearsal' https://127.0.0.1:8012/source)" 200 'with the key'
expect "$(ask --tls-max 1.1 https://127.0.0.1:8012/ready)" 000 'TLS 1.1'
printf 'the-next-key-of-the-rehearsal\nthe-key-of-the-rehearsal\n' >"$ROOT/run/oncall/logs.keys"
kill -HUP "$backend"
for _ in $(seq 50); do grep -q 'keys reloaded' "$ROOT/var/log/backend.log" && break; sleep 0.1; done
for key in the-next-key-of-the-rehearsal the-key-of-the-rehearsal; do
  expect "$(ask -H "X-API-Key: $key" https://127.0.0.1:8012/source)" 200 "the key $key"
done
CHECKS
say "a backend behind TLS 1.2 or better: ready, refused without a key, served with it, and with the next one after a reload"
say "the rehearsal went well"
