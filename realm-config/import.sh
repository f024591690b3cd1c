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
system administrators can sign in through /realms/master/api; without --file nothing else is done. The administrator's
password is the variable KC_CLI_PASSWORD; without it, it is asked for.

Without --server, into the database of a stopped server. Call it once more with --server when the server runs, for the
client of the master realm and for PBX data.

  --keycloak DIR   Keycloak with the bundle, the directory that has bin/kc.sh and bin/kcadm.sh
  --server URL     for example http://localhost:8080
  --admin NAME     an administrator of the master realm; admin unless said otherwise
  --file FILE      the realm file
  --pbx-data FILE  the PBX data, for the realm that --realm names
  OPTION...        what Keycloak is started with, --optimized and --db-url=... for example; the database's password may
                   be the variable KC_DB_PASSWORD
EOF
}

keycloak='' server='' admin=admin file='' realm='' pbx_data=''
while (($# > 0)); do
  case $1 in
    --keycloak | --server | --admin | --file | --realm | --pbx-data)
      if (($# < 2)); then
        echo "import.sh: $1 needs a value" >&2
        exit 2
      fi
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
    *)
      echo "import.sh: unknown option $1" >&2
      usage >&2
      exit 2
      ;;
  esac
done
if [[ -z $keycloak || -z $server && -z $file ]]; then
  usage >&2
  exit 2
fi
if [[ -n $pbx_data && (-z $server || -z $realm) ]]; then
  echo "import.sh: --pbx-data needs --server and --realm" >&2
  exit 2
fi
for input in "$file" "$pbx_data"; do
  if [[ -n $input && ! -r $input ]]; then
    echo "import.sh: $input cannot be read" >&2
    exit 2
  fi
done

if [[ -z $server ]]; then
  # Keycloak would otherwise skip a realm that is there already, and say so in its log only.
  output=$("$keycloak/bin/kc.sh" import --file "$file" --override false "$@" 2>&1) || {
    printf '%s\n' "$output" >&2
    exit 1
  }
  printf '%s\n' "$output"
  if [[ $output == *'already exists. Import skipped'* ]]; then
    echo "import.sh: the realm exists already, nothing was imported" >&2
    exit 1
  fi
  exit
fi

# A realm's name as a part of an address; kcadm puts it there as it is.
in_address() {
  local LC_ALL=C i c
  for ((i = 0; i < ${#1}; i++)); do
    c=${1:i:1}
    case $c in
      [A-Za-z0-9._~-]) printf %s "$c" ;;
      *) printf %%%02X $(($(printf %d "'$c") & 255)) ;;
    esac
  done
}

# The tokens of this session, readable by nobody else and gone at the end.
config=$(mktemp)
trap 'rm -f -- "$config"' EXIT
kcadm() {
  local command=$1
  shift
  "$keycloak/bin/kcadm.sh" "$command" "$@" --config "$config"
}

kcadm config credentials --server "$server" --realm master --user "$admin"
if [[ -n $file ]]; then
  kcadm create realms --file "$file"
fi
if [[ $(kcadm get clients --target-realm master --query clientId=pbx-rest --fields clientId) != *pbx-rest* ]]; then
  # With lightweight tokens: others list what an administrator may do in every tenant, and servers refuse what is so long.
  kcadm create clients --target-realm master --file "$(dirname "${BASH_SOURCE[0]}")/master/pbx-rest-client.json"
fi
if [[ -n $pbx_data ]]; then
  # A line for each row comes while the import goes on; the last one tells whether it was kept.
  kcadm create pbx-data --target-realm "$(in_address "$realm")" --query atomic=true --header Accept=application/x-ndjson --output \
    --file "$pbx_data" | awk '
      /"result":"failed"/ { print > "/dev/stderr" }
      /"row":/ { if (++rows % 500 == 0) print rows " rows" }
      { last = $0 }
      END {
        print last
        if (last !~ /"committed":true/) { print "import.sh: no PBX data were imported" > "/dev/stderr"; exit 1 }
      }'
fi
