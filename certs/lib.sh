# Shared by maak, trek-in and crl: how the development PKI is laid out, signed, listed and swapped in.
# Everything under $certs is replaced file by file with a rename, so that a running hub never reads half a file.

set -euo pipefail
umask 077

bron=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${PMM_HOME:-$(dirname "$bron")/.pmm}
certs=$home/certs
# Where files are written: the PKI itself, or the folder in which a first one is made.
doel=$certs

# A higher number makes the whole PKI anew at the next run; the seal is carried over, because receipts outlive it.
versie=1
dag=86400
vernieuw_dagen=30
crl_uren=$((7 * 24))
nooit=99999999999
printf -v nu '%(%s)T' -1
gemaakt=0

# What has been made: file -> the form it has (issuer, profile, key, subject) and the moment to make it again.
declare -A vorm_van=() maak_weer=() crl_oud=()

fout() {
    printf 'certs: %s\n' "$*" >&2
    exit 1
}

# One command at a time works on the PKI; the lock goes with the process.
vergrendel() {
    command -v openssl >/dev/null || fout 'openssl is missing: apt-get install openssl'
    mkdir -p "$home"
    exec 9>"$home/.certs.slot"
    flock -w 120 9 || fout "another run keeps $home/.certs.slot"
}

# Runs quietly; what went wrong is shown only when something did.
stil() {
    local uitvoer
    uitvoer=$("$@" 2>&1 9>&-) || fout "$1 $2 failed: $uitvoer"
}

lees_lijst() {
    local bestand weer vorm
    [[ -f $doel/uitgevers/lijst.tsv ]] || return 0
    while IFS=$'\t' read -r bestand weer vorm; do
        maak_weer[$bestand]=$weer
        vorm_van[$bestand]=$vorm
    done <"$doel/uitgevers/lijst.tsv"
}

bewaar_lijst() {
    local bestand
    for bestand in "${!maak_weer[@]}"; do
        printf '%s\t%s\t%s\n' "$bestand" "${maak_weer[$bestand]}" "${vorm_van[$bestand]}"
    done | sort >"$doel/uitgevers/lijst.nieuw"
    mv "$doel/uitgevers/lijst.nieuw" "$doel/uitgevers/lijst.tsv"
}

# is_actueel FILE FORM
is_actueel() {
    [[ -s $doel/$1 && ${vorm_van[$1]-} == "$2" && ${maak_weer[$1]-0} -gt $nu ]]
}

# stempel SECONDS: a moment as openssl wants it.
stempel() {
    TZ=UTC printf '%(%Y%m%d%H%M%SZ)T' "$1"
}

# sleutel KIND FILE: makes a private key unless it is there.
sleutel() {
    [[ ! -s $2 ]] || return 0
    case $1 in
        ec) stil openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$2.nieuw" ;;
        rsa-*) stil openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:${1#rsa-}" -out "$2.nieuw" ;;
        *) fout "unknown kind of key: $1" ;;
    esac
    chmod 600 "$2.nieuw"
    mv "$2.nieuw" "$2"
}

# uitgever_doet ISSUER ARGUMENT...: `openssl ca` in the name of an issuer; G4 signs with RSASSA-PSS and SHA-512.
uitgever_doet() {
    local extra=() boek
    # openssl replaces these with two renames; a run killed between them left only the old one.
    for boek in index.txt crlnumber; do
        [[ -e $doel/uitgevers/$1/$boek ]] || cp "$doel/uitgevers/$1/$boek.old" "$doel/uitgevers/$1/$boek"
    done
    [[ $1 != g4-* ]] || extra=(-md sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:64)
    PMM_CA=$doel/uitgevers/$1 stil openssl ca -batch -config "$bron/profielen.cnf" "${extra[@]}" "${@:2}"
}

# teken ISSUER PROFILE KEY SUBJECT FROM UNTIL OUT [ARGUMENT...]
teken() {
    local aanvraag=$7.aanvraag
    gemaakt=$((gemaakt + 1))
    PMM_CA=. stil openssl req -new -config "$bron/profielen.cnf" -key "$3" -subj "$4" -out "$aanvraag"
    uitgever_doet "$1" -notext -extensions "$2" -in "$aanvraag" -out "$7" \
        -startdate "$(stempel "$5")" -enddate "$(stempel "$6")" "${@:8}"
    rm "$aanvraag"
}

