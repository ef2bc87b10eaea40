#!/bin/sh
# Find a Chromium for the browser tests, or install Debian's where that is allowed; say loudly where there is none.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  as=""
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as="sudo -n"; else as=no; fi
  fi
  if [ "$as" != no ]; then
    echo "Installing chromium for the browser tests …"
    $as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  fi
fi
if command -v chromium >/dev/null 2>&1; then exit 0; fi
echo "!!! NO CHROMIUM FOUND: THE BROWSER TESTS WILL NOT RUN. Install the package 'chromium' to run them. !!!" >&2
if [ "${CI:-}" = true ]; then exit 1; fi
exit 0
