#!/usr/bin/env bash
# Runs migralint for action.yml: annotations on standard output, the other reports into files. The last step of the action
# fails the run, so that the reports are published first.
set -uo pipefail
cd "${INPUT_WORKING_DIRECTORY:-.}" || exit 2
reports="${RUNNER_TEMP:-/tmp}/migralint"
mkdir -p "$reports"

if [ -n "${MIGRALINT_COMMAND:-}" ]; then
  read -ra migralint <<<"$MIGRALINT_COMMAND"
elif [ -z "${INPUT_VERSION:-}" ]; then
  migralint=(npx --yes migralint)
else
  migralint=(npx --yes "migralint@$INPUT_VERSION")
fi

base="${INPUT_BASE:-}"
if [ -z "$base" ] && [ -n "${BASE_REF:-}" ]; then
  base="origin/$BASE_REF"
  # a checkout has only the last commit by default; blobs come when they are needed
  if ! git merge-base "$base" HEAD >/dev/null 2>&1; then
    git fetch --quiet --no-tags --filter=blob:none origin "+refs/heads/$BASE_REF:refs/remotes/origin/$BASE_REF"
    [ "$(git rev-parse --is-shallow-repository)" = true ] && git fetch --quiet --no-tags --filter=blob:none --unshallow origin
  fi
fi

options=()
[ -n "$base" ] && options+=(--since "$base")
[ -n "${INPUT_PRESET:-}" ] && options+=(--preset "$INPUT_PRESET")
[ "${INPUT_FAIL_ON:-error}" = warning ] && options+=(--max-warnings 0)
read -r -d '' -a paths <<<"${INPUT_PATHS:-.}"

run() { "${migralint[@]}" check ${options[@]+"${options[@]}"} "$@" -- "${paths[@]}"; }

format=stylish
[ "${INPUT_ANNOTATIONS:-true}" = true ] && format=github
run --format "$format"
status=$?
run --format markdown --output "$reports/summary.md" 2>/dev/null
run --format sarif --output "$reports/migralint.sarif" 2>/dev/null
[ "${INPUT_FAIL_ON:-error}" = never ] && [ "$status" = 1 ] && status=0

if [ "${INPUT_SUMMARY:-true}" = true ] && [ -f "$reports/summary.md" ]; then cat "$reports/summary.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"; fi
{
  echo "status=$status"
  [ -f "$reports/summary.md" ] && echo "markdown-file=$reports/summary.md"
  [ -f "$reports/migralint.sarif" ] && echo "sarif-file=$reports/migralint.sarif"
} >>"${GITHUB_OUTPUT:-/dev/null}"
exit 0
