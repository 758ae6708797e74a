# Shared by the scripts of deploy/ and tests/: where things are, how progress and failures are said.
# shellcheck shell=bash

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PMM_HOME=${PMM_HOME:-$checkout/.pmm}
export PMM_PORT=${PMM_PORT:-8443}
export PMM_OPERATORS_PORT=${PMM_OPERATORS_PORT:-8444}
export PMM_OPEN_PORT=${PMM_OPEN_PORT:-8442}
export PMM_INTERNAL_PORT=${PMM_INTERNAL_PORT:-8445}
# Where postvakken and the register are: another process only with deploy/up --kafka --apart.
export PMM_POSTVAK_PORT=${PMM_POSTVAK_PORT:-$PMM_PORT}

# Compiled results are shared between build folders and checkouts.
export CCACHE_BASEDIR=$checkout CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros

# hub_pid FOLDER: the process id of the hub that runs from a folder, or nothing. After a crash another process may have got
# the number, and a killed one may still be listed: only a process that runs our program counts.
hub_pid() {
    local pid
    pid=$(cat "$1/hub.pid" 2>/dev/null) || return 1
    case $(readlink "/proc/$pid/exe" 2>/dev/null) in
        */pmm-hub | */pmm-hub' (deleted)') echo "$pid" ;;
        *) return 1 ;;
    esac
}

# stop_hub FOLDER: gracefully, and waits until it is gone.
stop_hub() {
    local pid
    if ! pid=$(hub_pid "$1"); then
        rm -f "$1/hub.pid"
        say "De hub draait niet."
        return 0
    fi
    say "De hub (proces $pid) rondt af..."
    kill -TERM "$pid"
    # The hub's own deadline is 30 seconds; a second signal hurries it.
    for _ in $(seq 350); do
        hub_pid "$1" >/dev/null || { rm -f "$1/hub.pid"; say "De hub is gestopt."; return 0; }
        sleep 0.1
    done
    kill -TERM "$pid"
    fail "de hub stopte niet binnen 35 seconden" "lees $1/log/hub.log; daarna: kill -9 $pid (wat ontvangen is, blijft bewaard)"
}

say() { printf '%s\n' "$*"; }
step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

# fail WHAT REMEDY: ends the script; a failing step always says what to do.
fail() {
    printf '\nMislukt: %s\n' "$1" >&2
    printf 'Wat te doen: %s\n' "$2" >&2
    exit 1
}

# install_packages LIST…: installs the Debian packages of the lists that are missing; silent when none is.
install_packages() {
    local missing=() package as_root=()
    while read -r package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done < <(grep -hv '^#' "$@")
    provided_elsewhere
    [ ${#missing[@]} -gt 0 ] || return 0
    step "Debian-pakketten installeren (${#missing[@]})"
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    { "${as_root[@]}" apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" \
            >/dev/null; } ||
        fail "het installeren van ${missing[*]}" "voer als root uit: apt-get update && apt-get install ${missing[*]}"
}

# A newer Node or Go in the path serves as well as Debian's own: those packages are then not missing.
provided_elsewhere() {
    local kept=() package
    for package in "${missing[@]}"; do
        case $package in
            nodejs | npm) command -v npm >/dev/null && command -v node >/dev/null && continue ;;
            golang-go) command -v go >/dev/null && continue ;;
        esac
        kept+=("$package")
    done
    missing=("${kept[@]}")
}

# build PRESET [TARGET…]: configures when needed and builds.
build() {
    local preset=$1
    shift
    cmake --preset "$preset" -S "$checkout" >"$checkout/build/$preset.configure.log" 2>&1 || {
        tail -n 20 "$checkout/build/$preset.configure.log" >&2
        fail "cmake --preset $preset" "lees build/$preset.configure.log; ontbreekt er een pakket, voer dit opnieuw uit"
    }
    local targets=()
    [ $# -eq 0 ] || targets=(--target "$@")
    cmake --build "$checkout/build/$preset" "${targets[@]}" ||
        fail "het bouwen ($preset)" "lees de eerste foutmelding hierboven; bij te weinig geheugen: cmake --build build/$preset -j1"
}
