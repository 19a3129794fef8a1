#!/bin/sh
# Draws every size of the mark from icon.svg. Needs rsvg-convert, ImageMagick's convert and png2icns (icnsutils).
set -eu
cd "$(dirname "$0")"
sizes=$(mktemp -d)
trap 'rm -r "$sizes"' EXIT
for size in 16 24 32 48 64 128 256 512; do
    rsvg-convert -w "$size" -h "$size" icon.svg -o "$sizes/$size.png"
done
cp "$sizes/32.png" 32x32.png
cp "$sizes/128.png" 128x128.png
cp "$sizes/256.png" 128x128@2x.png
cp "$sizes/512.png" icon.png
(cd "$sizes" && convert 16.png 24.png 32.png 48.png 64.png 256.png icon.ico && png2icns icon.icns 16.png 32.png 48.png 128.png 256.png 512.png >/dev/null)
cp "$sizes/icon.ico" "$sizes/icon.icns" .
cp icon.svg ../ui/public/icon.svg
