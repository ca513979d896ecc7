# Set-up shared by bin/serve, bin/test and .ci/run. To be sourced.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# Progress goes where the errors go, so that what a command prints stays clean.
announce() { printf '%s\n' "$1" >&2; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidates=(python3 python3.13 python3.12 python3.11) candidate
    if [[ -n ${PYTHON:-} ]]; then candidates=("$PYTHON"); fi
    for candidate in "${candidates[@]}"; do
        if recent "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "Il faut Python 3.11 ou plus récent${PYTHON:+ (« $PYTHON » ne convient pas)} : installez-le, ou indiquez-le avec PYTHON=/chemin/vers/python3."
}

# apt_install <what, in French> <package>...: installs when allowed to, else says what to type.
apt_install() {
    local what=$1
    shift
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        announce "Installation de $what…"
        mkdir -p var
        # Package lists age, and mirrors fail now and then: refresh, and try twice.
        for _ in 1 2; do
            if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"; } >var/install.log 2>&1; then
                return
            fi
        done
    fi
    fail "Il manque $what : sur Debian ou Ubuntu, tapez « sudo apt-get update && sudo apt-get install --no-install-recommends $* », puis recommencez."
}

make_venv() {
    local base
    base=$(find_python)
    announce "Création de l'environnement Python…"
    rm -rf .venv
    # Debian ships Python without the piece that fills a virtual environment.
    "$base" -c 'import ensurepip' 2>/dev/null || apt_install "le module venv de Python" python3-venv
    "$base" -m venv .venv >/dev/null || fail "L'environnement Python n'a pas pu être créé dans .venv : vérifiez la place sur le disque et les droits du dossier."
}

# An explicit PYTHON is checked even when .venv exists; a .venv whose Python has gone is made anew.
need_venv() {
    if [[ -n ${PYTHON:-} ]]; then find_python >/dev/null; fi
    recent "$python" || make_venv
}

installed() { [[ -f .venv/$1.installed && $(<".venv/$1.installed") == "$(cksum <"$1")" ]]; }
record() { cksum <"$1" >".venv/$1.installed"; }

# need_packages <lock file>: installs exactly what the lock file says, when it has changed.
need_packages() {
    if installed "$1"; then return; fi
    announce "Installation des bibliothèques Python (une à deux minutes la première fois)…"
    mkdir -p var
    "$python" -m pip install --disable-pip-version-check --require-hashes --requirement "$1" >var/install.log 2>&1 ||
        fail "Les bibliothèques Python n'ont pas pu être installées : vérifiez la connexion au réseau, puis recommencez (détails dans var/install.log)."
    record "$1"
}

# Asks the library itself: it alone knows under which names it looks for Pango and HarfBuzz.
has_pango() { "$python" -W error:HarfBuzz-Subset -c 'import weasyprint' 2>/dev/null; }

need_pango() {
    has_pango && return
    apt_install "Pango et HarfBuzz, qui composent les brochures PDF" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    has_pango || fail "Pango et HarfBuzz sont installés mais ne se chargent pas : tapez « $python -c 'import weasyprint' » pour en voir la cause."
}

need_command() { command -v "$1" >/dev/null || apt_install "${@:2}"; }

# Checkers that only npm carries: accessibility (axe-core), HTML validity (vnu-jar), and the pay of the
# URSSAF (modele-social).
need_checkers() {
    local stamp=tests/node_modules/installed
    if [[ -f $stamp && $(<"$stamp") == "$(cksum <tests/package-lock.json)" ]]; then return; fi
    announce "Installation des vérificateurs…"
    mkdir -p var
    # Their install scripts only download things we do not use.
    npm ci --prefix tests --ignore-scripts --no-audit --no-fund >var/install.log 2>&1 ||
        fail "Les vérificateurs n'ont pas pu être installés : vérifiez la connexion au réseau, puis recommencez (détails dans var/install.log)."
    cksum <tests/package-lock.json >"$stamp"
}

need_test_tools() {
    need_venv
    need_packages requirements-dev.txt
    record requirements.txt # requirements-dev.txt contains it, at the same versions
    need_pango
    need_command chromium-headless-shell "Chromium, pour les tests dans un navigateur" chromium-headless-shell
    need_command pdftoppm "poppler, pour relire les PDF" poppler-utils
    PATH=$PATH:/usr/sbin need_command clamd "ClamAV, l'antivirus des tests" clamav-daemon
    PATH=$PATH:/usr/sbin need_command nginx "nginx, devant le site des tests" nginx-light
    need_command systemd-analyze "systemd, qui relit les unités de deploy/" systemd
    need_command npm "Node et npm, pour les vérificateurs" nodejs npm
    need_command java "Java, pour le vérificateur HTML" default-jre-headless
    need_checkers
}
