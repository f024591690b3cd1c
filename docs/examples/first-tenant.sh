#!/usr/bin/env bash
# Makes a tenant as docs/first-tenant.md says: it runs the commands of that page, in their order. The variables of its first
# step may be set: SERVER, ADMIN, ADMIN_PASSWORD, DOMAIN, APP, MAIL_HOST, MAIL_PORT, USERS.
set -euo pipefail

page=$(dirname "${BASH_SOURCE[0]}")/../first-tenant.md
commands=$(awk '
  /^```/ { inside = $0 == "```bash"; next }
  inside
  /^## [0-9]/ { gsub(/\047/, ""); print "printf \047\\n%s\\n\047 \047" $0 "\047" }' "$page")
exec bash -euo pipefail -c "$commands"
