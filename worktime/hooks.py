"""What upper floors do when an office's calendar changes: register at start-up, called after commit."""

_listeners = []


def on_change(callback):
    """Call `callback(organisation)` after each committed change of hours or holidays. It may be called twice for one change, so it asks
    `store.unsettled()` what is left. An error in one listener is logged and does not keep the others from being called."""
    if callback not in _listeners:
        _listeners.append(callback)
    return callback


def listeners():
    return tuple(_listeners)
