#!/usr/bin/env bash
# Makes the tenants of a file.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: tenants.sh --keycloak DIR --server URL [--admin NAME] --file FILE [--results FILE] [--rest FILE] [--dry-run]

Makes a tenant for each line of a file, on a running server. A line is a JSON object as POST /tenants takes it:

  {"sipDomain":"initech.example.com","name":"Initech","administrator":{"username":"anna","email":"anna@initech.example.com"}}

A tenant that is there already, with the same SIP domain and realm name, stays as it is and counts as done: call the script
again with the same file whenever it was interrupted. How far it is and what is refused is told while it goes on.

What the server answers to each line is appended to the file of results, which only you can read: it has what is told once,
the secrets of the new clients and the links of administrators who got no mail. Lines that were refused, or not done, are
written into the file of the rest, to be mended and given to the script again.

With --dry-run nothing is made, and no file is written: you see what would be refused.

The administrator's password is the variable KC_CLI_PASSWORD; without it, it is asked for.

  --keycloak DIR  Keycloak with the bundle, the directory that has bin/kcadm.sh
  --server URL    for example http://localhost:8080
  --admin NAME    an administrator of the master realm; admin unless said otherwise
  --file FILE     the tenants
  --results FILE  FILE.results unless said otherwise
  --rest FILE     FILE.rest unless said otherwise; there is none where all is done

It ends with 0 if all tenants are there, with 1 if not, with 2 if the command line is wrong.
EOF
}

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

keycloak='' server='' admin=admin file='' results='' rest='' dry_run=false
while (($# > 0)); do
  case $1 in
    --keycloak | --server | --admin | --file | --results | --rest)
      [[ $# -gt 1 && -n $2 ]] || wrong "$1 needs a value"
      declare "${1#--}=$2"
      shift 2
      ;;
    --dry-run)
      dry_run=true
      shift
      ;;
    --help | -h)
      usage
      exit
      ;;
    *) wrong "unknown option $1" ;;
  esac
done
check_keycloak
[[ -n $server ]] || wrong "--server is missing"
[[ -n $file ]] || wrong "--file is missing"
[[ $dry_run == false || -z $results$rest ]] || wrong "--results and --rest do not go with --dry-run, which writes no files"
file=$(as_path "$file")
[[ -f $file && -r $file ]] || wrong "$file is no file that can be read"
results=$(as_path "${results:-$file.results}") rest=$(as_path "${rest:-$file.rest}")
if [[ $dry_run == false ]]; then
  check_target "$results"
  check_target "$rest"
  [[ ! $results -ef $file && ! $rest -ef $file && ! $results -ef $rest && $results != "$rest" ]] ||
    wrong "--file, --results and --rest are three files"
fi

# A part at a time: the session of who runs this must not lie idle for half an hour. A dry run is one part, as long as the
# server takes it, which is 5,000 lines and 8 MiB, and so finds what is there twice.
size=500 bytes=8388608
[[ $dry_run == false ]] || size=5000 results=/dev/null

# The first and the last line of each part.
parts() {
  LC_ALL=C awk -v size="$size" -v bytes="$bytes" '
    n > 0 && (n == size || length_of_all + length($0) + 1 > bytes) { print from, NR - 1; n = length_of_all = 0 }
    n == 0 { from = NR }
    { n++; length_of_all += length($0) + 1 }
    END { if (n > 0) print from, NR }
  ' "$file"
}

# Counts the lines of a file that have something on them.
count() {
  awk '/[^ \t\r]/ { n++ } END { print n + 0 }' "$1"
}

tenants=$(count "$file")
((tenants > 0)) || fail "there are no tenants in $file"

umask 077
sign_in
# Secrets will be in it, also where it is there already.
[[ $dry_run == true ]] || { touch -- "$results" && chmod 600 -- "$results"; } || fail "$results cannot be written"
input=$(mktemp)
answer=$(mktemp)
left=$(mktemp)
temporary+=("$input" "$answer" "$left")
done=0 stopped=false

while read -r -u 3 from to; do
  sed -n "$from,${to}p" -- "$file" >"$input"
  if [[ $stopped == true || $(count "$input") == 0 ]]; then
    cat -- "$input" >>"$left"
    continue
  fi
  : >"$answer"
  set +e
  kcadm create tenants/bulk --target-realm master --query "dryRun=$dry_run" --header Content-Type=application/x-ndjson \
    --header Accept=application/x-ndjson --output --file - <"$input" | tee -a -- "$answer" "$results" |
    awk -v before="$done" -v tenants="$tenants" -v from="$from" '
      function number(member) {
        return match($0, "\"" member "\":[0-9.]+") ? substr($0, RSTART + length(member) + 3, RLENGTH - length(member) - 3) : 0
      }
      # As JSON has it.
      function text(member) {
        return match($0, "\"" member "\":\"([^\"\\\\]|\\\\.)*\"") ? substr($0, RSTART + length(member) + 4, RLENGTH - length(member) - 5) : ""
      }
      /^\{"line":/ {
        if (text("error") != "") {
          printf "line %d (%s): %s\n", from - 1 + number("line"), text("sipDomain"), text("error") > "/dev/stderr"
        }
        if (number("done") % 10 == 0 || number("done") == number("of")) {
          rate = number("seconds") > 0 ? number("done") / number("seconds") : number("done")
          printf "%d of %d, %.1f a second\n", before + number("done"), tenants, rate
          fflush()
        }
      }
      text("stopped") != "" { print text("stopped") > "/dev/stderr" }
    '
  written=${PIPESTATUS[1]}
  set -e
  if ((written != 0)); then
    kept=$(mktemp)
    cat -- "$answer" >"$kept"
    fail "$results cannot be written: what the server has told last, once, is in $kept"
  fi
  # What the server has not said to be there is left.
  awk '
    NR == FNR {
      if (match($0, /^\{"line":[0-9]+/) && match($0, /"status":"(created|exists)"/)) {
        match($0, /^\{"line":[0-9]+/)
        there[substr($0, 9, RLENGTH - 8)] = 1
      }
      next
    }
    /[^ \t\r]/ && !(FNR in there)
  ' "$answer" "$input" >>"$left"
  # Without a summary the answer has been cut off.
  last=$(tail -n 1 -- "$answer")
  [[ $last == '{"dryRun":'* && $last != *'"stopped":'* ]] || stopped=true
  done=$((done + $(count "$input")))
done 3< <(parts)

remaining=$(count "$left")
if [[ $dry_run == true ]]; then
  ((remaining == 0)) || fail "$remaining of $tenants tenants would not be made; why is above"
  echo "All $tenants tenants can be made, or are there."
  exit
fi
rm -f -- "$rest"
if ((remaining > 0)); then
  begin_file "$rest"
  cat -- "$left" >"$part"
  mv -- "$part" "$rest"
  fail "$remaining of $tenants tenants are not there; why is above. Mend $rest, and call the script again with it"
fi
echo "All $tenants tenants are there. What was told once is in $results."
