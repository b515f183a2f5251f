#!/usr/bin/env bash
# The step of action.yml. RUN_TOOL names another command than npx, for tests.
set -uo pipefail
read -ra paths <<<"${PATHS:-.}"
read -ra more <<<"${ARGS:-}"
tool=(npx --yes "mcp-auth-codemod@${VERSION:-latest}")
[[ -z "${RUN_TOOL:-}" ]] || read -ra tool <<<"$RUN_TOOL"

options=(--lint --format github --format sarif -o "$SARIF")
[[ -z "${GITHUB_STEP_SUMMARY:-}" ]] || options+=(--format markdown -o "$GITHUB_STEP_SUMMARY")
[[ -z "${SINCE:-}" ]] || options+=(--since "$SINCE")
[[ -z "${BASELINE:-}" ]] || options+=(--baseline "$BASELINE")

echo "sarif=$SARIF" >>"${GITHUB_OUTPUT:-/dev/null}"
"${tool[@]}" "${options[@]}" ${more[@]+"${more[@]}"} -- "${paths[@]}"
