"""Ways out of the house. Each has `send(...)`, which returns when the other side has taken the message and raises NotSent when not."""


class NotSent(Exception):
    """The message did not leave; the text is an Indonesian sentence for the administrator, without addresses or secrets."""
