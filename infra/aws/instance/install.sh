#!/bin/bash
# Makes an instance from the unpacked artifact: packages, users, Node, dependencies, TLS, units. It may run again.
# Reads /etc/oncall/deployment.env. ROOT is for rehearsals in a folder; it is empty on an instance.
set -euo pipefail

ROOT="${ROOT:-}"
APP="${ROOT}/opt/oncall/app"
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
BACKENDS=(kubernetes logs metrics runbooks)

# shellcheck source=/dev/null
. "${ROOT}/etc/oncall/deployment.env"

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -qy --no-install-recommends \
    awscli ca-certificates certbot curl jq logrotate openssl procps python3-certbot-dns-route53 stunnel4 unattended-upgrades
}

# The agents come from AWS's own bucket of the region; each is signed by its package.
install_agents() {
  local arch url
  arch="$(dpkg --print-architecture)"
  url="https://amazoncloudwatch-agent-${AWS_REGION}.s3.${AWS_REGION}.${AWS_URL_SUFFIX}/debian/${arch}/latest/amazon-cloudwatch-agent.deb"
  curl --fail --silent --show-error --retry 5 --output /tmp/cloudwatch-agent.deb "$url"
  dpkg --install /tmp/cloudwatch-agent.deb
  url="https://s3.${AWS_REGION}.${AWS_URL_SUFFIX}/amazon-ssm-${AWS_REGION}/latest/debian_${arch}/amazon-ssm-agent.deb"
  curl --fail --silent --show-error --retry 5 --output /tmp/ssm-agent.deb "$url"
  dpkg --install /tmp/ssm-agent.deb
}

# Each process is a user of its own, so that none can read another's settings or memory.
make_users() {
  local user
  for user in oncall-bot oncall-tls "${BACKENDS[@]/#/oncall-}"; do
    id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$user"
  done
}

make_folders() {
  install -d -m 0755 "${ROOT}/opt/oncall" "${ROOT}/var/lib/oncall" "${ROOT}/var/lib/oncall/snapshot" "${ROOT}/var/log/oncall"
  install -d -m 0750 -o root -g oncall-bot "${ROOT}/etc/oncall/tls"
}

# npm's packages of the Node binary and of npm itself, each held to the digest in versions.env.
install_node() {
  local arch digest
  # shellcheck source=/dev/null
  . "${HERE}/versions.env"
  case "$(dpkg --print-architecture)" in
    amd64) arch=x64 digest="$NODE_X64_SHA512" ;;
    arm64) arch=arm64 digest="$NODE_ARM64_SHA512" ;;
    *) echo "no Node for this processor" >&2; return 1 ;;
  esac
  fetch_package "node-linux-${arch}" "$NODE_VERSION" "$digest" "${ROOT}/opt/oncall/node"
  fetch_package npm "$NPM_VERSION" "$NPM_SHA512" "${ROOT}/opt/oncall/npm"
}

# fetch_package NAME VERSION SHA512-BASE64 FOLDER
fetch_package() {
  local registry="${NPM_CONFIG_REGISTRY:-https://registry.npmjs.org}" file
  file="$(mktemp)"
  curl --fail --silent --show-error --location --retry 5 --output "$file" "${registry%/}/$1/-/$1-$2.tgz"
  if [ "$(openssl dgst -sha512 -binary "$file" | base64 --wrap=0)" != "$3" ]; then
    echo "$1 $2 is not what was asked for" >&2
    return 1
  fi
  rm -rf "$4"
  mkdir -p "$4"
  tar --extract --gzip --file "$file" --strip-components=1 --directory "$4"
  rm -f "$file"
}

install_dependencies() {
  # Nothing of ours needs a script of a package, and so none runs.
  PATH="${ROOT}/opt/oncall/node/bin:$PATH" node "${ROOT}/opt/oncall/npm/bin/npm-cli.js" ci \
    --prefix "$APP" --omit=dev --ignore-scripts --no-audit --no-fund
}

# A certificate of our own until there is a real one, so that every process can start; behind a balancer it stays.
make_first_certificate() {
  local folder="${ROOT}/etc/oncall/tls"
  [ -s "$folder/fullchain.pem" ] && return 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=${DOMAIN}" \
    -addext "subjectAltName=DNS:${DOMAIN}" -keyout "$folder/privkey.pem" -out "$folder/fullchain.pem" 2>/dev/null
  chgrp oncall-bot "$folder/privkey.pem" "$folder/fullchain.pem"
  chmod 0640 "$folder/privkey.pem" "$folder/fullchain.pem"
}

install_files() {
  local backend port=8011
  install -m 0755 "$HERE"/read-settings.sh "$HERE"/deploy-certificate.sh "$HERE"/obtain-certificate.sh "${ROOT}/opt/oncall/"
  install -d "${ROOT}/etc/systemd/system" "${ROOT}/etc/letsencrypt/renewal-hooks/deploy" "${ROOT}/etc/logrotate.d"
  install -m 0644 "$HERE"/units/* "${ROOT}/etc/systemd/system/"
  install -m 0755 "$HERE"/deploy-certificate.sh "${ROOT}/etc/letsencrypt/renewal-hooks/deploy/oncall"
  install -m 0644 "$HERE"/logrotate.conf "${ROOT}/etc/logrotate.d/oncall"
  {
    cat "$HERE"/stunnel.conf
    for backend in "${BACKENDS[@]}"; do
      printf '\n[%s]\naccept = :::%d\nconnect = 127.0.0.1:%d\n' "$backend" "$port" "$((port + 1000))"
      printf 'HOST=127.0.0.1\nPORT=%d\n' "$((port + 1000))" >"${ROOT}/etc/oncall/${backend}.env"
      port=$((port + 1))
    done
  } >"${ROOT}/etc/oncall/stunnel.conf"
  install -d "${ROOT}/opt/aws/amazon-cloudwatch-agent/etc"
  sed "s|@NAME@|${NAME}|g" "$HERE"/cloudwatch-agent.json >"${ROOT}/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json"
  printf 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n' \
    >"${ROOT}/etc/apt/apt.conf.d/20auto-upgrades"
}

# Amazon's roots, which differ by partition, for PostgreSQL.
install_database_roots() {
  curl --fail --silent --show-error --retry 5 --output "${ROOT}/etc/oncall/database-ca.pem" "$DATABASE_CA_URL"
  grep -q 'BEGIN CERTIFICATE' "${ROOT}/etc/oncall/database-ca.pem"
}

start_units() {
  systemctl daemon-reload
  systemctl enable --now oncall-settings.service oncall-settings.timer
  systemctl enable --now "${BACKENDS[@]/#/oncall-backend@}" oncall-tls.service oncall-bot.service oncall-metrics.timer
  if [ "$CERTIFICATE" != none ]; then systemctl enable --now oncall-certificate.service oncall-renewal.timer; fi
  systemctl disable --now certbot.timer 2>/dev/null || true
  systemctl enable --now unattended-upgrades.service
  /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \
    -c file:/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json
}

steps="${*:-install_packages install_agents make_users make_folders install_node install_dependencies install_files make_first_certificate install_database_roots start_units}"
for step in $steps; do
  echo "step $step"
  "$step"
done
echo "instance ready"
