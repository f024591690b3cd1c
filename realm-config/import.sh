#!/usr/bin/env bash
# Imports a tenant's realm file and its PBX data, and lets system administrators sign in through /realms/master/api.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: import.sh --keycloak DIR --server URL [--admin NAME] [--file FILE] [--realm REALM --pbx-data FILE]
       import.sh --keycloak DIR --file FILE [-- OPTION...]

Imports a realm file of export.sh, or of realm-config/demo. A realm of this name, or one of its SIP domains, must not be
there yet. PBX data are the servers and extensions of a realm and who owns them: they are imported whole or not at all.

With --server, into a running server, by the Admin API. The master realm gets the client pbx-rest if it has none, so that
system administrators can sign in through /realms/master/api, and its admin events are switched on, with details, so that
the making and removal of tenants are on record; without --file nothing else is done. The administrator's
password is the variable KC_CLI_PASSWORD; without it, it is asked for.

Without --server, into the database of a stopped server. Call it once more with --server when the server runs, for the
client of the master realm and for PBX data.

  --keycloak DIR   Keycloak with the bundle, the directory that has bin/kc.sh and bin/kcadm.sh
  --server URL     for example http://localhost:8080
  --admin NAME     an administrator of the master realm; admin unless said otherwise
  --file FILE      the realm file
  --pbx-data FILE  the PBX data, for the realm that --realm names
  OPTION...        what Keycloak is started with, --db-url=... for example; the database's password may be the variable
                   KC_DB_PASSWORD
EOF
}

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

keycloak='' server='' admin='' file='' realm='' pbx_data=''
while (($# > 0)); do
  case $1 in
    --keycloak | --server | --admin | --file | --realm | --pbx-data)
      [[ $# -gt 1 && -n $2 ]] || wrong "$1 needs a value"
      name=${1#--}
      declare "${name//-/_}=$2"
      shift 2
      ;;
    --help | -h)
      usage
      exit
      ;;
    --)
      shift
      break
      ;;
    *) wrong "unknown option $1" ;;
  esac
done
check_keycloak
[[ -n $server || -n $file ]] || wrong "--server or --file is missing"
[[ -z $pbx_data || -n $server && -n $realm ]] || wrong "--pbx-data needs --server and --realm"
[[ -z $realm || -n $pbx_data ]] || wrong "--realm goes with --pbx-data; a realm file names its realm itself"
if [[ -n $server ]]; then
  [[ $# == 0 ]] || wrong "options of Keycloak go without --server; a running server has its own"
  admin=${admin:-admin}
else
  [[ -z $admin ]] || wrong "--admin needs --server"
fi
file=$(as_path "$file") pbx_data=$(as_path "$pbx_data")
for input in "$file" "$pbx_data"; do
  [[ -z $input || -f $input && -r $input ]] || wrong "$input is no file that can be read"
done

if [[ -z $server ]]; then
  # Keycloak would otherwise skip a realm that is there already, and say so in its log only.
  kc import --file "$file" --override false "$@"
  [[ $(<"$log") != *'already exists. Import skipped'* ]] ||
    fail "the realm exists already, nothing was imported; delete it first, or import into another server"
  exit
fi

# Editors of Windows put a byte order mark in front of a file, which the server takes and kcadm does not.
unmarked() {
  LC_ALL=C sed $'1s/^\xef\xbb\xbf//' -- "$1"
}

sign_in
# Tenants that come and go are admin events of the master realm.
kcadm update events/config --target-realm master --set adminEventsEnabled=true --set adminEventsDetailsEnabled=true
if [[ -n $file ]]; then
  unmarked "$file" | kcadm create realms --file - || fail "$file was not imported; what the server answered is above"
fi
if [[ $(kcadm get clients --target-realm master --query clientId=pbx-rest --fields clientId) != *pbx-rest* ]]; then
  # With lightweight tokens: others list what an administrator may do in every tenant, and servers refuse what is so long.
  kcadm create clients --target-realm master --file "$(dirname "${BASH_SOURCE[0]}")/master/pbx-rest-client.json"
fi
if [[ -n $pbx_data ]]; then
  # A line for each row comes while the import goes on; the last one tells whether it was kept.
  unmarked "$pbx_data" | kcadm create pbx-data --target-realm "$(in_address "$realm")" --query atomic=true --header Accept=application/x-ndjson --output \
    --file - | awk '
      /"result":"failed"/ { print > "/dev/stderr" }
      /"row":/ { if (++rows % 500 == 0) print rows " rows" }
      { last = $0 }
      END {
        print last
        if (last !~ /"committed":true/) { print "import.sh: no PBX data were imported" > "/dev/stderr"; exit 1 }
      }'
fi
