"""Signing where the relay does not: DKIM (RFC 6376) with RSA (RFC 8301) or Ed25519 (RFC 8463)."""
