#!/bin/sh
# Makes Postroom's namespace and its search attributes where they are missing. Histories of ended workflows are kept for 30 days.
set -eu

# The server learns of a new namespace, and of its attributes, within some seconds: make, then look until it is seen.
looks=0
again() {
  looks=$((looks + 1))
  [ "$looks" -le 60 ] || { echo "Temporal does not take $1" >&2; exit 1; }
  sleep 1
}

until temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; do
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d || again "$TEMPORAL_NAMESPACE"
done

ensure() {
  until temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null | grep -qw "$1"; do
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$1" --type "$2" || again "$1"
  done
}
ensure PrintDay Keyword
ensure ServiceId Keyword
ensure BatchState Keyword
ensure LetterCount Int
ensure DueAt Datetime
