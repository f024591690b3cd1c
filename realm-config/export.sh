#!/usr/bin/env bash
# Exports a tenant's realm with its users; import.sh takes the file into another server.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: export.sh --keycloak DIR --realm REALM --file FILE [-- OPTION...]

Writes a realm with everything in it to one file: clients, roles, flows, keys, users with their password hashes. The file
is as secret as the database; only its owner can read it.

  --keycloak DIR   Keycloak with the bundle, the directory that has bin/kc.sh
  --realm REALM    the realm's name, not its SIP domain
  --file FILE      the file to write
  OPTION...        what Keycloak is started with, --optimized and --db-url=... for example

It reads the database. Stop the server first if the database is H2, or if the tenant is to stay as it is exported. Settings
of the database may also come from conf/keycloak.conf or the environment: KC_DB_PASSWORD keeps the password off the
command line.
EOF
}

keycloak='' realm='' file=''
while (($# > 0)); do
  case $1 in
    --keycloak | --realm | --file)
      if (($# < 2)); then
        echo "export.sh: $1 needs a value" >&2
        exit 2
      fi
      declare "${1#--}=$2"
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
if [[ -z $keycloak || -z $realm || -z $file ]]; then
  usage >&2
  exit 2
fi

umask 077
rm -f -- "$file"
"$keycloak/bin/kc.sh" export --realm "$realm" --file "$file" "$@"
if [[ ! -s $file ]]; then
  echo "export.sh: nothing was written to $file" >&2
  exit 1
fi
