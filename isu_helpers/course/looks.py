"""What the files of a course have in common: face, language, maker."""

FONT = "Arial"  # every office program has it, or one of the same widths
LANGUAGE = "sv-SE"
MAKER = "isu kurs"
