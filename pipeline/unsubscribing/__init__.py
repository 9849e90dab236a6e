"""The unsubscribe server: a small WSGI application on Werkzeug, served by waitress, behind any web server.

A POST takes the reader of the link's token off the list (RFC 8058); a GET asks first, for scanners of mail open every
link. Its answers are the same for every token, so they tell nobody who is on the list.
"""
