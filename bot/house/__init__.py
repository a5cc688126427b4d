"""The whole bot put together: the only room that knows the adapters."""