# uitgever NAME PARENT PROFILE KIND COMMON-NAME: an issuer in uitgevers/NAME; its own parent when it is a root.
uitgever() {
    local map=$doel/uitgevers/$1 begin=$((nu - dag)) eind=$((nu + 3650 * dag)) eigen=()
    [[ ! -s $map/ca.pem ]] || return 0
    mkdir -p "$map/afgegeven"
    : >"$map/index.txt"
    # Starts at the clock, so that an issuer that was made anew never counts backwards.
    printf '%X\n' "$nu" >"$map/crlnumber"
    sleutel "$4" "$map/ca.key"
    [[ $1 != "$2" ]] || eigen=(-selfsign)
    teken "$2" "$3" "$map/ca.key" "/C=NL/O=PMM ontwikkelomgeving/CN=$5" "$begin" "$eind" "$map/ca.nieuw" "${eigen[@]}"
    if [[ $1 == "$2" ]]; then
        : >"$map/keten.pem"
    else
        cat "$map/ca.nieuw" "$doel/uitgevers/$2/keten.pem" >"$map/keten.pem"
    fi
    printf '%s\n' "$2" >"$map/ouder"
    mv "$map/ca.nieuw" "$map/ca.pem"
    maak_weer[uitgevers/$1/ca.pem]=$((eind - vernieuw_dagen * dag))
    vorm_van[uitgevers/$1/ca.pem]=$2
}

# certificaat FILE ISSUER PROFILE KIND SUBJECT [option=value...]: FILE.pem with its chain, and FILE.key.
# Options: van, tot (seconds from now), keten (vol, geen, met-root), bewerk (a command over the leaf), ingetrokken (ja).
# A renewal keeps the key, so that one rename replaces one file and key and certificate always match.
certificaat() {
    local naam=$1 uitgever=$2 pem=$doel/$1.pem vorm="$2|$3|$4|$5" ca=$doel/uitgevers/$2
    local van=$((-dag)) tot=$((730 * dag)) keten=vol bewerk='' ingetrokken='' optie
    if is_actueel "$naam.pem" "$vorm" && [[ -s $doel/$naam.key ]]; then
        return 0
    fi
    for optie in "${@:6}"; do
        local "$optie"
    done
    mkdir -p "$(dirname "$pem")"
    [[ ${vorm_van[$naam.pem]-$vorm} == "$vorm" ]] || rm -f "$doel/$naam.key"
    # A certificate without its key is worth nothing, and would outlast a run killed after the next line.
    [[ -s $doel/$naam.key ]] || rm -f "$pem"
    sleutel "$4" "$doel/$naam.key"
    teken "$uitgever" "$3" "$doel/$naam.key" "$5" $((nu + van)) $((nu + tot)) "$pem.nieuw"
    [[ -z $bewerk ]] || "$bewerk" "$pem.nieuw"
    [[ -z $ingetrokken ]] || trek_in "$uitgever" "$pem.nieuw"
    [[ $keten == geen ]] || cat "$ca/keten.pem" >>"$pem.nieuw"
    [[ $keten != met-root ]] || cat "$ca/ca.pem" >>"$pem.nieuw"
    plaats "$pem.nieuw" "$pem"
    maak_weer[$naam.pem]=$((nu + tot - vernieuw_dagen * dag))
    [[ $tot -gt 0 ]] || maak_weer[$naam.pem]=$nooit
    [[ $van -le 0 ]] || maak_weer[$naam.pem]=$((nu + van - vernieuw_dagen * dag))
    vorm_van[$naam.pem]=$vorm
}

# plaats NEW FILE: what is public may be read by all who may enter the folder.
plaats() {
    chmod 644 "$1"
    mv "$1" "$2"
}

# trek_in ISSUER FILE: takes the first certificate in FILE back; the issuer's CRL has to be made again.
trek_in() {
    uitgever_doet "$1" -revoke "$2" -crl_reason superseded
    crl_oud[$1]=ja
}

# crl ISSUER FILE [HOURS]: the issuer's CRL, valid that many hours from now (below zero: expired).
# Made again when it has less than a day left.
crl() {
    local uren=${3:-$crl_uren} bestand=$doel/$2 eind begin
    if [[ -z ${crl_oud[$1]-} ]] && is_actueel "$2" "$1"; then
        return 0
    fi
    eind=$((nu + uren * 3600))
    begin=$((uren > 0 ? nu : eind - 3600))
    mkdir -p "$(dirname "$bestand")"
    gemaakt=$((gemaakt + 1))
    uitgever_doet "$1" -gencrl -crl_lastupdate "$(stempel "$begin")" -crl_nextupdate "$(stempel "$eind")" \
        -out "$bestand.nieuw"
    plaats "$bestand.nieuw" "$bestand"
    maak_weer[$2]=$((eind - dag))
    [[ $1 != g1-tsp-verlopen-crl || $uren -gt 0 ]] || maak_weer[$2]=$nooit
    vorm_van[$2]=$1
    unset "crl_oud[$1]"
}

# crl_bestand ISSUER: where the CRL of an issuer stands; nothing for the two issuers that have none.
crl_bestand() {
    case $1 in
        g1-tsp-zonder-crl | g1-tsp-onbekend | vreemde-root | zegel-root) ;;
        g4-server-*) printf 'g4/server-crl/%s.pem' "$1" ;;
        *) printf 'crl/%s.pem' "$1" ;;
    esac
}
