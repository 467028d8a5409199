"""Lengths of time and moments in Indonesian words. Pure; no Django."""

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
SHORT_DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
OFFICE_DAY = 27_000  # seconds: 7 hours 30 minutes, the working day of Perpres 21/2023


def length(seconds, day_seconds=OFFICE_DAY):
    """Such as "23 menit", "1 jam 10 menit", "2 hari 3 jam": the two largest units, rounded down. `day_seconds`: length of a working day."""
    minutes = int(abs(seconds)) // 60
    days, minutes = divmod(minutes, max(day_seconds // 60, 1))
    hours, minutes = divmod(minutes, 60)
    if days:
        return _joined((days, "hari"), (hours, "jam"))
    if hours:
        return _joined((hours, "jam"), (minutes, "menit"))
    return f"{minutes} menit" if minutes else "kurang dari 1 menit"


def exact_length(seconds):
    """Such as "7 jam 30 menit", "49 menit 23 detik": no part dropped and no days, so that a column of them adds up."""
    minutes, seconds = divmod(int(abs(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return _joined((hours, "jam"), (minutes, "menit"), (seconds, "detik")) or "0 menit"


def working_time(seconds, day_seconds=OFFICE_DAY):
    """Such as "23 menit kerja", "2 hari 3 jam kerja"."""
    return f"{length(seconds, day_seconds)} kerja"


def time_left(seconds, day_seconds=OFFICE_DAY, clock=False):
    """Such as "sisa 23 menit kerja", or for negative seconds "lewat 1 jam 10 menit kerja". `clock`: calendar hours, so a day has 24."""
    word = "lewat" if seconds < 0 else "sisa"
    return f"{word} {length(seconds, 86_400)}" if clock else f"{word} {working_time(seconds, day_seconds)}"


def clock(minutes):
    """Such as "07.30" of minutes after midnight; 1440 is "24.00"."""
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def hours(intervals):
    """Such as "07.30–12.00, 13.00–16.00" of a day's intervals in minutes; "" when closed."""
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in intervals)


def short_day(day):
    """Such as "Jum 20 Nov" of a date."""
    return f"{SHORT_DAYS[day.weekday()]} {day.day} {SHORT_MONTHS[day.month - 1]}"


def full_day(day):
    """Such as "Jumat, 20 November 2026" of a date."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_moment(moment):
    """Such as "Jum 20 Nov 16.20" of a local datetime."""
    return f"{short_day(moment)} {moment:%H.%M}"


def full_moment(moment, zone_label):
    """Such as "Jumat, 20 November 2026 pukul 16.20 WIB" of a local datetime."""
    return f"{full_day(moment)} pukul {moment:%H.%M} {zone_label}"


def _joined(*parts):
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount)
