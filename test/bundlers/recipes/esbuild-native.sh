esbuild native.js --bundle --platform=node --format=cjs --loader:.node=copy --outfile=out/start.cjs
