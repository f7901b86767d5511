#!/bin/sh
# Installe docgen sans réseau, depuis le dossier où est ce fichier :  sh installer.sh [DOSSIER]
# DOSSIER (par défaut ~/docgen) reçoit le programme, dans programme/, et un projet à compléter.
set -eu
house=$(CDPATH='' cd "$(dirname "$0")" && pwd)
target=${1:-$HOME/docgen}

refuse() {
    printf '%s\n' "$@" >&2
    exit 4
}

# Whether the libraries gathered here suit this Python.
suits() {
    "$1" - "$house/wheels" <<'PYTHON' 2>/dev/null
import pathlib, sys
tag = f"cp{sys.version_info.major}{sys.version_info.minor}"
sys.exit(not list(pathlib.Path(sys.argv[1]).glob(f"markupsafe-*-{tag}-{tag}-*.whl")))
PYTHON
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if suits "$name"; then
            echo "$name"
            return
        fi
    done
    refuse "Aucun Python de cette machine ne convient aux bibliothèques de ce dossier :" \
        "refaites-le en nommant la version d’ici, par exemple make wheelhouse DIR=… PYTHON=3.12"
}

loads() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }

missing_packages() {
    loads libpango-1.0.so.0 || printf ' libpango-1.0-0'
    loads libpangoft2-1.0.so.0 || printf ' libpangoft2-1.0-0'
    loads libharfbuzz-subset.so.0 || printf ' libharfbuzz-subset0'
}

(cd "$house" && sha256sum --check --quiet --strict SHA256SUMS) ||
    refuse "Ce dossier est abîmé ou incomplet ; rien n’a été installé."
python=$(find_python)
missing=$(missing_packages)
[ -z "$missing" ] || refuse "Il manque à cette machine, à faire installer :$missing"
[ ! -e "$target/programme" ] || refuse "« $target/programme » existe déjà : rien n’a été installé."

mkdir -p "$target"
trap '[ -e "$target/programme/complet" ] || rm -rf "$target/programme"' EXIT
# Without pip: Ubuntu's own Python has no ensurepip; the pip gathered here installs itself.
"$python" -m venv --without-pip "$target/programme"
pip=$(echo "$house"/wheels/pip-*.whl)
run_pip() {
    "$target/programme/bin/python" "$pip/pip" --disable-pip-version-check --quiet install \
        --no-index --find-links "$house/wheels" "$@"
}
run_pip --require-hashes --requirement "$house/bibliotheques.txt"
run_pip --no-deps "$house"/docgen-*.whl
[ -e "$target/content" ] || cp -R "$house/projet/content" "$target/content"
: >"$target/programme/complet"
echo "docgen est installé. Depuis $target :"
echo "    programme/bin/docgen convention"
