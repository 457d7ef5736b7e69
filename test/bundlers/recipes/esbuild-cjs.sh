esbuild start.js --bundle --platform=node --format=cjs --outfile=out/start.cjs

# What holds native code stays outside of the bundle, beside it.
mkdir -p out/node_modules
cp -r node_modules/koffi node_modules/@koromix out/node_modules/
