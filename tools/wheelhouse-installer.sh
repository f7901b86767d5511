#!/bin/sh
# Installe docgen sans réseau, depuis le dossier où est ce fichier :  sh installer.sh [DOSSIER]
# DOSSIER (par défaut ~/docgen) reçoit le programme, dans programme/, et un projet à compléter.  Un programme
# qui est déjà là est remplacé une fois le nouveau installé ; le projet reste tel qu’il est.
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
program=$target/programme former=$target/programme.avant

is_ours() { [ -e "$1/complet" ] || [ -e "$1/incomplet" ]; }

# Keep the new program if it is whole, else put the former one back: when this ends, and when the
# next begins, were this one killed.
settle() {
    if [ -e "$program/complet" ]; then
        rm -rf "$former"
    else
        rm -rf "$program"
        [ ! -e "$former" ] || mv "$former" "$program"
    fi
}

for one in "$program" "$former"; do
    [ ! -e "$one" ] || is_ours "$one" ||
        refuse "« $one » n’est pas un programme de docgen : rien n’a été installé."
done
mkdir -p "$target"
settle
trap settle EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
[ ! -e "$program" ] || mv "$program" "$former"
mkdir "$program"
: >"$program/incomplet"
# Without pip: Ubuntu's own Python has no ensurepip; the pip gathered here installs itself.
"$python" -m venv --without-pip "$program"
pip=$(echo "$house"/wheels/pip-*.whl)
run_pip() {
    "$program/bin/python" "$pip/pip" --disable-pip-version-check --quiet install \
        --no-index --find-links "$house/wheels" "$@"
}
run_pip --require-hashes --requirement "$house/bibliotheques.txt"
run_pip --no-deps "$house"/docgen-*.whl
if [ ! -e "$target/content" ]; then
    rm -rf "$target/.content-a-venir"
    cp -R "$house/projet/content" "$target/.content-a-venir"
    mv "$target/.content-a-venir" "$target/content"
fi
mv "$program/incomplet" "$program/complet"
echo "docgen est installé. Depuis $target :"
echo "    programme/bin/docgen convention"
