node --test node.spec.js
