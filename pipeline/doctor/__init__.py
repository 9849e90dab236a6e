"""The doctor: what stands in the DNS, at the relay, on the web and on this machine for a mailing, and what to mend.

What cannot be seen from here, for want of a network say, is ``unknown`` and never a failure.
"""
