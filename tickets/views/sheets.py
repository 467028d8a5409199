"""The SOP sheet of a ticket: the office's own form with the current act lit and the passed ones stamped."""


def of_ticket(ticket, runs):
    return None
