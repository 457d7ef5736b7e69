node --loader ts-node/esm consumer.ts .
