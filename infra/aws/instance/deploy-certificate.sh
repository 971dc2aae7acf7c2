#!/bin/bash
# certbot's deploy hook: puts the new pair where bot and TLS endpoint read it, tells both (no connection is cut), and keeps
# a copy for the next instance.
set -euo pipefail

# shellcheck source=/dev/null
. "${DEPLOYMENT:-/etc/oncall/deployment.env}"
TLS="${TLS:-/etc/oncall/tls}"
LETSENCRYPT="${LETSENCRYPT:-/etc/letsencrypt}"

for file in privkey fullchain; do
  install -m 0640 -g "${TLS_GROUP:-oncall-bot}" "$RENEWED_LINEAGE/$file.pem" "$TLS/$file.pem.new"
done
for file in privkey fullchain; do mv "$TLS/$file.pem.new" "$TLS/$file.pem"; done

if [ -n "${RELOAD:-}" ]; then
  $RELOAD
else
  # A unit that does not run yet will read the new pair when it starts.
  systemctl reload-or-restart oncall-tls.service || true
  systemctl reload oncall-bot.service || true
fi

if [ -n "${CONFIG_BUCKET:-}" ]; then
  copy="$(mktemp)"
  trap 'rm -f "$copy"' EXIT
  # Whole before it goes: what is sent replaces the copy of before.
  tar --create --gzip --file "$copy" --directory "$LETSENCRYPT" accounts archive live renewal
  aws s3 cp --only-show-errors "$copy" "s3://${CONFIG_BUCKET}/certificates/letsencrypt.tar.gz"
fi
