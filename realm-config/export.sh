#!/usr/bin/env bash
# Exports a tenant's realm with its users, and its PBX data; import.sh takes the files into another server.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: export.sh --keycloak DIR --realm REALM --file FILE [-- OPTION...]
       export.sh --keycloak DIR --realm REALM --pbx-data FILE --server URL [--admin NAME]

Writes a realm with everything in it to one file: clients, roles, flows, keys, users with their password hashes. The file
is as secret as the database; only its owner can read it.

  --keycloak DIR   Keycloak with the bundle, the directory that has bin/kc.sh
  --realm REALM    the realm's name, not its SIP domain
  --file FILE      the file to write
  OPTION...        what Keycloak is started with, --optimized and --db-url=... for example

It reads the database. Stop the server first if the database is H2, or if the tenant is to stay as it is exported. Settings
of the database may also come from conf/keycloak.conf or the environment: KC_DB_PASSWORD keeps the password off the
command line.

With --pbx-data, the servers and extensions of the realm and who owns them are written instead, from a running server. The
administrator's password is the variable KC_CLI_PASSWORD; without it, it is asked for.

  --pbx-data FILE  the file to write
  --server URL     for example http://localhost:8080
  --admin NAME     an administrator of the master realm; admin unless said otherwise
EOF
}

keycloak='' realm='' file='' pbx_data='' server='' admin=admin
while (($# > 0)); do
  case $1 in
    --keycloak | --realm | --file | --pbx-data | --server | --admin)
      if (($# < 2)); then
        echo "export.sh: $1 needs a value" >&2
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
      echo "export.sh: unknown option $1" >&2
      usage >&2
      exit 2
      ;;
  esac
done
if [[ -z $keycloak || -z $realm || -z $file$pbx_data || -n $file && -n $pbx_data || -n $pbx_data && -z $server ]]; then
  usage >&2
  exit 2
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

umask 077
if [[ -n $pbx_data ]]; then
  # The tokens of this session, readable by nobody else and gone at the end.
  config=$(mktemp)
  trap 'rm -f -- "$config"' EXIT
  "$keycloak/bin/kcadm.sh" config credentials --server "$server" --realm master --user "$admin" --config "$config"
  "$keycloak/bin/kcadm.sh" get pbx-data --target-realm "$(in_address "$realm")" --config "$config" >"$pbx_data.part"
  mv -- "$pbx_data.part" "$pbx_data"
  exit
fi

rm -f -- "$file"
"$keycloak/bin/kc.sh" export --realm "$realm" --file "$file" "$@"
if [[ ! -s $file ]]; then
  echo "export.sh: nothing was written to $file" >&2
  exit 1
fi
