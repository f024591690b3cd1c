#!/bin/sh
# A phone without a keyboard signs in: OAuth 2.0 Device Authorization Grant (RFC 8628). Needs curl.
# Usage: phone.sh [SERVER [SIP_ADDRESS]]
set -eu

server=${1:-http://localhost:8080}
address=${2:-101@acme.example.com}
client=pbx-app

fail() {
  echo "phone.sh: $1" >&2
  exit 1
}

# The value of a member of a JSON text: enough for these answers.
member() { sed -n 's/.*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p'; }

# Who issues tokens for the domain of the SIP address (WebFinger, RFC 7033). It must be a tenant of the server that we know.
found=$(curl -fsS -G --data-urlencode "resource=acct:$address" "$server/realms/master/.well-known/webfinger") ||
  fail "$server has no tenant for $address"
issuer=$(printf %s "$found" | member href)
case $issuer in
  "$server"/realms/?*) ;;
  *) fail "the issuer $issuer is not on $server" ;;
esac
configuration=$(curl -fsS "$issuer/.well-known/openid-configuration")
device_endpoint=$(printf %s "$configuration" | member device_authorization_endpoint)
token_endpoint=$(printf %s "$configuration" | member token_endpoint)
userinfo_endpoint=$(printf %s "$configuration" | member userinfo_endpoint)

device=$(curl -fsS -d "client_id=$client" -d scope=openid "$device_endpoint")
device_code=$(printf %s "$device" | member device_code)
interval=$(printf %s "$device" | member interval)
lifespan=$(printf %s "$device" | member expires_in)
echo "Open $(printf %s "$device" | member verification_uri)"
echo "and enter the code $(printf %s "$device" | member user_code)."
echo "Or open $(printf %s "$device" | member verification_uri_complete)"

waited=0
while [ "$waited" -lt "${lifespan:-600}" ]; do
  sleep "${interval:-5}"
  waited=$((waited + ${interval:-5}))
  tokens=
  # Without -f: until the user has decided, the answer is an error that says so. Where the server cannot be reached, try again.
  # The device code is a secret; standard input keeps it out of the list of processes.
  tokens=$(printf %s "$device_code" | curl -sS -d "client_id=$client" \
    -d grant_type=urn:ietf:params:oauth:grant-type:device_code --data-urlencode device_code@- "$token_endpoint") || continue
  case $(printf %s "$tokens" | member error) in
    # Without tokens it is a proxy that answers while the server is away.
    '') [ -z "$(printf %s "$tokens" | member access_token)" ] || break ;;
    authorization_pending) ;;
    slow_down) interval=$((interval + 5)) ;;
    access_denied) fail "the user has said no" ;;
    expired_token) fail "nobody has entered the code in time; begin again" ;;
    *) fail "the server answered $tokens" ;;
  esac
done

[ -n "$(printf %s "$tokens" | member access_token)" ] || fail "nobody has entered the code in time; begin again"

# A real phone keeps the refresh token, where nobody can read it, and asks for a new access token before this one expires.
user=$(printf 'Authorization: Bearer %s' "$(printf %s "$tokens" | member access_token)" |
  curl -fsS -H @- "$userinfo_endpoint")
echo "Signed in as $(printf %s "$user" | member preferred_username)@$(printf %s "$user" | member sip_domain)," \
  "extension $(printf %s "$user" | member extension)"
