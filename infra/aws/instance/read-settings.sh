#!/bin/bash
# Writes what bot and backends read into /run/oncall (memory only), and restarts what a change concerns. A secret that was
# rotated is thereby in use within minutes; durable work goes on after the restart.
set -euo pipefail

RUN="${RUN:-/run/oncall}"
CHANGED=()

# shellcheck source=/dev/null
. "${DEPLOYMENT:-/etc/oncall/deployment.env}"
export AWS_REGION AWS_DEFAULT_REGION="$AWS_REGION"

secret() { aws secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text; }

# field JSON NAME: the value, never on a command line.
field() { jq --exit-status --raw-output --arg name "$2" '.[$name]' <<<"$1"; }

# An object that operators may add: more variables, a line each. Absent is empty.
extra() { aws s3 cp --quiet "s3://${CONFIG_BUCKET}/environment/$1.env" - 2>/dev/null || true; }

# replace FILE GROUP UNIT…: takes the text from stdin when it differs.
replace() {
  local file="$RUN/$1" group="$2"
  shift 2
  umask 077
  cat >"$file.new"
  if cmp --silent "$file" "$file.new"; then
    rm -f "$file.new"
    return 0
  fi
  chgrp "$group" "$file.new"
  chmod 0640 "$file.new"
  mv "$file.new" "$file"
  CHANGED+=("$@")
}

install -d -m 0755 "$RUN"
slack="$(secret "$SLACK_SECRET")"
backend="$(secret "$BACKEND_SECRET")"
challenge="$(secret "$CHALLENGE_SECRET")"

token="$(field "$slack" botToken)"
signing="$(field "$slack" signingSecret)"
key="$(field "$backend" apiKey)"

replace bot.env oncall-bot oncall-bot.service <<SETTINGS
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
RUNTIME_ARN=${RUNTIME_ARN:-}
SLACK_BOT_TOKEN=${token}
SLACK_SIGNING_SECRET=${signing}
DATABASE_URL=postgresql://${DATABASE_USER}@${DATABASE_HOST}:5432/${DATABASE_NAME}?sslmode=verify-full&sslrootcert=/etc/oncall/database-ca.pem
DATABASE_IAM=yes
$(extra bot)
SETTINGS
for name in kubernetes logs metrics runbooks; do
  replace "$name.env" "oncall-$name" "oncall-backend@$name.service" <<SETTINGS
BACKEND_API_KEY=${key}
SNAPSHOT_DIR=/var/lib/oncall/snapshot
$(extra "$name")
SETTINGS
done
aws s3 sync --quiet --delete "s3://${CONFIG_BUCKET}/snapshot/" "${SNAPSHOT:-/var/lib/oncall/snapshot}" || true

if [ "${#CHANGED[@]}" -gt 0 ]; then
  echo "settings changed for ${CHANGED[*]}"
  # A unit that waits for these settings must not be waited for here.
  systemctl --no-block try-restart "${CHANGED[@]}"
fi
