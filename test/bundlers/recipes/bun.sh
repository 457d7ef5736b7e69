bun build --compile start.js --outfile out/start
