"""A built site goes where readers find it: a folder, a server by rsync, a branch of a git host.

Whichever way, what was there before stays as it was until the new site has arrived, only files that ``ocop``
has put there are replaced or removed, and no printed address is lost: the place itself keeps the lists
``.ocop-built`` and ``.ocop-printed``, as the output folder does.
"""
