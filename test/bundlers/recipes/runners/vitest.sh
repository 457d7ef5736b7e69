vitest run vitest.spec.js
