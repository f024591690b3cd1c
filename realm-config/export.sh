#!/usr/bin/env bash
# Exports a tenant's realm with its users, and its PBX data; import.sh takes the files into another server.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: export.sh --keycloak DIR --realm REALM --file FILE [-- OPTION...]
       export.sh --keycloak DIR --realm REALM --pbx-data FILE --server URL [--admin NAME]

Writes a realm with everything in it to one file: clients, roles, flows, keys, users with their password hashes. The file
is as secret as the database; only its owner can read it. A file that is there already is replaced once the new one is whole.

  --keycloak DIR   Keycloak with the bundle, the directory that has bin/kc.sh
  --realm REALM    the realm's name, not its SIP domain
  --file FILE      the file to write
  OPTION...        what Keycloak is started with, --db-url=... for example

It reads the database. Stop the server first if the database is H2, or if the tenant is to stay as it is exported. Settings
of the database may also come from conf/keycloak.conf or the environment: KC_DB_PASSWORD keeps the password off the
command line. The build of the server is used as it is (--optimized), so options of "kc.sh build" are not given again.

With --pbx-data, the servers and extensions of the realm and who owns them are written instead, from a running server. The
administrator's password is the variable KC_CLI_PASSWORD; without it, it is asked for.

  --pbx-data FILE  the file to write
  --server URL     for example http://localhost:8080
  --admin NAME     an administrator of the master realm; admin unless said otherwise
USAGE
}

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

keycloak='' realm='' file='' pbx_data='' server='' admin=''
while (($# > 0)); do
  case $1 in
    --keycloak | --realm | --file | --pbx-data | --server | --admin)
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
[[ -n $realm ]] || wrong "--realm is missing"
[[ -n $file || -n $pbx_data ]] || wrong "--file or --pbx-data is missing"
[[ -z $file || -z $pbx_data ]] || wrong "--file and --pbx-data are two exports; call $script twice"
if [[ -n $file ]]; then
  [[ -z $server$admin ]] || wrong "--server and --admin go with --pbx-data; --file reads the database"
else
  [[ -n $server ]] || wrong "--pbx-data needs --server"
  [[ $# == 0 ]] || wrong "options of Keycloak go with --file; --pbx-data asks the server"
  admin=${admin:-admin}
fi
file=$(as_path "$file") pbx_data=$(as_path "$pbx_data")
check_target "$file$pbx_data"

umask 077
begin_file "$file$pbx_data"
if [[ -n $pbx_data ]]; then
  sign_in
  kcadm get pbx-data --target-realm "$(in_address "$realm")" >"$part" ||
    fail "no PBX data were written; --realm is the name of a tenant's realm, not its SIP domain"
else
  kc export --realm "$realm" --file "$part" "$@"
fi
[[ -s $part ]] || fail "nothing was written to $file$pbx_data"
mv -- "$part" "$file$pbx_data"
