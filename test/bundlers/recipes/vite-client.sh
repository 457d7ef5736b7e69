vite build --outDir out
