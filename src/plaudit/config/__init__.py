"""The configuration: Django's settings, all addresses, and the one ASGI application."""
