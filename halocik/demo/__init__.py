"""Demo data: the four offices, their invented people, and some dozens of tickets of the last weeks.

Everything goes through the one door with the times at which it would have happened, so that timelines, deadlines and letters are honest.
"""
