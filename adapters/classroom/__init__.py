"""The local classroom: a web page that looks and behaves like a class channel, with no account anywhere."""
