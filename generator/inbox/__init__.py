"""A folder of photos with any names: which can be used, and which record each is of.

Nothing in the folder is changed. Decoding is ``photo.py``; writing and asking is ``commands/photos.py``.
"""
