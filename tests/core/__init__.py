"""The core: values and arithmetic, tried without a database."""
