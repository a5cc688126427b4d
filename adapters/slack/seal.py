"""Workspaces' tokens at rest: sealed with a key that only the environment knows."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unopened(Exception):
    """The key does not open what was sealed: it is another one."""


class Seal:
    """`keys`: one, or several side by side while an old one is replaced; the first one seals, each opens.

    Fernet (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec), as cryptography makes it.
    """

    def __init__(self, keys: str) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys.replace(",", " ").split()])

    def close(self, token: str) -> str:
        return self._fernet.encrypt(token.encode()).decode()

    def open(self, sealed: str) -> str:
        """Give the token; raise Unopened."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise Unopened from None
