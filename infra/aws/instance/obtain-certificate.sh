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

if [ ! -d "$LETSENCRYPT/live" ] && [ -n "${CONFIG_BUCKET:-}" ]; then
  if aws s3 cp --quiet "s3://${CONFIG_BUCKET}/certificates/letsencrypt.tar.gz" /run/oncall/letsencrypt.tar.gz; then
    tar --extract --gzip --file /run/oncall/letsencrypt.tar.gz --directory "$LETSENCRYPT"
    rm -f /run/oncall/letsencrypt.tar.gz
  fi
fi

certbot certonly --non-interactive --agree-tos --keep-until-expiring --key-type ecdsa \
  --domain "$DOMAIN" --cert-name "$DOMAIN" "${challenge[@]}" "${account[@]}" "$@"
RENEWED_LINEAGE="$LETSENCRYPT/live/$DOMAIN" "$HOOK"
