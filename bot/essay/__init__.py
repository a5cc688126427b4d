"""The pack, and how a question is answered from it. No I/O but loading."""
