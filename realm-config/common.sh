# What export.sh, import.sh and tenants.sh share. It does nothing by itself.

script=${0##*/}
temporary=()
# Also where the script is interrupted.
trap 'rm -f -- ${temporary[@]+"${temporary[@]}"}' EXIT

fail() {
  echo "$script: $1" >&2
  exit 1
}

# The command line is wrong.
wrong() {
  echo "$script: $1. $script --help lists the options." >&2
  exit 2
}

# --keycloak and --server are what they should be.
check_keycloak() {
  [[ -n $keycloak ]] || wrong "--keycloak is missing"
  [[ -x $keycloak/bin/kc.sh ]] || wrong "$keycloak has no bin/kc.sh; --keycloak names the directory of Keycloak"
  [[ -z $server || $server =~ ^https?://[^/] ]] ||
    wrong "--server is an address such as http://localhost:8080, not: $server"
}

# FILE as a path that no command takes for an option.
as_path() {
  case $1 in
    -*) printf ./%s "$1" ;;
    *) printf %s "$1" ;;
  esac
}

# The file can be written.
check_target() {
  [[ ! -d $1 ]] || wrong "$1 is a directory; name a file"
  [[ -d $(dirname -- "$1") ]] || wrong "the directory of $1 does not exist; make it first"
}

# A file beside the one that is to be written, which becomes it once it is whole. Its name is in the variable part.
begin_file() {
  part=$(mktemp -- "$1.XXXXXX")
  temporary+=("$part")
}

# kc.sh COMMAND OPTION... on the database of a stopped server. It always takes the build that is there. Without --optimized
# kc.sh would build anew from the options of this one command, and the server would start without its health checks, or on
# another database. What it prints is also in the file log.
kc() {
  local command=$1 options=() option
  shift
  for option; do
    [[ $option == --optimized ]] || options+=("$option")
  done
  log=$(mktemp)
  temporary+=("$log")
  if ! "$keycloak/bin/kc.sh" "$command" --optimized ${options[@]+"${options[@]}"} 2>&1 | tee -- "$log"; then
    case $(<"$log") in
      *'first ever server start'*)
        fail "nothing was built in $keycloak yet; run $keycloak/bin/kc.sh build with the server's options (--db=postgres …) first"
        ;;
      *'may be already in use'*) fail "the database is in use; stop the server first" ;;
    esac
    fail "kc.sh $command failed; what it printed is above"
  fi
}

# kcadm.sh COMMAND ARGUMENT... as who has signed in.
kcadm() {
  local command=$1
  shift
  "$keycloak/bin/kcadm.sh" "$command" "$@" --config "$config"
}

# Signs in at the running server. The tokens of the session are readable by nobody else and gone at the end.
sign_in() {
  config=$(mktemp)
  temporary+=("$config")
  kcadm config credentials --server "$server" --realm master --user "$admin" ||
    fail "could not sign in to $server as $admin; is the server running, and is KC_CLI_PASSWORD the password of $admin?"
}

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
