node consumer.cjs .
