"""Leaving: each reader's token, the server that answers who unsubscribes, and the pages that it shows."""
