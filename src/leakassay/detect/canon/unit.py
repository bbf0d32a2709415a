"""Units of results, as laboratories print them: alone in a cell, or behind a figure in running text."""

ALONE = (
    r"(?:(?:[munpfk]?(?:mol|g|L|l|U|IU|Eq)|10\*?\^?\d{1,2}|x10\^?\d{1,2}|copies|cells|ratio|mm|secs?|s|fL|pg)"
    r"(?:/(?:[munpfdk]?(?:L|l|mol|g)|mL|ml|min|1\.73m2|hr?|day|24h))?|%|\d{2,3}\*\d{1,2}/[mun]?L)"
)
"""A whole cell: grams and litres by themselves, too. As Python reads it."""

IN_TEXT = (
    r"(?:[munpfkM]?(?:mol|g|L|l|U|IU|Eq|cells|copies)/(?:[munpfdk]?(?:L|l|mol|g)|m[Ll]|min(?:/1\.73m2)?|hr?|day|24h)"
    r"|x?10\*?\^?[0-9]{1,2}/[mun]?[Ll]|mm/hr?|fL|pg|%|ratio|secs?)"
)
"""Behind a figure in a sentence, where "5 g" is a dose: an amount in something. As Hyperscan and Python read it."""
