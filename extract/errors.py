"""The base of all errors that are told to the user as they are."""


class MercatoError(Exception):
    """Something a user can mend. The message is one line that names what is wrong, where, and what to do."""
