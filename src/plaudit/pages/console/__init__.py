"""The operator's console: questions, deeds that were wrong, money, editions, staff."""
