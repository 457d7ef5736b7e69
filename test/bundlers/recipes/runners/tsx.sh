tsx consumer.ts .
