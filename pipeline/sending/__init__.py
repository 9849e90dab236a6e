"""Sending: the finished newsletter to each reader of a list, once, and never a doubt about who got it.

It knows the message as bytes and the words reserved in it, not how it was made. Its parts: who is mailed
(``addresses``, ``readers``, ``archives``, ``exports``, ``suppression``), what each gets (``message``, ``personal``),
how it travels (``relay``, ``transport``, ``pace``), what is known of it afterwards (``ledger``, ``slate``, ``report``),
and the loop (``sender``); ``rest`` is what a send that was begun has left.
"""
