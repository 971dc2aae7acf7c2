#!/bin/bash
# Obtains the certificate of the domain, or takes the one that an earlier instance kept; certbot does nothing where one is
# still good. Further arguments go to certbot.
set -euo pipefail

# shellcheck source=/dev/null
. "${DEPLOYMENT:-/etc/oncall/deployment.env}"
LETSENCRYPT="${LETSENCRYPT:-/etc/letsencrypt}"
HOOK="${HOOK:-/opt/oncall/deploy-certificate.sh}"

case "$CERTIFICATE" in
  dns-01) challenge=(--dns-route53) ;;
  http-01) challenge=(--standalone --preferred-challenges http) ;;
  *) echo "CERTIFICATE is neither dns-01 nor http-01" >&2; exit 2 ;;
esac
if [ -n "${CERTIFICATE_EMAIL:-}" ]; then account=(--email "$CERTIFICATE_EMAIL"); else account=(--register-unsafely-without-email); fi

# take_copy FILE: puts what an earlier instance kept in its place; nothing where none did, or where the copy is damaged.
# Any other failure ends this, and the unit tries again: an authority gives out only a few certificates of a name a week.
take_copy() {
  local said="$1.said" kept="$LETSENCRYPT/kept" part
  if ! aws s3 cp --only-show-errors "s3://${CONFIG_BUCKET}/certificates/letsencrypt.tar.gz" "$1" 2>"$said"; then
    grep -q '(404)' "$said" && return 0
    cat "$said" >&2
    return 1
  fi
  rm -rf "$kept"
  install -d -m 0700 "$kept"
  if tar --extract --gzip --file "$1" --directory "$kept"; then
    # The part that is looked for comes last.
    for part in accounts archive renewal live; do
      if [ -e "$kept/$part" ]; then
        rm -rf "${LETSENCRYPT:?}/$part"
        mv "$kept/$part" "$LETSENCRYPT/$part"
      fi
    done
  else
    echo "the copy of the certificate is damaged" >&2
  fi
  rm -rf "$kept"
}

if [ ! -d "$LETSENCRYPT/live" ] && [ -n "${CONFIG_BUCKET:-}" ]; then
  folder="$(mktemp -d)"
  trap 'rm -rf "$folder"' EXIT
  take_copy "$folder/letsencrypt.tar.gz"
  # It serves at once, whether or not the authority answers.
  if [ -e "$LETSENCRYPT/live/$DOMAIN/fullchain.pem" ]; then RENEWED_LINEAGE="$LETSENCRYPT/live/$DOMAIN" "$HOOK"; fi
fi

certbot certonly --non-interactive --agree-tos --keep-until-expiring --key-type ecdsa \
  --domain "$DOMAIN" --cert-name "$DOMAIN" "${challenge[@]}" "${account[@]}" "$@"
RENEWED_LINEAGE="$LETSENCRYPT/live/$DOMAIN" "$HOOK"
