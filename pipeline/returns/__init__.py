"""What comes back: bounces (RFC 3464), complaints (RFC 5965) and mails that unsubscribe (RFC 6068).

Anybody may write to that mailbox, and pretend. So an address is suppressed only on proof that its mail was ours: the
reader's token, or a Message-ID that the ledger knows. All else is listed, for a person to judge.
"""
