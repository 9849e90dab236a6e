"""Campaigns: the finished newsletter handed to a mailing service as a draft, through its documented HTTP API.

A person looks at the draft there and sends it; nothing here ever does. Without a key for the API the files to upload
are written instead.
"""
