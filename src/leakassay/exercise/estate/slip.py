"""Typing errors: what fingers do to names, numbers, birthdays and postcodes, the same slip for the same value."""

_NEIGHBOURS = {
    "A": "S", "B": "V", "C": "X", "D": "F", "E": "R", "F": "G", "G": "H", "H": "J", "I": "O", "J": "K", "K": "L",
    "L": "K", "M": "N", "N": "M", "O": "P", "P": "O", "Q": "W", "R": "T", "S": "D", "T": "Y", "U": "I", "V": "B",
    "W": "E", "X": "C", "Y": "U", "Z": "X",
}  # fmt: skip
"""The key to the right on a British keyboard, or to the left at the edge."""


def in_name(name: str) -> str:
    """Returns the name with two letters exchanged, one lost, one doubled, or one neighbouring key; never unchanged."""
    middle = max(1, len(name) // 2)
    kind = sum(map(ord, name)) % 4
    exchanged = name[: middle - 1] + name[middle : middle + 1] + name[middle - 1 : middle] + name[middle + 1 :]
    if kind == 0 and exchanged != name:
        return exchanged
    if kind == 1 and len(name) > 3:
        return name[:middle] + name[middle + 1 :]
    if kind == 2 and name[middle : middle + 1] in _NEIGHBOURS:
        return name[:middle] + _NEIGHBOURS[name[middle]] + name[middle + 1 :]
    return name[:middle] + name[middle - 1 : middle] + name[middle:]


def in_number(digits: str) -> str:
    """Returns ten digits with two unequal neighbours exchanged, which mod 11 always shows."""
    for place in range(4, len(digits) - 1):
        if digits[place] != digits[place + 1]:
            return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    return digits


def in_birthday(iso: str) -> str:
    """Returns another date: day and month exchanged where that is one, else the year off by one or ten."""
    year, month, day = iso.split("-")
    if int(day) <= 12 and day != month:
        return f"{year}-{day}-{month}"
    if (month, day) == ("02", "29"):
        return f"{year}-02-28"
    # ten years back rather than on: nobody is born after the specimen
    return f"{int(year) - (10 if int(day) % 2 else 1):04d}-{month}-{day}"


def in_postcode(postcode: str) -> str:
    """Returns the postcode with its last two letters exchanged, another valid one; the next letter if they are one."""
    if postcode[-1:] == postcode[-2:-1]:
        return postcode[:-1] + ("B" if postcode.endswith("A") else "A")
    return postcode[:-2] + postcode[-1:] + postcode[-2:-1]
