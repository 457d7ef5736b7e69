esbuild start.js --bundle --platform=node --format=esm --packages=external --outfile=out/start.mjs
