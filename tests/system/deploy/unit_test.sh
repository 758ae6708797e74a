#!/usr/bin/env bash
# The systemd unit holds by systemd's own check. The program that it starts is not installed here: another stands in.
set -euo pipefail
unit=$(cd "$(dirname "$0")/../../.." && pwd)/deploy/systemd/pmm-hub.service
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed 's#^ExecStart=/usr/bin/pmm-hub #ExecStart=/bin/true #' "$unit" >"$work/pmm-hub.service"
complaints=$(systemd-analyze verify --man=no "$work/pmm-hub.service" 2>&1)
if [ -n "$complaints" ]; then
    printf '%s\n' "$complaints"
    exit 1
fi
