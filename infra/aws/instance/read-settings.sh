#!/bin/bash
# Writes what bot and backends read into /run/oncall (memory only), and restarts what a change concerns; durable work goes
# on after the restart. Keys of the backends are read again without one: no call is refused or cut.
set -euo pipefail

RUN="${RUN:-/run/oncall}"
CHANGED=()
RENEWED=()

# shellcheck source=/dev/null
. "${DEPLOYMENT:-/etc/oncall/deployment.env}"
export AWS_REGION AWS_DEFAULT_REGION="$AWS_REGION"

secret() { aws secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text; }

# stage SECRET STAGE: the value of that version, or nothing where there is none. Any other failure is one: a key that is
# in use must not drop out of the settings because a call went wrong.
stage() {
  local said
  said="$(mktemp)"
  if ! aws secretsmanager get-secret-value --secret-id "$1" --version-stage "$2" --query SecretString --output text 2>"$said"; then
    if ! grep -q ResourceNotFoundException "$said"; then
      cat "$said" >&2
      rm -f "$said"
      return 1
    fi
    echo '{}'
  fi
  rm -f "$said"
}

# field JSON NAME: the value, never on a command line.
field() {
  jq --exit-status --raw-output --arg name "$2" '.[$name]' <<<"$1" || { echo "a secret lacks $2" >&2; return 1; }
}

# An object that operators may add: more variables, a line each. Absent is empty; any other failure is one, as above.
extra() {
  local said
  said="$(mktemp)"
  if ! aws s3 cp --only-show-errors "s3://${CONFIG_BUCKET}/environment/$1.env" - 2>"$said" && ! grep -q '(404)' "$said"; then
    cat "$said" >&2
    rm -f "$said"
    return 1
  fi
  rm -f "$said"
}

# replace FILE GROUP LIST UNIT: takes the text from stdin when it differs, and puts the unit on the list.
replace() {
  local file="$RUN/$1" group="$2"
  local -n list="$3"
  umask 077
  cat >"$file.new"
  if cmp --silent "$file" "$file.new"; then
    rm -f "$file.new"
    return 0
  fi
  chgrp "$group" "$file.new"
  chmod 0640 "$file.new"
  mv "$file.new" "$file"
  list+=("$4")
}

install -d -m 0755 "$RUN"
slack="$(secret "$SLACK_SECRET")"
current="$(stage "$BACKEND_SECRET" AWSCURRENT)"
pending="$(stage "$BACKEND_SECRET" AWSPENDING)"
previous="$(stage "$BACKEND_SECRET" AWSPREVIOUS)"
challenge="$(secret "$CHALLENGE_SECRET")"

token="$(field "$slack" botToken)"
signing="$(field "$slack" signingSecret)"
field "$current" apiKey >/dev/null
# The next one is accepted before the gateway uses it, and the last one while the gateway may still do so.
keys="$(jq --raw-output '.apiKey // empty' <<<"$current $pending $previous" | awk '!seen[$0]++')"

more="$(extra bot)"
replace bot.env oncall-bot CHANGED oncall-bot.service <<SETTINGS
AWS_REGION=${AWS_REGION}
COGNITO_USER_POOL_ID=${COGNITO_USER_POOL_ID}
COGNITO_CLIENT_ID=${COGNITO_CLIENT_ID}
COGNITO_CHALLENGE_SECRET=${challenge}
CONFIG_BUCKET=${CONFIG_BUCKET}
REPORT_BUCKET=${REPORT_BUCKET}
MEMORY_ID=${MEMORY_ID}
GATEWAY_URL=${GATEWAY_URL}
ALERT_SNS_TOPICS=${ALERT_SNS_TOPICS}
ALLOWED_EMAIL_DOMAINS=${ALLOWED_EMAIL_DOMAINS}
DEFAULT_ROLE=${DEFAULT_ROLE}
BEDROCK_MODEL_ID=${BEDROCK_MODEL_ID:-}
BEDROCK_GUARDRAIL_ID=${BEDROCK_GUARDRAIL_ID:-}
BEDROCK_GUARDRAIL_VERSION=${BEDROCK_GUARDRAIL_VERSION:-}
KNOWLEDGE_BASE_ID=${KNOWLEDGE_BASE_ID:-}
RERANK_MODEL_ARN=${RERANK_MODEL_ARN:-}
RUNTIME_ARN=${RUNTIME_ARN:-}
SLACK_BOT_TOKEN=${token}
SLACK_SIGNING_SECRET=${signing}
DATABASE_URL=postgresql://${DATABASE_USER}@${DATABASE_HOST}:5432/${DATABASE_NAME}?sslmode=verify-full&sslrootcert=/etc/oncall/database-ca.pem
DATABASE_IAM=yes
${more}
SETTINGS
for name in kubernetes logs metrics runbooks; do
  more="$(extra "$name")"
  replace "$name.keys" "oncall-$name" RENEWED "oncall-backend@$name.service" <<<"$keys"
  replace "$name.env" "oncall-$name" CHANGED "oncall-backend@$name.service" <<SETTINGS
SNAPSHOT_DIR=/var/lib/oncall/snapshot
${more}
SETTINGS
done
aws s3 sync --quiet --delete "s3://${CONFIG_BUCKET}/snapshot/" "${SNAPSHOT:-/var/lib/oncall/snapshot}" || true

if [ "${#RENEWED[@]}" -gt 0 ]; then
  echo "keys renewed for ${RENEWED[*]}"
  systemctl --no-block try-reload-or-restart "${RENEWED[@]}"
fi
if [ "${#CHANGED[@]}" -gt 0 ]; then
  echo "settings changed for ${CHANGED[*]}"
  # A unit that waits for these settings must not be waited for here.
  systemctl --no-block try-restart "${CHANGED[@]}"
fi
